// The activity: what was asked and answered, request by request or as flows.
// While the pointer or the focus is in the list it stands still, and says how
// much has come meanwhile.

import { address, go, onAddress } from "./address.js";
import { button, byID, el, keep } from "./dom.js";
import { drawFlows } from "./flows.js";
import { drawFirstSteps } from "./first_steps.js";
import { requestRow } from "./request_row.js";
import { matcher } from "./request_search.js";
import { within } from "./scope.js";
import { known, on } from "./store.js";
import { t, tn } from "./words.js";

const page = 200; // rows that are shown at first, and that "older" adds

let most = page;
let paused = false;
let held = null; // the entries as they were when the list came to a stand

// shown returns the requests that the search and the scope choose, youngest
// first.
export function shown() {
  const matches = matcher(address().q ?? "");
  return [...known.entries.values()].filter((entry) => within(entry) && matches(entry)).reverse();
}

export const isPaused = () => paused;

export function pause(on) {
  paused = on;
  stand();
}

// stand makes the list stand still, or go on.
function stand() {
  const list = byID("activity-list");
  const still = paused || list.matches(":hover") || byID("activity-news").matches(":hover") || list.contains(document.activeElement);
  if (still && !held) held = new Set(known.entries.keys());
  if (!still && held) held = null;
  draw();
}

function draw() {
  if (byID("view-activity").hidden) return;
  const all = shown();
  const list = held ? all.filter((entry) => held.has(entry.id)) : all;
  const news = all.length - list.length;
  const more = byID("activity-news");
  more.hidden = news === 0;
  more.textContent = tn(news, "{n} new request: show it", "{n} new requests: show them");
  byID("activity-count").textContent = counted(all.length);
  byID("activity-more").hidden = list.length <= most;
  drawEmpty(all.length);
  if (address().by === "flows") drawFlows(byID("activity-list"), list, most);
  else drawRows(byID("activity-list"), list.slice(0, most));
}

function drawRows(body, entries) {
  keep(body, entries, (entry) => `request ${entry.id}`, requestRow, (entry) => `${entry.outcome} ${entry.time} ${String(entry.id) === address().request}`);
  const rows = [...body.querySelectorAll("tr")];
  if (rows.length > 0 && !rows.some((row) => row.tabIndex === 0)) rows[0].tabIndex = 0;
}

function counted(n) {
  const all = known.entries.size;
  return n === all ? tn(all, "{n} request", "{n} requests") : t("{n} of {all} requests", { n, all });
}

// drawEmpty says why there is nothing to see: nothing has come, or nothing that
// is looked for.
function drawEmpty(n) {
  const nothing = known.entries.size === 0;
  byID("activity-table").hidden = n === 0;
  byID("first-steps").hidden = !nothing;
  byID("activity-none").hidden = nothing || n > 0;
  if (nothing) drawFirstSteps(byID("first-steps"));
}

export function buildActivity() {
  return el("section", { id: "view-activity", class: "view", role: "tabpanel", "aria-labelledby": "tab-activity" },
    el("form", { class: "toolbar", role: "search", submit: (event) => event.preventDefault() },
      el("label", { class: "visually-hidden", for: "search" }, t("Search requests")),
      el("input", {
        id: "search", type: "search", placeholder: t("Search, such as user:jane outcome:refused token:68cd"), autocomplete: "off", spellcheck: "false",
        input: (event) => { most = page; go({ q: event.target.value }, { replace: true }); },
      }),
      el("span", { class: "switch", role: "group", "aria-label": t("Show") },
        toggle("by-requests", t("Requests"), undefined), toggle("by-flows", t("Flows"), "flows")),
      el("span", { id: "activity-count", class: "quiet", role: "status" }),
      button(t("Share …"), () => go({ share: "1" }, { replace: true }), { id: "share-open" }),
      button(t("Forget …"), () => go({ forget: "1" }, { replace: true }), { id: "forget-open", class: "danger" })),
    el("div", { class: "split" },
      el("div", { class: "activity-main" },
        button("", showNews, { id: "activity-news", class: "news", hidden: true, mouseleave: stand }),
        el("table", { id: "activity-table", class: "activity" },
          el("caption", { class: "visually-hidden" }, t("Requests, the youngest first")),
          el("thead", {}, el("tr", {}, columns().map(([key, label]) => el("th", { scope: "col", class: key }, label)))),
          el("tbody", { id: "activity-list", mouseenter: stand, mouseleave: stand, focusin: stand, focusout: () => setTimeout(stand), keydown: walk })),
        el("p", { id: "activity-none", class: "empty quiet", hidden: true }, t("No request matches what you look for."), " ", button(t("Show everything"), () => go({ q: "", client: undefined, user: undefined }), { class: "small" })),
        el("div", { id: "first-steps", hidden: true }),
        button(t("Older requests"), () => { most += page; draw(); }, { id: "activity-more", hidden: true })),
      el("div", { id: "splitter", class: "splitter", role: "separator", tabindex: "0", "aria-orientation": "vertical", "aria-label": t("Width of the inspector"), hidden: true }),
      el("aside", { id: "inspector", class: "inspector", tabindex: "-1", "aria-label": t("Request"), hidden: true })));
}

// showNews lets in what has come while the list stood still.
function showNews() {
  held = new Set(known.entries.keys());
  most = page;
  draw();
}

const columns = () => [
  ["time", t("Time")], ["what", t("Request")], ["who", t("Client and user")], ["outcome", t("Outcome")], ["took", t("Took")], ["why", t("Reason")],
];

const toggle = (id, label, by) => button(label, () => go({ by }), { id });

// walk moves the focus with the arrow keys, and shows the request of the row
// that it comes to when one is shown already.
function walk(event) {
  const rows = [...byID("activity-list").querySelectorAll("[data-request]")];
  const at = rows.indexOf(event.target.closest("[data-request]"));
  if (event.key === "Enter" && at >= 0) return go({ request: rows[at].dataset.request });
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined || !rows[to]) return undefined;
  event.preventDefault();
  for (const row of rows) row.tabIndex = -1;
  rows[to].tabIndex = 0;
  rows[to].focus();
  if (address().request) go({ request: rows[to].dataset.request }, { replace: true });
  return undefined;
}

export function startActivity() {
  on("entries", draw);
  onAddress(({ q = "", by }) => {
    if (byID("search").value !== q) byID("search").value = q;
    byID("by-requests").setAttribute("aria-pressed", by !== "flows");
    byID("by-flows").setAttribute("aria-pressed", by === "flows");
    draw();
  });
  byID("activity-list").addEventListener("click", (event) => {
    const row = event.target.closest("[data-request]");
    if (row && !event.target.closest("summary, a")) go({ request: row.dataset.request });
  });
}
