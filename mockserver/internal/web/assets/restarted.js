// Notices a server that has been started again, with another world perhaps: the
// page is loaded anew. Where something is being typed, that waits for a click.

import { get } from "./api.js";
import { button, byID } from "./dom.js";
import { notice } from "./notice.js";
import { t } from "./words.js";

let server; // id of the server that the page has seen

const mark = "restarted"; // in the session's storage, for the page that is loaded anew

export const buildRestarted = () => button(t("Started again: load the page anew"), reload, { id: "restarted", hidden: true });

export async function seeServer() {
  const { id } = await get("health");
  if (server && server !== id) {
    if (typing()) byID("restarted").hidden = false;
    else reload();
  } else if (!server && sessionStorage.getItem(mark)) {
    sessionStorage.removeItem(mark);
    notice(t("The server has been started again."));
  }
  server = id;
}

function reload() {
  sessionStorage.setItem(mark, "yes");
  location.reload();
}

// typing reports whether anything is filled in that a new page would not have: a
// search is in the address, and the boxes of requests are a selection.
function typing() {
  if (byID("dialog").open) return true;
  return [...document.querySelectorAll("main :is(input:not([type=search], .tick), textarea)")]
    .some((field) => (["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue));
}
