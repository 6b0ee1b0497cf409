// The important point of the photo that a page shows: a click on it, or the arrow keys, and it is kept at once.
(() => {
  const AT = (number) => `${window.location.pathname.split("/pages/")[0]}/ecrire/photo/${number}/point/`;
  const STEP = 5; // per cent, one with Shift
  const PAUSE = 500; // milliseconds after the last key
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const WORDS = JSON.parse(document.currentScript.dataset.words);

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const within = (value) => Math.min(100, Math.max(0, Math.round(value)));

  const offer = (chooser, form) => {
    const input = document.getElementById(chooser.id.replace(/-chooser$/, ""));
    const id = `point-${input.name}`;
    const picture = make("img", { alt: "", className: "photo-point__picture", draggable: false });
    const mark = make("span", { className: "photo-point__mark" });
    const area = make("div", { className: "photo-point__area", tabIndex: 0 }, picture, mark);
    area.setAttribute("role", "application");
    area.setAttribute("aria-labelledby", `${id}-label`);
    area.setAttribute("aria-describedby", `${id}-help`);
    const status = make("p", { className: "photo-field__status" });
    status.setAttribute("role", "status");
    const box = make(
      "div",
      { className: "photo-point", hidden: true },
      make("span", { className: "w-field__label", id: `${id}-label`, textContent: WORDS.label }),
      make("span", { className: "help", id: `${id}-help`, textContent: WORDS.help }),
      area,
      status,
    );
    chooser.after(box);

    let shown = "";
    let [x, y] = [50, 50];
    let waiting = 0;
    const place = () => Object.assign(mark.style, { left: `${x}%`, top: `${y}%` });

    // What waits for the end of the keys goes at once when one leaves, the page even.
    const keep = async () => {
      clearTimeout(waiting);
      waiting = 0;
      const body = new FormData();
      body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      body.append("x", x);
      body.append("y", y);
      const where = WORDS.kept.replace("%x", x).replace("%y", y);
      try {
        const response = await fetch(AT(shown), { method: "POST", body, keepalive: true });
        status.textContent = response.ok ? where : WORDS.failed;
      } catch {
        status.textContent = WORDS.failed;
      }
    };
    const move = (left, top, pause) => {
      [x, y] = [within(left), within(top)];
      place();
      clearTimeout(waiting);
      waiting = setTimeout(keep, pause);
    };
    const flush = () => waiting && keep();
    area.addEventListener("click", (event) => {
      const { left, top, width, height } = picture.getBoundingClientRect();
      move((100 * (event.clientX - left)) / width, (100 * (event.clientY - top)) / height, 0);
    });
    area.addEventListener("keydown", (event) => {
      const [right, down] = ARROWS[event.key] || [0, 0];
      if (!(right || down) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const step = event.shiftKey ? 1 : STEP;
      move(x + right * step, y + down * step, PAUSE);
    });
    area.addEventListener("blur", flush);
    window.addEventListener("pagehide", flush);

    const look = async () => {
      const number = chooser.classList.contains("blank") ? "" : input.value;
      if (number === shown) return;
      flush();
      shown = number;
      box.hidden = true;
      if (!number) return;
      try {
        const response = await fetch(AT(number));
        if (!response.ok) return; // a photo that one may show, and not change
        const found = await response.json();
        if (number !== shown) return;
        Object.assign(picture, { src: found.preview.url, width: found.preview.width, height: found.preview.height });
        [x, y] = [found.x, found.y].map(within);
        place();
        status.textContent = "";
        box.hidden = false;
      } catch {
        // The photo shows its middle.
      }
    };
    new MutationObserver(look).observe(chooser, { attributes: true, attributeFilter: ["class", "src"], subtree: true });
    look();
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("#page-edit-form");
    if (!form) return;
    [...form.querySelectorAll(".image-chooser")]
      .filter((one) => !one.closest(".c-sf-container, [data-block]"))
      .forEach((chooser) => offer(chooser, form));
  });
})();
