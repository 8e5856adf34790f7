"""Services that differ from the documented one, each in its own way (api-facts 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coffeecup_sandbox.quirks import CATALOGUE, NUMBER

if TYPE_CHECKING:
    import random

NUMBERS = {
    "refresh_grace_s": "0 60 3600", "refresh_life_s": "1209600", "token_life_s": "60 3600", "default_limit": "1 5 30",
    "max_limit": "0 2 10", "duration_step_s": "1 60", "longest_hours": "0 24", "throttle_max": "0 30 100",
    "throttle_window_s": "15", "throttle_block_s": "120", "keep_alive_s": "0 1 60", "round_minutes": "0 5 15",
}  # fmt: skip
"""Possible values of the numeric quirks."""

SIGN_IN = frozenset(
    "old_hosts refresh password_grant client_check company_from company_needed login_failure login_text missing_token"
    "".split()
)
"""The quirks of signing in, which tests.api.test_sign_in and test_oauth test."""

SHARE = 0.25
"""The share of quirks with a value that we do not expect."""


IMPOSSIBLE = (
    ("skip", "ignored", "max_limit", ("2", "10")),
    ("error_status", "200", "error_body", ("empty", "html", "text")),
)
"""Combinations that no client can handle: lists that cannot be read to the end, and refusals without a status."""


def random_quirks(dice: random.Random) -> dict[str, str]:
    """Return random values for some of the quirks."""
    found = {}
    for quirk in CATALOGUE:
        values = NUMBERS[quirk.name].split() if quirk.values == NUMBER else quirk.values
        if quirk.name not in SIGN_IN and dice.random() < SHARE:
            found[quirk.name] = dice.choice(values)
    for one, value, other, hopeless in IMPOSSIBLE:
        if found.get(one) == value and found.get(other) in hopeless:
            del found[other]
    return found
