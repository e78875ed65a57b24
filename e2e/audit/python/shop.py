#!/usr/bin/env python3
"""A sound application of another make than ../app: Python and its standard
library, a JSON interface for scripts, which repeat a cookie in a header as axios and
Angular do, Basic credentials, the gateway's text
answers, tokens kept under the account's number and shared by its sessions: the
refresh token of an earlier login goes on where a new one has none.

    PORT=3000 BASE=… DOUBLE=… CLIENT_ID=… CLIENT_SECRET=… shop.py
"""

import base64
import hashlib
import html
import http.client
import json
import os
import secrets
import threading
import time
import urllib.parse
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT, BASE, DOUBLE, CLIENT_ID, CLIENT_SECRET = (os.environ[name] for name in ("PORT", "BASE", "DOUBLE", "CLIENT_ID", "CLIENT_SECRET"))
TIMEOUT = 3


class LoginNeeded(Exception):
    """The vendor wants the user to log in again."""


class VendorFailed(Exception):
    """The vendor did not answer as it should."""


def ask(method, path, form=None, headers=None):
    """Sends one request to the vendor. It follows no redirect and repeats nothing."""
    target = urllib.parse.urlsplit(DOUBLE)
    connection = http.client.HTTPConnection(target.hostname, target.port, timeout=TIMEOUT)
    try:
        headers = dict(headers or {})
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException) as error:
        raise VendorFailed(str(error)) from error
    finally:
        connection.close()


class Account:
    """An account of the vendor, with its tokens."""

    def __init__(self, profile):
        self.profile = profile
        self.lock = threading.Lock()  # one request at a time refreshes
        self.access = self.refresh = None
        self.expires = float("inf")

    def take(self, answer):
        self.access = answer["access_token"]
        self.refresh = answer.get("refresh_token") or self.refresh
        seconds = answer.get("expires_in")
        try:
            seconds = int(seconds)
        except (TypeError, ValueError):
            seconds = 0
        self.expires = time.monotonic() + seconds if seconds > 0 else float("inf")


def token(form):
    """Asks /token and checks everything that has to be right about the answer."""
    credentials = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
    status, body = ask("POST", "/token", form, {"Authorization": "Basic " + credentials})
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise VendorFailed("no JSON") from error
    if not isinstance(answer, dict):
        raise VendorFailed("no JSON object")
    if answer.get("error") == "invalid_grant":
        raise LoginNeeded
    if status != 200 or "error" in answer:
        raise VendorFailed(f"status {status}")
    if not isinstance(answer.get("access_token"), str) or not answer["access_token"]:
        raise VendorFailed("no access token")
    if str(answer.get("token_type", "")).lower() != "bearer":
        raise VendorFailed("no bearer token")
    return answer


class Shop:
    def __init__(self):
        self.lock = threading.Lock()  # guards what follows
        self.sessions = {}  # id: account
        self.marks = {}  # id of a session: what its scripts have to repeat
        self.logins = {}  # id of a browser: {state: verifier}
        self.accounts = {}  # number: Account

    def start(self, browser):
        state, verifier = secrets.token_hex(16), secrets.token_urlsafe(48)
        with self.lock:
            self.logins.setdefault(browser, {})[state] = verifier
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        return DOUBLE + "/authorize?" + urllib.parse.urlencode({
            "response_type": "code", "client_id": CLIENT_ID, "redirect_uri": BASE + "/auth/callback", "scope": "sms",
            "state": state, "code_challenge": challenge, "code_challenge_method": "S256",
        })

    def take(self, browser, state):
        """The verifier of a login that this browser has begun; each only once."""
        with self.lock:
            return self.logins.get(browser, {}).pop(state, None)

    def log_in(self, code, verifier):
        answer = token({"grant_type": "authorization_code", "code": code, "redirect_uri": BASE + "/auth/callback", "code_verifier": verifier})
        status, body = ask("GET", "/me", headers={"Authorization": "Bearer " + answer["access_token"]})
        try:
            profile = json.loads(body)
            number = profile["user_id"]
        except (ValueError, KeyError, TypeError) as error:
            raise VendorFailed("no profile") from error
        if status != 200:
            raise VendorFailed(f"status {status}")
        with self.lock:
            account = self.accounts.setdefault(number, Account(profile))
        with account.lock:
            account.take(answer)
        session = secrets.token_urlsafe(24)
        with self.lock:
            self.sessions[session] = account
            self.marks[session] = base64.b64encode(secrets.token_bytes(25)).decode()  # has to be encoded in a cookie
        return session

    def renew(self, account, old):
        with account.lock:
            if account.access != old:
                return account.access
            if not account.refresh:
                raise LoginNeeded
            account.take(token({"grant_type": "refresh_token", "refresh_token": account.refresh}))
            return account.access

    def send(self, account, to, text):
        access = account.access
        if time.monotonic() >= account.expires and account.refresh:
            access = self.renew(account, access)
        form = {"to": to, "text": text}
        status, body = ask("POST", "/api/sms", form, {"Authorization": "Bearer " + access})
        if status == 401:
            access = self.renew(account, access)
            status, body = ask("POST", "/api/sms", form, {"Authorization": "Bearer " + access})
            if status == 401:
                raise LoginNeeded
        if status != 200 or body.decode("utf-8", "replace").split("\n")[0].strip() != "100":
            raise VendorFailed(f"status {status}")

    def log_out(self, session):
        with self.lock:
            account = self.sessions.pop(session, None)
            self.marks.pop(session, None)
        if account is None:
            return
        for value in (account.refresh, account.access):
            try:
                ask("POST", "/revoke", {"token": value or ""})
            except VendorFailed:
                pass  # the session has ended all the same


