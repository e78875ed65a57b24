import { expect, test } from "./test.ts";

test.beforeEach(({ shop }) => shop.logIn());

test("what is sent is taken off the balance", async ({ page, person, shop }) => {
  await shop.send();
  await shop.says("Sent.");
  await page.getByRole("link", { name: "Account" }).click();
  await expect(shop.list("Account")).toHaveText([person.email, "9.93 EUR"]);
});

test("the contacts are those of the person", async ({ page, shop }) => {
  await page.getByRole("link", { name: "Contacts" }).click();
  await expect(shop.list("Contacts")).toHaveText("Jane Roe: 49170123456789");
});

test("a contact that is added stays", async ({ page, shop }) => {
  await page.getByRole("link", { name: "Contacts" }).click();
  await page.getByLabel("Name").fill("John");
  await page.getByLabel("Number").fill("491716992343");
  await shop.press("Add");
  await expect(shop.list("Contacts")).toHaveText(["Jane Roe: 49170123456789", "John: 491716992343"]);
});

test("who is not logged in sees nothing of it", async ({ context, page, shop }) => {
  await context.clearCookies();
  await page.goto("/contacts");
  await shop.says("Please log in again.");
});
