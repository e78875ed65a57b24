// One request in full, with its answer and the reason for it.

import { get } from "./api.js";
import { clockTime } from "./clock.js";
import { copyButton } from "./copy.js";
import { curl } from "./curl.js";
import { byID, el } from "./dom.js";
import { goTest } from "./gotest.js";
import { request } from "./journal.js";
import { notice } from "./notice.js";

let shownID = null;

// showRequest shows the request with the given number.
export async function showRequest(id) {
  try {
    const entry = request(id) ?? await get(`requests/${id}`);
    shownID = id;
    fill(entry);
    markRow();
    byID("request-detail").hidden = false;
    byID("request-detail").focus({ preventScroll: true });
    byID("view-journal").classList.add("reading");
  } catch (error) {
    notice(error.message, true);
  }
}

export function hideRequest() {
  const row = document.querySelector(`#request-row-${shownID} button`);
  shownID = null;
  byID("request-detail").hidden = true;
  byID("view-journal").classList.remove("reading");
  markRow();
  row?.focus();
}

// updateRequest draws the request again if it is the one that is shown.
export function updateRequest(entry) {
  if (entry.id !== shownID) return;
  fill(entry);
  markRow();
}

function markRow() {
  for (const old of document.querySelectorAll("#request-list [aria-current]")) old.removeAttribute("aria-current");
  document.querySelector(`#request-row-${shownID} button`)?.setAttribute("aria-current", "true");
}

function fill(entry) {
  byID("request-detail").replaceChildren(
    el("div", { class: "row spread" },
      el("h2", {}, `#${entry.id} ${entry.method} ${entry.path}`),
      el("button", { type: "button", class: "small", id: "request-close", click: () => { location.hash = "journal"; } }, "Close")),
    el("p", { class: "row" },
      el("span", { class: `badge ${entry.outcome}` }, `${entry.status || "…"} ${entry.outcome}`),
      el("span", { class: "quiet" }, `${clockTime(entry.time)}, took ${entry.duration}`)),
    entry.reason ? el("p", { class: `why ${entry.outcome}`, id: "request-reason" }, entry.reason) : "",
    el("div", { class: "row" },
      copyButton("Copy as curl", "curl command", () => curl(entry, baseURL(entry)), { id: "copy-curl" }),
      testable(entry) && copyButton("Copy as Go test", "Go test", () => goTestOf(entry), { id: "copy-go-test" })),
    pairs("About", { endpoint: [entry.endpoint || "none: the path leads nowhere"], client: list(entry.client_id), grant: list(entry.grant_type), account: list(entry.account), host: list(entry.host) }),
    pairs("Query", entry.query),
    pairs("Form", entry.form),
    hasForm(entry) ? "" : text("Body", entry.body),
    pairs("Headers", entry.headers),
    pairs("Answer’s headers", entry.response_headers),
    text("Answer’s body", entry.response_body),
  );
}

const list = (value) => (value ? [value] : []);
const hasForm = (entry) => Object.keys(entry.form ?? {}).length > 0;

function pairs(title, all) {
  const rows = Object.entries(all ?? {}).flatMap(([name, some]) => some.map((value) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
  return rows.length === 0 ? "" : el("section", {}, el("h3", {}, title), el("dl", { class: "pairs" }, rows));
}

function text(title, body) {
  return body ? el("section", {}, el("h3", {}, title), el("pre", { class: "body", tabindex: "0" }, body)) : "";
}

// testable reports whether a Go test can send a request again: it came from a
// client, and has been answered.
const testable = (entry) => entry.endpoint !== "webhook" && entry.outcome !== "pending";

// baseURL is where a request goes: to the double, or from it if it is a webhook.
const baseURL = (entry) => (entry.endpoint === "webhook" ? `${entry.scheme}://${entry.host}` : document.body.dataset.baseUrl || location.origin);

// goTestOf asks for what the test has to start from: the client, the account and
// the code or token that the request presented.
async function goTestOf(entry) {
  const [clients, accounts, tokens] = await Promise.all([get("clients"), get("accounts"), get("tokens")]);
  const faults = entry.outcome === "faulted" ? await get("faults") : [];
  return goTest(entry, { clients, accounts, tokens, faults }, document.body.dataset.module);
}
