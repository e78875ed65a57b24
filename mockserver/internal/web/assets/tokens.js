// The tokens as families: a code, the tokens that it bought, and those that took
// their place.

import { address, go, onAddress } from "./address.js";
import { post } from "./api.js";
import { end } from "./calls.js";
import { copyButton } from "./copy.js";
import { button, byID, el, keep } from "./dom.js";
import { labelled, onSubmit } from "./form.js";
import { expireTokens, revokeTokens } from "./levers.js";
import { clockTime, now, timeLeft } from "./moment.js";
import { attempt } from "./notice.js";
import { scope, within } from "./scope.js";
import { known, on, refresh } from "./store.js";
import { families } from "./families.js";
import { aged } from "./token_list.js";
import { matcher } from "./token_search.js";
import { t, tn } from "./words.js";

const most = 100; // families that are shown

const kinds = () => ({ code: t("code"), access_token: t("access token"), refresh_token: t("refresh token") });

export function buildTokens() {
  const mint = el("form", { id: "mint", class: "stack" },
    el("div", { class: "fields" },
      labelled(t("Client"), el("input", { name: "client_id", list: "client-ids" })), labelled(t("Account"), el("input", { name: "account", list: "account-names" })),
      labelled(t("Scope"), el("input", { name: "scope" })), labelled(t("Lifetime"), el("input", { name: "expires_in", "data-as": "duration", placeholder: "1h" })),
      labelled(t("Access token"), el("input", { name: "access_token", placeholder: t("40 random digits") })),
      labelled(t("State"), el("select", { name: "state" }, ["", "expired", "revoked"].map((value) => el("option", { value }, value ? t(value) : t("valid")))))),
    el("p", { class: "problem", role: "alert" }), el("div", { class: "row" }, el("button", { class: "primary" }, t("Mint"))), el("dl", { id: "minted", class: "pairs" }));
  onSubmit(mint, async (order) => {
    const minted = await post("tokens", { ...scope(), ...order });
    byID("minted").replaceChildren(...["access_token", "refresh_token"].map((name) => el("div", {}, el("dt", {}, kinds()[name]), el("dd", {}, minted[name], " ", copyButton(t("Copy"), kinds()[name], () => minted[name])))));
    refresh("tokens");
  });
  return el("section", { id: "view-tokens", class: "view", "aria-busy": "true", role: "tabpanel", "aria-labelledby": "tab-tokens" },
    el("div", { class: "toolbar" },
      el("label", { class: "visually-hidden", for: "token-search" }, t("Search tokens")),
      el("input", { id: "token-search", type: "search", placeholder: t("Search, such as token:68cd user:jane state:expired"), autocomplete: "off", spellcheck: "false", input: (event) => go({ q: event.target.value }, { replace: true }) }),
      el("span", { id: "token-count", class: "quiet", role: "status" }),
      button(t("Expire access tokens …"), expireTokens, { id: "expire-all" }),
      button(t("Revoke all …"), revokeTokens, { id: "revoke-all", class: "danger" })),
    el("details", { class: "card" }, el("summary", {}, t("Mint tokens")), mint),
    el("ol", { id: "families", class: "families" }),
    el("p", { id: "tokens-none", class: "empty quiet" }));
}

function draw() {
  if (byID("view-tokens").hidden) return;
  const { q = "" } = address();
  if (byID("token-search").value !== q) byID("token-search").value = q;
  const all = known.tokens.filter(within);
  const matches = matcher(q);
  const found = families(all).filter((family) => family.some(matches));
  keep(byID("families"), found.slice(0, most), ([first]) => `${first.kind} ${first.token}`, familyRow, (family) => JSON.stringify(family.map((token) => [token.token, token.state, token.expires_at, token.reused])));
  const valid = all.filter((token) => token.state === "valid").length;
  byID("token-count").textContent = t("{valid} valid of {n}", { valid, n: all.length }) + (found.length > most ? t(", the youngest {most} families shown", { most }) : "");
  byID("tokens-none").hidden = found.length > 0;
  byID("tokens-none").textContent = all.length > 0 ? t("No token matches what you look for.") : t("No code or token has been issued.");
}

function familyRow(family) {
  const [first] = family;
  return el("li", { class: "card family", "data-testid": "family" },
    el("p", { class: "row" }, el("strong", {}, `${first.client_id} · ${first.account}`), el("span", { class: "quiet scope" }, first.scope),
      family.some(({ state }) => state === "valid") && button(t("Revoke the family"), () => attempt(() => revokeFamily(family)), { class: "small", "data-act": "revoke-family" })),
    el("ol", {}, family.map(tokenRow)));
}

async function revokeFamily(family) {
  for (const { token, kind, state } of family) if (state === "valid") await end.revoke({ token, kind });
  refresh("tokens");
}

function tokenRow(token) {
  const valid = token.state === "valid";
  const name = kinds()[token.kind];
  return el("li", { class: "token", "data-testid": "token", "data-token": token.token, "data-state": token.state },
    el("span", { class: `badge ${token.state}` }, t(token.state)), el("span", { class: "kind" }, name), el("code", {}, token.token),
    el("span", { class: "left" }, valid && (token.expires_at ? el("span", { "data-until": token.expires_at }, timeLeft(token.expires_at)) : t("for ever"))),
    el("span", { class: "quiet small" }, history(token)),
    el("span", { class: "row buttons" },
      copyButton(t("Copy"), name, () => token.token, { "data-act": "copy", "aria-label": t("Copy {name}", { name }) }),
      lever("expire", t("Expire"), token, !valid, name), lever("revoke", t("Revoke"), token, !valid && token.state !== "expired", name)));
}

const lever = (how, label, { token, kind }, disabled, name) => el("button", {
  type: "button", class: "small", disabled, "data-act": how, "aria-label": `${label}: ${name}`,
  click: () => attempt(async () => { await end[how]({ token, kind }); refresh("tokens"); }),
}, label);

function history(token) {
  const by = (id) => (id ? [" ", el("a", { href: `#activity?request=${id}` }, t("request {n}", { n: id }))] : []);
  return [
    `${t("issued")} ${clockTime(token.issued_at)}`, ...by(token.issued_by),
    ...(token.ended_at ? [`, ${t(token.state)} ${clockTime(token.ended_at)}`, ...by(token.ended_by)] : []),
    token.reused > 0 ? `, ${tn(token.reused, "presented once more", "presented {n} times more")}` : "",
  ];
}

// age has tokens expire whose time is over, without asking for them, and reports
// whether there are any.
function age() {
  const before = known.tokens;
  known.tokens = aged(before, now());
  return known.tokens !== before;
}

export function startTokens() {
  for (const what of ["tokens", "day"]) on(what, () => { age(); draw(); });
  on("clock", () => { if (age()) draw(); });
  onAddress(draw);
}
