"""Whose time it is: the person of the account, where their day begins, and how they read figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.domain.user import Formats, User, account_formats
from demitasse.store import settings

if TYPE_CHECKING:
    from demitasse.store.store import Store


def user(store: Store) -> User | None:
    """The person this profile belongs to, signed in or not; None before the first sign-in."""
    raw = store.settings.get(settings.USER)
    return User(**raw) if raw else None


def timezone(store: Store) -> str:
    """The account's time zone, which decides what day it is; empty before the first sign-in."""
    return str(store.settings.get(settings.USER).get("timezone", ""))


def formats(store: Store) -> Formats:
    """How this person reads figures: what they chose here, else what the account says."""
    get = store.settings.get
    chosen = (settings.DATE_FORMAT, settings.CLOCK_FORMAT, settings.DURATION_FORMAT, settings.WEEK_START)
    return Formats(*(get(one) for one in chosen)).or_else(account_formats(user(store)))
