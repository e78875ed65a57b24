// The dashboard's levers: each does what the control API does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, openDashboard, useBrowser } from "./browser.js";
import { authorizeURL, sendSMS, startDouble } from "./double.js";

useBrowser();

const refusals = { allowed: /status of 40/ };

// authorize asks as an application does, and tells how it was answered.
async function authorize(double) {
  const location = (await fetch(authorizeURL(double, {}), { redirect: "manual" })).headers.get("location");
  if (!location) return "asked";
  return new URL(location).searchParams.get("error") ?? "approved";
}

test("scenarios by symptom: armed, struck, taken back", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "#scenarios");
  const card = (id) => page.locator(`[data-scenario=${id}]`);
  for (const symptom of ["token expired", "refresh token rotated away", "token endpoint down", "no credit", "SMS undeliverable", "user said no"]) {
    await page.fill("#scenario-search", symptom);
    await page.locator("[data-scenario]").first().waitFor();
  }
  await page.fill("#scenario-search", "out of the blue");
  await page.locator("#cards-none").waitFor();
  await page.fill("#scenario-search", "said no");
  await card("user-says-no").getByRole("button").click();
  await page.locator("[data-testid=armed]", { hasText: "deny 0/1" }).waitFor();
  assert.equal(await authorize(double), "access_denied");
  assert.equal(await authorize(double), "approved");
  await page.locator("#armed").waitFor({ state: "hidden" });
  await page.fill("#scenario-search", "429");
  await card("preset-rate-limited").locator("select").selectOption("2");
  await card("preset-rate-limited").getByRole("button").click();
  await page.locator("[data-testid=armed]", { hasText: "rate-limited 0/2" }).waitFor();
  assert.equal((await fetch(`${double.url}/me`)).status, 429);
  await page.locator("[data-testid=order]", { hasText: "struck 1 of 2" }).waitFor();
  await page.locator("[data-testid=armed] button").click();
  await eventually(async () => assert.deepEqual((await double.control("GET", "faults")).filter((f) => !f.spent), []));
  await page.fill("#scenario-search", "");
  assert.equal(await page.locator("[data-scenario^=preset-]").count(), (await double.control("GET", "presets")).length);
});

test("scenarios: a fault that is used up is armed again as it was", async (t) => {
  const double = await startDouble(t);
  const order = { endpoint: "me", status: 418, body: "tea", headers: { "X-Tea": "green" }, times: 1 };
  const page = await openDashboard(t, double, "#scenarios");
  await double.control("POST", "faults", order);
  const status = async () => (await fetch(`${double.url}/me`)).status;
  assert.deepEqual([await status(), await status()], [418, 401]);
  await page.locator("[data-testid=order]", { hasText: "struck 1 of 1" }).getByRole("button", { name: "Arm again: 418" }).click();
  await page.locator("[data-testid=armed]", { hasText: "418 @me 0/1" }).waitFor();
  const [first, second] = (await double.control("GET", "faults")).map(({ fault }) => fault);
  assert.deepEqual(second, first);
  assert.deepEqual([await status(), await status()], [418, 401]);
});

test("scenarios: what becomes of messages is among what is armed", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "#scenarios");
  await page.locator("[data-scenario=sms-undeliverable]").getByRole("button").click();
  await page.locator("[data-testid=armed]", { hasText: "NOTDELIVERED" }).waitFor(); // or the other order may overtake it
  await page.locator("[data-scenario=no-credit] select").selectOption("2");
  await page.locator("[data-scenario=no-credit]").getByRole("button").click();
  const order = page.locator("[data-testid=order][data-kind=outcomes]");
  await order.filter({ hasText: "SMS 500 struck 0 of 2" }).waitFor();
  await sendSMS(double, { to: "4917612345678", text: "Hello" });
  await order.filter({ hasText: "NOTDELIVERED" }).waitFor({ state: "detached" });
  const answer = await sendSMS(double, { to: "4917612345678", text: "Hello again" }, { Accept: "application/json" });
  assert.equal(JSON.parse(answer).success, "500");
  await order.filter({ hasText: "struck 1 of 2" }).getByRole("button").click();
  await order.waitFor({ state: "detached" });
});

