// What differs between two requests, in a dialog.

import { show } from "./dialog.js";
import { el } from "./dom.js";
import { differing } from "./differing.js";
import { clockTime, took } from "./moment.js";
import { badge, what } from "./request_row.js";
import { t } from "./words.js";

// compare shows two requests side by side, as far as they differ.
export function compare(a, b) {
  const heads = [a, b].map((entry) => el("th", { scope: "col" },
    el("a", { href: `#activity?request=${entry.id}`, click: (event) => event.target.closest("dialog").close() }, `#${entry.id}`), ` ${what(entry)} `, badge(entry),
    el("small", { class: "quiet" }, ` ${clockTime(entry.time)}, ${took(entry)}`)));
  const rows = differing(a, b).map(([name, ...values]) => el("tr", {}, el("th", { scope: "row" }, name), values.map((value) => el("td", {}, value === undefined ? el("span", { class: "quiet" }, "–") : value))));
  show(t("What differs"), [
    el("table", { class: "compared" }, el("thead", {}, el("tr", {}, el("td"), heads)), el("tbody", {}, rows)),
    rows.length === 0 && el("p", { class: "quiet" }, t("Nothing but the time.")),
  ]);
}
