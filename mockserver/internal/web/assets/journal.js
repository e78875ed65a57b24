// The journal: keeps the requests, filters them and shows the youngest. A
// request that arrives costs one row, whatever else is in the journal.

import { get, remove } from "./api.js";
import { byID, el } from "./dom.js";
import { values } from "./form.js";
import { attempt } from "./notice.js";
import { fillRow, newRow } from "./request_row.js";

const mostKept = 2000; // requests that are remembered
const page = 200; // rows that are shown at first, and that "older" adds

const entries = new Map(); // id -> entry, oldest first
const rows = new Map(); // id -> row, of those that are shown
const dirty = new Set(); // ids that have news to be drawn
const endpoints = new Set();
let filter = {};
let most = page;
let watch = () => {}; // told of each request that has news

export const request = (id) => entries.get(id);

// put takes in a request that has arrived or has been answered. It is drawn
// with the next frame.
export function put(entry) {
  entries.set(entry.id, entry);
  if (entries.size > mostKept) drop(entries.keys().next().value);
  if (dirty.size === 0) requestAnimationFrame(draw);
  dirty.add(entry.id);
}

function drop(id) {
  entries.delete(id);
  dirty.delete(id);
  forgetRow(id);
}

// refreshJournal makes the journal the server's: what was missed comes in, what
// was forgotten goes.
export async function refreshJournal() {
  const before = [...entries.keys()];
  const list = (await get("requests")).slice(-mostKept);
  const there = new Set(list.map((entry) => entry.id));
  for (const id of before) if (!there.has(id)) drop(id);
  for (const entry of list) if (isNews(entry, entries.get(entry.id))) put(entry);
  draw();
}

// isNews also tells two requests with the same number apart: a server that has
// been started again counts anew.
const isNews = (entry, known) => entry.outcome !== known?.outcome || entry.time !== known.time;

function draw() {
  const list = byID("request-list");
  const news = [...dirty].map((id) => entries.get(id));
  dirty.clear();
  for (const { endpoint } of news) if (!endpoints.has(endpoint)) offerEndpoint(endpoint);
  if (news.length > page) redraw();
  else news.forEach((entry) => drawOne(list, entry));
  news.forEach(watch);
  while (list.children.length > most) hideOldest(list);
  describe(list);
}

function drawOne(list, entry) {
  const row = rows.get(entry.id);
  if (!matches(entry)) forgetRow(entry.id);
  else if (row) fillRow(row, entry);
  else insert(list, entry);
}

function forgetRow(id) {
  rows.get(id)?.remove();
  rows.delete(id);
}

// insert adds a row in its place, which is nearly always at the top.
function insert(list, entry) {
  let before = list.firstElementChild;
  while (before && Number(before.dataset.id) > entry.id) before = before.nextElementSibling;
  if (!before && list.children.length >= most) return;
  const row = newRow(entry);
  rows.set(entry.id, row);
  list.insertBefore(row, before);
}

const hideOldest = (list) => forgetRow(Number(list.lastElementChild.dataset.id));

// redraw shows the youngest requests that match, after the filter has changed.
function redraw() {
  rows.clear();
  const shown = [];
  for (const entry of [...entries.values()].sort((a, b) => b.id - a.id)) {
    if (shown.length === most) break;
    if (!matches(entry)) continue;
    const row = newRow(entry);
    rows.set(entry.id, row);
    shown.push(row);
  }
  const list = byID("request-list");
  list.replaceChildren(...shown);
  describe(list);
}

function matches(entry) {
  if (filter.endpoint && entry.endpoint !== (filter.endpoint === "-" ? "" : filter.endpoint)) return false;
  if (filter.client_id && entry.client_id !== filter.client_id) return false;
  if (filter.outcome && entry.outcome !== filter.outcome) return false;
  if (!filter.text) return true;
  const haystack = [entry.id, entry.method, entry.path, entry.raw_query, entry.client_id, entry.grant_type, entry.account, entry.status, entry.reason];
  return haystack.join(" ").toLowerCase().includes(filter.text.toLowerCase().trim());
}

const filtered = () => Object.keys(filter).length > 0;

// describe says how much is shown of what, and keeps one row reachable by Tab.
function describe(list) {
  const matching = filtered() ? [...entries.values()].filter(matches).length : entries.size;
  byID("journal-count").textContent = filtered() ? `${matching} of ${entries.size} requests` : `${entries.size} requests`;
  byID("journal-none").hidden = matching > 0;
  byID("journal-none").textContent = filtered() ? "No request matches." : "No request yet. Whatever your application asks appears here by itself.";
  byID("journal-more").hidden = matching <= list.children.length;
  if (!list.querySelector("button[tabindex='0']")) list.querySelector("button")?.setAttribute("tabindex", "0");
}

function offerEndpoint(endpoint) {
  endpoints.add(endpoint);
  byID("journal-endpoint").append(el("option", { value: endpoint || "-" }, endpoint || "unknown path"));
}

// startJournal wires the view up. open(id) shows a request, watcher(entry) is
// told of each that has news.
export function startJournal(open, watcher) {
  watch = watcher;
  const list = byID("request-list");
  const form = byID("journal-filter");
  const apply = () => { filter = values(form); most = page; redraw(); };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  byID("journal-more").addEventListener("click", () => { most += page; redraw(); });
  byID("journal-clear").addEventListener("click", () => attempt(async () => {
    const { removed } = await remove("requests", { client_id: filter.client_id });
    await refreshJournal();
    return `${removed} requests${filter.client_id ? ` of ${filter.client_id}` : ""} forgotten.`;
  }));
  list.addEventListener("click", (event) => {
    const row = event.target.closest("li");
    if (row) open(Number(row.dataset.id));
  });
  list.addEventListener("keydown", (event) => {
    const row = event.target.closest("li");
    const to = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling, Home: list.firstElementChild, End: list.lastElementChild }[event.key];
    if (!to) return;
    event.preventDefault();
    focusRow(list, to.firstElementChild);
  });
}

function focusRow(list, button) {
  for (const other of list.querySelectorAll("button[tabindex='0']")) other.tabIndex = -1;
  button.tabIndex = 0;
  button.focus();
}
