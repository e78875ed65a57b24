// The form that starts an audit, or says how to make one elsewhere.

import { go } from "./address.js";
import { post } from "./api.js";
import { copyButton } from "./copy.js";
import { el } from "./dom.js";
import { labelled, onSubmit, values } from "./form.js";
import { baseURL } from "./request_url.js";
import { scope } from "./scope.js";
import { quote } from "./shell.js";
import { refresh } from "./store.js";
import { t } from "./words.js";

// plays says whether the double plays audits itself.
const plays = () => "audits" in document.body.dataset;

export function buildAuditForm() {
  if (!plays()) return elsewhere();
  const form = el("form", { id: "audit-form", class: "stack" },
    el("div", { class: "fields" },
      labelled(t("Login"), el("input", { name: "login", required: true, placeholder: "http://127.0.0.1:3000/login", autocomplete: "off" })),
      labelled(t("Inside"), el("input", { name: "inside", placeholder: "/account", "aria-describedby": "audit-help", autocomplete: "off" })),
      labelled(t("Act"), el("input", { name: "act", placeholder: "POST /send to={number} text=hi", autocomplete: "off" })),
      labelled(t("Worked if it says"), el("input", { name: "act_done", placeholder: "Message sent", autocomplete: "off" }))),
    el("p", { id: "audit-help", class: "quiet small" }, t("What starts a login, a page that is only for people who are logged in, and what sends a message. {number} is new each time; /account#send is the form send on the page /account, and POST /send {\"to\":\"{number}\"} sends JSON.")),
    el("details", {}, el("summary", {}, t("More")), el("div", { class: "fields" }, more())),
    el("p", { class: "problem", role: "alert" }),
    el("div", { class: "row" }, el("button", { class: "primary" }, t("Audit it")), copyButton(t("Copy command"), t("Command"), () => command(ordered(form)))));
  onSubmit(form, async () => {
    const { id } = await post("audits", ordered(form));
    refresh("audits");
    go({ view: "audits", audit: id });
    scrollTo(0, 0);
  }, { keepValues: true });
  return el("section", { class: "card stack" }, el("h2", {}, t("Audit an application")), form);
}

const more = () => [
  labelled(t("By hand"), el("input", { name: "attended", type: "checkbox", "aria-describedby": "by-hand-help" })),
  el("p", { id: "by-hand-help", class: "quiet small" }, t("You play the user in a browser of your own, and say what it shows: for applications that need scripts or captchas. It needs the client.")),
  labelled(t("Logout"), el("input", { name: "logout", placeholder: "/account#logout", autocomplete: "off" })),
  labelled(t("Client"), el("input", { name: "client", list: "client-ids", autocomplete: "off" })),
  labelled(t("Kind"), el("select", { name: "kind" }, ["login", "connect"].map((value) => el("option", { value: value === "login" ? "" : value }, value)))),
  labelled(t("Each browser first"), el("textarea", { name: "prepare", rows: "2", "data-as": "lines", placeholder: "POST /signin user=u{n}" })),
  labelled(t("Headers of scripts"), el("textarea", { name: "headers", rows: "2", "data-as": "headers", placeholder: "X-XSRF-TOKEN: {cookie:XSRF-TOKEN}" })),
  labelled(t("Further scopes"), el("input", { name: "needs", "data-as": "words", autocomplete: "off" })),
  labelled(t("Two accounts"), el("input", { name: "accounts", "data-as": "words", autocomplete: "off" })),
  labelled(t("Patience"), el("input", { name: "patience", placeholder: "10s", autocomplete: "off" })),
  labelled(t("Expected failures"), el("textarea", { name: "expected_failures", rows: "2", "data-as": "headers", placeholder: "pkce: with version 3" })),
  labelled(t("Only these"), el("input", { name: "only", "data-as": "words", autocomplete: "off" })),
  labelled(t("Without these"), el("input", { name: "skip", "data-as": "words", autocomplete: "off" })),
];

// ordered is what the form says, for the client that the page is aimed at unless
// it names one.
const ordered = (form) => ({ ...(scope().client_id ? { client: scope().client_id } : {}), ...values(form) });

const flags = { inside: "inside", act: "act", act_done: "act-done", logout: "logout", kind: "kind", client: "client", patience: "patience", prepare: "prepare", needs: "needs", accounts: "account", only: "only", skip: "skip" };

// command is an order as a command line.
function command(order) {
  const words = ["sms77mock audit", quote(order.login ?? "http://127.0.0.1:3000/login"), `--mock ${quote(baseURL())}`];
  for (const [key, flag] of Object.entries(flags)) for (const value of [order[key] ?? []].flat()) words.push(`--${flag} ${quote(value)}`);
  for (const [name, value] of Object.entries(order.headers ?? {})) words.push(`--header ${quote(`${name}: ${value}`)}`);
  for (const [name, reason] of Object.entries(order.expected_failures ?? {})) words.push(`--expect ${quote(`${name}=${reason}`)}`);
  if (order.attended) words.push("--attended");
  return words.join(" ");
}

function elsewhere() {
  const line = () => command({ inside: "/account", act: "POST /send to={number} text=hi" });
  return el("section", { class: "card stack", id: "audit-elsewhere" }, el("h2", {}, t("Audit an application")),
    el("p", {}, t("This double plays no audits itself. In a Go test testkit.Audit does, and from a shell this:")),
    el("p", {}, el("code", {}, line())), el("div", { class: "row" }, copyButton(t("Copy command"), t("Command"), line)));
}
