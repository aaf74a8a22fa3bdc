import { assert } from '#lib/assert.ts';
import { clonePlain } from '#lib/plain.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';

/**
 * A copy of a document with some places changed: `{ 'nodes.orders.slots': 2 }`; `undefined` takes one away. So a
 * counter-claim reads as what it is: the same drawing, and the difference. Throws for a path that leads nowhere.
 */
export function changed(
  document: ScenarioDocument,
  changes: Readonly<Record<string, unknown>>,
): ScenarioDocument {
  const copy = clonePlain(document);
  for (const [path, value] of Object.entries(changes)) {
    const parts = path.split('.');
    const last = parts.pop()!;
    let place: unknown = copy;
    for (const part of parts) place = (place as Readonly<Record<string, unknown>> | undefined)?.[part];
    assert(typeof place === 'object' && place !== null, `nothing in the document at ${path}`);
    const holder = place as Record<string, unknown>;
    if (value !== undefined) holder[last] = value;
    else {
      assert(last in holder, `nothing in the document at ${path}`);
      if (Array.isArray(place)) place.splice(Number(last), 1);
      else delete holder[last];
    }
  }
  return copy;
}
