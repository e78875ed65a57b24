// Writes requests as a HAR 1.2 log, which browsers and proxies open.

import { milliseconds } from "./moment.js";
import { url } from "./request_url.js";
import { firstOf, locationOf, pairsOf } from "./values.js";

export function har(entries, version) {
  return { log: { version: "1.2", creator: { name: "sms77mock", version }, entries: entries.map(entryOf) } };
}

function entryOf(entry) {
  const time = milliseconds(entry.duration);
  const type = firstOf(entry.headers, "Content-Type");
  const answerType = firstOf(entry.response_headers, "Content-Type");
  return {
    startedDateTime: entry.time, time, comment: entry.reason ?? "", cache: {},
    timings: { send: 0, wait: time, receive: 0 },
    request: {
      method: entry.method, url: url(entry, `${entry.scheme}://${entry.host}`), httpVersion: "HTTP/1.1", cookies: [], headersSize: -1, bodySize: size(entry.body),
      headers: list(entry.headers), queryString: list(entry.query),
      ...(entry.body ? { postData: { mimeType: type, text: entry.body } } : {}),
    },
    response: {
      status: entry.status, statusText: "", httpVersion: "HTTP/1.1", cookies: [], headersSize: -1, bodySize: size(entry.response_body),
      headers: list(entry.response_headers), redirectURL: locationOf(entry),
      content: { size: size(entry.response_body), mimeType: answerType, text: entry.response_body ?? "" },
    },
  };
}

const size = (text) => new TextEncoder().encode(text ?? "").length; // in bytes

const list = (all) => pairsOf(all).map(([name, value]) => ({ name, value }));
