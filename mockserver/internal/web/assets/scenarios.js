// The scenarios: searchable cards by symptom, a drawer for a fault of one's own,
// and what is armed with how often it has struck.

import { copyButton } from "./copy.js";
import { button, byID, el, keep } from "./dom.js";
import { labelled, onSubmit, values } from "./form.js";
import { attempt } from "./notice.js";
import { arm, cards } from "./scenario_cards.js";
import { searcher } from "./query.js";
import { orderAsGo } from "./order_go.js";
import { give, orders, takeBack } from "./orders.js";
import { baseURL } from "./request_url.js";
import { scope, scopeName } from "./scope.js";
import { quote } from "./shell.js";
import { on } from "./store.js";
import { onAddress } from "./address.js";
import { t, tn } from "./words.js";

export function buildScenarios() {
  return el("section", { id: "view-scenarios", class: "view", role: "tabpanel", "aria-labelledby": "tab-scenarios" },
    el("form", { class: "toolbar", role: "search", submit: (event) => event.preventDefault() },
      el("label", { class: "visually-hidden", for: "scenario-search" }, t("Search scenarios")),
      el("input", { id: "scenario-search", type: "search", placeholder: t("What should go wrong? Such as: token, 429, hang"), autocomplete: "off", input: draw }),
      el("span", { id: "aimed", class: "quiet" }),
      button(t("Struck and armed"), () => byID("struck-and-armed").focus(), { id: "to-orders" })),
    el("div", { class: "columns wide" },
      el("div", {}, el("div", { id: "cards" }), el("p", { id: "cards-none", class: "empty quiet", hidden: true }, t("No scenario matches what you look for."))),
      el("div", { class: "stack" },
        el("section", { class: "card stack" }, el("h2", { id: "struck-and-armed", tabindex: "-1" }, t("Struck and armed")), el("ul", { id: "orders", class: "list" }), el("p", { id: "orders-none", class: "quiet" }, t("Nothing has been ordered."))),
        ownFault(), ownDecision())));
}

// ownOrder is a drawer with a form for an order that has any fields, which shows
// the same as curl and Go: kind is what the control API calls such orders, method
// and type what testkit does.
function ownOrder(kind, method, type, ids, title, ...fields) {
  const form = el("form", { id: ids.form, class: "stack" },
    el("div", { class: "fields" }, fields),
    el("p", { class: "problem", role: "alert" }),
    el("div", { class: "row" }, el("button", { class: "primary" }, t("Arm it"))));
  const written = { curl: () => asCurl(kind, own(form)), Go: () => orderAsGo(method, type, own(form)) };
  const shown = Object.entries(written).map(([language, text]) => {
    const code = el("pre", { class: "body", tabindex: "0", "aria-label": language, "data-language": language });
    form.append(el("div", { class: "stack" }, el("div", { class: "row" }, copyButton(language, language, text)), code));
    return () => { code.textContent = text(); };
  });
  const show = () => shown.forEach((write) => write());
  form.addEventListener("input", show);
  form.addEventListener("reset", () => queueMicrotask(show)); // which comes before the fields are empty
  onAddress(show); // the scope
  onSubmit(form, async () => {
    await give(kind, own(form));
    return t("Armed.");
  });
  return el("details", { class: "card", id: ids.drawer }, el("summary", {}, title), form);
}

const ownDecision = () => ownOrder("decisions", "Decide", "Decision", { form: "own-decision", drawer: "decision-drawer" }, t("A decision of your own"),
  labelled(t("Decision"), el("select", { name: "decision" }, ["", "approve", "deny", "prompt"].map((value) => el("option", { value }, value ? t(value) : t("an OAuth error"))))),
  labelled(t("OAuth error"), el("input", { name: "error" })),
  labelled(t("Description"), el("input", { name: "error_description" })),
  labelled(t("Granted scope"), el("input", { name: "scope" })),
  labelled(t("Times (−1: always)"), el("input", { name: "times", type: "number", "data-as": "number", min: "-1" })));

