// What the tests begin with: the shop in a browser, and the person before it.

import { test as base, expect, type Page } from "@playwright/test";
import { Person } from "./double.ts";

export { expect };

// Shop is the pages, as a person uses them.
export class Shop {
  constructor(readonly page: Page, readonly person: Person) {}

  // begin presses the button that begins a log-in. The person's e-mail address goes
  // to the vendor as login_hint, so that this very person comes back.
  async begin() {
    await this.page.goto("/");
    await this.page.getByLabel("E-mail").fill(this.person.email);
    await this.press("Log in with sms77");
  }

  async logIn() {
    await this.begin();
    await this.says("Welcome!");
  }

  async write({ to = "49170123456789", text = "Your code is 123456" } = {}) {
    await this.page.getByLabel("To").fill(to);
    await this.page.getByLabel("Text").fill(text);
  }

  async send(message?: { to?: string; text?: string }) {
    await this.write(message);
    await this.press("Send");
  }

  async press(button: string) {
    await this.page.getByRole("button", { name: button }).click();
  }

  async says(notice: string) {
    await expect(this.page.getByRole("status")).toHaveText(notice);
  }

  list = (label: string) => this.page.getByRole("list", { name: label }).getByRole("listitem");
}

export const test = base.extend<{ person: Person; shop: Shop }, { account: Person }>({
  baseURL: ({}, use) => use(process.env.SHOP_URL),

  account: [async ({}, use, { parallelIndex }) => {
    const person = new Person(`${process.env.CLIENT_ID}-worker-${parallelIndex}`);
    await person.settle();
    await use(person);
    await person.leave();
  }, { scope: "worker" }],

  // person is that of the worker, as new. A test that fails tells what was asked.
  person: async ({ account }, use, info) => {
    await use(account);
    if (info.status !== info.expectedStatus) await info.attach("journal", { body: await account.journal() });
    await account.reset();
  },

  shop: ({ page, person }, use) => use(new Shop(page, person)),
});
