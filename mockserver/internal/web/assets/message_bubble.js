// One message in a conversation.

import { post } from "./api.js";
import { choice } from "./choice.js";
import { copyButton } from "./copy.js";
import { el, link } from "./dom.js";
import { clockTime } from "./moment.js";
import { attempt } from "./notice.js";
import { refresh } from "./store.js";
import { timeline } from "./timeline.js";
import { t, tn } from "./words.js";

const channels = () => ({ sms: "SMS", voice: t("voice call"), rcs: "RCS", waba: "WhatsApp" });

// written is a number as people write it; other senders stay what they are.
export const written = (number) => (/^\d{7,}$/.test(number) ? `+${number}` : number);

// bubble shows a message; tried are the attempts of the webhooks that tell of it.
export function bubble(message, tried) {
  const received = message.direction === "inbound";
  const code = oneTimeCode(message);
  return el("li", { class: `bubble ${received ? "inbound" : message.channel}`, "data-testid": "message", "data-id": message.id },
    el("p", { class: "quiet from" }, el("strong", {}, written(message.from)), " ", el("span", { class: "badge" }, channels()[message.channel] ?? message.channel), " ", el("time", { datetime: message.time }, clockTime(message.time))),
    code && el("p", {}, copyButton(code, `${t("Code")} ${code}`, () => code, { class: "code", "data-testid": "code", "aria-label": t("Copy code {code}", { code }) })),
    el("p", { class: "text", dir: "auto" }, linked(message.text, message.links ?? [])),
    el("p", { class: "quiet small" }, details(message).join(" · ")),
    timeline(message, tried),
    !received && el("div", { class: "row small" }, message.channel === "sms" && statusForm(message), reactionForm(message)));
}

// oneTimeCode is the best guess of a one-time code: a group of four to eight
// digits that is no date and no year. The server has looked for candidates.
function oneTimeCode({ codes = [], text = "" }) {
  const plausible = codes.filter((code) => /^\d{4,8}$/.test(code) && !/^(19|20)\d\d((0[1-9]|1[0-2])([0-2]\d|3[01]))?$/.test(code));
  const named = plausible.find((code) => new RegExp(`(code|pin|tan|otp|kennwort)\\W{0,12}(\\w+\\W+){0,3}?${code}`, "i").test(text.replace(/(\d)[ -](?=\d)/g, "$1")));
  return named ?? plausible[0];
}

function details(message) {
  const sms = message.channel === "sms" && message.direction !== "inbound";
  return [
    message.account,
    sms && `${tn(message.parts, "{n} part", "{n} parts")}, ${message.encoding}`,
    message.price && Number(message.price) > 0 && `${message.price} EUR`,
    message.flash && "flash",
    message.label && `label ${message.label}`,
    message.foreign_id && `foreign_id ${message.foreign_id}`,
  ].filter(Boolean);
}

// statusForm reports a further delivery status.
function statusForm(message) {
  const statuses = ["", "DELIVERED", "NOTDELIVERED", "BUFFERED", "EXPIRED", "REJECTED", "FAILED"];
  return choice(t("Report a status for message {id}", { id: message.id }), statuses.map((value) => [value, value || t("report …")]), (status) => attempt(async () => {
    if (!status) return undefined;
    await post(`messages/${message.id}/status`, { status });
    refresh("messages");
    return t("Reported: {status}.", { status });
  }));
}

// reactionForm lets the recipient do something with a message: open a link, type
// or read by RCS, press a key during a call.
function reactionForm(message) {
  const choices = [
    ...(message.channel === "voice" ? [..."1234567890*#"].map((digit) => [{ kind: "press", digit }, t("presses {digit}", { digit })]) : []),
    ...(message.channel === "rcs" ? [[{ kind: "type" }, t("is typing")], [{ kind: "read" }, t("has read it")]] : []),
    ...(message.channel === "voice" ? [] : message.links ?? []).map((url) => [{ kind: "open", url }, t("opens {url}", { url })]),
  ];
  if (choices.length === 0) return undefined;
  const all = [["", t("the recipient …")], ...choices.map(([, words], i) => [String(i), words])];
  return choice(t("Let the recipient of message {id} react", { id: message.id }), all, (value, list) => attempt(async () => {
    if (!value) return undefined;
    const [reaction, words] = choices[Number(value)];
    list.value = "";
    await post(`messages/${message.id}/reactions`, reaction);
    refresh("messages");
    return t("The recipient {reacts}.", { reacts: words });
  }));
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
