// The activity on the dashboard: live, searchable, still when it is read, as
// requests and as flows.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { eventually, open, openDashboard, useBrowser } from "./browser.js";
import { authorizeURL, login, startApp, startDouble } from "./double.js";

useBrowser();

const oneClient = { clients: [{ id: "testclient", secrets: ["testsecret"], redirect_uris: ["https://acme.inc/"] }] };

const rows = (page) => page.locator("#activity-list [data-testid=request]");
const shown = async (page) => (await rows(page).locator(".what").allTextContents()).join(", ");

test("a request made elsewhere appears without reload", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double);
  await page.locator("#first-steps h2").waitFor();
  assert.match(await page.textContent("#first-steps"), new RegExp(`${double.url}/token`));
  await fetch(`${double.url}/token`, { method: "POST" });
  await rows(page).first().locator(".badge", { hasText: "400 invalid_request" }).waitFor();
  assert.match(await rows(page).first().textContent(), /#1.*POST \/token/);
});

test("a page whose shared worker cannot be loaded listens by itself", async (t) => {
  const double = await startDouble(t);
  const page = await open(t, "about:blank", { allowed: /404/ });
  await page.addInitScript(() => {
    const { SharedWorker } = globalThis;
    globalThis.SharedWorker = class extends SharedWorker {
      constructor(url, options) { super(new URL("missing.js", url), options); }
    };
  });
  await page.goto(`${double.url}/_mock/`);
  await page.waitForFunction(() => document.body.dataset.ready);
  await fetch(`${double.url}/token`, { method: "POST" });
  await rows(page).first().waitFor();
});

test("nothing is said of how much there is before it is known, in any view", async (t) => {
  const double = await startDouble(t);
  await fetch(`${double.url}/me`);
  const page = await open(t, "about:blank");
  const held = {}; // what lets an answer go, by what was asked for
  for (const what of ["requests", "tokens"]) await page.route(`**/_mock/${what}**`, (route) => { held[what] = () => route.continue(); });
  const claims = async () => (await page.locator("main :is(.empty, #first-steps, [role=status])").filter({ visible: true }).allTextContents()).join();
  await page.goto(`${double.url}/_mock/`);
  await page.locator("#live", { hasText: "live" }).waitFor();
  await eventually(() => assert.ok(held.requests));
  assert.equal(await claims(), "");
  held.requests();
  await eventually(async () => assert.equal(await claims(), "1 request"));
  await page.click("#tab-tokens");
  await eventually(() => assert.ok(held.tokens));
  assert.equal(await claims(), "");
  held.tokens();
  await eventually(async () => assert.equal(await claims(), "5 valid of 5"));
});

test("the first steps name a client of this world, once it is known", async (t) => {
  const double = await startDouble(t, { clients: [{ id: "shop", secrets: ["x"], redirect_uris: ["https://acme.inc/"] }] });
  const page = await openDashboard(t, double);
  let answer;
  const held = new Promise((resolve) => { answer = resolve; });
  await page.route("**/_mock/clients", async (route) => { await held; await route.continue(); });
  await page.reload();
  await page.locator("#first-steps h2").waitFor();
  assert.doesNotMatch(await page.textContent("#first-steps"), /client_id|testclient/);
  answer();
  await page.locator("#first-steps code", { hasText: "client_id=shop&" }).waitFor();
});

test("one that is held back is pending first", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double);
  await double.control("POST", "faults", { connection: "hang", endpoint: "me" });
  const answer = fetch(`${double.url}/me`).catch(() => {});
  await rows(page).locator(".badge.pending").waitFor();
  await double.control("POST", "reset"); // lets it go, and forgets it
  await answer;
  await eventually(async () => assert.equal(await rows(page).count(), 0));
});

