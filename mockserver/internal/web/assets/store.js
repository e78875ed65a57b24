// What the dashboard knows of the server. Views read it and are told of changes.

import { get } from "./api.js";
import { lists } from "./calls.js";
import { later } from "./live.js";
import { attempt } from "./notice.js";

export const mostKept = 10000; // requests that are remembered

// known is everything that has been heard of. entries are by number, in order.
export const known = { entries: new Map(), messages: [], tokens: [], faults: [], decisions: [], outcomes: [], webhooks: { subscriptions: [], deliveries: [] }, clients: [], accounts: [], presets: [] };

const listeners = new Map(); // what -> functions

// on has a function called when something of the kind what has changed.
export function on(what, listener) {
  listeners.set(what, [...(listeners.get(what) ?? []), listener]);
}

export function tell(what) {
  for (const listener of listeners.get(what) ?? []) listener();
}

const fetched = new Set(); // kinds that some view has asked for

// fetchInto asks the server for a kind of thing.
async function fetchInto(what) {
  known[what] = await lists[what]();
  tell(what);
}

const soon = new Map(); // what -> its delayed fetch

// refresh asks for kinds of things again, soon; those that no view has needed
// yet are left alone.
export function refresh(...kinds) {
  for (const what of kinds) {
    if (!fetched.has(what)) continue;
    if (!soon.has(what)) soon.set(what, later(250, () => attempt(() => fetchInto(what))));
    soon.get(what)();
  }
}

// need asks for kinds of things now, and keeps them fresh from then on.
export async function need(...kinds) {
  await Promise.all(kinds.map((what) => {
    fetched.add(what);
    return fetchInto(what);
  }));
}

export const everything = ["messages", "outcomes", "webhooks", "tokens", "faults", "decisions", "clients", "accounts"];

const news = new Set(); // requests that have been heard of since entries were told of

// put takes in a request that has arrived or has been answered.
export function put(entry) {
  known.entries.set(entry.id, entry);
  if (known.entries.size > mostKept) known.entries.delete(known.entries.keys().next().value);
  if (news.size === 0) requestAnimationFrame(() => { news.clear(); tell("entries"); });
  news.add(entry.id);
}

// refreshEntries makes the requests the server's: what was missed comes in, what
// was forgotten goes.
export async function refreshEntries() {
  known.entries = new Map((await get("requests")).slice(-mostKept).map((entry) => [entry.id, same(entry)]));
  tell("entries");
}

// same keeps the object of a request that has not changed: what is known of it
// hangs on that.
function same(entry) {
  const before = known.entries.get(entry.id);
  return before?.outcome === entry.outcome && before?.time === entry.time ? before : entry;
}
