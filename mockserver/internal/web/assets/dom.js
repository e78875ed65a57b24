// Builds and updates the page. Foreign text only ever becomes text nodes and
// attribute values: nothing here parses markup.

export const byID = (id) => document.getElementById(id);

// el returns a new element. Attributes that are null, undefined or false are
// left away, true ones are empty, and those that are functions listen: {click: f}.
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// link is an anchor to somewhere else, or plain text if the URL is not one of
// the web: what comes from strangers may say javascript:.
export function link(url, text = url) {
  if (!/^https?:\/\//i.test(url)) return text;
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}

const kept = new WeakMap(); // parent -> Map of key -> {element, print}

// keep makes the children of parent those that build returns for the items, in
// order. The element of an item whose print is the same as before stays, with
// what was typed into it and with the focus.
export function keep(parent, items, key, build, print = JSON.stringify) {
  const before = kept.get(parent) ?? new Map();
  const now = new Map();
  let place = parent.firstElementChild;
  for (const item of items) {
    const id = key(item);
    const old = before.get(id);
    const fresh = print(item);
    let element = old?.element;
    if (old?.print !== fresh) {
      element = build(item);
      if (old) {
        if (place === old.element) place = element;
        replace(old.element, element);
      }
    }
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
    now.set(id, { element, print: fresh });
  }
  for (const [id, { element }] of before) if (!now.has(id)) element.remove();
  kept.set(parent, now);
}

// replace puts fresh in the place of old, and the focus where it was: on the
// button with the same data-act, else on the first one.
function replace(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(fresh);
  if (!focused) return;
  const buttons = [...fresh.querySelectorAll("button:enabled")];
  (buttons.find((b) => b.dataset.act === focused.dataset.act) ?? buttons[0])?.focus();
}
