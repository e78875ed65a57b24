// The audit on the dashboard: started, watched, read, stopped, and played by hand.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { eventually, openDashboard, useBrowser } from "./browser.js";
import { startDouble, startShop } from "./double.js";

useBrowser();

const result = (page, name) => page.locator(`[data-testid=result][data-scenario=${name}]`);

// fill fills in the form, but for what it keeps folded away.
async function fill(page, order) {
  for (const [name, value] of Object.entries(order)) {
    if (!(await page.locator(`#audit-form [name=${name}]`).isVisible())) await page.click("#audit-form summary");
    await page.fill(`#audit-form [name=${name}]`, value);
  }
}

test("an audit is started, watched, read and forgotten", async (t) => {
  const double = await startDouble(t);
  const shop = await startShop(t, double);
  const page = await openDashboard(t, double, "#audits");
  await page.locator("#audits-none").waitFor();
  await fill(page, { ...shop.order, only: "login-works state-unguessable state-missing pkce denied", expected_failures: "pkce: not yet" });
  await page.click("#audit-form .primary");
  await page.locator("#audit-state", { hasText: "has ended" }).waitFor();
  assert.match(await page.textContent("#audit-state"), /2 failed, 1 failed as expected, 2 passed/);
  const found = await page.locator("[data-testid=result]").evaluateAll((all) => all.map((li) => `${li.dataset.verdict} ${li.dataset.scenario}`));
  assert.deepEqual(found, ["fail state-unguessable", "fail state-missing", "expected pkce"]);
  assert.match(await result(page, "state-unguessable").textContent(), /always the same.*To mend it: Make a new random state/s);
  await page.click("#audit-passed summary");
  await page.locator("#audit-passed", { hasText: "denied" }).waitFor();

  const json = await (await fetch(new URL(await page.getAttribute("[data-format=json]", "href"), page.url()))).json();
  assert.equal(json.scenarios.find(({ name }) => name === "pkce").verdict, "expected");
  const junit = await fetch(new URL(await page.getAttribute("[data-format=junit]", "href"), page.url()));
  assert.match(junit.headers.get("Content-Disposition"), /audit-1\.xml/);

  const link = result(page, "state-missing").getByRole("link").last();
  const number = await link.textContent();
  await link.click();
  await page.locator("#inspector").waitFor();
  assert.match(page.url(), new RegExp(`#activity\\?request=${number}$`));
  await page.goBack();
  await page.click("#audit-forget");
  await page.locator("#audits-none").waitFor();
  assert.deepEqual(await double.control("GET", "audits"), []);
});

test("what the form says is kept, and what is wrong with it is said there", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "#audits", { allowed: /400/ });
  await fill(page, { login: "http://shop.example/login", inside: "/account", only: "denid" });
  await page.click("#audit-form .primary");
  await page.locator("#audit-form .problem", { hasText: `only: "denid": no such scenario` }).waitFor();
  await page.fill("#audit-form [name=only]", "denied");
  await page.click("#audit-form .primary");
  await page.locator("#audit-form .problem", { hasText: "shop.example" }).waitFor();
  assert.equal(await page.inputValue("#audit-form [name=inside]"), "/account");
  await page.getByRole("button", { name: "Copy command" }).click();
  await page.locator("#notice", { hasText: "copied" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `sms77mock audit http://shop.example/login --mock ${double.url} --inside /account --only denied`);
});

test("the copied command says in a shell what the form says", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "#audits");
  const act = `POST /send {"to":"{number}","text":"don't $HOME \\\" \`x\`","n":{n}}`;
  await fill(page, { login: "http://127.0.0.1:3000/login", act, headers: "X-XSRF-TOKEN: {cookie:XSRF-TOKEN}\nX-Requested-With: XMLHttpRequest" });
  await page.getByRole("button", { name: "Copy command" }).click();
  await page.locator("#notice", { hasText: "copied" }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const words = execFileSync("sh", ["-c", `sms77mock() { printf '%s\\n' "$@"; }\n${copied}`], { encoding: "utf8" }).trim().split("\n");
  assert.deepEqual(words, ["audit", "http://127.0.0.1:3000/login", "--mock", double.url, "--act", act, "--header", "X-XSRF-TOKEN: {cookie:XSRF-TOKEN}", "--header", "X-Requested-With: XMLHttpRequest"]);
});

