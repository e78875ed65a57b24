// One request as a row of the activity.

import { address } from "./address.js";
import { el } from "./dom.js";
import { clockTime, took } from "./moment.js";
import { outcomeOf } from "./outcome.js";
import { isSelected } from "./selection.js";
import { t } from "./words.js";

export const badge = (entry) => el("span", { class: `badge ${entry.outcome}` }, outcomeOf(entry));

export const what = (entry) => `${entry.endpoint === "webhook" ? "→ " : ""}${entry.method} ${entry.path}`;

export const who = (entry) => [entry.client_id, entry.account].filter(Boolean).join(" · ") || "–";

// tick is the box that selects a request. It is no stop of the tab key: the row
// has the focus, and Space.
export const tick = ({ id }) => el("input", { type: "checkbox", class: "tick", tabindex: "-1", checked: isSelected(id), "aria-label": t("Select request {n}", { n: id }) });

// printOf is what of a request and of the state of the page a row shows.
export const printOf = (entry) => `${entry.outcome} ${clockTime(entry.time)} ${String(entry.id) === address().request} ${isSelected(entry.id)}`;

export function requestRow(entry) {
  const current = address().request === String(entry.id);
  return el("tr", { "data-request": entry.id, "data-testid": "request", tabindex: "-1", class: `${entry.outcome} ${isSelected(entry.id) ? "selected" : ""}`, "aria-current": current && "true" },
    el("td", { class: "pick" }, tick(entry)),
    el("td", { class: "time" }, el("time", { datetime: entry.time }, clockTime(entry.time)), " ", el("span", { class: "quiet" }, `#${entry.id}`)),
    el("td", { class: "what" }, what(entry), entry.grant_type && el("small", { class: "quiet" }, ` ${entry.grant_type}`)),
    el("td", { class: "who" }, who(entry)),
    el("td", { class: "outcome" }, badge(entry)),
    el("td", { class: "took" }, took(entry)),
    el("td", { class: "why" }, entry.reason ?? ""));
}
