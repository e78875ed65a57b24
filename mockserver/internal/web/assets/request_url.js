// Where requests go: the double, as its clients reach it.

// baseURL is where clients reach the double.
export const baseURL = () => document.body.dataset.baseUrl || location.origin;

// url returns the URL of a request at a double. The journal has the path decoded and
// the query as it was sent.
export function url(entry, base) {
  const path = encodeURI(entry.path).replace(/[?#]/g, encodeURIComponent);
  return base + path + (entry.raw_query ? `?${entry.raw_query}` : "");
}
