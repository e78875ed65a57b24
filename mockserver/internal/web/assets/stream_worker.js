// One event stream for all tabs of a browser: browsers allow six connections to
// a host, and the application under test needs some of them. The stream is followed
// while a tab that can be seen listens.

import { stream } from "./stream.js";

const tabs = new Map(); // port -> whether its tab can be seen
let state = "closed";

const events = stream("../events", (message) => {
  state = message.state ?? state;
  for (const [port, visible] of tabs) if (visible) port.postMessage(message);
});

function follow() {
  const wanted = [...tabs.values()].includes(true);
  if (!wanted) state = "closed";
  events.follow(wanted);
}

self.addEventListener("connect", ({ ports: [port] }) => {
  port.addEventListener("message", ({ data }) => {
    if (data.gone) tabs.delete(port);
    else tabs.set(port, data.visible);
    follow();
    if (data.visible) port.postMessage({ state });
  });
  port.start();
});
