// Reads forms into the JSON that the control API takes.

import { el } from "./dom.js";
import { goDuration } from "./moment.js";
import { notice } from "./notice.js";
import { t } from "./words.js";

let labels = 0;

// labelled returns a label and the field that it is for.
export function labelled(text, field) {
  labels += 1;
  field.id ||= `field-${labels}`;
  return [el("label", { for: field.id }, text), field];
}

// How a field's text becomes a value, by its data-as; a text unless given.
const readers = {
  number: Number,
  duration: goDuration,
  words: (text) => text.split(/[\s,]+/).filter(Boolean),
  lines: (text) => text.split("\n").map((line) => line.trim()).filter(Boolean),
  headers: (text) => Object.fromEntries(readers.lines(text).map((line) => {
    const [name, ...value] = line.split(":");
    return [name.trim(), value.join(":").trim()];
  })),
};

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// overlaid is a with what b has besides, down to the fields of fields; where both
// have something, b's.
function overlaid(a, b) {
  const all = { ...a };
  for (const [name, value] of Object.entries(b)) all[name] = isObject(all[name]) && isObject(value) ? overlaid(all[name], value) : value;
  return all;
}

// values returns the fields of a form that are filled in. A name with a dot is
// a field of a field: authorize.decision. A field called * holds any others, as
// a JSON object.
export function values(form) {
  let all = {};
  for (const field of form.elements) {
    if (!field.name || (field.type === "checkbox" && !field.checked)) continue;
    if (field.value.trim() === "") continue;
    if (field.name === "*") {
      all = overlaid(all, object(field.value));
      continue;
    }
    const path = field.name.split(".");
    const last = path.pop();
    const parent = path.reduce((at, name) => (at[name] ??= {}), all);
    const read = readers[field.dataset.as];
    parent[last] = field.type === "checkbox" ? true : read ? read(field.value) : field.value;
  }
  return all;
}

function object(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(t("This is not JSON: {why}", { why: error.message }));
  }
  if (!isObject(value)) throw new Error(t("The JSON has to be an object, such as {example}", { example: '{"scopes": ["sms"]}' }));
  return value;
}

// fill is the other way round: it writes an item into a form. What the form has no
// field for goes to the one called *, so that saving it loses nothing.
export function fill(form, item) {
  const rest = structuredClone(item);
  for (const field of form.elements) {
    if (!field.name || field.name === "*") continue;
    const path = field.name.split(".");
    const last = path.pop();
    const parent = path.reduce((at, name) => at?.[name], rest);
    const value = parent?.[last];
    if (value === undefined) continue;
    delete parent[last];
    if (path.length > 0 && Object.keys(parent).length === 0) delete rest[path[0]];
    if (field.type === "checkbox") field.checked = value;
    else field.value = Array.isArray(value) ? value.join(field.dataset.as === "words" ? " " : "\n") : value;
  }
  form.elements["*"].value = Object.keys(rest).length > 0 ? JSON.stringify(rest, null, 1) : "";
}

const typed = new WeakSet(); // forms with something that a person filled in

// isTyped reports whether something in a form of onSubmit would be lost with it.
export const isTyped = (form) => typed.has(form);

// onSubmit has a form do something with its values instead of leaving the page.
// What goes wrong is said in the form; when nothing does, what action returns is
// said in the corner, if that is a text, and the form is emptied, unless its values
// are to be kept. The second click of a double click does nothing, and neither does
// one while it is being done.
export function onSubmit(form, action, { keepValues = false } = {}) {
  const problem = form.querySelector(".problem");
  let busy = false;
  form.addEventListener("click", (event) => { // what the first has ordered may be done by now, and the form be empty
    if (event.detail > 1 && event.target.closest("button")?.type === "submit") event.preventDefault();
  });
  form.addEventListener("input", () => typed.add(form));
  form.addEventListener("reset", () => typed.delete(form));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    try {
      const done = await action(values(form));
      problem.textContent = "";
      if (!keepValues) form.reset();
      if (typeof done === "string") notice(done);
    } catch (error) {
      problem.textContent = error.message;
    } finally {
      busy = false;
    }
  });
}
