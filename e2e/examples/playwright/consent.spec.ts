// With the consent page, where a person decides.

import { expect, Shop, test } from "./test.ts";

test.beforeEach(({ person }) => person.decide({ decision: "prompt", times: 2 }));

test("the page names the person and what the shop asks for", async ({ page, person, shop }) => {
  await shop.begin();
  await expect(page.getByRole("radio", { name: person.name })).toBeChecked();
  await expect(page.getByRole("checkbox")).toHaveCount(4);
  await shop.press("Allow");
  await shop.says("Welcome!");
});

test("a person denies it, and changes their mind", async ({ shop }) => {
  await shop.begin();
  await shop.press("Deny");
  await shop.says("You did not allow the access.");
  await shop.begin();
  await shop.press("Allow");
  await shop.says("Welcome!");
});

test("a person allows less, and the rest works", async ({ page, shop }) => {
  await shop.begin();
  await page.getByRole("checkbox", { name: "contacts" }).uncheck();
  await shop.press("Allow");
  await page.getByRole("link", { name: "Contacts" }).click();
  await shop.says("You have not allowed that.");
  await shop.send();
  await shop.says("Sent.");
});

test("a person who logs in in two tabs gets in by both", async ({ context, person, shop }) => {
  await shop.begin();
  const second = new Shop(await context.newPage(), person);
  await second.begin();
  await shop.press("Allow");
  await shop.says("Welcome!");
  await second.press("Allow");
  await second.says("Welcome!");
});
