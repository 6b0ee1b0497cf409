// A preparation on its way: the sentence and the steps follow it; its result is shown as soon as there is one.
(() => {
  const FIRST = 500; // ms
  const SLOWEST = 5000;

  const show = (list, steps) => {
    const lines = steps.map((step) => {
      const line = document.createElement("li");
      line.className = "desk-list__item";
      const title = document.createElement("span");
      title.className = "desk-list__title";
      title.textContent = step.label;
      const far = document.createElement("span");
      far.textContent = list.dataset.words.replace("{done}", step.done).replace("{total}", step.total);
      line.append(title, far);
      return line;
    });
    list.replaceChildren(...lines);
  };

  document.addEventListener("DOMContentLoaded", () => {
    const status = document.querySelector("[data-progress]");
    const list = document.querySelector("[data-steps]");
    if (!status) return;
    let wait = FIRST;
    const ask = async () => {
      try {
        const answer = await fetch(status.dataset.progress, { headers: { Accept: "application/json" } });
        if (answer.ok) {
          const state = await answer.json();
          if (state.mood !== "pending") {
            window.location.reload();
            return;
          }
          if (status.textContent !== state.sentence) status.textContent = state.sentence;
          show(list, state.steps);
        }
      } catch {
        // The network is away for a moment: asked again below.
      }
      wait = Math.min(wait * 1.2, SLOWEST);
      window.setTimeout(ask, wait);
    };
    window.setTimeout(ask, FIRST);
  });
})();
