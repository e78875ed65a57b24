// The server's clock in the header: shows it and moves it.

import { get, post } from "./api.js";
import { button, byID, el } from "./dom.js";
import { clock, goDuration, now, setClock, timeLeft } from "./moment.js";
import { attempt } from "./notice.js";
import { tell } from "./store.js";
import { t } from "./words.js";

export function buildClock() {
  return el("div", { class: "clock row", role: "group", "aria-label": t("Clock of the server") },
    el("time", { id: "clock-now", title: t("The server’s clock, in UTC") }),
    button("+1 h", () => move({ advance: "1h" }), { class: "small", id: "clock-hour" }),
    button(t("+14 d"), () => move({ advance: "336h" }), { class: "small", id: "clock-fortnight" }),
    button(t("Freeze"), () => move({ freeze: !clock().frozen }), { class: "small", id: "clock-freeze", "aria-pressed": "false" }),
    button(t("Now"), () => move({ set: new Date().toISOString() }), { class: "small", id: "clock-back", title: t("Back to the real time"), hidden: true }));
}

// move moves the clock, and says in the corner if it cannot.
export const move = (order) => attempt(async () => { take(await post("clock", order)); });

// advance moves the clock by what somebody wrote, such as 14d.
export const advance = (text) => move({ advance: goDuration(text) });

export async function refreshClock() { take(await get("clock")); }

let today = "";

function take(answer) {
  setClock(answer);
  const freeze = byID("clock-freeze");
  freeze.setAttribute("aria-pressed", answer.frozen);
  freeze.textContent = answer.frozen ? t("Frozen") : t("Freeze");
  byID("clock-back").hidden = /^-?0s$/.test(answer.offset) && !answer.frozen;
  tick();
  tell("clock");
}

// tick writes the time, and what is left of everything that ends, and tells of
// the clock when something has ended. When a day has, moments of it come with their
// date from then on.
function tick() {
  const iso = new Date(now()).toISOString();
  byID("clock-now").textContent = `${iso.slice(0, 19).replace("T", " ")} UTC`;
  byID("clock-now").dateTime = iso;
  let ended = false;
  for (const left of document.querySelectorAll("[data-until]")) {
    const text = timeLeft(left.dataset.until);
    if (text === "" && left.textContent !== "") ended = true;
    left.textContent = text;
  }
  if (ended) tell("clock");
  if (today && today !== iso.slice(0, 10)) tell("day");
  today = iso.slice(0, 10);
}

export function startClock() { setInterval(tick, 1000); }
