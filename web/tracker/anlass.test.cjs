// What the tracker promises, in a window made of plain objects. Run: node --test web/tracker
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const zlib = require('node:zlib');

const source = fs.readFileSync(path.join(__dirname, 'anlass.js'), 'utf8');

/** A window whose clock stands still until `tick` is called. */
function visit({ navigator = {}, storage = {}, answers = [], markup = [], script = null, broken = false } = {}) {
  const sent = [];
  const beacons = [];
  const timers = [];
  const listeners = {};
  const listen = (name, listener) => { (listeners[name] ??= []).push(listener); };
  const document = {
    title: 'Shop', referrer: '', readyState: 'complete', visibilityState: 'visible', currentScript: script,
    addEventListener: listen,
    querySelectorAll: (selector) => (selector.startsWith('script') ? markup.map((text) => ({ textContent: text })) : []),
  };
  Object.defineProperty(document, 'cookie', { get() { throw new Error('a cookie is read'); }, set() { throw new Error('a cookie is set'); } });
  const window = {
    document,
    navigator: { sendBeacon: (url, body) => { beacons.push({ url, body: JSON.parse(body), bytes: body.length }); return true; }, ...navigator },
    location: { href: 'https://shop.example/p?utm_source=mail#top' },
    crypto: globalThis.crypto,
    history: { pushState() {} },
    localStorage: {
      getItem: (name) => { if (broken) throw new Error('forbidden'); return storage[name] ?? null; },
      setItem: (name, value) => { if (broken) throw new Error('forbidden'); if (value !== null) storage[name] = String(value); },
      removeItem: (name) => { if (broken) throw new Error('forbidden'); delete storage[name]; },
    },
    addEventListener: listen,
    setTimeout: (call, ms) => { timers.push({ call, ms }); return timers.length; },
    clearTimeout: () => {},
    fetch: (url, request) => {
      sent.push({ url, request, body: JSON.parse(request.body) });
      const answer = answers.shift() ?? { status: 200 };
      if (answer.status === 0) return Promise.reject(new Error('no network'));
      return Promise.resolve({ status: answer.status, headers: { get: (name) => (name === 'Retry-After' ? answer.after ?? null : null) } });
    },
  };
  vm.runInNewContext(source, { window, URL, Uint8Array, Promise, JSON, Date, Math, Object, Array, String, Number });
  const start = (options = {}) => window.Anlass({ key: 'K', host: 'https://c.example/', pages: false, ...options });
  const tick = async () => { const timer = timers.shift(); await timer?.call(); return timer?.ms; };
  const fire = (name) => (listeners[name] ?? []).forEach((listener) => listener());
  const events = () => sent.flatMap((request) => request.body.batch);
  return { window, document, sent, beacons, timers, storage, start, tick, fire, events };
}

test('it stays small', () => {
  assert.ok(zlib.gzipSync(source, { level: 9 }).length <= 6 * 1024);
});

test('before consent nothing is kept on the device', async () => {
  const shop = visit();
  const tracker = shop.start();
  tracker.page();
  tracker.identify('17', { email: 'eva@example.org' }, 'signed');
  await shop.tick();
  assert.deepEqual(shop.storage, {});
  const [page, identify] = shop.events();
  assert.equal(page.anonymousId, identify.anonymousId);
  assert.equal(identify.userId, '17');
  assert.equal(identify.context.identity_token, 'signed');
  assert.ok(!('identity_token' in page.context));
  assert.equal(shop.sent[0].request.credentials, 'omit');
  assert.equal(shop.sent[0].url, 'https://c.example/v1/batch');
  assert.equal(shop.sent[0].body.writeKey, 'K');
});

test('with consent the visitor is known on the next page', async () => {
  const first = visit();
  const tracker = first.start();
  tracker.page();
  tracker.consent(true);
  tracker.identify('17');
  await first.tick();
  const id = first.events()[0].anonymousId;
  assert.deepEqual(first.storage, { 'anlass.id': id, 'anlass.user': '17' });
  const consent = first.events()[1];
  assert.deepEqual({ ...consent.properties }, { purpose: 'tracking', channel: 'web', granted: true });
  const next = visit({ storage: first.storage });
  next.start().page();
  await next.tick();
  assert.deepEqual([next.events()[0].anonymousId, next.events()[0].userId], [id, '17']);
});

test('a withdrawal is told, forgotten and final', async () => {
  const shop = visit({ storage: { 'anlass.id': 'a1', 'anlass.user': '17' } });
  const tracker = shop.start();
  tracker.consent(false);
  tracker.page();
  await shop.tick();
  assert.deepEqual(shop.storage, {});
  assert.deepEqual(shop.events().map((event) => [event.type, event.anonymousId, event.userId]), [['track', 'a1', '17']]);
  assert.equal(shop.events()[0].properties.granted, false);
  tracker.consent(true);
  await shop.tick();
  assert.notEqual(shop.events().at(-1).anonymousId, 'a1');
});

