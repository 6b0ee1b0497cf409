// Forms, and what they say once they were sent with errors.
({
  "field-label": () => all("input:not([type=hidden], [type=submit], [type=button]), select, textarea").filter((field) => {
    if (field.closest("[aria-hidden=true]")) return false;
    const by = field.getAttribute("aria-labelledby");
    return !plain([...(field.labels || [])].map((label) => label.textContent).join(" ")) && !plain(field.ariaLabel) && !by;
  }).map(brief),
  "field-autocomplete": () => all("form[method=post] :is(input[type=email], input[type=tel], input[name=nom], input[name=prenom])").filter(
    (field) => !field.closest("[aria-hidden=true]") && !field.autocomplete,
  ).map(brief),
  "field-group": () => all("input[type=radio]").filter((field) => {
    const group = field.closest("fieldset, [role=radiogroup]");
    return !group || !(plain(group.querySelector("legend")?.textContent) || group.ariaLabel || group.hasAttribute("aria-labelledby"));
  }).map(brief),
  "field-required": () => all("form[method=post] [aria-required=true], form[method=post] [required]").filter((field) => {
    const told = /obligatoire/i.test(field.closest("form").textContent);
    return !told;
  }).map(brief),
  "control-edge": () => all("main :is(input:not([type=hidden], [type=checkbox], [type=radio], [type=submit]), textarea, select)").filter((field) => {
    if (!seen(field) || field.closest("[aria-hidden=true]")) return false;
    const parts = (text) => (text.match(/[\d.]+/g) || []).map(Number);
    const light = (colour) => parts(colour).slice(0, 3).map((c) => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
      .reduce((sum, c, at) => sum + c * [.2126, .7152, .0722][at], 0);
    const edge = light(getComputedStyle(field).borderTopColor), ground = light(getComputedStyle(field).backgroundColor);
    return (Math.max(edge, ground) + .05) / (Math.min(edge, ground) + .05) < 3;
  }).map(brief),
  "button-name": () => all("button, input[type=submit], input[type=button]").filter((button) => seen(button) && !called(button) && !button.value).map(brief),
  "error-summary": ({ status }) => {
    if (status !== 422) return [];
    const summary = all("main [role=alert]:not([hidden])").find(seen);
    if (!summary) return ["aucun résumé des erreurs"];
    const linked = new Set([...summary.querySelectorAll("a[href^='#']")].map((link) => link.hash.slice(1)));
    return all("[aria-invalid=true]").filter((field) => !linked.has(field.id)).map((field) => `absent du résumé : ${brief(field)}`);
  },
  "error-tied": ({ status }) => {
    if (status !== 422) return [];
    const wrong = all("[aria-invalid=true]");
    const untied = wrong.filter((field) => {
      const ids = (field.getAttribute("aria-describedby") || "").split(/\s+/).filter(Boolean);
      return !ids.length || ids.some((id) => !plain(document.getElementById(id)?.textContent));
    });
    return wrong.length ? untied.map(brief) : ["aucun champ n’est dit fautif (aria-invalid)"];
  },
  "error-format": ({ status }) => status !== 422 ? [] : all("input[type=email][aria-invalid=true]").filter((field) => {
    const ids = (field.getAttribute("aria-describedby") || "").split(/\s+/).filter(Boolean);
    return !/\S@\S+\.\S/.test(ids.map((id) => document.getElementById(id)?.textContent).join(" "));
  }).map(brief),
})