test("a fault and a decision of one’s own", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "#scenarios", refusals);
  await page.click("#drawer summary");
  await page.fill("#own-fault [name=endpoint]", "mee");
  await page.click("#own-fault .primary");
  await page.locator("#own-fault .problem", { hasText: "mee" }).waitFor();
  await page.fill("#own-fault [name=endpoint]", "me");
  await page.fill("#own-fault [name=status]", "418");
  await page.fill("#own-fault [name=headers]", "X-Teapot: short: and stout\nRetry-After: 7");
  await page.fill("#own-fault [name=body]", "tea");
  await page.fill("#own-fault [name=times]", "-1");
  const shown = (language) => page.locator(`#own-fault [data-language=${language}]`).textContent();
  assert.match(await shown("curl"), /_mock\/faults .*"status":418/);
  assert.match(await shown("Go"), /srv\.Inject\(control\.Fault\{.*Status: 418/);
  await page.click("#own-fault .primary");
  await page.locator("[data-testid=order]", { hasText: "418" }).waitFor();
  await eventually(async () => assert.doesNotMatch(await shown("Go"), /418/));
  const response = await fetch(`${double.url}/me`);
  assert.deepEqual([response.status, response.headers.get("x-teapot"), await response.text()], [418, "short: and stout", "tea"]);
  await page.click("#decision-drawer summary");
  await page.fill("#own-decision [name=error]", "temporarily_unavailable");
  await page.fill("#own-decision [name=times]", "2");
  await page.click("#own-decision .primary");
  await page.locator("[data-testid=order]", { hasText: "struck 0 of 2" }).waitFor();
  assert.equal(await authorize(double), "temporarily_unavailable");
  await page.locator("[data-testid=order]", { hasText: "struck 1 of 2" }).waitFor();
});

test("everything that is armed for a client is taken back at once, and nothing of others", async (t) => {
  const double = await startDouble(t);
  await double.control("POST", "clients", { id: "other", public: true });
  const orders = { faults: { preset: "slow" }, decisions: { decision: "deny" }, outcomes: { code: 500 } };
  for (const client_id of ["testclient", "other"]) {
    for (const [kind, order] of Object.entries(orders)) await double.control("POST", kind, { ...order, client_id });
  }
  const page = await openDashboard(t, double, "#scenarios?client=testclient");
  await page.keyboard.press("Control+k");
  await page.fill("#palette-text", "take everything back");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#dialog li").count(), 3);
  await page.click("#dialog-do");
  await page.locator("#notice", { hasText: "3 taken back." }).waitFor();
  const left = await Promise.all(Object.keys(orders).map((kind) => double.control("GET", kind)));
  assert.deepEqual(left.flat().map(({ fault, decision, script }) => (fault ?? decision ?? script).client_id), ["other", "other", "other"]);
  await page.locator("#armed").waitFor({ state: "hidden" });
});

test("the clock: +1 h, +14 d, freeze, back, and by the palette", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "", refusals);
  const offset = async () => (await double.control("GET", "clock")).offset;
  await page.click("#clock-hour");
  await eventually(async () => assert.equal(await offset(), "1h0m0s"));
  await page.click("#clock-fortnight");
  await eventually(async () => assert.equal(await offset(), "337h0m0s"));
  await page.click("#clock-freeze");
  await page.locator("#clock-freeze[aria-pressed=true]").waitFor();
  await page.click("#clock-freeze");
  await page.locator("#clock-freeze[aria-pressed=false]").waitFor();
  await page.click("#clock-back");
  await eventually(async () => assert.match(await offset(), /^-?(0s|[\d.]+ms)$/));
  await page.keyboard.press("Control+k");
  await page.fill("#palette-text", "14d");
  await page.keyboard.press("Enter");
  await eventually(async () => assert.match(await offset(), /^(336h|335h59m59)/));
  await page.keyboard.press("Control+k");
  await page.fill("#palette-text", "2027-01-31 12:00");
  await page.keyboard.press("Enter");
  await eventually(async () => assert.match((await double.control("GET", "clock")).now, /^2027-01-31T12:00/));
});

