// The button that has the activity stand still, and go on.

import { isPaused, pause } from "./activity.js";
import { button, byID } from "./dom.js";
import { t } from "./words.js";

export const buildPause = () => button(t("Pause"), () => togglePause(), { id: "pause", "aria-pressed": "false" });

export function togglePause() {
  pause(!isPaused());
  byID("pause").setAttribute("aria-pressed", isPaused());
  byID("pause").textContent = isPaused() ? t("Paused") : t("Pause");
}
