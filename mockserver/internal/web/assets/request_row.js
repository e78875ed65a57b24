// One request as a row of the journal.

import { clockTime } from "./clock.js";
import { el } from "./dom.js";

export function newRow(entry) {
  const row = el("li", { id: `request-row-${entry.id}`, "data-id": entry.id },
    el("button", { type: "button", class: "request", tabindex: "-1" }));
  fillRow(row, entry);
  return row;
}

export function fillRow(row, entry) {
  row.dataset.outcome = entry.outcome;
  row.firstElementChild.replaceChildren(
    el("span", { class: "quiet" }, `#${entry.id} `),
    el("time", { class: "quiet", datetime: entry.time }, clockTime(entry.time)), " ",
    el("span", { class: "line" },
      el("span", { class: "what" }, entry.endpoint === "webhook" ? `${entry.method} → ${entry.host}${entry.path}` : `${entry.method} ${entry.path}`), " ",
      el("span", { class: "quiet" }, [entry.client_id, entry.account, entry.grant_type].filter(Boolean).join(" · "))), " ",
    el("span", { class: `badge ${entry.outcome}` }, `${entry.status || "…"} ${entry.outcome}`), " ",
    entry.reason ? el("span", { class: "reason quiet" }, entry.reason) : "",
  );
}
