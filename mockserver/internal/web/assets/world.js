// Clients and accounts: those that exist, and forms to add more.

import { get, post, remove } from "./api.js";
import { byID, el, keep } from "./dom.js";
import { onSubmit } from "./form.js";
import { attempt, notice } from "./notice.js";

export async function refreshWorld() {
  const [clients, accounts] = await Promise.all([get("clients"), get("accounts")]);
  keep(byID("client-list"), clients, (c) => c.id, clientRow);
  keep(byID("account-list"), accounts, (a) => a.name, accountRow);
  offer("client-ids", clients.map((c) => c.id));
  offer("account-names", accounts.map((a) => a.name));
  offer("reset-client", ["", ...clients.map((c) => c.id)]);
}

// offer makes the options of a list those values. What has been chosen stays.
function offer(id, all) {
  const same = (value) => value;
  keep(byID(id), all, same, (value) => el("option", { value }, value || "No, everything"), same);
}

function clientRow(c) {
  return el("li", { "data-testid": "client", "data-id": c.id },
    el("strong", {}, c.id), c.name ? ` ${c.name}` : "", c.public ? [" ", el("span", { class: "badge" }, "public")] : "",
    facts({
      secrets: c.secrets, "redirect URIs": c.redirect_uris ?? ["any"], scopes: c.scopes, grants: c.grant_types,
      decision: c.authorize?.decision, "plays account": c.authorize?.account, PKCE: c.pkce,
    }),
    removal(`client ${c.id}`, () => remove(`clients/${encodeURIComponent(c.id)}`)));
}

// removal is the button that takes a client or an account away.
function removal(what, takeAway) {
  const click = () => attempt(async () => {
    await takeAway();
    await refreshWorld();
    return `${what[0].toUpperCase()}${what.slice(1)} is gone, with everything that it had.`;
  });
  return el("button", { type: "button", class: "small", "data-act": "remove", "aria-label": `Remove ${what}`, click }, "Remove");
}

function accountRow(a) {
  return el("li", { "data-testid": "account", "data-name": a.name },
    el("strong", {}, a.name), a.company ? ` ${a.company}` : "",
    facts({ "user id": a.user_id, email: a.email, alias: a.alias, balance: a.balance && `${a.balance} EUR`, "API keys": a.api_keys, decision: a.authorize?.decision }),
    removal(`account ${a.name}`, () => remove(`accounts/${encodeURIComponent(a.name)}`)));
}

// facts are the pairs that have a value; each of several gets a line.
function facts(all) {
  const rows = Object.entries(all).filter(([, value]) => value && String(value) !== "")
    .map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, [value].flat().join("\n"))));
  return el("dl", { class: "pairs" }, rows);
}

export function startWorld() {
  onSubmit(byID("client-form"), async (client) => {
    await post("clients", client);
    await refreshWorld();
    notice(`Client ${client.id} is registered until the next reset.`);
  });
  onSubmit(byID("account-form"), async (account) => {
    await post("accounts", account);
    await refreshWorld();
    notice(`Account ${account.name} is there until the next reset.`);
  });
}
