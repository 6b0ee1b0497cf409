// All the script of the public sites. Pages are complete without it: it only says what the clock knows,
// shows outside tools when asked to, and closes an open sub-menu.

const minutes = (text) => {
  const [hour, minute] = text.match(/\d+/g);
  return hour * 60 + Number(minute || 0);
};

/** Public holidays of mainland France (labour code, L3133-1), as "month-day"; Easter by Gauss's reckoning. */
const isHoliday = (year, month, day) => {
  const a = year % 19, b = (year / 100) | 0, c = year % 100, d = (19 * a + b - ((b / 4) | 0) - (((b - ((b + 8) / 25 | 0) + 1) / 3) | 0) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * ((c / 4) | 0) - d - (c % 4)) % 7, f = d + e - 7 * (((a + 11 * d + 22 * e) / 451) | 0) + 114;
  const easter = Date.UTC(year, ((f / 31) | 0) - 1, (f % 31) + 1);
  const after = (Date.UTC(year, month - 1, day) - easter) / 864e5;
  return [1, 39, 50].includes(after) || ["1-1", "5-1", "5-8", "7-14", "8-15", "11-1", "11-11", "12-25"].includes(`${month}-${day}`);
};

/** What the clock says at the town hall, wherever the visitor is. */
const now = () => {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", weekday: "long", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", hourCycle: "h23" });
  return Object.fromEntries(format.formatToParts(new Date()).map(({ type, value }) => [type, value]));
};

const { weekday, year, month, day, hour, minute } = now();
const clock = hour * 60 + Number(minute);
for (const row of document.querySelectorAll(`[data-day="${weekday.toLowerCase()}"]`)) row.classList.add("today");

for (const badge of document.querySelectorAll("[data-open]")) {
  const ranges = [...badge.parentElement.querySelectorAll(".today .span")].map(({ textContent }) => textContent.split("–"));
  const current = ranges.find(([from, to]) => minutes(from) <= clock && clock < minutes(to));
  const next = ranges.find(([from]) => clock < minutes(from));
  const holiday = isHoliday(+year, +month, +day);
  badge.textContent = holiday ? "Jour férié" : current ? `Ouvert jusqu’à ${current[1].trim()}` : next ? `Ouvre à ${next[0].trim()}` : "Fermé actuellement";
  badge.classList.toggle("open--shut", holiday || !current);
  badge.hidden = false;
}

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
