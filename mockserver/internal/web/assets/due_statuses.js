// Statuses that come as time passes, which nobody tells of: the messages are asked
// for again when the next one is due.

import { clock, now } from "./moment.js";
import { known, on, refresh } from "./store.js";

const least = 1000; // milliseconds between two questions

let timer = null;

// nextStatus is the first moment, in milliseconds, at which a message comes to
// another status; Infinity if none does.
export const nextStatus = (messages) => messages.reduce((first, { status_until: until }) => (until ? Math.min(first, Date.parse(until)) : first), Infinity);

function askWhenDue() {
  clearTimeout(timer);
  const wait = nextStatus(known.messages) - now();
  if (clock().frozen || wait > 24 * 3600e3) return;
  timer = setTimeout(() => { if (document.visibilityState === "visible") refresh("messages"); }, Math.max(wait, least));
}

export const startDueStatuses = () => on("messages", askWhenDue);
