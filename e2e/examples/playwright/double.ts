// The double of sms77.io in tests, and a person in it for each worker. Its own
// document types what it takes and answers: see generate in package.json.

import createClient from "openapi-fetch";
import type { components, paths } from "./generated/double.ts";

type Schemas = components["schemas"];
type Query<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } } ? Q : never;

export const levers = createClient<paths>({ baseUrl: process.env.SMS77MOCK_URL });

// What is refused fails the test, and says what would be accepted.
levers.use({
  async onResponse({ request, response, schemaPath }) {
    if (!response.ok) throw new Error(`${request.method} ${schemaPath}: ${(await response.json()).error}`);
  },
});

// Person is the user of one worker: an account, to which all that its tests order
// and see is limited. So workers share a client and keep apart.
export class Person {
  readonly email;

  constructor(readonly name: string) {
    this.email = `${name}@shop.example`;
  }

  async settle() {
    const contacts = [{ firstname: "Jane", lastname: "Roe", mobile_number: "49170123456789" }];
    await levers.POST("/_mock/accounts", { body: { name: this.name, email: this.email, balance: "10", contacts } });
  }

  async leave() {
    await levers.DELETE("/_mock/accounts/{name}", { params: { path: { name: this.name } } });
  }

  decide(decision: Schemas["Decision"]) {
    return levers.POST("/_mock/decisions", { body: { ...decision, account: this.name } });
  }

  inject(fault: Schemas["Fault"]) {
    return levers.POST("/_mock/faults", { body: { ...fault, account: this.name } });
  }

  // release takes the faults back, and lets go what they hold.
  release() {
    return levers.DELETE("/_mock/faults", { params: { query: { account: this.name } } });
  }

  // script says what becomes of the next message.
  script(outcome: Schemas["Script"]) {
    return levers.POST("/_mock/outcomes", { body: { ...outcome, account: this.name } });
  }

  expire(kind: Schemas["TokenFilter"]["kind"]) {
    return levers.POST("/_mock/tokens/expire", { body: { account: this.name, kind } });
  }

  revoke() {
    return levers.POST("/_mock/tokens/revoke", { body: { account: this.name } });
  }

  receive(message: Schemas["Inbound"]) {
    return levers.POST("/_mock/messages", { body: { ...message, account: this.name } });
  }

  async tokens() {
    const { data } = await levers.GET("/_mock/tokens", { params: { query: { account: this.name } } });
    return data!;
  }

  async requests(chosen: Query<"/_mock/requests"> = {}) {
    const { data } = await levers.GET("/_mock/requests", { params: { query: { ...chosen, account: this.name } } });
    return data!;
  }

  async messages(chosen: Query<"/_mock/messages"> = {}) {
    const { data } = await levers.GET("/_mock/messages", { params: { query: { ...chosen, account: this.name } } });
    return data!;
  }

  // waitForRequests waits up to five seconds.
  waitForRequests(chosen: Query<"/_mock/requests/wait">) {
    return levers.GET("/_mock/requests/wait", { params: { query: { ...chosen, account: this.name } } });
  }

  // journal tells what was asked, and why it was answered so.
  async journal() {
    const lines = (await this.requests()).map((e) => `request ${e.id}: ${e.method} ${e.path}: ${e.status} ${e.outcome} ${e.reason ?? ""}`);
    return lines.join("\n");
  }

  // reset ends a test. An order that nothing has met fails it: it would have
  // proved nothing.
  async reset() {
    const faults = (await levers.GET("/_mock/faults")).data!.filter((x) => x.fault.account === this.name);
    const decisions = (await levers.GET("/_mock/decisions")).data!.filter((x) => x.decision.account === this.name);
    const scripts = (await levers.GET("/_mock/outcomes")).data!.filter((x) => x.script.account === this.name);
    await levers.POST("/_mock/reset", { body: { account: this.name } });
    const unmet = [...faults, ...decisions, ...scripts].filter((x) => x.used === 0);
    if (unmet.length > 0) throw new Error(`never met: ${JSON.stringify(unmet)}`);
  }
}
