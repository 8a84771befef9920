// Tells one story by Segment's SDK for Node.js, as it is. Fails if the SDK reports an error or gives events up.
// Run in the folder in which the package was installed: node node.cjs http://127.0.0.1:8080
const path = require('node:path');
const { createRequire } = require('node:module');
const { Analytics } = createRequire(path.join(process.cwd(), 'package.json'))('@segment/analytics-node');

const analytics = new Analytics({ writeKey: 'WRITEKEY', host: process.argv[2], maxEventsInBatch: 20 });
let delivered = 0;
analytics.on('error', (error) => {
  console.error('the SDK reports', error);
  process.exitCode = 1;
});

const calls = [
  ['page', { anonymousId: 'a1', properties: { url: 'https://shop.example/' } }],
  ['identify', { userId: 'u1', anonymousId: 'a1', traits: { email: 'eva@example.org', firstName: 'Eva' } }],
  ['alias', { userId: 'u1', previousId: 'a1' }],
  ['screen', { userId: 'u1', name: 'Start' }],
  ['group', { userId: 'u1', groupId: 'dealer-7' }],
  ['track', { userId: 'u1', event: 'Product Viewed', properties: { product_id: 'p1' } }],
  ['track', { userId: 'u1', event: 'Product Added', properties: { product_id: 'p1', price: 19.99, quantity: 2 } }],
  ['track', {
    userId: 'u1',
    event: 'Order Completed',
    properties: { order_id: 'o1', currency: 'EUR', products: [{ product_id: 'p1', price: 19.99, quantity: 2 }, { sku: 'p2', price: 3 }] },
  }],
  ['track', { userId: 'u1', event: 'Order Refunded', properties: { order_id: 'o1' } }],
  ['track', { userId: 'u1', event: 'Course Clicked', timestamp: new Date(Date.now() - 86400000) }],
];
for (const [kind, message] of calls) {
  analytics[kind](message, (error) => {
    if (error) process.exitCode = 1;
    else delivered += 1;
  });
}
analytics.closeAndFlush({ timeout: 30000 }).then(() => {
  if (delivered !== calls.length) {
    console.error(`${delivered} of ${calls.length} delivered`);
    process.exitCode = 1;
  }
});