test("tokens: families, time left, expire, revoke, mint", async (t) => {
  const double = await startDouble(t, { clients: [{ id: "a", secrets: ["s"] }, { id: "b", secrets: ["s"] }] });
  const page = await openDashboard(t, double, "#tokens", refusals);
  await page.locator("#tokens-none").waitFor();
  const minted = await double.control("POST", "tokens", { client_id: "a" });
  const row = (token) => page.locator(`[data-testid=token][data-token="${token}"]`);
  await row(minted.access_token).locator("[data-until]", { hasText: /min/ }).waitFor();
  assert.equal(await page.locator("[data-testid=family]").count(), 1);
  await double.control("POST", "clock", { advance: "59m" });
  await row(minted.access_token).locator("[data-until]", { hasText: /^(1 min|\d+ s)/ }).waitFor();
  await row(minted.access_token).getByRole("button", { name: "Expire" }).click();
  await row(minted.access_token).and(page.locator("[data-state=expired]")).waitFor();
  await row(minted.refresh_token).getByRole("button", { name: "Revoke" }).click();
  await row(minted.refresh_token).and(page.locator("[data-state=revoked]")).waitFor();
  await page.click("#view-tokens > details summary");
  await page.fill("#mint [name=client_id]", "nobody");
  await page.click("#mint .primary");
  await page.locator("#mint .problem", { hasText: "nobody" }).waitFor();
  await page.fill("#mint [name=client_id]", "b");
  await page.fill("#mint [name=access_token]", "my-own-token");
  await page.click("#mint .primary");
  await page.locator("#minted", { hasText: "my-own-token" }).waitFor();
  await page.fill("#token-search", "my-own");
  await eventually(async () => assert.equal(await page.locator("[data-testid=family]").count(), 1));
  await page.fill("#token-search", "");
  await page.selectOption("#scope", "client b");
  await page.click("#revoke-all");
  await page.locator("#dialog", { hasText: "2 tokens are good now" }).waitFor();
  await page.click("#dialog-do");
  await page.locator("#token-count", { hasText: "0 valid of 2" }).waitFor();
});

// mockserver/growth_test.go has pages that ask like this one.
test("tokens: what a page asks for when something has happened", async (t) => {
  const double = await startDouble(t);
  const { access_token } = await double.control("POST", "tokens", {});
  const page = await openDashboard(t, double, "#tokens", refusals);
  await page.locator("[data-testid=family]").first().waitFor();
  const asked = [];
  page.on("request", (request) => {
    const { pathname, search } = new URL(request.url());
    if (!pathname.includes("/assets/")) asked.push(pathname.replace(/^.*\/_mock\//, "") + search.replace(/\d+/, "N"));
  });
  await fetch(`${double.url}/me`, { headers: { Authorization: `Bearer ${access_token}` } });
  await eventually(async () => assert.deepEqual([...new Set(asked)].sort(), ["decisions", "faults", "outcomes", "tokens?changed_after=N"]));

  // What others do to tokens is seen by what has changed, too, and so is that all are others.
  const row = page.locator(`[data-testid=token][data-token="${access_token}"]`);
  await double.control("POST", "tokens/revoke", { token: access_token });
  await row.and(page.locator("[data-state=revoked]")).waitFor();
  const later = await double.control("POST", "tokens", {});
  await page.locator(`[data-token="${later.refresh_token}"]`).waitFor();
  await double.control("POST", "clock", { advance: "2h" });
  await page.locator(`[data-token="${later.access_token}"]`).and(page.locator("[data-state=expired]")).waitFor();
  await double.control("POST", "clock", { advance: "-2h" });
  await page.locator(`[data-token="${later.access_token}"]`).and(page.locator("[data-state=valid]")).waitFor();
  assert.ok(!asked.includes("tokens"), `the whole list was asked for: ${asked}`);
  await double.control("POST", "reset", {});
  await row.waitFor({ state: "detached" });
  assert.ok(asked.includes("tokens"), `after a reset: ${asked}`);
});

test("a double click orders once, and it is said that something was done", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "#scenarios");
  await page.click("#drawer summary");
  await page.fill("#own-fault [name=status]", "503");
  await page.dblclick("#own-fault .primary", { delay: 100 }); // the first is done before the second
  await page.locator("#notice", { hasText: "Armed." }).waitFor();
  assert.equal((await double.control("GET", "faults")).length, 1);
  await page.click("#tab-world");
  await page.locator("[data-testid=account]").getByRole("button", { name: "Edit john" }).click();
  await page.fill("#account-form [name=company]", "Acme");
  await page.click("#account-form .primary");
  await page.locator("#notice", { hasText: "Saved." }).waitFor();
});

