// What joins requests: the code that an authorization sent back is the one that
// a token request redeems, whose tokens are what later calls show, whose SMS
// are what webhooks tell of.

const known = new WeakMap(); // entry -> its keys

// keysOf returns what a request has in common with others of its flow.
export function keysOf(entry) {
  if (entry.outcome === "pending") return collect(entry);
  let keys = known.get(entry);
  if (!keys) {
    keys = collect(entry);
    known.set(entry, keys);
  }
  return keys;
}

function collect(entry) {
  const keys = tokensIn(entry).map((token) => `token ${token}`);
  if (entry.endpoint === "authorize" && entry.status === 200 && entry.raw_query) keys.push(`asked ${entry.raw_query}`);
  for (const asked of entry.form?.request ?? []) keys.push(`asked ${asked}`);
  for (const id of messagesIn(entry)) keys.push(`message ${id}`);
  return keys;
}

const secret = /^[\w.~+/=-]{16,}$/;

// tokensIn returns the codes and tokens that a request shows or is answered with.
export function tokensIn(entry) {
  const found = [];
  const add = (value) => { if (typeof value === "string" && secret.test(value) && !found.includes(value)) found.push(value); };
  for (const header of entry.headers?.Authorization ?? []) add(/bearer\s+(\S+)/i.exec(header)?.[1]);
  for (const name of ["code", "refresh_token", "access_token", "token"]) {
    for (const value of entry.form?.[name] ?? []) add(value);
    for (const value of entry.query?.[name] ?? []) add(value);
  }
  const location = entry.response_headers?.Location?.[0];
  if (location && entry.endpoint === "authorize") add(/[?&]code=([^&#]+)/.exec(location)?.[1]);
  if (entry.endpoint === "token") for (const [, value] of (entry.response_body ?? "").matchAll(/"(?:access|refresh)_token":"([^"]+)"/g)) add(value);
  return found;
}

// messagesIn returns the ids of the messages that a request sent, or that a
// webhook tells of.
function messagesIn(entry) {
  if (entry.endpoint === "webhook") {
    const ids = ["data[msg_id]", "data[id]"].flatMap((name) => [...(entry.form?.[name] ?? []), ...(entry.query?.[name] ?? [])]);
    for (const [, id] of (entry.body ?? "").matchAll(/"(?:msg_id|id)":"?(\d{5,})/g)) ids.push(id);
    return ids;
  }
  if (!["sms", "voice", "rcs", "waba"].includes(entry.endpoint) || entry.method === "DELETE") return [];
  return [...(entry.response_body ?? "").matchAll(/"id":"?(\d{5,})|^(\d{5,})$/gm)].map(([, json, text]) => json ?? text);
}

// flowsOf returns the requests joined into flows, oldest first, as lists of
// requests in their order.
export function flowsOf(entries) {
  const first = new Map(); // key -> the flow that has it
  const flows = new Set();
  for (const entry of entries) {
    const keys = keysOf(entry);
    const joined = new Set(keys.map((key) => first.get(key)).filter(Boolean));
    const flow = { entries: [entry], keys: new Set(keys) };
    for (const other of joined) {
      flow.entries.unshift(...other.entries);
      for (const key of other.keys) flow.keys.add(key);
      flows.delete(other);
    }
    flows.add(flow);
    for (const key of flow.keys) first.set(key, flow);
  }
  return [...flows].map((flow) => flow.entries.sort((a, b) => a.id - b.id));
}
