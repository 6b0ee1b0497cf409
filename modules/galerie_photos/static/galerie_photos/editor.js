// In the editor: several photos are sent at once and stand at the end of the list, described together, then one by one.
(() => {
  const { ListBlockDefinition } = window.wagtailStreamField.blocks;
  const words = (text, values) => text.replace(/%\((\w+)\)s/g, (_found, name) => values[name]);
  const element = (tag, attributes = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), attributes);
    made.append(...children);
    return made;
  };

  /** Wagtail's own form of the chooser: its fields, its checks, its sentences. */
  const creationForm = async (url) => {
    const answer = await (await fetch(url, { headers: { "X-Requested-With": "XMLHttpRequest" } })).json();
    return new DOMParser().parseFromString(answer.htmlFragment, "text/html");
  };
  const fieldOf = (page, name) => page.querySelector(`[name$="${name}"]`);

  const send = async (url, page, file, about, collection) => {
    const body = new FormData();
    body.append(fieldOf(page, "title").name, about.slice(0, 255));
    body.append(fieldOf(page, "description").name, about.slice(0, 255));
    body.append(page.querySelector("[type=file]").name, file);
    for (const name of ["tags", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"]) {
      if (fieldOf(page, name)) body.append(fieldOf(page, name).name, "");
    }
    if (collection) body.append(collection.name, collection.element.value);
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" };
    const answer = await (await fetch(url, { method: "POST", body, headers })).json();
    if (answer.step === "duplicate_found") {  // the same file lies in the library: this gallery takes the new one
      const choice = new DOMParser().parseFromString(answer.htmlFragment, "text/html");
      const address = choice.querySelector(".use-new-image").getAttribute("href");
      return (await (await fetch(address, { headers })).json()).result;
    }
    if (answer.result) return answer.result;
    const said = new DOMParser().parseFromString(answer.htmlFragment, "text/html");
    throw new Error([...said.querySelectorAll(".error-message")].map((line) => line.textContent.trim()).join(" "));
  };

  const panel = (list, upload, most, prefix) => {
    const about = element("input", { type: "text", id: `${prefix}-about`, maxLength: 200 });
    const files = element("input", { type: "file", id: `${prefix}-files`, multiple: true, accept: "image/*" });
    const status = element("p", { className: "help" });
    status.setAttribute("role", "status");
    const box = element(
      "fieldset", { className: "galerie-envoi" },
      element("legend", { textContent: upload.legend }),
      element("label", { htmlFor: about.id, textContent: upload.about }), about,
      element("p", { className: "help", textContent: upload.aboutHelp }),
      element("label", { htmlFor: files.id, textContent: upload.files }), files, status,
    );
    let ready = null;
    const prepare = () => ready ??= (async () => {
      const page = await creationForm(upload.url);
      const offered = fieldOf(page, "collection");
      if (!offered) return { page, collection: null };
      const collection = document.importNode(offered, true);
      const asked = { name: offered.name, element: collection };
      collection.removeAttribute("name");  // no field of the page being written
      collection.id = `${prefix}-collection`;
      const label = page.querySelector(`label[for="${offered.id}"]`)?.textContent.trim() ?? "";
      if (collection.options?.length > 1) files.before(element("label", { htmlFor: collection.id, textContent: label }), collection);
      return { page, collection: asked };
    })().catch((error) => { ready = null; throw error; });
    about.addEventListener("focus", () => prepare().catch(() => {}));  // who works for several communes then says for which

    const add = async (chosen) => {
      const { page, collection } = await prepare();
      let number = 0;
      const failures = [];
      for (const file of chosen) {
        if (list.children.length >= most) {
          failures.push(upload.full);
          break;
        }
        status.textContent = words(upload.sending, { number: number + 1, total: chosen.length });
        const name = words(upload.name, { about: about.value.trim(), number: list.children.length + 1 });
        try {
          const image = await send(upload.url, page, file, name, collection);
          list.insert({ image: { image, alt_text: name, decorative: false }, caption: "" }, list.children.length, { animate: true });
          number += 1;
        } catch (error) {
          failures.push(words(upload.failed, { name: file.name, why: error instanceof SyntaxError || error instanceof TypeError ? upload.unknown : error.message }));
        }
      }
      const said = number === 1 ? [upload.one] : number ? [words(upload.done, { number })] : [];
      status.textContent = [...said, ...failures].join(" ");
    };

    files.addEventListener("change", async () => {
      const chosen = [...files.files];
      if (!chosen.length) return;
      if (!about.value.trim()) {
        status.textContent = upload.aboutMissing;
        files.value = "";
        about.focus();
        return;
      }
      files.disabled = true;
      try {
        await add(chosen);
      } catch {
        status.textContent = upload.unknown;
      }
      files.disabled = false;
      files.value = "";
    });
    return box;
  };

  class Photos extends ListBlockDefinition {
    render(placeholder, prefix, initialState, initialError) {
      const list = super.render(placeholder, prefix, initialState, initialError);
      list.container[0].append(panel(list, this.meta.upload, this.meta.maxNum, prefix));
      return list;
    }
  }
  window.telepath.register("beffroi.galerie_photos.Photos", Photos);
})();
