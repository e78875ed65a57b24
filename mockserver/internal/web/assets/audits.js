// The audits: one is started, watched, answered, read and stopped here.

import { address, go, onAddress } from "./address.js";
import { get } from "./api.js";
import { buildAuditForm } from "./audit_form.js";
import { drawQuestion } from "./audit_question.js";
import { resultRow } from "./audit_result.js";
import { removeOne } from "./calls.js";
import { button, byID, el, keep } from "./dom.js";
import { attempt } from "./notice.js";
import { scope } from "./scope.js";
import { known, on, refresh } from "./store.js";
import { t } from "./words.js";

export function buildAudits() {
  return el("section", { id: "view-audits", class: "view", role: "tabpanel", "aria-labelledby": "tab-audits" },
    el("div", { class: "columns wide" },
      el("div", { class: "stack" },
        el("p", { id: "audits-none", class: "card quiet" }, t("The audit plays an application’s users, attackers and bad days, and says what it got wrong, why that matters and how to mend it.")),
        el("section", { id: "audit", class: "stack", "aria-labelledby": "audit-title", hidden: true },
          el("div", { class: "card stack" },
            el("div", { class: "row spread" }, el("h2", { id: "audit-title" }), el("span", { id: "audit-buttons", class: "row" })),
            el("p", { id: "audit-state", role: "status" }),
            el("div", { class: "row audit-progress" }, el("progress", { id: "audit-progress", "aria-label": t("Progress") }), el("span", { id: "audit-now", class: "quiet" })),
            el("p", { id: "audit-problem", class: "problem" })),
          el("div", { id: "audit-question" }),
          el("ul", { id: "audit-results", class: "stack" }),
          el("details", { id: "audit-skipped", class: "card" }, el("summary", {}), el("ul", { class: "list" })),
          el("details", { id: "audit-passed", class: "card" }, el("summary", {}), el("p", { class: "row" })))),
      el("div", { class: "stack" },
        buildAuditForm(),
        el("section", { class: "card stack" }, el("h2", {}, t("Audits")), el("ul", { id: "audit-list", class: "list" }), el("p", { id: "audit-list-none", class: "quiet" }, t("None has been made yet."))))));
}

let shown; // the audit that is shown, with its scenarios

// ours are the audits in the scope, the youngest first.
const ours = () => known.audits.filter(({ client }) => !scope().client_id || client === scope().client_id).reverse();

// chosen is the number of the audit that the address names, or of the youngest.
const chosen = () => Number(address().audit) || ours()[0]?.id;

const runs = ({ state }) => state === "running" || state === "asking";

async function load() {
  const id = chosen();
  const there = known.audits.some((audit) => audit.id === id);
  const fresh = there ? await get(`audits/${id}`) : undefined;
  if (id === chosen()) shown = fresh;
  draw();
}

function draw() {
  if (byID("view-audits").hidden) return;
  keep(byID("audit-list"), ours(), ({ id }) => id, listRow, (audit) => JSON.stringify([audit.state, audit.done, audit.verdicts, audit.id === shown?.id]));
  byID("audit-list-none").hidden = ours().length > 0;
  byID("audits-none").hidden = Boolean(shown);
  byID("audit").hidden = !shown;
  if (shown) drawAudit(shown);
}

const states = () => ({ running: t("is running"), asking: t("waits for you"), finished: t("has ended"), failed: t("could not be made"), stopped: t("was stopped") });

const order = ["fail", "warn", "expected", "skip", "pass"];

const verdicts = () => ({ fail: t("failed"), warn: t("warned"), expected: t("failed as expected"), skip: t("skipped"), pass: t("passed") });

const counted = (audit) => order.filter((verdict) => audit.verdicts[verdict] > 0).map((verdict) => `${audit.verdicts[verdict]} ${verdicts()[verdict]}`).join(", ");

function listRow(audit) {
  return el("li", { "data-testid": "audit", "data-id": audit.id, "data-state": audit.state },
    el("span", {}, el("a", { href: `#audits?audit=${audit.id}`, "aria-current": audit.id === shown?.id ? "true" : null }, t("Audit {id}", { id: audit.id })), " ", audit.client && `(${audit.client}) `,
      el("span", { class: "quiet" }, [states()[audit.state], counted(audit)].filter(Boolean).join(": "))));
}

function drawAudit(audit) {
  byID("audit-title").textContent = t("Audit {id} of {application}", { id: audit.id, application: audit.application });
  byID("audit-state").textContent = [[t("Audit {id}", { id: audit.id }), audit.client && `(${audit.client})`, states()[audit.state]].filter(Boolean).join(" "), runs(audit) ? "" : counted(audit)].filter(Boolean).join(": ");
  Object.assign(byID("audit-progress"), { max: audit.total, value: audit.done });
  byID("audit-now").textContent = t("{done} of {total}, {seconds} s", { done: audit.done, total: audit.total, seconds: Math.round(audit.seconds) }) + (audit.playing ? `: ${audit.playing}` : "");
  byID("audit-problem").textContent = audit.problem ?? "";
  keep(byID("audit-buttons"), [audit], ({ id }) => id, buttons, ({ state }) => state);
  drawQuestion(byID("audit-question"), audit);
  const results = (audit.scenarios ?? []).toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  const loud = (r) => r.surprise || ["fail", "warn", "expected"].includes(r.verdict);
  keep(byID("audit-results"), results.filter(loud), ({ name }) => `${audit.id} ${name}`, resultRow);
  drawRest("audit-skipped", results.filter(({ verdict }) => verdict === "skip"), t("Skipped"), (r) => el("li", {}, el("span", {}, el("strong", {}, r.name), ` ${r.why}`)));
  drawRest("audit-passed", results.filter((r) => r.verdict === "pass" && !r.surprise), t("Passed"), (r) => el("span", { class: "badge ok", title: r.sentence }, r.name));
}

function drawRest(id, list, title, row) {
  byID(id).hidden = list.length === 0;
  byID(id).querySelector("summary").textContent = `${title}: ${list.length}`;
  keep(byID(id).lastElementChild, list, ({ name }) => name, row);
}

function buttons(audit) {
  const download = (format, label) => el("a", { href: `audits/${audit.id}/report?format=${format}`, download: true, "data-format": format }, label);
  const act = (label, name) => button(label, () => attempt(async () => {
    await removeOne.audits(audit.id);
    if (!runs(audit)) forget(audit.id);
    refresh("audits");
  }), { class: "small", id: name });
  if (runs(audit)) return el("span", { class: "row" }, act(t("Stop"), "audit-stop"));
  return el("span", { class: "row" }, download("json", "JSON"), download("junit", "JUnit"), download("markdown", "Markdown"), act(t("Forget"), "audit-forget"));
}

function forget(id) {
  known.audits = known.audits.filter((audit) => audit.id !== id);
  go({ audit: undefined });
}

export function startAudits() {
  on("audits", () => attempt(load));
  on("entries", () => { if (shown?.question) draw(); });
  on("clients", draw);
  let before;
  onAddress(({ view, audit, client }) => {
    const now = `${view} ${audit} ${client}`;
    if (view === "audits" && now !== before) attempt(load);
    before = now;
  });
}