test("of thousands of accounts some are shown, and any is found", async (t) => {
  const double = await startDouble(t, { accounts: Array.from({ length: 3000 }, (_, i) => ({ name: `customer${i}` })) });
  const page = await openDashboard(t, double, "#world");
  const accounts = page.locator("[data-testid=account]");
  await page.locator("#account-list-more", { hasText: "100 of 3000 are shown" }).waitFor();
  assert.equal(await accounts.count(), 100);
  await page.fill("#world-search", "customer2999");
  await accounts.filter({ hasText: "customer2999" }).waitFor();
  assert.equal(await accounts.count(), 1);
  assert.equal(await page.textContent("#client-list-more"), "None matches what you look for.");
  await page.reload();
  await accounts.filter({ hasText: "customer2999" }).waitFor();
});

test("of thousands of accounts a few are suggested, and any can be the scope", async (t) => {
  const double = await startDouble(t, { accounts: Array.from({ length: 3000 }, (_, i) => ({ name: `customer${i}` })) });
  const page = await openDashboard(t, double, "#tokens");
  const offered = () => page.locator("#account-names option").evaluateAll((all) => all.map(({ value }) => value));
  assert.deepEqual(await offered(), []);
  await page.click("#view-tokens > details summary");
  await page.fill("#mint [name=account]", "customer299");
  await eventually(async () => assert.deepEqual(await offered(), ["299", "2990", "2991", "2992", "2993", "2994", "2995", "2996", "2997", "2998", "2999"].map((n) => `customer${n}`)));
  assert.ok(await page.locator("#scope option").count() < 200);
  await page.locator("#scope option", { hasText: "2900 more" }).waitFor({ state: "attached" });
  await page.keyboard.press("Control+k");
  await page.fill("#palette-text", "scope customer2999");
  await page.keyboard.press("Enter");
  await eventually(async () => assert.equal(await page.inputValue("#scope"), "user customer2999"));
  await page.locator("#scope option:checked", { hasText: "customer2999" }).waitFor({ state: "attached" });
  assert.equal(await page.locator("#scope optgroup[label=Gone]").count(), 0);
});

test("what is typed in a form goes for another’s Edit only when that is wanted", async (t) => {
  const double = await startDouble(t, { accounts: [{ name: "john", company: "Acme" }, { name: "jane", company: "Roe" }] });
  const page = await openDashboard(t, double, "#world");
  const edit = (name) => page.getByRole("button", { name: `Edit ${name}` }).click();
  const company = (want) => eventually(async () => assert.equal(await page.inputValue("#account-form [name=company]"), want));
  await edit("john");
  await company("Acme");
  await edit("jane"); // nothing has been typed
  await company("Roe");
  await page.fill("#account-form [name=company]", "Doe Inc.");
  await edit("john");
  await page.click("#dialog-cancel");
  await company("Doe Inc.");
  await edit("john");
  await page.click("#dialog-do");
  await company("Acme");
  await page.locator("#account-form input:focus").waitFor();
});

test("what is done under a dialog is said in it", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "#activity");
  await fetch(`${double.url}/me`);
  await page.locator("[data-testid=request]").waitFor();
  await page.keyboard.press("Control+k");
  await page.fill("#palette-text", "share what");
  await page.keyboard.press("Enter");
  await page.click("#dialog [data-share=link]");
  await page.locator("dialog[open] #notice", { hasText: "Link copied" }).waitFor();
  await page.locator("#notice").click(); // which the backdrop does not cover
  await page.keyboard.press("Control+k"); // no other dialog takes the place of this one
  assert.equal(await page.locator("dialog[open]").count(), 1);
  await page.keyboard.press("Escape");
  await page.locator("body > #notice").waitFor({ state: "attached" });
});

test("the palette finds by what something does, says when it finds nothing, and Escape closes it at once", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double);
  await page.keyboard.press("Control+k");
  await page.fill("#palette-text", "deny");
  await page.locator("#palette li", { hasText: "The user said no" }).waitFor();
  await page.fill("#palette-text", "xyzzy");
  await page.locator("#palette-none", { hasText: "No action" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#palette").waitFor({ state: "hidden" });
});

