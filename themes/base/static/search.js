// The search page: answers come while one types. Without this script, the form asks for a page.

const form = document.querySelector("[data-search]"), status = document.querySelector("[data-status]");
const PAUSE = 250; // milliseconds without a letter
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

const show = (read) => {
  for (const name of PARTS) part(name).replaceChildren(...part(name, read).childNodes);
  const title = read.querySelector("h1").textContent;
  for (const heading of document.querySelectorAll("main h1, .crumbs [aria-current]")) heading.textContent = title;
  document.title = read.title;
};

if (form && part("found")) {
  const input = form.elements.q;
  const asked = () => input.value.trim();
  let running = new AbortController(), shown = asked(), waiting;

  /** Who left the field is reading, or about to follow a link: nothing moves under their fingers. */
  const isRead = () => PARTS.some((name) => part(name).contains(document.activeElement));

  const ask = async (query, give_up) => {
    running.abort();
    const { signal } = running = new AbortController(), words = query.get("q") ?? "";
    try {
      const read = await answered(query, signal);
      if (isRead()) return;
      show(read);
      shown = words;
      const titles = part("found").querySelector("[data-inexact]") ? await offered(words, signal) : "";
      status.textContent = words && titles + (part("found").querySelector("section .find__count")?.textContent ?? "");
    } catch {
      if (!signal.aborted) give_up();
    }
  };

  /** What is asked stands in the address: who comes back from a result finds it again. */
  const look = (keep, give_up) => {
    clearTimeout(waiting);
    const words = asked(), query = new URLSearchParams(words && { q: words });
    if (words !== (new URLSearchParams(location.search).get("q") ?? "")) history[keep](null, "", `?${query}`);
    ask(query, give_up);
  };
  const type = () => look("replaceState", () => {});

  /** The address decides, filters included: a page that was baked holds the question alone. */
  const restore = () => {
    const query = new URLSearchParams(location.search);
    input.value = query.get("q") ?? "";
    if (asked() !== shown || query.toString() !== new URLSearchParams(asked() && { q: asked() }).toString()) ask(query, () => {});
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(type, PAUSE);
  });
  input.addEventListener("focus", () => { if (asked() !== shown) type(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look("pushState", () => form.submit());
  });
  addEventListener("popstate", restore);
  if (location.pathname !== new URL(form.action).pathname) restore();
}
