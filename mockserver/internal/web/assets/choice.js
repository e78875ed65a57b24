// A list from which something is chosen that is done at once.

import { el } from "./dom.js";

const moves = /^(Arrow|Home|End|Page|[^ ]$)/; // the keys that choose in a list that is closed

// choice returns a list; options are pairs of a value and its words, act gets the
// value that is chosen. The keyboard opens the list first: without that each key
// would do what it comes by.
export function choice(label, options, act) {
  return el("select", {
    class: "small", "aria-label": label,
    change: (event) => act(event.target.value, event.target),
    keydown: (event) => {
      if (!moves.test(event.key) || event.ctrlKey || event.metaKey || event.altKey || !event.target.showPicker) return;
      event.preventDefault();
      event.target.showPicker();
    },
  }, options.map(([value, words]) => el("option", { value }, words)));
}
