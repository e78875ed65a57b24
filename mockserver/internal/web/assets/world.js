// The world: clients and accounts as rows to edit, what is saved of it, and the
// numbers that cause something.

import { address, go, onAddress } from "./address.js";
import { get, post } from "./api.js";
import { lists, removeOne } from "./calls.js";
import { ask } from "./dialog.js";
import { button, byID, el, keep } from "./dom.js";
import { attempt } from "./notice.js";
import { searcher } from "./query.js";
import { drawSnapshots, exportYAML, saveSnapshot } from "./saved.js";
import { known, on, refresh } from "./store.js";
import { t } from "./words.js";
import { accountForm, clientForm, editButton } from "./world_forms.js";

export function buildWorld() {
  return el("section", { id: "view-world", class: "view", role: "tabpanel", "aria-labelledby": "tab-world" },
    el("div", { class: "toolbar" },
      el("label", { class: "visually-hidden", for: "world-search" }, t("Search clients and accounts")),
      el("input", { id: "world-search", type: "search", placeholder: t("Search clients and accounts"), autocomplete: "off", spellcheck: "false", input: (event) => go({ q: event.target.value }, { replace: true }) }),
      button(t("Export YAML"), () => attempt(exportYAML), { id: "export" }),
      button(t("Save snapshot …"), saveSnapshot, { id: "snapshot-save" }),
      el("span", { id: "saved", class: "row", hidden: true }, el("span", { class: "quiet" }, t("Restore:")), el("span", { id: "snapshots", class: "row" }))),
    el("div", { class: "columns" },
      el("section", { class: "card stack" }, el("h2", {}, t("Clients")), el("ul", { id: "client-list", class: "list" }), el("p", { id: "client-list-more", class: "quiet" }), el("details", {}, el("summary", {}, t("Add or replace a client")), clientForm())),
      el("section", { class: "card stack" }, el("h2", {}, t("Accounts")), el("ul", { id: "account-list", class: "list" }), el("p", { id: "account-list-more", class: "quiet" }), el("details", {}, el("summary", {}, t("Add or replace an account")), accountForm()))),
    el("details", { id: "magic", class: "card", toggle: drawMagicNumbers }, el("summary", {}, t("Magic numbers")), el("p", { class: "quiet" }, t("Recipients that cause a certain result.")), el("dl", { id: "magic-numbers", class: "pairs" })));
}

function draw() {
  if (byID("view-world").hidden) return;
  const { q = "" } = address();
  if (byID("world-search").value !== q) byID("world-search").value = q;
  drawList("client-list", known.clients, matcher(q), (client) => client.id, clientRow);
  drawList("account-list", known.accounts, matcher(q), (account) => account.name, accountRow);
  drawSnapshots();
}

const matcher = searcher({}, (item) => [JSON.stringify(item)]);

const mostRows = 100; // of a list; there may be thousands

// drawList shows the first that are found, and says what is missing.
function drawList(id, all, matches, key, row) {
  const found = all.filter(matches);
  keep(byID(id), found.slice(0, mostRows), key, row);
  byID(`${id}-more`).textContent = found.length > mostRows ? t("{most} of {n} are shown: search for the others.", { most: mostRows, n: found.length })
    : found.length > 0 ? "" : all.length > 0 ? t("None matches what you look for.") : t("There is none yet.");
}

// drawMagicNumbers asks for the world, which may be large, where they are looked at.
const drawMagicNumbers = () => attempt(async () => {
  if (!byID("magic").open) return;
  const { gateway } = await get("world");
  keep(byID("magic-numbers"), gateway?.magic_numbers ?? [], ({ number }) => number, ({ number, code, status, call }) => el("div", {},
    el("dt", {}, `+${number}`), el("dd", {}, [code, status, call].filter(Boolean).join(", "))));
});

function clientRow(client) {
  return el("li", { "data-testid": "client", "data-id": client.id },
    el("div", {}, el("strong", {}, client.id), client.name && [" ", el("bdi", {}, client.name)], client.public && [" ", el("span", { class: "badge" }, t("public"))]),
    el("span", { class: "row" }, editButton("client-form", () => present("clients", "id", client.id), client.id), removeButton("clients", client.id)),
    facts({
      [t("Secrets")]: client.secrets, [t("Redirect URIs")]: client.redirect_uris ?? [t("any")], [t("Scopes")]: client.scopes, [t("Grants")]: client.grant_types,
      [t("Decision")]: client.authorize?.decision, PKCE: client.pkce,
    }));
}

function accountRow(account) {
  return el("li", { "data-testid": "account", "data-name": account.name },
    el("div", {}, el("strong", {}, account.name), account.company && [" ", el("bdi", {}, account.company)]),
    el("span", { class: "row" },
      button("0 EUR", () => attempt(() => pay(account.name, () => 0)), { class: "small", "data-act": "broke", "aria-label": t("0 EUR: balance of {name}", { name: account.name }) }),
      button("+10", () => attempt(() => pay(account.name, (balance) => balance + 10)), { class: "small", "data-act": "pay", "aria-label": t("+10: balance of {name}", { name: account.name }) }),
      editButton("account-form", () => present("accounts", "name", account.name), account.name), removeButton("accounts", account.name)),
    facts({ [t("Number of the account")]: account.user_id, [t("E-mail")]: account.email, [t("Balance")]: `${account.balance ?? "100.0000"} EUR`, [t("API keys")]: account.api_keys, [t("Decision")]: account.authorize?.decision,
      [t("Contacts")]: (account.contacts ?? []).map(({ firstname, lastname, nick, mobile_number: number }) => [firstname, lastname, nick && `(${nick})`, number].filter(Boolean).join(" ")),
      [t("Groups")]: (account.groups ?? []).map(({ name }) => name), [t("Webhooks")]: (account.hooks ?? []).map(({ event_type: event, target_url: target }) => `${event} ${target}`) }));
}

// present returns a client or an account as it is by now, which may differ from
// what is shown.
async function present(kind, key, name) {
  const found = (await lists[kind]()).find((item) => item[key] === name);
  if (!found) throw new Error(t("{name} is gone.", { name }));
  return found;
}

// pay changes the balance of an account.
async function pay(name, change) {
  const account = await present("accounts", "name", name);
  await post("accounts", { ...account, balance: change(Number(account.balance ?? 100)).toFixed(4) });
  refresh("accounts");
}

function removeButton(what, name) {
  return button(t("Delete …"), () => ask(t("Delete {name}?", { name }), el("p", {}, t("Its tokens, messages, faults and decisions go with it, until the next reset.")), t("Delete"), async () => {
    await removeOne[what](name);
    refresh(what, "tokens");
  }), { class: "small danger", "data-act": "delete", "aria-label": t("Delete {name}", { name }) });
}

const mostValues = 20; // lines of a fact

// facts are the pairs that have a value; each of several gets a line.
function facts(all) {
  const rows = Object.entries(all).filter(([, value]) => value && String(value) !== "").map(([name, value]) => {
    const lines = [value].flat();
    const more = lines.length - mostValues;
    return el("div", {}, el("dt", {}, name), el("dd", {}, [...lines.slice(0, mostValues), ...(more > 0 ? [t("and {n} more", { n: more })] : [])].join("\n")));
  });
  return el("dl", { class: "pairs" }, rows);
}

export function startWorld() {
  on("clients", draw);
  on("accounts", draw);
  on("snapshots", draw);
  on("clients", drawMagicNumbers); // with which the world has changed
  onAddress(draw);
}
