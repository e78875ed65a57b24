// One event stream for all tabs of a browser: browsers allow six connections to
// a host, and the application under test needs some of them. The stream is open
// while a tab that can be seen listens.

const tabs = new Map(); // port -> whether its tab can be seen
let source = null;
let state = "closed";

function tell(message) {
  for (const [port, visible] of tabs) if (visible) port.postMessage(message);
}

function open() {
  source = new EventSource("../events");
  const became = (now) => { state = now; tell({ state }); };
  source.addEventListener("open", () => became("open"));
  source.addEventListener("error", () => {
    became("lost");
    if (source.readyState === EventSource.CLOSED) setTimeout(reopen, 2000);
  });
  for (const name of ["request", "change"]) source.addEventListener(name, (event) => tell({ event: name, data: event.data }));
}

function reopen() {
  source?.close();
  source = null;
  state = "closed";
  follow();
}

// follow opens the stream for the first tab that can be seen, and closes it
// after the last.
function follow() {
  const wanted = [...tabs.values()].includes(true);
  if (wanted && !source) open();
  if (!wanted && source) {
    source.close();
    source = null;
    state = "closed";
  }
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
