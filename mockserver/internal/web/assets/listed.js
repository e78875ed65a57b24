// The requests that are listed, those that the search and the scope choose, and
// those of them or others that are selected.

import { address } from "./address.js";
import { matcher } from "./request_search.js";
import { within } from "./scope.js";
import { selectedIDs } from "./selection.js";
import { known } from "./store.js";

// listed returns them, youngest first.
export function listed() {
  const matches = matcher(address().q ?? "");
  return [...known.entries.values()].filter((entry) => within(entry) && matches(entry)).reverse();
}

// selected returns the selected requests that have not been forgotten, oldest
// first.
export const selected = () => selectedIDs().map((id) => known.entries.get(id)).filter(Boolean);
