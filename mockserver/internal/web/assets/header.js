// The header: one row with whose world this is, the scope, the clock and the ways
// to everything else, and below it what is armed.

import { isPaused, pause } from "./activity.js";
import { buildArmed } from "./armed.js";
import { buildClock } from "./clock.js";
import { button, byID, el } from "./dom.js";
import { openHelp } from "./keys.js";
import { reset } from "./levers.js";
import { openPalette } from "./palette.js";
import { buildRestarted } from "./restarted.js";
import { t } from "./words.js";

export function buildHeader() {
  const { world } = document.body.dataset;
  return el("header", { class: "top" },
    el("div", { class: "row brand" },
      el("h1", {}, "sms77mock", world && el("small", { class: "quiet", id: "world-name", title: world }, ` ${world.split(/[\\/]/).at(-1)}`)),
      el("span", { id: "live", class: "live", role: "status" }, t("connecting …")),
      buildRestarted()),
    el("label", { class: "visually-hidden", for: "scope" }, t("Scope: what is shown, and what levers aim at")),
    el("select", { id: "scope" }),
    buildClock(),
    el("div", { class: "row tools" },
      button(t("Pause"), togglePause, { id: "pause", "aria-pressed": "false" }),
      button(t("Actions"), openPalette, { id: "palette-open", title: t("All actions (Ctrl K)"), "aria-keyshortcuts": "Control+K" }),
      button("?", openHelp, { id: "help-open", "aria-label": t("Shortcuts and search") }),
      button(t("Reset …"), reset, { id: "reset-open", class: "danger" })),
    buildArmed());
}

function togglePause() {
  pause(!isPaused());
  byID("pause").setAttribute("aria-pressed", isPaused());
  byID("pause").textContent = isPaused() ? t("Paused") : t("Pause");
}

// showLive says whether the page hears what happens.
export function showLive(live) {
  byID("live").textContent = live ? t("live") : t("connection lost, trying again …");
  byID("live").classList.toggle("ok", live);
}
