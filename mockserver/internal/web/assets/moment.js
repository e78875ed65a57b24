// Moments and times, as people read them. The server's clock speaks UTC.

import { t } from "./words.js";

let server = { now: new Date().toISOString(), offset: "0s", frozen: false };
let askedAt = performance.now();

// setClock takes in what the server's clock shows.
export function setClock(clock) {
  server = clock;
  askedAt = performance.now();
}

export const clock = () => server;

// now is the server's time in milliseconds.
export const now = () => new Date(server.now).getTime() + (server.frozen ? 0 : performance.now() - askedAt);

// timeLeft says how long it is until a moment: "59 min 3 s", or "" if it is past.
export const timeLeft = (moment) => spans(Math.ceil((new Date(moment).getTime() - now()) / 1000));

// spans writes seconds in the two largest units; "" if there are none.
function spans(seconds) {
  let rest = seconds;
  const parts = [];
  for (const [size, unit] of [[86400, t("d")], [3600, "h"], [60, "min"], [1, "s"]]) {
    if (rest >= size && parts.length < 2) parts.push(`${Math.floor(rest / size)} ${unit}`);
    rest %= size;
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

const units = { h: 3600e3, m: 60e3, s: 1e3, ms: 1, "µs": 1e-3, ns: 1e-6 };

// milliseconds reads a duration as Go writes it.
export function milliseconds(duration) {
  let sum = 0;
  for (const [, n, unit] of String(duration).matchAll(/([\d.]+)(ms|µs|ns|h|m|s)/g)) sum += Number(n) * units[unit];
  return sum;
}

// goDuration reads a duration as people write it, "14d", "2 d 3 h" or "1 day", into
// one that the server takes; what it does not understand it leaves alone.
export function goDuration(text) {
  const compact = text.replace(/\s/g, "").replace(/min/g, "m");
  const days = /^([+-]?)([\d.]+)(?:d(?:ays?)?|T(?:age?)?)(.*)$/.exec(compact);
  if (!days) return compact.replace(/^\+/, "");
  return `${days[1].replace("+", "")}${Number(days[2]) * 24}h${days[3]}`;
}

// moment reads a day, or a time on it, such as 2027-01-31 12:00, in UTC, into one that
// the server takes; "" if it is neither.
export function moment(text) {
  const [, day, time = "00:00"] = /^\s*(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?)Z?)?\s*$/.exec(text) ?? [];
  const at = new Date(`${day}T${time}Z`);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}

// lasted writes a time span in milliseconds for people.
export function lasted(ms) {
  if (ms >= 60e3) return spans(Math.round(ms / 1000));
  if (ms >= 1000) return `${(ms / 1000).toFixed(ms >= 10e3 ? 0 : 1)} s`;
  if (ms >= 10) return `${Math.round(ms)} ms`;
  return ms > 0 && ms < 0.1 ? "< 0.1 ms" : `${ms.toFixed(1)} ms`;
}

// took says how long a request was being answered.
export const took = (entry) => (entry.outcome === "pending" ? "…" : lasted(milliseconds(entry.duration)));
