// The dashboard: builds the page, and ties it to what happens on the server.

import { buildActivity, startActivity } from "./activity.js";
import { address, onAddress, startAddress } from "./address.js";
import { startArmed } from "./armed.js";
import { buildAudits, startAudits } from "./audits.js";
import { refreshClock, startClock } from "./clock.js";
import { buildDialog } from "./dialog.js";
import { el } from "./dom.js";
import { buildHeader, showLive } from "./header.js";
import { startInspector } from "./inspector.js";
import { startKeys } from "./keys.js";
import { later, listen } from "./live.js";
import { distrustMessages } from "./message_list.js";
import { buildMessages, startMessages } from "./messages.js";
import { attempt, buildNotice, notice } from "./notice.js";
import { buildPalette } from "./palette.js";
import { seeServer } from "./restarted.js";
import { buildScenarios, startScenarios } from "./scenarios.js";
import { startScope } from "./scope.js";
import { everything, known, markStale, put, refresh, refreshEntries, watch } from "./store.js";
import { buildSuggestions, startSuggestions } from "./suggestions.js";
import { buildTabs, startTabs } from "./tabs.js";
import { distrustTokens } from "./token_list.js";
import { buildTokens, startTokens } from "./tokens.js";
import { t } from "./words.js";
import { buildWorld, startWorld } from "./world.js";

document.body.append(
  buildHeader(), el("nav", { class: "views" }, buildTabs()),
  el("main", {}, buildActivity(), buildMessages(), buildScenarios(), buildTokens(), buildWorld(), buildAudits()),
  buildDialog(), buildPalette(),
  ...buildSuggestions(),
  el("datalist", { id: "endpoints" }, document.body.dataset.endpoints.split(" ").map((value) => el("option", { value }))),
  buildNotice());

startClock();
startScope();
startSuggestions();
startArmed();
startTabs();
startActivity();
startInspector();
startMessages();
startScenarios();
startTokens();
startWorld();
startAudits();
startKeys();
startAddress();

// What a change of the kind that the server names may have changed.
const follows = { messages: ["messages", "outcomes", "webhooks"], world: ["clients", "accounts"], clock: ["messages"] };

// What is always in sight, and what else each view shows: flows and the lineage of
// a request know by the messages which webhook tells of which SMS.
const always = ["faults", "decisions", "outcomes", "clients", "accounts", "presets"];
const shownBy = {
  activity: ({ by, request }) => (by === "flows" || request ? ["messages"] : []),
  messages: () => ["messages", "webhooks"],
  tokens: () => ["tokens"],
  world: () => ["snapshots"],
  audits: () => ["audits"],
};

const watchView = () => watch([...always, ...(shownBy[address().view]?.(address()) ?? [])]);

const refreshClockSoon = later(200, () => attempt(refreshClock));

// Requests that are gone were forgotten by somebody; with everything else, it
// was a reset.
const refreshEntriesSoon = later(300, () => attempt(async () => {
  const before = known.entries.size;
  await refreshEntries();
  if (known.entries.size < before && resetSeen) notice(t("Somebody has reset the server."));
  resetSeen = false;
}));
let resetSeen = false;

function changed(what) {
  if (what.includes("world")) distrustTokens(); // who has gone had some
  if (what.includes("world") || what.includes("forgotten")) distrustMessages();
  refresh(...what.flatMap((kind) => follows[kind] ?? [kind]));
  if (what.includes("clock")) refreshClockSoon();
  if (what.includes("world") && what.includes("requests")) resetSeen = true;
  if (what.includes("requests")) refreshEntriesSoon();
}

function opened() {
  showLive(true);
  attempt(async () => {
    await seeServer();
    distrustTokens();
    distrustMessages();
    markStale(...everything); // what has been missed
    await Promise.all([refreshEntries(), refreshClock(), watchView()]);
    document.body.dataset.ready = "true";
  });
}

// A request may use up a fault or a decision, bring tokens and messages, and cost
// an account something, which only the world shows.
const refreshAfterRequest = later(500, () => {
  refresh("faults", "decisions", "outcomes", "webhooks", "tokens", "messages");
  spent = true;
  showSpent();
});
let spent = false; // whether accounts may have another credit than is known

function showSpent() {
  if (!spent || address().view !== "world") return;
  spent = false;
  refresh("accounts");
}

onAddress(() => { showSpent(); attempt(watchView); });

listen({ request: (entry) => { put(entry); refreshAfterRequest(); }, change: changed, opened, lost: () => showLive(false) });
