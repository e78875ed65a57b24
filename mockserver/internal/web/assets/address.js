// The address of what is shown, behind the #: a view and what it is narrowed to,
// so that a link shows the same to somebody else.
//
//   #activity?q=user:jane&by=flows&request=17

// views are the names that a view has in the address.
export const views = ["activity", "messages", "scenarios", "tokens", "world", "audits"];

const listeners = [];

// address returns the view and its parameters. A view that does not exist is the
// first.
export function address() {
  const [view, query = ""] = location.hash.slice(1).split("?");
  const old = /^request-(\d+)$/.exec(view); // as links of older versions have it
  return old ? { view: "activity", request: old[1] } : { view: views.includes(view) ? view : views[0], ...Object.fromEntries(new URLSearchParams(query)) };
}

// go changes parameters of the address; one that is empty is taken out. Another
// view begins without parameters, but for the scope.
export function go(changes, { replace = false } = {}) {
  const before = address();
  const next = changes.view && changes.view !== before.view ? { view: changes.view, client: before.client, user: before.user, ...changes } : { ...before, ...changes };
  const { view, ...parameters } = next;
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ""));
  const hash = `#${view}${query.size > 0 ? `?${query}` : ""}`;
  if (hash === location.hash) return;
  if (replace) history.replaceState(null, "", hash);
  else history.pushState(null, "", hash);
  tellAll();
}

export const onAddress = (listener) => listeners.push(listener);

const tellAll = () => listeners.forEach((listener) => listener(address()));

export function startAddress() {
  addEventListener("popstate", tellAll);
  addEventListener("hashchange", tellAll);
  tellAll();
}
