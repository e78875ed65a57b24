// Says in a corner of the page what has been done, or why not.

import { el } from "./dom.js";

const afterMove = 100; // milliseconds in which a screen reader sees where the corner is now

let box;
let timer;

export function buildNotice() {
  box = el("p", { id: "notice", class: "notice", role: "status", click: () => { box.textContent = ""; } });
  for (const event of ["toggle", "close"]) document.addEventListener(event, settle, true); // of dialogs
  return box;
}

// settle puts the corner into the dialog that is open, since what lies outside is
// under its backdrop and not read out, else into the page. It reports whether it
// had to.
function settle() {
  const place = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  if (box.parentElement === place) return false;
  place.append(box);
  return true;
}

export function notice(text, wrong = false) {
  const say = () => {
    box.textContent = text;
    box.classList.toggle("wrong", wrong);
    timer = setTimeout(() => { box.textContent = ""; }, wrong ? 10000 : 4000);
  };
  clearTimeout(timer);
  if (settle()) timer = setTimeout(say, afterMove);
  else say();
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
