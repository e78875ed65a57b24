// Suggests clients and accounts to the fields that want the name of one: those
// that have what is typed so far in them. There may be thousands.

import { byID, el, keep } from "./dom.js";
import { known, on } from "./store.js";

const most = 50; // suggestions at a time

const names = { "client-ids": () => known.clients.map(({ id }) => id), "account-names": () => known.accounts.map(({ name }) => name) };

export const buildSuggestions = () => Object.keys(names).map((id) => el("datalist", { id }));

// suggest fills the list of a field, if it has one of these.
function suggest(field) {
  const list = field.getAttribute?.("list");
  if (!(list in names)) return;
  const wanted = field.value.toLowerCase();
  const same = (value) => value;
  keep(byID(list), names[list]().filter((name) => name.toLowerCase().includes(wanted)).slice(0, most), same, (value) => el("option", { value }), same);
}

export function startSuggestions() {
  for (const event of ["focusin", "input"]) document.addEventListener(event, ({ target }) => suggest(target));
  for (const what of ["clients", "accounts"]) on(what, () => suggest(document.activeElement));
}
