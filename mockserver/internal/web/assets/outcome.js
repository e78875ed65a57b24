// What became of a request, in a word: an OAuth error, or a code of the gateway.

import { locationOf } from "./values.js";

const read = new WeakMap(); // entry -> its error

// errorOf returns the OAuth error or the gateway's code of an answer, or "".
export function errorOf(entry) {
  if (entry.outcome === "pending") return "";
  let error = read.get(entry);
  if (error === undefined) {
    error = redirected(entry) || inBody(entry.response_body ?? "");
    read.set(entry, error);
  }
  return error;
}

// redirected returns the error that a redirect from /authorize carries.
const redirected = (entry) => /[?&]error=([^&#]+)/.exec(locationOf(entry))?.[1] ?? "";

function inBody(body) {
  const code = /^"?(\d{3})"?(\n|$)/.exec(body)?.[1];
  if (code) return code === "100" ? "" : code;
  const answer = parsed(body);
  if (typeof answer?.error === "string" && answer.success === undefined) return answer.error;
  if (typeof answer?.success === "string" && /^\d+$/.test(answer.success) && answer.success !== "100") return answer.success;
  const refused = Array.isArray(answer?.messages) && answer.messages.find((message) => message?.success === false);
  if (refused) return String(refused.error);
  return answer?.success === false ? "false" : "";
}

function parsed(body) {
  if (!body.startsWith("{")) return null;
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

// outcomeOf returns the words of a request's badge.
export function outcomeOf(entry) {
  if (entry.outcome === "pending") return "…";
  return [entry.status || "—", errorOf(entry)].filter(Boolean).join(" ");
}
