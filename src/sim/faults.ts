import type { FaultAction, FaultSpec, LinkEffect, LinkSpec, System, Target, Way } from './system.ts';

/** One end of a fault: it begins or it heals. Faults happen before anything else at their instant. */
export interface FaultMoment {
  readonly time: number;
  /** Place in `system.faults`. */
  readonly fault: number;
  readonly begins: boolean;
}

/** All beginnings and ends in the order in which they happen: by time, ends first, then document order. */
export function faultSchedule(faults: readonly FaultSpec[]): readonly FaultMoment[] {
  const moments: FaultMoment[] = [];
  faults.forEach((spec, fault) => {
    moments.push({ time: spec.at, fault, begins: true });
    if (spec.until !== Infinity) moments.push({ time: spec.until, fault, begins: false });
  });
  return moments.sort((x, y) => x.time - y.time || Number(x.begins) - Number(y.begins) || x.fault - y.fault);
}

/** What the active faults make of one link. */
export interface LinkEffects {
  readonly cut: { readonly forward: boolean; readonly back: boolean };
  readonly forward: readonly LinkEffect[];
  readonly back: readonly LinkEffect[];
  /** Single messages to treat, by their number on this link and way. */
  readonly messages: readonly Extract<FaultAction, { do: 'message' }>[];
}

/**
 * The system as the active faults make it. Always worked out anew from the design, never changed in place:
 * that is why healing restores exactly what was there.
 */
export interface Effective {
  readonly params: readonly unknown[];
  readonly links: readonly LinkSpec[];
  readonly effects: readonly LinkEffects[];
  /** Per node and instance, the factor by which work is stretched. */
  readonly slow: readonly (readonly number[])[];
  readonly load: readonly number[];
  readonly skewUs: readonly number[];
}

const NO_EFFECTS: LinkEffects = { cut: { forward: false, back: false }, forward: [], back: [], messages: [] };
/** More instances than any node may have. */
const INSTANCES_MAX = 1000;

export function effectiveFaults(system: System, active: readonly number[]): Effective {
  const params = system.nodes.map((node) => node.params);
  const links = [...system.links];
  const effects = system.links.map(() => NO_EFFECTS);
  const slow: number[][] = system.nodes.map(() => []);
  const load = system.nodes.map(() => 1);
  const skewUs = system.nodes.map(() => 0);
  const add = (link: number, way: Way, effect: LinkEffect): void => {
    effects[link] = withEffect(effects[link] ?? NO_EFFECTS, way, effect);
  };
  for (const fault of active) {
    const { action } = system.faults[fault]!;
    switch (action.do) {
      case 'partition':
        for (const cut of action.cuts) add(cut.link, cut.way, { cut: true });
        break;
      case 'link':
        add(action.link, action.way, action.effect);
        break;
      case 'message': {
        const former = effects[action.link] ?? NO_EFFECTS;
        effects[action.link] = { ...former, messages: [...former.messages, action] };
        break;
      }
      case 'slow':
        stretch(slow[action.target.node]!, action.target, action.factor);
        break;
      case 'load':
        load[action.node] = load[action.node]! * action.factor;
        break;
      case 'skew':
        skewUs[action.node] = skewUs[action.node]! + action.byUs;
        break;
      case 'set':
        params[action.node] = action.params(params[action.node]);
        break;
      case 'setLink':
        links[action.link] = action.change(links[action.link]!);
        break;
      case 'crash':
      case 'restart':
      case 'pause':
      case 'heal':
        break;
    }
  }
  return { params, links, effects, slow, load, skewUs };
}

function stretch(factors: number[], target: Target, factor: number): void {
  const first = target.instance < 0 ? 0 : target.instance;
  const last = target.instance < 0 ? INSTANCES_MAX - 1 : target.instance;
  for (let instance = first; instance <= last; instance++)
    factors[instance] = (factors[instance] ?? 1) * factor;
}

function withEffect(former: LinkEffects, way: Way, effect: LinkEffect): LinkEffects {
  const forward = way !== 'back';
  const back = way !== 'forward';
  const cut = effect.cut === true;
  return {
    cut: { forward: former.cut.forward || (cut && forward), back: former.cut.back || (cut && back) },
    forward: forward ? [...former.forward, effect] : former.forward,
    back: back ? [...former.back, effect] : former.back,
    messages: former.messages,
  };
}

/** The word under which the record names a fault. */
export function faultTitle(action: FaultAction): string {
  return action.do === 'setLink' ? 'set' : action.do;
}
