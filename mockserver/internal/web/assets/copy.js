// Copies text to the clipboard.

import { el } from "./dom.js";
import { attempt } from "./notice.js";
import { t } from "./words.js";

export function copy(text, what) {
  return attempt(async () => {
    await write(text);
    return t("{what} copied.", { what });
  });
}

async function write(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Over plain HTTP to another machine than this one there is no clipboard API.
  const area = el("textarea", { class: "visually-hidden" });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
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
