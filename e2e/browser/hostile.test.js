// Hostile text in every field that strangers can fill executes nothing, and is
// shown as the text that it is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, openDashboard, useBrowser } from "./browser.js";
import { authorizeURL, sendSMS, startDouble } from "./double.js";

useBrowser();

const hostile = `"'><img src=x onerror=pwned=1><script>pwned=1</script><svg onload=pwned=1>{{7*7}}\${pwned=1}`;
const word = hostile.replaceAll(" ", "/"); // where white space is not allowed
const code = hostile.replaceAll("\"", ""); // where quotes are not allowed

const world = {
  clients: [{ id: `c${word}`, name: `Client ${hostile}`, secrets: [hostile], redirect_uris: [`https://acme.inc/?${encodeURIComponent(hostile)}`] }],
  accounts: [
    { name: `a${hostile}`, user_id: 1, email: hostile, company: hostile, alias: hostile, api_keys: [hostile], balance: "10.0000" },
    { name: "b" },
  ],
};

// checkPage finds out whether any hostile text has become more than text. The
// page's console, dialogs and errors are watched by open.
async function checkPage(page, where) {
  const found = await page.evaluate(() => ({
    pwned: window.pwned,
    elements: document.querySelectorAll("img, svg, script:not([src]), [onerror], [onload], a[href^='javascript:' i]").length,
  }));
  assert.deepEqual(found, { pwned: undefined, elements: 0 }, where);
}

const shows = async (page, selector) => assert.ok((await page.locator(selector).allTextContents()).join(" ").includes(hostile), `${selector} does not show it`);

test("on the consent page", async (t) => {
  const double = await startDouble(t, { ...world, authorize: { decision: "prompt" } });
  const page = await open(t, authorizeURL(double, { client_id: `c${word}`, state: hostile, login_hint: hostile, [hostile]: hostile }));
  await page.click("#answer-with summary");
  await checkPage(page, "consent");
  await shows(page, "h1");
  await shows(page, "#parameters");
  await shows(page, "#accounts");
  await shows(page, "#oddities");
  await page.goto(double.url);
  await checkPage(page, "first page");
});

test("on the dashboard", async (t) => {
  const double = await startDouble(t, world);
  const headers = { "User-Agent": hostile, "X-Trace": hostile };
  await fetch(authorizeURL(double, { client_id: `c${word}`, state: hostile, scope: hostile, [hostile]: hostile }), { redirect: "manual", headers });
  await fetch(`${double.url}/${encodeURIComponent(hostile)}`, { headers });
  await fetch(`${double.url}/token`, { method: "POST", headers, body: new URLSearchParams({ client_id: word, grant_type: hostile, [hostile]: hostile }) });
  await fetch(`${double.url}/api/contacts`, { method: "POST", headers: { ...headers, "Content-Type": "text/plain" }, body: hostile });
  const sent = await sendSMS(double, { to: "4917612345678", text: `${hostile} javascript:pwned=1 https://x.example/"onmouseover=pwned=1 1234` }, headers);
  assert.equal(sent, "100");
  await double.control("POST", "faults", { endpoint: "me", client_id: `c${word}`, headers: { "X-Hostile": hostile }, body: hostile });
  await double.control("POST", "faults", { endpoint: "me", error: code, error_description: hostile });
  await double.control("POST", "decisions", { error: code, error_description: hostile, client_id: `c${word}`, account: `a${hostile}` });
  await fetch(`${double.url}/me`, { headers: { ...headers, Authorization: `Bearer ${word}` } });

  const page = await openDashboard(t, double, "", { allowed: /status of 40/ });
  await checkPage(page, "activity");
  await shows(page, "#activity-list");
  for (const { id } of await double.control("GET", "requests")) {
    await page.evaluate((hash) => { location.hash = hash; }, `activity?request=${id}`);
    await page.locator("#inspector h2", { hasText: `#${id} ` }).waitFor();
    await checkPage(page, `request ${id}`);
    await shows(page, "#inspector");
  }
  for (const [view, selector] of [["messages", "#conversation"], ["scenarios", "#orders"], ["world", "#client-list"], ["world", "#account-list"], ["tokens", "#families"]]) {
    await page.click(`#tab-${view}`);
    await page.locator(`${selector} li`).first().waitFor();
    await page.waitForTimeout(100); // an image that cannot be loaded takes a moment to say so
    await checkPage(page, view);
    if (view !== "scenarios") await shows(page, selector);
  }
  await page.click("#tab-messages");
  await page.locator("#conversation input").fill(hostile);
  await page.keyboard.press("Enter");
  await page.locator(".bubble.inbound").first().waitFor();
  await page.click("#receive");
  await page.fill("#receive-from", "1");
  await page.fill("#receive-text", "x");
  await page.fill("#receive-account", hostile);
  await page.click("#dialog-do");
  await page.locator("#dialog .problem", { hasText: "no such account" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.fill("#palette-text", "scope");
  await checkPage(page, "the palette, and an error of the control API");
});
