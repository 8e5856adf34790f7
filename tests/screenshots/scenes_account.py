"""The scenes of the account: signing in and out, the first sync (pictures 33 to 35)."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from demitasse.boot.profile import Profile
from demitasse.domain.doctor import Finding, Found
from demitasse.domain.errors import FaultCode, LocalFault, Refused
from demitasse.domain.hotkeys import SETTINGS, HotkeyAction, HotkeyState
from demitasse.domain.ports import EventKind, SyncEvent, SyncProgress, SyncStep
from demitasse.store import settings as stored
from demitasse.ui.pages.destinations import Accounts, Doctor, FirstSync, Settings
from demitasse.ui.widgets import focus
from demitasse.ui.widgets.progress import time_left
from tests.desktop_session import wait_until
from tests.ui import stage
from tests.ui.stage import NOW, Stage

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


def settings() -> Popover:
    """The settings from the top (picture 36), on a desktop that only reports sleep."""
    return _settings(0)


def settings_appearance() -> Popover:
    """The settings of the appearance (picture 37)."""
    return _settings(560)


def settings_shortcuts() -> Popover:
    """The global shortcuts: one is being chosen, and one is another program's (pictures 37 and 38)."""
    popover = _settings(0)
    page: Any = popover.page
    for name, keys in (("toggle", "Ctrl+Alt+D"), ("start_or_stop", "Ctrl+Alt+S"), ("switch", "Ctrl+Alt+W")):
        page._profile.settings.put(SETTINGS[HotkeyAction(name)], keys)
    page._on_obstacles({}, {HotkeyAction.SWITCH: HotkeyState.TAKEN})
    page.shortcuts["shortcut_add"].click()
    QApplication.processEvents()
    page.list.verticalScrollBar().setValue(866)
    return popover


def settings_account() -> Popover:
    """The account at the end of the settings (picture 38)."""
    return _settings(10_000)


def _settings(scrolled_px: int) -> Popover:
    popover = Stage().popover()
    popover.open(Settings())
    page: Any = popover.page
    wait_until(lambda: (QApplication.processEvents(), not _probing())[1], "what this desktop offers")
    QApplication.processEvents()
    page._on_obstacles({"ask_away": Found.IDLE_UNKNOWN})
    QApplication.processEvents()
    page.list.verticalScrollBar().setValue(scrolled_px)
    return popover


def _probing() -> bool:
    return any(thread.name in {"demitasse-probe", "demitasse-doctor"} for thread in threading.enumerate())


def sign_out() -> Popover:
    """Signing out asks, and names what is not sent (picture 39)."""
    s = Stage()
    s.running(stage.WEBSITE, stage.CODING, 5047, "Fix the login redirect on Safari")
    s.entry(stage.MOBILE, stage.DESIGN, 45, "Empty states and icons", sent=False)
    popover = s.popover()
    popover.open(Settings())
    page: Any = popover.page
    focus.show(shown=True)
    page.sign_button.click()
    return popover


def sign_out_offline() -> Popover:
    """Signing out without a connection."""
    s = Stage()
    s.entry(stage.MOBILE, stage.DESIGN, 45, "Empty states and icons", sent=False)
    s.entry(stage.INTERNAL, stage.MEETING, 60, "Retro", sent=False)
    s.offline(NOW)
    popover = s.popover()
    popover.open(Settings())
    page: Any = popover.page
    page.sign_button.click()
    return popover


def doctor() -> Popover:
    """Every kind of result (picture 41)."""
    s = Stage()
    with s.store.transaction():
        s.store.settings.put(stored.SERVER, "http://127.0.0.1:1")  # nobody answers there
    popover = s.popover()
    popover.open(Doctor())
    page: Any = popover.page
    wait_until(lambda: (QApplication.processEvents(), page.findings)[1], "the checks")
    page._on_finished(tuple(Finding(*one) for one in _FINDINGS))
    page._at(NOW)
    for _ in range(3):
        QApplication.processEvents()  # lines grow with their words
    return popover


_FINDINGS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("tray", Found.TRAY_SHOWN, {}),
    ("clicks", Found.CLICKS_ARRIVE, {"buttons": ("left", "middle", "right")}),
    ("placement", Found.PLACED_AT_ICON, {}),
    ("notifications", Found.NOTES_WITH_BUTTONS, {"service": "mako"}),
    ("keyring", Found.KEYRING_OPEN, {"backend": "Secret Service"}),
    ("login", Found.LOGIN_OFF, {}),
    ("idle", Found.IDLE_UNKNOWN, {}),
    ("sleep", Found.SLEEP_ANNOUNCED, {}),
    ("shortcuts", Found.SHORTCUTS_NONE, {"command": "demitasse toggle"}),
    ("clock", Found.CLOCK_RIGHT, {"offset_ms": 400, "zone": "Europe/Berlin"}),
    ("zone", Found.ZONE_SAME, {"zone": "Europe/Berlin"}),
    ("disk", Found.DISK_LOW, {"free_bytes": 12_000_000, "size_bytes": 3_000_000}),
    ("database", Found.DATABASE_SOUND, {"entries": 2010}),
    ("server", Found.SERVER_ANSWERED, {"host": "acme.coffeecup.app", "took_ms": 210}),
    ("throttle", Found.BUDGET_FREE, {"used": 3, "limit": 42, "today": 120}),
    ("installation", Found.INSTALLED, {"version": "1.0", "python": "3.11.7"}),
)


def accounts() -> Popover:
    """Three accounts on one computer, one of them not signed in, and a name that is taken (picture 40)."""
    Profile("work").close()
    studio = Profile("studio")
    with studio._store.transaction():
        studio._store.settings.put(stored.EMAIL, "jane@studio.example")
        studio._store.settings.put(stored.SERVER, "https://studio.coffeecup.app")
        studio._store.settings.put(stored.SIGNED_IN, True)
    studio.close()
    popover = Stage().popover()
    popover.open(Accounts())
    page: Any = popover.page
    page.name.setText("work")
    page.add_button.click()
    return popover


ACCOUNT = (
    sign_in_first, sign_in, sign_in_busy, sign_in_http, sign_in_no_keyring, sign_in_keyring_locked, first_sync,
    settings, settings_appearance, settings_shortcuts, settings_account, sign_out, sign_out_offline, doctor, accounts,
)  # fmt: skip
