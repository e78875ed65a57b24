// The scenarios by symptom: what a person would call what goes wrong, and what
// orders it. Those that no card names are the ready-made faults as they are.

import { end } from "./calls.js";
import { give } from "./orders.js";
import { scope } from "./scope.js";
import { known, refresh } from "./store.js";
import { t } from "./words.js";

const arming = (kind, order) => ({ order, act: (times) => give(kind, { ...order, ...scope(), times }) });
const ending = (how, kind) => ({ once: true, act: async () => { await end[how]({ ...scope(), kind }); refresh("tokens"); } });

// written are the cards with words of their own; once says that a card acts at
// once instead of arming something.
const written = () => [
  { id: "user-says-no", group: t("The user"), title: t("The user said no"), about: t("access_denied comes back instead of a code."), ...arming("decisions", { decision: "deny" }) },
  { id: "user-is-asked", group: t("The user"), title: t("The user is asked"), about: t("The consent page is shown, and a person decides."), ...arming("decisions", { decision: "prompt" }) },
  { id: "server-error-at-login", group: t("The user"), title: t("The login is out of order"), about: t("server_error comes back instead of a code."), ...arming("decisions", { error: "server_error" }) },
  { id: "less-scope", group: t("The user"), title: t("Less is granted than was asked for"), about: t("The user leaves only sms ticked."), ...arming("decisions", { decision: "approve", scope: "sms" }) },
  { id: "token-expired", group: t("Tokens"), title: t("The access token has expired"), about: t("Every access token is over now; refresh tokens stay good."), ...ending("expire", "access_token") },
  { id: "refresh-token-gone", group: t("Tokens"), title: t("The refresh token is gone"), about: t("Every refresh token is revoked now, as if it had been rotated away."), ...ending("revoke", "refresh_token") },
  { id: "everything-revoked", group: t("Tokens"), title: t("The user disconnected the application"), about: t("Every token is revoked now."), ...ending("revoke") },
  { id: "token-endpoint-down", group: t("The token endpoint"), title: t("The token endpoint is down"), about: t("503 with a plain text."), ...arming("faults", { preset: "token-unavailable" }) },
  { id: "refresh-answer-lost", group: t("The token endpoint"), title: t("The answer to a refresh is lost"), about: t("It is carried out, and its answer never arrives."), ...arming("faults", { preset: "response-lost", endpoint: "token", grant_type: "refresh_token" }) },
  { id: "too-many-requests", group: t("The gateway"), title: t("Too many requests"), about: t("429 with Retry-After: 30 at /api/sms."), ...arming("faults", { preset: "rate-limited", endpoint: "sms" }) },
  { id: "no-credit", group: t("The gateway"), title: t("No credit is left"), about: t("The next message is refused with code 500, with HTTP 200."), ...arming("outcomes", { code: 500 }) },
  { id: "sms-undeliverable", group: t("The gateway"), title: t("The SMS is undeliverable"), about: t("It is taken, and its delivery report says NOTDELIVERED."), ...arming("outcomes", { channel: "sms", statuses: [{ status: "NOTDELIVERED" }] }) },
  { id: "gateway-down", group: t("The gateway"), title: t("The gateway is down"), about: t("502 with a proxy’s page at /api/sms."), ...arming("faults", { preset: "bad-gateway", endpoint: "sms" }) },
  { id: "everything-slow", group: t("The network"), title: t("Everything is slow"), about: t("Each answer comes after 10 s."), ...arming("faults", { preset: "slow", endpoint: "*" }) },
  { id: "everything-hangs", group: t("The network"), title: t("Nothing answers"), about: t("The connection stays open, and no answer comes."), ...arming("faults", { preset: "hang", endpoint: "*" }) },
];

// cards returns the written ones and, behind them, the ready-made faults.
export function cards() {
  const presets = known.presets.map(({ name, endpoint, about }) => ({
    id: `preset-${name}`, group: t("Ready-made faults"), title: name, about, lang: "en", ...arming("faults", { preset: name, endpoint }),
  }));
  return [...written(), ...presets];
}

// arm orders what a card stands for, and says so.
export async function arm(card, times) {
  await card.act(times);
  if (card.once) return t("Done: {title}.", { title: card.title });
  return times < 0 ? t("Armed until taken back: {title}.", { title: card.title }) : t("Armed {n} ×: {title}.", { n: times, title: card.title });
}
