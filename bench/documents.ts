import type { ScenarioDocument } from '#scenario/schema.ts';

type Node = NonNullable<ScenarioDocument['nodes']>[string];

const id = (prefix: string, index: number): string => `${prefix}${index}`;

/**
 * Sixty links with about ten thousand messages on their way at any moment: twenty requests a second on each, five
 * seconds there and four and a half back.
 */
export function crowd(): ScenarioDocument {
  const pairs = Array.from({ length: 60 }, (_, index) => index);
  return {
    halfopen: 1,
    title: 'Ten thousand on their way',
    seed: 1,
    runFor: '40s',
    network: { within: '4600ms', across: '4600ms' },
    nodes: Object.fromEntries<Node>(
      pairs.flatMap((index) => {
        const row = Math.floor(index / 4);
        const x = (index % 4) * 520;
        return [
          [
            id('c', index),
            {
              kind: 'client',
              at: [x, row * 110],
              flows: [{ arrive: { rate: '20/s' }, steps: [{ call: id('s', index), op: 'go' }] }],
            },
          ],
          [
            id('s', index),
            {
              kind: 'service',
              at: [x + 300, row * 110],
              slots: 100,
              handlers: [{ request: 'go', steps: [{ work: '10ms' }] }],
            },
          ],
        ];
      }),
    ),
    links: pairs.map((index) => ({ from: id('c', index), to: id('s', index) })),
  };
}

/** Two hundred nodes, four hundred links: forty clients, a hundred and sixty services that ask one another. */
export function city(): ScenarioDocument {
  const services = Array.from({ length: 160 }, (_, index) => index);
  const clients = Array.from({ length: 40 }, (_, index) => index);
  const place = (index: number): [number, number] => [(index % 20) * 260, Math.floor(index / 20) * 200];
  // Later services are asked by earlier ones, so that no question comes round: 360 links among them, 40 from clients.
  const pairs = services.flatMap((from) => [1, 7, 31].map((step) => [from, from + step] as const));
  const asked = pairs.filter(([, to]) => to < services.length).slice(0, 360);
  return {
    halfopen: 1,
    title: 'Two hundred nodes',
    seed: 1,
    runFor: '60s',
    nodes: {
      ...Object.fromEntries<Node>(
        clients.map((index) => [
          id('c', index),
          {
            kind: 'client',
            at: place(index),
            flows: [{ arrive: { rate: '5/s' }, steps: [{ call: id('s', index * 4), op: 'go' }] }],
          },
        ]),
      ),
      ...Object.fromEntries<Node>(
        services.map((index) => [
          id('s', index),
          {
            kind: 'service',
            at: place(40 + index),
            slots: 20,
            handlers: [
              {
                request: 'go',
                steps: [
                  { work: { exponential: '20ms' } },
                  ...(index % 4 === 0 && index + 1 < services.length
                    ? [{ call: id('s', index + 1), op: 'go' }]
                    : []),
                ],
              },
            ],
          },
        ]),
      ),
    },
    links: [
      ...clients.map((index) => ({ from: id('c', index), to: id('s', index * 4) })),
      ...asked.map(([from, to]) => ({ from: id('s', from), to: id('s', to) })),
    ],
  };
}
