// Asks before something is lost, with what exactly that is.

import { button, byID, el } from "./dom.js";
import { notice } from "./notice.js";
import { t } from "./words.js";

export const buildDialog = () => el("dialog", { id: "dialog", class: "card", "aria-labelledby": "dialog-title" });

// ask shows what is about to happen and does it when the person says so. What goes
// wrong is said in the dialog, which stays with what was typed into it.
export function ask(title, content, doIt, act) {
  const dialog = byID("dialog");
  const problem = el("p", { class: "problem", role: "alert" });
  const yes = el("button", { id: "dialog-do" }, doIt);
  const form = el("form", { class: "stack", submit: async (event) => {
    event.preventDefault();
    yes.disabled = true;
    problem.textContent = "";
    try {
      const done = await act();
      if (form.isConnected) dialog.close();
      if (typeof done === "string") notice(done);
    } catch (error) {
      yes.disabled = false;
      if (form.isConnected && dialog.open) problem.textContent = error.message;
      else notice(error.message, true);
    }
  } }, content, problem, el("div", { class: "row actions" }, button(t("Cancel"), () => dialog.close(), { id: "dialog-cancel" }), yes));
  dialog.replaceChildren(el("h2", { id: "dialog-title" }, title), form);
  dialog.showModal();
  const field = form.querySelector("input, select, textarea");
  yes.className = field ? "primary" : "danger"; // who fills something in loses nothing
  (field ?? byID("dialog-cancel")).focus();
  if (field?.matches("input")) field.select(); // a name that is suggested gives way to what is typed
}

// show shows something in the dialog, to be closed.
export function show(title, content) {
  const dialog = byID("dialog");
  dialog.replaceChildren(el("h2", { id: "dialog-title", tabindex: "-1", autofocus: true }, title), el("div", { class: "stack" }, content),
    el("div", { class: "row actions" }, button(t("Close"), () => dialog.close(), { id: "dialog-cancel" })));
  dialog.showModal();
}
