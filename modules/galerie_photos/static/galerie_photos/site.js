// Pictures open in a dialog: arrows, Home and End move, Escape closes, focus returns to the picture that was shown.

const words = (text, values) => text.replace(/\{(\w+)\}/g, (_found, name) => values[name]);

for (const gallery of document.querySelectorAll("[data-gallery]")) {
  const links = [...gallery.querySelectorAll(".gallery__list a")];
  const template = gallery.querySelector("template");
  if (!links.length || !template || !("HTMLDialogElement" in window)) continue;
  let dialog, current = 0;

  const show = (index) => {
    current = (index + links.length) % links.length;
    const picture = links[current].querySelector("picture").cloneNode(true);
    for (const sized of picture.querySelectorAll("[sizes]")) sized.sizes = "100vw";
    picture.querySelector("img").loading = "eager";
    dialog.querySelector(".viewer__picture").replaceChildren(picture);
    const place = dialog.querySelector(".viewer__place");
    place.textContent = words(place.dataset.words, { number: current + 1, total: links.length });
    const caption = links[current].parentElement.querySelector(".gallery__caption");
    dialog.querySelector(".viewer__caption").textContent = caption?.textContent ?? picture.querySelector("img").alt;
  };

  const build = () => {
    dialog = template.content.firstElementChild.cloneNode(true);
    gallery.append(dialog);
    for (const button of dialog.querySelectorAll("[data-step]")) {
      button.hidden = links.length < 2;
      button.addEventListener("click", () => show(current + Number(button.dataset.step)));
    }
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => links[current].focus());
    dialog.addEventListener("keydown", (event) => {
      const target = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: links.length - 1 }[event.key];
      if (target === undefined) return;
      event.preventDefault();
      show(target);
    });
    let from = null;
    dialog.addEventListener("pointerdown", ({ clientX, pointerType }) => { from = pointerType === "touch" ? clientX : null; });
    dialog.addEventListener("pointerup", ({ clientX }) => {
      if (from !== null && Math.abs(clientX - from) > 50) show(current + (clientX < from ? 1 : -1));
      from = null;
    });
  };

  links.forEach((link, index) => link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (!dialog) build();
    show(index);
    dialog.showModal();
    dialog.querySelector("[data-close]").focus();
  }));
}
