// Where the search of the messages looks. The vendor calls a message's tag its
// label.

import { searcher } from "./query.js";

const number = (text) => (text ?? "").replace(/^\+/, "");

export const fields = {
  to: { starts: (m) => [m.to, `+${number(m.to)}`] },
  from: { starts: (m) => [m.from, `+${number(m.from)}`] },
  text: { has: (m) => [m.text] },
  status: { is: (m) => [m.cancelled ? "cancelled" : m.status || "none"] },
  channel: { is: (m) => [m.channel] },
  label: { is: (m) => [m.label] },
  code: { starts: (m) => m.codes ?? [] },
  user: { is: (m) => [m.account] },
  client: { is: (m) => [m.client_id] },
  direction: { is: (m) => [m.direction] },
};

// matcher returns a function that tells whether a message is one that the search
// finds.
export const matcher = searcher(fields, (m) => [
  m.id, m.channel, m.direction, m.account, m.client_id, m.from, `+${number(m.to)}`, m.text, m.status, m.label, m.foreign_id, ...(m.codes ?? []),
]);
