// The journal on the dashboard: live, searchable, fluid.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, openDashboard, useBrowser } from "./browser.js";
import { startDouble } from "./double.js";

useBrowser();

const rows = (page) => page.locator("#request-list > li");

test("a request made elsewhere appears without reload", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double);
  await page.locator("#journal-none").waitFor();
  await fetch(`${double.url}/token`, { method: "POST" });
  const row = rows(page).first();
  await row.locator(".badge", { hasText: "400 refused" }).waitFor();
  assert.match(await row.textContent(), /#1 .*POST \/token/);
});

test("one that is held back is pending first", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double);
  await double.control("POST", "faults", { connection: "hang", endpoint: "me" });
  const answer = fetch(`${double.url}/me`).catch(() => {});
  await rows(page).locator(".badge", { hasText: "pending" }).waitFor();
  await double.control("POST", "reset"); // lets it go, and forgets it
  await answer;
  await eventually(async () => assert.equal(await rows(page).count(), 0));
});

test("search, filters and forgetting", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double);
  await fetch(`${double.url}/me`);
  await fetch(`${double.url}/authorize?client_id=seven-mcp`);
  await fetch(`${double.url}/nowhere`);
  await double.control("POST", "faults", { preset: "server-error" });
  await fetch(`${double.url}/me`);
  await page.locator("#journal-count", { hasText: "4 requests" }).waitFor();
  const shown = async () => (await rows(page).locator(".what").allTextContents()).join(", ");
  await page.fill("#journal-text", "SEVEN-M");
  assert.equal(await shown(), "GET /authorize");
  await fetch(`${double.url}/me`); // does not match
  await page.locator("#journal-count", { hasText: "1 of 5 requests" }).waitFor();
  assert.equal(await shown(), "GET /authorize");
  await page.fill("#journal-text", "");
  await page.selectOption("#journal-outcome", "faulted");
  assert.equal(await shown(), "GET /me");
  await page.selectOption("#journal-outcome", "");
  await page.selectOption("#journal-endpoint", { label: "unknown path" });
  assert.equal(await shown(), "GET /nowhere");
  await page.selectOption("#journal-endpoint", "");
  await page.fill("#journal-client", "seven-mcp");
  assert.equal(await shown(), "GET /authorize");
  await page.click("#journal-clear");
  await page.locator("#notice", { hasText: "1 requests of seven-mcp forgotten" }).waitFor();
  await page.fill("#journal-client", "");
  await page.locator("#journal-count", { hasText: "4 requests" }).waitFor();
  await page.click("#journal-clear");
  await page.locator("#journal-none").waitFor();
  assert.deepEqual(await double.control("GET", "requests"), []);
});

test("detail view: by mouse, by keyboard, by address", async (t) => {
  const double = await startDouble(t);
  await fetch(`${double.url}/me`, { headers: { "X-Trace": "abc" } });
  await fetch(`${double.url}/token`, { method: "POST", body: new URLSearchParams({ grant_type: "password" }) });
  const page = await openDashboard(t, double);
  const detail = page.locator("#request-detail");
  await rows(page).nth(1).click();
  await detail.locator("h2", { hasText: "#1 GET /me" }).waitFor();
  assert.match(await detail.textContent(), /X-Trace\s*abc/);
  await page.click("#request-close");
  await detail.waitFor({ state: "hidden" });
  await page.keyboard.press("ArrowUp"); // from the row that was read
  await page.keyboard.press("Enter");
  await detail.locator("h2", { hasText: "#2 POST /token" }).waitFor();
  const [entry] = (await double.control("GET", "requests")).slice(-1);
  assert.equal(await page.textContent("#request-reason"), entry.reason);
  await page.goto(`${double.url}/_mock/#request-1`);
  await page.reload();
  await detail.locator("h2", { hasText: "#1 GET /me" }).waitFor();
});

test("at a thousand requests a new one costs one row", async (t) => {
  const double = await startDouble(t);
  for (let i = 0; i < 40; i++) await Promise.all(Array.from({ length: 25 }, () => fetch(`${double.url}/me`).then((r) => r.text())));
  const page = await openDashboard(t, double);
  await page.locator("#journal-count", { hasText: "1000 requests" }).waitFor();
  assert.equal(await rows(page).count(), 200);
  await page.evaluate(() => {
    window.changes = { added: 0, removed: 0 };
    new MutationObserver((list) => {
      for (const change of list) {
        window.changes.added += change.addedNodes.length;
        window.changes.removed += change.removedNodes.length;
      }
    }).observe(document.getElementById("request-list"), { childList: true });
  });
  await fetch(`${double.url}/nowhere`);
  await rows(page).first().locator(".what", { hasText: "/nowhere" }).waitFor();
  assert.deepEqual(await page.evaluate(() => window.changes), { added: 1, removed: 1 });
  await page.click("#journal-more");
  assert.equal(await rows(page).count(), 400);
  await page.fill("#journal-text", "nowhere");
  assert.equal(await rows(page).count(), 1);
});
