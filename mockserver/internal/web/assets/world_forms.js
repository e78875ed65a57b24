// The forms for clients and accounts, which add one, and edit one that is there.

import { post } from "./api.js";
import { ask } from "./dialog.js";
import { button, byID, el } from "./dom.js";
import { fill, isTyped, labelled, onSubmit } from "./form.js";
import { attempt } from "./notice.js";
import { refresh } from "./store.js";
import { t } from "./words.js";

export function clientForm() {
  const form = el("form", { id: "client-form", class: "stack" }, el("div", { class: "fields" },
    labelled("client_id", el("input", { name: "id", required: true })),
    labelled(t("Name"), el("input", { name: "name" })),
    labelled(t("Secrets"), el("textarea", { name: "secrets", rows: "2", "data-as": "lines" })),
    labelled(t("Public"), el("input", { name: "public", type: "checkbox" })),
    labelled(t("Redirect URIs"), el("textarea", { name: "redirect_uris", rows: "2", "data-as": "lines" })),
    labelled(t("Scopes"), el("input", { name: "scopes", "data-as": "words" })),
    labelled(t("Decision"), decisions("authorize.decision")),
    labelled(t("Lifetime of access tokens"), el("input", { name: "lifetimes.access_token", "data-as": "duration", placeholder: "1h" })),
    labelled("PKCE", el("select", { name: "pkce" }, ["", "ignore", "verify", "require"].map((value) => el("option", { value }, value || t("as the world says"))))),
    labelled(t("Anything else, as JSON"), el("textarea", { name: "*", rows: "2", spellcheck: "false" }))),
  el("p", { class: "problem", role: "alert" }), el("div", { class: "row" }, el("button", { class: "primary" }, t("Save"))));
  onSubmit(form, async (client) => {
    await post("clients", client);
    refresh("clients");
    return t("Saved.");
  });
  return form;
}

export function accountForm() {
  const form = el("form", { id: "account-form", class: "stack" }, el("div", { class: "fields" },
    labelled(t("Name"), el("input", { name: "name", required: true })),
    labelled(t("Number of the account"), el("input", { name: "user_id", type: "number", "data-as": "number" })),
    labelled(t("E-mail"), el("input", { name: "email" })),
    labelled(t("Company"), el("input", { name: "company" })),
    labelled(t("Balance"), el("input", { name: "balance", placeholder: "100.0000" })),
    labelled(t("API keys"), el("textarea", { name: "api_keys", rows: "2", "data-as": "lines" })),
    labelled(t("Decision"), decisions("authorize.decision")),
    labelled(t("Anything else, as JSON"), el("textarea", { name: "*", rows: "2", spellcheck: "false" }))),
  el("p", { class: "problem", role: "alert" }), el("div", { class: "row" }, el("button", { class: "primary" }, t("Save"))));
  onSubmit(form, async (account) => {
    await post("accounts", account);
    refresh("accounts");
    return t("Saved.");
  });
  return form;
}

const decisions = (name) => el("select", { name }, ["", "approve", "deny", "prompt"].map((value) => el("option", { value }, value ? t(value) : t("as the world says"))));

// editButton fills a form with what is there by now; current asks for it. What is
// being typed in the form goes only when the person says so.
export function editButton(formID, current, name) {
  const edit = async () => {
    const item = await current();
    const form = byID(formID);
    form.reset();
    form.querySelector(".problem").textContent = "";
    fill(form, item);
    form.closest("details").open = true;
    setTimeout(() => form.querySelector("input").focus()); // when the dialog is closed, which gives the focus back
  };
  return button(t("Edit"), () => (isTyped(byID(formID))
    ? ask(t("Edit {name}?", { name }), el("p", {}, t("What is typed in the form, and not saved, goes.")), t("Edit"), edit)
    : attempt(edit)), { class: "small", "data-act": "edit", "aria-label": t("Edit {name}", { name }) });
}
