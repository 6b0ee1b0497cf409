// Reading the API of a commune: JSON, lists followed to their last page.
import http from "node:http";
import https from "node:https";
import dns from "node:dns";

export const SITE = (process.env.BEFFROI_SITE || "").replace(/\/$/, "");
const BASE = "/_/api/v1";

// Names under .localhost are this machine (RFC 6761), which resolvers do not all know.
function lookup(name, options, done) {
  if (!name.endsWith(".localhost")) return dns.lookup(name, options, done);
  return options.all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4);
}

export function bytes(path) {
  const url = new URL(path, SITE);
  return new Promise((resolve, reject) => {
    const asked = (url.protocol === "https:" ? https : http).get(url, { lookup }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => {
        if (answer.statusCode === 200) resolve(Buffer.concat(parts));
        else reject(new Error(`${url}: ${answer.statusCode}`));
      });
    });
    asked.on("error", reject);
  });
}

export async function one(name) {
  return JSON.parse(await bytes(`${BASE}/${name}`));
}

export async function all(name, query = "") {
  const found = [];
  let next = `${BASE}/${name}?per_page=100${query}`;
  while (next) {
    const page = JSON.parse(await bytes(next));
    found.push(...page.results);
    next = page.next;
  }
  return found;
}

// Everything, in as many requests as there are hundreds of lines.
export async function everything() {
  const [settings, menu, modules] = [await one("settings"), await one("menu"), await one("modules")];
  const pages = await all("pages", "&detail=true");
  const listings = await all("listings");
  const images = await all("images");
  const documents = await all("documents");
  const redirects = await all("redirects");
  const lists = {};
  for (const module of modules) {
    for (const list of module.lists) lists[`${module.code}/${list}`] = await all(`modules/${module.code}/${list}`);
  }
  return { settings, menu, pages, listings, images, documents, redirects, lists };
}
