// Links and buttons.
({
  "link-vague": () => all("a[href]").filter(
    (link) => /^(cliquez( ici)?|ici|lire( la)? suite|en savoir plus|plus|suite|lien|voir|voir plus|telecharger|pdf|\.{3}|…)$/.test(folded(called(link))),
  ).map(brief),
  "link-address": () => all("a[href]").filter((link) => /^(https?:\/\/|www\.)/.test(called(link))).map(brief),
  "link-purpose": () => {
    const targets = new Map();
    for (const link of all("a[href]").filter(seen)) {
      const name = folded(called(link));
      if (!name) continue;
      if (!targets.has(name)) targets.set(name, new Set());
      targets.get(name).add(link.href);
    }
    return [...targets].filter(([, found]) => found.size > 1).map(([name, found]) => `« ${name} » : ${[...found].join(", ")}`);
  },
  "label-in-name": () => all("a[aria-label], button[aria-label], input[aria-label], summary[aria-label]").filter((element) => {
    const words = folded(element.innerText);
    return words && !folded(element.getAttribute("aria-label")).includes(words);
  }).map(brief),
  "title-in-name": () => all("a[title], button[title]").filter((element) => {
    const words = folded(said(element));
    return words && !folded(element.title).includes(words);
  }).map(brief),
  "new-window": () => all("a[target]").filter(
    (link) => !["_self", ""].includes(link.target) && !/nouvel/.test(folded(`${called(link)} ${link.title}`)),
  ).map(brief),
  "download-told": () => all("main a[href]").filter((link) => {
    const kind = link.pathname.match(/\.(pdf|odt|ods|docx?|xlsx?|csv|zip)$/i)?.[1];
    if (!kind || link.closest(".crumbs")) return false;
    const around = link.closest("li, tr, p, article, .doc, .cover-card")?.textContent || "";
    // The index of the search knows no weight; RGAA asks for none.
    if (link.closest(".found")) return !new RegExp(kind, "i").test(around.replace(link.textContent, ""));
    return !new RegExp(kind, "i").test(around) || !/\d\s*([KMG]?o|octets?)\b/i.test(around.replace(/\s/g, " "));
  }).map(brief),
  "link-seen": () => all("main a[href]").filter((link) => {
    if (!seen(link) || getComputedStyle(link).display !== "inline") return false;
    const beside = [...link.parentElement.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    if (plain(beside.map((node) => node.data).join(" ")).length < 12) return false;
    const style = getComputedStyle(link);
    return style.textDecorationLine === "none" && parseFloat(style.borderBottomWidth) === 0;
  }).map(brief),
})
