// What is sent while a draft saves itself waits for that draft: sent at once, a new page was made twice.
(() => {
  let saving = false;
  let leaving = false;

  document.addEventListener("w-autosave:save", (event) => {
    if (leaving) event.preventDefault();
    else saving = true;
  });

  const done = () => {
    saving = false;
  };
  document.addEventListener("w-autosave:success", done);
  document.addEventListener("w-autosave:error", done);

  // Come back to by the browser's own button, the form is as it was.
  window.addEventListener("pageshow", () => {
    saving = leaving = false;
  });

  const resend = (form, button) => {
    if (button && button.name) {
      const kept = document.createElement("input"); // the button itself is disabled meanwhile
      Object.assign(kept, { type: "hidden", name: button.name, value: button.value });
      form.append(kept);
    }
    leaving = true;
    form.requestSubmit();
  };

  window.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const controllers = form.dataset.controller || "";
      if (!controllers.split(/\s+/).includes("w-autosave")) return;
      if (!saving) {
        leaving = true;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      const stop = new AbortController();
      const ended = () => {
        stop.abort();
        window.setTimeout(() => resend(form, event.submitter));
      };
      for (const end of ["success", "error"]) {
        document.addEventListener(`w-autosave:${end}`, ended, { signal: stop.signal });
      }
    },
    true,
  );
})();
