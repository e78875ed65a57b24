// Writes a request of the journal as a curl command.

import { url } from "./request_url.js";
import { quote } from "./shell.js";
import { pairsOf } from "./values.js";

// What clients set by themselves, or what belonged to the first connection only.
const left = new Set(["accept-encoding", "connection", "content-length", "host", "user-agent", "accept"]);

// curl returns a command for a POSIX shell that sends the request again.
export function curl(entry, baseURL) {
  const parts = ["curl -i --globoff"];
  const method = entry.method === (entry.body ? "POST" : "GET") ? [] : [`-X ${quote(entry.method)}`];
  if (entry.method === "HEAD") parts[0] = "curl -I --globoff";
  else parts.push(...method);
  parts.push(quote(url(entry, baseURL)));
  for (const [name, value] of ownHeaders(entry)) parts.push(`-H ${quote(value.trim() ? `${name}: ${value}` : `${name};`)}`); // with a colon and nothing behind, curl leaves it out
  if (entry.body && !entry.headers?.["Content-Type"]) parts.push("-H 'Content-Type:'");
  if (entry.body) parts.push(`--data-raw ${quote(entry.body)}`);
  return parts.join(" \\\n  ");
}

// ownHeaders returns the headers, as pairs, that a request is sent again with.
export const ownHeaders = (entry) => pairsOf(entry.headers).filter(([name]) => !left.has(name.toLowerCase()));
