// Codes and tokens: what has become of each, and levers to end them.

import { get, post } from "./api.js";
import { clockTime, timeLeft } from "./clock.js";
import { copyButton } from "./copy.js";
import { byID, el, keep } from "./dom.js";
import { onSubmit, values } from "./form.js";
import { later } from "./live.js";
import { attempt } from "./notice.js";

const most = 200; // rows that are shown

const kinds = { code: "code", access_token: "access token", refresh_token: "refresh token" };

export async function refreshTokens() {
  const all = (await get("tokens", values(byID("token-filter")))).reverse();
  keep(byID("token-list"), all.slice(0, most), (token) => `${token.kind} ${token.token}`, row, print);
  byID("token-list").hidden = all.length === 0;
  byID("tokens-none").hidden = all.length > 0;
  const valid = all.filter((token) => token.state === "valid").length;
  byID("token-count").textContent = `${valid} valid of ${all.length}${all.length > most ? `, the youngest ${most} shown` : ""}`;
}

// print leaves the seconds away, which change by themselves.
const print = (token) => JSON.stringify({ ...token, expires_in: 0 });

function row(token) {
  const valid = token.state === "valid";
  return el("li", { class: "token", "data-testid": "token", "data-token": token.token, "data-state": token.state },
    el("code", {}, token.token),
    el("span", { class: "row buttons" },
      copyButton("Copy", "Token", () => token.token, { "data-act": "copy", "aria-label": `Copy ${kinds[token.kind]}` }),
      lever("expire", "Expire", token, !valid),
      lever("revoke", "Revoke", token, token.state === "revoked" || token.state === "used")),
    el("span", { class: "row" },
      el("span", { class: `badge ${token.state}` }, token.state),
      el("strong", {}, kinds[token.kind]),
      valid && el("span", {}, token.expires_at ? [el("span", { "data-until": token.expires_at }, timeLeft(token.expires_at)), " left"] : "for ever"),
      el("span", { class: "quiet" }, `${token.client_id} · ${token.account} · ${token.scope}`)),
    el("span", { class: "quiet small" }, history(token)));
}

const lever = (how, label, token, disabled) => el("button", {
  type: "button", class: "small", disabled, "data-act": how,
  "aria-label": `${label} ${kinds[token.kind]} of ${token.client_id}`,
  click: () => end(how, token),
}, label);

function history(token) {
  const by = (id) => (id ? [" by ", el("a", { href: `#request-${id}` }, `request ${id}`)] : []);
  return [
    `issued ${clockTime(token.issued_at)}`, ...by(token.issued_by),
    ...(token.ended_at ? [`, ${token.state} ${clockTime(token.ended_at)}`, ...by(token.ended_by)] : []),
    token.reused > 0 ? `, presented ${token.reused === 1 ? "once" : `${token.reused} times`} more` : "",
  ];
}

// enders are the two levers that end tokens.
const enders = {
  expire: (filter) => post("tokens/expire", filter),
  revoke: (filter) => post("tokens/revoke", filter),
};

const end = (how, { token, kind }) => attempt(async () => {
  await enders[how]({ token, kind });
  await refreshTokens();
});

function endAll(how, done) {
  return attempt(async () => {
    const { changed } = await enders[how](values(byID("token-filter")));
    await refreshTokens();
    return `${changed} ${done}.`;
  });
}

export function startTokens() {
  const filter = byID("token-filter");
  filter.addEventListener("input", later(200, () => attempt(refreshTokens)));
  filter.addEventListener("submit", (event) => event.preventDefault());
  byID("tokens-expire").addEventListener("click", () => endAll("expire", "expired"));
  byID("tokens-revoke").addEventListener("click", () => endAll("revoke", "revoked"));
  onSubmit(byID("mint-form"), async (order) => {
    const minted = await post("tokens", order);
    byID("minted").replaceChildren(...["access_token", "refresh_token", "scope"].filter((name) => minted[name])
      .map((name) => el("div", {}, el("dt", {}, name), el("dd", {}, minted[name]))));
    await refreshTokens();
  });
}
