"""What goes wrong in calls of random histories."""

from __future__ import annotations

from typing import Any

FAULTS: dict[str, dict[str, Any]] = {
    "N5 answer lost": {"kind": "drop_after"},
    "N6 request lost": {"kind": "drop_before"},
    "N7 late commit": {"kind": "late", "seconds": 40},
    "N8 reset": {"kind": "reset"},
    "N10 drip": {"kind": "drip", "seconds": 0.004},
    "N14 portal": {"kind": "portal"},
    "N14 filter": {"kind": "portal", "status": 405},
    "N14 filtered session": {"kind": "portal", "status": 401},
    "N15 redirect": {"kind": "redirect"},
    "H1 body cut": {"kind": "truncate"},
    "H3 garbled": {"kind": "garble"},
    "H7 wrong types": {"kind": "wrong_type"},
    "H5 labelled text": {"kind": "html_type"},
    "H9 500": {"kind": "status", "status": 500},
    "H10 500 after": {"kind": "status", "status": 500, "after": True},
    "H11 502": {"kind": "status", "status": 502},
    "H11 504 after": {"kind": "status", "status": 504, "after": True},
    "H12 503 bare": {"kind": "status", "status": 503},
    "H13 400": {"kind": "status", "status": 400, "method": "POST"},
    "T1 503": {"kind": "status", "status": 503, "retry_after": "30"},
    "U1 401": {"kind": "status", "status": 401},
    "D13 lag": {"kind": "lag", "seconds": 30, "method": "GET"},
}
"""The faults of calls about entries, by their row in the fault table (reliability A)."""

CHANCE = 0.024
"""The chance of each fault in each call; 38 of 100 calls meet at least one."""
