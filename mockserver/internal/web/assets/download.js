// Has the browser save a text as a file.

import { el } from "./dom.js";
import { t } from "./words.js";

// download saves a text, and returns words that say so.
export function download(name, type, text) {
  const file = el("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  file.click();
  URL.revokeObjectURL(file.href);
  return t("Saved as {name}.", { name });
}
