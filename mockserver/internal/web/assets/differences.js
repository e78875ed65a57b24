// A list kept up to date by what has changed: as a whole it may have megabytes, and
// would be asked for again and again.

const wholeEvery = 60_000; // milliseconds: that old things are forgotten is no change, and is seen that late

// differences returns how to keep a list, whose things have a key each.
export function differences(key) {
  let wholeAt = -Infinity; // when the whole list was asked for, on the page's clock
  let distrusts = 0;
  return {
    // distrust has the whole list asked for next: some may be gone.
    distrust() {
      wholeAt = -Infinity;
      distrusts++;
    },

    // upToDate returns a list as it is by now. get asks for it, and takes a query.
    // What is not trusted, or has been known for a minute, is asked for as a whole.
    async upToDate(list, get, at = performance.now()) {
      const last = lastChange(list);
      if (last > 0 && at - wholeAt < wholeEvery) return merged(list, await get({ changed_after: last }), key);
      const before = distrusts;
      const whole = await get({});
      if (distrusts === before) wholeAt = at;
      return whole;
    },
  };
}

const lastChange = (list) => list.reduce((last, { change }) => Math.max(last, change), 0);

// merged returns a list with those that have changed in their places, and the new
// ones at its end.
export function merged(list, changed, key) {
  if (changed.length === 0) return list;
  const news = new Map(changed.map((thing) => [key(thing), thing]));
  const all = list.map((thing) => {
    const now = news.get(key(thing));
    news.delete(key(thing));
    return now ?? thing;
  });
  return [...all, ...news.values()];
}
