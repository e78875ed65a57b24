// The messages on the dashboard: what phones would show, and answers from them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, openDashboard, useBrowser } from "./browser.js";
import { sendSMS, startDouble } from "./double.js";

useBrowser();

const phone = (page, number) => page.locator(`[data-testid=phone][data-number="${number}"]`);
const bubbles = (page) => page.locator("[data-testid=message]");

test("messages arrive on their phones, with codes and links", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "#messages");
  await page.locator("#messages-none").waitFor();
  await sendSMS(double, { to: "4917612345678", from: "Acme", text: "Until 20251125: your code is 482 913, or see https://acme.inc/login?x=1." });
  await bubbles(page).waitFor();
  assert.match(await bubbles(page).textContent(), /Acme/);
  assert.equal(await bubbles(page).getByRole("link", { name: "https://acme.inc" }).getAttribute("href"), "https://acme.inc/login?x=1");
  await bubbles(page).locator("[data-testid=code]").click();
  await page.locator("#notice", { hasText: "482913 copied" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "482913");
  await sendSMS(double, { to: "4915123456789", from: "Acme", text: "Hello" });
  await phone(page, "4915123456789").waitFor();
  await page.locator("#message-count", { hasText: "2 messages, 2 phones" }).waitFor();
  await phone(page, "4917612345678").click();
  await bubbles(page).getByRole("link", { name: /^by request/ }).click();
  await page.locator("#inspector h2", { hasText: "/api/sms" }).waitFor();
});

test("a status that comes by itself is shown", async (t) => {
  const double = await startDouble(t, { accounts: [{ name: "john" }], gateway: { delivery: "6s" } });
  await sendSMS(double, { to: "4917612345678", from: "Acme", text: "Hello" });
  const page = await openDashboard(t, double, "#messages");
  await bubbles(page).filter({ hasText: "taken" }).waitFor();
  await bubbles(page).locator("[data-status=DELIVERED]").waitFor();
});

test("calls are shown as calls", async (t) => {
  const double = await startDouble(t);
  const { access_token } = await double.control("POST", "tokens", { scope: "voice" });
  await fetch(`${double.url}/api/voice`, { method: "POST", headers: { Authorization: `Bearer ${access_token}` }, body: new URLSearchParams({ to: "4917612345678", text: "Your code is 1234" }) });
  const page = await openDashboard(t, double, "#messages");
  await page.locator(".bubble.voice", { hasText: "voice call" }).waitFor();
});

test("a reply comes in, survives a reload, and typing survives what happens meanwhile", async (t) => {
  const double = await startDouble(t);
  await sendSMS(double, { to: "4917612345678", from: "Acme", text: "Still coming?" });
  const page = await openDashboard(t, double, "#messages");
  const field = page.locator("#conversation").getByRole("textbox");
  await field.fill("Yes");
  await sendSMS(double, { to: "4917612345678", from: "Acme", text: "Hello?" });
  await bubbles(page).filter({ hasText: "Hello?" }).waitFor();
  assert.equal(await field.inputValue(), "Yes");
  await field.press("Enter");
  await page.locator(".bubble.inbound", { hasText: "Yes" }).waitFor();
  assert.equal(await field.inputValue(), "");
  await page.reload();
  await page.locator(".bubble.inbound", { hasText: "Yes" }).waitFor();
});

test("search, an SMS out of the blue, and forgetting", async (t) => {
  const double = await startDouble(t);
  await sendSMS(double, { to: "4917612345678", text: "one" });
  await sendSMS(double, { to: "4915123456789", text: "two" });
  const page = await openDashboard(t, double, "#messages", { allowed: /status of 400/ });
  await page.fill("#message-search", "two");
  await phone(page, "4917612345678").waitFor({ state: "detached" });
  assert.ok(await phone(page, "4915123456789").isVisible());
  await page.fill("#message-search", "three");
  await page.locator("#messages-none", { hasText: "No message matches" }).waitFor();
  await page.fill("#message-search", "");
  await page.click("#receive");
  await page.fill("#receive-from", "4916011122233");
  await page.fill("#receive-text", "STOP");
  await page.fill("#receive-account", "nobody");
  await page.keyboard.press("Enter");
  await page.locator("#dialog .problem", { hasText: "nobody" }).waitFor(); // and what was typed is still there
  await page.fill("#receive-account", "");
  await page.keyboard.press("Enter");
  await phone(page, "4916011122233").waitFor();
  await page.click("#messages-forget");
  await page.click("#dialog-do");
  await eventually(async () => assert.deepEqual(await double.control("GET", "messages"), []));
});

test("a reply that is being typed stays, with its phone, whoever else is written to", async (t) => {
  const double = await startDouble(t);
  await sendSMS(double, { to: "4917612345678", text: "one" });
  const page = await openDashboard(t, double, "#messages");
  await page.locator("#conversation input").fill("half of a");
  await sendSMS(double, { to: "4915123456789", text: "two" });
  await phone(page, "4915123456789").locator(".count", { hasText: "1" }).waitFor();
  assert.equal(await page.inputValue("#conversation input"), "half of a");
  await page.keyboard.type("n answer");
  await page.keyboard.press("Enter");
  await page.locator(".bubble.inbound", { hasText: "half of an answer" }).waitFor();
  assert.equal((await double.control("GET", "messages?direction=inbound"))[0].from, "4917612345678");
});

