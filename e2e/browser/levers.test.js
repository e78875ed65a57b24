// The dashboard's levers: each does what the control API does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, openDashboard, useBrowser } from "./browser.js";
import { authorizeURL, startDouble } from "./double.js";

useBrowser();

const refusals = { allowed: /status of 400/ };

// authorize asks as an application does, and tells how it was answered.
async function authorize(double) {
  const response = await fetch(authorizeURL(double, {}), { redirect: "manual" });
  const location = response.headers.get("location");
  if (!location) return "asked";
  return new URL(location).searchParams.get("error") ?? "approved";
}

test("the decision switch: approve, deny, ask, world", async (t) => {
  const double = await startDouble(t, { authorize: { decision: "deny" } });
  const page = await openDashboard(t, double);
  for (const [button, want] of [["approve", "approved"], ["prompt", "asked"], ["deny", "access_denied"], ["approve", "approved"], ["", "access_denied"]]) {
    await page.click(`[data-decision="${button}"]`);
    await page.locator(`[data-decision="${button}"][aria-pressed=true]`).waitFor();
    assert.equal(await authorize(double), want, `after ${button || "world"}`);
  }
  await double.control("POST", "decisions", { decision: "approve", times: -1 });
  await page.locator("[data-decision=approve][aria-pressed=true]").waitFor(); // pulled elsewhere
});

test("one-shot decisions", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "#decisions", refusals);
  await page.selectOption("#decision-kind", "");
  await page.click("#decision-add");
  await page.locator("#decision-form .problem", { hasText: "either decision or error" }).waitFor();
  await page.fill("#decision-error", "temporarily_unavailable");
  await page.fill("#decision-client", "testclient");
  await page.fill("#decision-times", "2");
  await page.click("#decision-add");
  await page.locator("[data-testid=decision]", { hasText: "taken 0 of 2" }).waitFor();
  assert.equal(await authorize(double), "temporarily_unavailable");
  await page.locator("[data-testid=decision]", { hasText: "taken 1 of 2" }).waitFor();
  await page.fill("#decisions-clear-client", "joomla");
  await page.click("#decisions-clear");
  await page.locator("#notice", { hasText: "0 decisions taken back" }).waitFor();
  await page.fill("#decisions-clear-client", "");
  await page.click("#decisions-clear");
  await page.locator("#decisions-none").waitFor();
  assert.equal(await authorize(double), "approved");
});

test("the clock: +1 h, advance, set, freeze", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "", refusals);
  const offset = async () => (await double.control("GET", "clock")).offset;
  await page.click("#clock-hour");
  await eventually(async () => assert.equal(await offset(), "1h0m0s"));
  await page.locator("#clock-state", { hasText: "+1h0m0s" }).waitFor();
  await page.click("#clock-more summary");
  await page.fill("#clock-advance", "a while");
  await page.press("#clock-advance", "Enter");
  await page.locator("#clock-problem", { hasText: "a while" }).waitFor();
  await page.fill("#clock-advance", "30m");
  await page.press("#clock-advance", "Enter");
  await eventually(async () => assert.equal(await offset(), "1h30m0s"));
  await page.fill("#clock-set", "2030-02-03T04:05:06");
  await page.click("#clock-set-form button");
  await page.locator("#clock-now", { hasText: "2030-02-03 04:05" }).waitFor();
  await page.click("#clock-freeze");
  await page.locator("#clock-freeze[aria-pressed=true]").waitFor();
  assert.equal((await double.control("GET", "clock")).frozen, true);
  await page.click("#clock-freeze");
  await page.locator("#clock-freeze[aria-pressed=false]").waitFor();
  assert.equal((await double.control("GET", "clock")).frozen, false);
});

test("tokens: time left, expire, revoke, mint", async (t) => {
  const double = await startDouble(t, { clients: [{ id: "a", secrets: ["s"] }, { id: "b", secrets: ["s"] }] });
  const page = await openDashboard(t, double, "#tokens", refusals);
  await page.locator("#tokens-none").waitFor();
  const minted = await double.control("POST", "tokens", { client_id: "a" });
  const row = (token) => page.locator(`[data-testid=token][data-token="${token}"]`);
  await row(minted.access_token).locator("[data-until]", { hasText: /min/ }).waitFor();
  await double.control("POST", "clock", { advance: "59m" });
  await row(minted.access_token).locator("[data-until]", { hasText: /^(1 min|\d+ s)/ }).waitFor();
  await row(minted.access_token).getByRole("button", { name: "Expire" }).click();
  await row(minted.access_token).and(page.locator("[data-state=expired]")).waitFor();
  await row(minted.refresh_token).getByRole("button", { name: "Revoke" }).click();
  await row(minted.refresh_token).and(page.locator("[data-state=revoked]")).waitFor();

  await page.click("#mint summary");
  await page.fill("#mint-client", "nobody");
  await page.click("#mint-submit");
  await page.locator("#mint-form .problem", { hasText: "nobody" }).waitFor();
  await page.fill("#mint-client", "b");
  await page.fill("#mint-scope", "sms");
  await page.fill("#mint-access", "my-own-token");
  await page.click("#mint-submit");
  await page.locator("#minted", { hasText: "my-own-token" }).waitFor();
  assert.equal((await double.control("GET", "tokens?token=my-own-token"))[0].client_id, "b");
  await page.fill("#token-value", "my-own-token");
  await page.locator("#token-count", { hasText: "1 valid of 1" }).waitFor();
  await page.fill("#token-value", "");

  await page.fill("#token-client", "b");
  await page.locator("#token-count", { hasText: "2 valid of 2" }).waitFor();
  await page.click("#tokens-revoke");
  await page.locator("#token-count", { hasText: "0 valid of 2" }).waitFor();
});

