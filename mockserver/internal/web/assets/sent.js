// Which messages each request sent, as far as is known.

import { known } from "./store.js";

let messages = null;
let byRequest = new Map();

// sent returns the ids of messages by the number of the request.
export function sent() {
  if (messages === known.messages) return byRequest;
  messages = known.messages;
  byRequest = Map.groupBy(messages.filter(({ request }) => request), ({ request }) => request);
  for (const [request, list] of byRequest) byRequest.set(request, list.map(({ id }) => id));
  return byRequest;
}