test("the search looks everywhere, and is the address", async (t) => {
  const double = await startDouble(t, { accounts: [{ name: "john" }, { name: "jane" }] });
  const jane = await double.control("POST", "tokens", { account: "jane" });
  await fetch(`${double.url}/me`, { headers: { Authorization: `Bearer ${jane.access_token}`, "X-Trace": "abc-123" } });
  await fetch(`${double.url}/authorize?client_id=seven-mcp`);
  await fetch(`${double.url}/nowhere`, { method: "POST", body: "lost & found" });
  await double.control("POST", "faults", { preset: "server-error" });
  await fetch(`${double.url}/token`, { method: "POST" });
  const page = await openDashboard(t, double);
  await page.locator("#activity-count", { hasText: "4 requests" }).waitFor();
  for (const [search, want] of [
    ["user:jane", "GET /me"], [`token:${jane.access_token.slice(0, 4)}`, "GET /me"], ["abc-123", "GET /me"], ["outcome:faulted", "POST /token"],
    ["endpoint:none", "POST /nowhere"], ['"lost & found"', "POST /nowhere"], ["SEVEN-M", "GET /authorize"], ["-outcome:ok -endpoint:none outcome:refused", "GET /authorize"],
    ["invalid_client", "GET /authorize"], ["user:jane outcome:refused", ""],
  ]) {
    await page.fill("#search", search);
    await eventually(async () => assert.equal(await shown(page), want, search));
  }
  assert.match(await page.textContent("#activity-none"), /No request matches/);
  await page.fill("#search", "user:jane");
  await page.waitForURL(/q=user%3Ajane$/);
  const again = await openDashboard(t, { url: double.url }, new URL(page.url()).hash); // a view is a link
  await eventually(async () => assert.equal(await shown(again), "GET /me"));
});

test("a request that comes while the list is asked for stays", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double);
  let release;
  const asked = new Promise((resolve) => page.route("**/_mock/requests", async (route) => {
    const answer = await route.fetch(); // from before the next request
    resolve();
    await new Promise((go) => { release = go; });
    await route.fulfill({ response: answer });
  }, { times: 1 }));
  await fetch(`${double.url}/nowhere`);
  await double.control("DELETE", "requests");
  await asked;
  await fetch(`${double.url}/me`);
  await eventually(async () => assert.match(await shown(page), /GET \/me/));
  const told = page.waitForResponse("**/_mock/requests");
  release();
  await (await told).finished();
  await eventually(async () => assert.equal(await shown(page), "GET /me"));
});

test("the list stands still while it is read, and says what has come", async (t) => {
  const double = await startDouble(t);
  await fetch(`${double.url}/me`);
  const page = await openDashboard(t, double);
  await rows(page).first().hover();
  for (let i = 0; i < 5; i++) await fetch(`${double.url}/nowhere`);
  await page.locator("#activity-news", { hasText: "5 new requests" }).waitFor();
  assert.equal(await shown(page), "GET /me");
  await rows(page).first().click();
  await page.locator("#inspector h2", { hasText: "#1 GET /me" }).waitFor();
  await page.click("#activity-news");
  await eventually(async () => assert.equal(await rows(page).count(), 6));
  await page.click("#pause");
  await fetch(`${double.url}/nowhere`);
  await page.locator("#activity-news", { hasText: "1 new request:" }).waitFor();
  await page.click("#pause");
  await eventually(async () => assert.equal(await rows(page).count(), 7));
});

test("the inspector: by mouse, by keyboard, by address", async (t) => {
  const double = await startDouble(t);
  await fetch(`${double.url}/me`, { headers: { "X-Trace": "abc" } });
  await fetch(`${double.url}/token`, { method: "POST", body: new URLSearchParams({ grant_type: "password" }) });
  const page = await openDashboard(t, double);
  const inspector = page.locator("#inspector");
  await rows(page).nth(1).click();
  await inspector.locator("h2", { hasText: "#1 GET /me" }).waitFor();
  await inspector.locator("details summary", { hasText: "Headers" }).click();
  assert.match(await inspector.textContent(), /X-Trace\s*abc/);
  await page.click("#inspector-close");
  await inspector.waitFor({ state: "hidden" });
  await page.keyboard.press("ArrowUp"); // from the row that was read
  await page.keyboard.press("Enter");
  await inspector.locator("h2", { hasText: "#2 POST /token" }).waitFor();
  const [entry] = (await double.control("GET", "requests")).slice(-1);
  assert.equal(await page.textContent("#why"), entry.reason);
  await page.goto(`${double.url}/_mock/#request-1`); // as older links have it
  await page.reload();
  await inspector.locator("h2", { hasText: "#1 GET /me" }).waitFor();
});

