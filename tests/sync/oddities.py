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
"""Numbers that a service may have."""

DOORS = frozenset(
    "old_hosts refresh password_grant client_check company_from company_needed login_failure login_text missing_token"
    "".split()
)
"""What decides whether somebody gets in at all: tests.api.test_sign_in and test_oauth turn these."""

STRANGE = 0.25
"""How many of all switches stand elsewhere than we believe."""


BEYOND = (
    ("skip", "ignored", "max_limit", ("2", "10")),
    ("error_status", "200", "error_body", ("empty", "html", "text")),
)
"""Together they leave nothing to go by: lists whose rest nobody can have, and a no without status and object."""


def odd(dice: random.Random) -> dict[str, str]:
    """A service that differs from what we believe in every respect with some chance."""
    found = {}
    for quirk in CATALOGUE:
        values = NUMBERS[quirk.name].split() if quirk.values == NUMBER else quirk.values
        if quirk.name not in DOORS and dice.random() < STRANGE:
            found[quirk.name] = dice.choice(values)
    for one, value, other, hopeless in BEYOND:
        if found.get(one) == value and found.get(other) in hopeless:
            del found[other]
    return found
