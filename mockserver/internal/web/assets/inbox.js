// What was sent, as the phones show it that it was sent to.

import { get, post, remove } from "./api.js";
import { byID, keep } from "./dom.js";
import { onSubmit, values } from "./form.js";
import { later } from "./live.js";
import { attempt } from "./notice.js";
import { fillPhone, newPhone } from "./phone.js";

const mostPhones = 40;

// The answers that were given here: the outbox has what was sent, not what came
// in.
let replies = [];

export async function refreshInbox() {
  const filter = values(byID("inbox-filter"));
  const sent = await get("messages", filter);
  const phones = new Map();
  const shownReplies = replies.filter((reply) => fits(reply, filter) && !sent.some((m) => m.id === reply.id));
  for (const message of [...sent, ...shownReplies]) {
    const number = message.direction === "inbound" ? message.from : message.to;
    if (!phones.has(number)) phones.set(number, []);
    phones.get(number).push(message);
  }
  const shown = [...phones].map(([number, messages]) => ({ number, messages: messages.sort((a, b) => a.time.localeCompare(b.time)) }))
    .sort((a, b) => b.messages.at(-1).time.localeCompare(a.messages.at(-1).time))
    .slice(0, mostPhones);
  const list = byID("phones");
  keep(list, shown, (phone) => phone.number, (phone) => newPhone(phone.number, reply), (phone) => phone.number);
  shown.forEach((phone, i) => fillPhone(list.children[i], phone.messages));
  byID("inbox-count").textContent = `${sent.length} messages on ${phones.size} phones`;
  byID("inbox-none").hidden = phones.size > 0;
}

const digits = (number) => number.replace(/\D/g, "").replace(/^00/, "");

// fits reports whether a reply belongs to what the filter shows.
const fits = (reply, { to, text, channel, client_id, account }) =>
  (!to || digits(to) === digits(reply.from)) && (!text || reply.text.includes(text)) &&
  (!account || account === reply.account) && channel !== "voice" && !client_id;

// reply lets an SMS come in and shows it on the phone that sent it.
async function reply(sms) {
  const message = await post("messages", sms);
  replies.push(message);
  await refreshInbox();
}

// forgetReplies is called when the messages have been forgotten.
export function forgetReplies() { replies = []; }

export function startInbox() {
  const form = byID("inbox-filter");
  const refresh = later(200, () => attempt(refreshInbox));
  form.addEventListener("input", refresh);
  form.addEventListener("submit", (event) => event.preventDefault());
  byID("inbox-clear").addEventListener("click", () => attempt(async () => {
    const { client_id } = values(form);
    const { removed } = await remove("messages", { client_id });
    forgetReplies();
    await refreshInbox();
    return `${removed} messages${client_id ? ` of ${client_id}` : ""} forgotten.`;
  }));
  onSubmit(byID("receive-form"), reply);
}
