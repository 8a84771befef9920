// Tells the story by our own tracker, in a window made of plain objects and over a real connection.
// Run: node tracker.cjs http://127.0.0.1:8080
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const file = path.join(__dirname, '../../../../web/tracker/anlass.js');
const listeners = {};
const listen = (name, listener) => { listeners[name] = listener; };
const markup = [{ textContent: JSON.stringify({ '@type': 'Product', sku: 'p1' }) }];
const document = {
  title: 'Shop', referrer: '', readyState: 'complete', visibilityState: 'visible', currentScript: null,
  addEventListener: listen, querySelectorAll: (selector) => (selector.startsWith('script') ? markup : []),
};
const storage = {};
const window = {
  document, crypto, fetch, setTimeout, clearTimeout, addEventListener: listen,
  navigator: {}, history: { pushState() {} }, location: { href: 'https://shop.example/' },
  localStorage: { getItem: (name) => storage[name] ?? null, setItem: (name, value) => { storage[name] = value; }, removeItem: (name) => { delete storage[name]; } },
};
vm.runInNewContext(fs.readFileSync(file, 'utf8'), { window, Uint8Array, Promise, JSON, Date, Math, Object, Array, String, Number });

const anlass = window.Anlass({ key: 'WRITEKEY', host: process.argv[2] });
anlass.consent(true);
anlass.identify('u1', { email: 'eva@example.org', firstName: 'Eva' });
anlass.alias('u1', 'a1');
markup.pop();
anlass.page();
anlass.track('Product Added', { product_id: 'p1', price: 19.99, quantity: 2 });
anlass.track('Order Completed', {
  order_id: 'o1', currency: 'EUR', products: [{ product_id: 'p1', price: 19.99, quantity: 2 }, { sku: 'p2', price: 3 }],
});
anlass.track('Order Refunded', { order_id: 'o1' });
