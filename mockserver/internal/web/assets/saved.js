// Saved states: snapshots that the server keeps, and the world as a file.

import { get, post, remove } from "./api.js";
import { ask } from "./dialog.js";
import { button, byID, el, keep } from "./dom.js";
import { labelled } from "./form.js";
import { t } from "./words.js";

// exportYAML saves everything as it is now as a world file.
export async function exportYAML() {
  const response = await fetch("world?state=now", { headers: { Accept: "application/yaml" } });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  const file = el("a", { href: URL.createObjectURL(new Blob([text], { type: "application/yaml" })), download: "world.yaml" });
  file.click();
  URL.revokeObjectURL(file.href);
  return t("Saved as world.yaml.");
}

export function saveSnapshot() {
  const name = el("input", { id: "snapshot-name", value: `${new Date().toISOString().slice(0, 16).replace(/\W/g, "-")}` });
  ask(t("Save a snapshot"), el("div", { class: "fields" }, labelled(t("Name"), name)), t("Save"), async () => {
    await post(`snapshots/${encodeURIComponent(name.value)}`);
    await drawSnapshots();
    return t("Saved.");
  });
}

// drawSnapshots lists the saved states, to restore and delete.
export async function drawSnapshots() {
  const all = await get("snapshots").catch(() => []);
  const named = all.map((snapshot) => snapshot.name ?? snapshot);
  keep(byID("snapshots"), named, (name) => name, (name) => el("span", { class: "chip" },
    button(name, () => ask(t("Restore {name}?", { name }), el("p", {}, t("The state of now is replaced by the saved one.")), t("Restore"), async () => {
      await post(`snapshots/${encodeURIComponent(name)}/restore`);
      return t("Restored.");
    }), { class: "ghost" }),
    button("×", () => ask(t("Delete {name}?", { name }), el("p", {}, t("The saved state is gone. This cannot be undone.")), t("Delete"), async () => { await remove(`snapshots/${encodeURIComponent(name)}`); await drawSnapshots(); }), { class: "ghost", "aria-label": t("Delete {name}", { name }) })), (name) => name);
}
