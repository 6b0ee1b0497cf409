// All the script of the public sites. Pages are complete without it: it only says what the clock knows,
// shows outside tools when asked to, and closes an open sub-menu.

// What the clock says at the town hall, wherever the visitor is.
const weekday = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", weekday: "long" }).format(new Date()).toLowerCase();
for (const row of document.querySelectorAll(`[data-day="${weekday}"]`)) row.classList.add("today");

for (const box of document.querySelectorAll("[data-embed]")) {
  box.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.src = box.dataset.embed;
    frame.title = box.dataset.title;
    frame.height = box.dataset.height;
    frame.referrerPolicy = "no-referrer";
    frame.tabIndex = 0;
    box.replaceChildren(frame);
    box.classList.add("embed--on");
    frame.focus();
  });
}

const opened = () => document.querySelector(".menu details[open]");
document.addEventListener("click", ({ target }) => {
  const menu = opened();
  if (menu && !menu.contains(target) && matchMedia("(min-width:70rem)").matches) menu.open = false;
});
document.addEventListener("keydown", ({ key }) => {
  const menu = opened();
  if (key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("toggle", ({ target }) => {
  if (!target.open || !target.matches?.(".menu details")) return;
  for (const other of document.querySelectorAll(".menu details[open]")) if (other !== target) other.open = false;
}, true);
