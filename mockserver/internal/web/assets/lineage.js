// What joins requests: the code that an authorization sent back is the one that
// a token request redeems, whose tokens are what later calls show, whose SMS
// are what webhooks tell of.

import { locationOf } from "./values.js";

const traces = new WeakMap(); // entry -> its traces

// tracesOf returns what a request brought into the world, and what of that kind
// it showed. sent tells which messages a request sent, as far as its answer does
// not say.
function tracesOf(entry, sent) {
  let own = traces.get(entry);
  if (!own) {
    own = { brings: brought(entry), shows: shown(entry) };
    if (entry.outcome !== "pending") traces.set(entry, own);
  }
  const messages = sent?.get(entry.id) ?? [];
  return messages.length === 0 ? own : { brings: [...own.brings, ...messages.map((id) => `message ${id}`)], shows: own.shows };
}

// keysOf returns what a request has in common with others of its flow.
export function keysOf(entry, sent) {
  const { brings, shows } = tracesOf(entry, sent);
  return [...brings, ...shows];
}

// tokensIn returns the codes and tokens that a request shows or is answered with.
export const tokensIn = (entry) => [...new Set([...tokensShown(entry), ...tokensBrought(entry)])];

function brought(entry) {
  const keys = tokensBrought(entry).map((token) => `token ${token}`);
  if (entry.endpoint === "authorize" && entry.status === 200 && entry.raw_query) keys.push(`asked ${entry.raw_query}`);
  if (sends(entry)) for (const [, json, text] of (entry.response_body ?? "").matchAll(/"id":"?(\d{5,})|^(\d{5,})$/gm)) keys.push(`message ${json ?? text}`);
  return keys;
}

const sends = ({ endpoint, method }) => ["sms", "voice", "rcs", "waba"].includes(endpoint) && method !== "DELETE";

function shown(entry) {
  const keys = tokensShown(entry).map((token) => `token ${token}`);
  for (const asked of entry.form?.request ?? []) keys.push(`asked ${asked}`);
  for (const id of parameters(entry, ["msg_id", "data[msg_id]"])) keys.push(`message ${id}`);
  if (entry.endpoint === "webhook") {
    for (const id of parameters(entry, ["data[id]"])) keys.push(`message ${id}`);
    for (const [, id] of (entry.body ?? "").matchAll(/"(?:msg_id|id)":"?(\d{5,})/g)) keys.push(`message ${id}`);
  }
  return keys;
}

const secret = /^[\w.~+/=-]{16,}$/;

function tokensShown(entry) {
  const bearers = (entry.headers?.Authorization ?? []).map((header) => /bearer\s+(\S+)/i.exec(header)?.[1]);
  return [...bearers, ...parameters(entry, ["code", "refresh_token", "access_token", "token"])].filter((token) => secret.test(token ?? ""));
}

function tokensBrought(entry) {
  const location = entry.endpoint === "authorize" ? locationOf(entry) : "";
  const answer = entry.endpoint === "token" ? entry.response_body ?? "" : "";
  return [...location.matchAll(/[?&]code=([^&#]+)/g), ...answer.matchAll(/"(?:access|refresh)_token":"([^"]+)"/g)].map(([, token]) => token).filter((token) => secret.test(token));
}

const parameters = (entry, names) => names.flatMap((name) => [...(entry.form?.[name] ?? []), ...(entry.query?.[name] ?? [])]);

// flowsOf returns requests, given in their order, joined into flows: lists of
// requests in their order, the one in which something happened last at the end.
export function flowsOf(entries, sent) {
  const owners = new Map(); // key -> the flow that has it
  const flows = new Set();
  for (const entry of entries) {
    const keys = keysOf(entry, sent);
    const [flow, ...others] = [...new Set(keys.map((key) => owners.get(key)).filter(Boolean))].sort((a, b) => b.entries.length - a.entries.length);
    const joined = flow ?? { entries: [], keys: new Set() };
    for (const other of others) {
      joined.entries.push(...other.entries);
      for (const key of other.keys) keys.push(key);
      flows.delete(other);
    }
    joined.entries.push(entry);
    for (const key of keys) {
      joined.keys.add(key);
      owners.set(key, joined);
    }
    flows.add(joined);
  }
  return [...flows].map((flow) => flow.entries.sort((a, b) => a.id - b.id)).sort((a, b) => a.at(-1).id - b.at(-1).id);
}

// treeOf returns a flow as {entry, depth, children} from top to bottom: below each
// request come those that rest on what it brought, such as the refresh below the
// request that issued the token. children is how many rows lie below one.
export function treeOf(flow, sent) {
  const bringers = new Map(); // key -> the last request that brought it
  const below = new Map(flow.map((entry) => [entry, []]));
  const parents = new Map();
  for (const entry of flow) {
    const { brings, shows } = tracesOf(entry, sent);
    const [parent] = shows.map((key) => bringers.get(key)).filter(Boolean).sort((a, b) => b.id - a.id);
    if (parent) below.get(parent).push(entry);
    if (parent) parents.set(entry, parent);
    for (const key of brings) bringers.set(key, entry);
  }
  const sizes = new Map(flow.map((entry) => [entry, 0])); // how many are below
  for (const entry of flow.toReversed()) if (parents.has(entry)) sizes.set(parents.get(entry), sizes.get(parents.get(entry)) + sizes.get(entry) + 1);
  const rows = [];
  const next = flow.filter((entry) => !parents.has(entry)).toReversed().map((entry) => ({ entry, depth: 0 }));
  while (next.length > 0) { // no recursion: a token can be refreshed for days
    const { entry, depth } = next.pop();
    rows.push({ entry, depth, children: sizes.get(entry) });
    for (const child of below.get(entry).toReversed()) next.push({ entry: child, depth: depth + 1 });
  }
  return rows;
}

const mostRelatives = 30;
const mostOrigins = 10; // of them

// relatives returns the requests that one is joined with: of many, those that it
// all began with, and those that are next to this one.
export function relatives(entry, entries, sent) {
  const keys = new Set(keysOf(entry, sent));
  if (keys.size === 0) return [];
  const all = [...entries].filter((other) => other.id !== entry.id && keysOf(other, sent).some((key) => keys.has(key)));
  const far = ({ id }) => Math.abs(id - entry.id);
  const next = all.slice(mostOrigins).sort((a, b) => far(a) - far(b)).slice(0, mostRelatives - mostOrigins);
  return [...all.slice(0, mostOrigins), ...next.sort((a, b) => a.id - b.id)];
}
