"""The double of sms77.io in tests: a container, and a tenant of it for each test.

Plain HTTP does: a client generated from the double's document would be many times
as long as what a suite asks for.
"""

import json
import os
import secrets
import subprocess
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request


def start():
    """Starts the container unless $SMS77MOCK_URL has a double already. Returns its URL and how to stop it."""
    if "SMS77MOCK_URL" in os.environ:
        return os.environ["SMS77MOCK_URL"], lambda: None
    docker = lambda *arguments: subprocess.check_output(["docker", *arguments], text=True).strip()
    container = docker(
        "run", "--rm", "-d", "-p", "127.0.0.1::8077", "--add-host", "host.docker.internal:host-gateway",
        "-e", "SMS77MOCK_WEBHOOK_HOST=host.docker.internal", os.environ.get("SMS77MOCK_IMAGE", "sms77mock"))
    url = "http://" + docker("port", container, "8077").splitlines()[0]
    docker("exec", container, "/sms77mock", "healthcheck", "--wait")
    return url, lambda: docker("stop", container)


class Tenant:
    """A client and an account of one test, to whom all that it orders and sees is limited."""

    def __init__(self, url, redirect_uri):
        self.url, self.name, self.secret = url, "tenant-" + secrets.token_hex(5), secrets.token_hex(10)
        self.order("POST", "accounts", {"name": self.name})
        self.order("POST", "clients", {
            "id": self.name, "secrets": [self.secret], "redirect_uris": [redirect_uri], "authorize": {"account": self.name}})

    def order(self, method, path, body=None):
        """Pulls a lever. What is refused fails the test, and says what would be accepted."""
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"{self.url}/_mock/{path}", data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            raise AssertionError(f"{method} {path}: {json.load(refusal)['error']}") from None

    def deny(self):
        self.order("POST", "decisions", {"decision": "deny", "client_id": self.name})

    def expire(self, kind="access_token"):
        self.order("POST", "tokens/expire", {"client_id": self.name, "kind": kind})

    def revoke(self):
        self.order("POST", "tokens/revoke", {"client_id": self.name})

    def inject(self, **fault):
        self.order("POST", "faults", {**fault, "client_id": self.name})

    def receive(self, **message):
        self.order("POST", "messages", {**message, "account": self.name})

    def wait(self, what, **chosen):
        """Waits up to five seconds for requests or messages, and returns them."""
        return self.order("GET", f"{what}/wait?" + urllib.parse.urlencode({**chosen, "account": self.name}))

    def requests(self, **chosen):
        return self.order("GET", "requests?" + urllib.parse.urlencode({**chosen, "client_id": self.name}))

    def leave(self):
        """Ends the test. An order that nothing has met fails it: it would have proved nothing."""
        unmet = [f for f in self.order("GET", "faults") if f["fault"].get("client_id") == self.name and not f["used"]]
        unmet += [d for d in self.order("GET", "decisions") if d["decision"].get("client_id") == self.name]
        self.order("DELETE", f"clients/{self.name}")
        self.order("DELETE", f"accounts/{self.name}")
        assert not unmet, f"never met: {unmet}"


class TestCase(unittest.TestCase):
    """A test with a double. A failure tells what was asked, and why it was answered so."""

    @classmethod
    def setUpClass(cls):
        cls.double, stop = start()
        cls.addClassCleanup(stop)

    def tenant(self, redirect_uri):
        tenant = Tenant(self.double, redirect_uri)
        self.addCleanup(tenant.leave)
        self.addCleanup(self.tell, tenant)
        return tenant

    def tell(self, tenant):
        if not self._outcome.success:
            for e in tenant.requests():
                print(f"{self.id()}: request {e['id']}: {e['method']} {e['path']}: {e['status']} {e['outcome']} {e.get('reason', '')}")
