// Everything that is armed, as a strip in the header: each can be removed.

import { removeOne } from "./calls.js";
import { button, byID, el, keep } from "./dom.js";
import { attempt } from "./notice.js";
import { within } from "./scope.js";
import { known, on, refresh } from "./store.js";
import { t } from "./words.js";

// faultName says what a fault does, in short.
export const faultName = (fault) => fault.preset || [
  fault.status && `${fault.status}`, fault.error, fault.connection, fault.delay && `${t("delay")} ${fault.delay}`,
  fault.headers && !fault.status && t("headers"), fault.body !== undefined && !fault.status && t("body"),
].filter(Boolean).join(", ");

const times = (n, used) => (n < 0 ? "×∞" : `${used}/${n}`);

// outcomeName says what becomes of a message, in short.
export const outcomeName = (script) => [script.code && `SMS ${script.code}`, script.call, ...(script.statuses ?? []).map(({ status }) => status), script.report && `${script.report}`].filter(Boolean).join(" → ");

// armed returns what is armed in the scope: faults that can still strike,
// decisions and outcomes of messages that have not been used up.
export function armed() {
  const faults = known.faults.filter(({ spent, fault }) => !spent && within(fault))
    .map(({ id, fault, used }) => ({ kind: "faults", id, text: `${faultName(fault)} ${fault.endpoint === "*" ? "" : `@${fault.endpoint} `}${times(fault.times, used)}`, whose: fault }));
  const decisions = known.decisions.filter(({ decision }) => within(decision))
    .map(({ id, decision, used }) => ({ kind: "decisions", id, text: `${decision.error || decision.decision} ${times(decision.times, used)}`, whose: decision }));
  const outcomes = known.outcomes.filter(({ script }) => within(script))
    .map(({ id, script, used }) => ({ kind: "outcomes", id, text: `${outcomeName(script)} ${times(script.times, used)}`, whose: script }));
  return [...decisions, ...faults, ...outcomes];
}

function draw() {
  const list = armed();
  byID("armed").hidden = list.length === 0;
  keep(byID("armed"), list, ({ kind, id }) => `${kind} ${id}`, chip);
}

function chip({ kind, id, text, whose }) {
  const owner = whose.client_id || whose.account;
  return el("li", { class: "chip", "data-testid": "armed", "data-kind": kind, "data-id": id },
    el("span", { title: [text, owner].filter(Boolean).join(" ") }, text, owner && el("small", { class: "quiet" }, ` ${owner}`)),
    button("×", () => attempt(() => disarm(kind, id)), { class: "ghost", "aria-label": t("Take back {what}", { what: text }) }));
}

export async function disarm(kind, id) {
  await removeOne[kind](id);
  refresh(kind);
}

export const buildArmed = () => el("ul", { id: "armed", class: "armed row", "aria-label": t("Armed"), hidden: true });

export function startArmed() {
  on("faults", draw);
  on("decisions", draw);
  on("outcomes", draw);
}

export { draw as drawArmed };
