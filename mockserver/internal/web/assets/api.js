// Calls the control API, which lies beside the page.

import { t } from "./words.js";

// call sends a request and returns the JSON of the answer. An answer that is an
// error is thrown with its text and status.
async function call(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const response = await fetch(path, options).catch(() => { throw new Error(t("The server does not answer.")); });
  const answer = await response.json().catch(() => ({ error: `${response.status} without JSON` }));
  if (!response.ok) throw Object.assign(new Error(answer.error ?? String(response.status)), { status: response.status });
  return answer;
}

export const get = (path, query = {}) => call("GET", withQuery(path, query));
export const post = (path, body) => call("POST", path, body);
export const remove = (path, query = {}) => call("DELETE", withQuery(path, query));

function withQuery(path, query) {
  const given = Object.entries(query).filter(([, value]) => value);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
