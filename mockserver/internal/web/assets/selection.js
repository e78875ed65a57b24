// The requests that are selected, by number, to share them together.

let chosen = new Set();
let anchor = null; // where a range starts: the one that was chosen last

export const isSelected = (id) => chosen.has(id);

export const selectedIDs = () => [...chosen].sort((a, b) => a - b);

// toggle takes one in, or out.
export function toggle(id) {
  if (!chosen.delete(id)) chosen.add(id);
  anchor = id;
}

// extend takes in everything from the anchor to id, in the order that is shown.
export function extend(id, order) {
  const [from, to] = [order.indexOf(anchor ?? id), order.indexOf(id)].sort((a, b) => a - b);
  if (from < 0) return toggle(id);
  for (const each of order.slice(from, to + 1)) chosen.add(each);
  return undefined;
}

// startAt is where a range starts when nothing has been chosen yet: the one
// that is read.
export function startAt(id) {
  if (chosen.size === 0) anchor = id;
}

export function clearSelection() {
  chosen = new Set();
  anchor = null;
}
