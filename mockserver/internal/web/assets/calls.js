// The calls of the control API that come in kinds, by kind.

import { get, post, remove } from "./api.js";
import { messagesUpToDate } from "./message_list.js";
import { upToDate } from "./token_list.js";

// lists ask for all things of a kind, given those that are known.
export const lists = {
  messages: (known) => messagesUpToDate(known, (query) => get("messages", query)),
  tokens: (known) => upToDate(known, (query) => get("tokens", query)),
  faults: () => get("faults"),
  decisions: () => get("decisions"),
  clients: () => get("clients"),
  accounts: () => get("accounts"),
  presets: () => get("presets"),
  outcomes: () => get("outcomes"),
  webhooks: () => get("webhooks"),
  audits: () => get("audits"),
  snapshots: () => get("snapshots"),
};

// addOne gives an order of a kind.
export const addOne = {
  faults: (fault) => post("faults", fault),
  decisions: (decision) => post("decisions", decision),
  outcomes: (script) => post("outcomes", script),
};

// removeOne takes one thing of a kind away, by its number or name.
export const removeOne = {
  faults: (id) => remove(`faults/${id}`),
  decisions: (id) => remove(`decisions/${id}`),
  outcomes: (id) => remove(`outcomes/${id}`),
  clients: (id) => remove(`clients/${encodeURIComponent(id)}`),
  audits: (id) => remove(`audits/${id}`),
  snapshots: (name) => remove(`snapshots/${encodeURIComponent(name)}`),
  accounts: (name) => remove(`accounts/${encodeURIComponent(name)}`),
};

// clear takes the things of a kind away that are an owner's.
export const clear = {
  requests: (owner) => remove("requests", owner),
  messages: (owner) => remove("messages", owner),
  faults: (owner) => remove("faults", owner),
  decisions: (owner) => remove("decisions", owner),
  outcomes: (owner) => remove("outcomes", owner),
};

// end ends the tokens that a filter chooses.
export const end = {
  expire: (filter) => post("tokens/expire", filter),
  revoke: (filter) => post("tokens/revoke", filter),
};
