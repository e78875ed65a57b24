// Listens to what happens on the server.

import { byID } from "./dom.js";

const retry = 2000; // milliseconds until a connection that the browser gave up is opened anew

// listen calls request(entry) for each request that arrives or is answered,
// change() when anything else may have changed, and opened() whenever the
// connection stands: what happened before that has been missed.
export function listen({ request, change, opened }) {
  const badge = byID("live");
  const source = new EventSource("events");
  source.addEventListener("open", () => {
    badge.textContent = "live";
    badge.classList.add("ok");
    opened();
  });
  source.addEventListener("error", () => {
    badge.textContent = "connection lost, trying again …";
    badge.classList.remove("ok");
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen({ request, change, opened }), retry);
  });
  source.addEventListener("request", (event) => request(JSON.parse(event.data)));
  source.addEventListener("change", change);
}

// later returns a function that runs action soon after it has been called, once
// for all calls in between, and never twice at the same time.
export function later(pause, action) {
  let timer = null;
  let running = false;
  return function call() {
    if (timer !== null) return;
    timer = setTimeout(async () => {
      timer = null;
      if (running) return call();
      running = true;
      try {
        await action();
      } finally {
        running = false;
      }
    }, pause);
  };
}
