// Takes the two screenshots that the README shows:
//
//   DOUBLE=../../bin/sms77mock node --test screenshots.js

import { test } from "node:test";
import { open, openDashboard, useBrowser } from "./browser.js";
import { authorizeURL, sendSMS, startDouble } from "./double.js";

useBrowser();

const images = new URL("../../docs/images/", import.meta.url).pathname;

test("consent.png", async (t) => {
  const double = await startDouble(t, {
    authorize: { decision: "prompt" },
    clients: [{ id: "testclient", name: "Acme Inc.", secrets: ["testsecret"], redirect_uris: ["https://acme.inc/oauth_redirect"] }],
    accounts: [
      { name: "john", email: "john.doe@acme.inc", company: "Acme Inc." },
      { name: "jane", email: "jane.roe@acme.inc", company: "Acme Inc." },
      { name: "erika", email: "erika@mustermann.example", company: "Mustermann GmbH" },
    ],
  });
  const page = await open(t, authorizeURL(double, { scope: "sms analytics balance", state: "xyz", redirect_uri: "https://acme.inc/oauth_redirect" }), { viewport: { width: 1100, height: 680 } });
  await page.screenshot({ path: `${images}consent.png` });
});

test("dashboard.png", async (t) => {
  const double = await startDouble(t);
  const token = (parameters) => fetch(`${double.url}/token`, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa("testclient:testsecret")}` },
    body: new URLSearchParams(parameters),
  }).then((response) => response.json());
  const answer = await fetch(authorizeURL(double, { scope: "sms analytics" }), { redirect: "manual" });
  const code = new URL(answer.headers.get("location")).searchParams.get("code");
  const { access_token, refresh_token } = await token({ grant_type: "authorization_code", code });
  await token({ grant_type: "authorization_code", code });
  const bearer = { headers: { Authorization: `Bearer ${access_token}` } };
  await fetch(`${double.url}/me`, bearer);
  await fetch(`${double.url}/api/balance`, bearer);
  await sendSMS(double, { to: "4917612345678", from: "Acme", text: "Your code is 482 913." });
  await fetch(authorizeURL(double, { redirect_uri: "https://acme.inc/oauth" }), { redirect: "manual" });
  await double.control("POST", "faults", { preset: "rate-limited", endpoint: "token", times: 2 });
  await token({ grant_type: "refresh_token", refresh_token });
  const page = await openDashboard(t, double, "#activity?request=3", { viewport: { width: 1280, height: 720 } });
  await page.locator("#inspector h2").waitFor();
  await page.screenshot({ path: `${images}dashboard.png` });
});
