/** Documents to begin a test with. */

/** Buyers place orders; the stock is kept in another zone. Ten seconds, five orders a second. */
export const shop = {
  halfopen: 1,
  title: 'Shop',
  seed: 7,
  runFor: '10s',
  network: { within: { uniform: ['8ms', '24ms'] }, across: '60ms' },
  zones: {
    west: { title: 'eu-west', at: [-100, -160, 480, 340] },
    east: { title: 'us-east', at: [440, -160, 280, 340] },
  },
  nodes: {
    buyers: {
      kind: 'client',
      title: 'Buyers',
      at: [0, 0],
      zone: 'west',
      flows: [
        { arrive: { rate: '5/s' }, steps: [{ call: 'orders', op: 'placeOrder', body: { total: '${n}' } }] },
      ],
    },
    orders: {
      kind: 'service',
      title: 'Orders',
      at: [260, 0],
      zone: 'west',
      instances: 2,
      handlers: [
        {
          request: 'placeOrder',
          steps: [
            { put: 'stock', key: 'order/${req.id}', value: { total: '${req.total}' } },
            { reply: { total: '${req.total}' } },
          ],
        },
      ],
    },
    stock: { kind: 'database', title: 'Stock', at: [580, 0], zone: 'east' },
  },
  links: [
    { from: 'buyers', to: 'orders', timeout: '500ms' },
    { from: 'orders', to: 'stock' },
  ],
  checks: [{ title: 'At most twenty orders', always: 'size(stock.rows) <= 20', expect: 'breaks' }],
} as const;
