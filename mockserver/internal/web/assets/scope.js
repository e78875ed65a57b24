// Whose things are shown and aimed at: everybody's, a client's or an account's.
// Two testers on one double stay apart by it.

import { address, go, onAddress } from "./address.js";
import { byID, el, keep } from "./dom.js";
import { known, on } from "./store.js";
import { t } from "./words.js";

// scope returns the fields that levers and filters take.
export function scope() {
  const { client, user } = address();
  return client ? { client_id: client } : user ? { account: user } : {};
}

// within reports whether something with client_id and account is in the scope.
export function within(thing) {
  const { client_id, account } = scope();
  return (!client_id || thing.client_id === client_id) && (!account || thing.account === account);
}

// ownerName says whose things the scope is about, for people.
export const ownerName = () => (Object.keys(scope()).length > 0 ? scopeName() : t("everybody"));

// scopeName says what the scope is, for people.
export function scopeName() {
  const { client_id, account } = scope();
  return client_id ? t("client {name}", { name: client_id }) : account ? t("account {name}", { name: account }) : t("everything");
}

const value = ({ client, user }) => (client ? `client ${client}` : user ? `user ${user}` : "");

const most = 100; // names of a kind to choose from; there may be thousands

// group offers the first names of a kind, and says where the others are. The one
// that is chosen is among them.
function group(key, label, names) {
  const chosen = value(address());
  const options = names.filter((name, i) => i < most || `${key} ${name}` === chosen);
  return { key, label, options: options.map((name) => [`${key} ${name}`, name]), more: names.length - options.length };
}

function draw() {
  const picker = byID("scope");
  const now = value(address());
  const groups = [
    { key: "all", options: [["", t("Everything")]] },
    group("client", t("Clients"), known.clients.map(({ id }) => id)),
    group("user", t("Accounts"), known.accounts.map(({ name }) => name)),
  ];
  if (now && !groups.some(({ options }) => options.some(([v]) => v === now))) groups.push({ key: "gone", label: t("Gone"), options: [[now, now.replace(/^\w+ /, "")]] });
  keep(picker, groups, ({ key }) => key, ({ key, label, options, more }) => (key === "all"
    ? el("option", { value: "" }, options[0][1])
    : el("optgroup", { label }, options.map(([v, text]) => el("option", { value: v }, text)), more > 0 && el("option", { disabled: true }, t("{n} more: by Ctrl K", { n: more })))));
  picker.value = now;
}

export function startScope() {
  byID("scope").addEventListener("change", (event) => {
    const [, kind, name] = /^(client|user) (.*)$/s.exec(event.target.value) ?? [];
    go({ client: undefined, user: undefined, ...(kind ? { [kind]: name } : {}) });
  });
  on("clients", draw);
  on("accounts", draw);
  onAddress(draw);
}
