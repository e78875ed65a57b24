# Python's urllib, through the proxy.

lacks python3 "Python" && return
check "Python sends an SMS" matches "$(through python3 send.py "$token")" 100
check "what Python sent is in the outbox" sent "Hello from Python"