test("flows join what a code, its tokens and its SMS have in common", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "#activity?by=flows");
  const first = await login(double);
  await login(double);
  await fetch(`${double.url}/me`, { headers: { Authorization: `Bearer ${first.access_token}` } });
  const flows = page.locator("[data-testid=flow]");
  const steps = async () => (await flows.first().locator("li .what").allTextContents()).map((step) => step.split(" ").slice(0, 2).join(" "));
  await eventually(async () => assert.deepEqual(await steps(), ["GET /authorize", "POST /token", "GET /me"]));
  assert.equal(await flows.count(), 2);
  await flows.first().locator("[data-act=share]").click();
  await page.click("#dialog [data-share=json]");
  await page.locator("#notice", { hasText: "3 requests: JSON copied" }).waitFor();
  assert.equal(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())).length, 3);
  await page.click("#dialog-cancel");
  await flows.first().locator("li", { hasText: "/token" }).click();
  await page.locator("#inspector h2", { hasText: "POST /token" }).waitFor();
  assert.equal(await page.locator("#inspector .lineage li").count(), 2);
});

test("do what the reason asks for", async (t) => {
  const double = await startDouble(t);
  await double.control("POST", "clock", { freeze: true }); // reasons tell how long ago
  const { access_token } = await double.control("POST", "tokens", { state: "expired" });
  await fetch(`${double.url}/me`, { headers: { Authorization: `Bearer ${access_token}` } });
  const page = await openDashboard(t, double, "#activity?request=1", { allowed: /401/ }); // what is done again is refused again
  await page.locator("#advice").getByRole("button", { name: "Do it again" }).click();
  await page.locator("#notice", { hasText: "It was sent again." }).waitFor();
  const [first, repeated] = await double.control("GET", "requests");
  assert.deepEqual([repeated.path, repeated.status, repeated.reason], [first.path, first.status, first.reason]);
  await page.locator("#advice").getByRole("button", { name: "Have the next one answered so" }).click();
  await page.locator("[data-testid=armed]").waitFor();
  await fetch(`${double.url}/me`, { headers: { Authorization: `Bearer ${access_token}` } });
  await page.locator("#armed").waitFor({ state: "hidden" }); // it has struck
  await page.locator("#advice").getByRole("button", { name: /Mint/ }).click();
  await page.locator("#notice", { hasText: "Minted" }).waitFor();
  const fresh = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal((await fetch(`${double.url}/me`, { headers: { Authorization: `Bearer ${fresh}` } })).status, 200);
});

