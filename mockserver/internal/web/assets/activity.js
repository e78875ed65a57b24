// The activity: what was asked and answered, request by request or as flows.
// While the pointer or the focus is in the list it stands still, and says how
// much has come meanwhile.

import { address, go, onAddress } from "./address.js";
import { compare } from "./compare.js";
import { button, byID, el, keep } from "./dom.js";
import { drawFlows } from "./flows.js";
import { drawFirstSteps } from "./first_steps.js";
import { forget } from "./levers.js";
import { listed, selected } from "./listed.js";
import { printOf, requestRow } from "./request_row.js";
import { keepReachable, startRows } from "./rows.js";
import { clearSelection } from "./selection.js";
import { share } from "./share.js";
import { known, on } from "./store.js";
import { t, tn } from "./words.js";

const page = 200; // rows that are shown at first, and that "older" adds

let most = page;
let paused = false;
let held = null; // the entries as they were when the list came to a stand

export const isPaused = () => paused;

export function pause(on) {
  paused = on;
  stand();
}

// stand makes the list stand still, or go on.
function stand() {
  const list = byID("activity-still");
  const still = paused || list.matches(":hover") || byID("activity-news").matches(":hover") || list.contains(document.activeElement);
  if (still && !held) held = new Set(known.entries.keys());
  if (!still && held) held = null;
  draw();
}

function draw() {
  if (byID("view-activity").hidden) return;
  const all = listed();
  const list = held ? all.filter((entry) => held.has(entry.id)) : all;
  drawHead(all.length, all.length - list.length);
  const byFlows = address().by === "flows";
  byID("activity-table").hidden = byFlows || all.length === 0;
  byID("flow-list").hidden = !byFlows || all.length === 0;
  if (byFlows) byID("activity-more").hidden = !drawFlows(byID("flow-list"), list, most, draw);
  else {
    keep(byID("activity-list"), list.slice(0, most), (entry) => `request ${entry.id}`, requestRow, printOf);
    byID("activity-more").hidden = list.length <= most;
  }
  keepReachable(byID(byFlows ? "flow-list" : "activity-list"));
}

// drawHead says how many there are, what has come meanwhile, what is selected,
// and why there is nothing to see: nothing has come, or nothing that is looked
// for.
function drawHead(n, news) {
  const more = byID("activity-news");
  more.hidden = news === 0;
  more.textContent = tn(news, "{n} new request: show it", "{n} new requests: show them");
  const chosen = selected().length;
  byID("activity-count").textContent = chosen > 0 ? tn(chosen, "{n} selected", "{n} selected") : counted(n);
  byID("selection-clear").hidden = chosen === 0;
  byID("selection-compare").hidden = chosen !== 2;
  byID("view-activity").classList.toggle("selecting", chosen > 0);
  const nothing = known.entries.size === 0;
  byID("first-steps").hidden = !nothing;
  byID("activity-none").hidden = nothing || n > 0;
  if (nothing) drawFirstSteps(byID("first-steps"));
}

function counted(n) {
  const all = known.entries.size;
  return n === all ? tn(all, "{n} request", "{n} requests") : t("{n} of {all} requests", { n, all });
}

export function buildActivity() {
  return el("section", { id: "view-activity", class: "view", "aria-busy": "true", role: "tabpanel", "aria-labelledby": "tab-activity" },
    el("form", { class: "toolbar", role: "search", submit: (event) => event.preventDefault() },
      el("label", { class: "visually-hidden", for: "search" }, t("Search requests")),
      el("input", {
        id: "search", type: "search", placeholder: t("Search, such as user:jane outcome:refused token:68cd"), autocomplete: "off", spellcheck: "false",
        input: (event) => { most = page; go({ q: event.target.value }, { replace: true }); },
        keydown: enterList,
      }),
      el("span", { class: "switch", role: "group", "aria-label": t("Show") },
        toggle("by-requests", t("Requests"), undefined), toggle("by-flows", t("Flows"), "flows")),
      el("span", { id: "activity-count", class: "quiet", role: "status" }),
      button(t("Compare"), () => compare(...selected()), { id: "selection-compare", hidden: true }),
      button(t("Select nothing"), selectNothing, { id: "selection-clear", class: "ghost", hidden: true }),
      button(t("Share …"), share, { id: "share-open" }),
      button(t("Forget …"), forget, { id: "forget-open", class: "danger" })),
    el("div", { class: "split" },
      el("div", { class: "activity-main" },
        button("", showNews, { id: "activity-news", class: "news", hidden: true, mouseleave: stand }),
        el("div", { id: "activity-still", mouseenter: stand, mouseleave: stand, focusin: stand, focusout: () => setTimeout(stand) },
          el("table", { id: "activity-table", class: "activity" },
            el("caption", { class: "visually-hidden" }, t("Requests, the youngest first")),
            el("thead", {}, el("tr", {}, el("td", { class: "pick" }), columns().map(([key, label]) => el("th", { scope: "col", class: key }, label)))),
            el("tbody", { id: "activity-list" })),
          el("ol", { id: "flow-list", class: "flows", "aria-label": t("Flows, the youngest first"), hidden: true })),
        el("p", { id: "activity-none", class: "empty quiet", hidden: true }, t("No request matches what you look for."), " ", button(t("Show everything"), () => go({ q: "", client: undefined, user: undefined }), { class: "small" })),
        el("div", { id: "first-steps", hidden: true }),
        button(t("Older requests"), () => { most += page; draw(); }, { id: "activity-more", hidden: true })),
      el("div", { id: "splitter", class: "splitter", role: "separator", tabindex: "0", "aria-orientation": "vertical", "aria-label": t("Width of the inspector"), hidden: true }),
      el("aside", { id: "inspector", class: "inspector", tabindex: "-1", "aria-label": t("Request"), hidden: true })));
}

// enterList goes from the search into what it has found.
function enterList(event) {
  const row = event.key === "ArrowDown" && byID("activity-still").querySelector("[tabindex='0']:not([hidden] *)");
  if (!row) return;
  event.preventDefault();
  row.focus();
}

// showNews lets in what has come while the list stood still.
function showNews() {
  held = new Set(known.entries.keys());
  most = page;
  draw();
}

export function selectNothing() {
  clearSelection();
  draw();
}

const columns = () => [
  ["time", t("Time")], ["what", t("Request")], ["who", t("Client and user")], ["outcome", t("Outcome")], ["took", t("Took")], ["why", t("Reason")],
];

const toggle = (id, label, by) => button(label, () => go({ view: "activity", by }), { id });

export function startActivity() {
  for (const what of ["entries", "day"]) on(what, draw);
  on("clients", () => { if (known.entries.size === 0) draw(); }); // one of which the first steps name
  on("messages", () => { if (address().by === "flows") draw(); }); // which may join a webhook to its SMS
  onAddress(({ q = "", by }) => {
    if (byID("search").value !== q) byID("search").value = q;
    byID("by-requests").setAttribute("aria-pressed", by !== "flows");
    byID("by-flows").setAttribute("aria-pressed", by === "flows");
    draw();
  });
  startRows(byID("activity-still"), draw);
}
