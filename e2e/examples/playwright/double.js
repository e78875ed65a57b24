// The double of sms77.io in tests: a container, and a tenant of it for each test.

import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";

// start starts the container, unless $SMS77MOCK_URL has a double already.
// It returns its URL and how to stop it.
export function start() {
  if (process.env.SMS77MOCK_URL) return { url: process.env.SMS77MOCK_URL, stop() {} };
  const docker = (...args) => execFileSync("docker", args, { encoding: "utf8" }).trim();
  const id = docker("run", "--rm", "-d", "-p", "127.0.0.1::8077", "--add-host", "host.docker.internal:host-gateway", "sms77mock");
  docker("exec", id, "/sms77mock", "healthcheck", "--wait");
  return { url: `http://${docker("port", id, "8077").split("\n")[0]}`, stop: () => docker("stop", id) };
}

// Tenant is a client and an account of one test, to whom all that it orders and
// sees is limited.
export class Tenant {
  constructor(url) {
    this.url = url;
    this.name = `tenant-${randomBytes(5).toString("hex")}`;
    this.secret = randomBytes(10).toString("hex");
  }

  // settle registers the two. With the decision prompt a person decides, in the
  // browser.
  async settle(redirectURI, decision) {
    await this.order("POST", "accounts", { name: this.name });
    await this.order("POST", "clients", {
      id: this.name, secrets: [this.secret], redirect_uris: [redirectURI], authorize: { account: this.name, decision },
    });
  }

  // order pulls a lever. What is refused fails the test, and says what would be
  // accepted.
  async order(method, path, body) {
    const response = await fetch(`${this.url}/_mock/${path}`, { method, body: body && JSON.stringify(body) });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${answer.error}`);
    return answer;
  }

  deny() { return this.order("POST", "decisions", { decision: "deny", client_id: this.name }); }
  expire(kind = "access_token") { return this.order("POST", "tokens/expire", { client_id: this.name, kind }); }
  revoke() { return this.order("POST", "tokens/revoke", { client_id: this.name }); }
  inject(fault) { return this.order("POST", "faults", { ...fault, client_id: this.name }); }
  receive(message) { return this.order("POST", "messages", { ...message, account: this.name }); }
  requests(chosen = {}) { return this.order("GET", `requests?${new URLSearchParams({ ...chosen, client_id: this.name })}`); }

  // wait waits up to five seconds for requests or messages, and returns them.
  wait(what, chosen = {}) { return this.order("GET", `${what}/wait?${new URLSearchParams({ ...chosen, account: this.name })}`); }

  // journal tells what was asked, and why it was answered so.
  async journal() {
    const lines = (await this.requests()).map((e) => `request ${e.id}: ${e.method} ${e.path}: ${e.status} ${e.outcome} ${e.reason ?? ""}`);
    return lines.join("\n");
  }

  // leave ends the test. An order that nothing has met fails it: it would have
  // proved nothing.
  async leave() {
    const mine = (x) => (x.fault ?? x.decision).client_id === this.name && x.used === 0;
    const unmet = [...await this.order("GET", "faults"), ...await this.order("GET", "decisions")].filter(mine);
    await this.order("DELETE", `clients/${this.name}`);
    await this.order("DELETE", `accounts/${this.name}`);
    if (unmet.length > 0) throw new Error(`never met: ${JSON.stringify(unmet)}`);
  }
}
