// Keeps what the dashboard knows in step with the server: what is in sight, and what
// is asked for again when something has happened.

import { address, onAddress } from "./address.js";
import { refreshClock } from "./clock.js";
import { byID } from "./dom.js";
import { showLive } from "./header.js";
import { later, listen } from "./live.js";
import { distrustMessages } from "./message_list.js";
import { attempt, notice } from "./notice.js";
import { seeServer } from "./restarted.js";
import { everything, known, markStale, on, put, refresh, refreshEntries, watch } from "./store.js";
import { distrustTokens } from "./token_list.js";
import { t } from "./words.js";

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

// A view is busy until what it lists has come for the first time: it claims nothing of
// how much there is.
const isHere = (view) => byID(`view-${view}`).removeAttribute("aria-busy");

const refreshClockSoon = later(200, () => attempt(refreshClock));

let resetSeen = false; // whether everything has changed since the requests were last asked for

// Requests that are gone were forgotten by somebody; with everything else, it
// was a reset.
const refreshEntriesSoon = later(300, () => attempt(async () => {
  const before = known.entries.size;
  await refreshEntries();
  if (known.entries.size < before && resetSeen) notice(t("Somebody has reset the server."));
  resetSeen = false;
}));

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
    await Promise.all([refreshEntries().then(() => isHere("activity")), refreshClock(), watchView()]);
    document.body.dataset.ready = "true";
  });
}

let spent = false; // whether accounts may have another credit than is known

// A request may use up a fault or a decision, bring tokens and messages, and cost
// an account something, which only the world shows.
const refreshAfterRequest = later(500, () => {
  refresh("faults", "decisions", "outcomes", "webhooks", "tokens", "messages");
  spent = true;
  showSpent();
});

function showSpent() {
  if (!spent || address().view !== "world") return;
  spent = false;
  refresh("accounts");
}

export function startSync() {
  for (const what of ["messages", "tokens"]) on(what, () => isHere(what));
  onAddress(() => { showSpent(); attempt(watchView); });
  listen({ request: (entry) => { put(entry); refreshAfterRequest(); }, change: changed, opened, lost: () => showLive(false) });
}
