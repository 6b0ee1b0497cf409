// The state of a commune's site follows its publication. Each element with data-online names the address that tells it.
(() => {
  const FIRST = 400; // ms: most sites are online in less than a second
  const SLOWEST = 5000;
  const GIVE_UP = 10 * 60 * 1000;

  const show = (element, state) => {
    element.textContent = state.sentence;
    element.dataset.mood = state.mood;
    const box = element.closest("[data-online-box]") || element.closest(".messages li");
    if (box) box.dataset.mood = state.mood;
    const advice = box && box.querySelector("[data-online-advice]");
    if (advice) {
      advice.textContent = state.advice;
      advice.hidden = !state.advice;
    } else if (state.advice) {
      element.textContent = `${state.sentence} ${state.advice}`;
    }
  };

  const follow = (element) => {
    const started = Date.now();
    let wait = FIRST;
    const ask = async () => {
      let state = null;
      try {
        const answer = await fetch(element.dataset.online, { headers: { Accept: "application/json" } });
        if (answer.ok) state = await answer.json();
      } catch {
        // The network is away for a moment: asked again below.
      }
      if (state) {
        show(element, state);
        if (state.mood !== "pending") return;
      }
      wait = Math.min(wait * 1.4, SLOWEST);
      if (Date.now() - started < GIVE_UP) window.setTimeout(ask, wait);
    };
    window.setTimeout(ask, FIRST);
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-online]").forEach((element) => {
      if (!element.dataset.mood || element.dataset.mood === "pending") follow(element);
    });
  });
})();
