// A page too heavy for the server is told so before it leaves, while its text still stands in the form.
(() => {
  const WORDS = JSON.parse(document.currentScript.dataset.words);
  const bytes = new TextEncoder();

  // As Django counts: names and texts, without the files.
  const weight = (form) => [...new FormData(form)].reduce(
    (sum, [name, value]) => (typeof value === "string" ? sum + bytes.encode(name).length + 2 + bytes.encode(value).length : sum),
    0,
  );

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[type=submit]");
    if (!button || !button.form || button.form.method !== "post" || weight(button.form) <= Number(WORDS.most)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    document.dispatchEvent(new CustomEvent("w-messages:add", { detail: { clear: true, text: WORDS.heavy, type: "error" } }));
    document.querySelector(".messages").scrollIntoView({ block: "center" });
  }, true);
})();
