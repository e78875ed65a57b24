// What the journal copies runs: the curl commands in a shell, the Go tests with
// the Go tool.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { openDashboard, useBrowser } from "./browser.js";
import { cleanup } from "./cleanup.js";
import { authorizeURL, startDouble } from "./double.js";

useBrowser();

const run = promisify(execFile);
const has = (command) => run("sh", ["-c", `command -v ${command}`]).then(() => true, () => false);

// copied opens a request on the dashboard and returns what a button of it copies.
async function copied(page, id, button) {
  await page.evaluate((hash) => { location.hash = hash; }, `activity?request=${id}`);
  await page.locator("#inspector h2", { hasText: `#${id} ` }).waitFor();
  await page.evaluate(() => { document.getElementById("notice").textContent = ""; });
  await page.click(button);
  await page.locator("#notice", { hasText: "copied" }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

const awkward = `it's "quoted" $(touch pwned) \`x\` \\ \u00e4\u20ac\n<b>&amp;</b>`;

test("copy as curl", async (t) => {
  if (!(await has("curl"))) return t.skip("there is no curl");
  const double = await startDouble(t);
  const headers = { "X-Awkward": "it's $HOME `x` \\" };
  await fetch(`${double.url}/token?x=[1]&y={2}`, { method: "POST", headers, body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: awkward }) });
  await fetch(`${double.url}/no%20where%3F/it's`, { headers });
  await fetch(`${double.url}/api/contacts`, { method: "DELETE", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ id: awkward }) });
  await fetch(authorizeURL(double, { state: awkward }), { redirect: "manual" });
  const before = await double.control("GET", "requests");
  const page = await openDashboard(t, double);
  for (const original of before) {
    const command = await copied(page, original.id, "#inspector [data-share=curl]");
    await run("sh", ["-c", command]);
    const again = (await double.control("GET", "requests")).at(-1);
    const same = (entry) => [entry.method, entry.path, entry.query, entry.form, entry.body, entry.headers["X-Awkward"], entry.headers["Content-Type"], entry.status];
    assert.deepEqual(same(again), same(original), command);
  }
});

test("the first commands run, whatever the world calls its clients and keys", async (t) => {
  if (!(await has("curl"))) return t.skip("there is no curl");
  const key = "it's $HOME `x`";
  const double = await startDouble(t, {
    clients: [{ id: "it's", secrets: ["s"], redirect_uris: ["https://shop.example/callback"] }],
    accounts: [{ name: "erika", api_keys: [key] }],
  });
  const page = await openDashboard(t, double);
  for (const [view, id] of [["activity", "first-steps"], ["messages", "messages-none"]]) {
    await page.evaluate((hash) => { location.hash = hash; }, view);
    await run("sh", ["-c", await page.locator(`#${id} code`).textContent()]);
  }
  const [login, sms] = await double.control("GET", "requests");
  assert.deepEqual([login.client_id, login.status], ["it's", 302]);
  assert.deepEqual([sms.headers["X-Api-Key"], sms.outcome], [[key], "ok"]);
});

test("copy as Go test", async (t) => {
  if (!(await has("go"))) return t.skip("there is no Go");
  const double = await startDouble(t, {
    clients: [{ id: "shop", secrets: ["it's \"secret\""], redirect_uris: ["https://shop.example/callback"] }],
    accounts: [{ name: "erika", user_id: 7, balance: "5.0000" }],
  });
  const ask = (path, options) => fetch(double.url + path, options).then((r) => r.text()).catch(() => "");
  const basic = { Authorization: `Basic ${btoa("shop:it's \"secret\"")}` };
  const token = (parameters) => ask("/token", { method: "POST", headers: basic, body: new URLSearchParams(parameters) });

  const response = await fetch(authorizeURL(double, { client_id: "shop", state: awkward }), { redirect: "manual" });
  const code = new URL(response.headers.get("location")).searchParams.get("code");
  const { access_token, refresh_token } = JSON.parse(await token({ grant_type: "authorization_code", code }));
  await token({ grant_type: "authorization_code", code }); // refused: used before
  await ask("/me", { headers: { Authorization: `Bearer ${access_token}` } });
  await ask("/api/sms", { method: "POST", headers: { Authorization: `Bearer ${access_token}` }, body: new URLSearchParams({ to: "4917612345678", text: awkward + "\ufeff" }) });
  await double.control("POST", "faults", { preset: "token-unavailable" });
  await token({ grant_type: "refresh_token", refresh_token });
  await double.control("POST", "faults", { endpoint: "me", status: 418, headers: { "X-Tea": "y\"es" }, body: awkward });
  await ask("/me");
  await double.control("POST", "faults", { preset: "connection-reset" });
  await ask("/me");
  await double.control("POST", "tokens/expire", { kind: "access_token" });
  await ask("/me", { headers: { Authorization: `Bearer ${access_token}` } });
  await ask("/authorize?client_id=%0Afunc+init()+{panic(1)}"); // its reason is a comment

  const folder = mkdtempSync(join(import.meta.dirname, "_copied-")); // inside the module, hidden from ./...
  cleanup(t, () => rmSync(folder, { recursive: true }));
  const page = await openDashboard(t, double);
  const entries = await double.control("GET", "requests");
  assert.equal(entries.length, 10);
  for (const { id } of entries) {
    const source = await copied(page, id, "#inspector [data-share=go]");
    assert.match(source, new RegExp(`func TestRequest${id}\\(`));
    mkdirSync(join(folder, `request${id}`));
    writeFileSync(join(folder, `request${id}`, "copied_test.go"), source);
  }
  await page.evaluate(() => { location.hash = "activity?by=flows"; });
  await page.locator("[data-testid=flow]", { hasText: "sms" }).locator("[data-act=share]").click();
  await page.click("#dialog [data-share=go]");
  await page.locator("#notice", { hasText: "requests: Go test copied" }).waitFor();
  mkdirSync(join(folder, "flow"));
  writeFileSync(join(folder, "flow", "copied_test.go"), await page.evaluate(() => navigator.clipboard.readText()));
  const { stdout } = await run("gofmt", ["-l", folder]);
  assert.equal(stdout, "", "not as gofmt would have it");
  const packages = ["flow", ...entries.map(({ id }) => `request${id}`)].map((name) => `./${basename(folder)}/${name}`);
  await run("go", ["test", ...packages], { cwd: import.meta.dirname }).catch((error) => assert.fail(error.stdout + error.stderr));
});
