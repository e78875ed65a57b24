// The inbox on the dashboard: what phones would show, and answers from them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, openDashboard, useBrowser } from "./browser.js";
import { sendSMS, startDouble } from "./double.js";

useBrowser();

const phone = (page, number) => page.locator(`[data-testid=phone][data-number="${number}"]`);

test("messages arrive on their phones, with codes and links", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "#inbox");
  await page.locator("#inbox-none").waitFor();
  await sendSMS(double, { to: "4917612345678", from: "Acme", text: "Your code is 482 913, or see https://acme.inc/login?x=1." });
  await sendSMS(double, { to: "4915123456789", from: "Acme", text: "Hello" });
  const bubble = phone(page, "4917612345678").locator("[data-testid=message]");
  await bubble.waitFor();
  assert.match(await bubble.textContent(), /Acme/);
  assert.equal(await bubble.getByRole("link", { name: "https://acme.inc" }).getAttribute("href"), "https://acme.inc/login?x=1");
  await bubble.locator("[data-testid=code]").click();
  await page.locator("#notice", { hasText: "482913 copied" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "482913");
  await page.locator("#inbox-count", { hasText: "2 messages on 2 phones" }).waitFor();
  await bubble.getByRole("link", { name: /^request/ }).click();
  await page.locator("#request-detail h2", { hasText: "/api/sms" }).waitFor();
});

test("calls", async (t) => {
  const double = await startDouble(t);
  const { access_token } = await double.control("POST", "tokens", { scope: "voice" });
  await fetch(`${double.url}/api/voice`, { method: "POST", headers: { Authorization: `Bearer ${access_token}` }, body: new URLSearchParams({ to: "4917612345678", text: "Your code is 1234" }) });
  const page = await openDashboard(t, double, "#inbox");
  await phone(page, "4917612345678").locator(".bubble.voice", { hasText: "Your code is 1234" }).waitFor();
  await page.selectOption("#inbox-channel", "sms");
  await page.locator("#inbox-none").waitFor();
});

test("a reply comes in, and typing survives what happens meanwhile", async (t) => {
  const double = await startDouble(t);
  await sendSMS(double, { to: "4917612345678", from: "Acme", text: "Still coming?" });
  const page = await openDashboard(t, double, "#inbox");
  const field = phone(page, "4917612345678").getByRole("textbox");
  await field.fill("Yes");
  await sendSMS(double, { to: "4917612345678", from: "Acme", text: "Hello?" });
  await phone(page, "4917612345678").locator("[data-testid=message]", { hasText: "Hello?" }).waitFor();
  assert.equal(await field.inputValue(), "Yes");
  await field.press("Enter");
  await phone(page, "4917612345678").locator(".reply-bubble", { hasText: "Yes" }).waitFor();
  assert.equal(await field.inputValue(), "");
  const { access_token } = await double.control("POST", "tokens", { scope: "journal" });
  const inbound = await fetch(`${double.url}/api/journal/inbound`, { headers: { Authorization: `Bearer ${access_token}` } }).then((r) => r.json());
  assert.deepEqual([inbound[0].from, inbound[0].text], ["4917612345678", "Yes"]);
});

test("search, an SMS out of the blue, and forgetting", async (t) => {
  const double = await startDouble(t);
  await sendSMS(double, { to: "4917612345678", text: "one" });
  await sendSMS(double, { to: "4915123456789", text: "two" });
  const page = await openDashboard(t, double, "#inbox", { allowed: /status of 400/ });
  await page.fill("#inbox-text", "two");
  await phone(page, "4917612345678").waitFor({ state: "detached" });
  assert.ok(await phone(page, "4915123456789").isVisible());
  await page.fill("#inbox-text", "");
  await page.fill("#inbox-to", "017612345678");
  await phone(page, "4915123456789").waitFor({ state: "detached" });
  await page.fill("#inbox-to", "");

  await page.click("#receive summary");
  await page.fill("#receive-from", "4916011122233");
  await page.fill("#receive-text", "STOP");
  await page.fill("#receive-account", "nobody");
  await page.click("#receive-send");
  await page.locator("#receive-form .problem", { hasText: "nobody" }).waitFor();
  await page.fill("#receive-account", "");
  await page.click("#receive-send");
  await phone(page, "4916011122233").locator(".reply-bubble", { hasText: "STOP" }).waitFor();

  await page.click("#inbox-clear");
  await page.locator("#inbox-none").waitFor();
  await eventually(async () => assert.deepEqual(await double.control("GET", "messages"), []));
});
