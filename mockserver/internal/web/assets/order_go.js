// Writes an order as a line of a Go test.

import { quote } from "./gotest.js";
import { milliseconds } from "./moment.js";

// orderAsGo returns the call of a method of testkit's that takes a struct of a
// type of control's, with all fields of the order.
export function orderAsGo(method, type, order) {
  const fields = Object.entries(order).filter(([, value]) => value !== undefined).map(([key, value]) => `${nameOf(key)}: ${valueOf(key, value)}`);
  const body = order.body === undefined ? "" : `body := ${quote(order.body)}\n`;
  return `${body}srv.${method}(control.${type}{${fields.join(", ")}})`;
}

const nameOf = (key) => key.split("_").map((word) => (word === "id" ? "ID" : word[0].toUpperCase() + word.slice(1))).join("");

function valueOf(key, value) {
  if (key === "body") return "&body";
  if (key === "delay") return `${Math.round(milliseconds(value))} * time.Millisecond`;
  if (typeof value === "object") return `map[string]string{${Object.entries(value).map(([name, text]) => `${quote(name)}: ${quote(text)}`).join(", ")}}`;
  return typeof value === "string" ? quote(value) : String(value);
}
