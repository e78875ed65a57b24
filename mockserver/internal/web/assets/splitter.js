// Lets the width of a pane be dragged, or moved with the arrow keys.

const least = 22; // percent of the window
const most = 75;
const step = 3;

export function startSplitter(handle, pane) {
  let width = Number(localStorage.getItem("inspector") ?? 42);
  const set = (percent) => {
    width = Math.min(Math.max(percent, least), most);
    pane.style.setProperty("--width", `${width}%`);
    handle.setAttribute("aria-valuenow", Math.round(width));
    localStorage.setItem("inspector", width);
  };
  handle.setAttribute("aria-valuemin", least);
  handle.setAttribute("aria-valuemax", most);
  handle.addEventListener("pointerdown", (event) => handle.setPointerCapture(event.pointerId));
  handle.addEventListener("pointermove", (event) => {
    if (handle.hasPointerCapture(event.pointerId)) set((1 - event.clientX / innerWidth) * 100);
  });
  handle.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: step, ArrowRight: -step }[event.key];
    if (by) set(width + by);
  });
  set(width);
}
