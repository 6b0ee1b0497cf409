// The search when nobody answers at the other end: a small index, baked beside the pages and read on the device.
// Words are read as the server reads them (cms/search/french/): endings, words left out and synonyms come with the index.

const LETTERS = { œ: "oe", Œ: "oe", æ: "ae", Æ: "ae", ß: "ss", ø: "o", ł: "l", "’": "'" };
const WEIGHTS = [6, 2.5, 1]; // of a word in a title, in what heads a page, in its text
const BEGINNING = 3; // letters from which the last word may be unfinished
const MOST = 50; // pages shown
const LONGEST = 4; // words of an expression

export const fold = (text) =>
  text.replace(/[œŒæÆßøł’]/g, (letter) => LETTERS[letter]).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

export const stem = (word, { fins, court }) => {
  if (word.length < court || !/^\p{L}+$/u.test(word)) return word;
  if (word.endsWith("aux") && !word.endsWith("eaux") && word.length > 5) word = `${word.slice(0, -2)}l`;
  else if (/[sx]$/.test(word)) word = word.slice(0, -1);
  const [end, , instead] = fins.find(([ending, least]) => word.endsWith(ending) && word.length >= least) ?? ["", 0, ""];
  word = word.slice(0, word.length - end.length) + instead;
  for (const ending of ["ie", "r", "e", "e"]) if (word.length > court && word.endsWith(ending)) word = word.slice(0, -ending.length);
  return word.length > court && word.at(-1) === word.at(-2) ? word.slice(0, -1) : word;
};

let kept;
const load = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.status);
  const index = await answer.json();
  for (const name of ["vides", "faibles"]) index[name] = new Set(index[name]);
  index.mots = new Map(Object.entries(index.mots));
  index.sens = new Map(Object.entries(index.sens));
  return index;
};

/** What is asked for: words, or expressions that have a synonym, each with all that may stand for it. */
const wanted = (index, text) => {
  const said = (fold(text).match(/aujourd'hui|[\p{L}\p{N}]+/gu) ?? []).filter((word) => !index.vides.has(word)), found = [];
  const stems = said.map((word) => stem(word, index));
  for (let at = 0, length; at < stems.length; at += length) {
    length = Math.min(LONGEST, stems.length - at);
    while (length > 1 && !index.sens.has(stems.slice(at, at + length).join(" "))) length--;
    const own = stems.slice(at, at + length), last = at + length === said.length ? said.at(-1) : "";
    const weak = said.slice(at, at + length).every((word, i) => index.faibles.has(word) || index.faibles.has(own[i]));
    found.push({ any: [own, ...(index.sens.get(own.join(" ")) ?? [])], begun: last.length >= BEGINNING && length === 1 ? last : "", weak });
  }
  return found;
};

/** Rank of a page → how well it answers one word. */
const pagesWith = (index, word) => {
  const numbers = index.mots.get(word) ?? [], rare = Math.log(1 + index.pages.length / (1 + numbers.length));
  return new Map(numbers.map((number) => [Math.floor(number / 3), rare * WEIGHTS[number % 3]]));
};

const best = (maps) => {
  const scores = new Map();
  for (const map of maps) for (const [rank, score] of map) scores.set(rank, Math.max(score, scores.get(rank) ?? 0));
  return scores;
};

const scored = (index, { any, begun }) => {
  const ways = any.map((group, i) => {
    const [first, ...others] = group.map((word) => pagesWith(index, word));
    const all = [...first].filter(([rank]) => others.every((map) => map.has(rank)));
    return new Map(all.map(([rank, score]) => [rank, (i ? 0.5 : 1) * others.reduce((sum, map) => sum + map.get(rank), score)]));
  });
  if (begun) for (const word of index.mots.keys()) {
    if (word.startsWith(begun)) ways.push(new Map([...pagesWith(index, word)].map(([rank, score]) => [rank, score / 2])));
  }
  return best(ways);
};

/** The pages that answer, the best first; some of the words will do when no page has them all (`partial`). */
export const find = async (address, text) => {
  const index = await (kept ??= load(address).catch((error) => { kept = undefined; throw error; }));
  const things = wanted(index, text).map((thing) => ({ ...thing, scores: scored(index, thing) }));
  const strong = things.filter(({ weak }) => !weak), needed = strong.length ? strong : things;
  const total = new Map();
  for (const { scores } of things) for (const [rank, score] of scores) total.set(rank, score + (total.get(rank) ?? 0));
  const ranked = [...total].sort(([one, mine], [other, theirs]) => theirs - mine || one - other).map(([rank]) => rank);
  const whole = ranked.filter((rank) => needed.every(({ scores }) => scores.has(rank)));
  const found = whole.length ? whole : ranked;
  return { asked: things.length > 0, partial: !whole.length && found.length > 0, total: found.length, pages: found.slice(0, MOST).map((rank) => index.pages[rank]) };
};

/** The same parts as a page of the server, from the template of the page; `words` is what was typed. */
export const answer = async (form, template, words) => {
  const { asked, partial, total, pages } = await find(form.dataset.index, words);
  const read = template.content.cloneNode(true), section = read.querySelector("section");
  if (!asked) section.querySelectorAll("h2, .find__none, [data-partial]").forEach((it) => it.remove());
  else {
    const { none, one, many } = section.dataset;
    section.querySelector("h2").textContent = total === 0 ? none : total === 1 ? one : `${total.toLocaleString("fr")} ${many}`;
    if (total) section.querySelector(".find__none").remove();
    if (!partial) section.querySelector("[data-partial]").remove();
  }
  const [list] = section.getElementsByTagName("ol"), item = list.firstElementChild;
  list.replaceChildren(...pages.map(([url, title, kind, summary]) => {
    const made = item.cloneNode(true), link = made.querySelector("a"), [about, extract] = made.getElementsByTagName("p");
    link.href = url;
    link.textContent = title;
    about.textContent = kind;
    extract.textContent = summary;
    if (!summary) extract.remove();
    return made;
  }));
  return read;
};
