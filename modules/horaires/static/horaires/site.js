// « Ouvert jusqu’à 18 h », « Fermé, ouvre lundi à 9 h », by the clock of Paris wherever the visitor is.
const DAYS = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"];
const DAY = 864e5, HORIZON = 62;
const paris = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", hourCycle: "h23" });
const longDay = new Intl.DateTimeFormat("fr-FR", { timeZone: "UTC", day: "numeric", month: "long" });

const now = () => {
  const { year, month, day, hour, minute } = Object.fromEntries(paris.formatToParts(new Date()).map(({ type, value }) => [type, Number(value)]));
  return { today: Date.UTC(year, month - 1, day), clock: hour * 60 + minute };
};

const spoken = (minutes) => minutes === 1440 ? "minuit" : `${(minutes / 60) | 0}\u00a0h${minutes % 60 ? `\u00a0${String(minutes % 60).padStart(2, "0")}` : ""}`;

/** The ranges of one day: those of the first span that covers it, else those of its day of the week. */
const rangesOn = ({ week, spans }, day) => {
  const iso = new Date(day).toISOString().slice(0, 10);
  const span = spans.find(([first, last]) => first <= iso && iso <= last);
  return span ? span[2] : week[(new Date(day).getUTCDay() + 6) % 7];
};

const closing = (ranges, end) => {
  const next = ranges.find(([start]) => start === end);
  return next ? closing(ranges, next[1]) : end;
};

const when = (today, offset) => {
  if (offset === 0) return "";
  if (offset === 1) return "demain ";
  const day = new Date(today + offset * DAY);
  if (offset < 7) return `${DAYS[day.getUTCDay()]} `;
  return `le\u00a0${longDay.format(day).replace(/^1 /, "1er ").replace(" ", "\u00a0")} `;
};

const state = (hours) => {
  const { today, clock } = now();
  const ranges = rangesOn(hours, today);
  const current = ranges.find(([start, end]) => start <= clock && clock < end);
  if (current) return ["Ouvert jusqu’à\u00a0" + spoken(closing(ranges, current[1])), true];
  for (let offset = 0; offset < HORIZON; offset += 1) {
    const next = rangesOn(hours, today + offset * DAY).find(([start]) => offset || start > clock);
    if (next) return [`Fermé, ouvre ${when(today, offset)}à\u00a0${spoken(next[0])}`, false];
  }
  return ["Fermé", false];
};

const badges = [...document.querySelectorAll("[data-open]")].map((badge) => [badge, JSON.parse(badge.dataset.open)]);
const show = () => {
  for (const [badge, hours] of badges) {
    const [text, open] = state(hours);
    badge.textContent = text;
    badge.classList.toggle("open--shut", !open);
    badge.hidden = false;
  }
};
if (badges.length) {
  show();
  setInterval(show, 30000);
}