test("a reply that is typed while another is being sent stays, and so does one that cannot be sent", async (t) => {
  const double = await startDouble(t);
  await sendSMS(double, { to: "4917612345678", from: "Acme", text: "Coming?" });
  const page = await openDashboard(t, double, "#messages", { allowed: /ERR_FAILED|Failed to load/ });
  const field = page.locator("#conversation input");
  let held;
  await page.route("**/_mock/messages", (route) => (route.request().method() === "POST" ? void (held = route) : route.continue()));
  await field.fill("first");
  await field.press("Enter");
  await eventually(async () => assert.ok(held));
  assert.equal(await field.inputValue(), "");
  await field.fill("second");
  await held.continue();
  await bubbles(page).filter({ hasText: "first" }).waitFor();
  assert.equal(await field.inputValue(), "second");
  held = undefined;
  await field.press("Enter");
  await eventually(async () => assert.ok(held));
  await held.abort();
  await eventually(async () => assert.equal(await field.inputValue(), "second"));
});

test("webhooks are those of the scope, whoever has been used yet", async (t) => {
  const hooks = [{ event_type: "dlr", target_url: "http://127.0.0.1:1/hook" }];
  const double = await startDouble(t, { accounts: [{ name: "john", hooks }, { name: "jane", hooks }, { name: "erika" }] });
  const page = await openDashboard(t, double, "#messages?user=jane");
  await page.click("#webhooks summary");
  const list = page.locator("#subscriptions li");
  await page.locator("#webhook-count", { hasText: "1 subscription," }).waitFor();
  assert.match(await list.textContent(), /jane$/);
  await page.selectOption("#scope", "user erika");
  await page.locator("#subscriptions-none").waitFor();
  await page.selectOption("#scope", "");
  await page.locator("#webhook-count", { hasText: "2 subscriptions," }).waitFor();
  assert.equal(await list.count(), 2);
});

test("what comes after a reset is unread, however much was read before", async (t) => {
  const double = await startDouble(t);
  for (const text of ["one", "two"]) await sendSMS(double, { to: "4917612345678", text });
  const page = await openDashboard(t, double, "#messages");
  await phone(page, "4917612345678").waitFor();
  await double.control("POST", "reset");
  await page.locator("#messages-none").waitFor();
  await page.click("#tab-activity");
  await sendSMS(double, { to: "4917612345678", text: "three" });
  await sendSMS(double, { to: "4915123456789", text: "the youngest, which is shown" });
  await page.click("#tab-messages");
  await phone(page, "4917612345678").locator(".count", { hasText: "1" }).waitFor();
});

// mockserver/growth_test.go has pages that ask like this one.
test("messages: what a page asks for when something has happened", async (t) => {
  const double = await startDouble(t);
  await sendSMS(double, { to: "491716992343", from: "Acme", text: "Hello" });
  await double.control("POST", "messages", { from: "491716992343", text: "Hi" });
  const page = await openDashboard(t, double, "#messages");
  const count = (n) => page.locator("#message-count", { hasText: `${n} message` }).waitFor();
  await count(2);
  const asked = [];
  page.on("request", (request) => {
    const { pathname, search } = new URL(request.url());
    if (!pathname.includes("/assets/")) asked.push(pathname.replace(/^.*\/_mock\//, "") + search.replace(/after=\d+/, "after=N"));
  });
  const changes = ["messages?changed_after=N", "messages?direction=inbound&changed_after=N"];
  await sendSMS(double, { to: "491716992343", from: "Acme", text: "What has happened" });
  await count(3);
  await eventually(async () => assert.deepEqual([...new Set(asked)].sort(), ["decisions", "faults", ...changes, "outcomes", "webhooks"]));

  // What time and others do to messages is seen by what has changed, too.
  await double.control("POST", "clock", { advance: "1m" });
  const last = bubbles(page).last();
  await last.filter({ hasText: "DELIVERED" }).waitFor();
  const [{ id }] = (await double.control("GET", "messages")).slice(-1);
  await double.control("POST", `messages/${id}/status`, { status: "EXPIRED" });
  await last.filter({ hasText: "EXPIRED" }).waitFor();
  await double.control("POST", "messages", { from: "491716992343", text: "Hi again" });
  await count(4);
  const whole = ["messages", "messages?direction=inbound"];
  assert.deepEqual(asked.filter((what) => whole.includes(what)), [], "the whole lists were asked for");

  // That somebody has forgotten some is seen at once.
  await double.control("DELETE", "messages");
  await count(2);
  await double.control("POST", "reset", {});
  await page.locator("#messages-none").waitFor();
});

test("a status is reported when it has been chosen, not on the way there", async (t) => {
  const double = await startDouble(t);
  await sendSMS(double, { to: "4917612345678", from: "Acme", text: "Hello" });
  const page = await openDashboard(t, double, "#messages");
  const orders = [];
  page.on("request", (request) => { if (request.url().endsWith("/status")) orders.push(request.postDataJSON().status); });
  await bubbles(page).locator("select").first().focus();
  for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "Enter"]) await page.keyboard.press(key);
  await page.locator("#notice", { hasText: "Reported: " }).waitFor();
  const posted = (await double.control("GET", "messages"))[0].status;
  assert.equal(await page.textContent("#notice"), `Reported: ${posted}.`);
  assert.deepEqual(orders, [posted]);
});
