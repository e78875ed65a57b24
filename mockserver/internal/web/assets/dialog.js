// Asks before something is lost, with what exactly that is.

import { button, byID, el } from "./dom.js";
import { attempt } from "./notice.js";
import { t } from "./words.js";

export const buildDialog = () => el("dialog", { id: "dialog", class: "card", "aria-labelledby": "dialog-title" });

// ask shows what is about to happen and does it when the person says so.
export function ask(title, content, doIt, act) {
  const dialog = byID("dialog");
  dialog.replaceChildren(
    el("h2", { id: "dialog-title" }, title),
    el("div", { class: "stack" }, content),
    el("div", { class: "row actions" },
      button(t("Cancel"), () => dialog.close(), { id: "dialog-cancel" }),
      button(doIt, () => { dialog.close(); attempt(act); }, { id: "dialog-do", class: "danger" })));
  dialog.showModal();
  byID("dialog-cancel").focus();
}

// show shows something in the dialog, to be closed.
export function show(title, content) {
  const dialog = byID("dialog");
  dialog.replaceChildren(el("h2", { id: "dialog-title", tabindex: "-1", autofocus: true }, title), el("div", { class: "stack" }, content),
    el("div", { class: "row actions" }, button(t("Close"), () => dialog.close(), { id: "dialog-cancel" })));
  dialog.showModal();
}
