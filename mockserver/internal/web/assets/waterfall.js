// One flow as a waterfall: a tree of what rests on what, each request with its
// place in time, and branches that fold.

import { address } from "./address.js";
import { button, el } from "./dom.js";
import { treeOf } from "./lineage.js";
import { lasted, milliseconds, took } from "./moment.js";
import { badge, what, tick } from "./request_row.js";
import { isSelected } from "./selection.js";
import { sent } from "./sent.js";
import { t, tn } from "./words.js";

const most = 100; // requests of a flow that are shown
const deepest = 6; // levels that are set in

const folded = new Set(); // requests whose branch is folded

// waterfall returns the tree of a flow; redraw is called when a branch has been
// folded or unfolded.
export function waterfall(flow, redraw) {
  const rows = unfolded(treeOf(flow, sent()));
  const span = spanOf(flow);
  return [
    flow.length > 1 && axis(span),
    el("ol", { class: "waterfall", role: "tree", "aria-label": t("Requests of the flow") }, rows.slice(0, most).map((row) => rowOf(row, span, redraw))),
    rows.length > most && el("p", { class: "quiet small" }, t("{n} more requests: search for one of them.", { n: rows.length - most })),
  ];
}

// printOf is what of the state of the page a waterfall shows.
export const printOf = (flow) => flow.map((e) => `${e.id}${e.outcome}${folded.has(e.id) ? "f" : ""}${isSelected(e.id) ? "s" : ""}`).join();

// fold folds the branch below a request, or unfolds it; it tells whether there
// was something to do.
export function fold(id, close) {
  if (folded.has(id) === close) return false;
  folded[close ? "add" : "delete"](id);
  return true;
}

function unfolded(rows) {
  const seen = [];
  for (let i = 0; i < rows.length; i += 1) {
    seen.push(rows[i]);
    if (folded.has(rows[i].entry.id)) i += rows[i].children;
  }
  return seen;
}

const arrival = (entry) => new Date(entry.time).getTime();

// spanOf is when a flow began, and how long it lasted.
function spanOf(flow) {
  const start = arrival(flow[0]);
  return { start, length: Math.max(...flow.map((e) => arrival(e) + milliseconds(e.duration)), start + 1) - start };
}

const axis = ({ length }) => el("p", { class: "axis quiet", "aria-hidden": "true" }, el("span", {}, [0, 0.25, 0.5, 0.75, 1].map((part) => el("span", {}, part === 0 ? "0" : lasted(part * length)))));

function rowOf({ entry, depth, children }, span, redraw) {
  const { id } = entry;
  const open = !folded.has(id);
  const turn = button(open ? "▾" : `▸ ${children}`, () => { fold(id, open); redraw(); },
    { class: "turn", tabindex: "-1", "data-act": `turn ${id}`, "aria-label": open ? tn(children, "Fold {n} request", "Fold {n} requests") : tn(children, "Unfold {n} request", "Unfold {n} requests") });
  const row = el("li", {
    "data-request": id, role: "treeitem", tabindex: "-1", "aria-level": depth + 1, "aria-expanded": children > 0 && String(open),
    "aria-current": address().request === String(id) && "true", class: isSelected(id) && "selected",
  },
  el("span", { class: "branch" }, tick(entry), children > 0 ? turn : el("span", { class: "turn" }), el("span", { class: "what" }, what(entry), entry.grant_type && el("small", { class: "quiet" }, ` ${entry.grant_type}`))),
  badge(entry),
  placeInTime(entry, span),
  el("span", { class: "took quiet" }, took(entry)));
  row.style.setProperty("--depth", Math.min(depth, deepest));
  return row;
}

function placeInTime(entry, { start, length }) {
  const from = arrival(entry) - start;
  const bar = el("span", { class: `bar ${entry.outcome}` });
  bar.style.setProperty("--from", `${Math.min(from / length * 100, 99.6)}%`);
  bar.style.setProperty("--wide", `${milliseconds(entry.duration) / length * 100}%`);
  return [el("span", { class: "after quiet" }, from > 0 ? `+${lasted(from)}` : ""), el("span", { class: "track", "aria-hidden": "true" }, bar)];
}