test("the palette has one option of each id, and says which is chosen", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double);
  await page.keyboard.press("Control+k");
  for (const text of ["", "arm", "clock", "arm the"]) {
    await page.fill("#palette-text", text);
    await page.keyboard.press("ArrowDown");
    const ids = await page.locator("#palette-list li").evaluateAll((all) => all.map(({ id }) => id));
    assert.ok(ids.length > 1 && new Set(ids).size === ids.length, `${text}: ${ids}`);
    assert.equal(await page.getAttribute("#palette-text", "aria-activedescendant"), await page.getAttribute("#palette-list [aria-selected=true]", "id"));
  }
});

test("where there is no room beside the cards, a button leads to what is armed", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "#scenarios", { viewport: { width: 1024, height: 768 } });
  await page.click("#to-orders");
  const { y } = await page.locator("#orders-none").boundingBox();
  assert.ok(y > 0 && y < 768, `at ${y}`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.parentElement.id), "drawer");
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.locator("#to-orders").waitFor({ state: "hidden" });
});

test("clients and accounts: add, edit, pay, delete", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "#world", refusals);
  await page.locator("#view-world details summary").first().click();
  await page.fill("#client-form [name=id]", "shop");
  await page.click("#client-form .primary");
  await page.locator("#client-form .problem", { hasText: "secrets" }).waitFor();
  await page.fill("#client-form [name=secrets]", "one\ntwo");
  await page.fill("#client-form [name=redirect_uris]", "https://shop.example/callback");
  await page.fill("#client-form [name=scopes]", "sms, voice");
  await page.selectOption("#client-form [name='authorize.decision']", "deny");
  await page.fill("#client-form [name='lifetimes.access_token']", "5m");
  await page.fill("#client-form [name='*']", `{"grant_types": ["refresh_token"]}`);
  await page.click("#client-form .primary");
  const shop = page.locator("[data-testid=client][data-id=shop]");
  await shop.filter({ hasText: "https://shop.example/callback" }).waitFor();
  const got = (await double.control("GET", "clients")).find((client) => client.id === "shop");
  assert.deepEqual([got.secrets, got.scopes, got.authorize.decision, got.grant_types], [["one", "two"], ["sms", "voice"], "deny", ["refresh_token"]]);
  await page.locator("#view-world > details summary").click();
  await page.locator("#magic-numbers", { hasText: "+447700900500" }).waitFor();
  const john = page.locator("[data-testid=account][data-name=john]");
  await john.getByRole("button", { name: /^0 EUR/ }).click();
  await john.filter({ hasText: "0.0000 EUR" }).waitFor();
  await john.getByRole("button", { name: /^.10/ }).click();
  await eventually(async () => assert.equal((await double.control("GET", "accounts"))[0].balance, "10.0000"));
  await shop.getByRole("button", { name: /Delete/ }).click();
  await page.click("#dialog-do");
  await shop.waitFor({ state: "detached" });
});

test("editing loses nothing that the form has no field for, nor does a balance", async (t) => {
  const double = await startDouble(t, {
    clients: [{ id: "shop", secrets: ["s"], grant_types: ["refresh_token"], authorize: { decision: "deny", account: "jane" }, lifetimes: { code: "10s" } }],
    accounts: [{ name: "john", balance: "5.0000", contacts: [{ firstname: "Erika", mobile_number: "491" }] }, { name: "jane" }],
  });
  const { access_token } = await double.control("POST", "tokens", { account: "john", scope: "subaccounts" });
  await fetch(`${double.url}/api/subaccounts?action=create`, { method: "POST", headers: { Authorization: `Bearer ${access_token}` }, body: new URLSearchParams({ name: "Sub", email: "sub@acme.inc" }) });
  const page = await openDashboard(t, double, "#world", refusals);
  const saved = async (form, changes) => {
    for (const [name, value] of Object.entries(changes)) await page.fill(`#${form} [name='${name}']`, value);
    await page.click(`#${form} .primary`);
    await eventually(async () => assert.equal(await page.inputValue(`#${form} input`), "")); // emptied once it is saved
  };
  await page.getByRole("button", { name: "Edit shop" }).click();
  await eventually(async () => assert.equal(await page.inputValue("#client-form [name=id]"), "shop"));
  await saved("client-form", { scopes: "sms", "lifetimes.access_token": "14d" });
  const [shop] = await double.control("GET", "clients");
  assert.deepEqual([shop.scopes, shop.grant_types, shop.authorize, shop.lifetimes], [["sms"], ["refresh_token"], { decision: "deny", account: "jane" }, { code: "10s", access_token: "336h0m0s" }]);
  await page.getByRole("button", { name: "Edit john" }).click();
  await eventually(async () => assert.equal(await page.inputValue("#account-form [name=name]"), "john"));
  await saved("account-form", { company: "Acme Inc." });
  await page.getByRole("button", { name: "+10: balance of john" }).click();
  await page.locator("[data-testid=account][data-name=john]", { hasText: "15.0000 EUR" }).waitFor();
  const [john] = await double.control("GET", "accounts");
  assert.deepEqual([john.company, john.contacts.map((c) => c.firstname), john.subaccounts.map((s) => s.name)], ["Acme Inc.", ["Erika"], ["Sub"]]);
  await page.fill("#client-form [name=id]", "x");
  await page.fill("#client-form [name='*']", "{nope");
  await page.click("#client-form .primary");
  await page.locator("#client-form .problem", { hasText: "This is not JSON" }).waitFor();
});

