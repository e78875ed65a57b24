// The way back to the world file.

import { post } from "./api.js";
import { byID } from "./dom.js";
import { attempt } from "./notice.js";

// startReset wires the dialog up. done() is called after a reset.
export function startReset(done) {
  const dialog = byID("reset");
  byID("reset-open").addEventListener("click", () => {
    dialog.returnValue = "";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "reset") return;
    attempt(async () => {
      const client = byID("reset-client").value;
      const gone = await post("reset", client ? { client_id: client } : {});
      byID("reset-form").reset();
      await done();
      const counted = Object.entries(gone).filter(([, n]) => n > 0).map(([what, n]) => `${n} ${what}`);
      return `Reset. Gone: ${counted.join(", ") || "nothing"}.`;
    });
  });
}
