// Opens pages in Chromium, and fails the test for whatever a healthy page never
// does.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { chromium } from "playwright-core";
import { cleanup } from "./cleanup.js";

const flags = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

const patience = 15000; // milliseconds; enough for a machine that is busy with other things

let browser;

// useBrowser gives the tests of a file one browser.
export function useBrowser() {
  before(async () => { browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags }); });
  after(() => browser.close());
}

// open opens a page in a context of its own: locale, colorScheme, viewport,
// javaScriptEnabled. What goes wrong on it fails the test at its end: an error
// that nobody caught, a dialog, a word from the content security policy, any
// error in the console that allowed does not match.
export async function open(t, url, { allowed = /(?!)/, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions: ["clipboard-read", "clipboard-write"], ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(`error: ${error.stack}`));
  page.on("dialog", (dialog) => { wrong.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("console", (message) => {
    if (message.type() === "error" && !allowed.test(message.text())) wrong.push(`console: ${message.text()}`);
  });
  cleanup(t, async () => {
    await context.close();
    assert.deepEqual(wrong, []);
  });
  await page.goto(url);
  return page;
}

// openDashboard opens a view of the dashboard that is up to date: live, and with
// its first answers.
export async function openDashboard(t, double, hash = "", options = {}) {
  const page = await open(t, `${double.url}/_mock/${hash}`, options);
  await page.waitForFunction(() => document.body.dataset.ready);
  return page;
}

// eventually waits until check passes, and fails with its complaint if it never does.
export async function eventually(check) {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
