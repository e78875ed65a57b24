// Writes requests as Markdown for a bug tracker, without secrets: what stands in
// Authorization, in tokens and in secrets is left out, wherever it stands again.
// Nothing that a client sent is read as Markdown or HTML there.

import { outcomeOf } from "./outcome.js";
import { pairsOf } from "./values.js";

export function markdown(entries) {
  const values = [...new Set(entries.flatMap(secretsOf))].filter((value) => value.length >= leastMasked).sort((a, b) => b.length - a.length);
  const mask = (text) => values.reduce((masked, value) => masked.replaceAll(value, "…"), text);
  return `${entries.map((entry) => one(entry, mask)).join("\n\n")}\n`;
}

// Shorter values, such as that of a cookie, are words of anything.
const leastMasked = 6;

const secretFields = new Set(["client_secret", "code", "refresh_token", "access_token", "token", "code_verifier", "p"]);

const isSecretHeader = (name) => /^((proxy-)?authorization|x-api-key|cookie)$/i.test(name);

// secretsOf returns the values of a request and its answer that are secret, also as
// they are written in a URL.
function secretsOf(entry) {
  const fields = { ...entry.query };
  for (const [name, values] of Object.entries(entry.form ?? {})) fields[name] = [...(fields[name] ?? []), ...values];
  for (const location of entry.response_headers?.Location ?? []) {
    for (const [name, value] of new URLSearchParams(location.split("?")[1])) fields[name] = [...(fields[name] ?? []), value];
  }
  return [
    ...pairsOf(entry.headers).filter(([name]) => isSecretHeader(name)).flatMap(([, value]) => inHeader(value)),
    ...Object.entries(fields).filter(([name]) => secretFields.has(name)).flatMap(([, values]) => values),
    ...[...(entry.response_body ?? "").matchAll(/"(?:access|refresh)_token":"([^"]*)"/g)].map(([, token]) => token),
  ].flatMap((value) => [value, encodeURIComponent(value)]);
}

// inHeader returns a header's value and what in it is secret by itself: what
// follows the scheme, the password, the values of cookies.
function inHeader(value) {
  const cookies = value.split(";").map((pair) => pair.slice(pair.indexOf("=") + 1).trim());
  const parts = [value, value.replace(/^\S+\s+/, ""), ...cookies];
  const [, basic] = /^basic\s+(\S+)$/i.exec(value) ?? [];
  try {
    if (basic) parts.push(atob(basic).split(":").slice(1).join(":"));
  } catch {
    // no Base64, and so no password
  }
  return parts;
}

function one(entry, mask) {
  const asked = `${entry.method} ${mask(entry.path)}`;
  const lines = [`### #${entry.id} ${span(asked)} → ${outcomeOf(entry)}`, ""];
  if (entry.reason) lines.push(`> ${span(mask(entry.reason))}`, "");
  const parameters = (values) => pairsOf(values).map(([name, value]) => `${mask(name)}=${secretFields.has(name) ? "…" : mask(value)}`).join("&");
  const query = parameters(entry.query);
  const request = [query ? `${asked}?${query}` : asked];
  for (const [name, value] of pairsOf(entry.headers)) request.push(`${name}: ${isSecretHeader(name) ? "…" : mask(value)}`);
  const form = parameters(entry.form);
  if (form) request.push("", form);
  lines.push(block("http", request.join("\n")), "", block("", mask(hidden(entry.response_body ?? "")) || "(no body)"));
  return lines.join("\n");
}

const hidden = (body) => body.replace(/"((?:access|refresh)_token)":"[^"]*"/g, '"$1":"…"');

// fence returns more backticks than stand in a row in a text.
const fence = (text, least) => "`".repeat(Math.max(least, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));

const block = (language, text) => `${fence(text, 3)}${language}\n${text}\n${fence(text, 3)}`;

// span is a text as code within a line.
function span(text) {
  const line = text.replace(/\s+/g, " ");
  const pad = /^`|`$/.test(line) ? " " : "";
  return `${fence(line, 1)}${pad}${line}${pad}${fence(line, 1)}`;
}
