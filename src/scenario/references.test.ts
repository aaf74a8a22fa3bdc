import { describe, expect, it } from 'vitest';
import { replicationParams } from '#patterns/params.ts';
import { printProblem } from '#lib/schema/problem.ts';
import { readDocument } from './read.ts';

const nodes = {
  shop: { kind: 'client' },
  api: { kind: 'service', instances: 2 },
  db1: { kind: 'database' },
  db2: { kind: 'database' },
  events: { kind: 'log' },
  jobs: { kind: 'queue' },
};
const links = [
  { from: 'shop', to: 'api' },
  { from: 'api', to: 'db1' },
  { from: 'api', to: 'events' },
];

const read = (more: object) => {
  const { document, problems } = readDocument({ halfopen: 1, nodes, links, ...more });
  return { document: document!, lines: problems.map(printProblem) };
};
const withSteps = (...steps: object[]) =>
  read({ nodes: { ...nodes, api: { kind: 'service', handlers: [{ request: 'x', steps }] } } });

describe('references', () => {
  it('a link to nowhere, to itself, or a second time is left out', () => {
    const more = [
      { from: 'api', to: 'evnts' },
      { from: 'api', to: 'api' },
      { from: 'shop', to: 'api', loss: 0.1 },
      { from: 'api', to: 'shop' },
    ];
    const { document, lines } = read({ links: [...links, ...more] });
    expect(lines).toEqual([
      'links[3].to: expected a node of the document (did you mean events?), got "evnts"; using the rest of the list',
      'links[4].to: expected another node than the one it starts from, got the same node; using the rest of the list',
      'links[5]: expected one link shop>api, got a second one; using the first one',
    ]);
    expect(document.links).toEqual([...links, { from: 'api', to: 'shop' }]);
  });

  it('a zone that is not there is taken off its node; two nodes on one spot are told', () => {
    const { document, lines } = read({
      zones: { eu: {} },
      nodes: {
        ...nodes,
        shop: { kind: 'client', zone: 'us', at: [1, 2] },
        api: { kind: 'service', zone: 'eu', at: [1, 2] },
      },
    });
    expect(lines).toEqual([
      'nodes.shop.zone: expected a zone of the document, got "us"; left out',
      'nodes.api.at: expected a position of its own, got [1,2]; kept as written',
    ]);
    expect(document.nodes!['shop']).toEqual({ kind: 'client', at: [1, 2] });
  });

  it('nodes, clusters and zones share one space of names', () => {
    const { document, lines } = read({
      zones: { api: {} },
      clusters: { shop: { members: ['db1'] } },
      nodes: { ...nodes, local: { kind: 'client' } },
    });
    expect(lines.map((line) => line.split(':')[0])).toEqual(['nodes.local', 'clusters.shop', 'zones.api']);
    expect([document.zones, document.clusters]).toEqual([{}, {}]);
    expect(document.nodes).toEqual(nodes);
  });

  it('a cluster has databases, each in one cluster only, and no more acknowledgements than copies', () => {
    const { document, lines } = read({
      clusters: {
        one: { members: ['db1', 'api', 'db2'], replication: { mode: 'semiSync', acks: 5 } },
        two: { members: ['db2'] },
        three: { members: ['db1'], replication: { mode: 'paxos' } },
      },
    });
    expect(lines).toEqual([
      `clusters.three.replication.mode: expected one of ${Object.keys(replicationParams).join(', ')}, got "paxos"; using {"mode":"async"}`,
      'clusters.one.members[1]: expected a database of the document, got "api"; using the rest of the list',
      'clusters.one.replication.acks: expected 1 to 1, got 5; using 1',
      'clusters.two.members[0]: expected a member of one cluster only, got "db2"; using the rest of the list',
      'clusters.two.members: expected a list of 1 to 9, got a list of 0; left out',
      'clusters.three.members[0]: expected a member of one cluster only, got "db1"; using the rest of the list',
      'clusters.three.members: expected a list of 1 to 9, got a list of 0; left out',
    ]);
    expect(document.clusters).toEqual({
      one: { members: ['db1', 'db2'], replication: { mode: 'semiSync', acks: 1 } },
    });
  });

  it('quorums are no larger than what holds a row, in a cluster and in a step; there are no transactions', () => {
    const { document, lines } = read({
      nodes: {
        ...nodes,
        api: {
          kind: 'service',
          handlers: [
            {
              request: 'x',
              steps: [
                { get: 'rows', key: 'k', r: 2 },
                { put: 'rows', key: 'k', value: 1, w: 3 },
                { transaction: 'rows', steps: [] },
              ],
            },
          ],
        },
      },
      clusters: {
        rows: { members: ['db1', 'db2'], replication: { mode: 'quorum', n: 3, w: 3 } },
      },
    });
    const at = 'nodes.api.handlers[0].steps';
    expect(lines).toEqual([
      'clusters.rows.replication.n: expected 1 to 2, got 3; using 2',
      'clusters.rows.replication.w: expected 1 to 2, got 3; using 2',
      `${at}[1].w: expected 1 to 2, got 3; kept as written`,
      `${at}[2].transaction: expected a store that carries out transactions; a cluster with quorums does not, got "rows"; kept as written`,
    ]);
    expect(document.clusters!['rows']!.replication).toEqual({ mode: 'quorum', n: 2, w: 2 });
  });

  it('a step that cannot reach whom it names is kept and told', () => {
    const { document, lines } = withSteps(
      { call: 'shop', op: 'x' },
      { get: 'db2', key: 'k' },
      { publish: 'db1', topic: 't', event: 'E' },
      { if: 'true', then: [{ send: 'jobs', queue: 'q' }] },
      { await: 'E', from: 'events', topic: 't' },
      { get: 'local', key: 'k' },
    );
    const at = 'nodes.api.handlers[0]';
    expect(lines).toEqual([
      `${at}.steps[0].call: expected a link api>shop, got nothing; kept as written`,
      `${at}.steps[1].get: expected a link api>db2, got nothing; kept as written`,
      `${at}.steps[2].publish: expected a log of the document, got "db1"; kept as written`,
      `${at}.steps[3].then[0].send: expected a link api>jobs, got nothing; kept as written`,
      `${at}.steps[4].from: expected a link events>api, got nothing; kept as written`,
    ]);
    expect(document.nodes!['api']).toMatchObject({
      handlers: [{ steps: expect.arrayContaining([{ call: 'shop', op: 'x' }]) as unknown }],
    });
  });

  it('problems of nested steps keep the places that the steps had in the text', () => {
    const { lines } = withSteps({ wrk: '1ms' }, { try: [{ bad: 1 }, { call: 'gone', op: 'x' }], catch: [] });
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'nodes.api.handlers[0].steps[0]',
      'nodes.api.handlers[0].steps[1].try[0]',
      'nodes.api.handlers[0].steps[1].try[1].call',
    ]);
  });

  it('a transaction stays in one store and has only the verbs that can be undone', () => {
    const { lines } = withSteps({
      transaction: 'db1',
      steps: [
        { get: 'db2', key: 'k' },
        { call: 'shop', op: 'x' },
        { put: 'db1', key: 'k', value: 1 },
      ],
    });
    expect(lines).toEqual([
      'nodes.api.handlers[0].steps[0].steps[0].get: expected db1, the store of the transaction, got "db2"; kept as written',
      'nodes.api.handlers[0].steps[0].steps[1]: expected an object with one of get, put, delete, scan, update, publish, set, if, fail, got call; kept as written',
      'nodes.api.handlers[0].steps[0].steps[1].call: expected a link api>shop, got nothing; kept as written',
    ]);
  });

  it('a place in a cluster, or a quorum, is told where there is none', () => {
    const { lines } = withSteps(
      { get: 'db1', key: 'k', at: 'leader' },
      { put: 'db1', key: 'k', value: 1, w: 2 },
    );
    expect(lines).toEqual([
      'nodes.api.handlers[0].steps[0].at: expected a cluster where a place in it is named, got "db1"; kept as written',
      'nodes.api.handlers[0].steps[1].w: expected a cluster with quorums where r or w is given, got "db1"; kept as written',
    ]);
  });

  it('what a transaction publishes needs no link of the node: the store relays it', () => {
    const publish = { publish: 'events', topic: 't', event: 'E' };
    const handlers = [{ request: 'x', steps: [{ transaction: 'db1', steps: [publish] }, publish] }];
    const { lines } = read({
      nodes: { ...nodes, api: { kind: 'service', handlers } },
      links: links.slice(0, 2),
    });
    expect(lines).toEqual([
      'nodes.api.handlers[0].steps[1].publish: expected a link api>events, got nothing; kept as written',
    ]);
  });

  it('a handler reads from a log or queue that is linked to it', () => {
    const handlers = [
      { event: 'E', from: 'events', topic: 't', steps: [] },
      { queue: 'q', from: 'events', steps: [] },
    ];
    const { lines } = read({ nodes: { ...nodes, api: { kind: 'service', handlers } } });
    expect(lines).toEqual([
      'nodes.api.handlers[0].from: expected a link events>api, got nothing; kept as written',
      'nodes.api.handlers[1].from: expected a queue of the document, got "events"; kept as written',
    ]);
  });

  it('a timeline entry that nothing could carry out is left out', () => {
    const timeline = [
      { do: 'crash', at: '1s', node: 'api#2' },
      { do: 'crash', at: '1s', node: 'api#3' },
      { do: 'crash', at: '1s', node: 'gone' },
      { do: 'load', at: '1s', node: 'api', factor: 2 },
      { do: 'partition', at: '1s', between: ['api', ['db1', 'mars']] },
      { do: 'link', at: '1s', from: 'api', to: 'db2', cut: true },
      { do: 'set', at: '1s', node: 'api', path: 'slots', value: 4 },
      { do: 'set', at: '1s', node: 'api', path: 'slots', value: 0 },
      { do: 'set', at: '1s', node: 'api', path: 'slot', value: 4 },
      { do: 'set', at: '1s', node: 'api', from: 'api', path: 'slots', value: 4 },
      { do: 'set', at: '1s', from: 'api', to: 'db1', path: 'retry.attempts', value: 4 },
      { do: 'set', at: '1s', from: 'api', to: 'db1', path: 'to', value: 'db2' },
    ];
    const { document, lines } = read({ timeline });
    expect(lines).toEqual([
      'timeline[1].node: expected an instance from 1 to 2, got 3; using the rest of the list',
      'timeline[2].node: expected a node of the document, got "gone"; using the rest of the list',
      'timeline[3].node: expected a client of the document, got "api"; using the rest of the list',
      'timeline[4].between: expected a zone or a node of the document, got "mars"; using the rest of the list',
      'timeline[5]: expected a link api>db2, got nothing; using the rest of the list',
      'timeline[7].value: expected 1 to 10000, got 0; using the rest of the list',
      'timeline[8].path: expected a parameter that can change (did you mean slots?), got "slot"; using the rest of the list',
      'timeline[9]: expected either node, or from and to, got both; using the rest of the list',
      'timeline[11].path: expected a parameter that can change, got "to"; using the rest of the list',
    ]);
    expect(document.timeline).toEqual([timeline[0], timeline[6], timeline[10]]);
  });

  it('consistency is checked of a store', () => {
    const { document, lines } = read({
      checks: [
        { consistency: 'causal', of: 'db1' },
        { consistency: 'causal', of: 'api' },
      ],
    });
    expect(lines).toEqual([
      'checks[1].of: expected a database or cluster of the document, got "api"; using the rest of the list',
    ]);
    expect(document.checks).toHaveLength(1);
  });
});
