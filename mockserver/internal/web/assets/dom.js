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
  let refocus = () => {};
  for (const item of items) {
    const id = key(item);
    const old = before.get(id);
    const fresh = print(item);
    let element = old?.element;
    if (old?.print !== fresh) {
      element = build(item);
      if (old) {
        if (place === old.element) place = element;
        if (old.element.contains(document.activeElement)) refocus = focusAgain(old.element, element);
        old.element.replaceWith(element);
      }
    }
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
    now.set(id, { element, print: fresh });
  }
  for (const [id, { element }] of before) if (!now.has(id)) element.remove();
  kept.set(parent, now);
  refocus(); // at the end: it may have somebody draw again
}

// focusAgain returns what puts the focus, which is in old now, where it was when
// fresh has taken the place of old: on fresh itself, on what has the same data-act
// or data-request in it, else on the first button.
function focusAgain(old, fresh) {
  const focused = document.activeElement;
  const inside = [...fresh.querySelectorAll("button:enabled, [data-request]")];
  const same = ({ dataset }) => dataset.act === focused.dataset.act && dataset.request === focused.dataset.request;
  const again = focused === old ? fresh : inside.find(same) ?? inside.find((e) => e.localName === "button");
  if (again && again.localName !== "button") again.tabIndex = focused.tabIndex;
  return () => again?.focus();
}
