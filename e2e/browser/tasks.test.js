// What testers come to the dashboard for, each task done as a person does it:
//
//    1  find what jane did among 1,000 requests
//    2  see why a login was refused, and what to do about it
//    3  deny the next login
//    4  expire the access token, and see the refresh
//    5  share a view, and open it elsewhere
//    6  two testers do not disturb one another
//    7  open six tabs while the application is answered
//    8  read the one-time code of the last SMS
//    9  let an SMS come in
//   10  set a message's status, and see the webhook's attempts
//   11  have a failed webhook tried again now, and send it once more
//   12  move the clock by 14 days, freeze it, and come back
//   13  arm a fault for one client, see it strike, and take it back
//   14  break what becomes of the next message
//   15  add a client and an account
//   16  empty a balance, and fill it up
//   17  revoke a family of tokens
//   18  save a snapshot, and restore it
//   19  export the world as YAML, and start from it
//   20  copy a Go test of a flow
//   21  forget requests under a search, knowing what is lost
//   22  hold the list still, and go on
//   23  do it all from the keyboard
//   24  read the journal without JavaScript
//   25  notice that the double was started again

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { eventually, open, openDashboard, useBrowser } from "./browser.js";
import { authorizeURL, login, sendSMS, startApp, startDouble } from "./double.js";

useBrowser();

const basic = { Authorization: `Basic ${btoa("testclient:testsecret")}` };
const bearer = (token) => ({ Authorization: `Bearer ${token}` });
const refreshWith = (double, refresh_token) => fetch(`${double.url}/token`, { method: "POST", headers: basic, body: new URLSearchParams({ grant_type: "refresh_token", refresh_token }) });
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());
const said = (page, text) => page.locator("#notice", { hasText: text }).waitFor();
const rows = (page) => page.locator("#activity-list [data-testid=request]");
const shown = async (page) => (await rows(page).locator(".what").allTextContents()).join(", ");

// errorOf logs in, and tells what the application is told.
async function errorOf(double, parameters = {}) {
  const answer = await fetch(authorizeURL(double, parameters), { redirect: "manual" });
  return new URL(answer.headers.get("location")).searchParams.get("error") ?? "none";
}

