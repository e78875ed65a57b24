"""A small shop that sends SMS in the name of its users, as a real one would."""

import json
import os
import secrets
import urllib.error
import urllib.parse
import urllib.request
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OAUTH = os.environ.get("OAUTH_URL", "https://oauth.sms77.io")
GATEWAY = os.environ.get("GATEWAY_URL", "https://gateway.sms77.io/api")


class LoginNeeded(Exception):
    """The user has to log in again."""


def ask(url, form=None, headers=None):
    """Asks the vendor and returns the status and the body."""
    data = urllib.parse.urlencode(form).encode() if form else None
    request = urllib.request.Request(url, data, headers or {})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


class Shop:
    """The application: which user is logged in, and what was answered to SMS."""

    def __init__(self, client_id, client_secret):
        self.client_id, self.client_secret = client_id, client_secret
        self.tokens, self.inbox = {}, []

    def authorize_url(self, state):
        return OAUTH + "/authorize?" + urllib.parse.urlencode(
            {"response_type": "code", "client_id": self.client_id, "state": state, "scope": "sms hooks"})

    def redeem(self, session, grant):
        status, body = ask(OAUTH + "/token", {**grant, "client_id": self.client_id, "client_secret": self.client_secret})
        if status == 400 and json.loads(body)["error"] == "invalid_grant":
            raise LoginNeeded
        if status != 200:
            raise OSError(f"/token answers {status}")
        self.tokens[session] = json.loads(body)

    def call(self, session, path, form):
        """Calls the gateway; a token that is refused is refreshed, once."""
        if session not in self.tokens:
            raise LoginNeeded
        for last in (False, True):
            headers = {"Authorization": "Bearer " + self.tokens[session]["access_token"]}
            status, body = ask(GATEWAY + path, form, headers)
            if status != 401 or last:
                return body
            self.redeem(session, {"grant_type": "refresh_token", "refresh_token": self.tokens[session]["refresh_token"]})


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        path, query = self.path.partition("?")[0], dict(urllib.parse.parse_qsl(self.path.partition("?")[2]))
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get("session")
        shop, session = self.server.shop, cookie.value if cookie else ""
        if path == "/login":
            session = secrets.token_hex(16)
            self.answer(302, "", {"Location": shop.authorize_url(session), "Set-Cookie": f"session={session}; HttpOnly"})
        elif path == "/callback" and (not session or query.get("state") != session):
            self.answer(400, "The login did not start here.")
        elif path == "/callback" and "error" in query:
            self.answer(403, "You did not allow the access.")
        elif path == "/callback":
            self.attempt(lambda: shop.redeem(session, {"grant_type": "authorization_code", "code": query.get("code", "")}), "Welcome!")
        else:
            self.answer(404, "")

    def do_POST(self):
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()))
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get("session")
        shop, session = self.server.shop, cookie.value if cookie else ""
        if self.path == "/webhook":
            shop.inbox.append(form)
            self.answer(200, "")
        elif self.path == "/listen":
            hook = {"action": "subscribe", "event_type": "sms_mo", "target_url": form["url"]}
            self.attempt(lambda: shop.call(session, "/hooks", hook), "Listening.")
        else:
            self.attempt(lambda: shop.call(session, "/sms", {"to": form["to"], "text": form["text"]}), "Sent.")

    def attempt(self, do, success):
        try:
            do()
        except LoginNeeded:
            self.answer(401, "Please log in again.")
        except OSError:
            self.answer(502, "That is not possible at the moment.")
        else:
            self.answer(200, success)

    def answer(self, status, text, headers=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


def serve(shop):
    """Returns a server of a shop on a free port."""
    server = ThreadingHTTPServer(("", 0), Handler)
    server.shop = shop
    return server
