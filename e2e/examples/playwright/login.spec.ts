import { expect, test } from "./test.ts";

test("a person logs in, and sees whose account it is", async ({ page, person, shop }) => {
  await shop.logIn();
  await page.getByRole("link", { name: "Account" }).click();
  await expect(shop.list("Account")).toHaveText([person.email, "10.00 EUR"]);
});

test("a person who denies it is told so, and nothing is redeemed", async ({ person, shop }) => {
  await person.decide({ decision: "deny" });
  await shop.begin();
  await shop.says("You did not allow the access.");
  expect(await person.requests({ endpoint: "token" })).toEqual([]);
});

for (const [fault, notice] of [
  [{ preset: "tampered-state" }, "The log-in did not start here."],
  [{ preset: "missing-state" }, "The log-in did not start here."],
  [{ preset: "missing-code" }, "That is not possible at the moment."],
  [{ preset: "temporarily-unavailable" }, "That is not possible at the moment."],
  [{ preset: "code-expired" }, "Please log in again."],
  [{ preset: "invalid-client" }, "That is not possible at the moment."],
  [{ preset: "html-error-page" }, "That is not possible at the moment."],
  [{ preset: "connection-reset", endpoint: "token" }, "That is not possible at the moment."],
] as const) {
  test(`a log-in that meets ${fault.preset} is told so, and the next one succeeds`, async ({ person, shop }) => {
    await person.inject(fault);
    await shop.begin();
    await shop.says(notice);
    await shop.logIn();
  });
}

test("each log-in has a challenge and a state of its own", async ({ context, person, shop }) => {
  await shop.logIn();
  await context.clearCookies();
  await shop.logIn();
  const asked = (await person.requests({ endpoint: "authorize" })).map((entry) => entry.query!);
  expect(asked.map((query) => query.code_challenge_method)).toEqual([["S256"], ["S256"]]);
  expect(asked[0].code_challenge).not.toEqual(asked[1].code_challenge);
  expect(asked[0].state).not.toEqual(asked[1].state);
});

test("a code that is stolen on its way back is of no use", async ({ person, request }) => {
  const redirected = async (url: string) => (await request.get(url, { maxRedirects: 0 })).headers()["location"];
  const stolen = new URL(await redirected(await redirected(`/login?email=${person.email}`))).searchParams.get("code")!;
  const { CLIENT_ID, CLIENT_SECRET, SMS77MOCK_URL } = process.env;
  const answer = await request.post(`${SMS77MOCK_URL}/token`, {
    form: { grant_type: "authorization_code", code: stolen, code_verifier: "guessed".repeat(7), client_id: CLIENT_ID!, client_secret: CLIENT_SECRET! },
  });
  expect(answer.status()).toBe(400);
  expect(await person.tokens()).toMatchObject([{ kind: "code" }]);
});

test("a person who reloads the first page stays logged in", async ({ page, person, shop }) => {
  await shop.logIn();
  await page.reload();
  await shop.says("Welcome!");
  expect(await person.requests({ endpoint: "token" })).toHaveLength(1);
});

test("who logs out leaves no token behind", async ({ person, shop }) => {
  await shop.logIn();
  await shop.press("Log out");
  await shop.says("Good-bye.");
  const tokens = (await person.tokens()).filter((token) => token.kind !== "code");
  expect(tokens.map((token) => token.state)).toEqual(["revoked", "revoked"]);
});
