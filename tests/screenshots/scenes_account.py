"""The scenes of the account: signing in and out, the first sync (pictures 33 to 35)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from demitasse.domain.errors import FaultCode, LocalFault, Refused
from demitasse.domain.ports import EventKind, SyncEvent, SyncProgress, SyncStep
from demitasse.store import settings as stored
from demitasse.ui.pages.destinations import FirstSync
from demitasse.ui.widgets.progress import time_left
from tests.desktop_session import wait_until
from tests.ui.stage import Stage

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover


def sign_in_first() -> Popover:
    """The first start (picture 33)."""
    return _form()


def sign_in() -> Popover:
    """A wrong password, with a keyring (picture 34)."""
    popover = _form()
    popover.handle(SyncEvent(EventKind.SIGN_IN_FAILED, Refused(FaultCode.SIGN_IN_REFUSED)))
    return popover


def sign_in_busy() -> Popover:
    """The sign-in form while it waits for the server."""
    popover = _form()
    popover.page.submit()  # type: ignore[attr-defined]
    return popover


def sign_in_http() -> Popover:
    """An address that would send the password in the clear."""
    popover = _form()
    page: Any = popover.page
    page.server.setText("http://time.acme.example")
    page.submit()
    return popover


def sign_in_no_keyring() -> Popover:
    """The sign-in form on a desktop without a keyring, after a wrong password (picture 34)."""
    popover = _form(keyring=False)
    page: Any = popover.page
    page.eye.setChecked(True)
    popover.handle(SyncEvent(EventKind.SIGN_IN_FAILED, Refused(FaultCode.SIGN_IN_REFUSED)))
    return popover


def sign_in_keyring_locked() -> Popover:
    """The keyring turned out to be unusable."""
    popover = _form()
    popover.handle(SyncEvent(EventKind.SIGN_IN_FAILED, LocalFault(FaultCode.KEYRING_FAILED)))
    return popover


def first_sync() -> Popover:
    """The first sync, with the time left (picture 35)."""
    s = Stage()
    with s.store.transaction():
        s.store.settings.reset(stored.LAST_SYNCED_AT)
    popover = s.popover()
    page: Any = popover._pages.page(FirstSync())
    popover.open(FirstSync())
    for progress in (
        SyncProgress(SyncStep.CATALOG, 214, 0.2),
        SyncProgress(SyncStep.FACTS, 12, 0.4),
        SyncProgress(SyncStep.ENTRIES, 1240, 0.62, is_done=False),
    ):
        popover.handle(SyncEvent(EventKind.PROGRESS, progress=progress))
    page.left.setText(time_left(32_630, 0.62))
    return popover


def _form(*, keyring: bool = True) -> Popover:
    popover = Stage(signed_in=False).popover()
    page: Any = popover.page
    wait_until(lambda: (QApplication.processEvents(), page._has_keyring is not None)[1], "the look for a keyring")
    page._on_probed(keyring)
    page.server.setText("acme.coffeecup.app")
    page.email.setText("jane@acme.example")
    page.password.setText("correct horse")
    page.take_focus()
    return popover


ACCOUNT = (
    sign_in_first, sign_in, sign_in_busy, sign_in_http, sign_in_no_keyring, sign_in_keyring_locked, first_sync,
)  # fmt: skip