test("share as HAR, JSON and Markdown, without secrets where people read", async (t) => {
  const double = await startDouble(t);
  const { access_token } = await login(double);
  await fetch(`${double.url}/me`, { headers: { Authorization: `Bearer ${access_token}` } });
  const page = await openDashboard(t, double, "#activity?q=endpoint:me");
  await page.click("#share-open");
  const copied = async (kind) => {
    await page.evaluate(() => { document.getElementById("notice").textContent = ""; });
    await page.click(`#dialog [data-share=${kind}]`);
    await page.locator("#notice", { hasText: "copied" }).waitFor({ state: "attached" });
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const har = JSON.parse(await copied("har"));
  assert.deepEqual([har.log.entries.length, har.log.entries[0].response.status], [1, 200]);
  assert.equal(JSON.parse(await copied("json"))[0].path, "/me");
  const [file] = await Promise.all([page.waitForEvent("download"), page.click("#dialog [data-share=har-file]")]);
  assert.deepEqual([file.suggestedFilename(), JSON.parse(readFileSync(await file.path(), "utf8"))], ["requests.har", har]);
  const markdown = await copied("markdown");
  assert.match(markdown, /GET \/me/);
  assert.ok(!markdown.includes(access_token), markdown);
});

test("two selected requests are compared, and one of them is opened from there", async (t) => {
  const double = await startDouble(t);
  for (const token of ["one", "other"]) await fetch(`${double.url}/me?page=1`, { headers: { Authorization: `Bearer ${token}` } });
  const page = await openDashboard(t, double);
  const compare = page.locator("#selection-compare");
  const row = (id) => page.locator(`#activity-list [data-request="${id}"]`);
  await row(2).click({ modifiers: ["ControlOrMeta"] });
  await page.locator("#activity-count", { hasText: "1 selected" }).waitFor();
  assert.ok(await compare.isHidden());
  await row(1).click({ modifiers: ["ControlOrMeta"] });
  await compare.click();
  const rows = page.locator("#dialog tbody tr");
  assert.deepEqual(await rows.locator("th").allTextContents(), ["Header: Authorization"]);
  assert.deepEqual(await rows.locator("td").allTextContents(), ["Bearer one", "Bearer other"]);
  await page.click("#dialog a >> text=#2");
  await page.locator("#inspector h2", { hasText: "#2 GET /me" }).waitFor();
  assert.ok(await page.locator("#dialog").isHidden());
});

test("on a narrow screen a request is read from its beginning, wherever the list was", async (t) => {
  const double = await startDouble(t);
  const body = JSON.stringify(Array.from({ length: 40 }, (_, i) => ({ line: i })));
  for (let i = 0; i < 60; i++) await fetch(`${double.url}/nowhere`, { method: "POST", body });
  const page = await openDashboard(t, double, "", { viewport: { width: 390, height: 780 } });
  await rows(page).nth(50).locator(".what").click();
  await page.locator("#inspector h2").waitFor();
  const { top } = await page.locator("#inspector h2").evaluate((e) => e.getBoundingClientRect().toJSON());
  assert.ok(top > 0 && top < 400, `at ${top}`);
  await page.click("#inspector-close");
  await eventually(async () => assert.ok(await page.evaluate(() => document.activeElement.dataset.request && scrollY > 500)));
});

test("a link to a request that is forgotten by now says so", async (t) => {
  const double = await startDouble(t);
  await fetch(`${double.url}/me`);
  await double.control("DELETE", "requests");
  await fetch(`${double.url}/me`);
  const page = await openDashboard(t, double, "#activity?request=1", { locale: "de-DE", allowed: /status of 404/ });
  await page.locator("#notice", { hasText: "keine Anfrage 1" }).waitFor();
  await page.locator("#inspector").waitFor({ state: "hidden" });
  await eventually(async () => assert.equal(await rows(page).count(), 1));
});

test("forgetting asks first, and counts what is lost", async (t) => {
  const double = await startDouble(t);
  await fetch(`${double.url}/me`);
  await fetch(`${double.url}/authorize?client_id=seven-mcp`);
  const page = await openDashboard(t, double, "#activity?client=seven-mcp");
  await page.click("#forget-open");
  await page.locator("#dialog", { hasText: "client seven-mcp" }).waitFor();
  await page.click("#dialog-cancel");
  assert.equal((await double.control("GET", "requests")).length, 2);
  await page.click("#forget-open");
  await page.click("#dialog-do");
  await page.locator("#notice", { hasText: "1 request forgotten" }).waitFor();
  assert.deepEqual((await double.control("GET", "requests")).map((entry) => entry.path), ["/me"]);
});

test("at ten thousand requests a new one costs one row", async (t) => {
  const double = await startDouble(t, undefined, ["--journal", "10000"]);
  for (let i = 0; i < 100; i++) await Promise.all(Array.from({ length: 100 }, () => fetch(`${double.url}/me`).then((r) => r.text())));
  const page = await openDashboard(t, double);
  await page.locator("#activity-count", { hasText: "10000 requests" }).waitFor();
  assert.equal(await rows(page).count(), 200);
  await page.evaluate(() => {
    window.changes = { added: 0, removed: 0 };
    new MutationObserver((list) => {
      for (const change of list) {
        window.changes.added += change.addedNodes.length;
        window.changes.removed += change.removedNodes.length;
      }
    }).observe(document.getElementById("activity-list"), { childList: true });
  });
  await fetch(`${double.url}/nowhere`);
  await rows(page).first().locator(".what", { hasText: "/nowhere" }).waitFor();
  assert.deepEqual(await page.evaluate(() => window.changes), { added: 1, removed: 1 });
  await page.click("#by-flows");
  await page.locator("[data-testid=flow]").first().waitFor();
  assert.equal(await page.locator("#flow-list [data-request]").count(), 200);
  await page.click("#by-requests");
  await page.click("#activity-more");
  assert.equal(await rows(page).count(), 400);
});

test("a flow is a tree: what rests on a request lies below it, and folds", async (t) => {
  const app = await startApp(t);
  const double = await startDouble(t, { ...oneClient, accounts: [{ name: "john", hooks: [{ event_type: "dlr", target_url: app.callback }] }] });
  const { access_token, refresh_token } = await login(double, { scope: "sms" });
  await fetch(`${double.url}/token`, { method: "POST", headers: { Authorization: `Basic ${btoa("testclient:testsecret")}` }, body: new URLSearchParams({ grant_type: "refresh_token", refresh_token }) });
  const sms = await fetch(`${double.url}/api/sms`, { method: "POST", headers: { Authorization: `Bearer ${access_token}` }, body: new URLSearchParams({ to: "4917612345678", text: "Hello" }) });
  assert.equal(await sms.text(), "100");
  const page = await openDashboard(t, double, "#activity?by=flows");
  const tree = async () => (await page.locator("[role=treeitem]").evaluateAll((items) => items.map((item) => `${item.ariaLevel} ${item.querySelector(".what").textContent}`)));
  const want = ["1 GET /authorize", "2 POST /token authorization_code", "3 POST /token refresh_token", "3 POST /api/sms", "4 → POST /callback"];
  await eventually(async () => assert.deepEqual(await tree(), want));
  assert.equal(await page.locator("[data-testid=flow]").count(), 1);
  await page.locator("[role=treeitem]").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowLeft");
  await eventually(async () => assert.deepEqual(await tree(), want.slice(0, 2)));
  assert.equal(await page.locator(":focus").getAttribute("aria-expanded"), "false");
  await page.keyboard.press("ArrowRight");
  await eventually(async () => assert.deepEqual(await tree(), want));
  await page.locator("[data-act=turn]").click();
  await eventually(async () => assert.deepEqual(await tree(), []));
});

test("single requests are selected and shared, by mouse and by keyboard", async (t) => {
  const double = await startDouble(t);
  for (let i = 1; i <= 6; i++) await fetch(`${double.url}/path${i}`);
  const page = await openDashboard(t, double);
  const row = (id) => page.locator(`#activity-list [data-request="${id}"]`);
  const chosen = async () => page.locator("#activity-list .tick:checked").evaluateAll((ticks) => ticks.map((tick) => Number(tick.closest("tr").dataset.request)));
  await row(6).click({ modifiers: ["ControlOrMeta"] });
  await row(4).locator(".tick").click();
  await page.locator("#activity-count", { hasText: "2 selected" }).waitFor();
  await row(2).click({ modifiers: ["Shift"] });
  assert.deepEqual(await chosen(), [6, 4, 3, 2]);
  await page.locator("#inspector").waitFor({ state: "hidden" });
  await page.click("#share-open");
  await page.click("#dialog [data-share=json]");
  await page.locator("#notice", { hasText: "4 requests: JSON copied" }).waitFor();
  assert.deepEqual(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())).map(({ id }) => id), [2, 3, 4, 6]);
  await page.click("#dialog [data-share=link]");
  await page.locator("#notice", { hasText: "Link copied" }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.click("#dialog-cancel");
  await page.keyboard.press("Escape");
  await page.locator("#activity-count", { hasText: "6 requests" }).waitFor();
  await row(6).focus();
  for (const key of ["Space", "ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown"]) await page.keyboard.press(key);
  assert.deepEqual(await chosen(), [6, 5, 4, 3]);
  const other = await openDashboard(t, double, new URL(link).hash);
  await eventually(async () => assert.equal(await shown(other), "GET /path6, GET /path4, GET /path3, GET /path2"));
});

