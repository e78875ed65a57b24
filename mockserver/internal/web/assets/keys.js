// Keyboard shortcuts, and the card that lists them.

import { selectNothing } from "./activity.js";
import { go } from "./address.js";
import { show } from "./dialog.js";
import { byID, el } from "./dom.js";
import { selected } from "./listed.js";
import { openPalette } from "./palette.js";
import { fields as ofMessages } from "./message_search.js";
import { fields as ofRequests } from "./request_search.js";
import { fields as ofTokens } from "./token_search.js";
import { t } from "./words.js";

const keys = [
  ["/", () => t("Search"), () => { go({ view: "activity" }); byID("search").focus(); }],
  ["f", () => t("Requests or flows"), () => byID(byID("by-flows").getAttribute("aria-pressed") === "true" ? "by-requests" : "by-flows").click()],
  ["p", () => t("Pause and go on"), () => byID("pause").click()],
  ["1", () => t("Activity"), () => go({ view: "activity" })],
  ["2", () => t("Messages"), () => go({ view: "messages" })],
  ["3", () => t("Scenarios"), () => go({ view: "scenarios" })],
  ["4", () => t("Tokens"), () => go({ view: "tokens" })],
  ["5", () => t("World"), () => go({ view: "world" })],
  ["6", () => t("Audit"), () => go({ view: "audits" })],
  ["Escape", () => t("Select nothing, or close what is open"), () => (selected().length > 0 ? selectNothing() : go({ request: undefined }))],
  ["?", () => t("This card"), () => openHelp()],
];

export function openHelp() {
  show(t("Shortcuts and search"), [
    el("dl", { class: "keys" }, [[t("Ctrl K"), () => t("All actions")], ["↑ ↓", () => t("Walk through the list")], [t("Space"), () => t("Select; Shift with an arrow selects more")], ["← →", () => t("Fold and unfold a branch of a flow")], ...keys].map(([key, about]) => el("div", {}, el("dt", {}, el("kbd", {}, key)), el("dd", {}, about())))),
    el("p", {}, t("A search looks everywhere. These look in one place, and a minus in front turns them round:")),
    el("dl", { class: "pairs" }, [[t("Activity"), ofRequests], [t("Messages"), ofMessages], [t("Tokens"), ofTokens]].map(([view, fields]) => el("div", {},
      el("dt", {}, view), el("dd", {}, Object.keys(fields).map((name) => `${name}:`).join(" "))))),
  ]);
}

export function startKeys() {
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (!byID("dialog").open) openPalette(); // what is typed there would be lost to another dialog
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || byID("dialog").open || byID("palette").open) return;
    if (event.target.closest("input, textarea, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const found = keys.find(([key]) => key === event.key);
    if (!found) return;
    event.preventDefault();
    found[2]();
  });
}
