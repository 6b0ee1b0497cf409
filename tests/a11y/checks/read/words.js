// What the checks share: what is seen, what a link or a button is called, how a fault is shown.
const all = (selector) => [...document.querySelectorAll(selector)];
const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const plain = (text) => (text || "").replace(/\s+/g, " ").trim();
const brief = (element) => plain(element.outerHTML).slice(0, 140);
const said = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true") return "";
  if (node.matches("img")) return ` ${node.alt} `;
  return [...node.childNodes].map(said).join("");
};
const called = (element) => {
  const by = element.getAttribute("aria-labelledby");
  if (by) return plain(by.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(" "));
  return plain(element.getAttribute("aria-label") || said(element) || element.title);
};
const folded = (text) => plain(text).toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[’']/g, "'");
