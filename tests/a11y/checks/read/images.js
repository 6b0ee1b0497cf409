// Pictures and tables.
({
  "alt-missing": () => all("img:not([alt]), [role=img]:not([aria-label], [aria-labelledby]), input[type=image]:not([alt])").map(brief),
  "alt-file": () => all("img[alt]").filter(({ alt }) => /\.(jpe?g|png|webp|avif|gif|svg)$|^(image|photo|img|dsc|p)[ _-]?\d*$/i.test(
    alt.trim())).map(brief),
  "alt-long": () => all("img[alt]").filter(({ alt }) => alt.length > 150).map((image) => `${image.alt.length} signes : ${brief(image)}`),
  "alt-echo": () => all("a[href] img[alt], button img[alt]").filter((image) => {
    const words = folded((image.closest("a, button")).textContent);
    return image.alt && words.split(" ").length > 1 && words === folded(image.alt);
  }).map(brief),
  "figure-legend": () => all("figure:has(figcaption)").filter((figure) => figure.querySelector("img, svg") &&
    !(["figure", "group"].includes(figure.getAttribute("role")) && folded(figure.ariaLabel) === folded(figure.querySelector("figcaption").textContent))).map(brief),
  "svg-told": () => all("svg").filter((drawing) => !drawing.closest("[aria-hidden=true]") && drawing.getAttribute("role") !== "img").map(brief),
  "image-size": () => all("img").filter((image) => !image.hasAttribute("width") || !image.hasAttribute("height")).map(brief),
  "table-caption": () => all("table:not([role=presentation])").filter(
    (table) => !plain(table.caption?.textContent) && !table.ariaLabel && !table.hasAttribute("aria-labelledby"),
  ).map(brief),
  "table-scope": () => all("table:not([role=presentation])").flatMap((table) => {
    const headers = [...table.querySelectorAll("th")];
    return headers.length ? headers.filter((header) => !header.scope && !header.id).map(brief) : [`sans en-tête : ${brief(table)}`];
  }),
  "table-layout": () => all("table[role=presentation]").filter((table) => table.querySelector("th, caption, [scope]")).map(brief),
})
