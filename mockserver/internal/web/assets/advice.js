// What to do next about a request: do it again, have the same happen to the next
// one, or prevent what happened.

import { again, canAgain } from "./again.js";
import { button } from "./dom.js";
import { mint } from "./mint.js";
import { attempt } from "./notice.js";
import { give, takeBack } from "./orders.js";
import { errorOf, outcomeOf } from "./outcome.js";
import { known } from "./store.js";
import { firstOf, locationOf } from "./values.js";
import { sendAgain } from "./webhooks.js";
import { t } from "./words.js";

const mintFor = (entry) => mint({ client_id: entry.client_id, account: entry.account });

// Levers that prevent a refusal for the reason that its reason gives.
const cures = [
  { reason: /access token expired/, label: () => t("Mint a fresh token"), act: mintFor },
  { reason: /the token has|there is no token|never issued|was revoked/, label: () => t("Mint a token that fits"), act: mintFor },
];

// struckBy returns the order that a request met, as its reason names it, as its kind
// and number, while it can still be taken back; undefined if there is none.
export function struckBy(entry) {
  const [kind, pattern] = entry.outcome === "faulted" ? ["faults", /\(number (\d+)\)/] : ["decisions", /decision number (\d+)/];
  const named = entry.outcome !== "ok" && pattern.exec(entry.reason ?? "")?.[1];
  return known[kind].some(({ id, spent }) => `${id}` === named && !spent) ? { kind, id: named } : undefined;
}

// advice returns the buttons that make sense for a request.
export function advice(entry) {
  if (entry.outcome === "pending") return [];
  if (entry.endpoint === "webhook") return [entry.webhook && sendAgain(entry.webhook)].filter(Boolean);
  const cure = entry.outcome === "refused" && cures.find(({ reason }) => reason.test(entry.reason ?? ""));
  const order = struckBy(entry);
  return [
    canAgain(entry) && button(t("Do it again"), () => attempt(() => again(entry)), { class: "small" }),
    entry.endpoint && entry.outcome !== "ok" && button(t("Have the next one answered so"), () => attempt(() => arm(entry)), { class: "small" }),
    order && button(order.kind === "faults" ? t("Take fault {n} back", { n: order.id }) : t("Take the decision back"), () => attempt(() => withdraw(order)), { class: "small" }),
    cure && button(cure.label(), () => attempt(() => cure.act(entry)), { class: "small" }),
  ].filter(Boolean);
}

// arm orders the answer of a request for the next one like it. An error that the
// user is sent back with is a decision: the redirect carries a state, which is
// another each time.
async function arm(entry) {
  const client = known.clients.some(({ id }) => id === entry.client_id) ? entry.client_id : undefined;
  const struck = known.faults.find((f) => (entry.reason ?? "").includes(`(number ${f.id})`))?.fault;
  const error = entry.endpoint === "authorize" && locationOf(entry) && errorOf(entry);
  if (error && !struck) {
    await give("decisions", { error, error_description: descriptionOf(entry), client_id: client });
  } else {
    const again = struck ?? { status: entry.status || 500, body: entry.response_body, headers: contentType(entry) };
    const grant = entry.endpoint === "token" && grants.includes(entry.grant_type) ? entry.grant_type : undefined;
    await give("faults", { ...again, endpoint: entry.endpoint, client_id: client, grant_type: grant, times: 1, after: undefined });
  }
  return t("The next request to {endpoint} is answered with {outcome}.", { endpoint: entry.endpoint, outcome: outcomeOf(entry) });
}

const grants = ["authorization_code", "refresh_token"];

const descriptionOf = (entry) => new URLSearchParams(locationOf(entry).split(/[?#]/)[1]).get("error_description") ?? undefined;

function contentType(entry) {
  const type = firstOf(entry.response_headers, "Content-Type");
  return type ? { "Content-Type": type } : undefined;
}

async function withdraw({ kind, id }) {
  await takeBack(kind, id);
  return t("Taken back.");
}
