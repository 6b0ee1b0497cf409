// A photo sent from the form itself: the file, what it shows, and nothing else. The library stays one click away.
// What it shows is asked once: where the page has a field for it, that field is the question.
(() => {
  const PAGE = /\/pages\/(?:add\/[^/]+\/[^/]+\/(\d+)|(\d+)\/edit)\//;
  const SEND = "/ecrire/photo/";
  const WORDS = JSON.parse(document.currentScript.dataset.words);

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  const offer = (chooser, form, page) => {
    const name = chooser.id.replace(/^id_|-chooser$/g, "");
    const file = make("input", { type: "file", accept: "image/*", id: `photo-${name}` });
    const own = form.elements[`${name}_alt`];
    const says = own || make("input", { type: "text", maxLength: 160, id: `photo-${name}-says` });
    const question = [];
    if (!own) {
      says.setAttribute("aria-describedby", `photo-${name}-help`);
      question.push(
        make("label", { htmlFor: says.id, className: "w-field__label", textContent: WORDS.says }),
        says,
        make("span", { className: "help", id: `photo-${name}-help`, textContent: WORDS.help }),
      );
    }
    const status = make("p", { className: "photo-field__status" });
    status.setAttribute("role", "status");
    const box = make(
      "div",
      { className: "photo-field" },
      make("label", { htmlFor: file.id, className: "w-field__label", textContent: WORDS.file }),
      file,
      ...question,
      status,
    );
    chooser.after(box);

    let flying = null;
    const toggle = () => { box.hidden = !chooser.classList.contains("blank"); };
    new MutationObserver(toggle).observe(chooser, { attributes: true, attributeFilter: ["class"] });
    toggle();

    // Another picture is another description: that of the former is not kept, the library's is proposed.
    const held = form.elements[name];
    let shown = held.value;
    const turn = () => {
      if (held.value === shown) return;
      if (own && shown) own.value = "";
      shown = held.value;
    };
    held.addEventListener("change", turn);

    const send = async () => {
      status.textContent = WORDS.sending;
      const body = new FormData();
      body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      body.append("file", file.files[0]);
      body.append("description", says.value);
      let answer = { errors: [WORDS.failed] };
      try {
        const response = await fetch(`${window.location.pathname.split("/pages/")[0]}${SEND}${page}/`, { method: "POST", body });
        answer = await response.json();
      } catch {
        // Told below.
      }
      if (answer.errors) {
        status.textContent = answer.errors.join(" ");
        return false;
      }
      chooser.widget.setState(answer);
      shown = held.value;
      file.value = "";
      if (!own) says.value = "";
      status.textContent = WORDS.sent;
      return true;
    };
    const ready = () => file.files.length && says.value.trim();
    const start = () => {
      if (!flying && ready()) flying = send().finally(() => { flying = null; });
      return flying;
    };

    file.addEventListener("change", () => {
      status.textContent = file.files.length && !ready() ? WORDS.describe : "";
      start();
    });
    says.addEventListener("change", start);
    says.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !file.files.length) return;
      event.preventDefault();
      start();
    });
    return { box, file, says, status, start };
  };

  // A page is not sent while its photo is on the way, nor without it. Seen before Wagtail, which greys the button.
  const guard = (form, photos) => {
    document.addEventListener("click", (event) => {
      const button = event.target.closest("button[type=submit]");
      if (!button || button.form !== form) return;
      const late = photos.filter((photo) => !photo.box.hidden && photo.file.files.length);
      if (!late.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const missing = late.find((photo) => !photo.says.value.trim());
      if (missing) {
        missing.status.textContent = WORDS.describe;
        missing.says.focus();
        return;
      }
      Promise.all(late.map((photo) => photo.start())).then((sent) => {
        if (sent.every(Boolean)) button.click();
        else late[0].says.focus();
      });
    }, true);
  };

  document.addEventListener("DOMContentLoaded", () => {
    const [, parent, edited] = PAGE.exec(window.location.pathname) || [];
    const form = document.querySelector("#page-edit-form");
    if (!form || !(parent || edited)) return;
    const choosers = [...form.querySelectorAll(".image-chooser")].filter((one) => !one.closest(".c-sf-container, [data-block]"));
    guard(form, choosers.map((chooser) => offer(chooser, form, parent || edited)));
  });
})();
