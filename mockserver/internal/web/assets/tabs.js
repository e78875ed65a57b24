// The views as tabs. The address says which one is shown; each keeps where it
// was scrolled to.

import { address, go, onAddress, views } from "./address.js";
import { byID, el } from "./dom.js";
import { t } from "./words.js";

const labels = () => ({ activity: t("Activity"), messages: t("Messages"), scenarios: t("Scenarios"), tokens: t("Tokens"), world: t("World"), audits: t("Audit") });

const scrolled = new Map(); // view -> where it was scrolled to
let current;

export function buildTabs() {
  return el("div", { role: "tablist", "aria-label": t("Views"), class: "tabs", id: "tabs", keydown: walk },
    views.map((name) => el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `view-${name}`, click: () => go({ view: name }) }, labels()[name])));
}

function walk(event) {
  const all = [...byID("tabs").children];
  const at = all.indexOf(event.target);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const tab = all[(to + all.length) % all.length];
  tab.focus();
  tab.click();
}

function show() {
  const { view } = address();
  if (view === current) return;
  scrolled.set(current, scrollY);
  current = view;
  for (const name of views) {
    const chosen = name === view;
    byID(`tab-${name}`).setAttribute("aria-selected", chosen);
    byID(`tab-${name}`).tabIndex = chosen ? 0 : -1;
    byID(`view-${name}`).hidden = !chosen;
  }
  scrollTo(0, scrolled.get(view) ?? 0);
}

export const startTabs = () => onAddress(show);
