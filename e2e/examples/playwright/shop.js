// A small shop that sends SMS in the name of its users, as a real one would:
//
//     CLIENT_ID=… CLIENT_SECRET=… node shop.js

import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { authorization, logIn, Problem } from "./sms77.js";

const sessions = new Map(); // by the cookie
const listeners = new Map(); // sessions by the path of their webhook

const html = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const list = (label, items) => `<ul aria-label="${label}">${items.map((item) => `<li>${html(item)}</li>`).join("")}</ul>`;

const page = (notice, content) => `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">
  <p role="status">${html(notice)}</p>${content}`;
const loginForm = `<form action="/login"><label>E-mail <input name="email"></label><button>Log in with sms77</button></form>`;

const forms = (session) => `
  <form method="post" action="/send"><label>To <input name="to"></label><label>Text <input name="text"></label><button>Send</button></form>
  <form method="post" action="/listen"><button>Receive answers</button></form>
  <form method="post" action="/logout"><button>Log out</button></form>
  <a href="/account">Account</a> <a href="/contacts">Contacts</a>
  ${list("Sent", session.sent.map(({ id, text }) => `${text}: ${session.statuses.get(id) ?? "on its way"}`))}
  ${list("Received", session.received)}`;

const contactForm = `<form method="post" action="/contacts"><label>Name <input name="firstname"></label>
  <label>Number <input name="mobile_number"></label><button>Add</button></form>`;

// routes return a notice and what is to be seen besides, or where to go.
const routes = {
  "GET /": ({ session }) => [session.user ? "Welcome!" : "A shop"],

  // A person may begin to log in in several tabs: each comes back with a state of its own.
  "GET /login"({ session, query }) {
    const { url, state, verifier } = authorization(query.get("email"));
    session.verifiers.set(state, verifier);
    return url;
  },

  async "GET /callback"({ session, query }) {
    const verifier = session.verifiers.get(query.get("state"));
    if (!verifier) throw new Problem(400, "The log-in did not start here.");
    session.verifiers.delete(query.get("state"));
    if (query.get("error") === "access_denied") throw new Problem(403, "You did not allow the access.");
    if (!query.get("code")) throw new Problem(502, "That is not possible at the moment.");
    session.user = await logIn(query.get("code"), verifier);
    return "/"; // so that the code does not stay in the address
  },

  async "POST /send"({ session, user, form }) {
    session.sent.push({ id: await user.send(form.get("to"), form.get("text")), text: form.get("text") });
    return ["Sent."];
  },

  async "POST /listen"({ session, user, shop }) {
    const path = `/webhook/${randomBytes(16).toString("hex")}`;
    for (const event of ["sms_mo", "dlr"]) {
      await user.post("/hooks", { action: "subscribe", event_type: event, target_url: shop + path });
    }
    listeners.set(path, session);
    return ["Listening."];
  },

  async "GET /account"({ user }) {
    const [{ email }, balance] = await Promise.all([user.me(), user.get("/balance")]);
    return ["Your account", list("Account", [email, `${balance.toFixed(2)} EUR`])];
  },

  async "GET /contacts"({ user }) {
    const { data } = await user.get("/contacts");
    return ["Your contacts", list("Contacts", data.map(({ properties: p }) => `${p.fullname}: ${p.mobile_number}`)) + contactForm];
  },

  async "POST /contacts"({ user, form }) {
    await user.post("/contacts", Object.fromEntries(form));
    return "/contacts";
  },

  async "POST /logout"({ session, user }) {
    session.user = undefined;
    await user.logOut();
    return ["Good-bye."];
  },
};

// webhook takes what the vendor tells a session. A report may come before the
// answer about the message, and twice.
function webhook(session, form) {
  if (form.get("webhook_event") === "dlr") session.statuses.set(form.get("data[msg_id]"), form.get("data[status]"));
  else session.received.push(form.get("data[text]"));
}

async function serve(request, response) {
  const url = new URL(request.url, `http://${request.headers.host}`);
  const chunks = await request.toArray();
  const form = new URLSearchParams(Buffer.concat(chunks).toString());
  if (listeners.has(url.pathname)) {
    webhook(listeners.get(url.pathname), form);
    return response.end();
  }
  const cookie = /session=(\w+)/.exec(request.headers.cookie)?.[1];
  const key = sessions.has(cookie) ? cookie : randomBytes(16).toString("hex");
  if (key !== cookie) sessions.set(key, { verifiers: new Map(), sent: [], statuses: new Map(), received: [] });
  const session = sessions.get(key);
  const answer = (status, text, headers) =>
    response.writeHead(status, { "Content-Type": "text/html; charset=utf-8", "Set-Cookie": `session=${key}; HttpOnly; Path=/; SameSite=Lax`, ...headers }).end(text);

  const route = routes[`${request.method} ${url.pathname}`];
  const open = ["/", "/login", "/callback"].includes(url.pathname);
  const show = (notice, content = session.user ? forms(session) : loginForm) => page(notice, content);
  try {
    if (!route) throw new Problem(404, "There is nothing here.");
    if (!open && !session.user) throw new Problem(401, "Please log in again.");
    // The vendor reaches the shop under another name than the users' browsers, if it is a double in a container.
    const shop = `http://${process.env.SHOP_HOST ?? url.hostname}:${url.port}`;
    const done = await route({ session, user: session.user, query: url.searchParams, form, shop });
    if (typeof done === "string") answer(303, "", { Location: done });
    else answer(200, show(...done));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 401) session.user = undefined;
    answer(error.status, show(error.message));
  }
}

const server = createServer((request, response) => serve(request, response).catch((error) => {
  console.error(error);
  response.destroy();
}));
server.listen(Number(process.env.PORT ?? 0), () => console.log(`The shop is at http://127.0.0.1:${server.address().port}`));