// One double, with a receiver of webhooks, and one page serve all the tasks; the
// double is as new for each.
test("tasks", async (t) => {
  const receiver = await startApp(t);
  const double = await startDouble(t, {
    clients: ["testclient", "shop"].map((id) => ({ id, secrets: ["testsecret"], redirect_uris: ["https://acme.inc/"] })),
    accounts: [{ name: "john", balance: "5.0000", hooks: [{ event_type: "dlr", target_url: receiver.callback }] }, { name: "jane" }],
  });
  const page = await openDashboard(t, double);
  const go = (hash) => page.evaluate((to) => { location.hash = to; }, hash);

  async function task(name, act) {
    await go("#activity");
    await double.control("POST", "reset");
    await eventually(async () => assert.equal(await rows(page).count(), 0));
    await page.evaluate(() => { document.getElementById("notice").textContent = ""; });
    await t.test(name, act);
  }

  await task("find what jane did among 1,000 requests", async () => {
    const jane = await double.control("POST", "tokens", { account: "jane", scope: "sms" });
    for (let i = 0; i < 20; i++) await Promise.all(Array.from({ length: 50 }, (_, n) => (i === 7 && n === 7
      ? fetch(`${double.url}/api/sms`, { method: "POST", headers: bearer(jane.access_token), body: new URLSearchParams({ to: "4917612345678", text: "Hello" }) })
      : fetch(`${double.url}/me`)).then((r) => r.text())));
    await page.locator("#activity-count", { hasText: "1000 requests" }).waitFor();
    await page.fill("#search", "user:jane");
    await page.locator("#activity-count", { hasText: "1 of 1000 requests" }).waitFor();
    await rows(page).click();
    await page.locator("#inspector h2", { hasText: "POST /api/sms" }).waitFor();
  });

  await task("see why a login was refused, and what to do about it", async () => {
    await double.control("POST", "decisions", { decision: "deny", times: -1 });
    assert.equal(await errorOf(double), "access_denied");
    await rows(page).locator(".badge.refused", { hasText: "access_denied" }).click();
    await page.locator("#why", { hasText: "denied by decision" }).waitFor();
    await page.locator("#advice").getByRole("button", { name: "Take the decision back" }).click();
    await said(page, "Taken back");
    await page.locator("#advice").getByRole("button", { name: "Take the decision back" }).waitFor({ state: "hidden" });
    assert.equal(await errorOf(double), "none");
  });

  await task("deny the next login", async () => {
    await go("#scenarios");
    await page.locator("[data-scenario=user-says-no]").getByRole("button").click();
    await page.locator("[data-testid=armed]", { hasText: "deny" }).waitFor();
    assert.deepEqual([await errorOf(double), await errorOf(double)], ["access_denied", "none"]);
    await page.locator("#armed").waitFor({ state: "hidden" });
  });

  await task("expire the access token, and see the refresh", async () => {
    const { access_token, refresh_token } = await login(double);
    await go("#scenarios");
    await page.locator("[data-scenario=token-expired]").getByRole("button").click();
    await said(page, "Done");
    assert.equal((await fetch(`${double.url}/me`, { headers: bearer(access_token) })).status, 401);
    await refreshWith(double, refresh_token);
    await go("#activity?by=flows");
    await page.locator("[role=treeitem][aria-level='3']", { hasText: "refresh_token" }).waitFor();
    await go("#tokens");
    const states = () => page.locator("[data-testid=token]").evaluateAll((all) => all.map((row) => `${row.querySelector(".kind").textContent} ${row.dataset.state}`));
    await eventually(async () => assert.deepEqual(await states(), ["code used", "access token expired", "refresh token used", "access token valid", "refresh token valid"]));
  });

  await task("share a view, and open it elsewhere", async () => {
    await fetch(`${double.url}/me`);
    await fetch(`${double.url}/token`, { method: "POST" });
    await page.fill("#search", "status:401 endpoint:me");
    await eventually(async () => assert.equal(await shown(page), "GET /me"));
    await rows(page).click();
    await page.click("#share-open");
    await page.click("#dialog [data-share=link]");
    await said(page, "Link copied");
    await page.click("#dialog-cancel");
    const elsewhere = await open(t, await copied(page), { locale: "de-DE" });
    await elsewhere.locator("#inspector h2", { hasText: "GET /me" }).waitFor();
    await eventually(async () => assert.equal(await shown(elsewhere), "GET /me"));
    await elsewhere.close();
  });

  await task("two testers do not disturb one another", async () => {
    const other = await page.context().newPage();
    await other.goto(`${double.url}/_mock/#scenarios?client=shop`);
    await page.selectOption("#scope", "client testclient");
    await go("#scenarios?client=testclient");
    await page.locator("[data-scenario=user-says-no]").getByRole("button").click();
    await page.locator("[data-testid=armed]").waitFor();
    assert.equal(await errorOf(double, { client_id: "shop" }), "none");
    assert.equal(await errorOf(double), "access_denied");
    await go("#activity?client=testclient");
    await eventually(async () => assert.equal(await rows(page).locator(".who").allTextContents().then(String), "testclient · john"));
    assert.equal(await other.locator("[data-testid=armed]").count(), 0);
    await other.close();
    await page.click("#reset-open");
    await page.locator("#dialog", { hasText: "client testclient" }).waitFor();
    await page.click("#dialog-do");
    await said(page, "Reset");
    assert.deepEqual((await double.control("GET", "requests")).map((entry) => entry.client_id), ["shop"]);
    await page.selectOption("#scope", "");
    await double.control("POST", "reset"); // by somebody else
    await said(page, "Somebody has reset the server");
  });

  await task("open six tabs while the application is answered", async () => {
    const tabs = [];
    for (let i = 0; i < 6; i++) {
      tabs.push(await page.context().newPage());
      await tabs[i].goto(`${double.url}/_mock/`);
      await tabs[i].waitForFunction(() => document.body.dataset.ready);
    }
    const application = await page.context().newPage();
    await application.goto(`${double.url}/`);
    const status = await application.evaluate(() => Promise.race([fetch("/me").then((r) => r.status), new Promise((resolve) => setTimeout(() => resolve("hangs"), 5000))]));
    assert.equal(status, 401);
    for (const tab of [...tabs, application]) await tab.close();
  });

  await task("read the one-time code of the last SMS", async () => {
    await sendSMS(double, { to: "4917612345678", from: "Acme", text: "Your code is 482 913, good until 20251125." });
    await page.keyboard.press("2");
    await page.locator("[data-testid=code]", { hasText: "482913" }).click();
    await said(page, "482913 copied");
    assert.equal(await copied(page), "482913");
  });

  await task("let an SMS come in", async () => {
    await go("#messages");
    await page.click("#receive");
    await page.fill("#receive-from", "4916011122233");
    await page.fill("#receive-text", "STOP");
    await page.click("#dialog-do");
    await page.locator(".bubble.inbound", { hasText: "STOP" }).waitFor();
    assert.equal((await double.control("GET", "messages?direction=inbound"))[0].text, "STOP");
  });

  await task("set a message's status, and see the webhook's attempts", async () => {
    await sendSMS(double, { to: "4917612345678", text: "Hello" });
    await go("#messages");
    await page.locator("[data-testid=attempt]").first().waitFor();
    const before = await page.locator("[data-testid=attempt]").count();
    await page.getByLabel(/^Report a status/).selectOption("FAILED");
    await page.locator(".timeline .status", { hasText: "failed" }).waitFor();
    await eventually(async () => assert.ok(await page.locator("[data-testid=attempt]").count() > before));
    await page.locator("[data-testid=attempt]", { hasText: "200" }).last().getByRole("link").click();
    await page.locator("#inspector h2", { hasText: "→ POST /callback" }).waitFor();
  });

  await task("have a failed webhook tried again now, and send it once more", async () => {
    await double.control("POST", "faults", { endpoint: "webhook", status: 503 });
    await sendSMS(double, { to: "4917612345678", text: "Hello" });
    await go("#messages");
    const attempt = page.locator("[data-testid=attempt]");
    await attempt.filter({ hasText: "503" }).waitFor();
    await page.click("#run-due");
    await said(page, "tried");
    await attempt.filter({ hasText: "attempt 2" }).waitFor();
    await page.click("#webhooks summary");
    await page.locator("[data-testid=delivery]").getByRole("button").click();
    await said(page, "is sent again");
    await eventually(async () => assert.equal(await attempt.count(), 3));
    await page.locator("[data-testid=delivery]").getByRole("link").click();
    await page.locator("#why", { hasText: "attempt 3" }).waitFor();
    await page.locator("#advice").getByRole("button").click();
    await eventually(async () => assert.equal((await double.control("GET", "webhooks")).deliveries[0].attempts, 4));
  });

  await task("move the clock by 14 days, freeze it, and come back", async () => {
    const clock = () => double.control("GET", "clock");
    const { access_token } = await double.control("POST", "tokens", {});
    await page.click("#clock-fortnight");
    await eventually(async () => assert.equal((await clock()).offset, "336h0m0s"));
    assert.equal((await fetch(`${double.url}/me`, { headers: bearer(access_token) })).status, 401);
    await page.click("#clock-freeze");
    await page.locator("#clock-freeze[aria-pressed=true]").waitFor();
    assert.equal((await clock()).now, (await clock()).now);
    await page.click("#clock-freeze");
    await page.locator("#clock-freeze[aria-pressed=false]").waitFor();
    await page.click("#clock-back");
    await eventually(async () => assert.match((await clock()).offset, /^-?(0s|[\d.]+ms)$/));
  });

  await task("arm a fault for one client, see it strike, and take it back", async () => {
    const status = async (client) => (await fetch(`${double.url}/token`, { method: "POST", headers: { Authorization: `Basic ${btoa(`${client}:testsecret`)}` }, body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: "x" }) })).status;
    await go("#scenarios?client=shop");
    await page.locator("[data-scenario=token-endpoint-down] select").selectOption("-1");
    await page.locator("[data-scenario=token-endpoint-down]").getByRole("button").click();
    await page.locator("[data-testid=armed]", { hasText: "token-unavailable" }).waitFor();
    assert.deepEqual([await status("testclient"), await status("shop")], [400, 503]);
    await page.locator("[data-testid=order]", { hasText: "struck once" }).waitFor();
    await page.locator("[data-testid=armed] button").click();
    await page.locator("#armed").waitFor({ state: "hidden" });
    assert.equal(await status("shop"), 400);
  });

  await task("break what becomes of the next message", async () => {
    await go("#messages");
    await page.click("#next-message");
    await page.selectOption("#outcome", "code 500");
    await page.click("#dialog-do");
    await page.locator("[data-testid=armed]", { hasText: "500" }).waitFor();
    assert.equal(await sendSMS(double, { to: "4917612345678", text: "Hello" }), "500");
    assert.equal(await sendSMS(double, { to: "4917612345678", text: "Hello" }), "100");
  });

  await task("add a client and an account", async () => {
    await go("#world");
    await page.locator("#view-world details summary", { hasText: "client" }).click();
    await page.fill("#client-form [name=id]", "kiosk");
    await page.fill("#client-form [name=secrets]", "secret");
    await page.fill("#client-form [name=redirect_uris]", "https://kiosk.example/");
    await page.click("#client-form .primary");
    await page.locator("[data-testid=client][data-id=kiosk]").waitFor();
    await page.locator("#view-world details summary", { hasText: "account" }).click();
    await page.fill("#account-form [name=name]", "erika");
    await page.click("#account-form .primary");
    await page.locator("[data-testid=account][data-name=erika]").waitFor();
    assert.equal(await errorOf(double, { client_id: "kiosk", login_hint: "erika" }), "none");
  });

  await task("empty a balance, and fill it up", async () => {
    await go("#world");
    const balance = async () => (await double.control("GET", "accounts")).find(({ name }) => name === "john").balance;
    await page.getByRole("button", { name: "0 EUR: balance of john" }).click();
    await eventually(async () => assert.equal(await balance(), "0.0000"));
    assert.equal(await sendSMS(double, { to: "4917612345678", text: "Hello" }), "500");
    await page.getByRole("button", { name: "+10: balance of john" }).click();
    await eventually(async () => assert.equal(await balance(), "10.0000"));
    assert.equal(await sendSMS(double, { to: "4917612345678", text: "Hello" }), "100");
  });

  await task("revoke a family of tokens", async () => {
    const ended = await login(double, { scope: "sms" });
    const { access_token } = await login(double);
    await go(`#tokens?q=token:${ended.refresh_token.slice(0, 8)}`);
    await eventually(async () => assert.equal(await page.locator("[data-testid=family]").count(), 1));
    await page.getByRole("button", { name: "Revoke the family" }).click();
    await eventually(async () => assert.equal(await page.locator("[data-state=revoked]").count(), 2));
    const status = async (token) => (await fetch(`${double.url}/me`, { headers: bearer(token) })).status;
    assert.deepEqual([await status(ended.access_token), await status(access_token)], [401, 200]);
  });

  await task("save a snapshot, and restore it", async () => {
    const { access_token } = await login(double);
    await go("#world");
    await page.click("#snapshot-save");
    await page.locator("#snapshot-name:focus").waitFor();
    await page.keyboard.type("logged-in"); // in place of the name that is suggested
    await page.click("#dialog-do");
    await said(page, "Saved");
    await double.control("POST", "tokens/revoke", {});
    await page.locator("#snapshots").getByRole("button", { name: "logged-in", exact: true }).click();
    await page.click("#dialog-do");
    await said(page, "Restored");
    assert.equal((await fetch(`${double.url}/me`, { headers: bearer(access_token) })).status, 200);
    await page.locator("#snapshots").getByRole("button", { name: "Delete logged-in" }).click();
    await page.click("#dialog-do");
    await eventually(async () => assert.deepEqual(await double.control("GET", "snapshots"), []));
  });

  await task("export the world as YAML, and start from it", async () => {
    const { access_token } = await login(double);
    await go("#world");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#export")]);
    const world = readFileSync(await download.path(), "utf8");
    assert.match(world, /^clients:/m);
    await double.control("POST", "reset");
    const answer = await fetch(`${double.url}/_mock/world`, { method: "PUT", headers: { "Content-Type": "application/yaml" }, body: world });
    assert.equal(answer.status, 200, await answer.text());
    assert.equal((await fetch(`${double.url}/me`, { headers: bearer(access_token) })).status, 200);
  });

  await task("copy a Go test of a flow", async () => { // which runs, as snippets.test.js proves
    await login(double);
    await go("#activity?by=flows");
    await page.locator("[data-testid=flow] [data-act=share]").click();
    await page.click("#dialog [data-share=go]");
    await said(page, "Go test copied");
    assert.match(await copied(page), /^func TestRequests\d+To\d+\(t \*testing\.T\)/m);
    await page.click("#dialog-cancel");
  });

  await task("forget requests under a search, knowing what is lost", async () => {
    for (const path of ["me", "me", "nowhere"]) await fetch(`${double.url}/${path}`);
    await page.fill("#search", "endpoint:none");
    await eventually(async () => assert.equal(await rows(page).count(), 1));
    await page.click("#forget-open");
    await page.locator("#dialog", { hasText: "all 3 requests" }).waitFor();
    await page.locator("#dialog", { hasText: "not only the 1" }).waitFor();
    await page.click("#dialog-cancel");
    assert.equal((await double.control("GET", "requests")).length, 3);
    await page.click("#forget-open");
    await page.click("#dialog-do");
    await said(page, "3 requests forgotten");
  });

  await task("hold the list still, and go on", async () => {
    await fetch(`${double.url}/me`);
    await rows(page).waitFor();
    await page.keyboard.press("p");
    for (let i = 0; i < 3; i++) await fetch(`${double.url}/nowhere`);
    await page.locator("#activity-news", { hasText: "3 new requests" }).waitFor();
    assert.equal(await shown(page), "GET /me");
    await page.keyboard.press("p");
    await eventually(async () => assert.equal(await rows(page).count(), 4));
  });

  await task("do it all from the keyboard", async () => {
    await fetch(`${double.url}/me`);
    await rows(page).waitFor();
    await page.keyboard.press("?");
    await page.locator("#dialog", { hasText: "Ctrl K" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.fill("#palette-text", "arm said no");
    await page.keyboard.press("Enter");
    await page.locator("[data-testid=armed]", { hasText: "deny" }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("status:401");
    await page.keyboard.press("ArrowDown"); // into the list
    await page.keyboard.press("Enter");
    await page.locator("#inspector h2", { hasText: "GET /me" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("#inspector").waitFor({ state: "hidden" });
  });

  await task("read the journal without JavaScript", async () => {
    await fetch(`${double.url}/me`);
    const plain = await open(t, `${double.url}/_mock/`, { javaScriptEnabled: false });
    assert.match(await plain.textContent("#plain-journal"), /GET \/me.*401/s);
    await plain.close();
  });
});

test("notice that the double was started again", async (t) => {
  const first = await startDouble(t, { accounts: [{ name: "john" }] });
  const page = await openDashboard(t, first, "#world", { allowed: /ERR_|Failed to load/ });
  await page.locator("[data-testid=account][data-name=john]").waitFor();
  await first.stop();
  await page.locator("#live", { hasText: "connection lost" }).waitFor();
  await startDouble(t, { accounts: [{ name: "erika" }] }, ["--addr", new URL(first.url).host]);
  await page.locator("[data-testid=account][data-name=erika]").waitFor();
  assert.equal(await page.locator("[data-testid=account][data-name=john]").count(), 0);
  await page.locator("#notice", { hasText: "started again" }).waitFor();
});

test("what is being typed stays when the double is started again", async (t) => {
  const first = await startDouble(t);
  const page = await openDashboard(t, first, "#audits", { allowed: /ERR_|Failed to load/ });
  await page.fill("#audit-form [name=login]", "http://shop.example/login");
  await first.stop();
  await page.locator("#live", { hasText: "connection lost" }).waitFor();
  await startDouble(t, { accounts: [{ name: "erika" }] }, ["--addr", new URL(first.url).host]);
  await page.locator("#restarted").waitFor();
  assert.equal(await page.inputValue("#audit-form [name=login]"), "http://shop.example/login");
  await page.locator("#scope option", { hasText: "erika" }).waitFor({ state: "attached" }); // all else is the new one's
  await page.click("#restarted");
  await page.locator("#notice", { hasText: "started again" }).waitFor();
});
