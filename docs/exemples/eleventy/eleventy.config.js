import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { all, bytes } from "./api.js";

// Pictures and documents keep their addresses: they change with their content.
async function files(folder) {
  const images = (await all("images")).flatMap((it) => [it.url, ...it.renditions.map((rendition) => rendition.url)]);
  const documents = (await all("documents")).map((it) => it.url);
  const copies = (await all("modules/documents/actes").catch(() => [])).flatMap((it) => it.copies.map((copy) => copy.url));
  for (const url of new Set([...images, ...documents, ...copies].filter(Boolean))) {
    const file = join(folder, decodeURIComponent(url));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, await bytes(url));
  }
}

export default function (config) {
  config.on("eleventy.after", ({ directories }) => files(directories.output));
  return { dir: { input: "src", output: "_site" } };
}
