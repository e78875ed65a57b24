import { expect, test } from "./test.ts";

test.beforeEach(({ shop }) => shop.logIn());

test("a message arrives with its code", async ({ person, shop }) => {
  await shop.send();
  await shop.says("Sent.");
  expect(await person.messages({ to: "49170123456789" })).toMatchObject([{ codes: ["123456"] }]);
});

for (const [fault, notice, sent] of [
  [{ preset: "rate-limited" }, "That is too much at once. Please try again in 30 seconds.", 0],
  [{ preset: "insufficient-scope" }, "You have not allowed that.", 0],
  [{ preset: "bad-gateway" }, "That is not possible at the moment.", 0],
  [{ preset: "hang" }, "Perhaps it was sent, perhaps not.", 0],
  [{ preset: "connection-reset" }, "Perhaps it was sent, perhaps not.", 0],
  [{ preset: "response-lost" }, "Perhaps it was sent, perhaps not.", 1],
  [{ preset: "truncated-body" }, "Perhaps it was sent, perhaps not.", 1],
] as const) {
  test(`a message that meets ${fault.preset} is tried once`, async ({ person, shop }) => {
    await person.inject({ ...fault, endpoint: "sms" });
    await shop.send();
    await shop.says(notice);
    expect(await person.requests({ endpoint: "sms" })).toHaveLength(1);
    expect(await person.messages()).toHaveLength(sent);
  });
}

for (const [code, notice] of [
  [202, "That is no number to send to."],
  [500, "Your credit does not suffice."],
  [403, "It was refused: 403"],
] as const) {
  test(`a message that is refused with ${code} is not shown as sent`, async ({ person, shop }) => {
    await person.script({ code });
    await shop.send();
    await shop.says(notice);
    await expect(shop.list("Sent")).toHaveCount(0);
  });
}

test.describe("with webhooks", () => {
  test.beforeEach(async ({ shop }) => {
    await shop.press("Receive answers");
    await shop.says("Listening.");
  });

  test("a message that is not delivered is shown so", async ({ page, person, shop }) => {
    await person.script({ statuses: [{ status: "NOTDELIVERED", after: "0s" }] });
    await shop.send();
    await shop.says("Sent.");
    await person.waitForRequests({ endpoint: "webhook", outcome: "ok" });
    await page.goto("/");
    await expect(shop.list("Sent")).toHaveText("Your code is 123456: NOTDELIVERED");
  });

  test("a report may come before the answer", async ({ person, shop }) => {
    await person.script({ report: "early" });
    await shop.send();
    await expect(shop.list("Sent")).toHaveText("Your code is 123456: DELIVERED");
  });

  test("an answer reaches the shop, as text", async ({ page, person, shop }) => {
    await person.receive({ from: "49170123456789", text: "<b>STOP</b>" });
    await person.waitForRequests({ endpoint: "webhook", outcome: "ok" });
    await page.goto("/");
    await expect(shop.list("Received")).toHaveText("<b>STOP</b>");
  });
});