shop = Shop()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.answer(self.route("GET", {}))

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        data = self.rfile.read(length)
        if self.headers.get("Content-Type") != "application/json":
            self.answer((415, {"error": "this is no JSON"}, []))
            return
        try:
            said = json.loads(data)
        except ValueError:
            said = None
        if not isinstance(said, dict):
            self.answer((400, {"error": "this is no JSON object"}, []))
        elif self.account() is None:
            self.answer((401, {"error": "log in"}, []))
        elif not self.repeats():
            self.answer((403, {"error": "this was not sent by a script of ours"}, []))
        else:
            self.answer(self.route("POST", said))

    def repeats(self):
        """Whether the request has the header that only scripts of this site can make."""
        mark = shop.marks.get(self.cookie("session"), "")
        return mark != "" and secrets.compare_digest(mark, self.headers.get("X-XSRF-TOKEN", ""))

    def answer(self, result):
        status, body, headers = result
        if isinstance(body, dict):
            kind, body = "application/json", json.dumps(body, separators=(",", ":"))
        else:
            kind, body = "text/html; charset=utf-8", f"<!DOCTYPE html><title>Shop</title>{body}"
        data = body.encode()
        self.send_response(status)
        for name, value in headers + [("Content-Type", kind), ("Content-Length", str(len(data))), ("Cache-Control", "no-store")]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def cookie(self, name):
        found = SimpleCookie(self.headers.get("Cookie", "")).get(name)
        return found.value if found else None

    def route(self, method, form):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
        name = "on_" + method.lower() + url.path.rstrip("/").replace("/", "_")
        handler = getattr(self, name, None)
        if handler is None:
            return 404, "<p>There is no such page.</p>", []
        return handler(form or query)

    def redirect(self, target, *headers):
        return 302, "", [("Location", target), *headers]

    def on_get(self, _):
        return 200, '<p><a href="/login">Log in with sms77</a></p>', []

    def on_get_login(self, _):
        return self.redirect("/auth/start")

    def on_get_auth_start(self, _):
        browser, headers = self.cookie("browser"), []
        if not browser:
            browser = secrets.token_urlsafe(24)
            headers = [("Set-Cookie", f"browser={browser}; Path=/auth; HttpOnly; SameSite=Lax")]
        return self.redirect(shop.start(browser), *headers)

    def on_get_auth_callback(self, query):
        verifier = shop.take(self.cookie("browser"), query.get("state", ""))
        if verifier is None:
            if self.account():
                return self.redirect("/welcome")
            return 400, "<p>The login did not start here. Please try again.</p>", []
        if "error" in query:
            text = "You did not allow the access." if query["error"] == "access_denied" else "The login is not possible: " + query["error"]
            return 403, f"<p>{html.escape(text)}</p>", []
        if not query.get("code"):
            return 400, "<p>The login did not work. Please try again.</p>", []
        try:
            session = shop.log_in(query["code"], verifier)
        except (LoginNeeded, VendorFailed):
            return 503, "<p>The login did not work. Please try again later.</p>", []
        mark = urllib.parse.quote(shop.marks[session], safe="")
        return self.redirect("/welcome", ("Set-Cookie", f"session={session}; Path=/; HttpOnly; SameSite=Lax"),
                             ("Set-Cookie", f"XSRF-TOKEN={mark}; Path=/; SameSite=Lax"))

    def on_get_welcome(self, _):
        return self.redirect("/home")

    def on_get_home(self, _):
        return 200, "<p>The application is a script that asks /api/me.</p>", []

    def account(self):
        with shop.lock:
            return shop.sessions.get(self.cookie("session"))

    def on_get_api_me(self, _):
        account = self.account()
        if account is None:
            return 401, {"error": "log in"}, []
        return 200, {"number": account.profile["user_id"], "company": account.profile["company"]}, []

    def on_post_api_send(self, form):
        account = self.account()
        if account is None:
            return 401, {"error": "log in"}, []
        to, text = form.get("to"), form.get("text")
        if not isinstance(to, str) or not isinstance(text, str) or not isinstance(form.get("n", 0), int):
            return 400, {"error": "to and text are texts, and n is a number"}, []
        try:
            shop.send(account, to, text)
        except LoginNeeded:
            with shop.lock:
                shop.sessions.pop(self.cookie("session"), None)
            return 401, {"error": "log in"}, []
        except VendorFailed:
            return 502, {"error": "not sent"}, []
        return 200, {"sent": True, "note": f"The message was sent \u2013 \"{text}\""}, []

    def on_post_api_logout(self, _):
        shop.log_out(self.cookie("session"))
        return 200, {"bye": True}, [("Set-Cookie", "session=; Path=/; Max-Age=0")]


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


Server(("127.0.0.1", int(PORT)), Handler).serve_forever()
