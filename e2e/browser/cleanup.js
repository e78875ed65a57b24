// Cleans up after a test in the reverse order: a page is closed before the
// double that it listens to.

const stacks = new WeakMap();

export function cleanup(t, action) {
  if (!stacks.has(t)) {
    stacks.set(t, []);
    t.after(async () => {
      const failures = [];
      for (const next of stacks.get(t).reverse()) await Promise.resolve().then(next).catch((error) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    });
  }
  stacks.get(t).push(action);
}
