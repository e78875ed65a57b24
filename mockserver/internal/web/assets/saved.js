// Saved states: snapshots that the server keeps, and the world as a file.

import { post } from "./api.js";
import { removeOne } from "./calls.js";
import { ask } from "./dialog.js";
import { button, byID, el, keep } from "./dom.js";
import { download } from "./download.js";
import { labelled } from "./form.js";
import { known, refresh } from "./store.js";
import { t } from "./words.js";

// exportYAML saves everything as it is now as a world file.
export async function exportYAML() {
  const response = await fetch("world?state=now", { headers: { Accept: "application/yaml" } });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return download("world.yaml", "application/yaml", text);
}

export function saveSnapshot() {
  const name = el("input", { id: "snapshot-name", required: true, pattern: "[A-Za-z0-9][A-Za-z0-9._\\-]{0,99}", title: t("Letters, digits, dots, dashes and underscores"), autocomplete: "off", value: `${new Date().toISOString().slice(0, 16).replace(/\W/g, "-")}` });
  ask(t("Save a snapshot"), el("div", { class: "fields" }, labelled(t("Name"), name)), t("Save"), async () => {
    await post(`snapshots/${encodeURIComponent(name.value)}`);
    refresh("snapshots");
    return t("Saved.");
  });
}

// drawSnapshots lists the saved states, to restore and delete.
export function drawSnapshots() {
  byID("saved").hidden = known.snapshots.length === 0;
  keep(byID("snapshots"), known.snapshots.map(({ name }) => name), (name) => name, (name) => el("span", { class: "chip" },
    button(name, () => restore(name), { class: "ghost", title: t("Restore") }),
    button("×", () => forget(name), { class: "ghost", "aria-label": t("Delete {name}", { name }) })));
}

const restore = (name) => ask(t("Restore {name}?", { name }), el("p", {}, t("The state of now is replaced by the saved one. Requests are forgotten, and audits end.")), t("Restore"), async () => {
  await post(`snapshots/${encodeURIComponent(name)}/restore`);
  return t("Restored.");
});

const forget = (name) => ask(t("Delete {name}?", { name }), el("p", {}, t("The saved state is gone. This cannot be undone.")), t("Delete"), async () => {
  await removeOne.snapshots(name);
  refresh("snapshots");
});
