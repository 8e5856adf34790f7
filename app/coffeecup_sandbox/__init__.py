"""A local CoffeeCup: the documented service on one machine, for the demo, the tests and anybody's client.

It imports nothing of the rest of the program and only the standard library; it spells every field
itself, so that it can catch the program's own mistakes. Start reading at `service.py` (one request in,
one reply out), then `resources.py` (what we believe about the data) and `quirks.py` (what we do not know).
"""

from coffeecup_sandbox.server import Sandbox as Sandbox
