// Shares requests: as a link, curl, a Go test, HAR, JSON, or Markdown for a bug
// tracker.

import { address } from "./address.js";
import { get } from "./api.js";
import { copyButton } from "./copy.js";
import { curl } from "./curl.js";
import { show } from "./dialog.js";
import { button, el } from "./dom.js";
import { download } from "./download.js";
import { goTest } from "./gotest.js";
import { har } from "./har.js";
import { listed, selected } from "./listed.js";
import { markdown } from "./markdown.js";
import { attempt } from "./notice.js";
import { baseURL } from "./request_url.js";
import { known } from "./store.js";
import { t, tn } from "./words.js";

const mostShared = 500; // requests in a dialog

// shareMenu is a row of buttons that copy the requests that chosen returns; link
// is the address that shows them.
export function shareMenu(chosen, name, link) {
  const copy = (id, label, make) => copyButton(label, `${name}: ${label}`, make, { class: "small", "data-share": id });
  return el("div", { class: "row share", role: "group", "aria-label": t("Copy as") },
    el("span", { class: "quiet" }, t("Copy as")),
    copy("link", t("Link"), link),
    copy("curl", "curl", () => chosen().filter(fromOutside).map((entry) => curl(entry, baseURL())).join("\n\n")),
    copy("go", t("Go test"), () => goTestOf(chosen())),
    copy("har", "HAR", () => harOf(chosen())),
    copy("json", "JSON", () => JSON.stringify(chosen(), null, 2)),
    copy("markdown", "Markdown", () => markdown(chosen())));
}

const harOf = (entries) => JSON.stringify(har(entries, document.body.dataset.version), null, 2);

// linkTo is the address of a list with just some requests.
function linkTo(entries) {
  const { by } = address();
  const query = new URLSearchParams({ q: `id:${entries.map(({ id }) => id).join(",")}`, ...(by ? { by } : {}) });
  return `${location.href.split("#")[0]}#activity?${query}`;
}

const fromOutside = (entry) => entry.endpoint !== "webhook";

// goTestOf asks for what a test has to start from.
async function goTestOf(entries) {
  const answered = entries.filter((entry) => fromOutside(entry) && entry.outcome !== "pending").sort((a, b) => a.id - b.id);
  if (answered.length === 0) throw new Error(t("There is nothing that a test could ask again."));
  const [world, tokens, faults] = await Promise.all([get("world"), get("tokens"), get("faults")]);
  return goTest(answered, { world, tokens, faults, before: [...known.entries.values()] }, document.body.dataset.module);
}

// share shows how what is selected can be copied, or all that is listed.
export function share() {
  const chosen = selected();
  if (chosen.length > 0) shareRequests(chosen);
  else shareDialog(listed().slice(0, mostShared).reverse(), () => location.href);
}

// shareRequests shows how some requests, oldest first, can be copied.
export function shareRequests(all) {
  const list = all.slice(0, mostShared);
  shareDialog(list, () => linkTo(list));
}

function shareDialog(list, link) {
  const save = () => attempt(() => download("requests.har", "application/json", harOf(list)));
  show(tn(list.length, "Share {n} request", "Share {n} requests"), [
    shareMenu(() => list, tn(list.length, "{n} request", "{n} requests"), link),
    el("div", { class: "row" }, button(t("Save HAR"), save, { class: "small", "data-share": "har-file" })),
  ]);
}
