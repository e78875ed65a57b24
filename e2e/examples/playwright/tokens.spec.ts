import type { Person } from "./double.ts";
import { expect, Shop, test } from "./test.ts";

test.beforeEach(({ shop }) => shop.logIn());

test("an expired token is refreshed, and the message sent once", async ({ person, shop }) => {
  await person.expire("access_token");
  await shop.send();
  await shop.says("Sent.");
  expect(await person.requests({ grant_type: "refresh_token" })).toHaveLength(1);
  expect(await person.messages()).toHaveLength(1);
});

test("a token that is refused before its time is refreshed", async ({ person, shop }) => {
  await person.inject({ preset: "access-token-revoked", endpoint: "sms" });
  await shop.send();
  await shop.says("Sent.");
  expect(await person.requests({ grant_type: "refresh_token" })).toHaveLength(1);
});

test("two tabs at once refresh once", async ({ context, person, shop }) => {
  const second = new Shop(await context.newPage(), person);
  await second.page.goto("/");
  await second.write({ text: "One" });
  await shop.write({ text: "Two" });
  await person.expire("access_token");
  await person.inject({ endpoint: "token", connection: "hold" });
  const sent = Promise.all([shop.press("Send"), second.press("Send")]);
  await person.waitForRequests({ endpoint: "sms", outcome: "refused", count: 2 });
  await person.release();
  await sent;
  await shop.says("Sent.");
  await second.says("Sent.");
  expect(await person.requests({ grant_type: "refresh_token" })).toHaveLength(1);
});

test("a failure on refresh keeps the log-in", async ({ person, shop }) => {
  await person.expire("access_token");
  await person.inject({ preset: "token-unavailable", grant_type: "refresh_token" });
  await shop.send();
  await shop.says("That is not possible at the moment.");
  await shop.send();
  await shop.says("Sent.");
});

test("a refresh whose answer is lost asks for a new log-in", async ({ person, shop }) => {
  await person.expire("access_token");
  await person.inject({ preset: "response-lost", grant_type: "refresh_token" });
  await shop.send();
  await shop.says("That is not possible at the moment.");
  await shop.send();
  await shop.says("Please log in again.");
});

const ends: Record<string, (person: Person) => Promise<unknown>> = {
  "has been away for weeks": (person) => Promise.all([person.expire("access_token"), person.expire("refresh_token")]),
  "has taken the access back": (person) => person.revoke(),
};
for (const [what, end] of Object.entries(ends)) {
  test(`a person who ${what} logs in again`, async ({ person, shop }) => {
    await end(person);
    await shop.send();
    await shop.says("Please log in again.");
    await shop.logIn();
    await shop.send();
    await shop.says("Sent.");
  });
}
