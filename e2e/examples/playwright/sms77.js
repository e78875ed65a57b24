// What the shop knows of the vendor: the log-in, and calls in the name of a user.

import { createHash, randomBytes } from "node:crypto";

const { CLIENT_ID, CLIENT_SECRET, OAUTH_URL = "https://oauth.sms77.io", GATEWAY_URL = "https://gateway.sms77.io/api" } = process.env;
const patience = 3000; // milliseconds that an answer may take

// Problem is what a user is told, and the status of the page.
export class Problem extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}
const loginNeeded = () => new Problem(401, "Please log in again.");
const unavailable = () => new Problem(502, "That is not possible at the moment.");

const random = () => randomBytes(32).toString("base64url");

// ask returns the status, the headers and the body of an answer that has come
// whole; the body is undefined if it is no JSON.
async function ask(url, { form, headers } = {}) {
  const method = form ? "POST" : "GET";
  const answer = await fetch(url, { method, body: form && new URLSearchParams(form), headers, signal: AbortSignal.timeout(patience) });
  const text = await answer.text();
  let body;
  try { body = JSON.parse(text); } catch {}
  return { status: answer.status, headers: answer.headers, body };
}

// authorization begins a log-in: where the user is sent, and what is needed when
// they come back.
export function authorization(email) {
  const state = random(), verifier = random();
  const query = new URLSearchParams({
    response_type: "code", client_id: CLIENT_ID, state, scope: "balance contacts hooks sms", ...(email && { login_hint: email }),
    code_challenge: createHash("sha256").update(verifier).digest("base64url"), code_challenge_method: "S256",
  });
  return { url: `${OAUTH_URL}/authorize?${query}`, state, verifier };
}

// redeem exchanges a code or a refresh token for tokens.
async function redeem(grant) {
  const form = { ...grant, client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
  const { status, body } = await ask(`${OAUTH_URL}/token`, { form }).catch(() => { throw unavailable(); });
  if (status === 400 && body?.error === "invalid_grant") throw loginNeeded();
  if (status !== 200 || !body?.access_token) throw unavailable();
  return body;
}

// logIn redeems the code that a user has come back with.
export async function logIn(code, verifier) {
  return new User(await redeem({ grant_type: "authorization_code", code, code_verifier: verifier }));
}

// User is somebody who has allowed the shop to act in their name.
class User {
  #tokens;
  #refreshing; // several calls may find at once that the token has expired

  constructor(tokens) {
    this.#tokens = tokens;
  }

  // call calls the gateway; a token that is refused is refreshed, once.
  async #call(url, form) {
    const used = this.#tokens;
    const once = () => ask(url, { form, headers: { Authorization: `Bearer ${this.#tokens.access_token}` } });
    let answer = await once();
    if (answer.status === 401) {
      if (used === this.#tokens) await this.#refresh();
      answer = await once();
    }
    if (answer.status === 401) throw loginNeeded();
    if (answer.status === 403) throw new Problem(403, "You have not allowed that.");
    if (answer.status === 429) throw new Problem(429, `That is too much at once. Please try again in ${answer.headers.get("Retry-After")} seconds.`);
    if (answer.status !== 200 || answer.body === undefined) throw unavailable();
    return answer.body;
  }

  #refresh() {
    const refresh = async () => {
      this.#tokens = await redeem({ grant_type: "refresh_token", refresh_token: this.#tokens.refresh_token });
    };
    this.#refreshing ??= refresh().finally(() => { this.#refreshing = undefined; });
    return this.#refreshing;
  }

  // get and post call the gateway where it does no harm to try again.
  #tell = (error) => { throw error instanceof Problem ? error : unavailable(); };
  get = (path) => this.#call(GATEWAY_URL + path).catch(this.#tell);
  post = (path, form) => this.#call(GATEWAY_URL + path, form).catch(this.#tell);
  me = () => this.#call(`${OAUTH_URL}/me`).catch(this.#tell);

  // send sends an SMS and returns its id. One whose answer does not come may have
  // been sent: to try again would perhaps send it twice.
  async send(to, text) {
    const { messages: [message] } = await this.#call(`${GATEWAY_URL}/sms`, { to, text, json: "1" }).catch((error) => {
      throw error instanceof Problem ? error : new Problem(502, "Perhaps it was sent, perhaps not.");
    });
    // The code of the whole answer, success, is 100 although the only recipient is refused.
    if (message.success) return message.id;
    throw new Problem(400, { 202: "That is no number to send to.", 500: "Your credit does not suffice." }[message.error] ?? `It was refused: ${message.error}`);
  }

  // logOut gives both tokens back; that of the two which fails is good until it
  // expires.
  async logOut() {
    const { access_token, refresh_token } = this.#tokens;
    const revoke = (token) => ask(`${OAUTH_URL}/revoke`, { form: { token, client_id: CLIENT_ID, client_secret: CLIENT_SECRET } });
    await Promise.allSettled([access_token, refresh_token].map(revoke));
  }
}
