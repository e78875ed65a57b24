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

  const page = await openDashboard(t, double, "", { allowed: /status of 400/ });
  await checkPage(page, "journal");
  await shows(page, "#request-list");
  for (const { id } of await double.control("GET", "requests")) {
    await page.evaluate((hash) => { location.hash = hash; }, `request-${id}`);
    await page.locator("#request-detail h2", { hasText: `#${id} ` }).waitFor();
    await checkPage(page, `request ${id}`);
    await shows(page, "#request-detail");
  }
  for (const [view, selector] of [["inbox", "#phones"], ["faults", "#fault-list"], ["decisions", "#decision-list"], ["world", "#client-list"], ["world", "#account-list"], ["tokens", "#token-list"]]) {
    await page.click(`#tab-${view}`);
    await page.locator(`${selector} > li`).first().waitFor();
    await page.waitForTimeout(100); // an image that cannot be loaded takes a moment to say so
    await checkPage(page, view);
    if (view !== "faults") await shows(page, selector);
  }
  await page.click("#tab-inbox");
  await page.locator(".reply input").first().fill(hostile);
  await page.keyboard.press("Enter");
  await page.locator(".reply-bubble").first().waitFor();
  await page.click("#receive summary");
  await page.fill("#receive-from", hostile);
  await page.fill("#receive-text", hostile);
  await page.click("#receive-send");
  await page.locator(".phone h2", { hasText: "img src" }).waitFor();
  await page.fill("#receive-from", "1");
  await page.fill("#receive-text", "x");
  await page.fill("#receive-account", hostile);
  await page.click("#receive-send");
  await page.locator("#receive-form .problem", { hasText: "no such account" }).waitFor();
  await checkPage(page, "an error of the control API");
});
