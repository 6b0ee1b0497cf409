// Document, headings, landmarks.
({
  doctype: () => (document.doctype?.name === "html" && !document.doctype.publicId ? [] : ["aucun doctype HTML"]),
  language: () => (document.documentElement.lang === "fr" ? [] : [`lang="${document.documentElement.lang}"`]),
  title: () => (/^\S.* – \S/.test(document.title) ? [] : [`« ${document.title} » n’est pas « page – site »`]),
  "single-h1": () => {
    const found = all("h1").filter(seen).length;
    return found === 1 ? [] : [`${found} titres h1`];
  },
  "heading-order": () => {
    let above = 0;
    return all("h1, h2, h3, h4, h5, h6").filter(seen).flatMap((heading) => {
      const level = Number(heading.tagName[1]);
      const faults = level > above + 1 ? [`h${above} puis h${level} : ${brief(heading)}`] : [];
      above = level;
      return called(heading) ? faults : [...faults, `titre vide : ${brief(heading)}`];
    });
  },
  landmarks: () => {
    const wanted = { header: "body > header", main: "main", footer: "body > footer", nav: "header nav" };
    const missing = Object.entries(wanted).filter(([, where]) => document.querySelectorAll(where).length !== 1);
    const unnamed = all("nav").filter((nav) => !nav.hasAttribute("aria-label") && !nav.hasAttribute("aria-labelledby"));
    return [...missing.map(([name]) => `pas un seul « ${name} »`), ...unnamed.map((nav) => `nav sans nom : ${brief(nav)}`)];
  },
  "foot-links": () => {
    const words = all("footer a").map((link) => folded(called(link))).join(" | ");
    const wanted = ["plan du site", "mentions legales", "accessibilite", "donnees personnelles"];
    return wanted.filter((word) => !words.includes(word)).map((word) => `« ${word} » manque au pied de page`);
  },
  "skip-target": () => {
    const first = document.querySelector("a[href]");
    const target = first && document.getElementById(decodeURIComponent(first.hash.slice(1)));
    return target && target.matches("main, main *") ? [] : ["le premier lien ne mène pas au contenu"];
  },
  "dead-anchor": () => all("a[href^='#']").filter((link) => link.hash.length > 1 && !document.getElementById(
    decodeURIComponent(link.hash.slice(1)))).map(brief),
  "tabindex": () => all("[tabindex]").filter((element) => element.tabIndex > 0).map(brief),
  "inline-handler": () => all("*").filter((element) => [...element.attributes].some(
    (attribute) => /^on/.test(attribute.name))).map(brief),
  "inline-style": () => all("[style]").filter((element) => !element.matches("svg *")).map(brief),
  "frame-title": () => all("iframe, frame").filter((frame) => !plain(frame.title)).map(brief),
  "css-words": () => all("body *").filter(seen).flatMap((element) => ["::before", "::after"].flatMap((part) => {
    const [words, alternative] = getComputedStyle(element, part).content.split(" / ");
    return alternative === undefined && /\p{L}{2}/u.test(words.replace(/counter\w*\([^)]*\)|url\([^)]*\)|attr\([^)]*\)/g, "")) && words !== "none" && words !== "normal"
      ? [`${words} : ${brief(element)}`] : [];
  })),
  "presentation-tags": () => all("center, font, big, tt, strike, basefont, marquee, blink").map(brief),
  "ground": () => {
    const style = getComputedStyle(document.body);
    return /^rgba\(.*, 0\)$/.test(style.backgroundColor) ? ["le corps de la page n’a pas de couleur de fond"] : [];
  },
  "justified": () => all("p, li, dd").filter((text) => getComputedStyle(text).textAlign === "justify").map(brief),
})
