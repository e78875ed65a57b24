"""The tests of the shop: python3 -m unittest, with the image sms77mock, or with a
double at $SMS77MOCK_URL that reaches the shop as $SHOP_HOST.
"""

import http.cookiejar
import os
import threading
import unittest
import urllib.error
import urllib.parse
import urllib.request

import double
import shop


class ShopTest(double.TestCase):
    def setUp(self):
        shop.OAUTH, shop.GATEWAY = self.double, self.double + "/api"
        self.server = shop.serve(None)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        port = self.server.server_port
        self.url = f"http://127.0.0.1:{port}"
        # Where the double reaches the shop: from within a container by another name.
        self.reached = f"http://{os.environ.get('SHOP_HOST', 'host.docker.internal')}:{port}"
        self.mock = self.tenant(self.url + "/callback")
        self.server.shop = shop.Shop(self.mock.name, self.mock.secret)
        self.person = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def open(self, path, **form):
        """What a person gets to see."""
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            with self.person.open(self.url + path, data, timeout=10) as page:
                return page.status, page.read().decode()
        except urllib.error.HTTPError as page:
            with page:
                return page.code, page.read().decode()

    def login(self):
        self.assertEqual(self.open("/login"), (200, "Welcome!"))

    def send(self):
        return self.open("/send", to="49170123456789", text="Your code is 123456")

    def test_login_and_send(self):
        self.login()
        self.assertEqual(self.send(), (200, "Sent."))
        message = self.mock.wait("messages", to="49170123456789")[0]
        self.assertEqual(message["codes"], ["123456"])

    def test_denial(self):
        self.mock.deny()
        self.assertEqual(self.open("/login"), (403, "You did not allow the access."))
        self.assertEqual(self.mock.requests(endpoint="token"), [])

    def test_tampered_state(self):
        self.mock.inject(preset="tampered-state")
        self.assertEqual(self.open("/login"), (400, "The login did not start here."))

    def test_an_expired_token_is_refreshed(self):
        self.login()
        self.mock.expire()
        self.assertEqual(self.send(), (200, "Sent."))
        self.assertEqual(len(self.mock.requests(grant_type="refresh_token")), 1)

    def test_a_failure_on_refresh_keeps_the_login(self):
        self.login()
        self.mock.expire()
        self.mock.inject(preset="token-unavailable", grant_type="refresh_token")
        self.assertEqual(self.send()[0], 502)
        self.assertEqual(self.send(), (200, "Sent."))

    def test_a_revoked_login_asks_for_a_new_one(self):
        self.login()
        self.mock.revoke()
        self.assertEqual(self.send(), (401, "Please log in again."))

    def test_an_answer_reaches_the_shop(self):
        self.login()
        self.assertEqual(self.open("/listen", url=self.reached + "/webhook"), (200, "Listening."))
        self.mock.receive(**{"from": "49170123456789", "text": "STOP"})
        self.mock.wait("requests", endpoint="webhook", outcome="ok")
        self.assertEqual(self.server.shop.inbox[0]["data[text]"], "STOP")


if __name__ == "__main__":
    unittest.main()
