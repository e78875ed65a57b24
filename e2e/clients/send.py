"""Sends an SMS through the real host name, with urllib alone."""

import sys
import urllib.parse
import urllib.request

request = urllib.request.Request(
    "https://gateway.sms77.io/api/sms",
    data=urllib.parse.urlencode({"to": "49170123456789", "text": "Hello from Python"}).encode(),
    headers={"Authorization": "Bearer " + sys.argv[1]},
)
with urllib.request.urlopen(request, timeout=5) as answer:
    print(answer.read().decode())
