"""A local CoffeeCup: the documented service on one machine, for the demo, for tests and for developing clients.

It imports nothing of Demitasse and nothing but the standard library. It has its own table of attributes, so that tests
against it find mistakes in Demitasse's. Start reading at `service.py` (from a request to its response), `resources.py`
(the data) and `quirks.py` (what is unknown about the service).
"""

from coffeecup_sandbox.sandbox import Sandbox as Sandbox
