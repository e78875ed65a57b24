// The levers that end or remove things: each asks first, counts, and touches
// what the scope says.

import { post } from "./api.js";
import { armed } from "./armed.js";
import { clear, end, lists } from "./calls.js";
import { ask } from "./dialog.js";
import { el } from "./dom.js";
import { listed } from "./listed.js";
import { now } from "./moment.js";
import { attempt } from "./notice.js";
import { ownerName, scope, scopeName, within } from "./scope.js";
import { everything, known, refresh, refreshEntries } from "./store.js";
import { aged } from "./token_list.js";
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
  ask(t("Forget requests of {scope}?", { scope: ownerName() }),
    el("p", {}, shown < n
      ? t("The journal forgets all {n} requests, not only the {shown} that the search shows. This cannot be undone.", { n, shown })
      : tn(n, "The journal forgets {n} request. This cannot be undone.", "The journal forgets all {n} requests. This cannot be undone.")),
    t("Forget"), async () => {
      const { removed } = await clear.requests(scope());
      await refreshEntries();
      return tn(removed, "{n} request forgotten.", "{n} requests forgotten.");
    });
}

export const expireTokens = () => endTokens(t("Expire access tokens of {scope}?", { scope: ownerName() }), t("Expire"), end.expire, { kind: "access_token" });

export const revokeTokens = () => endTokens(t("Revoke all tokens of {scope}?", { scope: ownerName() }), t("Revoke"), end.revoke, {});

// endTokens asks for the tokens first, to count them: the page may not know them.
const endTokens = (title, doIt, act, filter) => attempt(async () => {
  const n = aged(await lists.tokens(known.tokens), now()).filter((token) => within(token) && token.state === "valid" && (!filter.kind || token.kind === filter.kind)).length;
  ask(title, el("p", {}, tn(n, "{n} token is good now.", "{n} tokens are good now.")), doIt, async () => {
    const { changed } = await act({ ...scope(), ...filter });
    refresh("tokens");
    return t("{n} tokens ended.", { n: changed });
  });
});

// takeAllBack takes back what is armed in the scope.
export function takeAllBack() {
  const list = armed();
  ask(t("Take everything back that is armed for {scope}?", { scope: scopeName() }), el("ul", {}, list.map(({ text }) => el("li", {}, text))), t("Take back"), async () => {
    const kinds = ["faults", "decisions", "outcomes"];
    const gone = await Promise.all(kinds.map((kind) => clear[kind](scope())));
    refresh(...kinds);
    return t("{n} taken back.", { n: gone.reduce((sum, { removed }) => sum + removed, 0) });
  });
}
