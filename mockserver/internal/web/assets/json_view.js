// A body, laid out and coloured if it is JSON, and as it came on demand.

import { copyButton } from "./copy.js";
import { button, el } from "./dom.js";
import { t } from "./words.js";

const longest = 200000; // characters that are laid out; more is shown as it came

// bodyView shows a body; nothing if there is none.
export function bodyView(body) {
  if (!body) return null;
  const laidOut = layOut(body);
  const raw = el("pre", { class: "body", tabindex: "0" }, body);
  const copy = copyButton(t("Copy"), t("Body"), () => body, { class: "small ghost" });
  if (!laidOut) return el("div", { class: "body-view" }, raw, el("div", { class: "row" }, copy));
  const pretty = el("pre", { class: "body json", tabindex: "0" }, laidOut);
  const shown = el("div", { class: "body-view" }, pretty);
  const turn = button(t("As it came"), () => {
    const toRaw = shown.firstElementChild === pretty;
    shown.firstElementChild.replaceWith(toRaw ? raw : pretty);
    turn.setAttribute("aria-pressed", toRaw);
  }, { class: "small ghost", "aria-pressed": "false" });
  shown.append(el("div", { class: "row" }, turn, copy));
  return shown;
}

// layOut returns the parts of a JSON document with white space and colours; null
// if it is none.
function layOut(body) {
  if (body.length > longest || !/^\s*[[{]/.test(body)) return null;
  try {
    return [...coloured(JSON.stringify(JSON.parse(body), null, 2))];
  } catch {
    return null;
  }
}

const parts = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|(true|false|null)/g;

function* coloured(text) {
  let at = 0;
  for (const match of text.matchAll(parts)) {
    yield text.slice(at, match.index);
    const [whole, string, colon, number] = match;
    yield el("span", { class: colon ? "key" : string ? "string" : number ? "number" : "word" }, whole);
    at = match.index + whole.length;
  }
  yield text.slice(at);
}
