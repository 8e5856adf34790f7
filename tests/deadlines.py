"""How long tests wait for something that will happen. A deadline ends a test that hangs; it measures nothing.

A loaded machine may stop a process for seconds, so nothing waits less than two minutes. Only a test about time itself
uses figures of its own.
"""

from __future__ import annotations

PATIENCE_S = 120.0
"""For one step: a window that opens, a process that starts or ends, an answer, an event."""

LONG_PATIENCE_S = 480.0
"""For a child that runs many steps, such as a test run in a test. Under pytest's `faulthandler_timeout`."""

RETRY_S = 20.0
"""Before a lost key or click is repeated: a desktop under load may drop one. Only for acts that may be done twice."""
