// The list of the messages of both directions, each of which the server lists and
// counts the changes of by itself.

import { differences } from "./differences.js";

// messageKey tells messages of a direction apart: a call and an SMS may have the
// same id.
const messageKey = ({ channel, id }) => `${channel === "voice"} ${id}`;

const sent = differences(messageKey);
const received = differences(messageKey);

export function distrustMessages() {
  sent.distrust();
  received.distrust();
}

const same = (now, before) => now === before || now.length + before.length === 0;

// messagesUpToDate returns the messages as they are by now, in the order of their
// times. get asks for them, and takes a query.
export async function messagesUpToDate(list, get, at = performance.now()) {
  const outbound = list.filter(({ direction }) => direction !== "inbound");
  const inbound = list.filter(({ direction }) => direction === "inbound");
  const now = await Promise.all([
    sent.upToDate(outbound, get, at),
    received.upToDate(inbound, (query) => get({ direction: "inbound", ...query }), at),
  ]);
  if (same(now[0], outbound) && same(now[1], inbound)) return list;
  return now.flat().sort((a, b) => a.time.localeCompare(b.time));
}
