// Makes and keeps elements. Text from strangers only ever becomes text nodes.

export const byID = (id) => document.getElementById(id);

// el makes an element: attributes, listeners (a function as value), children.
// Children that are nothing are left out.
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// button is a button that does something, and says in the corner what came of it.
export const button = (label, click, attributes = {}) => el("button", { type: "button", click, ...attributes }, label);

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
