import { defineConfig } from "@playwright/test";

export default defineConfig({
  testMatch: "*.spec.ts",
  fullyParallel: true,
  reporter: "list",
  use: {
    // The machine's own Chromium, if it is named; else the one of `npx playwright install chromium`.
    launchOptions: { executablePath: process.env.CHROMIUM, args: process.env.CHROMIUM ? ["--no-sandbox"] : [] },
  },
});
