// Flows: the requests that a code, its tokens and its messages join, as a
// waterfall that can be folded.

import { address } from "./address.js";
import { el, keep } from "./dom.js";
import { flowsOf } from "./lineage.js";
import { clockTime, milliseconds, took } from "./moment.js";
import { errorOf } from "./outcome.js";
import { badge, what, who } from "./request_row.js";
import { shareMenu } from "./share.js";
import { t, tn } from "./words.js";

const folded = new Set(); // first request of each flow that is folded
const mostSteps = 100;

// drawFlows shows the flows of some requests, given youngest first.
export function drawFlows(body, entries, most) {
  const flows = flowsOf([...entries].reverse()).reverse().slice(0, most);
  const print = (flow) => `${address().request} ${flow.map((e) => `${e.id}${e.outcome}`)}`;
  keep(body, flows, (flow) => `flow ${flow[0].id}`, flowRow, print);
}

function flowRow(flow) {
  const [first] = flow;
  const refused = flow.filter((e) => e.outcome === "refused" || e.outcome === "faulted");
  return el("tr", { class: "flow", "data-testid": "flow" }, el("td", { colspan: "6" },
    el("details", { open: !folded.has(first.id), toggle: (event) => folded[event.target.open ? "delete" : "add"](first.id) },
      el("summary", {},
        el("time", { datetime: first.time }, clockTime(first.time)), " ",
        el("strong", {}, who(best(flow))), " ",
        el("span", { class: "quiet" }, `${tn(flow.length, "{n} request", "{n} requests")}, ${stations(flow)}`), " ",
        refused.length > 0 && el("span", { class: `badge ${refused[0].outcome}` }, tn(refused.length, "{n} failed", "{n} failed"), " ", errorOf(refused[0]))),
      el("ol", { class: "waterfall" }, flow.slice(0, mostSteps).map((entry) => step(entry, flow))),
      shareMenu(() => flow, t("Flow")))));
}

// best is the request of a flow that knows most of whom it is about.
const best = (flow) => flow.find((e) => e.client_id && e.account) ?? flow.find((e) => e.client_id) ?? flow[0];

// stations names the endpoints that a flow came by, each once.
const stations = (flow) => [...new Set(flow.map((e) => e.endpoint || t("unknown path")))].join(" → ");

function step(entry, flow) {
  const start = new Date(flow[0].time).getTime();
  const end = Math.max(...flow.map((e) => new Date(e.time).getTime() + milliseconds(e.duration)), start + 1);
  const at = (new Date(entry.time).getTime() - start) / (end - start);
  const width = Math.max(milliseconds(entry.duration) / (end - start), 0.004);
  const bar = el("span", { class: `bar ${entry.outcome}` });
  bar.style.setProperty("--from", `${Math.min(at * 100, 99.6)}%`);
  bar.style.setProperty("--wide", `${Math.min(width * 100, 100)}%`);
  return el("li", { "data-request": entry.id, tabindex: "-1", "aria-current": address().request === String(entry.id) && "true" },
    el("span", { class: "what" }, what(entry), entry.grant_type && el("small", { class: "quiet" }, ` ${entry.grant_type}`)),
    badge(entry),
    el("span", { class: "track", "aria-hidden": "true" }, bar),
    el("span", { class: "took quiet" }, took(entry)));
}
