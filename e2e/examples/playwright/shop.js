// A small shop that sends SMS in the name of its users, as a real one would.

import { randomBytes } from "node:crypto";
import { createServer } from "node:http";

class LoginNeeded extends Error {}

// createShop returns a server that is registered with the vendor as client.
export function createShop({ clientID, clientSecret, oauth = "https://oauth.sms77.io", gateway = "https://gateway.sms77.io/api" }) {
  const tokens = new Map(); // by session
  const inbox = [];

  const post = (url, form, headers) => fetch(url, { method: "POST", body: new URLSearchParams(form), headers, signal: AbortSignal.timeout(5000) });

  async function redeem(session, grant) {
    const answer = await post(`${oauth}/token`, { ...grant, client_id: clientID, client_secret: clientSecret });
    if (answer.status === 400 && (await answer.json()).error === "invalid_grant") throw new LoginNeeded();
    if (!answer.ok) throw new Error(`/token answers ${answer.status}`);
    tokens.set(session, await answer.json());
  }

  // call calls the gateway; a token that is refused is refreshed, once.
  async function call(session, path, form) {
    if (!tokens.has(session)) throw new LoginNeeded();
    const once = () => post(gateway + path, form, { Authorization: `Bearer ${tokens.get(session).access_token}` });
    const answer = await once();
    if (answer.status !== 401) return answer;
    await redeem(session, { grant_type: "refresh_token", refresh_token: tokens.get(session).refresh_token });
    return once();
  }

  const page = (text) => `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,"><p>${text}</p>
    <a href="/login">Log in with sms77</a>
    <form method="post" action="/send"><label>To <input name="to"></label><label>Text <input name="text"></label><button>Send</button></form>
    <ul>${inbox.map((text) => `<li>${text.replaceAll("<", "&lt;")}</li>`).join("")}</ul>`;

  async function attempt(answer, work, success) {
    try {
      await work();
      answer(200, page(success));
    } catch (error) {
      if (error instanceof LoginNeeded) answer(401, page("Please log in again."));
      else answer(502, page("That is not possible at the moment."));
    }
  }

  async function serve(request, response) {
    const url = new URL(request.url, `http://${request.headers.host}`);
    const session = /session=(\w+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const answer = (status, text, headers = {}) => response.writeHead(status, { "Content-Type": "text/html", ...headers }).end(text);
    switch (url.pathname) {
      case "/login": {
        const fresh = randomBytes(16).toString("hex");
        const query = new URLSearchParams({ response_type: "code", client_id: clientID, state: fresh, scope: "sms hooks" });
        return answer(302, "", { Location: `${oauth}/authorize?${query}`, "Set-Cookie": `session=${fresh}; HttpOnly; Path=/` });
      }
      case "/callback":
        if (!session || url.searchParams.get("state") !== session) return answer(400, page("The login did not start here."));
        if (url.searchParams.has("error")) return answer(403, page("You did not allow the access."));
        return attempt(answer, () => redeem(session, { grant_type: "authorization_code", code: url.searchParams.get("code") }), "Welcome!");
      case "/send":
        return attempt(answer, () => call(session, "/sms", { to: form.get("to"), text: form.get("text") }), "Sent.");
      case "/listen":
        return attempt(answer, () => call(session, "/hooks", { action: "subscribe", event_type: "sms_mo", target_url: form.get("url") }), "Listening.");
      case "/webhook":
        inbox.push(form.get("data[text]"));
        return answer(200, "");
      default:
        return answer(200, page("A shop"));
    }
  }

  return createServer((request, response) => serve(request, response).catch(() => response.destroy()));
}
