// Reads forms into the JSON that the control API takes.

import { el } from "./dom.js";

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
  words: (text) => text.split(/[\s,]+/).filter(Boolean),
  lines: (text) => text.split("\n").map((line) => line.trim()).filter(Boolean),
  headers: (text) => Object.fromEntries(readers.lines(text).map((line) => {
    const [name, ...value] = line.split(":");
    return [name.trim(), value.join(":").trim()];
  })),
};

// values returns the fields of a form that are filled in. A name with a dot is
// a field of a field: authorize.decision. A field called * holds any others, as
// a JSON object.
export function values(form) {
  const all = {};
  for (const field of form.elements) {
    if (!field.name || (field.type === "checkbox" && !field.checked)) continue;
    if (field.value.trim() === "") continue;
    if (field.name === "*") {
      Object.assign(all, JSON.parse(field.value));
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

// onSubmit has a form do something with its values instead of leaving the page.
// What goes wrong is said in the form; when nothing does, the form is emptied,
// unless its values are to be kept.
export function onSubmit(form, action, { keepValues = false } = {}) {
  const problem = form.querySelector(".problem");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await action(values(form));
      problem.textContent = "";
      if (!keepValues) form.reset();
    } catch (error) {
      problem.textContent = error.message;
    }
  });
}