const ownFault = () => ownOrder("faults", "Inject", "Fault", { form: "own-fault", drawer: "drawer" }, t("A fault of your own"),
  labelled(t("Endpoint"), el("input", { name: "endpoint", list: "endpoints", placeholder: "*" })),
  labelled(t("Grant"), el("select", { name: "grant_type" }, ["", "authorization_code", "refresh_token"].map((value) => el("option", { value }, value || t("any"))))),
  labelled(t("Status"), el("input", { name: "status", type: "number", "data-as": "number", min: "200", max: "599" })),
  labelled(t("Headers"), el("textarea", { name: "headers", "data-as": "headers", rows: "2", placeholder: "Retry-After: 30" })),
  labelled(t("Body"), el("textarea", { name: "body", rows: "2" })),
  labelled(t("OAuth error"), el("input", { name: "error" })),
  labelled(t("Description"), el("input", { name: "error_description" })),
  labelled(t("Delay"), el("input", { name: "delay", "data-as": "duration", placeholder: "2s" })),
  labelled(t("Connection"), el("select", { name: "connection" }, ["", "reset", "empty", "truncate", "hang", "refuse", "hold"].map((value) => el("option", { value }, value || t("as it is"))))),
  labelled(t("After so many requests"), el("input", { name: "after", type: "number", "data-as": "number", min: "0" })),
  labelled(t("Times (−1: always)"), el("input", { name: "times", type: "number", "data-as": "number", min: "-1" })));

const own = (form) => ({ ...values(form), ...scope() });

const asCurl = (what, order) => `curl -X POST ${quote(`${baseURL()}/_mock/${what}`)} -H 'Content-Type: application/json' -d ${quote(JSON.stringify(order))}`;

const matcher = searcher({}, (card) => [card.title, card.about, JSON.stringify(card.order ?? "")]);

function draw() {
  if (byID("view-scenarios").hidden) return;
  byID("aimed").textContent = t("Aimed at {scope}", { scope: scopeName() });
  const found = cards().filter(matcher(byID("scenario-search").value));
  const groups = [...new Set(found.map(({ group }) => group))];
  byID("cards-none").hidden = found.length > 0;
  keep(byID("cards"), groups, (group) => group, (group) => el("section", { class: "stack" }, el("h2", {}, group), el("ul", { class: "cards" })), (group) => group);
  groups.forEach((group, i) => keep(byID("cards").children[i].querySelector("ul"), found.filter((card) => card.group === group), (card) => card.id, cardOf, (card) => card.id + scopeName()));
  drawOrders();
}

function cardOf(card) {
  const times = el("select", { class: "small", "aria-label": t("How often: {title}", { title: card.title }) },
    [[1, "1 ×"], [2, "2 ×"], [3, "3 ×"], [10, "10 ×"], [-1, t("always")]].map(([value, label]) => el("option", { value }, label)));
  return el("li", { class: "card scenario", "data-scenario": card.id },
    el("h3", { lang: card.lang }, card.title),
    el("p", { class: "quiet", lang: card.lang }, card.about),
    el("div", { class: "row" },
      !card.once && times,
      button(card.once ? t("Do it") : t("Arm"), () => attempt(() => arm(card, Number(times.value))), { class: "small", "aria-label": `${card.once ? t("Do it") : t("Arm")}: ${card.title}` })));
}

function drawOrders() {
  const list = orders().reverse();
  byID("orders-none").hidden = list.length > 0;
  keep(byID("orders"), list, ({ kind, id }) => `${kind}${id}`, orderRow);
}

// again orders what has been used up once more.
async function again(kind, what) {
  await give(kind, what);
  return t("Armed.");
}

function orderRow({ kind, id, what, name, used, spent }) {
  const { times } = what;
  return el("li", { class: spent ? "spent" : "", "data-testid": "order", "data-kind": kind, "data-id": id },
    el("span", {}, el("strong", {}, name), " ", el("span", { class: "quiet" }, [what.endpoint, what.grant_type, what.client_id, what.account].filter(Boolean).join(" · ")),
      " ", el("span", { class: `badge ${spent ? "" : "faulted"}` }, times < 0 ? tn(used, "struck once", "struck {n} times") : t("struck {n} of {times}", { n: used, times }))),
    spent ? button(t("Arm again"), () => attempt(() => again(kind, what)), { class: "small", "aria-label": t("Arm again: {what}", { what: name }) })
      : button(t("Take back"), () => attempt(() => takeBack(kind, id)), { class: "small", "aria-label": t("Take back {what}", { what: name }) }));
}

export function startScenarios() {
  for (const what of ["faults", "decisions", "outcomes", "presets"]) on(what, draw);
  onAddress(draw);
}
