// The levers that end or remove things: each asks first, counts, and touches
// what the scope says.

import { post } from "./api.js";
import { clear } from "./calls.js";
import { ask, show } from "./dialog.js";
import { el } from "./dom.js";
import { listed, selected } from "./listed.js";
import { scope, scopeName, within } from "./scope.js";
import { linkTo, shareMenu } from "./share.js";
import { everything, known, refresh, refreshEntries } from "./store.js";
import { t, tn } from "./words.js";

// reset returns what the scope says to the world.
export function reset() {
  ask(t("Reset {scope}?", { scope: scopeName() }),
    el("p", {}, Object.keys(scope()).length === 0
      ? t("Tokens, messages, faults, decisions and requests of everybody are gone, and the clock is the real one again. Other testers lose theirs too: choose a scope to keep it to yourself.")
      : t("Its tokens, messages, faults, decisions and requests are gone. What belongs to others stays.")),
    t("Reset"), async () => {
      const gone = await post("reset", scope());
      await refreshEntries();
      refresh(...everything);
      const counted = Object.entries(gone).filter(([, n]) => n > 0).map(([what, n]) => `${n} ${t(what)}`);
      return t("Reset. Gone: {what}.", { what: counted.join(", ") || t("nothing") });
    });
}

// forget forgets the requests of the scope: the server knows no search.
export function forget() {
  const n = [...known.entries.values()].filter(within).length;
  const shown = listed().length;
  ask(t("Forget requests of {scope}?", { scope: scopeName() }),
    el("p", {}, shown < n
      ? t("The journal forgets all {n} requests of {scope}, not only the {shown} that the search shows. This cannot be undone.", { n, scope: scopeName(), shown })
      : tn(n, "The journal forgets {n} request of {scope}. This cannot be undone.", "The journal forgets all {n} requests of {scope}. This cannot be undone.", { scope: scopeName() })),
    t("Forget"), async () => {
      const { removed } = await clear.requests(scope());
      await refreshEntries();
      return tn(removed, "{n} request forgotten.", "{n} requests forgotten.");
    });
}

const mostShared = 500;

// share shows how what is selected can be copied, or all that is listed.
export function share() {
  const chosen = selected();
  if (chosen.length > 0) shareRequests(chosen);
  else shareDialog(listed().slice(0, mostShared).reverse(), () => location.href);
}

// shareRequests shows how some requests, oldest first, can be copied.
export const shareRequests = (list) => shareDialog(list.slice(0, mostShared), () => linkTo(list.slice(0, mostShared)));

function shareDialog(list, link) {
  show(tn(list.length, "Share {n} request", "Share {n} requests"), shareMenu(() => list, tn(list.length, "{n} request", "{n} requests"), link));
}
