// One phone: who wrote and called, and a field to answer.

import { clockTime } from "./clock.js";
import { copyButton } from "./copy.js";
import { el, keep, link } from "./dom.js";
import { attempt } from "./notice.js";

const mostBubbles = 30;

// newPhone returns the phone with a number. send({from, to, text, account}) lets
// an SMS from it come in.
export function newPhone(number, send) {
  const title = `phone-${number.replace(/\s/g, "")}`;
  return el("li", { class: "phone card", "data-testid": "phone", "data-number": number, "aria-labelledby": title },
    el("h2", { id: title }, /^\d+$/.test(number) ? `+${number}` : number),
    el("ol", { class: "bubbles", tabindex: "0", "aria-labelledby": title }),
    el("form", {
      class: "row reply",
      submit: (event) => {
        event.preventDefault();
        const field = event.target.elements.text;
        attempt(async () => {
          await send({ from: number, text: field.value, ...recipient(event.target.closest(".phone")) });
          field.value = "";
        });
      },
    },
      el("input", { name: "text", "aria-label": `Reply from ${number}`, placeholder: "Reply …", required: true, autocomplete: "off" }),
      el("button", {}, "Reply")));
}

const last = new WeakMap(); // phone -> the last message that it got

// recipient is whom a phone answers: the account that wrote last, at the number
// that it wrote from, or at its own if that was a name.
function recipient(phone) {
  const { account, from } = last.get(phone) ?? {};
  return { account, to: /^\+?\d+$/.test(from ?? "") ? from : undefined };
}

export function fillPhone(phone, messages) {
  last.set(phone, messages.findLast((message) => message.direction !== "inbound"));
  const bubbles = phone.querySelector(".bubbles");
  const before = bubbles.childElementCount;
  keep(bubbles, messages.slice(-mostBubbles), (message) => `${message.direction} ${message.id}`, bubble);
  if (bubbles.childElementCount !== before) bubbles.scrollTop = bubbles.scrollHeight;
}

function bubble(message) {
  const received = message.direction === "inbound";
  return el("li", { class: `bubble ${received ? "reply-bubble" : message.channel}`, "data-testid": "message", "data-id": message.id },
    el("p", { class: "quiet from" }, received ? "replied" : el("strong", {}, message.from), message.channel === "voice" ? " calls" : "", " ",
      el("time", { datetime: message.time }, clockTime(message.time))),
    el("p", { class: "text" }, linked(message.text, message.links ?? [])),
    (message.codes ?? []).length > 0 && el("p", { class: "row codes" },
      message.codes.map((code) => copyButton(code, `Code ${code}`, () => code, { "data-testid": "code", "aria-label": `Copy code ${code}`, "data-act": `code-${code}` }))),
    el("p", { class: "quiet small" }, details(message).join(" · "), message.request ? [" · ", el("a", { href: `#request-${message.request}` }, `request ${message.request}`)] : ""));
}

function details(message) {
  const sms = message.channel === "sms" && message.direction !== "inbound";
  return [
    message.account,
    message.cancelled ? "cancelled" : message.status && message.status.toLowerCase(),
    message.scheduled_for && !message.cancelled && `for ${clockTime(message.scheduled_for)}`,
    sms && `${message.parts} ${message.parts === 1 ? "part" : "parts"}, ${message.encoding}`,
    message.flash && "flash",
    message.label && `label ${message.label}`,
    message.foreign_id && `id ${message.foreign_id}`,
  ].filter(Boolean);
}

// linked is the text with its links clickable.
function linked(text, links) {
  const parts = [];
  let rest = text;
  for (const url of links) {
    const at = rest.indexOf(url);
    if (at < 0) continue;
    parts.push(rest.slice(0, at), link(url));
    rest = rest.slice(at + url.length);
  }
  return [...parts, rest];
}
