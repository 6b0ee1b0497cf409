// Dates and times as people write them. The calendar of a field replaced « 18 h 30 » by the time of the day, and opened
// a moment after its field was reached: left sooner, it stayed open over the others.
(() => {
  const OPEN_BY = 150; // ms
  const HOUR = /(\d{1,2})\s*h\s*(\d{2})?/i;

  const jquery = (field) => window.jQuery && window.jQuery(field);
  const calendarOf = (field) => jquery(field) && jquery(field).data("xdsoft_datetimepicker");

  const close = (field) => {
    const calendar = calendarOf(field);
    if (calendar) calendar.trigger("close.xdsoft");
  };

  const readHour = (field) => {
    const read = field.value.trim().replace(HOUR, (_all, hour, minute) => `${hour.padStart(2, "0")}:${minute || "00"}`);
    if (read === field.value) return;
    field.value = read;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("focusin", ({ target }) => {
    if (calendarOf(target)) jquery(target).off("blur.xdsoft"); // what it does not understand is for the form to tell
  });
  document.addEventListener("focusout", ({ target }) => {
    if (calendarOf(target)) readHour(target);
    window.setTimeout(() => document.activeElement !== target && close(target), OPEN_BY);
  });
  document.addEventListener("keydown", ({ key, target }) => {
    if (key === "Escape") close(target);
  });
})();
