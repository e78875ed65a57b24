// Starts the double, with a world of the test's own, and plays its clients.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanup } from "./cleanup.js";

const binary = process.env.DOUBLE ?? new URL("../../bin/sms77mock", import.meta.url).pathname;

const ready = /is ready: (http:\/\/[0-9.:]+)/;

// startDouble starts the double for one test and returns its URL, how to call its
// control API and how to stop it before the test ends. A world is written as JSON, which YAML understands.
export async function startDouble(t, world, flags = []) {
  const folder = mkdtempSync(join(tmpdir(), "sms77mock-browser-"));
  const args = [...(flags.includes("--addr") ? [] : ["--addr", "127.0.0.1:0"]), ...flags];
  if (world) {
    writeFileSync(join(folder, "world.yaml"), JSON.stringify(world));
    args.push("--world", join(folder, "world.yaml"));
  }
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const stop = () => { child.kill(); return gone; };
  cleanup(t, async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });
  let log = "";
  child.stderr.on("data", (data) => { log += data; });
  const url = await new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (data) => {
      said += data;
      const match = ready.exec(said);
      if (match) resolve(match[1]);
    });
    gone.then(() => reject(new Error(`the double did not start:\n${log}`)));
  });
  return { url, stop, control: (method, path, body) => control(`${url}/_mock/${path}`, method, body) };
}

async function control(url, method, body) {
  const response = await fetch(url, { method, body: body && JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${url}: ${answer.error}`);
  return answer;
}

// startApp starts the application under test: it shows what the user comes back
// with. callback is its redirect URI.
export async function startApp(t) {
  const server = createServer((request, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end(`<title>The application</title><link rel="icon" href="data:,"><p>welcome back</p>`);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanup(t, () => { server.closeAllConnections(); server.close(); });
  return { callback: `http://127.0.0.1:${server.address().port}/callback` };
}

// authorizeURL is where an application sends its user.
export function authorizeURL(double, parameters) {
  return `${double.url}/authorize?${new URLSearchParams({ response_type: "code", client_id: "testclient", state: "8f14e45fceea167a", ...parameters })}`;
}

// login plays a whole log-in and returns the tokens.
export async function login(double, parameters = {}) {
  const answer = await fetch(authorizeURL(double, parameters), { redirect: "manual" });
  const code = new URL(answer.headers.get("location")).searchParams.get("code");
  const response = await fetch(`${double.url}/token`, {
    method: "POST", headers: { Authorization: `Basic ${btoa("testclient:testsecret")}` }, body: new URLSearchParams({ grant_type: "authorization_code", code }),
  });
  return response.json();
}

// sendSMS sends an SMS with a token that is minted for it.
export async function sendSMS(double, message, headers = {}) {
  const { access_token } = await double.control("POST", "tokens", { scope: "sms" });
  const response = await fetch(`${double.url}/api/sms`, {
    method: "POST",
    headers: { Authorization: `Bearer ${access_token}`, ...headers },
    body: new URLSearchParams(message),
  });
  return response.text();
}
