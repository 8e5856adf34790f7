"""Links to the web pages of the account: only over https, and only on the account's own host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl

if TYPE_CHECKING:
    from demitasse.tracker.account import Identity

_SHARED = "api."
"""Hosts of the API that all companies share; they have no web pages (api-facts 1.1)."""


def timesheet_url(identity: Identity) -> QUrl | None:
    """Return the URL of the user's timesheet; None if it is unknown or not https."""
    url = QUrl(identity.server, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme() != "https" or not url.host() or url.host().startswith(_SHARED):
        return None
    own = QUrl()
    own.setScheme("https")
    own.setHost(url.host())
    own.setPort(url.port())
    own.setPath("/")
    return own
