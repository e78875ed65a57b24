// Asks the double as a busy application does: users log in, look who they are,
// send SMS; some of it is refused.

import { login, startDouble } from "./double.js";

const perSecond = 200;

// startBusyDouble starts a double that remembers 10,000 requests.
export async function startBusyDouble(t) {
  const world = { clients: [{ id: "testclient", secrets: ["testsecret"], redirect_uris: ["https://acme.inc/"] }], accounts: [{ name: "john" }, { name: "jane" }] };
  const double = await startDouble(t, world, ["--journal", "10000"]);
  double.tokens = await Promise.all(["john", "jane"].map(async (account) => (await double.control("POST", "tokens", { account, scope: "sms" })).access_token));
  return double;
}

// one asks once; every tenth time somebody logs in, every fifth an SMS is sent.
function one(double, n) {
  const headers = { Authorization: `Bearer ${double.tokens[n % 2]}` };
  if (n % 10 === 0) return login(double);
  if (n % 5 === 0) return fetch(`${double.url}/api/sms`, { method: "POST", headers, body: new URLSearchParams({ to: `49176${n % 100}`, text: `Your code is ${1000 + n % 9000}` }) }).then((r) => r.text());
  return fetch(`${double.url}/me`, { headers: n % 3 === 0 ? {} : headers }).then((r) => r.text());
}

// fill asks until the journal has so many requests.
export async function fill(double, requests) {
  for (let n = 0; n < requests; n += 50) await Promise.all(Array.from({ length: 50 }, (_, i) => one(double, n + i)));
}

// loadFor asks 200 times a second, and tells how often it was.
export async function loadFor(double, seconds) {
  const start = Date.now();
  const asked = [];
  while (Date.now() < start + seconds * 1000) {
    const due = Math.floor((Date.now() - start) / 1000 * perSecond);
    while (asked.length < due) asked.push(one(double, asked.length).catch(() => {}));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await Promise.all(asked);
  return asked.length / seconds;
}
