// Listens to what happens on the server, by the one stream that all tabs of the
// browser share.

import { stream } from "./stream.js";

// listen calls request(entry) for each request that arrives or is answered,
// change(what) when anything else may have changed, opened() whenever the
// stream stands (what happened before that has been missed) and lost() when it
// breaks. A tab that cannot be seen hears nothing.
export function listen({ request, change, opened, lost }) {
  const heard = ({ state, event, data }) => {
    if (state === "open") opened();
    if (state === "lost") lost();
    if (event === "request") request(JSON.parse(data));
    if (event === "change") change(whatChanged(data));
  };
  let connection = globalThis.SharedWorker ? shared(heard, onMyOwn) : alone(heard);
  function onMyOwn() {
    connection = alone(heard);
    follow();
  }
  const follow = () => connection.show(document.visibilityState === "visible");
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => connection.show(false, true));
  addEventListener("pageshow", follow);
  follow();
}

const whatChanged = (data) => JSON.parse(data).what;

// shared calls failed if the worker cannot be loaded: browsers break off what they load
// when a network comes or goes, such as Docker's.
function shared(heard, failed) {
  const worker = new SharedWorker(new URL("stream_worker.js", import.meta.url), { name: location.origin, type: "module" });
  worker.addEventListener("error", failed);
  const { port } = worker;
  port.addEventListener("message", ({ data }) => heard(data));
  port.start();
  return { show: (visible, gone = false) => port.postMessage({ visible, gone }) };
}

// alone is for browsers without a shared worker: a stream of the tab's own, while it can
// be seen.
function alone(heard) {
  const events = stream("events", heard);
  return { show: (visible) => events.follow(visible) };
}

const longest = 2000; // milliseconds that later makes anybody wait

// later returns a function that runs action a pause after it has been called,
// once for all calls in between and never twice at the same time. An action that
// takes long rests three times as long: what happens often leaves the page free.
export function later(pause, action) {
  let timer = null;
  let running = false;
  let rest = 0;
  return function call() {
    if (timer !== null) return;
    timer = setTimeout(async () => {
      timer = null;
      if (running) return call();
      running = true;
      const start = performance.now();
      try {
        await action();
      } finally {
        running = false;
        rest = Math.min(3 * (performance.now() - start), longest);
      }
    }, Math.max(pause, rest));
  };
}
