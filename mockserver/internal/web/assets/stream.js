// The stream of events of the server, over one connection.

const pause = 2000; // milliseconds until a connection is tried again that the browser has given up

// stream returns a stream that is not followed yet. While it is, heard is called
// with { state } when the connection stands ("open") or breaks ("lost"), and with
// { event, data } for each event. A connection that breaks comes back.
export function stream(url, heard) {
  let source = null;
  let timer = null;
  function open() {
    source = new EventSource(url);
    source.addEventListener("open", () => heard({ state: "open" }));
    source.addEventListener("error", ({ target }) => {
      if (target !== source) return;
      heard({ state: "lost" });
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, pause);
    });
    for (const event of ["request", "change"]) source.addEventListener(event, ({ data }) => heard({ event, data }));
  }
  function close() {
    clearTimeout(timer);
    source.close();
    source = null;
  }
  return {
    follow(wanted) {
      if (wanted && !source) open();
      if (!wanted && source) close();
    },
  };
}
