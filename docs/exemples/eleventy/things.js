// What the functions of the site add to its pages, from their lists.
import { escape, hours, p, picture, span } from "./blocks.js";

const listOf = (site, name) => site.lists[name] ?? [];
export const day = (text) =>
  text ? new Date(`${text.slice(0, 10)}T12:00:00Z`).toLocaleDateString("fr-FR", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }) : "";
const items = (them) => `<ul>${them.map((it) => `<li>${it}</li>`).join("")}</ul>`;
const link = (it) => `<a href="${escape(it.url)}">${escape(it.title)}</a>`;
const facts = (pairs) => `<dl>${pairs.filter(([, said]) => said).map(([name, said]) => `<dt>${name}</dt><dd>${said}</dd>`).join("")}</dl>`;

const GROUPS = { maire: "Le maire et les adjoints", delegue: "Les conseillers délégués", conseiller: "Les conseillers municipaux" };
const named = (site, id) => listOf(site, "equipe_municipale/elus").find((it) => it.id === id)?.name;
const latest = (site) => site.pages.filter((it) => it.type === "article").sort((one, other) => (other.date ?? "").localeCompare(one.date ?? ""));
const coming = (site) => listOf(site, "agenda/evenements");

const clock = (text) => text?.slice(11, 16);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const long = (text) => capital(day(text).replace(/ 1 /, " 1er "));
// One date of an event; one that lasts says until when.
const dated = (it) => {
  const lasts = it.end && it.end.slice(0, 10) !== it.start.slice(0, 10);
  const until = lasts ? `Jusqu’au ${day(it.end).replace(/^\S+ /, "")}` : it.all_day ? "" : span(clock(it.start), it.end && clock(it.end));
  return link(it) + p(it.place) + p(until) + p(it.category);
};
export const shown = (it) => {
  const { image, place, start_date: start, end_date: end, start_time: opens, end_time: closes } = it.fields ?? {};
  const when = end && end !== start ? `Jusqu’au ${day(end).replace(/^\S+ /, "")}` : opens && span(opens, closes);
  return picture(image) + link(it) + p(it.summary) + p(when) + p(place);
};

function commission(it, site) {
  const others = it.members.filter((id) => id !== it.president).map((id) => escape(named(site, id)));
  const people = it.president ? [`${escape(named(site, it.president))} (préside ou vice-préside)`, ...others] : others;
  return `<details><summary>${escape(it.name)}</summary><div class="prose">${p(it.mission)}${items(people)}</div></details>`;
}

// Blocks whose content is a list of a function.
export const THINGS = {
  news: (value, site) => (value.title ? `<h2>${escape(value.title)}</h2>` : "") + items(latest(site).slice(0, value.count).map(shown)),
  section: (value, site) => {
    const listed = { agenda: coming, actualites: latest }[value.module]?.(site) ?? [];
    return (value.title ? `<h2>${escape(value.title)}</h2>` : "") + items(listed.slice(0, value.count ?? 3).map((it) => (it.start ? dated(it) : shown(it))));
  },
  equipe: (value, site) =>
    (value.title ? `<h2>${escape(value.title)}</h2>` : "") +
    Object.entries(GROUPS).filter(([code]) => listOf(site, "equipe_municipale/elus").some((it) => it.group === code)).map(([, label]) => `<h3>${label}</h3>`).join("") +
    items(listOf(site, "equipe_municipale/elus").map((it) => picture(it.photo) + `<h3>${escape(it.name)}</h3>` + p(it.function) + p(it.delegations) + p(it.majority) + p(it.hours))) +
    "<h3>Les commissions</h3>" +
    listOf(site, "equipe_municipale/commissions").map((it) => commission(it, site)).join(""),
  plan: (value, site) =>
    (value.title ? `<h2>${escape(value.title)}</h2>` : "") +
    items(listOf(site, "plan/lieux").filter((it) => !value.kind || it.kind === value.kind).map((it) => `<h3>${escape(it.name)}</h3>` + p(it.address) + p(it.details))),
};

