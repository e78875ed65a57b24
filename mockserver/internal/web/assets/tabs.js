// The views of the dashboard as tabs. The address says which one is shown
// (#inbox), or which request (#request-17).

import { byID } from "./dom.js";

// tabs shows the view that the address names, tells shown(name) of it, and
// follows clicks and arrow keys.
export function tabs(shown) {
  const all = [...document.querySelectorAll("[role=tab]")];
  const viewOf = (tab) => tab.id.replace("tab-", "");

  function show(name) {
    for (const tab of all) {
      const chosen = viewOf(tab) === name;
      tab.setAttribute("aria-selected", chosen);
      tab.tabIndex = chosen ? 0 : -1;
      byID(tab.getAttribute("aria-controls")).hidden = !chosen;
    }
    shown(name);
  }

  function follow() {
    const name = location.hash.slice(1);
    const known = all.some((tab) => viewOf(tab) === name);
    show(known ? name : "journal");
  }

  for (const tab of all) {
    tab.addEventListener("click", () => { location.hash = viewOf(tab); });
  }
  byID("tabs").addEventListener("keydown", (event) => {
    const at = all.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const tab = all[(to + all.length) % all.length];
    tab.focus();
    tab.click();
  });
  addEventListener("hashchange", follow);
  follow();
}
