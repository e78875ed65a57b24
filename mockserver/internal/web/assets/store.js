// What the dashboard knows of the server. Views read it and are told of changes.

import { get } from "./api.js";
import { lists } from "./calls.js";
import { later } from "./live.js";
import { attempt } from "./notice.js";

const mostKept = 10000; // requests that are remembered

// known is everything that has been heard of. entries are by number, in order.
export const known = { entries: new Map(), messages: [], tokens: [], faults: [], decisions: [], outcomes: [], webhooks: { subscriptions: [], deliveries: [] }, clients: [], accounts: [], presets: [], audits: [], snapshots: [] };

const listeners = new Map(); // what -> functions

// on has a function called when something of the kind what has changed.
export function on(what, listener) {
  listeners.set(what, [...(listeners.get(what) ?? []), listener]);
}

export function tell(what) {
  for (const listener of listeners.get(what) ?? []) listener();
}

const kinds = Object.keys(lists);
const stale = new Set(kinds); // kinds of which more may be known than is here
let watched = []; // kinds that are in sight

// fetchInto asks the server for a kind of thing.
async function fetchInto(what) {
  stale.delete(what);
  known[what] = await lists[what](known[what]);
  tell(what);
}

const soon = Object.fromEntries(kinds.map((what) => [what, later(250, () => attempt(() => fetchInto(what)))]));

export const markStale = (...changed) => changed.forEach((what) => stale.add(what));

// refresh asks for kinds of things again: soon for those that are in sight, for
// the others when they come into sight.
export function refresh(...changed) {
  markStale(...changed);
  for (const what of changed) if (watched.includes(what)) soon[what]();
}

// watch says what is in sight now, and returns when all of it is here.
export async function watch(inSight) {
  watched = inSight;
  await Promise.all(watched.filter((what) => stale.has(what)).map(fetchInto));
}

export const everything = kinds.filter((what) => what !== "presets"); // which never change

const tellEntries = later(100, () => tell("entries"));

const asking = new Set(); // for each list of requests on its way, what has come meanwhile

// put takes in a request that has arrived or has been answered.
export function put(entry) {
  known.entries.set(entry.id, entry);
  for (const meanwhile of asking) meanwhile.set(entry.id, entry);
  if (known.entries.size > mostKept) known.entries.delete(known.entries.keys().next().value);
  tellEntries();
}

// refreshEntries makes the requests the server's: what was missed comes in, what
// was forgotten goes. What comes while the answer is on its way is younger than
// that.
export async function refreshEntries() {
  const meanwhile = new Map();
  asking.add(meanwhile);
  try {
    const list = await get("requests");
    known.entries = new Map([...list.slice(-mostKept).map((entry) => [entry.id, same(entry)]), ...meanwhile]);
  } finally {
    asking.delete(meanwhile);
  }
  tell("entries");
}

// same keeps the object of a request that has not changed: what is known of it
// hangs on that.
function same(entry) {
  const before = known.entries.get(entry.id);
  return before?.outcome === entry.outcome && before?.time === entry.time ? before : entry;
}