// What follows the body of a page, by its type.
export const AFTER = {
  evenement: ({ id, fields }, site) =>
    facts([
      ["Quand", `${day(fields.start_date)} ${fields.start_time ?? ""}`], ["Où", [fields.place, fields.address].filter(Boolean).map(escape).join("<br>")],
      ["Tarif", escape(fields.price)], ["Contact", escape(fields.contact_name)], ["Téléphone", escape(fields.phone)], ["Adresse électronique", escape(fields.email)],
      ["Accessibilité", escape(fields.accessibility)],
    ]) + "<h2>Toutes les dates</h2>" + items(coming(site).filter((it) => it.page?.id === id).map((it) => `${long(it.start)} ${it.all_day ? "" : span(clock(it.start), it.end && clock(it.end))}`)),
  lieu: (page, site) => {
    const found = listOf(site, "horaires/lieux").find((it) => it.page.id === page.id);
    return p(page.fields.address) + p(page.fields.phone) + (found ? hours(found.days) + p(found.note) : "");
  },
  lexique: (_page, site) => `<dl>${listOf(site, "lexique/termes").map((it) => `<dt>${escape(it.term)}</dt><dd>${escape(it.definition)}</dd>`).join("")}</dl>`,
  contact: (_page, site) => items(listOf(site, "contact/services").map((it) => escape(it.name) + p(it.about))),
  formulaire: ({ fields }) => (fields.questions ?? []).map(({ value }) => p(value?.label)).join(""),
  actualites: (_page, site) => items(latest(site).map(shown)),
  agenda: (_page, site) => items(coming(site).map(dated)),
  formulaires: (page, site) => items(site.pages.filter((it) => it.parent_id === page.id).map(shown)),
  horaires: (_page, site) =>
    `<h2>Mairie de ${escape(site.settings.name)}</h2>${hours(site.settings.town_hall.hours)}${p(site.settings.town_hall.hours_note)}` +
    listOf(site, "horaires/lieux").map((it) => `<h2>${link(it.page)}</h2>${hours(it.days)}${p(it.note)}`).join(""),
  page_legale: ({ fields }) => `<div class="prose">${fields.statement}</div>`,
  documents: (_page, site) => items(listOf(site, "documents/actes").map(link)) + items(listOf(site, "documents/telechargements").map((it) => `<a href="${it.document.url}">${escape(it.document.title)}</a>`)),
  plan_du_site: (_page, site) => items(site.pages.map(link)),
};

export function act(it) {
  const copies = it.copies.map((copy) => (copy.url ? `<a href="${copy.url}">Version ${copy.rank}</a>` : `Version ${copy.rank}`) + p(copy.reason) + p(copy.withdrawal) + `<p><code>${copy.digest}</code></p>`);
  return facts([["Nature", `${it.kind_label} ${escape(it.number)}`], ["Date", day(it.date)], ["Auteur", escape(it.copies[0]?.author)], ["Décision", escape(it.outcome)]]) + items(copies);
}

export function meeting(it, site) {
  const acts = listOf(site, "documents/actes").filter((one) => it.acts.includes(one.id));
  return facts([["Date", `${day(it.date)} ${it.time ?? ""}`], ["Lieu", escape(it.place)]]) + items(it.agenda.map(escape)) + items(acts.map(link));
}

// An entry of the directory, in a list and on its page. Its hours are in the syntax of OpenStreetMap.
export const line = (it) => picture(it.photo) + `<a href="${escape(it.url)}">${escape(it.name)}</a>` + p(it.about) + p(it.kind_label) + p(it.category) + p([it.street, it.city].filter(Boolean).join(", "));
export const entry = (it) =>
  picture(it.photo, it.photo_alt) + p(it.about) +
  facts([
    ...it.details.map(({ label, value }) => [escape(label), escape(value)]),
    ["Horaires", escape([it.hours, it.hours_note].filter(Boolean).join(" · "))], ["Adresse", escape([it.street, it.complement, it.postcode, it.city].filter(Boolean).join(" "))],
    ["Téléphone", escape(it.phone)], ["Adresse électronique", escape(it.email)], ["Site", escape(it.website)],
  ]);
