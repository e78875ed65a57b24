// What testers have ordered of the requests and messages to come: faults, decisions
// and outcomes. Each is given, listed and taken back in the same way.

import { addOne, removeOne } from "./calls.js";
import { within } from "./scope.js";
import { known, refresh } from "./store.js";
import { t } from "./words.js";

// faultName says what a fault does, in short.
const faultName = (fault) => fault.preset || [
  fault.status && `${fault.status}`, fault.error, fault.connection, fault.delay && `${t("delay")} ${fault.delay}`,
  fault.headers && !fault.status && t("headers"), fault.body !== undefined && !fault.status && t("body"),
].filter(Boolean).join(", ");

// outcomeName says what becomes of a message, in short.
const outcomeName = (script) => [script.code && `SMS ${script.code}`, script.call, ...(script.statuses ?? []).map(({ status }) => status), script.report && `${script.report}`].filter(Boolean).join(" → ");

// orders are those in the scope, faults that are used up too: of each its kind and
// number, what was ordered, what that is called, and how often it was met.
export const orders = () => [
  ...known.decisions.map(({ id, decision, used }) => ({ kind: "decisions", id, what: decision, name: decision.error || decision.decision, used })),
  ...known.faults.map(({ id, fault, used, spent }) => ({ kind: "faults", id, what: fault, name: faultName(fault), used, spent })),
  ...known.outcomes.map(({ id, script, used }) => ({ kind: "outcomes", id, what: script, name: outcomeName(script), used })),
].filter(({ what }) => within(what));

// give gives an order.
export async function give(kind, what) {
  await addOne[kind](what);
  refresh(kind);
}

// takeBack takes one back, by its number.
export async function takeBack(kind, id) {
  await removeOne[kind](id);
  refresh(kind);
}
