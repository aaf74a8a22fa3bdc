import { painted } from './message-layer.tsx';
import { boundsOf } from './scene.ts';
import { currentScene } from './scene-store.ts';

/** The figure as it stands, to be kept: markup of its marks, and where they lie, in canvas px. */
export interface Picture {
  readonly markup: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Badges and slips stand out beyond the parts, canvas px. */
const MARGIN = 44;
/** Messages are painted, not drawn: so many px for each of the picture's. */
const MESSAGE_RATIO = 3;

/** What a mark looks like, whatever rule says so. Inherited ones are written only where they change. */
const OWN = [
  'fill',
  'fill-opacity',
  'fill-rule',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-dashoffset',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'paint-order',
  'clip-path',
  'mask',
  'transform-origin',
  'transform-box',
] as const;
const OF_TEXT = [
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'letter-spacing',
  'text-anchor',
  'dominant-baseline',
  'white-space',
] as const;
const SHAPES = new Set(['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon']);

/** Null while there is no figure. */
export function takePicture(canvas: Element): Picture | null {
  const bounds = boundsOf(currentScene());
  const viewport = canvas.querySelector<HTMLElement>('.react-flow__viewport');
  if (bounds === null || viewport === null) return null;
  const box = {
    x: bounds.x - MARGIN,
    y: bounds.y - MARGIN,
    width: bounds.width + 2 * MARGIN,
    height: bounds.height + 2 * MARGIN,
  };
  const patterns = canvas.querySelector('svg.fig > defs');
  const marks = inPaintOrder(viewport).map((svg) => placed(svg, viewport));
  const markup = [patterns === null ? '' : written(copyOf(patterns)), ...marks, messages(box)].join('');
  return { markup, ...box };
}

/** Zones first, then links, parts, and what lies over them. */
function inPaintOrder(viewport: Element): SVGSVGElement[] {
  const all = [...viewport.querySelectorAll<SVGSVGElement>('svg')].filter(
    (svg) => svg.parentElement?.closest('svg') === null && getComputedStyle(svg).visibility !== 'hidden',
  );
  const depth = (svg: Element): number => {
    if (svg.closest('.react-flow__node-zone') !== null) return 0;
    if (svg.closest('.react-flow__edges') !== null)
      return 1 + (Number(getComputedStyle(svg).zIndex) || 0) / 1e6;
    return svg.closest('.react-flow__node') === null ? 3 : 2;
  };
  return all.sort((a, b) => depth(a) - depth(b));
}

/** The content of a drawing, moved from where the page shows it to where it lies on the sheet. */
function placed(svg: SVGSVGElement, viewport: HTMLElement): string {
  const view = new DOMMatrix(getComputedStyle(viewport).transform);
  const origin = viewport.parentElement?.getBoundingClientRect();
  const onPage = svg.getScreenCTM();
  if (origin === undefined || onPage === null) return '';
  const toSheet = new DOMMatrix().translate(origin.x, origin.y).multiply(view).inverse();
  const { a, b, c, d, e, f } = toSheet.multiply(DOMMatrix.fromMatrix(onPage));
  const content = [...svg.children].map((child) => written(copyOf(child))).join('');
  return content === ''
    ? ''
    : `<g transform="matrix(${[a, b, c, d, e, f].map(short).join(' ')})">${content}</g>`;
}

/** A copy of an element that looks the same without any style sheet; null for what is not to be seen. */
function copyOf(element: Element): Element | null {
  const style = getComputedStyle(element);
  const isInDefs = element.closest('defs') !== null;
  if (!isInDefs && (style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0'))
    return null;
  const isShape = SHAPES.has(element.localName);
  if (isShape && !isInDefs && isClear(style.fill) && isClear(style.stroke)) return null;
  const copy = element.cloneNode(false) as Element;
  for (const name of ['class', 'style', 'tabindex', 'role', 'aria-label', 'aria-hidden'])
    copy.removeAttribute(name);
  for (const { name } of [...copy.attributes]) if (name.startsWith('data-')) copy.removeAttribute(name);
  const isText = element.localName === 'text' || element.localName === 'tspan';
  const before = element.parentElement === null ? null : getComputedStyle(element.parentElement);
  const said = [...OWN, ...(isText ? OF_TEXT : [])].flatMap((name) => {
    const value = style.getPropertyValue(name);
    const isInherited = !['opacity', 'clip-path', 'mask', 'transform-origin', 'transform-box'].includes(name);
    const usual =
      isInherited && before !== null && !isText && !isShape ? before.getPropertyValue(name) : USUAL[name];
    return value === '' || value === usual ? [] : [`${name}:${local(value)}`];
  });
  if (style.transform !== 'none' && !element.hasAttribute('transform'))
    said.push(`transform:${style.transform}`);
  if (said.length > 0) copy.setAttribute('style', said.join(';'));
  for (const child of element.childNodes) {
    const part = child instanceof Element ? copyOf(child) : child.cloneNode();
    if (part !== null) copy.append(part);
  }
  return copy.localName === 'g' && copy.childNodes.length === 0 ? null : copy;
}

const USUAL: Readonly<Record<string, string>> = {
  'fill-opacity': '1',
  'fill-rule': 'nonzero',
  'stroke-opacity': '1',
  'stroke-dasharray': 'none',
  'stroke-dashoffset': '0px',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  opacity: '1',
  'paint-order': 'normal',
  'clip-path': 'none',
  mask: 'none',
  'transform-origin': '0px 0px',
  'transform-box': 'view-box',
  'letter-spacing': 'normal',
  'dominant-baseline': 'auto',
  'font-style': 'normal',
};

const isClear = (paint: string): boolean =>
  paint === 'none' || paint === 'transparent' || paint.endsWith(', 0)') || paint.endsWith(' / 0)');

/** An address of this page with a fragment means that fragment. */
const local = (value: string): string => value.replace(/url\("[^"#]*#/g, 'url("#');

const written = (element: Element | null): string =>
  element === null ? '' : new XMLSerializer().serializeToString(element);

function messages({ x, y, width, height }: Omit<Picture, 'markup'>): string {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * MESSAGE_RATIO);
  canvas.height = Math.ceil(height * MESSAGE_RATIO);
  const context = canvas.getContext('2d');
  if (context === null || painted.current.count === 0) return '';
  painted.current.paint(context, { width, height, ratio: MESSAGE_RATIO, panX: -x, panY: -y, zoom: 1 });
  return `<image x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" href="${canvas.toDataURL()}"/>`;
}

const short = (n: number): string => String(Math.round(n * 1000) / 1000);
