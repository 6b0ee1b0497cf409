// The calendar of a date opens a moment after its field is reached: left sooner, the field left it open over the others.
// Escape closes it too.
(() => {
  const OPEN_BY = 150; // ms

  const close = (field) => {
    const calendar = window.jQuery && window.jQuery(field).data("xdsoft_datetimepicker");
    if (calendar) calendar.trigger("close.xdsoft");
  };

  document.addEventListener("focusout", ({ target }) => {
    window.setTimeout(() => document.activeElement !== target && close(target), OPEN_BY);
  });
  document.addEventListener("keydown", ({ key, target }) => {
    if (key === "Escape") close(target);
  });
})();
