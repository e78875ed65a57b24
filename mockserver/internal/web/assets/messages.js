// The messages: phones left, the conversation right, with both directions.

import { address, go, onAddress } from "./address.js";
import { post } from "./api.js";
import { button, byID, el, keep } from "./dom.js";
import { startDueStatuses } from "./due_statuses.js";
import { buildWebhooks, startWebhooks } from "./webhooks.js";
import { firstMessage } from "./first_steps.js";
import { bubble, written } from "./message_bubble.js";
import { forgetMessages, nextMessage, receive, runDue } from "./message_levers.js";
import { matcher } from "./message_search.js";
import { clockTime } from "./moment.js";
import { attempt } from "./notice.js";
import { within } from "./scope.js";
import { known, on, refresh } from "./store.js";
import { attempts } from "./timeline.js";
import { t, tn } from "./words.js";

const mostPhones = 200;
const mostBubbles = 100;

const read = new Set(); // messages that have been seen, by keyOf

const keyOf = ({ direction, channel, id, time }) => `${direction} ${channel} ${id} ${time}`;

// phones are the numbers with a message that the search finds, with all of their
// messages, the one with the youngest first.
function phones(messages, search = "") {
  const all = new Map();
  for (const message of messages) {
    const number = message.direction === "inbound" ? message.from : message.to;
    if (!all.has(number)) all.set(number, []);
    all.get(number).push(message);
  }
  const matches = matcher(search);
  return [...all].map(([number, list]) => ({ number, list }))
    .filter(({ list }) => list.some(matches))
    .reverse().sort((a, b) => b.list.at(-1).time.localeCompare(a.list.at(-1).time));
}

export function buildMessages() {
  return el("section", { id: "view-messages", class: "view", "aria-busy": "true", role: "tabpanel", "aria-labelledby": "tab-messages" },
    el("div", { class: "toolbar" },
      el("label", { class: "visually-hidden", for: "message-search" }, t("Search messages")),
      el("input", { id: "message-search", type: "search", placeholder: t("Search, such as to:+4917 text:code"), autocomplete: "off", input: (event) => go({ q: event.target.value }, { replace: true }) }),
      el("span", { id: "message-count", class: "quiet", role: "status" }),
      button(t("Let an SMS come in …"), receive, { id: "receive" }),
      button(t("Next message …"), nextMessage, { id: "next-message" }),
      button(t("Run what is due"), runDue, { id: "run-due" }),
      button(t("Forget …"), forgetMessages, { id: "messages-forget", class: "danger" })),
    el("div", { class: "phones" },
      el("ol", { id: "phone-list", class: "phone-list", "aria-label": t("Phones") }),
      el("section", { id: "conversation", class: "conversation card", "aria-label": t("Conversation") })),
    el("div", { id: "messages-none", class: "empty quiet" }),
    buildWebhooks());
}

function draw() {
  if (byID("view-messages").hidden) return;
  const { q = "", phone } = address();
  if (byID("message-search").value !== q) byID("message-search").value = q;
  const messages = known.messages.filter(within);
  const list = phones(messages, q).slice(0, mostPhones);
  const chosen = list.find(({ number }) => number === phone) ?? list.find(({ number }) => number === inHand()) ?? list[0];
  byID("message-count").textContent = `${tn(messages.length, "{n} message", "{n} messages")}, ${tn(list.length, "{n} phone", "{n} phones")}`;
  byID("messages-none").hidden = list.length > 0;
  const key = known.accounts.flatMap(({ api_keys: keys }) => keys ?? [])[0];
  keep(byID("messages-none"), [{ some: messages.length > 0, key }], () => "why", ({ some }) => (some ? el("p", {}, t("No message matches what you look for.")) : firstMessage(key)));
  if (chosen) for (const message of chosen.list) read.add(keyOf(message));
  keep(byID("phone-list"), list, ({ number }) => number, (item) => phoneRow(item, item.number === chosen?.number), (item) => JSON.stringify([item.number === chosen?.number, unread(item), item.list.at(-1)]));
  byID("conversation").hidden = !chosen;
  if (chosen) drawConversation(chosen);
}

// inHand is the number of the phone whose conversation somebody is at: while the
// pointer or the focus is in it, or something is typed, no younger one takes its
// place.
function inHand() {
  const pane = byID("conversation");
  const busy = pane.matches(":hover") || pane.contains(document.activeElement) || pane.querySelector(".reply input")?.value;
  return busy ? pane.dataset.number : undefined;
}

const unread = ({ list }) => list.filter((message) => !read.has(keyOf(message))).length;

function phoneRow(item, chosen) {
  const last = item.list.at(-1);
  const news = unread(item);
  return el("li", {}, el("button", { type: "button", class: "phone", "data-testid": "phone", "data-number": item.number, "aria-current": chosen && "true", click: () => go({ phone: item.number }) },
    el("strong", {}, written(item.number)), el("time", { class: "quiet", datetime: last.time }, clockTime(last.time)),
    el("span", { class: "preview quiet", dir: "auto" }, last.text), news > 0 && el("span", { class: "count" }, news, el("span", { class: "visually-hidden" }, ` ${t("unread")}`))));
}

function drawConversation({ number, list }) {
  const pane = byID("conversation");
  if (pane.dataset.number !== number) {
    pane.dataset.number = number;
    pane.replaceChildren(el("h2", {}, written(number)), el("ol", { class: "bubbles", tabindex: "0", "aria-label": t("Conversation") }), replyForm(number));
  }
  const bubbles = pane.querySelector(".bubbles");
  const before = bubbles.childElementCount;
  const tried = attempts();
  keep(bubbles, list.slice(-mostBubbles), (m) => `${m.direction} ${m.id}`, (m) => bubble(m, tried(m.id)), (m) => JSON.stringify([m, tried(m.id).map(({ id, outcome }) => [id, outcome])]));
  if (bubbles.childElementCount !== before) bubbles.scrollTop = bubbles.scrollHeight;
}

function replyForm(number) {
  return el("form", {
    class: "row reply",
    submit: (event) => {
      event.preventDefault();
      const field = event.target.elements.text;
      const text = field.value;
      field.value = ""; // for the next one, which may be typed meanwhile
      attempt(async () => {
        try {
          await post("messages", { from: number, text, ...recipient(number) });
        } catch (error) {
          field.value ||= text;
          throw error;
        }
        refresh("messages");
      });
    },
  }, el("input", { name: "text", "aria-label": t("Reply from {number}", { number: written(number) }), placeholder: t("Reply …"), required: true, autocomplete: "off" }), el("button", {}, t("Reply")));
}

// recipient is whom a phone answers: the account that wrote last, at the number
// that it wrote from, or at its own if that was a name.
function recipient(number) {
  const last = known.messages.findLast((m) => m.direction !== "inbound" && m.to === number);
  return { account: last?.account, to: /^\+?\d+$/.test(last?.from ?? "") ? last.from : undefined };
}

export function startMessages() {
  startWebhooks();
  startDueStatuses();
  on("messages", draw);
  on("accounts", () => { if (known.messages.length === 0) draw(); });
  on("day", draw);
  onAddress(draw);
}
