// The tests of the shop: npm test, with the image sms77mock, or $SMS77MOCK_URL and
// the program as $SMS77MOCK.

import type { AddressInfo } from "node:net";
import { test as base, expect, type Page } from "@playwright/test";
import { start, Tenant } from "./double.ts";
import { createShop } from "./shop.js";

type Shop = { mock: Tenant; reached: string; url: string };

const test = base.extend<{ decision: "approve" | "deny" | "prompt" | undefined; shop: Shop }, { double: string }>({
  double: [async ({}, use) => {
    const { url, stop } = start();
    await use(url);
    stop();
  }, { scope: "worker" }],

  decision: [undefined, { option: true }],

  // shop is the application of one test, with a tenant of the double behind it.
  shop: async ({ double, decision, page }, use, info) => {
    const mock = new Tenant(double);
    const server = createShop({ clientID: mock.name, clientSecret: mock.secret, oauth: double, gateway: `${double}/api` });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    // Where the double reaches the shop: from within a container by another name.
    const reached = process.env.SMS77MOCK_URL ? url : `http://host.docker.internal:${port}`;
    await mock.settle(`${url}/callback`, decision);
    await page.goto(url);
    await use({ mock, reached, url });
    if (info.status !== info.expectedStatus) await info.attach("journal", { body: await mock.journal() });
    server.closeAllConnections();
    server.close();
    await mock.leave();
  },
});

const login = async (page: Page) => {
  await page.getByRole("link", { name: "Log in with sms77" }).click();
  await expect(page.getByText("Welcome!")).toBeVisible();
};

const send = async (page: Page) => {
  await page.getByLabel("To").fill("49170123456789");
  await page.getByLabel("Text").fill("Your code is 123456");
  await page.getByRole("button", { name: "Send" }).click();
};

test("login and send", async ({ page, shop }) => {
  await login(page);
  await send(page);
  await expect(page.getByText("Sent.")).toBeVisible();
  const message = await shop.mock.waitForMessage({ to: "49170123456789" });
  expect(message.codes).toEqual(["123456"]);
});

test("denial", async ({ page, shop }) => {
  await shop.mock.deny();
  await page.getByRole("link", { name: "Log in with sms77" }).click();
  await expect(page.getByText("You did not allow the access.")).toBeVisible();
  expect(await shop.mock.requests({ endpoint: "token" })).toEqual([]);
});

test("tampered state", async ({ page, shop }) => {
  await shop.mock.inject({ preset: "tampered-state" });
  await page.getByRole("link", { name: "Log in with sms77" }).click();
  await expect(page.getByText("The login did not start here.")).toBeVisible();
});

test("an expired token is refreshed", async ({ page, shop }) => {
  await login(page);
  await shop.mock.expire();
  await send(page);
  await expect(page.getByText("Sent.")).toBeVisible();
  expect(await shop.mock.requests({ grant_type: "refresh_token" })).toHaveLength(1);
});

test("a failure on refresh keeps the login", async ({ page, shop }) => {
  await login(page);
  await shop.mock.expire();
  await shop.mock.inject({ preset: "token-unavailable", grant_type: "refresh_token" });
  await send(page);
  await expect(page.getByText("That is not possible at the moment.")).toBeVisible();
  await send(page);
  await expect(page.getByText("Sent.")).toBeVisible();
});

test("a revoked login asks for a new one", async ({ page, shop }) => {
  await login(page);
  await shop.mock.revoke();
  await send(page);
  await expect(page.getByText("Please log in again.")).toBeVisible();
});

test("an answer reaches the shop", async ({ page, shop }) => {
  await login(page);
  await page.request.post(`${shop.url}/listen`, { form: { url: `${shop.reached}/webhook` } });
  await shop.mock.receive({ from: "49170123456789", text: "STOP" });
  await shop.mock.waitForRequest({ endpoint: "webhook", outcome: "ok" });
  await page.goto(shop.url);
  await expect(page.getByRole("listitem")).toHaveText("STOP");
});

test.describe("with the consent page", () => {
  test.use({ decision: "prompt" });

  test("a person decides", async ({ page, shop }) => {
    await page.getByRole("link", { name: "Log in with sms77" }).click();
    await page.getByRole("radio", { name: shop.mock.name }).check();
    await page.getByRole("button", { name: /allow|approve/i }).click();
    await expect(page.getByText("Welcome!")).toBeVisible();
  });
});
