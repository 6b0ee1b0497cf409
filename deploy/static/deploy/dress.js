// The look of a site to come: a palette beside each colour, and the frame follows what is chosen.
(() => {
  const WORDS = JSON.parse(document.currentScript.dataset.words);
  const WAIT = 400; // ms
  const FULL = /^#[0-9a-f]{6}$/i;
  const BLANK = "#7f7f7f";

  const start = (button) => {
    const { form } = button;
    let timer = 0;
    const soon = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => form.requestSubmit(button), WAIT);
    };
    for (const [name, label] of Object.entries(WORDS)) {
      const field = form.elements[name];
      const picker = Object.assign(document.createElement("input"), { type: "color" });
      picker.setAttribute("aria-label", label);
      const follow = () => { picker.value = FULL.test(field.value) ? field.value : BLANK; };
      follow();
      picker.addEventListener("input", () => { field.value = picker.value; soon(); });
      field.addEventListener("input", () => { follow(); soon(); });
      field.after(picker);
    }
    form.elements.modele.addEventListener("change", soon);
  };

  const begin = () => document.querySelectorAll("[data-dress]").forEach(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
