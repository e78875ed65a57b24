// axe-core finds nothing to complain of, on any page, in any state that a tester
// sees, light and dark, wide and narrow; nothing sticks out, and no word is squeezed
// into a column of letters.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { open, openDashboard, useBrowser } from "./browser.js";
import { authorizeURL, login, sendSMS, startDouble, startShop } from "./double.js";

useBrowser();

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// checkPage runs axe in the page, past its content security policy, and looks
// whether anything sticks out at the right.
async function checkPage(page, where) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const violations = await page.evaluate(() => window.axe.run({ rules: { "target-size": { enabled: true } } }).then((result) => result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)));
  assert.deepEqual(violations, [], where);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(overflow <= 0, `${where} is ${overflow} pixels too wide`);
  assert.deepEqual(await page.evaluate(squeezed), [], `${where}: letters below one another`);
}

// squeezed returns the texts that have room for a letter or two in each line.
function squeezed() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const { textContent: text, parentElement: parent } = texts.currentNode;
    if (text.trim().length < 4 || parent.closest(".visually-hidden, select")) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const { width, height } = range.getBoundingClientRect();
    if (width > 0 && width < 24 && height > 60) found.push(text.trim());
  }
  return found;
}

const narrow = { width: 360, height: 740 };
const wide = { width: 1280, height: 800 };

test("the journal without JavaScript, narrow", async (t) => {
  const double = await startDouble(t);
  await fetch(`${double.url}/nowhere/${"deep/".repeat(20)}`);
  const plain = await open(t, `${double.url}/_mock/`, { javaScriptEnabled: false, viewport: narrow });
  assert.deepEqual(await plain.evaluate(squeezed), []);
  assert.ok(await plain.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "the page is too wide");
});

for (const [name, options] of Object.entries({
  "light": { colorScheme: "light", viewport: wide },
  "light and narrow": { colorScheme: "light", viewport: narrow },
  "dark, narrow and German": { colorScheme: "dark", viewport: narrow, locale: "de-DE" },
  "dark and German": { colorScheme: "dark", viewport: wide, locale: "de-DE" },
  "forced colours": { forcedColors: "active", viewport: wide },
})) {
  test(`first page and consent page, ${name}`, async (t) => {
    const double = await startDouble(t, {
      authorize: { decision: "prompt" },
      accounts: Array.from({ length: 12 }, (_, i) => ({ name: `customer${i}`, company: "Acme Inc.", email: `a-very-long-address-of-customer-${i}@department.of.acme.inc` })),
    });
    const page = await open(t, double.url, options);
    await checkPage(page, "first page");
    await page.goto(authorizeURL(double, { state: "1", foo: "bar" }));
    await checkPage(page, "consent");
    await page.click("#answer-with summary");
    await page.fill("#find-account", "customer1");
    await checkPage(page, "consent, unfolded");
  });

  test(`dashboard, ${name}`, async (t) => {
    const double = await startDouble(t);
    const empty = await openDashboard(t, double, "", options);
    for (const view of ["activity", "messages", "tokens", "audits"]) {
      await empty.click(`#tab-${view}`);
      await checkPage(empty, `${view}, empty`);
    }
    await login(double);
    await sendSMS(double, { to: "4917612345678", from: "Acme", text: "Your code is 482 913, see https://acme.inc/login" });
    await double.control("POST", "messages", { from: "4917612345678", text: "thanks" });
    await double.control("POST", "faults", { preset: "server-error" });
    await fetch(`${double.url}/me`);
    await fetch(`${double.url}/token`, { method: "POST" });
    await double.control("POST", "faults", { preset: "slow" });
    await double.control("POST", "decisions", { decision: "deny", times: -1 });
    await double.control("POST", "tokens", { state: "revoked" });
    await double.control("POST", "tokens/expire", { kind: "access_token" });
    await double.control("POST", "tokens", {});
    const page = await openDashboard(t, double, "", options);
    for (const view of ["activity", "messages", "scenarios", "tokens", "world"]) {
      await page.click(`#tab-${view}`);
      await page.locator(`#view-${view} > *`).first().waitFor();
      await page.locator(`#view-${view} details`).evaluateAll((all) => all.forEach((details) => { details.open = true; }));
      await checkPage(page, view);
    }
    const { order } = await startShop(t, double);
    await double.control("POST", "audits", { ...order, only: ["login-works", "state-unguessable", "pkce", "logout"] });
    await page.click("#tab-audits");
    await page.locator("#audit-forget").waitFor();
    await page.locator("#view-audits details").evaluateAll((all) => all.forEach((details) => { details.open = true; }));
    await checkPage(page, "an audit");
    await double.control("POST", "audits", { ...order, client: "shop", attended: true });
    await page.goto(`${double.url}/_mock/#audits?audit=2`);
    await page.locator(".question").waitFor();
    await checkPage(page, "an attended audit");
    await page.goto(`${double.url}/_mock/#activity?by=flows`);
    await page.locator("[data-testid=flow]").first().waitFor();
    await checkPage(page, "flows");
    await page.goto(`${double.url}/_mock/#activity?request=2`);
    await page.locator("#inspector h2").waitFor();
    await checkPage(page, "a request");
    await fetch(`${double.url}/nowhere/${"deep/".repeat(40)}`);
    await page.goto(`${double.url}/_mock/#activity?q=path:deep`);
    await page.locator("[data-testid=request]", { hasText: "deep" }).click();
    await page.locator("#inspector h2", { hasText: "deep" }).waitFor();
    await checkPage(page, "a request with a long path");
    await page.goto(`${double.url}/_mock/#activity`);
    for (const id of [2, 3]) await page.locator(`#activity-list [data-request="${id}"] .tick`).click();
    await page.click("#selection-compare");
    await checkPage(page, "two requests compared");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.locator("#palette li").first().waitFor();
    await checkPage(page, "the palette");
    await page.keyboard.press("Escape");
    await page.click("#reset-open");
    await checkPage(page, "the dialog");
  });
}
