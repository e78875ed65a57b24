// Decisions: what becomes of the next authorization requests.

import { get, post, remove } from "./api.js";
import { byID, el, keep } from "./dom.js";
import { onSubmit, values } from "./form.js";
import { attempt } from "./notice.js";

// The decision that the switch stands for holds for every request of everybody.
const isSwitch = ({ decision: d }) => d.times === -1 && !d.client_id && !d.account && !d.scope && !d.error;

export async function refreshDecisions() {
  const all = await get("decisions");
  const switched = all.find(isSwitch)?.decision.decision ?? "";
  for (const button of document.querySelectorAll("[data-decision]")) {
    button.setAttribute("aria-pressed", button.dataset.decision === switched);
  }
  byID("decisions-count").textContent = all.length || "";
  byID("decisions-none").hidden = all.length > 0;
  keep(byID("decision-list"), all, (decision) => decision.id, row);
}

const words = { approve: "approve", deny: "deny", prompt: "ask" };

function row({ id, decision: d, used }) {
  const whom = [d.client_id && `client ${d.client_id}`, d.account && `account ${d.account}`, d.scope && `scope ${d.scope}`].filter(Boolean);
  return el("li", { "data-testid": "decision", "data-id": id },
    el("span", { class: "row" },
      el("strong", {}, d.error ? `error ${d.error}` : words[d.decision]),
      el("span", { class: "quiet" }, whom.join(" · ")),
      el("span", { class: "badge" }, d.times > 0 ? `taken ${used} of ${d.times}` : `taken ${used}, until taken back`)),
    el("button", { type: "button", class: "small", "aria-label": `Take back decision ${id}`, click: () => attempt(() => takeBack(id)) }, "Take back"));
}

async function takeBack(id) {
  await remove(`decisions/${id}`);
  await refreshDecisions();
}

export function startDecisions() {
  for (const button of document.querySelectorAll("[data-decision]")) {
    button.addEventListener("click", () => attempt(async () => {
      await remove("decisions");
      if (button.dataset.decision) await post("decisions", { decision: button.dataset.decision, times: -1 });
      await refreshDecisions();
    }));
  }
  byID("decisions-clear-form").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(async () => {
      const { removed } = await remove("decisions", values(event.target));
      await refreshDecisions();
      return `${removed} decisions taken back.`;
    });
  });
  onSubmit(byID("decision-form"), async (decision) => {
    await post("decisions", decision);
    await refreshDecisions();
  });
}
