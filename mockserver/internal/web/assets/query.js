// The search of the activity: words that have to occur anywhere, and words such
// as user:jane or outcome:refused that have to occur in one place. A minus in
// front turns a word round; quotes keep white space together.

import { errorOf } from "./outcome.js";
import { tokensIn } from "./lineage.js";

// Where the words with a name look. "is" wants the whole value, "has" a part of
// it, "starts" its beginning.
const fields = {
  id: { is: (e) => [e.id] },
  user: { is: (e) => [e.account] },
  account: { is: (e) => [e.account] },
  client: { is: (e) => [e.client_id] },
  endpoint: { is: (e) => [e.endpoint || "none"] },
  outcome: { is: (e) => [e.outcome] },
  method: { is: (e) => [e.method] },
  status: { starts: (e) => [e.status] },
  grant: { starts: (e) => [e.grant_type] },
  error: { has: (e) => [errorOf(e)] },
  path: { has: (e) => [e.path] },
  reason: { has: (e) => [e.reason] },
  token: { starts: tokensIn },
  body: { has: (e) => [e.body] },
  answer: { has: (e) => [e.response_body] },
  header: { has: (e) => [...lines(e.headers), ...lines(e.response_headers)] },
};

const lines = (headers) => Object.entries(headers ?? {}).flatMap(([name, values]) => values.map((value) => `${name}: ${value}`));

const word = /(-?)(?:(\w+):)?(?:"([^"]*)"|(\S+))/g;

// parse returns the words of a search.
export function parse(text) {
  const words = [];
  for (const [whole, minus, name, quoted, plain] of text.matchAll(word)) {
    const known = name in fields;
    if (name && !known) words.push({ not: minus === "-", text: whole.replace(/^-/, "").replaceAll('"', "").toLowerCase() });
    else words.push({ not: minus === "-", field: known ? name : undefined, text: (quoted ?? plain).toLowerCase() });
  }
  return words;
}

// matcher returns a function that tells whether a request is one that the
// search finds.
export function matcher(text) {
  const words = parse(text);
  return (entry) => words.every((w) => occurs(w, entry) !== w.not);
}

function occurs({ field, text }, entry) {
  if (!field) return haystack(entry).includes(text);
  const [[how, read]] = Object.entries(fields[field]);
  return read(entry).some((value) => tests[how](String(value ?? "").toLowerCase(), text));
}

const tests = {
  is: (value, text) => value === text,
  has: (value, text) => value.includes(text),
  starts: (value, text) => value.startsWith(text),
};

const texts = new WeakMap(); // entry -> everything in it, in lower case

function haystack(entry) {
  let text = texts.get(entry);
  if (text === undefined) {
    text = [
      `#${entry.id}`, entry.method, entry.host, entry.path, entry.raw_query, entry.endpoint, entry.client_id, entry.grant_type, entry.account, entry.status,
      entry.outcome, entry.reason, entry.body, entry.response_body, ...lines(entry.headers), ...lines(entry.response_headers),
      ...Object.values(entry.query ?? {}).flat(), ...Object.values(entry.form ?? {}).flat(),
    ].join("\n").toLowerCase();
    texts.set(entry, text);
  }
  return text;
}

// describeWords lists what can be searched for, for the help card.
export const searchable = Object.keys(fields);
