// What a request rests on: the requests that issued or ended what it shows, those
// that changed what the gateway answers it from, and the levers that were pulled
// meanwhile.

import { tokensIn } from "./lineage.js";
import { locationOf } from "./values.js";

const most = 60; // requests that are asked before one

// foundation returns the requests to ask, in order, so that the wanted ones are
// answered as they were: what they rest on, and they themselves.
export function foundation(wanted, { before, tokens }) {
  const byID = new Map(before.map((entry) => [entry.id, entry]));
  const owners = new Map(tokens.map((token) => [token.token, token]));
  const chosen = new Map(wanted.map((entry) => [entry.id, entry]));
  const queue = [...wanted];
  const add = (id) => {
    const entry = byID.get(id);
    if (!entry || chosen.has(id) || chosen.size >= most + wanted.length || !repeatable(entry)) return;
    chosen.set(id, entry);
    queue.push(entry);
  };
  while (queue.length > 0) {
    const entry = queue.shift();
    for (const token of tokensIn(entry)) {
      const { issued_by: issuedBy, ended_by: endedBy } = owners.get(token) ?? {};
      if (issuedBy < entry.id) add(issuedBy);
      if (endedBy < entry.id) add(endedBy);
    }
    if (ofGateway(entry)) for (const other of before) if (other.id < entry.id && other.account === entry.account && changesGateway(other)) add(other.id);
  }
  return [...chosen.values()].sort((a, b) => a.id - b.id);
}

const repeatable = (entry) => entry.endpoint !== "webhook" && entry.outcome !== "pending";

const ofGateway = (entry) => entry.path.startsWith("/api/");

const changesGateway = (entry) => ofGateway(entry) && repeatable(entry) &&
  (!["GET", "HEAD"].includes(entry.method) || ["sms", "voice"].includes(entry.endpoint) || /action=/.test(entry.raw_query ?? ""));

// decisionOf returns the decision that an authorization request was answered by,
// if any was.
export function decisionOf(entry) {
  if (entry.endpoint !== "authorize" || entry.path !== "/authorize" || entry.outcome === "faulted") return null;
  const parameter = (name) => new URLSearchParams(locationOf(entry).split("?")[1] ?? "").get(name);
  if (parameter("code")) return { Decision: "approve", Account: entry.account };
  if (parameter("error") === "access_denied") return { Decision: "deny" };
  if (/decision number/.test(entry.reason ?? "") && parameter("error")) return { Error: parameter("error"), ErrorDescription: parameter("error_description") ?? "" };
  return entry.status === 200 ? { Decision: "prompt" } : null;
}

// faultOf returns the fault that broke the answer to a request, if one did.
export function faultOf(entry, faults) {
  if (entry.outcome !== "faulted") return null;
  const id = /\(number (\d+)\)/.exec(entry.reason ?? "")?.[1];
  return faults.find((fault) => String(fault.id) === id)?.fault ?? { status: entry.status || 500, body: entry.response_body };
}

// endedBefore returns the tokens that a request shows and that a tester had
// expired or revoked before it came, with the lever that did it.
export function endedBefore(entry, tokens) {
  const at = new Date(entry.time);
  const shown = new Set(tokensIn(entry));
  return tokens.filter(({ token }) => shown.has(token)).flatMap((token) => {
    if (token.ended_at && !token.ended_by && new Date(token.ended_at) <= at) return [{ lever: "Revoke", token: token.token }];
    return entry.outcome === "refused" && /expired/.test(entry.reason) && new Date(token.expires_at) < at ? [{ lever: "Expire", token: token.token }] : [];
  });
}

// mintedFor returns the tokens that requests show and that no request issued nor
// the world has: a tester minted them.
export function mintedFor(entries, { tokens, world }) {
  const ofWorld = new Set([...(world.tokens ?? []).flatMap((token) => [token.access_token, token.refresh_token]), ...(world.codes ?? []).map((code) => code.code)]);
  const seen = new Set(entries.flatMap(tokensIn));
  return tokens.filter((token) => token.kind !== "code" && !token.issued_by && seen.has(token.token) && !ofWorld.has(token.token));
}
