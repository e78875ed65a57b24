// The world: clients and accounts as rows to edit, snapshots, and the world as a
// file.

import { onAddress } from "./address.js";
import { get, post, remove } from "./api.js";
import { lists, removeOne } from "./calls.js";
import { ask } from "./dialog.js";
import { button, byID, el, keep } from "./dom.js";
import { labelled, onSubmit } from "./form.js";
import { attempt } from "./notice.js";
import { known, on, refresh } from "./store.js";
import { t } from "./words.js";

export function buildWorld() {
  return el("section", { id: "view-world", class: "view", role: "tabpanel", "aria-labelledby": "tab-world" },
    el("div", { class: "toolbar" },
      button(t("Export YAML"), () => attempt(exportYAML), { id: "export" }),
      button(t("Save snapshot …"), saveSnapshot, { id: "snapshot-save" }),
      el("span", { id: "snapshots", class: "row" })),
    el("div", { class: "columns" },
      el("section", { class: "card stack" }, el("h2", {}, t("Clients")), el("ul", { id: "client-list", class: "list" }), el("details", {}, el("summary", {}, t("Add or replace a client")), clientForm())),
      el("section", { class: "card stack" }, el("h2", {}, t("Accounts")), el("ul", { id: "account-list", class: "list" }), el("details", {}, el("summary", {}, t("Add or replace an account")), accountForm()))),
    el("details", { class: "card" }, el("summary", {}, t("Magic numbers")), el("p", { class: "quiet" }, t("Recipients that cause a certain result.")), el("dl", { id: "magic-numbers", class: "pairs" })));
}

function clientForm() {
  const form = el("form", { id: "client-form", class: "stack" }, el("div", { class: "fields" },
    labelled("client_id", el("input", { name: "id", required: true })),
    labelled(t("Name"), el("input", { name: "name" })),
    labelled(t("Secrets"), el("textarea", { name: "secrets", rows: "2", "data-as": "lines" })),
    labelled(t("Public"), el("input", { name: "public", type: "checkbox" })),
    labelled(t("Redirect URIs"), el("textarea", { name: "redirect_uris", rows: "2", "data-as": "lines" })),
    labelled(t("Scopes"), el("input", { name: "scopes", "data-as": "words" })),
    labelled(t("Decision"), decisions("authorize.decision")),
    labelled(t("Lifetime of access tokens"), el("input", { name: "lifetimes.access_token", placeholder: "1h" })),
    labelled("PKCE", el("select", { name: "pkce" }, ["", "ignore", "verify", "require"].map((value) => el("option", { value }, value || t("as the world says"))))),
    labelled(t("Anything else, as JSON"), el("textarea", { name: "*", rows: "2" }))),
  el("p", { class: "problem", role: "alert" }), el("div", { class: "row" }, el("button", { class: "primary" }, t("Save"))));
  onSubmit(form, async (client) => { await post("clients", client); refresh("clients"); });
  return form;
}

function accountForm() {
  const form = el("form", { id: "account-form", class: "stack" }, el("div", { class: "fields" },
    labelled(t("Name"), el("input", { name: "name", required: true })),
    labelled(t("Number of the account"), el("input", { name: "user_id", type: "number", "data-as": "number" })),
    labelled(t("E-mail"), el("input", { name: "email" })),
    labelled(t("Company"), el("input", { name: "company" })),
    labelled(t("Balance"), el("input", { name: "balance", placeholder: "100.0000" })),
    labelled(t("API keys"), el("textarea", { name: "api_keys", rows: "2", "data-as": "lines" })),
    labelled(t("Decision"), decisions("authorize.decision")),
    labelled(t("Anything else, as JSON"), el("textarea", { name: "*", rows: "2" }))),
  el("p", { class: "problem", role: "alert" }), el("div", { class: "row" }, el("button", { class: "primary" }, t("Save"))));
  onSubmit(form, async (account) => { await post("accounts", account); refresh("accounts"); });
  return form;
}

const decisions = (name) => el("select", { name }, ["", "approve", "deny", "prompt"].map((value) => el("option", { value }, value ? t(value) : t("as the world says"))));

function draw() {
  offer("client-ids", known.clients.map(({ id }) => id));
  offer("account-names", known.accounts.map(({ name }) => name));
  if (byID("view-world").hidden) return;
  keep(byID("client-list"), known.clients, (client) => client.id, clientRow);
  keep(byID("account-list"), known.accounts, (account) => account.name, accountRow);
  attempt(drawSnapshots);
  attempt(drawMagicNumbers);
}

async function drawMagicNumbers() {
  const { gateway } = await get("world");
  keep(byID("magic-numbers"), gateway?.magic_numbers ?? [], ({ number }) => number, ({ number, code, status, call }) => el("div", {},
    el("dt", {}, `+${number}`), el("dd", {}, [code, status, call].filter(Boolean).join(", "))));
}

function offer(id, all) {
  const same = (value) => value;
  keep(byID(id), all, same, (value) => el("option", { value }), same);
}

