// The colours of a site while they are chosen: computed by the server, as the site computes them, and shown at once.
(() => {
  const WORDS = JSON.parse(document.currentScript.dataset.words);
  const WAIT = 150; // ms
  const FULL = /^#[0-9a-f]{6}$/i;

  const start = (box) => {
    const form = box.closest("form");
    const said = box.querySelector("[role=status]");
    const value = (name) => new FormData(form).get(name) || "";
    let asked = 0;
    let timer = 0;

    const show = (answer) => {
      for (const [name, colour] of Object.entries(answer.tokens || {})) box.style.setProperty(`--tone-${name}`, colour);
      said.replaceChildren(
        ...(answer.sentences || [answer.error]).map((text) => {
          const line = document.createElement("li");
          line.textContent = text;
          return line;
        }),
      );
    };
    const ask = async () => {
      const number = ++asked;
      const query = new URLSearchParams({ brand: value("brand"), accent: value("accent") });
      try {
        const response = await fetch(`${box.dataset.tones}?${query}`, { headers: { Accept: "application/json" } });
        const answer = await response.json();
        if (response.ok && number === asked) show(answer);
      } catch {
        // The network is away: the colours shown stay those of before.
      }
    };
    const soon = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, WAIT);
    };

    // Beside what is written, the browser's own palette.
    for (const [name, label] of [["brand", WORDS.brand], ["accent", WORDS.accent]]) {
      const field = form.elements[name];
      if (!(field instanceof HTMLInputElement) || field.type !== "text") continue;
      const own = box.dataset[name === "brand" ? "ownBrand" : "ownAccent"];
      const picker = Object.assign(document.createElement("input"), { type: "color", className: "tones__picker" });
      picker.setAttribute("aria-label", label);
      const follow = () => { picker.value = FULL.test(field.value) ? field.value : own; };
      follow();
      picker.addEventListener("input", () => {
        field.value = picker.value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
      field.addEventListener("input", follow);
      field.after(picker);
    }
    // The home page itself, as the form dresses it: Wagtail's own preview, beside the fields.
    box.querySelector("[data-tones-preview]").addEventListener("click", () => {
      const toggle = document.querySelector("[data-side-panel-toggle=preview]");
      if (toggle && toggle.getAttribute("aria-expanded") !== "true") toggle.click();
    });
    form.addEventListener("input", (event) => ["brand", "accent"].includes(event.target.name) && soon());
    form.addEventListener("change", (event) => ["brand", "accent"].includes(event.target.name) && soon());
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-tones]").forEach(start));
})();