test("the next one is answered as one was: a redirect with an error is a redirect again", async (t) => {
  const double = await startDouble(t);
  await double.control("POST", "decisions", { decision: "deny" });
  const ask = async (state) => new URL((await fetch(authorizeURL(double, { state }), { redirect: "manual" })).headers.get("location")).searchParams;
  const before = await ask("first-state");
  const page = await openDashboard(t, double, "#activity?request=1");
  await page.getByRole("button", { name: "Have the next one answered so" }).click();
  await page.locator("#notice", { hasText: "The next request to authorize is answered with 302 access_denied" }).waitFor();
  const after = await ask("other-state");
  assert.deepEqual([after.get("error"), after.get("error_description"), after.get("state")], ["access_denied", before.get("error_description"), "other-state"]);
  await fetch(`${double.url}/token`, { method: "POST", headers: { Authorization: `Basic ${btoa("nobody:x")}` }, body: new URLSearchParams({ grant_type: "refresh_token" }) });
  await page.evaluate(() => { location.hash = "activity?request=3"; });
  await page.locator("#inspector h2", { hasText: "#3" }).waitFor();
  await page.getByRole("button", { name: "Have the next one answered so" }).click();
  await page.locator("[data-testid=armed]", { hasText: "@token" }).waitFor(); // though there is no such client
});

