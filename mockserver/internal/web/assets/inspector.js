// One request in full: why it was answered so first, then what to do about it,
// the answer, the request and its lineage.

import { get } from "./api.js";
import { address, go, onAddress } from "./address.js";
import { advice, struckBy } from "./advice.js";
import { copyPairs } from "./copy.js";
import { button, byID, el, keep } from "./dom.js";
import { bodyView } from "./json_view.js";
import { relatives } from "./lineage.js";
import { clockTime, took } from "./moment.js";
import { notice } from "./notice.js";
import { outcomeOf } from "./outcome.js";
import { badge, what } from "./request_row.js";
import { sent } from "./sent.js";
import { shareMenu } from "./share.js";
import { startSplitter } from "./splitter.js";
import { known, on } from "./store.js";
import { pairsOf } from "./values.js";
import { t } from "./words.js";

let drawn = ""; // print of what is shown

async function show({ view, request }) {
  const pane = byID("inspector");
  const open = view === "activity" && Boolean(request);
  pane.hidden = byID("splitter").hidden = !open;
  byID("view-activity").classList.toggle("reading", open);
  if (!open) {
    drawn = "";
    return;
  }
  try {
    const entry = known.entries.get(Number(request)) ?? await get(`requests/${request}`);
    if (address().request === request) draw(pane, entry);
  } catch (error) {
    if (!drawn.startsWith(`${request} `)) notice(error.status === 404 ? t("The journal has no request {n}: it has been forgotten, or never was.", { n: request }) : error.message, true); // else it has just been forgotten
    go({ request: undefined }, { replace: true });
  }
}

function draw(pane, entry) {
  const others = relatives(entry, known.entries.values(), sent());
  const inForce = Boolean(struckBy(entry));
  const print = `${entry.id} ${entry.outcome} ${entry.time} ${others.map(({ id, outcome }) => `${id}${outcome}`)} ${inForce}`;
  if (print === drawn) return;
  const fresh = !drawn.startsWith(`${entry.id} `);
  drawn = print;
  keep(pane, parts(entry, others), ([name]) => `${entry.id} ${name}`, ([, build]) => build(), ([name]) => (name === "lineage" ? print : `${entry.outcome} ${entry.time} ${name === "advice" && inForce}`));
  if (!fresh) return;
  pane.scrollTop = 0;
  if (pane.getBoundingClientRect().top < 0) pane.scrollIntoView(); // it takes the place of a long list on a narrow screen
}

// parts are the pieces of the pane by name, with what builds each. What has not
// changed stays, with what is unfolded in it and with the focus.
function parts(entry, others) {
  return [
    ["head", () => el("header", { class: "row spread" },
      el("h2", {}, `#${entry.id} ${what(entry)}`),
      button(t("Close"), () => close(entry.id), { id: "inspector-close", class: "small" }))],
    ["outcome", () => el("p", { class: "row" },
      el("span", { class: `badge ${entry.outcome}` }, outcomeOf(entry), " ", t(entry.outcome)),
      el("span", { class: "quiet" }, `${clockTime(entry.time)} UTC, ${took(entry)}`))],
    entry.reason && ["why", () => el("p", { id: "why", class: `why ${entry.outcome}` }, linkedReason(entry.reason))],
    ["advice", () => el("div", { class: "row", id: "advice" }, advice(entry))],
    ["share", () => shareMenu(() => [entry], `#${entry.id}`, () => location.href)],
    ["answer", () => section(t("Answer"), bodyView(entry.response_body), pairs(entry.response_headers))],
    ["request", () => section(t("Request"), copyPairs(about(entry)), pairs(entry.query), Object.keys(entry.form ?? {}).length > 0 ? pairs(entry.form) : bodyView(entry.body))],
    Object.keys(entry.headers ?? {}).length > 0 && ["headers", () => folded(t("Headers"), pairs(entry.headers))],
    others.length > 0 && ["lineage", () => lineage(others)],
  ].filter(Boolean);
}

function close(id) {
  go({ request: undefined });
  document.querySelector(`[data-request="${id}"]`)?.focus();
}

// linkedReason is a reason with the requests that it names as links.
function linkedReason(reason) {
  return reason.split(/(request \d+)/).map((part) => {
    const id = /^request (\d+)$/.exec(part)?.[1];
    return id ? el("a", { href: `#activity?request=${id}` }, part) : part;
  });
}

const about = (entry) => [
  [t("Endpoint"), entry.endpoint || t("none: the path leads nowhere")],
  [t("Client"), entry.client_id], [t("User"), entry.account], [t("Grant"), entry.grant_type], [t("Host"), entry.host],
].filter(([, value]) => value);

const section = (title, ...content) => el("section", {}, el("h3", {}, title), content);

const folded = (title, content) => el("details", {}, el("summary", {}, title), content);

const pairs = (all) => copyPairs(pairsOf(all));

const lineage = (others) => section(t("Lineage"), el("ol", { class: "lineage" }, others.map((other) => el("li", {},
  el("a", { href: `#activity?request=${other.id}` }, `#${other.id}`), ` ${what(other)} `, badge(other)))));

export function startInspector() {
  onAddress(show);
  for (const what of ["entries", "faults", "decisions"]) on(what, () => show(address()));
  startSplitter(byID("splitter"), byID("inspector"));
}
