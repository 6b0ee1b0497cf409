// One page for each address of the site: those of the tree, then those that its functions add.
import { anchor, blocks, escape, p, picture } from "../blocks.js";
import { act, AFTER, entry, line, meeting, shown, THINGS } from "../things.js";

const named = (them) => new Map(them.map((it) => [it.url, it]));

function addresses(site) {
  const acts = named(site.lists["documents/actes"] ?? []);
  const meetings = named(site.lists["documents/seances"] ?? []);
  const entries = named(site.lists["annuaire/fiches"] ?? []);
  const titles = named([...site.documents, ...site.pages, ...site.listings]);
  const listed = (listing) => `<ul>${listing.shows.map((url) => `<li>${entries.has(url) ? line(entries.get(url)) : titles.has(url) ? shown(titles.get(url)) : anchor({ url, label: url })}</li>`).join("")}</ul>`;
  // The words of a list are those of the page it is made from.
  const above = (url) => site.pages.filter((it) => it.url !== "/" && url.startsWith(it.url)).sort((one, other) => other.url.length - one.url.length)[0];
  const beyond = site.listings.map((it) => {
    const thing = acts.has(it.url) ? act(acts.get(it.url)) : meetings.has(it.url) ? meeting(meetings.get(it.url), site) : entries.has(it.url) ? entry(entries.get(it.url)) : "";
    return { url: it.url, title: it.title, heading: it.seo_title, content: thing || p(above(it.url)?.fields.intro) + listed(it) };
  });
  return [...site.pages.map((page) => ({ url: page.url, title: page.title, heading: page.url === "/" ? "Accueil" : page.seo_title, content: content(page, site) })), ...beyond];
}

function content(page, site) {
  const { fields } = page;
  return [
    p(fields.intro || fields.tagline), picture(fields.image ?? fields.banner, fields.image_alt ?? fields.banner_alt),
    blocks(fields.body, site, THINGS), AFTER[page.type]?.(page, site) ?? "",
  ].join("\n");
}

const menu = (entries) => `<ul>${entries.map((it) => `<li><a href="${it.url}">${escape(it.title)}</a>${it.children.length ? menu(it.children) : ""}</li>`).join("")}</ul>`;

export default class {
  data() {
    return {
      pagination: { data: "site", size: 1, alias: "entry", resolve: "values", before: (_values, { site }) => addresses(site) },
      permalink: ({ entry }) => `${decodeURIComponent(entry.url)}index.html`,
    };
  }

  render({ entry: it, site }) {
    const { settings } = site;
    const hall = settings.town_hall;
    return `<!doctype html>
<html lang="${settings.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(it.heading || it.title)} – ${escape(settings.name)}</title>
</head>
<body>
<nav aria-label="Menu">${menu(site.menu)}</nav>
<main>
<h1>${escape(it.title)}</h1>
${it.content}
</main>
<footer>${p(hall.address_lines.join(", "))}${p(`${hall.postcode} ${hall.city}`)}${p(hall.phone)}<ul>${settings.legal_pages.map((link) => `<li>${anchor(link)}</li>`).join("")}</ul></footer>
</body>
</html>
`;
  }
}
