// An alert leaves at its end even from a page kept open, or served while the editor's side sleeps. It is read out
// by writing it anew in its live region: the focus stays where it is.
for (const alert of document.querySelectorAll("[data-until]")) {
  const left = Date.parse(alert.dataset.until) - Date.now();
  if (left <= 0) {
    alert.hidden = true;
    continue;
  }
  if (left < 2 ** 31) setTimeout(() => { alert.hidden = true; }, left);
  const live = alert.querySelector("[role]");
  if (live) setTimeout(() => live.replaceChildren(...live.childNodes), 300);
}
