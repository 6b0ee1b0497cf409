// Blocks of content, from JSON to HTML.
export function escape(text) {
  return String(text ?? "").replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
}

export const p = (text) => (text ? `<p>${escape(text)}</p>` : "");
const h2 = (text) => (text ? `<h2>${escape(text)}</h2>` : "");
const prose = (html) => `<div class="prose">${html ?? ""}</div>`;
export const anchor = (link) => (link ? `<a href="${escape(link.url)}">${escape(link.label)}</a>` : "");
const titled = (title, link) => `<h3>${link ? `<a href="${escape(link.url)}">${escape(title)}</a>` : escape(title)}</h3>`;
const list = (items) => `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;

export function picture(image, alt = "") {
  if (!image) return "";
  const sets = Object.entries(Object.groupBy ? Object.groupBy(image.renditions, (it) => it.format) : grouped(image.renditions));
  const sources = sets
    .filter(([format]) => format !== "jpeg")
    .map(([format, them]) => `<source type="image/${format}" srcset="${them.map((it) => `${it.url} ${it.width}w`).join(", ")}">`);
  return `<picture>${sources.join("")}<img src="${image.url}" alt="${escape(alt)}" width="${image.width}" height="${image.height}"></picture>`;
}

function grouped(renditions) {
  const found = {};
  for (const it of renditions) (found[it.format] ||= []).push(it);
  return found;
}

const figure = (it, caption) =>
  it?.image ? `<figure>${picture(it.image, it.alt)}${caption ? `<figcaption>${escape(caption)}</figcaption>` : ""}</figure>` : "";

const hour = (text) => { const [hours, minutes] = text.split(":"); return `${Number(hours)} h${minutes === "00" ? "" : ` ${minutes}`}`; };
export const span = (opens, closes) => (closes ? `${hour(opens)} – ${hour(closes)}` : hour(opens));

const DAYS = { monday: "Lundi", tuesday: "Mardi", wednesday: "Mercredi", thursday: "Jeudi", friday: "Vendredi", saturday: "Samedi", sunday: "Dimanche" };
const HALVES = [["morning_from", "morning_to"], ["afternoon_from", "afternoon_to"]];

export function hours(days) {
  const told = Object.keys(DAYS).map((day) => days.find((it) => it.day === day) ?? { day, openings: [] });
  const rows = told.map((it) => {
    const openings = it.openings ?? HALVES.filter(([from, to]) => it[from] && it[to]).map(([from, to]) => ({ opens: it[from], closes: it[to] }));
    const said = openings.map((one) => span(one.opens, one.closes)).join(" ") || "Fermé";
    return `<tr><th scope="row">${it.label ?? DAYS[it.day]}</th><td>${said}${it.note ? ` ${escape(it.note)}` : ""}</td></tr>`;
  });
  return `<table>${rows.join("")}</table>`;
}

const BLOCKS = {
  text: (value) => prose(value),
  image: (value) => figure(value.image, value.caption),
  documents: (value) =>
    h2(value.title) +
    list(value.documents.filter((it) => it.document).map((it) => `<a href="${it.document.url}">${escape(it.label || it.document.title)}</a> (${it.document.type})`)),
  cards: (value) => h2(value.title) + list(value.cards.map((it) => figure(it.image) + titled(it.title, it.link) + p(it.text))),
  accordion: (value) =>
    h2(value.title) + value.items.map((it) => `<details><summary>${escape(it.title)}</summary>${prose(it.text)}</details>`).join(""),
  table: (value) => {
    const head = value.table.columns.map((it) => `<th scope="col">${escape(it)}</th>`).join("");
    const cell = (text, at) => (at === 0 && value.first_column_is_header ? `<th scope="row">${escape(text)}</th>` : `<td>${escape(text)}</td>`);
    const rows = value.table.rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`);
    return `<table><caption>${escape(value.caption)}</caption><tr>${head}</tr>${rows.join("")}</table>`;
  },
  hours: (value, site) => {
    const hall = site.settings.town_hall;
    const note = value.note || (value.own ? "" : hall.hours_note);
    return h2(value.title || "Horaires d’ouverture") + hours(value.own ? value.days : hall.hours) + p(note);
  },
  contact: (value) =>
    `<h3>${escape(value.name)}</h3>` + p(value.role) +
    list([
      value.phone && escape(value.phone), value.email && `<a href="mailto:${escape(value.email)}">${escape(value.email)}</a>`,
      value.address && value.address.split(/\r?\n/).map(escape).join("<br>"), escape(value.hours), anchor(value.link),
    ].filter(Boolean)),
  link_groups: (value) =>
    h2(value.title) + value.groups.map((it) => `<h3>${escape(it.title)}</h3>${list(it.links.filter(Boolean).map(anchor))}`).join(""),
  acces_rapide: (value) => h2(value.title) + list(value.tiles.filter((it) => it.link).map((it) => anchor({ ...it.link, label: it.label || it.link.label }))),
  portail: (value) => h2(value.title) + list(value.services.map((it) => titled(it.title, it) + p(it.text) + p(`Sur un autre site, tenu par ${it.operator}`))),
  galerie_photos: (value) => h2(value.title) + value.photos.map((it) => figure(it.image, it.caption)).join(""),
  embed: (value) => p(value.title) + `<p><a href="${escape(value.url)}">Afficher</a></p>`,
};

// A block of a kind that is new to this client is left out: an API gains kinds without warning.
export function blocks(body, site, things) {
  return (body ?? []).map(({ type, value }) => (things[type] ?? BLOCKS[type] ?? (() => ""))(value, site)).join("\n");
}
