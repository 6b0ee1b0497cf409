// Forms for citizens. Without this script they work too: a page then asks to read again and to confirm.
// With it, the browser proves by a little work that somebody is there (see cms/guichet/robots.py for the format).

const form = document.querySelector("form[data-form]");

/** SHA-256 (FIPS 180-4) of ASCII text, as eight 32-bit words: crypto.subtle is absent from pages without TLS. */
const sha256 = (() => {
  const K = [], H = [], W = new Int32Array(64);
  const isPrime = (n) => { for (let d = 2; d * d <= n; d++) if (n % d === 0) return false; return true; };
  const part = (x) => ((x - Math.floor(x)) * 4294967296) | 0;
  for (let n = 2; K.length < 64; n++) if (isPrime(n)) { if (H.length < 8) H.push(part(Math.sqrt(n))); K.push(part(Math.cbrt(n))); }
  const rotate = (x, n) => (x >>> n) | (x << (32 - n));
  return (text) => {
    const blocks = ((text.length + 8) >> 6) + 1, words = new Int32Array(blocks * 16), state = H.slice();
    for (let i = 0; i < text.length; i++) words[i >> 2] |= text.charCodeAt(i) << (24 - (i & 3) * 8);
    words[text.length >> 2] |= 0x80 << (24 - (text.length & 3) * 8);
    words[blocks * 16 - 1] = text.length * 8;
    for (let at = 0; at < words.length; at += 16) {
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i++) {
        if (i < 16) W[i] = words[at + i];
        else {
          const x = W[i - 15], y = W[i - 2];
          W[i] = (W[i - 16] + (rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)) + W[i - 7] + (rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10))) | 0;
        }
        const t1 = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
        const t2 = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = (state[i] + word) | 0; });
    }
    return state;
  };
})();

const hex = (words) => words.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/** Ask for a challenge and solve it by slices, so that typing is never slowed down. */
const solve = async (address) => {
  const answer = await fetch(address, { cache: "no-store", credentials: "omit" });
  if (!answer.ok) throw new Error(answer.status);
  const { defi, bits, attente } = await answer.json();
  const begun = Date.now(), seed = hex(sha256(defi)).slice(0, 40);
  let number = 0;
  for (;;) {
    for (const end = performance.now() + 12; performance.now() < end; number++) {
      if (sha256(seed + number)[0] >>> (32 - bits) === 0) return { defi, preuve: String(number), begun, soonest: begun + attente * 1000 + 1000 };
    }
    await pause(0);
  }
};

/** Questions that depend on another one appear when they are asked. */
const follow = () => {
  for (const box of form.querySelectorAll("[data-if]")) {
    const fields = [...form.elements].filter(({ name }) => name === box.dataset.if);
    const wanted = fields.some((field) => (/radio|checkbox/.test(field.type) ? field.checked : true) && !field.disabled && field.value === box.dataset.is);
    box.hidden = !wanted;
    for (const field of box.querySelectorAll("input, textarea")) field.disabled = !wanted;
    box.querySelector("[data-condition]")?.remove();
  }
};

if (form) {
  const status = form.querySelector("[data-status]"), away = form.querySelector("[data-away]");
  const AGE = 60 * 60 * 1000;
  let proof = null, sending = false;
  const prepare = () => { proof = solve(form.dataset.form); proof.catch(() => { proof = null; }); return proof; };
  follow();
  form.addEventListener("change", follow);
  form.addEventListener("focusin", () => proof ?? prepare(), { once: true });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    away.hidden = true;
    status.textContent = status.dataset.working;
    try {
      let found = await (proof ?? prepare());
      if (Date.now() - found.begun > AGE) found = await prepare();
      if (Date.now() < found.soonest) await pause(found.soonest - Date.now());
      form.elements.defi.value = found.defi;
      form.elements.preuve.value = found.preuve;
      form.submit();
    } catch {
      sending = false;
      away.hidden = false;
      away.focus();
    }
    status.textContent = "";
  });
  // Back from the next page: the challenge was used.
  addEventListener("pageshow", ({ persisted }) => { if (persisted) { sending = false; proof = null; } });
  document.querySelector(".form__errors")?.focus();
}
