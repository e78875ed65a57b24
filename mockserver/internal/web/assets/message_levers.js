// What a tester does to messages as a whole: let one come in, order what becomes
// of the next ones, hurry webhooks, forget.

import { post } from "./api.js";
import { clear } from "./calls.js";
import { ask } from "./dialog.js";
import { el } from "./dom.js";
import { labelled } from "./form.js";
import { attempt } from "./notice.js";
import { give } from "./orders.js";
import { ownerName, scope, within } from "./scope.js";
import { known, refresh } from "./store.js";
import { t, tn } from "./words.js";

// receive lets an SMS come in from any number, to an account.
export function receive() {
  const field = (name, more = {}) => el("input", { name, id: `receive-${name}`, autocomplete: "off", ...more });
  const form = el("div", { class: "fields" }, labelled(t("From"), field("from", { required: true })), labelled(t("Text"), field("text", { required: true })),
    labelled(t("Account"), field("account", { list: "account-names", value: scope().account ?? "" })));
  ask(t("Let an SMS come in"), form, t("Receive"), async () => {
    const [from, text, account] = form.querySelectorAll("input");
    await post("messages", { from: from.value, text: text.value, account: account.value || undefined });
    refresh("messages");
  });
}

// nextMessage orders what becomes of the next messages.
export function nextMessage() {
  const outcome = el("select", { id: "outcome" },
    [["code 500", t("refused: no credit (500)")], ["code 402", t("refused: sent a moment ago (402)")], ["code 401", t("refused: text too long (401)")],
      ["status NOTDELIVERED", t("not delivered")], ["status EXPIRED", t("expired")], ["status BUFFERED", t("buffered")], ["late", t("delivered after 2 h")]]
      .map(([value, label]) => el("option", { value }, label)));
  const times = el("input", { id: "outcome-times", type: "number", min: "1", value: "1" });
  ask(t("What becomes of the next message?"), el("div", { class: "fields" }, labelled(t("It is"), outcome), labelled(t("How many messages"), times)), t("Arm it"), async () => {
    const [kind, value] = outcome.value.split(" ");
    const order = kind === "code" ? { code: Number(value) } : { statuses: kind === "late" ? [{ status: "DELIVERED", after: "2h" }] : [{ status: value }] };
    await give("outcomes", { ...order, ...scope(), times: Number(times.value) });
    return t("Armed.");
  });
}

// runDue has the webhooks that wait tried now.
export const runDue = () => attempt(async () => {
  const { changed } = await post("webhooks/run");
  refresh("messages");
  return tn(changed, "{n} delivery has been tried.", "{n} deliveries have been tried.");
});

// forgetMessages empties the outbox of the scope.
export const forgetMessages = () => ask(t("Forget messages of {scope}?", { scope: ownerName() }),
  el("p", {}, tn(known.messages.filter(within).length, "{n} message is forgotten. This cannot be undone.", "{n} messages are forgotten. This cannot be undone.")),
  t("Forget"), async () => {
    const { removed } = await clear.messages(scope());
    refresh("messages");
    return tn(removed, "{n} message forgotten.", "{n} messages forgotten.");
  });