test("snapshots of others appear, and go", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "#world");
  await double.control("POST", "snapshots/theirs");
  await page.locator("#snapshots", { hasText: "theirs" }).waitFor();
  await double.control("DELETE", "snapshots/theirs");
  await eventually(async () => assert.equal(await page.textContent("#snapshots"), ""));
});

test("reset: one client, everything, or not at all", async (t) => {
  const double = await startDouble(t, { clients: [{ id: "a", secrets: ["s"] }, { id: "b", secrets: ["s"] }] });
  const page = await openDashboard(t, double);
  const owners = async () => (await double.control("GET", "tokens?kind=access_token")).map((token) => token.client_id);
  for (const client_id of ["a", "b"]) await double.control("POST", "tokens", { client_id });
  await page.click("#reset-open");
  await page.click("#dialog-cancel");
  await page.click("#reset-open");
  await page.keyboard.press("Escape");
  assert.deepEqual(await owners(), ["a", "b"]);
  await page.selectOption("#scope", "client a");
  await page.click("#reset-open");
  await page.locator("#dialog", { hasText: "client a" }).waitFor();
  await page.click("#dialog-do");
  await page.locator("#notice", { hasText: "tokens" }).waitFor();
  assert.deepEqual(await owners(), ["b"]);
  await page.selectOption("#scope", "");
  await page.click("#reset-open");
  await page.click("#dialog-do");
  await eventually(async () => assert.deepEqual(await owners(), []));
});

test("the demonstration application", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double);
  await page.click("#demo-link");
  await page.click("#allow");
  await page.locator("#profile", { hasText: "john" }).waitFor();
  assert.match(await page.textContent("#token"), /access_token/);
  assert.match(await page.textContent("#came-back"), /code=\w{40}&state=/);
  await page.goto(`${double.url}/demo`);
  await page.click("#deny");
  await page.goto(`${double.url}/_mock/#activity?by=flows`);
  await page.locator("[data-testid=flow]").nth(1).waitFor();
  const flows = await page.locator("[data-testid=flow] .flow-head").allInnerTexts();
  assert.deepEqual(flows.map((text) => /\d+ requests/.exec(text)?.[0]), ["2 requests", "4 requests"], "each login is a flow of its own");
});

test("shortcuts: every view by its number, the help card, the palette", async (t) => {
  const double = await startDouble(t, { accounts: [{ name: "a b" }, { name: "a-b" }] });
  const page = await openDashboard(t, double);
  for (const [key, view] of [["2", "messages"], ["3", "scenarios"], ["4", "tokens"], ["5", "world"], ["1", "activity"]]) {
    await page.keyboard.press(key);
    await page.locator(`#view-${view}`).waitFor();
  }
  await page.keyboard.press("?");
  await page.locator("#dialog", { hasText: "Ctrl K" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  assert.equal(await page.locator(":focus").getAttribute("id"), "search");
  await page.keyboard.press("Control+k");
  await page.fill("#palette-text", "scope: account");
  const ids = await page.locator("#palette-list li").evaluateAll((all) => all.map(({ id }) => id));
  assert.equal(new Set(ids).size, 2, "two accounts whose names differ by a sign are two actions");
  await page.fill("#palette-text", "go to tokens");
  await page.keyboard.press("Enter");
  await page.locator("#view-tokens").waitFor();
});
