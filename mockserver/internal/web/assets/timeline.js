// What became of a message, from the moment that the gateway took it to the last
// attempt of its webhooks.

import { el } from "./dom.js";
import { keysOf } from "./lineage.js";
import { clockTime } from "./moment.js";
import { badge } from "./request_row.js";
import { known } from "./store.js";
import { t } from "./words.js";

// attempts returns the webhooks that tell of messages, by the id of the message.
export function attempts() {
  const byMessage = new Map();
  for (const entry of known.entries.values()) {
    if (entry.endpoint !== "webhook") continue;
    for (const key of new Set(keysOf(entry))) byMessage.set(key, [...(byMessage.get(key) ?? []), entry]);
  }
  return (id) => byMessage.get(`message ${id}`) ?? [];
}

// timeline is a message's; tried are the attempts of its webhooks.
export function timeline(message, tried) {
  const steps = [
    el("li", {}, message.direction === "inbound" ? t("received") : t("taken"), message.request ? [" ", el("a", { href: `#activity?request=${message.request}` }, t("by request {n}", { n: message.request }))] : ""),
    message.scheduled_for && el("li", {}, t("for {moment}", { moment: clockTime(message.scheduled_for) })),
    message.cancelled && el("li", {}, t("cancelled")),
    !message.cancelled && message.status && el("li", { class: "status", "data-status": message.status }, message.status.toLowerCase()),
    ...tried.map((entry) => el("li", { "data-testid": "attempt" }, el("a", { href: `#activity?request=${entry.id}` }, t("webhook")), " ", badge(entry), ` ${clockTime(entry.time)} `, entry.reason)),
  ];
  return el("ol", { class: "timeline quiet small", "aria-label": t("What became of it") }, steps);
}
