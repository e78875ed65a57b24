// The scenarios by symptom: what a person would call what goes wrong, and what
// orders it. Those that no card names are the ready-made faults as they are.

import { post } from "./api.js";
import { end } from "./calls.js";
import { scope } from "./scope.js";
import { known, refresh } from "./store.js";
import { t } from "./words.js";

const fault = (order) => async (times) => { await post("faults", { ...order, ...scope(), times }); refresh("faults"); };
const decision = (order) => async (times) => { await post("decisions", { ...order, ...scope(), times }); refresh("decisions"); };
const outcome = (order) => async (times) => { await post("outcomes", { ...order, ...scope(), times }); refresh("outcomes"); };
const tokens = (how, kind) => async () => { await end[how]({ ...scope(), kind }); refresh("tokens"); };

// written are the cards with words of their own; once says that a card acts at
// once instead of arming something.
const written = () => [
  { id: "user-says-no", group: t("The user"), title: t("The user said no"), about: t("access_denied comes back instead of a code."), order: { decision: "deny" }, act: decision({ decision: "deny" }) },
  { id: "user-is-asked", group: t("The user"), title: t("The user is asked"), about: t("The consent page is shown, and a person decides."), order: { decision: "prompt" }, act: decision({ decision: "prompt" }) },
  { id: "server-error-at-login", group: t("The user"), title: t("The login is out of order"), about: t("server_error comes back instead of a code."), order: { error: "server_error" }, act: decision({ error: "server_error" }) },
  { id: "less-scope", group: t("The user"), title: t("Less is granted than was asked for"), about: t("The user leaves only sms ticked."), order: { decision: "approve", scope: "sms" }, act: decision({ decision: "approve", scope: "sms" }) },
  { id: "token-expired", group: t("Tokens"), title: t("The access token has expired"), about: t("Every access token is over now; refresh tokens stay good."), once: true, act: tokens("expire", "access_token") },
  { id: "refresh-token-gone", group: t("Tokens"), title: t("The refresh token is gone"), about: t("Every refresh token is revoked now, as if it had been rotated away."), once: true, act: tokens("revoke", "refresh_token") },
  { id: "everything-revoked", group: t("Tokens"), title: t("The user disconnected the application"), about: t("Every token is revoked now."), once: true, act: tokens("revoke") },
  { id: "token-endpoint-down", group: t("The token endpoint"), title: t("The token endpoint is down"), about: t("503 with a plain text."), order: { preset: "token-unavailable" }, act: fault({ preset: "token-unavailable" }) },
  { id: "refresh-answer-lost", group: t("The token endpoint"), title: t("The answer to a refresh is lost"), about: t("It is carried out, and its answer never arrives."), order: { preset: "response-lost", endpoint: "token", grant_type: "refresh_token" }, act: fault({ preset: "response-lost", endpoint: "token", grant_type: "refresh_token" }) },
  { id: "too-many-requests", group: t("The gateway"), title: t("Too many requests"), about: t("429 with Retry-After: 30 at /api/sms."), order: { preset: "rate-limited", endpoint: "sms" }, act: fault({ preset: "rate-limited", endpoint: "sms" }) },
  { id: "no-credit", group: t("The gateway"), title: t("No credit is left"), about: t("The next message is refused with code 500, with HTTP 200."), order: { code: 500 }, act: outcome({ code: 500 }) },
  { id: "sms-undeliverable", group: t("The gateway"), title: t("The SMS is undeliverable"), about: t("It is taken, and its delivery report says NOTDELIVERED."), order: { statuses: [{ status: "NOTDELIVERED" }], channel: "sms" }, act: outcome({ channel: "sms", statuses: [{ status: "NOTDELIVERED" }] }) },
  { id: "gateway-down", group: t("The gateway"), title: t("The gateway is down"), about: t("502 with a proxy’s page at /api/sms."), order: { preset: "bad-gateway", endpoint: "sms" }, act: fault({ preset: "bad-gateway", endpoint: "sms" }) },
  { id: "everything-slow", group: t("The network"), title: t("Everything is slow"), about: t("Each answer comes after 10 s."), order: { preset: "slow", endpoint: "*" }, act: fault({ preset: "slow", endpoint: "*" }) },
  { id: "everything-hangs", group: t("The network"), title: t("Nothing answers"), about: t("The connection stays open, and no answer comes."), order: { preset: "hang", endpoint: "*" }, act: fault({ preset: "hang", endpoint: "*" }) },
];

// cards returns the written ones and, behind them, the ready-made faults.
export function cards() {
  const presets = known.presets.map(({ name, endpoint, about }) => ({
    id: `preset-${name}`, group: t("Ready-made faults"), title: name, about, lang: "en", order: { preset: name, endpoint }, act: fault({ preset: name, endpoint }),
  }));
  return [...written(), ...presets];
}

// arm orders what a card stands for, and says so.
export async function arm(card, times) {
  await card.act(times);
  if (card.once) return t("Done: {title}.", { title: card.title });
  return times < 0 ? t("Armed until taken back: {title}.", { title: card.title }) : t("Armed {n} ×: {title}.", { n: times, title: card.title });
}
