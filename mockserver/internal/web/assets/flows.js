// Flows: the requests that a code, its tokens and its messages join, each with a
// head that folds it.

import { address } from "./address.js";
import { button, el, keep } from "./dom.js";
import { flowsOf } from "./lineage.js";
import { clockTime } from "./moment.js";
import { errorOf } from "./outcome.js";
import { who } from "./request_row.js";
import { sent } from "./sent.js";
import { shareRequests } from "./share.js";
import { printOf, waterfall } from "./waterfall.js";
import { t, tn } from "./words.js";

const folded = new Set(); // first request of each flow that is folded

// drawFlows shows the flows of some requests, given youngest first, until they
// have so many rows; it tells whether there are more. redraw is called when
// something has been folded.
export function drawFlows(list, entries, most, redraw) {
  const flows = flowsOf(entries.toReversed(), sent()).reverse();
  let rows = 0;
  const shown = flows.filter((flow) => {
    const fits = rows < most;
    rows += folded.has(flow[0].id) ? 1 : flow.length;
    return fits;
  });
  const print = (flow) => `${flow.some((e) => String(e.id) === address().request) && address().request} ${folded.has(flow[0].id)} ${clockTime(flow[0].time)} ${printOf(flow)}`;
  keep(list, shown, (flow) => `flow ${flow[0].id}`, (flow) => flowItem(flow, redraw), print);
  return shown.length < flows.length;
}

function flowItem(flow, redraw) {
  const [first] = flow;
  if (flow.length === 1) return el("li", { class: "flow single", "data-testid": "flow" }, el("p", { class: "flow-head" }, el("time", { datetime: first.time }, clockTime(first.time)), el("strong", {}, who(first))), waterfall(flow, redraw));
  const open = !folded.has(first.id);
  const refused = flow.filter((e) => e.outcome === "refused" || e.outcome === "faulted");
  const turn = el("button", { type: "button", class: "turn-flow", "data-act": "turn", "aria-expanded": String(open), click: () => { folded[open ? "add" : "delete"](first.id); redraw(); } },
    el("time", { datetime: first.time }, clockTime(first.time)), el("strong", {}, who(best(flow))),
    el("span", { class: "stations quiet" }, stations(flow)),
    refused.length > 0 && el("span", { class: `badge ${refused[0].outcome}` }, tn(refused.length, "{n} failed", "{n} failed"), " ", errorOf(refused[0])));
  return el("li", { class: "flow", "data-testid": "flow" },
    el("div", { class: "flow-head" }, turn,
      el("span", { class: "quiet" }, tn(flow.length, "{n} request", "{n} requests")),
      button(t("Share …"), () => shareRequests(flow), { class: "small ghost", "data-act": "share", "aria-label": t("Share the flow of request {n}", { n: first.id }) })),
    open && waterfall(flow, redraw));
}

// best is the request of a flow that knows most of whom it is about.
const best = (flow) => flow.find((e) => e.client_id && e.account) ?? flow.find((e) => e.client_id) ?? flow[0];

// stations names the endpoints that a flow came by, each once.
const stations = (flow) => [...new Set(flow.map((e) => e.endpoint || t("unknown path")))].join(" → ");
