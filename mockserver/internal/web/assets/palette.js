// The command palette: every action by name.

import { go } from "./address.js";
import { advance, move } from "./clock.js";
import { byID, el, keep } from "./dom.js";
import { expireTokens, forget, reset, revokeTokens, takeAllBack } from "./levers.js";
import { mint } from "./mint.js";
import { moment } from "./moment.js";
import { attempt } from "./notice.js";
import { arm, cards } from "./scenario_cards.js";
import { scope } from "./scope.js";
import { share } from "./share.js";
import { known } from "./store.js";
import { t } from "./words.js";

function actions() {
  const view = (name, label) => [label, () => go({ view: name })];
  return [
    view("activity", t("Go to Activity")), view("messages", t("Go to Messages")), view("scenarios", t("Go to Scenarios")), view("tokens", t("Go to Tokens")), view("world", t("Go to World")), view("audits", t("Go to Audit")),
    [t("Clock: one hour on"), () => move({ advance: "1h" })],
    [t("Clock: fourteen days on"), () => move({ advance: "336h" })],
    [t("Clock: freeze"), () => move({ freeze: true })],
    [t("Clock: let it run"), () => move({ freeze: false })],
    [t("Clock: back to the real time"), () => move({ set: new Date().toISOString() })],
    [t("Mint a token and copy it"), () => attempt(() => mint(scope()))],
    [t("Expire access tokens …"), expireTokens], [t("Revoke all …"), revokeTokens],
    [t("Take everything back that is armed …"), takeAllBack],
    [t("Reset …"), reset], [t("Forget requests …"), forget], [t("Share what is listed …"), share],
    ...cards().map((card) => [`${t("Arm")}: ${card.title}`, () => attempt(() => arm(card, 1)), `${card.about} ${JSON.stringify(card.order ?? "")}`]),
    ...known.clients.map(({ id }) => [t("Scope: client {name}", { name: id }), () => go({ client: id, user: undefined })]),
    ...known.accounts.map(({ name }) => [t("Scope: account {name}", { name }), () => go({ user: name, client: undefined })]),
    [t("Scope: everything"), () => go({ client: undefined, user: undefined })],
  ];
}

// found are the actions that a text names, word by word, by their label or by what
// is said about them; a duration moves the clock, a date sets it.
function found(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text) => words.every((word) => text.toLowerCase().includes(word));
  const all = actions();
  const list = [...all.filter(([label]) => has(label)), ...all.filter(([label, , about = ""]) => !has(label) && has(`${label} ${about}`))];
  if (/^[+-]?[\d.]+\s*(d|T|h|m|min|s)/.test(text)) list.unshift([t("Clock: by {text}", { text }), () => advance(text)]);
  if (moment(text)) list.unshift([t("Clock: set to {text}", { text: `${text} UTC` }), () => move({ set: moment(text) })]);
  return list.slice(0, 12);
}

export function buildPalette() {
  return el("dialog", { id: "palette", class: "palette", "aria-label": t("All actions") },
    el("label", { class: "visually-hidden", for: "palette-text" }, t("Action")),
    el("input", { id: "palette-text", type: "search", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", placeholder: t("What do you want to do? 14d moves the clock, 2027-01-31 sets it."), autocomplete: "off", input: draw, keydown: walk }),
    el("ul", { id: "palette-list", role: "listbox", "aria-label": t("Actions") }),
    el("p", { id: "palette-none", class: "quiet", role: "status" }));
}

let chosen = 0;

function draw() {
  chosen = 0;
  const list = found(byID("palette-text").value);
  keep(byID("palette-list"), list, ([label]) => label, ([label, act]) => el("li", { role: "option", click: () => run(act) }, label), ([label]) => label);
  byID("palette-none").textContent = list.length > 0 ? "" : t("No action matches what you look for.");
  mark();
}

function mark() {
  const options = [...byID("palette-list").children];
  options.forEach((option, i) => {
    option.id = `action-${i}`;
    option.setAttribute("aria-selected", i === chosen);
  });
  byID("palette-text").setAttribute("aria-activedescendant", options[chosen]?.id ?? "");
  options[chosen]?.scrollIntoView({ block: "nearest" });
}

function walk(event) {
  const n = byID("palette-list").children.length;
  if (event.key === "ArrowDown") chosen = (chosen + 1) % n;
  else if (event.key === "ArrowUp") chosen = (chosen + n - 1) % n;
  else if (event.key === "Escape") byID("palette").close(); // at once, and not only what is typed
  else if (event.key === "Enter") byID("palette-list").children[chosen]?.click();
  else return;
  event.preventDefault();
  mark();
}

function run(act) {
  byID("palette").close();
  act();
}

export function openPalette() {
  byID("palette-text").value = "";
  byID("palette").showModal();
  draw();
  byID("palette-text").focus();
}
