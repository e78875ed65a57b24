import { randomBytes } from "node:crypto";
import { defineConfig } from "@playwright/test";

// The double: a service of the CI's that is there already, or else a container that is started here.
const double = (process.env.SMS77MOCK_URL ??= "http://127.0.0.1:8077");
const image = process.env.SMS77MOCK_IMAGE ?? "sms77mock";

// The shop's client at the double. Workers inherit what stands in the environment.
process.env.CLIENT_ID ??= `shop-${randomBytes(5).toString("hex")}`;
process.env.CLIENT_SECRET ??= randomBytes(10).toString("hex");
// Under which name the double reaches the shop with its webhooks.
process.env.SHOP_HOST ??= "host.docker.internal";

export default defineConfig({
  testMatch: "*.spec.ts",
  fullyParallel: true,
  workers: 4,
  expect: { timeout: 10_000 }, // an answer that stalls takes the shop three seconds
  reporter: "list",
  globalSetup: "./setup.ts",
  webServer: [
    {
      command: `docker run --rm -p 127.0.0.1:${new URL(double).port}:8077 --add-host host.docker.internal:host-gateway -e SMS77MOCK_WEBHOOK_HOST=host.docker.internal ${image}`,
      url: `${double}/_mock/ready`,
      reuseExistingServer: true,
      gracefulShutdown: { signal: "SIGTERM", timeout: 5000 },
    },
    {
      command: "node shop.js",
      env: { ...process.env as Record<string, string>, OAUTH_URL: double, GATEWAY_URL: `${double}/api` },
      wait: { stdout: /The shop is at (?<shop_url>\S+)/ }, // from then on SHOP_URL
    },
  ],
  use: {
    // The machine's own Chromium, if it is named; else the one of `npx playwright install chromium`.
    launchOptions: { executablePath: process.env.CHROMIUM, args: process.env.CHROMIUM ? ["--no-sandbox"] : [] },
  },
});
