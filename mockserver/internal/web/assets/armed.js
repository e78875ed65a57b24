// Everything that is armed, as a strip in the header: each can be removed.

import { onAddress } from "./address.js";
import { button, byID, el, keep } from "./dom.js";
import { attempt } from "./notice.js";
import { orders, takeBack } from "./orders.js";
import { on } from "./store.js";
import { t } from "./words.js";

const times = (n, used) => (n < 0 ? "×∞" : `${used}/${n}`);

const place = ({ endpoint }) => (endpoint && endpoint !== "*" ? `@${endpoint}` : "");

// armed returns what is armed in the scope: the orders that can still be met.
export const armed = () => orders().filter(({ spent }) => !spent)
  .map(({ kind, id, what, name, used }) => ({ kind, id, text: [name, place(what), times(what.times, used)].filter(Boolean).join(" "), whose: what }));

function draw() {
  const list = armed();
  byID("armed").hidden = list.length === 0;
  keep(byID("armed"), list, ({ kind, id }) => `${kind} ${id}`, chip);
}

function chip({ kind, id, text, whose }) {
  const owner = whose.client_id || whose.account;
  return el("li", { class: "chip", "data-testid": "armed", "data-kind": kind, "data-id": id },
    el("span", { title: [text, owner].filter(Boolean).join(" ") }, text, owner && el("small", { class: "quiet" }, ` ${owner}`)),
    button("×", () => attempt(() => takeBack(kind, id)), { class: "ghost", "aria-label": t("Take back {what}", { what: text }) }));
}

export const buildArmed = () => el("ul", { id: "armed", class: "armed row", "aria-label": t("Armed"), hidden: true });

export function startArmed() {
  for (const what of ["faults", "decisions", "outcomes"]) on(what, draw);
  onAddress(draw); // the scope
}
