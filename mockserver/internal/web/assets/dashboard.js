// The dashboard: ties the views to what happens on the server. A request brings
// its own news; after any other change the view that is open is asked for again.

import { refreshClock, startClock } from "./clock.js";
import { refreshDecisions, startDecisions } from "./decisions.js";
import { refreshFaults, startFaults } from "./faults.js";
import { forgetReplies, refreshInbox, startInbox } from "./inbox.js";
import { put, refreshJournal, startJournal } from "./journal.js";
import { later, listen } from "./live.js";
import { attempt } from "./notice.js";
import { hideRequest, showRequest, updateRequest } from "./request.js";
import { startReset } from "./reset.js";
import { tabs } from "./tabs.js";
import { refreshTokens, startTokens } from "./tokens.js";
import { refreshWorld, startWorld } from "./world.js";

// What each view shows besides what is always in sight.
const views = { journal: () => {}, inbox: refreshInbox, tokens: refreshTokens, faults: () => {}, decisions: () => {}, world: () => {} };
let view = "journal";

// A request may use up a fault or a decision, and bring tokens and messages.
const refreshAfterRequest = later(300, () => attempt(() => Promise.all([refreshDecisions(), refreshFaults(), views[view]()])));
const refresh = () => attempt(() => Promise.all([refreshClock(), refreshDecisions(), refreshFaults(), refreshWorld(), views[view]()]));
const refreshSoon = later(200, refresh);
const refreshJournalSoon = later(2000, () => attempt(refreshJournal)); // it may hold a thousand requests

function refreshAll() {
  forgetReplies();
  return Promise.all([attempt(refreshJournal), refresh()]);
}

function show(name) {
  view = name;
  const asked = /^#request-(\d+)$/.exec(location.hash);
  if (asked) showRequest(Number(asked[1]));
  else hideRequest();
  attempt(views[name]);
}

startClock();
startDecisions();
startFaults();
startInbox();
startJournal((id) => { location.hash = `request-${id}`; }, updateRequest);
startReset(refreshAll);
startTokens();
startWorld();
tabs(show);
listen({
  request: (entry) => { put(entry); refreshAfterRequest(); },
  change: () => { refreshSoon(); refreshJournalSoon(); },
  opened: () => { attempt(refreshJournal); refreshSoon(); },
});
