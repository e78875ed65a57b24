// What differs between two requests, name by name.

import { t } from "./words.js";

const always = new Set(["Date", "Mock-Request"]); // headers that differ each time

// differing returns what two requests and their answers do not have in common:
// names, each with the value of the one and of the other, undefined where there is
// none.
export function differing(a, b) {
  const [one, other] = [partsOf(a), partsOf(b)];
  return one.flatMap((part, i) => {
    const [mine, others] = [new Map(part), new Map(other[i])];
    const names = new Set([...mine.keys(), ...others.keys()]);
    return [...names].filter((name) => mine.get(name) !== others.get(name)).map((name) => [name, mine.get(name), others.get(name)]);
  });
}

// partsOf are the parts of a request, in order: names with their values.
const partsOf = (entry) => [
  present([[t("Request"), `${entry.method} ${entry.path}`], [t("Host"), entry.host], [t("Client"), entry.client_id], [t("User"), entry.account]]),
  listed("?", entry.query),
  Object.keys(entry.form ?? {}).length > 0 ? listed("", entry.form) : present([[t("Body"), laidOut(entry.body)]]),
  listed(`${t("Header")}: `, entry.headers),
  present([[t("Status"), entry.status && String(entry.status)], [t("Reason"), entry.reason]]),
  listed(`${t("Answer")}: `, entry.response_headers),
  present([[t("Answer"), laidOut(entry.response_body)]]),
];

const present = (pairs) => pairs.filter(([, value]) => value);

const listed = (before, all) => Object.entries(all ?? {}).filter(([name]) => !always.has(name)).map(([name, list]) => [before + name, list.join("\n")]);

// laidOut is a body, with a line for each of its parts if it is JSON.
function laidOut(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
