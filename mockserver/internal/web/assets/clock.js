// The server's clock: shows it, moves it, and tells the time that is left.

import { get, post } from "./api.js";
import { byID } from "./dom.js";
import { values } from "./form.js";
import { attempt } from "./notice.js";

let server = { now: new Date().toISOString(), offset: "0s", frozen: false };
let askedAt = performance.now();

// now is the server's time.
export function now() {
  return new Date(server.now).getTime() + (server.frozen ? 0 : performance.now() - askedAt);
}

// timeLeft says how long it is until a moment: "59 min 3 s", or "over".
export function timeLeft(moment) {
  let seconds = Math.ceil((new Date(moment).getTime() - now()) / 1000);
  if (seconds <= 0) return "over";
  const parts = [];
  for (const [size, unit] of [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]]) {
    if (seconds >= size && parts.length < 2) parts.push(`${Math.floor(seconds / size)} ${unit}`);
    seconds %= size;
  }
  return parts.join(" ");
}

// clockTime is the time of day of a moment; it comes with the date unless that
// is the server's today.
export function clockTime(moment) {
  const iso = new Date(moment).toISOString();
  const today = new Date(now()).toISOString().slice(0, 10);
  return iso.startsWith(today) ? iso.slice(11, 19) : iso.slice(0, 19).replace("T", " ");
}

function tell(answer) {
  server = answer;
  askedAt = performance.now();
  const freeze = byID("clock-freeze");
  freeze.setAttribute("aria-pressed", server.frozen);
  freeze.textContent = server.frozen ? "Frozen" : "Freeze";
  byID("clock-state").textContent = /^-?0s$/.test(server.offset) ? "" : `${server.offset.startsWith("-") ? "" : "+"}${server.offset}`;
  tick();
}

export async function refreshClock() { tell(await get("clock")); }

// tick writes the time, and what is left of everything that ends.
function tick() {
  const time = byID("clock-now");
  time.textContent = new Date(now()).toISOString().slice(0, 19).replace("T", " ") + "Z";
  time.dateTime = new Date(now()).toISOString();
  for (const left of document.querySelectorAll("[data-until]")) left.textContent = timeLeft(left.dataset.until);
}

const move = async (order) => tell(await post("clock", order));

export function startClock() {
  byID("clock-hour").addEventListener("click", () => attempt(async () => { await move({ advance: "1h" }); return "An hour has passed."; }));
  byID("clock-freeze").addEventListener("click", () => attempt(() => move({ freeze: !server.frozen })));
  const problem = byID("clock-problem");
  const form = (id, order) => {
    const element = byID(id);
    element.addEventListener("submit", async (event) => {
      event.preventDefault();
      problem.textContent = "";
      await move(order(values(element))).catch((error) => { problem.textContent = error.message; });
    });
  };
  form("clock-advance-form", ({ advance }) => ({ advance }));
  form("clock-set-form", ({ set }) => ({ set: new Date(`${set}Z`).toISOString() }));
  setInterval(tick, 1000);
}
