// The webhooks: who has subscribed, and what came of each delivery.

import { onAddress } from "./address.js";
import { post } from "./api.js";
import { button, byID, el, keep } from "./dom.js";
import { clockTime, timeLeft } from "./moment.js";
import { attempt } from "./notice.js";
import { within } from "./scope.js";
import { known, on, refresh } from "./store.js";
import { t, tn } from "./words.js";

const most = 50; // deliveries that are shown

export function buildWebhooks() {
  return el("details", { id: "webhooks", class: "card", toggle: draw }, el("summary", {}, t("Webhooks"), " ", el("span", { id: "webhook-count", class: "quiet" })),
    el("h2", {}, t("Subscriptions")), el("ul", { id: "subscriptions", class: "list" }),
    el("p", { id: "subscriptions-none", class: "quiet" }, t("Nobody has subscribed. An application does so at /api/hooks, a world file by an account’s hooks.")),
    el("h2", {}, t("Deliveries")), el("ul", { id: "deliveries", class: "list" }));
}

function draw() {
  const { subscriptions, deliveries } = known.webhooks;
  const own = deliveries.filter(within).reverse();
  const subscribed = subscriptions.filter(within);
  byID("webhook-count").textContent = `${tn(subscribed.length, "{n} subscription", "{n} subscriptions")}, ${tn(own.length, "{n} delivery", "{n} deliveries")}`;
  byID("subscriptions-none").hidden = subscribed.length > 0;
  keep(byID("subscriptions"), subscribed, ({ id }) => id, (s) => el("li", {}, el("span", {}, el("strong", {}, s.event), ` ${s.method} ${s.url} `, el("span", { class: "quiet" }, s.account))));
  const last = byID("webhooks").open ? lastAttempts() : new Map();
  keep(byID("deliveries"), own.slice(0, most), ({ id }) => id, (d) => deliveryRow(d, last.get(d.id)), (d) => JSON.stringify([d, last.get(d.id)?.id]));
}

function deliveryRow(d, last) {
  const tried = d.attempts > 0;
  return el("li", { "data-testid": "delivery", "data-id": d.id },
    el("span", {}, el("strong", {}, d.event), ` ${d.url} `,
      tried && el("span", { class: `badge ${d.delivered ? "ok" : "refused"}` }, d.status || "—", " ", tn(d.attempts, "{n} attempt", "{n} attempts")),
      last && [" ", el("a", { href: `#activity?request=${last.id}` }, t("request {n}", { n: last.id })), " ", el("time", { class: "quiet", datetime: last.time }, clockTime(last.time))],
      d.error && el("span", { class: "quiet" }, ` ${d.error}`),
      d.due && el("span", { class: "quiet" }, ` ${t("next")} ${clockTime(d.due)} `, el("span", { "data-until": d.due }, timeLeft(d.due)))),
    sendAgain(d.id));
}

// sendAgain is a button that sends a webhook again, by its number.
export const sendAgain = (id) => button(t("Send again"), () => attempt(async () => {
  await post(`webhooks/${id}/again`);
  refresh("webhooks");
  return t("Webhook {id} is sent again.", { id });
}), { class: "small", "aria-label": t("Send webhook {id} again", { id }) });

// lastAttempts returns the attempt of each webhook that came last, by its number.
const lastAttempts = () => new Map([...known.entries.values()].filter(({ webhook }) => webhook).map((entry) => [entry.webhook, entry]));

export function startWebhooks() {
  on("webhooks", draw);
  on("entries", () => { if (byID("webhooks").open && !byID("view-messages").hidden) draw(); }); // which name the last attempts
  onAddress(draw); // the scope
}
