// The search page: answers come while one types. Without this script, the form asks for a page.
// When the CMS does not answer, a small index baked beside the pages does, on the device (search-device.js).

const form = document.querySelector("[data-search]"), status = document.querySelector("[data-status]");
// A question that was typed and left so is asked once more without `vif`: the town hall counts it, and not each of its letters.

// Milliseconds: without a letter, for an answer, before asking again, before a question is taken for what was meant.
const PAUSE = 250, PATIENCE = 5000, AWAY = 60_000, SETTLED = 2500;
const PARTS = ["found", "side"];
const part = (name, from = document) => from.querySelector(`[data-part="${name}"]`);

/** The page that answers. Raises what `fetch` raises, and when what comes is no answer. */
const answered = async (query, signal) => {
  const answer = await fetch(`${form.action}?${query}`, { signal });
  const read = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
  if (!part("found", read)) throw new Error(answer.status);
  return read;
};

/** Titles that begin as what is being typed, of which a page knows whole words only; what they say, for the ear. */
const offered = async (words, signal) => {
  const answer = await fetch(`${form.action}titres.json?${new URLSearchParams({ q: words })}`, { signal });
  const found = answer.ok ? await answer.json() : [];
  if (!found.length) return "";
  const list = document.createElement("ul");
  list.className = "links";
  for (const { title, url } of found) {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = title;
    list.appendChild(document.createElement("li")).append(link);
  }
  const heading = document.createElement("h2");
  heading.className = "find__count";
  heading.textContent = form.dataset.titles;
  part("found").querySelector(".find__none")?.closest("section").remove();
  part("found").prepend(heading, list);
  return `${heading.textContent} ${found.map(({ title }) => title).join(", ")}. `;
};

const show = (read, words) => {
  for (const name of PARTS) part(name).replaceChildren(...part(name, read).childNodes);
  const { title, titled } = form.dataset, whole = words ? titled + words : title;
  document.title = document.title.replace(document.querySelector("main h1").textContent, () => whole);
  for (const heading of document.querySelectorAll("main h1, .crumbs [aria-current]")) heading.textContent = whole;
};

/** What the device finds by itself. Raises when the site was baked without what it takes. */
const alone = async (words) => {
  const { answer } = await import(form.dataset.device);
  return answer(form, document.querySelector("template[data-device]"), words);
};

if (form && part("found")) {
  const input = form.elements.q;
  const asked = () => input.value.trim();
  let running = new AbortController(), shown = asked(), away = -AWAY, waiting, settling, typed = "";

  /** Who left the field is reading, or about to follow a link: nothing moves under their fingers. */
  const isRead = () => PARTS.some((name) => part(name).contains(document.activeElement));

  /** The CMS, unless it kept one waiting a moment ago. */
  const online = async (query, controller) => {
    if (performance.now() - away < AWAY) throw new Error("away");
    const late = setTimeout(() => { away = performance.now(); controller.abort(); }, PATIENCE);
    try {
      return await answered(query, controller.signal);
    } finally {
      clearTimeout(late);
    }
  };

  const ask = async (query) => {
    running.abort();
    const mine = running = new AbortController(), words = query.get("q") ?? "";
    const isOld = () => running !== mine;
    let read, titles = "";
    try {
      read = await online(query, mine);
    } catch {
      if (!isOld()) read = await alone(words);
    }
    if (isOld() || isRead()) return;
    show(read, words);
    shown = words;
    if (part("found").querySelector("[data-inexact]")) titles = await offered(words, mine.signal).catch(() => "");
    const told = [...part("found").querySelectorAll("[data-told], section .find__count")].map((it) => it.textContent);
    if (!isOld()) status.textContent = words && titles + told.join(" ");
  };

  const settle = () => {
    clearTimeout(settling);
    if (typed) fetch(`${form.action}?${new URLSearchParams({ q: typed })}`, { keepalive: true }).catch(() => {});
    typed = "";
  };

  /** What is asked stands in the address: who comes back from a result finds it again. */
  const look = (keep, meanwhile) => {
    clearTimeout(waiting);
    clearTimeout(settling);
    const words = asked(), query = new URLSearchParams(words && { q: words });
    if (words !== (new URLSearchParams(location.search).get("q") ?? "")) history[keep](null, "", `?${query}`);
    typed = meanwhile ? words : "";
    if (meanwhile) {
      query.set("vif", 1);
      settling = setTimeout(settle, SETTLED);
    }
    return ask(query);
  };
  const type = () => look("replaceState", true).catch(() => {});

  /** The address decides, filters included: a page that was baked holds the question alone. */
  const restore = () => {
    const query = new URLSearchParams(location.search);
    input.value = query.get("q") ?? "";
    const known = new URLSearchParams(asked() && { q: asked() }).toString() === query.toString() && asked() === shown;
    query.set("vif", 1); // counted when it was asked
    if (!known) ask(query).catch(() => {});
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(type, PAUSE);
  });
  input.addEventListener("focus", () => { if (asked() !== shown) type(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look("pushState").catch(() => form.submit());
  });
  addEventListener("popstate", restore);
  document.addEventListener("click", ({ target }) => { if (target.closest("a")) settle(); });
  if (location.pathname !== new URL(form.action).pathname) restore();
} else if (location.pathname === "/_/recherche/") {
  // A page that says that nothing is there, or that nobody answers: the baked page can.
  location.replace(`/recherche/${location.search}`);
}
