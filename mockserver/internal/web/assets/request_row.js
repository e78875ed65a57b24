// One request as a row of the activity.

import { address } from "./address.js";
import { el } from "./dom.js";
import { clockTime, took } from "./moment.js";
import { outcomeOf } from "./outcome.js";

export const badge = (entry) => el("span", { class: `badge ${entry.outcome}` }, outcomeOf(entry));

export const what = (entry) => `${entry.endpoint === "webhook" ? "→ " : ""}${entry.method} ${entry.path}`;

export const who = (entry) => [entry.client_id, entry.account].filter(Boolean).join(" · ") || "–";

export function requestRow(entry) {
  const current = address().request === String(entry.id);
  return el("tr", { "data-request": entry.id, "data-testid": "request", tabindex: "-1", class: entry.outcome, "aria-current": current && "true" },
    el("td", { class: "time" }, el("time", { datetime: entry.time }, clockTime(entry.time)), " ", el("span", { class: "quiet" }, `#${entry.id}`)),
    el("td", { class: "what" }, what(entry), entry.grant_type && el("small", { class: "quiet" }, ` ${entry.grant_type}`)),
    el("td", { class: "who" }, who(entry)),
    el("td", { class: "outcome" }, badge(entry)),
    el("td", { class: "took" }, took(entry)),
    el("td", { class: "why" }, entry.reason ?? ""));
}
