// The double of sms77.io in tests: a container, and a tenant of it for each test.
// Its own document types what it takes and answers: see generate in package.json.

import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/double.ts";

type Schemas = components["schemas"];
type Query<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } } ? Q : never;

// start starts the container, unless $SMS77MOCK_URL has a double already.
// It returns its URL and how to stop it.
export function start() {
  if (process.env.SMS77MOCK_URL) return { url: process.env.SMS77MOCK_URL, stop() {} };
  const docker = (...args: string[]) => execFileSync("docker", args, { encoding: "utf8" }).trim();
  const id = docker("run", "--rm", "-d", "-p", "127.0.0.1::8077", "--add-host", "host.docker.internal:host-gateway", "sms77mock");
  docker("exec", id, "/sms77mock", "healthcheck", "--wait");
  return { url: `http://${docker("port", id, "8077").split("\n")[0]}`, stop() { docker("stop", id); } };
}

// Tenant is a client and an account of one test, to whom all that it orders and
// sees is limited.
export class Tenant {
  readonly name = `tenant-${randomBytes(5).toString("hex")}`;
  readonly secret = randomBytes(10).toString("hex");
  readonly #levers;

  constructor(url: string) {
    this.#levers = createClient<paths>({ baseUrl: url });
    // What is refused fails the test, and says what would be accepted.
    this.#levers.use({
      async onResponse({ request, response, schemaPath }) {
        if (!response.ok) throw new Error(`${request.method} ${schemaPath}: ${(await response.json()).error}`);
      },
    });
  }

  // settle registers the two. With the decision prompt a person decides, in the
  // browser.
  async settle(redirectURI: string, decision?: "approve" | "deny" | "prompt") {
    await this.#levers.POST("/_mock/accounts", { body: { name: this.name } });
    await this.#levers.POST("/_mock/clients", {
      body: { id: this.name, secrets: [this.secret], redirect_uris: [redirectURI], authorize: { account: this.name, decision } },
    });
  }

  deny() {
    return this.#levers.POST("/_mock/decisions", { body: { decision: "deny", client_id: this.name } });
  }

  inject(fault: Schemas["Fault"]) {
    return this.#levers.POST("/_mock/faults", { body: { ...fault, client_id: this.name } });
  }

  expire(kind: Schemas["TokenFilter"]["kind"] = "access_token") {
    return this.#levers.POST("/_mock/tokens/expire", { body: { client_id: this.name, kind } });
  }

  revoke() {
    return this.#levers.POST("/_mock/tokens/revoke", { body: { client_id: this.name } });
  }

  receive(message: Schemas["Inbound"]) {
    return this.#levers.POST("/_mock/messages", { body: { ...message, account: this.name } });
  }

  async requests(chosen: Query<"/_mock/requests"> = {}) {
    const { data } = await this.#levers.GET("/_mock/requests", { params: { query: { ...chosen, client_id: this.name } } });
    return data!;
  }

  // waitForRequest waits up to five seconds.
  async waitForRequest(chosen: Query<"/_mock/requests/wait"> = {}) {
    const { data } = await this.#levers.GET("/_mock/requests/wait", { params: { query: { ...chosen, account: this.name } } });
    return data![0];
  }

  // waitForMessage waits up to five seconds.
  async waitForMessage(chosen: Query<"/_mock/messages/wait"> = {}) {
    const { data } = await this.#levers.GET("/_mock/messages/wait", { params: { query: { ...chosen, account: this.name } } });
    return data![0];
  }

  // journal tells what was asked, and why it was answered so.
  async journal() {
    const lines = (await this.requests()).map((e) => `request ${e.id}: ${e.method} ${e.path}: ${e.status} ${e.outcome} ${e.reason ?? ""}`);
    return lines.join("\n");
  }

  // leave ends the test. An order that nothing has met fails it: it would have
  // proved nothing.
  async leave() {
    const faults = (await this.#levers.GET("/_mock/faults")).data!.filter((x) => x.fault.client_id === this.name);
    const decisions = (await this.#levers.GET("/_mock/decisions")).data!.filter((x) => x.decision.client_id === this.name);
    await this.#levers.DELETE("/_mock/clients/{id}", { params: { path: { id: this.name } } });
    await this.#levers.DELETE("/_mock/accounts/{name}", { params: { path: { name: this.name } } });
    const unmet = [...faults, ...decisions].filter((x) => x.used === 0);
    if (unmet.length > 0) throw new Error(`never met: ${JSON.stringify(unmet)}`);
  }
}
