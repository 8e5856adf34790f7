"""The account's own pages in the browser: over https, on the account's own host, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl

if TYPE_CHECKING:
    from demitasse.tracker.account import Identity

_SHARED = "api."
"""Hosts of the interface that all companies share have no pages (api-facts 1.1)."""


def timesheet(identity: Identity) -> QUrl | None:
    """Where this person's timesheet is; None if that is not known, or would be asked for in the clear."""
    url = QUrl(identity.server, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme() != "https" or not url.host() or url.host().startswith(_SHARED):
        return None
    own = QUrl()
    own.setScheme("https")
    own.setHost(url.host())
    own.setPort(url.port())
    own.setPath("/")
    return own