for (const [name, navigator] of [['GPC', { globalPrivacyControl: true }], ['DNT', { doNotTrack: '1' }]]) {
  test(`${name}: nothing is sent or stored`, async () => {
    const shop = visit({ navigator });
    const tracker = shop.start({ pages: true });
    tracker.consent(true);
    tracker.identify('17');
    tracker.track('Product Added', {});
    await shop.tick();
    shop.fire('pagehide');
    assert.deepEqual([shop.sent.length, shop.beacons.length, shop.storage], [0, 0, {}]);
  });
}

test('a busy server is asked again when it says, with the same ids', async () => {
  const shop = visit({ answers: [{ status: 429, after: '4' }, { status: 200 }] });
  shop.start().track('Product Viewed', { product_id: 'p1' });
  await shop.tick();
  const wait = shop.timers[0].ms;
  assert.ok(wait >= 4000 && wait <= 5000, `${wait}`);
  await shop.tick();
  const [first, again] = shop.sent;
  assert.equal(first.body.batch[0].messageId, again.body.batch[0].messageId);
  assert.equal(shop.timers.length, 0);
});

test('without a word from the server the waits grow and are bounded', async () => {
  const shop = visit({ answers: Array.from({ length: 12 }, (_, index) => ({ status: index % 2 ? 0 : 503 })) });
  shop.start().page();
  await shop.tick();
  for (let failure = 0; failure < 12; failure += 1) {
    const most = Math.min(1000 * 2 ** failure, 300000);
    const wait = await shop.tick();
    assert.ok(wait >= most / 2 && wait <= most, `${failure}: ${wait}`);
  }
  assert.equal(shop.timers.length, 0, 'delivered at last');
});

test('what no retry mends is let go', async () => {
  for (const status of [400, 401, 403, 413]) {
    const shop = visit({ answers: [{ status }] });
    shop.start().page();
    await shop.tick();
    assert.equal(shop.timers.length, 0, `${status}`);
  }
});

test('many events go in several requests, the oldest are dropped', async () => {
  const shop = visit();
  const tracker = shop.start();
  for (let number = 0; number < 250; number += 1) tracker.track(`e${number}`);
  while (shop.timers.length) await shop.tick();
  const names = shop.events().map((event) => event.event);
  assert.deepEqual([names.length, names[0], names.at(-1)], [200, 'e50', 'e249']);
  assert.ok(shop.sent.every((request) => request.body.batch.length <= 20));
});

test('when the page goes away, what waits leaves as beacons small enough', () => {
  const shop = visit();
  const tracker = shop.start();
  for (let number = 0; number < 10; number += 1) tracker.track(`e${number}`, { text: 'x'.repeat(20000) });
  shop.fire('pagehide');
  shop.document.visibilityState = 'hidden';
  shop.fire('visibilitychange');
  const names = shop.beacons.flatMap((beacon) => beacon.body.batch.map((event) => event.event));
  assert.deepEqual(names, Array.from({ length: 10 }, (_, number) => `e${number}`));
  assert.ok(shop.beacons.every((beacon) => beacon.bytes <= 60000 && beacon.body.writeKey === 'K'));
});

test('page views come by themselves, with the article the page shows', async () => {
  const markup = [
    'not json',
    JSON.stringify({ '@context': 'https://schema.org', '@graph': [{ '@type': 'BreadcrumbList' }, { '@type': ['Product'], sku: 4711 }] }),
  ];
  const shop = visit({ markup, script: { dataset: { key: 'K' }, src: 'https://c.example/anlass.js' } });
  shop.window.history.pushState({}, '', '/next');
  await shop.tick();
  assert.deepEqual(shop.events().map((event) => event.properties.product.sku), ['4711', '4711']);
  assert.equal(shop.events()[0].context.page.url, 'https://shop.example/p?utm_source=mail');
  assert.equal(shop.sent[0].url, 'https://c.example/v1/batch');
});

test('a list of articles is not one article', async () => {
  const markup = ['p1', 'p2'].map((sku) => JSON.stringify({ '@type': 'Product', sku }));
  const shop = visit({ markup });
  shop.start({ pages: true });
  await shop.tick();
  assert.equal(shop.events()[0].properties.product, undefined);
});

test('signing out makes the next visitor somebody else', async () => {
  const shop = visit();
  const tracker = shop.start();
  tracker.consent(true);
  tracker.alias('17');
  tracker.reset();
  tracker.page();
  await shop.tick();
  const [consent, alias, page] = shop.events();
  assert.equal(alias.previousId, consent.anonymousId);
  assert.notEqual(page.anonymousId, alias.anonymousId);
  assert.equal(page.userId, undefined);
  assert.deepEqual(shop.storage, { 'anlass.id': page.anonymousId });
});

test('a browser without storage is served as well', async () => {
  const shop = visit({ broken: true });
  const tracker = shop.start();
  tracker.consent(true);
  tracker.page();
  await shop.tick();
  assert.equal(shop.events().length, 2);
});