test("faults: a preset in one click, one of one's own, taking back", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "#faults", refusals);
  assert.equal(await page.locator("[data-preset]").count(), (await double.control("GET", "presets")).length);
  await page.click("#preset-rate-limited");
  await page.locator("[data-testid=fault]", { hasText: "struck 0 of 1" }).waitFor();
  assert.equal((await fetch(`${double.url}/me`)).status, 429);
  await page.locator("[data-testid=fault]", { hasText: "struck 1 of 1" }).waitFor();

  await page.click("#fault-custom summary");
  await page.fill("#fault-endpoint", "mee");
  await page.click("#fault-add");
  await page.locator("#fault-form .problem", { hasText: "mee" }).waitFor();
  await page.fill("#fault-endpoint", "me");
  await page.fill("#fault-status", "418");
  await page.fill("#fault-headers", "X-Teapot: short: and stout\nRetry-After: 7");
  await page.fill("#fault-body", "tea");
  await page.fill("#fault-times", "-1");
  await page.click("#fault-add");
  await page.locator("[data-testid=fault]", { hasText: "status 418" }).waitFor();
  const response = await fetch(`${double.url}/me`);
  assert.deepEqual([response.status, response.headers.get("x-teapot"), await response.text()], [418, "short: and stout", "tea"]);

  await page.locator("[data-testid=fault]", { hasText: "status 418" }).getByRole("button").click();
  await eventually(async () => assert.deepEqual((await double.control("GET", "faults")).filter((f) => !f.spent), []));
  await page.fill("#preset-client", "testclient");
  await page.click("#preset-hang");
  await page.locator("[data-testid=fault]", { hasText: "hang" }).waitFor();
  await page.fill("#preset-client", "");
  await page.click("#preset-slow");
  await page.locator("[data-testid=fault]", { hasText: "slow" }).waitFor();
  await page.fill("#faults-clear-client", "testclient");
  await page.click("#faults-clear");
  await page.locator("[data-testid=fault]", { hasText: "hang" }).waitFor({ state: "detached" });
  assert.ok(await page.locator("[data-testid=fault]", { hasText: "slow" }).isVisible());
  await page.fill("#faults-clear-client", "");
  await page.click("#faults-clear");
  await page.locator("#faults-none").waitFor();
});

test("clients and accounts", async (t) => {
  const double = await startDouble(t);
  const page = await openDashboard(t, double, "#world", refusals);
  await page.click("#client-add-section summary");
  await page.fill("#client-id", "shop");
  await page.click("#client-add");
  await page.locator("#client-form .problem", { hasText: "secrets" }).waitFor();
  await page.fill("#client-secrets", "one\ntwo");
  await page.fill("#client-redirects", "https://shop.example/callback");
  await page.fill("#client-scopes", "sms, voice");
  await page.selectOption("#client-decision", "deny");
  await page.fill("#client-access-lifetime", "5m");
  await page.fill("#client-more", `{"grant_types": ["refresh_token"]}`);
  await page.click("#client-add");
  await page.locator("[data-testid=client][data-id=shop]", { hasText: "https://shop.example/callback" }).waitFor();
  const shop = (await double.control("GET", "clients")).find((client) => client.id === "shop");
  assert.deepEqual([shop.secrets, shop.scopes, shop.authorize.decision, shop.grant_types], [["one", "two"], ["sms", "voice"], "deny", ["refresh_token"]]);

  await page.click("#account-add-section summary");
  await page.fill("#account-name", "erika");
  await page.fill("#account-user-id", "77");
  await page.fill("#account-balance", "12.5");
  await page.click("#account-add");
  await page.locator("[data-testid=account][data-name=erika]").waitFor();
  assert.equal((await double.control("GET", "accounts")).find((account) => account.name === "erika").user_id, 77);
});

test("reset: one client, everything, or not at all", async (t) => {
  const double = await startDouble(t, { clients: [{ id: "a", secrets: ["s"] }, { id: "b", secrets: ["s"] }] });
  const page = await openDashboard(t, double);
  const owners = async () => (await double.control("GET", "tokens?kind=access_token")).map((token) => token.client_id);
  for (const client_id of ["a", "b"]) await double.control("POST", "tokens", { client_id });
  await page.click("#reset-open");
  await page.click("#reset-cancel");
  await page.click("#reset-open");
  await page.keyboard.press("Escape");
  assert.deepEqual(await owners(), ["a", "b"]);
  await page.click("#reset-open");
  await page.selectOption("#reset-client", "a");
  await double.control("POST", "clock", { advance: "1h" });
  await page.locator("#clock-state", { hasText: "+1h" }).waitFor(); // what happens meanwhile does not change the choice
  await page.click("#reset-confirm");
  await page.locator("#notice", { hasText: "tokens" }).waitFor();
  assert.deepEqual(await owners(), ["b"]);
  await page.click("#reset-open");
  await page.click("#reset-confirm");
  await eventually(async () => assert.deepEqual(await owners(), []));
});
