// Measures how busy the dashboard keeps its main thread while 200 requests a
// second come in on top of 10,000:
//
//   DOUBLE=../../bin/sms77mock node --test busy.js

import { test } from "node:test";
import { openDashboard, useBrowser } from "./browser.js";
import { fill, loadFor, startBusyDouble } from "./load.js";

useBrowser();

const seconds = 5;

// busy returns the share of one processor that the page's main thread takes.
async function busy(page, double) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const metrics = async () => Object.fromEntries((await session.send("Performance.getMetrics")).metrics.map(({ name, value }) => [name, value]));
  const before = await metrics();
  const rate = await loadFor(double, seconds);
  const after = await metrics();
  const share = (name) => `${Math.round((after[name] - before[name]) / seconds * 100)} %`;
  return `${share("TaskDuration")} busy (script ${share("ScriptDuration")}, layout ${share("LayoutDuration")}, style ${share("RecalcStyleDuration")}), ${Math.round(rate)} requests/s, ${after.Nodes} nodes`;
}

test("the main thread", async (t) => {
  const double = await startBusyDouble(t);
  await fill(double, 10000);
  const page = await openDashboard(t, double);
  for (const [name, hash] of Object.entries({
    "requests": "#activity", "a search": "#activity?q=outcome:refused+user:jane", "flows": "#activity?by=flows", "a request that is read": "#activity?request=10000",
    "messages": "#messages", "tokens": "#tokens", "scenarios": "#scenarios", "world": "#world",
  })) {
    await page.evaluate((to) => { location.hash = to; }, hash);
    await page.waitForTimeout(1500);
    t.diagnostic(`${name}: ${await busy(page, double)}`);
  }
});
