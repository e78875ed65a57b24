// The words of the dashboard, in the language of the page. English is the key.

import { german } from "./german.js";

const language = globalThis.document?.documentElement.lang ?? "en";
const table = language === "de" ? german : {};

// t returns a text in the page's language, with {name} replaced by values.name.
export function t(text, values = {}) {
  return (table[text] ?? text).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

// tn is t for a number of things: one text for 1, another for any other number.
export const tn = (n, one, many, values = {}) => t(n === 1 ? one : many, { n, ...values });
