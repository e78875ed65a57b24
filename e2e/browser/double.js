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
// control API and how to stop it before the test ends. A world is written as JSON,
// which YAML understands; what looks like a variable in it stands for itself.
export async function startDouble(t, world, flags = []) {
  const folder = mkdtempSync(join(tmpdir(), "sms77mock-browser-"));
  const args = [...(flags.includes("--addr") ? [] : ["--addr", "127.0.0.1:0"]), ...flags];
  if (world) {
    writeFileSync(join(folder, "world.yaml"), JSON.stringify(world).replaceAll("${", () => "$${"));
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

// login plays a whole login and returns the tokens.
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

// startShop starts an application that logs in with a double and sends messages,
// and gets the state wrong: it is always the same, and nobody looks at it.
export async function startShop(t, double) {
  const sessions = new Map();
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const answer = (status, text, headers = {}) => response.writeHead(status, { "Content-Type": "text/html", ...headers }).end(`<title>Shop</title><link rel="icon" href="data:,"><p>${text}</p>`);
    await serveShop(double, sessions, request, new URLSearchParams(body), answer).catch((error) => answer(502, error.message));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanup(t, () => { server.closeAllConnections(); server.close(); });
  const url = `http://127.0.0.1:${server.address().port}`;
  await double.control("POST", "clients", { id: "shop", secrets: ["shop-secret"], redirect_uris: [`${url}/callback`] });
  return { url, order: { login: `${url}/login`, inside: "/account", act: "POST /send to={number}", act_done: "Message sent." } };
}

async function serveShop(double, sessions, request, form, answer) {
  const { pathname, searchParams: query } = new URL(request.url, "http://shop");
  const ask = (path, authorization, fields) => fetch(double.url + path, { method: "POST", headers: { Authorization: authorization }, body: new URLSearchParams(fields), signal: AbortSignal.timeout(2000) });
  const session = sessions.get(/sid=(\w+)/.exec(request.headers.cookie ?? "")?.[1]);
  if (pathname === "/login") return answer(302, "", { Location: authorizeURL(double, { client_id: "shop", scope: "sms", state: "always the same" }) });
  if (query.has("error")) return answer(403, "You did not log in.");
  if (pathname === "/callback") {
    const { access_token: token } = await (await ask("/token", `Basic ${btoa("shop:shop-secret")}`, { grant_type: "authorization_code", code: query.get("code") ?? "" })).json();
    if (!token) return answer(502, "You are not logged in.");
    const id = Math.random().toString(36).slice(2);
    sessions.set(id, token);
    return answer(302, "", { Location: "/account", "Set-Cookie": `sid=${id}; HttpOnly; Path=/; SameSite=Lax` });
  }
  if (!session) return answer(401, "Log in first.");
  if (pathname !== "/send") return answer(200, `Hello. <form id="send" method="post" action="/send"><input name="to"><button>Send</button></form>`);
  const sent = await ask("/api/sms", `Bearer ${session}`, { to: form.get("to"), text: "hi" });
  return answer(200, (await sent.text()).startsWith("100") ? "Message sent." : "Not sent.");
}
