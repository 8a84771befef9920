/*! Anlass tracker, Apache-2.0. One file, no third parties, shipped as it is written. It keeps nothing on the device
 * before consent(true), and sends nothing at all where the browser asks not to be tracked (DNT, GPC). See README.md. */
(function (window) {
  'use strict';

  var BATCH_MAX = 20; // events of one request
  var QUEUE_MAX = 200; // the oldest go first
  var BEACON_BYTES_MAX = 60000; // browsers refuse beacons from 64 KiB on
  var WAIT_MS_FIRST = 1000;
  var WAIT_MS_MAX = 300000;
  var GATHER_MS = 1000; // how long events gather before they are sent together
  var STORED_ID = 'anlass.id';
  var STORED_USER = 'anlass.user';

  var navigator = window.navigator;
  var document = window.document;

  function uuid() {
    if (window.crypto.randomUUID) return window.crypto.randomUUID();
    var hex = Array.prototype.map.call(window.crypto.getRandomValues(new Uint8Array(16)), function (byte) {
      return (byte + 256).toString(16).slice(1);
    }).join('');
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  // Storage may be switched off, full or forbidden; then the visit is remembered by this page alone.
  function stored(name) {
    try { return window.localStorage.getItem(name); } catch (_) { return null; }
  }
  function store(name, value) {
    try {
      if (value === null) window.localStorage.removeItem(name);
      else window.localStorage.setItem(name, value);
    } catch (_) { /* see above */ }
  }

  function objects() {
    return navigator.globalPrivacyControl === true || navigator.doNotTrack === '1' || window.doNotTrack === '1';
  }

  /** The article of the page by its schema.org markup (JSON-LD or microdata), if it shows exactly one. */
  function product() {
    var found = [];
    function isProduct(node) {
      return [].concat(node['@type']).some(function (type) { return /(^|\/)Product$/.test(type); });
    }
    function look(node, depth) {
      if (!node || typeof node !== 'object' || depth > 6) return;
      if (Array.isArray(node)) node.forEach(function (part) { look(part, depth + 1); });
      else if (isProduct(node)) found.push(node.sku || node.productID || node.mpn);
      else look(node['@graph'] || node.mainEntity, depth + 1);
    }
    document.querySelectorAll('script[type="application/ld+json"]').forEach(function (script) {
      try { look(JSON.parse(script.textContent), 0); } catch (_) { /* the shop's own slip */ }
    });
    document.querySelectorAll('[itemscope][itemtype$="schema.org/Product"]').forEach(function (node) {
      var number = node.querySelector('[itemprop=sku],[itemprop=productID],[itemprop=mpn]');
      if (number) found.push(number.getAttribute('content') || number.textContent.trim());
    });
    var numbers = found.filter(function (number, index) { return number && found.indexOf(number) === index; });
    return numbers.length === 1 ? String(numbers[0]) : null;
  }

  /** options: key, host; pages (false: no automatic page views); products (false: no markup is read). */
  function Anlass(options) {
    var url = options.host.replace(/\/$/, '') + '/v1/batch';
    var queue = [];
    var flying = 0; // the first so many are on their way
    var failures = 0;
    var timer = null;
    var isOff = objects();
    // What is stored was stored by consent; without it there is an id for this page view and no other.
    var isStored = !isOff && stored(STORED_ID) !== null;
    var anonymousId = (isStored && stored(STORED_ID)) || uuid();
    var userId = isStored ? stored(STORED_USER) : null;

    function remember() {
      if (!isStored) return;
      store(STORED_ID, anonymousId);
      store(STORED_USER, userId);
    }

    function forget() {
      store(STORED_ID, null);
      store(STORED_USER, null);
      anonymousId = uuid();
      userId = null;
    }

    function add(event, token) {
      if (isOff) return;
      event.messageId = uuid();
      event.anonymousId = anonymousId;
      if (userId) event.userId = userId;
      event.timestamp = new Date().toISOString();
      event.context = {
        library: { name: 'anlass.js' },
        page: { url: window.location.href.split('#')[0], title: document.title, referrer: document.referrer }
      };
      if (token) event.context.identity_token = token;
      queue.push(event);
      while (queue.length > QUEUE_MAX && queue.length > flying) queue.splice(flying, 1);
      plan(GATHER_MS);
    }

    function plan(ms) {
      if (timer === null && !flying) timer = window.setTimeout(flush, ms);
    }

    function body(events) {
      return JSON.stringify({ writeKey: options.key, sentAt: new Date().toISOString(), batch: events });
    }

    /** Sends what waits; whatever comes back decides when the next is sent. */
    function flush() {
      window.clearTimeout(timer);
      timer = null;
      if (flying || !queue.length) return Promise.resolve();
      var events = queue.slice(0, BATCH_MAX);
      var text = body(events);
      flying = events.length;
      // Plain text needs no preflight, and no cookie is to travel.
      var request = { method: 'POST', body: text, headers: { 'Content-Type': 'text/plain' }, credentials: 'omit',
        keepalive: text.length < BEACON_BYTES_MAX };
      return window.fetch(url, request).then(function (response) {
        var isLater = response.status === 408 || response.status === 429 || response.status >= 500;
        done(isLater ? Number(response.headers.get('Retry-After')) || 0 : null);
      }, function () { done(0); });
    }

    /** retryAfterS: null when nothing is left to do about the batch; 0: the sender decides when. */
    function done(retryAfterS) {
      var sent = flying;
      flying = 0;
      if (retryAfterS === null) {
        queue.splice(0, sent);
        failures = 0;
        if (queue.length) plan(0);
        return;
      }
      var own = Math.min(WAIT_MS_FIRST * Math.pow(2, failures++), WAIT_MS_MAX);
      // Not all visitors come back in the same moment.
      plan(retryAfterS ? retryAfterS * 1000 + Math.random() * 1000 : own * (0.5 + Math.random() / 2));
    }

    /** The page goes away: what is not on its way leaves as beacons, each small enough. */
    function leave() {
      if (!navigator.sendBeacon) return;
      while (queue.length > flying) {
        var events = queue.slice(flying, flying + BATCH_MAX);
        while (events.length > 1 && body(events).length > BEACON_BYTES_MAX) events.pop();
        if (!navigator.sendBeacon(url, body(events))) return;
        queue.splice(flying, events.length);
      }
    }

    var own = {
      /** token: what the shop's server signed; without it nobody believes the id. */
      identify: function (id, traits, token) {
        if (id && typeof id === 'object') { traits = id; id = null; }
        if (id) { userId = String(id); remember(); }
        add({ type: 'identify', traits: traits || {} }, token);
      },
      track: function (event, properties) { add({ type: 'track', event: event, properties: properties || {} }); },
      page: function (properties) {
        var all = Object.assign({}, properties);
        var number = options.products === false || all.product ? null : product();
        if (number) all.product = { sku: number };
        add({ type: 'page', properties: all });
      },
      alias: function (id, previousId) {
        var event = { type: 'alias', previousId: String(previousId || anonymousId) };
        userId = String(id);
        remember();
        add(event);
      },
      /** true: remember this visitor; false: forget, say so, and send nothing more. */
      consent: function (granted) {
        if (objects()) return;
        if (granted) {
          isOff = false;
          isStored = true;
          remember();
        }
        own.track('Consent Changed', { purpose: 'tracking', channel: 'web', granted: !!granted });
        if (!granted) {
          isOff = true;
          isStored = false;
          forget();
        }
      },
      /** Somebody signs out: the next one at this device is somebody else. */
      reset: function () {
        forget();
        remember();
      },
      flush: flush
    };

    window.addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', function () {
      if (document.visibilityState === 'hidden') leave();
    });
    if (options.pages !== false) {
      var push = window.history.pushState;
      window.history.pushState = function () {
        push.apply(window.history, arguments);
        own.page();
      };
      window.addEventListener('popstate', function () { own.page(); });
      if (document.readyState === 'loading') {
        document.addEventListener('DOMContentLoaded', function () { own.page(); });
      } else own.page();
    }
    return own;
  }

  window.Anlass = Anlass;
  var script = document.currentScript;
  if (script && script.dataset.key) {
    window.anlass = Anlass({
      key: script.dataset.key,
      host: script.dataset.host || new URL(script.src).origin,
      pages: script.dataset.pages !== 'off',
      products: script.dataset.products !== 'off'
    });
  }
})(window);
