// Behind nginx, under a path of its host: pages, assets, forms, redirects and the
// stream of events.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { eventually, open, useBrowser } from "./browser.js";
import { cleanup } from "./cleanup.js";
import { authorizeURL, startApp, startDouble } from "./double.js";

useBrowser();

const skip = spawnSync("nginx", ["-v"]).error ? "there is no nginx" : false;

// freePort returns a port that nobody listens on.
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// startNginx passes what is below /sms77 on to a double: with the path, or
// without.
async function startNginx(t, port, upstream, strips) {
  const folder = mkdtempSync(join(tmpdir(), "sms77mock-nginx-"));
  writeFileSync(join(folder, "nginx.conf"), `
    daemon off; pid ${folder}/pid; error_log stderr; worker_processes 1;
    events {}
    http {
      access_log off;
      client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
      server {
        listen 127.0.0.1:${port};
        location /sms77/ { proxy_pass ${upstream}${strips ? "/" : ""}; proxy_set_header Host $http_host; }
      }
    }`);
  const child = spawn("nginx", ["-c", join(folder, "nginx.conf"), "-p", folder, "-e", "stderr"], { stdio: ["ignore", "ignore", "inherit"] });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  cleanup(t, async () => {
    child.kill();
    await gone;
    rmSync(folder, { recursive: true });
  });
  await eventually(async () => assert.equal((await fetch(`http://127.0.0.1:${port}/sms77/_mock/ready`)).status, 200));
}

// start starts a double behind nginx, with a person to be asked.
async function start(t, strips) {
  const app = await startApp(t);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/sms77`;
  const world = { authorize: { decision: "prompt" }, clients: [{ id: "testclient", secrets: ["testsecret"], redirect_uris: [app.callback] }] };
  const inside = await startDouble(t, world, ["--public-url", url]);
  await startNginx(t, port, inside.url, strips);
  return { app, double: { ...inside, url } };
}

for (const strips of [true, false]) {
  const how = strips ? "nginx that takes the path away" : "nginx that leaves the path";

  test(`${how}: the consent page`, { skip }, async (t) => {
    const { app, double } = await start(t, strips);
    const page = await open(t, authorizeURL(double, { scope: "sms" }));
    await page.click("#allow");
    await page.waitForURL(`${app.callback}?*`);
    assert.ok(new URL(page.url()).searchParams.get("code"));
  });

  test(`${how}: the dashboard hears of a request at once`, { skip }, async (t) => {
    const { double } = await start(t, strips);
    const page = await open(t, double.url);
    await page.click(`a[href$="_mock/"]`);
    await page.waitForFunction(() => document.body.dataset.ready);
    assert.equal(new URL(page.url()).pathname, "/sms77/_mock/");
    const stylesheets = await page.evaluate(() => [...document.styleSheets].map((sheet) => sheet.cssRules.length));
    assert.ok(stylesheets.length > 0 && stylesheets.every((rules) => rules > 0), `stylesheets with ${stylesheets} rules`);
    await fetch(`${double.url}/me`, { headers: { Authorization: "Bearer unknown" } });
    await page.getByText("/me").first().waitFor();
  });

  test(`${how}: a redirect of the double's own`, { skip }, async (t) => {
    const { double } = await start(t, strips);
    const answer = await fetch(`${double.url}/_mock`, { redirect: "manual" });
    assert.equal(new URL(answer.headers.get("location"), answer.url).href, `${double.url}/_mock/`);
  });
}
