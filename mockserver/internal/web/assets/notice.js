// Says in a corner of the page what has been done, or why not.

import { byID } from "./dom.js";

let timer;

export function notice(text, wrong = false) {
  const box = byID("notice");
  box.textContent = text;
  box.classList.toggle("wrong", wrong);
  clearTimeout(timer);
  timer = setTimeout(() => { box.textContent = ""; }, wrong ? 10000 : 4000);
}

// attempt runs an action and says what it returns, if that is a text, or how it
// failed.
export async function attempt(action) {
  try {
    const done = await action();
    if (typeof done === "string") notice(done);
  } catch (error) {
    notice(error.message, true);
  }
}
