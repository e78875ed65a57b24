// The hands on the rows of the activity: a click or Enter opens a request, the
// arrow keys walk, Ctrl, Shift and Space select.

import { address, go } from "./address.js";
import { extend, startAt, toggle } from "./selection.js";
import { fold } from "./waterfall.js";

const idOf = (row) => Number(row.dataset.request);

// startRows makes the rows in a place answer to mouse and keyboard; redraw is
// called when the selection or a branch has changed.
export function startRows(place, redraw) {
  const rows = () => [...place.querySelectorAll("[data-request]")];
  const order = () => rows().map(idOf);

  function select(row, range) {
    if (address().request) startAt(Number(address().request));
    if (range) extend(idOf(row), order());
    else toggle(idOf(row));
    redraw();
  }

  place.addEventListener("click", (event) => {
    const row = event.target.closest("[data-request]");
    if (!row || event.target.closest("button, a")) return;
    if (event.target.closest(".tick") || event.ctrlKey || event.metaKey || event.shiftKey) return select(row, event.shiftKey);
    return go({ request: row.dataset.request });
  });
  place.addEventListener("mousedown", (event) => { // or the browser selects text, and the box takes the focus from its row
    if (event.shiftKey || event.target.closest(".tick")) event.preventDefault();
  });

  place.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-request]");
    if (event.target.closest("button") || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = rows();
    const at = all.indexOf(row);
    const to = all[{ ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]];
    if (to) {
      if (event.shiftKey) {
        startAt(idOf(row));
        extend(idOf(to), order());
        redraw();
      }
      visit(place, idOf(to));
    } else if (row && event.key === "Enter") go({ request: row.dataset.request });
    else if (row && event.key === " ") select(row, event.shiftKey);
    else if (row?.ariaExpanded && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
      if (fold(idOf(row), event.key === "ArrowLeft")) redraw();
      visit(place, idOf(row));
    } else return;
    event.preventDefault();
  });
}

// visit moves the focus to a row, and shows its request when one is shown
// already.
function visit(place, id) {
  if (address().request) go({ request: String(id) }, { replace: true });
  const to = place.querySelector(`[data-request="${id}"]`);
  for (const row of place.querySelectorAll("[data-request][tabindex='0']")) row.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

// keepReachable leaves one row to the tab key.
export function keepReachable(place) {
  const rows = [...place.querySelectorAll("[data-request]")];
  if (rows.length > 0 && !rows.some((row) => row.tabIndex === 0)) rows[0].tabIndex = 0;
}
