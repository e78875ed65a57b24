// Faults: those in force, the ready-made ones and those of one's own.

import { get, post, remove } from "./api.js";
import { byID, el, keep } from "./dom.js";
import { onSubmit, values } from "./form.js";
import { attempt, notice } from "./notice.js";

export async function refreshFaults() {
  const all = await get("faults");
  const live = all.filter((fault) => !fault.spent);
  byID("faults-count").textContent = live.length || "";
  byID("faults-none").hidden = all.length > 0;
  keep(byID("fault-list"), all.reverse(), (fault) => fault.id, row);
}

function row({ id, fault, used, spent }) {
  return el("li", { "data-testid": "fault", "data-id": id, class: spent ? "spent" : "" },
    el("span", { class: "row" },
      el("strong", {}, fault.preset || what(fault)),
      el("span", { class: "quiet" }, where(fault)),
      el("span", { class: `badge ${spent ? "" : "faulted"}` }, `struck ${used}${fault.times > 0 ? ` of ${fault.times}` : ", until taken back"}`)),
    !spent && el("button", { type: "button", class: "small", "aria-label": `Take back fault ${id}`, click: () => attempt(() => takeBack(id)) }, "Take back"));
}

const what = (fault) => [
  fault.status && `status ${fault.status}`,
  fault.error && `error ${fault.error}`,
  fault.connection && `connection ${fault.connection}`,
  fault.delay && `delay ${fault.delay}`,
  fault.headers && "headers",
  fault.body !== undefined && "body",
].filter(Boolean).join(", ");

const where = (fault) => [
  fault.endpoint === "*" ? "everywhere" : `at ${fault.endpoint}`,
  fault.grant_type,
  fault.client_id && `client ${fault.client_id}`,
  fault.after > 0 && `after ${fault.after}`,
].filter(Boolean).join(" · ");

async function takeBack(id) {
  await remove(`faults/${id}`);
  await refreshFaults();
}

export function startFaults() {
  for (const button of document.querySelectorAll("[data-preset]")) {
    button.addEventListener("click", () => attempt(async () => {
      const { fault } = await post("faults", { preset: button.dataset.preset, ...values(byID("preset-target")) });
      await refreshFaults();
      return `${fault.preset} strikes ${where(fault)} ${fault.times > 0 ? `${fault.times} times` : "until you take it back"}.`.replace(" 1 times", " once");
    }));
  }
  byID("preset-target").addEventListener("submit", (event) => event.preventDefault());
  byID("faults-clear-form").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(async () => {
      const { removed } = await remove("faults", values(event.target));
      await refreshFaults();
      return `${removed} faults taken back.`;
    });
  });
  onSubmit(byID("fault-form"), async (fault) => {
    await post("faults", fault);
    await refreshFaults();
    notice("In force.");
  });
}
