import * as fc from 'fast-check';
import type { Json } from '#lib/schema/leaves.ts';
import type { Step } from '#flow/steps.ts';

/** What the steps of one handler may name. */
export interface Reach {
  /** Services, each of which answers the operation that has its own name. */
  readonly calls: readonly string[];
  /** Databases, and `store` for a cluster that has `db1` in it. */
  readonly stores: readonly string[];
  readonly topics: readonly string[];
  readonly queues: readonly string[];
  /** What came in: `req`, `event`, or nothing. */
  readonly input: 'req' | 'event' | undefined;
  /** Whether it may wait for events of topic `second`. */
  readonly awaits: boolean;
}

/** One to three steps, nested at most twice. */
export const stepsArbitrary = (reach: Reach): fc.Arbitrary<Step[]> => listOf(reach, 2, 1);

const listOf = (reach: Reach, depth: number, minLength: number): fc.Arbitrary<Step[]> =>
  fc.array(stepOf(reach, depth), { minLength, maxLength: depth === 2 ? 3 : 2 });

const work = fc.constantFrom('0ms', '200us', '3ms', { exponential: '2ms' });
const key = fc.constantFrom('k0', 'k1', 'k${n % 3}');
const condition = fc.constantFrom('true', 'false', 'n % 2 == 0', "node != ''", 'now >= 0');
const rowCondition = fc.constantFrom('true', 'old == null', 'n % 2 == 0');
const value = fc.constantFrom<Json>(
  { v: 1 },
  { v: '${n}', tag: 'a ${n % 2} b' },
  { list: [1, '${n + 1}'], none: null },
);
const type = fc.constantFrom('Made', 'Changed');

const stepOf = (reach: Reach, depth: number): fc.Arbitrary<Step> => {
  const { calls, stores, topics, queues, input, awaits } = reach;
  const options: fc.Arbitrary<Step>[] = [
    fc.record({ work }),
    fc.constant({ set: { a: '${n}', b: { c: true } } }),
  ];
  const body = fc.constantFrom({ x: '${n}' }, input === undefined ? {} : { from: '${' + input + '.id}' });
  const local = fc.constantFrom('local', ...stores);
  options.push(...storeSteps(local));
  if (stores.length > 0) options.push(...updateSteps(fc.constantFrom(...stores)));
  if (stores.includes('store')) {
    const at = fc.constantFrom('leader', 'nearest', 'any', 'db1');
    options.push(fc.record({ get: fc.constant('store'), key, at }));
  }
  if (calls.length > 0) {
    const call = fc
      .constantFrom(...calls)
      .chain((id) =>
        fc.record(
          { call: fc.constant(id), op: fc.constant(id), body, as: fc.constant('r') },
          { requiredKeys: ['call', 'op'] },
        ),
      );
    options.push(call);
  }
  if (topics.length > 0) options.push(publishTo(topics, body));
  if (queues.length > 0) {
    options.push(
      fc.record(
        { send: fc.constant('jobs'), queue: fc.constantFrom(...queues), event: fc.constant('Job'), body },
        { requiredKeys: ['send', 'queue'] },
      ),
    );
  }
  if (awaits) {
    options.push(
      fc.record(
        {
          await: type,
          from: fc.constant('events'),
          topic: fc.constant('second'),
          where: fc.constant('has(event.id)'),
          timeout: fc.constantFrom('10ms', '100ms'),
          as: fc.constant('e'),
        },
        { requiredKeys: ['await', 'from', 'topic', 'timeout'] },
      ),
    );
  }
  if (depth > 0) options.push(...nested(reach, depth - 1));
  return fc.oneof(...options);
};

/** Reads and writes of one store; `store` may be one of several. */
const storeSteps = (store: fc.Arbitrary<string>): fc.Arbitrary<Step>[] => [
  fc.record({ get: store, key, as: fc.constant('row') }, { requiredKeys: ['get', 'key'] }),
  fc.record(
    { put: store, key, value, if: rowCondition, as: fc.constant('done') },
    { requiredKeys: ['put', 'key', 'value'] },
  ),
  fc.record(
    { delete: store, key, if: rowCondition, as: fc.constant('gone') },
    { requiredKeys: ['delete', 'key'] },
  ),
  fc.record({ scan: store, prefix: fc.constant('k'), as: fc.constant('rows') }, { requiredKeys: ['scan'] }),
];

/** Updates of rows that have a type in every random database. */
const updateSteps = (update: fc.Arbitrary<string>): fc.Arbitrary<Step>[] => {
  const element = fc.constantFrom('${n % 2}', 'a', 'b');
  const step = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Step> =>
    fc.record({ update, ...fields }) as unknown as fc.Arbitrary<Step>;
  const adding = fc.constantFrom('add', 'remove');
  return [
    step({
      key: fc.constant('likes/${n % 2}'),
      do: fc.constantFrom('increment', 'decrement'),
      value: fc.constant(2),
    }),
    step({ key: fc.constant('cart/x'), do: adding, value: element, as: fc.constant('done') }),
    step({ key: fc.constant('page/x'), do: adding, value: element, field: fc.constantFrom('tags', 'x${n}') }),
    step({
      key: fc.constant('net/x'),
      do: fc.constantFrom('connect', 'disconnect'),
      value: element,
      to: element,
    }),
    step({ key: fc.constant('net/x'), do: fc.constant('add'), value: element }),
  ];
};

const publishTo = (
  topics: readonly string[],
  body: fc.Arbitrary<Record<string, string>>,
): fc.Arbitrary<Step> =>
  fc.record(
    { publish: fc.constant('events'), topic: fc.constantFrom(...topics), event: type, key, body },
    { requiredKeys: ['publish', 'topic', 'event'] },
  );

const nested = (reach: Reach, depth: number): fc.Arbitrary<Step>[] => {
  const inner = listOf(reach, depth, 0);
  const some = listOf(reach, depth, 1);
  const failing = some.map((steps): Step[] => [...steps, { fail: 'by design ${n}' }]);
  const stage = fc.record(
    { name: fc.constantFrom('reserve', 'pay'), do: fc.oneof(some, failing), undo: inner },
    { requiredKeys: ['name', 'do'] },
  );
  const branches = fc.array(some, { minLength: 1, maxLength: 3 });
  const options: fc.Arbitrary<Step>[] = [
    fc.record({ if: condition, then: some, else: inner }, { requiredKeys: ['if', 'then'] }),
    fc.record({ forEach: fc.constant('${[1, 2]}'), as: fc.constant('item'), do: some }),
    fc.record({ all: branches }),
    fc.record({ any: branches }),
    fc.record({ try: fc.oneof(some, failing), catch: inner }),
    fc.record({ saga: fc.array(stage, { minLength: 1, maxLength: 3 }) }),
  ];
  if (reach.stores.length > 0)
    options.push(fc.constantFrom(...reach.stores).chain((store) => transaction(store, reach)));
  return options;
};

const transaction = (store: string, reach: Reach): fc.Arbitrary<Step> => {
  const plain = [...storeSteps(fc.constant(store)), ...updateSteps(fc.constant(store))];
  if (reach.topics.length > 0) plain.push(publishTo(reach.topics, fc.constant({ x: '${n}' })));
  const steps = fc.array(fc.oneof(...plain), { minLength: 1, maxLength: 3 });
  return fc.record(
    { transaction: fc.constant(store), steps, as: fc.constant('tx') },
    { requiredKeys: ['transaction', 'steps'] },
  );
};
