import { createStore } from 'zustand/vanilla';
import type { RunView } from '#run/view/run-view.ts';
import type { Box, Point } from '#figure/geometry.ts';

/** What the canvas needs of a run: what happened, and where the playhead is. `RunClient` is one. */
export interface Playback {
  readonly view: RunView;
  /** The playhead, µs. */
  readonly time: number;
  /** Calls back once per frame in which the playhead moved or the record changed under it. */
  readonly subscribeFrame: (listener: (time: number) => void) => () => void;
  readonly getState: () => {
    readonly playing: boolean;
    /** Virtual µs per second of the reader's. */ readonly scale: number;
  };
  /** Stops time, so that what is looked at stays. */
  pause(): void;
}

/** What commands need of the canvas that is on the page. */
export interface CanvasPort {
  fit(box?: Box): void;
  zoomBy(factor: number): void;
  zoomTo(zoom: number): void;
  /** Moves the view until this point is in its middle. */
  centreOn(point: Point, durationMs: number): void;
  /** The middle of what is in view, canvas px. */
  centre(): Point;
  /** From px of the page to canvas px. */
  fromPage(point: Point): Point;
  /** Puts the keyboard on the canvas. */
  focus(): void;
}

/** The one canvas and the one run of this page; null before they are there. Commands ask here. */
export const ports: { playback: Playback | null; canvas: CanvasPort | null } = {
  playback: null,
  canvas: null,
};

/** The playhead in whole µs; 0 without a run. */
export const nowUs = (): number => Math.floor(ports.playback?.time ?? 0);

/** Where the sheet lies on the page: canvas point (0, 0) is at (left + x, top + y), `zoom` page px a canvas px. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  /** The canvas on the page. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** So many px at the lower edge of the canvas lie under something: the figure is fitted above it. */
  readonly below: number;
}

export const viewportStore = createStore<Viewport>()(() => ({
  x: 0,
  y: 0,
  zoom: 1,
  left: 0,
  top: 0,
  width: 0,
  height: 0,
  below: 0,
}));

export const toPage = ({ x, y, zoom, left, top }: Viewport, point: Point): Point => ({
  x: left + x + point.x * zoom,
  y: top + y + point.y * zoom,
});