test("requests come with their date once their day is over, and somebody’s reset is told of beside an open one", async (t) => {
  const double = await startDouble(t);
  await fetch(`${double.url}/me`);
  const page = await openDashboard(t, double, "#activity?request=1", { allowed: /404/ });
  const time = rows(page).first().locator("time");
  assert.match(await time.textContent(), /^\d\d:\d\d:\d\d$/);
  await double.control("POST", "clock", { advance: "24h" });
  await eventually(async () => assert.match(await time.textContent(), /^\d{4}-\d\d-\d\d /));
  await page.locator("#inspector h2").waitFor();
  await double.control("POST", "reset");
  await page.locator("#notice", { hasText: "Somebody has reset the server" }).waitFor();
  await page.locator("#inspector").waitFor({ state: "hidden" });
  assert.match(await page.textContent("#notice"), /Somebody has reset/);
});

test("copying from a dialog where there is no clipboard API", async (t) => {
  const double = await startDouble(t);
  await fetch(`${double.url}/me`);
  const page = await openDashboard(t, double);
  await page.evaluate(() => {
    delete Navigator.prototype.clipboard; // as over plain HTTP to another machine
    document.addEventListener("copy", () => { window.copied = document.activeElement.value; });
  });
  await page.click("#share-open");
  await page.click("#dialog [data-share=curl]");
  await page.locator("#notice", { hasText: "curl copied" }).waitFor();
  assert.match(await page.evaluate(() => window.copied), /^curl /);
  assert.equal(await page.locator(":focus").getAttribute("data-share"), "curl");
});

test("what is unfolded beside a request stays, with the focus, when another joins its lineage", async (t) => {
  const double = await startDouble(t);
  const { access_token: token } = await login(double);
  const page = await openDashboard(t, double, "#activity?request=2");
  const headers = page.locator("#inspector details");
  await headers.locator("summary").click();
  await fetch(`${double.url}/me`, { headers: { Authorization: `Bearer ${token}` } });
  await page.locator("#inspector .lineage", { hasText: "GET /me" }).waitFor();
  assert.ok(await headers.evaluate((details) => details.open && details.contains(document.activeElement)));
});

test("a view that does not exist is the activity, and f shows the flows from any view", async (t) => {
  const double = await startDouble(t);
  await fetch(`${double.url}/me`);
  const page = await openDashboard(t, double, "#requests");
  await rows(page).first().click();
  await page.locator("#inspector h2", { hasText: "GET /me" }).waitFor();
  await page.click("#tab-messages");
  await page.keyboard.press("f");
  await page.locator("#flow-list").waitFor();
  assert.equal(new URL(page.url()).hash, "#activity?by=flows");
});