test("an audit is stopped, and leaves the double as it was", async (t) => {
  const double = await startDouble(t);
  const shop = await startShop(t, double);
  const page = await openDashboard(t, double, "#audits");
  await double.control("POST", "audits", { ...shop.order, only: ["login-works", "token-hangs", "api-hangs", "refresh-ahead"] });
  await page.locator("#audit-now", { hasText: ": token-hangs" }).waitFor();
  await page.click("#audit-stop");
  await page.locator("#audit-state", { hasText: "was stopped" }).waitFor();
  assert.equal(await page.textContent("#audit-problem"), "a tester has stopped it");
  const accounts = await double.control("GET", "accounts");
  assert.deepEqual(accounts.filter(({ name }) => name.startsWith("audit-")), []);
  assert.deepEqual((await double.control("GET", "faults")).filter(({ spent }) => !spent), []);
});

test("a person plays the user, and says what the browser shows", async (t) => {
  const double = await startDouble(t);
  const shop = await startShop(t, double);
  const page = await openDashboard(t, double, "#audits");
  await fill(page, { ...shop.order, client: "shop", only: "login-works pkce denied api-500 state-missing" });
  await page.check("#audit-form [name=attended]");
  await page.click("#audit-form .primary");

  const window = await page.context().newPage();
  let asked = 0;
  const turn = async (name, kind, act, answer) => {
    await page.locator(`.question:not([data-question="${asked}"])`, { hasText: name }).waitFor();
    asked = await page.getAttribute(".question", "data-question");
    await page.locator(".question", { hasText: kind }).waitFor();
    await act();
    await page.locator(".question").getByRole("button", { name: answer }).click();
  };
  const logIn = async () => { await window.context().clearCookies(); await window.goto(`${shop.url}/login`); };
  const send = async () => { await window.goto(`${shop.url}/account`); await window.fill("[name=to]", `4917123456${asked}`); await window.click("button"); };
  await turn("login-works", "log in with sms77", logIn, "I am logged in");
  await turn("login-works", "Send a message", send, "The page says that it worked");
  await turn("login-works", "Send a message", send, "The page says that it worked");
  await turn("pkce", "log in with sms77", logIn, "I am logged in");
  await turn("denied", "log in with sms77", logIn, "I am not logged in");
  await turn("api-500", "log in with sms77", logIn, "I am logged in");
  await turn("api-500", "Send a message", async () => { await send(); await page.locator(".question", { hasText: "POST /api/sms 500" }).waitFor(); }, "The page shows an error");
  await page.locator("#audit-state", { hasText: "has ended" }).waitFor();
  assert.match(await result(page, "api-500").textContent(), /act in the person's browser was answered with 500/);
  await page.click("#audit-skipped summary");
  await page.locator("#audit-skipped", { hasText: "state-missing a human being cannot play it: it changes the callback" }).waitFor();
});

test("the scope narrows the list, and an address shows one audit", async (t) => {
  const double = await startDouble(t);
  const shop = await startShop(t, double);
  const { id } = await double.control("POST", "audits", { ...shop.order, only: ["login-works"] });
  await eventually(async () => assert.equal((await double.control("GET", `audits/${id}`)).state, "finished"));
  const page = await openDashboard(t, double, `#audits?audit=${id}`);
  await page.locator("#audit-title", { hasText: shop.url }).waitFor();
  await page.locator("[data-testid=audit]").waitFor();
  await page.selectOption("#scope", "client testclient");
  await page.locator("#audit-list-none").waitFor();
  await page.selectOption("#scope", "client shop");
  await page.locator("[data-testid=audit]").waitFor();
});
