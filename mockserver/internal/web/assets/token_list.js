// The list of the codes and tokens, kept up to date by what has changed: as a whole
// it may have megabytes, and would be asked for again and again.

const wholeEvery = 60_000; // milliseconds: that old codes and tokens are forgotten is no change, and is seen that late

let wholeAt = -Infinity; // when the whole list was asked for, on the page's clock
let distrusts = 0;

// distrust has the whole list asked for next: some may be gone.
export function distrust() {
  wholeAt = -Infinity;
  distrusts++;
}

// upToDate returns a list as it is by now. get asks for it, and takes a query. What
// is not trusted, or has been known for a minute, is asked for as a whole.
export async function upToDate(list, get, at = performance.now()) {
  const last = lastChange(list);
  if (last > 0 && at - wholeAt < wholeEvery) return merged(list, await get({ changed_after: last }));
  const before = distrusts;
  const whole = await get({});
  if (distrusts === before) wholeAt = at;
  return whole;
}

const lastChange = (list) => list.reduce((last, { change }) => Math.max(last, change), 0);

const key = ({ kind, token }) => `${kind} ${token}`;

// merged returns a list with those that have changed in their places, and the new
// ones at its end.
export function merged(list, changed) {
  if (changed.length === 0) return list;
  const news = new Map(changed.map((token) => [key(token), token]));
  const all = list.map((token) => {
    const now = news.get(key(token));
    news.delete(key(token));
    return now ?? token;
  });
  return [...all, ...news.values()];
}

// aged returns a list in which those whose time is over at a moment are expired,
// and those whose time is not are valid: the server's clock may have gone back. The
// server counts in whole seconds.
export function aged(list, now) {
  const second = Math.floor(now / 1000);
  let changed = false;
  const all = list.map((token) => {
    if (token.ended_at || !token.expires_at) return token;
    const state = second > Date.parse(token.expires_at) / 1000 ? "expired" : "valid";
    if (state === token.state) return token;
    changed = true;
    return { ...token, state };
  });
  return changed ? all : list;
}
