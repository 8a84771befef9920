// The script of a sign-up form: while somebody writes, it looks for a number whose SHA-256, behind the form's challenge, begins
// with as many zero bits as are asked for. It asks nobody and keeps nothing. SHA-256 is written out (FIPS 180-4), as browsers
// offer theirs by https alone, and a call for each try would take longer than the try.
"use strict";
(function (scope) {
  const K = Int32Array.of(
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2);
  const START = Int32Array.of(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19);
  const w = new Int32Array(64);

  /** One block of 64 bytes, from `at` on, into `state`. */
  function block(state, bytes, at) {
    for (let i = 0; i < 16; i++, at += 4) w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15], y = w[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
  }

  /** Zero bits at the beginning of a hash. */
  function zeros(state) {
    let bits = 0;
    for (const word of state) {
      bits += Math.clz32(word);
      if (word !== 0) break;
    }
    return bits;
  }

  /** Tries one number after the other behind `challenge` and a point; `next(tries)` is the one found, or null. */
  function search(challenge, bits) {
    const known = Uint8Array.from(challenge + ".", (letter) => letter.charCodeAt(0));
    const whole = known.length - (known.length % 64);
    const middle = START.slice();
    for (let at = 0; at < whole; at += 64) block(middle, known, at);
    const rest = known.subarray(whole);
    const tail = new Uint8Array(128);
    const state = new Int32Array(8);
    let number = 0;
    return function next(tries) {
      for (; tries > 0; tries--, number++) {
        const digits = String(number);
        const length = rest.length + digits.length;
        const end = length + 9 <= 64 ? 64 : 128;
        tail.fill(0);
        tail.set(rest);
        for (let i = 0; i < digits.length; i++) tail[rest.length + i] = digits.charCodeAt(i);
        tail[length] = 0x80;
        const sum = (whole + length) * 8;
        tail[end - 2] = sum >>> 8;
        tail[end - 1] = sum;
        state.set(middle);
        block(state, tail, 0);
        if (end === 128) block(state, tail, 64);
        if (zeros(state) >= bits) return digits;
      }
      return null;
    };
  }

  if (typeof document === "undefined") {
    scope.exports = { search };
    return;
  }
  const form = document.querySelector("form[data-work]");
  if (form === null) return;
  const next = search(form.elements.namedItem("shown").value, Number(form.dataset.work));
  const answer = form.elements.namedItem("proof");
  const button = form.querySelector("button");
  let isWanted = false;
  function go() {
    const until = Date.now() + 10;
    do {
      const found = next(200);
      if (found === null) continue;
      answer.value = found;
      if (isWanted) form.submit();
      return;
    } while (Date.now() < until);
    setTimeout(go, 0);
  }
  form.addEventListener("submit", (event) => {
    if (answer.value !== "") return;
    event.preventDefault();
    isWanted = true;
    button.disabled = true;
    button.textContent = form.dataset.wait;
  });
  go();
})(typeof module === "undefined" ? {} : module);
