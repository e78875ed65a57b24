// The consent page: every way out of it, with and without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, open, useBrowser } from "./browser.js";
import { authorizeURL, startApp, startDouble } from "./double.js";

useBrowser();

const people = ["john", "jane", "erika"];

function worldWith(callback, names = people) {
  return {
    authorize: { decision: "prompt" },
    clients: [{ id: "testclient", name: "Acme Inc.", secrets: ["testsecret"], redirect_uris: [callback] }],
    accounts: names.map((name, i) => ({ name, user_id: i + 1, email: `${name}@acme.inc`, company: "Acme Inc." })),
  };
}

async function start(t, options = {}, parameters = {}, names) {
  const app = await startApp(t);
  const double = await startDouble(t, worldWith(app.callback, names));
  const page = await open(t, authorizeURL(double, { scope: "sms analytics", ...parameters }), options);
  return { app, double, page };
}

// back waits until the user is back at the application and returns what came with.
async function back(page, app) {
  await page.waitForURL(`${app.callback}?*`);
  return Object.fromEntries(new URL(page.url()).searchParams);
}

// redeem trades the code for a token, and returns it with the user it stands for.
async function redeem(double, code) {
  const token = await fetch(`${double.url}/token`, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa("testclient:testsecret")}` },
    body: new URLSearchParams({ grant_type: "authorization_code", code }),
  }).then((response) => response.json());
  const me = await fetch(`${double.url}/me`, { headers: { Authorization: `Bearer ${token.access_token}` } }).then((response) => response.json());
  return { scope: token.scope, email: me.email };
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";
  const options = { javaScriptEnabled };

  test(`${how}: allow`, async (t) => {
    const { app, double, page } = await start(t, options);
    await page.click("#allow");
    const { code, state } = await back(page, app);
    assert.equal(state, "8f14e45fceea167a");
    assert.deepEqual(await redeem(double, code), { scope: "sms analytics", email: "john@acme.inc" });
  });

  test(`${how}: allow less, as somebody else`, async (t) => {
    const { app, double, page } = await start(t, options);
    await page.check("#account-erika");
    await page.uncheck("#scope-analytics");
    await page.click("#allow");
    const { code } = await back(page, app);
    assert.deepEqual(await redeem(double, code), { scope: "sms", email: "erika@acme.inc" });
  });

  test(`${how}: deny`, async (t) => {
    const { app, page } = await start(t, options);
    await page.click("#deny");
    const { error, state, code } = await back(page, app);
    assert.deepEqual({ error, state, code }, { error: "access_denied", state: "8f14e45fceea167a", code: undefined });
  });

  test(`${how}: answer with an error`, async (t) => {
    const { app, page } = await start(t, options);
    await page.click("#answer-with summary");
    await page.fill("#error", "login_required");
    await page.fill("#error-description", "Log in & try <again>");
    await page.click("#answer-error");
    const { error, error_description } = await back(page, app);
    assert.deepEqual({ error, error_description }, { error: "login_required", error_description: "Log in & try <again>" });
  });

  test(`${how}: allow, with a fault`, async (t) => {
    const { app, double, page } = await start(t, options);
    await page.click("#answer-with summary");
    await page.selectOption("#preset", "token-unavailable");
    if (javaScriptEnabled) assert.match(await page.textContent("#preset-about"), /503/);
    await page.click("#allow-with-fault");
    const { code } = await back(page, app);
    assert.ok(code);
    const [{ fault, spent }] = await double.control("GET", "faults");
    assert.deepEqual({ preset: fault.preset, client: fault.client_id, spent }, { preset: "token-unavailable", client: "testclient", spent: false });
  });

  test(`${how}: a fault that is chosen does not strike with the plain Allow`, async (t) => {
    const { app, double, page } = await start(t, options);
    await page.click("#answer-with summary");
    if (javaScriptEnabled) assert.ok(await page.isDisabled("#allow-with-fault"), "there is no fault yet");
    await page.selectOption("#preset", "token-unavailable");
    await page.click("#allow");
    await back(page, app);
    assert.deepEqual(await double.control("GET", "faults"), []);
  });

  test(`${how}: by keyboard alone`, async (t) => {
    const { app, double, page } = await start(t, options);
    await page.keyboard.press("Tab"); // john
    await page.keyboard.press("ArrowDown"); // jane
    await page.keyboard.press("Tab"); // scope sms
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab"); // scope analytics
    await page.keyboard.press("Tab"); // Allow
    assert.equal(await page.locator(":focus").getAttribute("id"), "allow");
    await page.keyboard.press("Enter");
    const { code } = await back(page, app);
    assert.deepEqual(await redeem(double, code), { scope: "analytics", email: "jane@acme.inc" });
  });
}

test("search among many accounts", async (t) => {
  const many = Array.from({ length: 40 }, (_, i) => `customer${i + 1}`);
  const { app, double, page } = await start(t, {}, {}, many);
  await page.fill("#find-account", "customer3");
  assert.equal(await page.locator("#accounts li:visible").count(), 11); // 3 and 30 to 39
  assert.equal(await page.textContent("#allow"), "Allow (customer3)"); // nobody stays chosen out of sight
  await page.fill("#find-account", "nobody");
  assert.equal(await page.textContent("#find-account-none"), "No account matches.");
  assert.ok(await page.isDisabled("#allow"));
  assert.ok(await page.isDisabled("#allow-with-fault"));
  await page.fill("#find-account", "CUSTOMER37@");
  await page.press("#find-account", "Enter"); // chooses, and does not send the form off
  assert.ok(await page.isChecked("#account-customer37"));
  await page.click("#allow");
  const { code } = await back(page, app);
  assert.equal((await redeem(double, code)).email, "customer37@acme.inc");
});

test("an account may be called search", async (t) => {
  const { page } = await start(t, {}, {}, ["search", "search-row", "search-none", ...people, "max"]);
  const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
  assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), []);
  await page.fill("#find-account", "search");
  assert.equal(await page.locator("#accounts li:visible").count(), 3);
});

test("Enter in the error’s fields sends the error, and does not allow", async (t) => {
  const { app, page } = await start(t);
  await page.click("#answer-with summary");
  await page.fill("#error", "login_required");
  await page.press("#error", "Enter");
  const { error, code } = await back(page, app);
  assert.deepEqual({ error, code }, { error: "login_required", code: undefined });
});

test("many accounts without JavaScript: the plain list", async (t) => {
  const many = Array.from({ length: 40 }, (_, i) => `customer${i + 1}`);
  const { app, double, page } = await start(t, { javaScriptEnabled: false }, {}, many);
  assert.ok(await page.isHidden("#find-account"));
  await page.check("#account-customer37");
  await page.click("#allow");
  const { code } = await back(page, app);
  assert.equal((await redeem(double, code)).email, "customer37@acme.inc");
});

test("who is hinted at is in sight among many accounts, without JavaScript too", async (t) => {
  const many = Array.from({ length: 40 }, (_, i) => `customer${i + 1}`);
  const { page } = await start(t, { javaScriptEnabled: false }, { login_hint: "customer37" }, many);
  const chosen = await page.locator("#accounts :checked").boundingBox();
  const list = await page.locator("#accounts .choices").boundingBox();
  assert.ok(chosen.y > list.y && chosen.y < list.y + list.height, JSON.stringify([chosen, list]));
});

test("who comes back to the page finds on the button whom it answers for", async (t) => {
  const { app, page } = await start(t);
  await page.check("#account-jane");
  await page.click("#allow");
  await back(page, app);
  await page.goBack();
  await eventually(async () => assert.equal(await page.textContent("#allow"), `Allow (${await page.inputValue("#accounts :checked")})`));
});

test("what is odd is shown, and the parameters", async (t) => {
  const { page } = await start(t, {}, { state: "1", foo: "bar" });
  const oddities = await page.textContent("#oddities");
  assert.match(oddities, /state/);
  assert.match(oddities, /foo/);
  assert.match(await page.textContent("#parameters"), /foo\s*bar/);
});

test("in German", async (t) => {
  const { page } = await start(t, { locale: "de-DE" });
  assert.equal(await page.getAttribute("html", "lang"), "de");
  assert.match(await page.textContent("#allow"), /^Erlauben/);
  assert.match(await page.textContent("label[for=scope-sms]"), /Versand von SMS Nachrichten/);
});

test("the answer reaches an application with a scheme of its own", async (t) => {
  const world = worldWith("com.acme.app:/callback");
  const double = await startDouble(t, world);
  const page = await open(t, authorizeURL(double, {}), { allowed: /Failed to launch 'com\.acme\.app:/ });
  const answer = page.waitForEvent("response", (response) => response.url().endsWith("/consent"));
  await page.click("#allow");
  assert.match((await answer).headers().location, /^com\.acme\.app:\S*callback\?code=/);
});