function clientRow(client) {
  return el("li", { "data-testid": "client", "data-id": client.id },
    el("div", {}, el("strong", {}, client.id), client.name && ` ${client.name}`, client.public && [" ", el("span", { class: "badge" }, t("public"))],
      facts({
        [t("Secrets")]: client.secrets, [t("Redirect URIs")]: client.redirect_uris ?? [t("any")], [t("Scopes")]: client.scopes, [t("Grants")]: client.grant_types,
        [t("Decision")]: client.authorize?.decision, PKCE: client.pkce,
      })),
    el("span", { class: "row" }, editButton("client-form", client, client.id), removeButton("clients", client.id)));
}

function accountRow(account) {
  return el("li", { "data-testid": "account", "data-name": account.name },
    el("div", {}, el("strong", {}, account.name), account.company && ` ${account.company}`,
      facts({ [t("Number of the account")]: account.user_id, [t("E-mail")]: account.email, [t("Balance")]: `${account.balance ?? "100.0000"} EUR`, [t("API keys")]: account.api_keys, [t("Decision")]: account.authorize?.decision,
        [t("Contacts")]: (account.contacts ?? []).map(({ firstname, lastname, nick, mobile_number: number }) => [firstname, lastname, nick && `(${nick})`, number].filter(Boolean).join(" ")),
        [t("Groups")]: (account.groups ?? []).map(({ name }) => name), [t("Webhooks")]: (account.hooks ?? []).map(({ event_type: event, target_url: target }) => `${event} ${target}`) })),
    el("span", { class: "row" },
      button("0 EUR", () => attempt(() => pay(account.name, () => 0)), { class: "small", "data-act": "broke", "aria-label": t("0 EUR: balance of {name}", { name: account.name }) }),
      button("+10", () => attempt(() => pay(account.name, (balance) => balance + 10)), { class: "small", "data-act": "pay", "aria-label": t("+10: balance of {name}", { name: account.name }) }),
      editButton("account-form", account, account.name), removeButton("accounts", account.name)));
}

// pay changes the balance that an account has by now, which may be another than
// the one that is shown.
async function pay(name, change) {
  const account = (await lists.accounts()).find((a) => a.name === name);
  await post("accounts", { ...account, balance: change(Number(account.balance ?? 100)).toFixed(4) });
  refresh("accounts");
}

// editButton fills a form with what is there.
function editButton(formID, item, name) {
  return button(t("Edit"), () => {
    const form = byID(formID);
    form.reset();
    for (const field of form.elements) {
      const value = field.name?.split(".").reduce((at, part) => at?.[part], item);
      if (value === undefined) continue;
      if (field.type === "checkbox") field.checked = value;
      else field.value = Array.isArray(value) ? value.join(field.dataset.as === "words" ? " " : "\n") : value;
    }
    form.closest("details").open = true;
    form.querySelector("input").focus();
  }, { class: "small", "data-act": "edit", "aria-label": t("Edit {name}", { name }) });
}

function removeButton(what, name) {
  return button(t("Delete …"), () => ask(t("Delete {name}?", { name }), el("p", {}, t("Its tokens, messages, faults and decisions go with it, until the next reset.")), t("Delete"), async () => {
    await removeOne[what](name);
    refresh(what, "tokens");
  }), { class: "small danger", "data-act": "delete", "aria-label": t("Delete {name}", { name }) });
}

// facts are the pairs that have a value; each of several gets a line.
function facts(all) {
  const rows = Object.entries(all).filter(([, value]) => value && String(value) !== "")
    .map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, [value].flat().join("\n"))));
  return el("dl", { class: "pairs" }, rows);
}

async function exportYAML() {
  const response = await fetch("world?state=now", { headers: { Accept: "application/yaml" } });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  const file = el("a", { href: URL.createObjectURL(new Blob([text], { type: "application/yaml" })), download: "world.yaml" });
  file.click();
  URL.revokeObjectURL(file.href);
  return t("Saved as world.yaml.");
}

function saveSnapshot() {
  const name = el("input", { id: "snapshot-name", value: `${new Date().toISOString().slice(0, 16).replace(/\W/g, "-")}` });
  ask(t("Save a snapshot"), el("div", { class: "fields" }, labelled(t("Name"), name)), t("Save"), async () => {
    await post(`snapshots/${encodeURIComponent(name.value)}`);
    await drawSnapshots();
    return t("Saved.");
  });
}

async function drawSnapshots() {
  const all = await get("snapshots").catch(() => []);
  const named = all.map((snapshot) => snapshot.name ?? snapshot);
  keep(byID("snapshots"), named, (name) => name, (name) => el("span", { class: "chip" },
    button(name, () => ask(t("Restore {name}?", { name }), el("p", {}, t("The state of now is replaced by the saved one.")), t("Restore"), async () => {
      await post(`snapshots/${encodeURIComponent(name)}/restore`);
      return t("Restored.");
    }), { class: "ghost" }),
    button("×", () => attempt(async () => { await remove(`snapshots/${encodeURIComponent(name)}`); await drawSnapshots(); }), { class: "ghost", "aria-label": t("Delete {name}", { name }) })), (name) => name);
}

export function startWorld() {
  on("clients", draw);
  on("accounts", draw);
  onAddress(draw);
}
