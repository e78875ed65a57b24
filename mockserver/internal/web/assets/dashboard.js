// The dashboard: builds the page, and starts what keeps it alive.

import { buildActivity, startActivity } from "./activity.js";
import { startAddress } from "./address.js";
import { startArmed } from "./armed.js";
import { buildAudits, startAudits } from "./audits.js";
import { startClock } from "./clock.js";
import { buildDialog } from "./dialog.js";
import { el } from "./dom.js";
import { buildHeader } from "./header.js";
import { startInspector } from "./inspector.js";
import { startKeys } from "./keys.js";
import { buildMessages, startMessages } from "./messages.js";
import { buildNotice } from "./notice.js";
import { buildPalette } from "./palette.js";
import { buildScenarios, startScenarios } from "./scenarios.js";
import { startScope } from "./scope.js";
import { buildSuggestions, startSuggestions } from "./suggestions.js";
import { startSync } from "./sync.js";
import { buildTabs, startTabs } from "./tabs.js";
import { buildTokens, startTokens } from "./tokens.js";
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
startSync();
