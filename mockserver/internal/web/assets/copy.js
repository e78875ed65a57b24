// Copies text to the clipboard.

import { el } from "./dom.js";
import { attempt } from "./notice.js";
import { t } from "./words.js";

// write puts a text onto the clipboard.
export async function write(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Over plain HTTP to another machine than this one there is no clipboard API.
  const before = document.activeElement;
  const area = el("textarea", { class: "visually-hidden" });
  area.value = text;
  (document.querySelector("dialog[open]") ?? document.body).append(area); // beside an open dialog nothing takes the focus
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus();
  if (!done) throw new Error(t("The browser does not let the page copy."));
  return undefined;
}

// copyButton is a button that copies a text when it is clicked.
export function copyButton(label, what, text, attributes = {}) {
  const click = () => attempt(async () => {
    await write(await text());
    return t("{what} copied.", { what });
  });
  return el("button", { type: "button", class: "small", click, ...attributes }, label);
}

// copyPairs shows names with their values, each of which can be copied; nothing if
// there are none.
export const copyPairs = (pairs) => pairs.length > 0 && el("dl", { class: "pairs" }, pairs.map(([name, value]) => el("div", {},
  el("dt", {}, name),
  el("dd", {}, el("span", {}, value), copyButton(t("Copy"), name, () => value, { class: "small ghost", "aria-label": t("Copy {name}", { name }) })))));
