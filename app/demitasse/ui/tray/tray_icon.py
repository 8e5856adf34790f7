"""The tray icon: its picture, tool tip and menu, and the meaning of clicks.

Desktops differ in what a click means (desktop 1.1), so only two clicks are used: a plain click opens the popover, a
middle click starts or stops the timer. Everything is also in the menu, which is all that some desktops offer.
"""

import sys
from collections.abc import Callable
from enum import StrEnum
from itertools import zip_longest
from typing import Any, NamedTuple

from PySide6.QtCore import QElapsedTimer, QObject, QRect, Signal, SignalInstance, Slot
from PySide6.QtGui import QAction, QCursor, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from demitasse.desktop import macos
from demitasse.support.paths import resource
from demitasse.ui.tray.aim import GRACE_MS
from demitasse.ui.tray.screens import AnchorMemory

Reason = QSystemTrayIcon.ActivationReason

TASKS = 5
"""Favourites and recent tasks offered in the menu, as many as have a shortcut."""
TIMERS = 5
"""Timers that can be stopped in the menu, if several run at once."""
KEYS = {
    "verb": "Ctrl+S", "switch": "Ctrl+N", "add": "Ctrl+Shift+N", "close_day": "Ctrl+E", "settings": "Ctrl+,",
    "quit": "Ctrl+Q",
}  # fmt: skip
"""The shortcuts that the menu names. They work in the popover (`widgets.shortcuts`)."""
_SAME_CLICK_MS = 250
"""Some desktops report a double click as two single clicks."""
_LEVELS = 16
"""Distinguishable fill levels of the cup at tray size."""
_SIZES = {"win32": (16, 20, 24, 32, 40, 48), "darwin": (18, 36)}
_OTHER_SIZES = (16, 22, 24, 32, 48)


class TrayMark(StrEnum):
    """The badge in the corner of the icon."""

    NONE = ""
    WAITING = "waiting"
    """Some changes are saved but not sent yet: a dot."""
    NEEDS_YOU = "needs_you"
    """An entry was rejected or needs a decision: a larger dot with an exclamation mark."""


class Offered(NamedTuple):
    """A task that the menu starts."""

    project_id: int
    task_id: int
    name: str
    color: str


class RunningTimer(NamedTuple):
    """A timer among several that run, and the label of the menu item that stops it."""

    entry_id: int
    label: str


class TrayState(NamedTuple):
    """What the tray shows: the fill of the cup (0.0 to 1.0), its badge, the tool tip and the menu.

    A click carries the state that was shown, so that it never does what the label did not say.
    """

    fill: float = 0.0
    running: bool = False
    mark: TrayMark = TrayMark.NONE
    signed_out: bool = False
    tip: str = "Demitasse"
    title: str = ""
    """The text beside the icon, which only macOS shows: the running time."""
    head: str = ""
    """What runs: the first line of the menu, which cannot be chosen."""
    detail: str = ""
    """Since when it runs, and today's total: the second line."""
    action: str = ""
    """The label of the item that stops or continues; empty if there is nothing to continue, or several timers run."""
    timers: tuple[int, ...] = ()
    """The entries whose timers run, the one started last at the end."""
    continue_id: int | None = None
    """The entry that the first menu item continues, if no timer runs."""
    stops: tuple[RunningTimer, ...] = ()
    """What can be stopped, if several timers run."""
    favourites: tuple[Offered, ...] = ()
    """Tasks with a star, and then those used last, without the running one."""
    recents: tuple[Offered, ...] = ()
    has_web_page: bool = False

    def picture(self) -> tuple[int, bool, TrayMark, bool]:
        """Return the part of the state that is visible in the icon."""
        level = 0 if self.fill <= 0 else max(1, round(min(1.0, self.fill) * _LEVELS))
        return level, self.running, self.mark, self.signed_out


class TrayIcon(QObject):
    """The icon and its menu."""

    toggle_requested = Signal()
    open_requested = Signal()
    start_stop_requested = Signal(object)
    """The `TrayState` that the click was aimed at."""
    stop_requested = Signal(int)
    """The id of an entry."""
    start_requested = Signal(int, int, object)
    """The ids of project and task, and the timers that were shown as running."""
    switch_requested = Signal()
    add_requested = Signal()
    close_day_requested = Signal()
    web_requested = Signal()
    settings_requested = Signal()
    quit_requested = Signal()

    def __init__(self, scheme: str, parent: QObject | None = None) -> None:
        """Create the icon for a panel of this `scheme` (see `cup_pixmap`), without showing it."""
        super().__init__(parent)
        self.clicks: set[str] = set()
        """The buttons that were pressed on the icon so far, as `demitasse doctor` shows them."""
        self._scheme = scheme
        self._state: TrayState | None = None
        self._state_before = TrayState()
        self._since_change = QElapsedTimer()
        self._is_expected = False
        self._since_click = QElapsedTimer()
        self._anchor = AnchorMemory()
        self._menu = QMenu()
        self._menu.aboutToShow.connect(self._on_menu_shown)
        self._verb: QAction | None = None
        self._web: QAction | None = None
        self._lines: list[QAction] = []
        self._headers: list[QAction] = []
        self._tasks: list[QAction] = []
        self._switch: QAction | None = None
        self._stops: list[QAction] = []
        self._icon = self._new_icon()

    def show(self) -> None:
        """Show the icon with a prepared picture, an empty cup, and an empty menu."""
        self._icon.show()

    def build_menu(self) -> None:
        """Fill the menu, or translate it after a change of language. Actions that are possible now come first."""
        self._menu.clear()
        self._lines = [self._line(), self._line()]
        self._menu.addSeparator()
        self._verb = self._entry("", self._on_verb, "verb")
        self._stops = [self._entry("", self._on_stop) for _ in range(TIMERS)]
        self._switch = self._entry("", self.switch_requested, "switch")
        self._menu.addSeparator()
        # A favourite and a recent task share the places: each header stands before a list as long as both.
        self._headers, self._tasks = [], []
        for title in (self.tr("Favourites"), self.tr("Recent")):
            header = self._line()
            header.setText(title)
            self._headers.append(header)
            self._tasks += [self._entry("", self._on_task) for _ in range(TASKS)]
        for action in self._tasks:
            action.setIconVisibleInMenu(True)
        self._menu.addSeparator()
        self._entry(self.tr("Open Demitasse"), self.open_requested, default=True)
        self._entry(self.tr("Add time…"), self.add_requested, "add")
        self._entry(self.tr("Close the day…"), self.close_day_requested, "close_day")
        self._web = self._entry(self.tr("Open timesheet in browser"), self.web_requested)
        self._menu.addSeparator()
        self._entry(self.tr("Settings…"), self.settings_requested, "settings")
        self._entry(self.tr("Quit"), self.quit_requested, "quit")
        self._show_text()

    def update_state(self, state: TrayState) -> None:
        """Show another state. Unchanged parts are not sent to the panel again."""
        before, self._state = self._state, state
        if self._is_expected:
            self._since_change.invalidate()
            self._is_expected = False
        elif before is not None and state.timers != before.timers and not self._is_fresh():
            self._state_before = before
            self._since_change.start()
        if before is None or state.picture() != before.picture():
            self._icon.setIcon(self._picture())
        if before is None or state._replace(fill=before.fill, mark=before.mark) != before:
            self._show_text()

    def expect_change(self) -> None:
        """A click has just caused the next change: further clicks are aimed at what is shown after it."""
        self._is_expected = True

    def _is_fresh(self) -> bool:
        return self._since_change.isValid() and self._since_change.elapsed() < GRACE_MS

    def aim(self) -> TrayState:
        """Return the state that a click now is aimed at: the one before, if it has just changed by itself."""
        return self._state_before if self._is_fresh() else self._state or TrayState()

    def set_scheme(self, scheme: str) -> None:
        """Repaint for another colour scheme of the panel."""
        if scheme != self._scheme:
            self._scheme = scheme
            self._icon.setIcon(self._picture())

    def recreate(self) -> None:
        """Create a new icon, because an existing one is never shown by a tray that appeared later (desktop 1.3)."""
        old = self._icon
        self._icon = self._new_icon()
        self._show_text()
        self._icon.show()
        old.hide()
        old.deleteLater()

    def hide(self) -> None:
        """Remove the icon from the tray."""
        self._icon.hide()

    def message(self, title: str, body: str) -> None:
        """Show a notification without buttons; not on Linux, where Qt would freeze (desktop 1.9)."""
        self._icon.showMessage(title, body)

    def geometry(self, *, clicked: bool) -> QRect | None:
        """Return where the icon is as far as anything tells, `clicked` if the person has just clicked it; else None."""
        return self._anchor.anchor(self._icon.geometry(), clicked=clicked)

    def _new_icon(self) -> QSystemTrayIcon:
        icon = QSystemTrayIcon(self._picture(), self)
        if sys.platform != "darwin":  # on macOS a menu that belongs to the icon opens on every click
            icon.setContextMenu(self._menu)
        icon.activated.connect(self._on_activated)
        icon.messageClicked.connect(self.open_requested)
        return icon

    def _picture(self) -> QIcon:
        if self._state is None:
            return QIcon(str(resource("icons/tray.png")))
        level, running, mark, signed_out = self._state.picture()
        sizes = _SIZES.get(sys.platform, _OTHER_SIZES)
        icon: QIcon = _painter().cup_icon(
            level / _LEVELS, self._scheme, sizes, running=running, mark=mark, signed_out=signed_out
        )
        return icon

    def _show_text(self) -> None:
        state = self._state or TrayState()
        self._icon.setToolTip(state.tip)
        macos.show_status_text(state.title)
        if self._verb is None or self._web is None or self._switch is None:
            return
        for line, text in zip(self._lines, (state.head, state.detail), strict=True):
            line.setText(_escape_mnemonics(text))
            line.setVisible(bool(text))
        self._verb.setText(_escape_mnemonics(state.action))
        self._verb.setVisible(bool(state.action))
        self._switch.setText(self.tr("Switch…") if state.timers else self.tr("Start…"))
        self._web.setVisible(state.has_web_page)
        for action, timer in zip_longest(self._stops, state.stops):
            action.setVisible(timer is not None)
            if timer is not None:
                action.setText(_escape_mnemonics(timer.label))
                action.setData(timer.entry_id)
        self._show_tasks(state)

    def _show_tasks(self, state: TrayState) -> None:
        self._headers[0].setVisible(bool(state.favourites))
        self._headers[1].setVisible(bool(state.recents))
        number = 0
        for actions, tasks in ((self._tasks[:TASKS], state.favourites), (self._tasks[TASKS:], state.recents)):
            for action, task in zip_longest(actions, tasks):
                action.setVisible(task is not None)
                action.setShortcut(QKeySequence())
                if task is not None:
                    number += 1
                    action.setText(_escape_mnemonics(task.name))
                    action.setIcon(_painter().dot_icon(task.color))
                    action.setShortcut(f"Ctrl+{number}")

    @Slot()
    def _on_task(self) -> None:
        assert self._state is not None
        place = self._tasks.index(self.sender())  # type: ignore[arg-type]
        tasks = self._state.favourites if place < TASKS else self._state.recents
        task = tasks[place % TASKS]
        self.start_requested.emit(task.project_id, task.task_id, self.aim().timers)

    @Slot()
    def _on_verb(self) -> None:
        self.start_stop_requested.emit(self.aim())

    @Slot()
    def _on_stop(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.stop_requested.emit(action.data())

    def _line(self) -> QAction:
        """Add a line that tells something and cannot be chosen."""
        action = self._menu.addAction("")
        action.setEnabled(False)
        return action

    def _entry(
        self, text: str, requested: SignalInstance | Callable[[], None], key: str = "", *, default: bool = False
    ) -> QAction:
        action = self._menu.addAction(text)
        action.triggered.connect(requested)
        action.setShortcut(KEYS.get(key, ""))
        action.setShortcutVisibleInContextMenu(True)
        if default:
            self._menu.setDefaultAction(action)
        return action

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        self._anchor.note_click()
        self.clicks.add("middle" if reason is Reason.MiddleClick else "right" if reason is Reason.Context else "left")
        if reason is Reason.MiddleClick:
            self.start_stop_requested.emit(self.aim())
        elif reason is Reason.Context and self._icon.contextMenu() is None:
            self._menu.popup(QCursor.pos())
        elif reason in {Reason.Trigger, Reason.Unknown} and not self._is_same_click():
            self.toggle_requested.emit()

    @Slot()
    def _on_menu_shown(self) -> None:
        self._anchor.note_click()
        self.clicks.add("right")

    def _is_same_click(self) -> bool:
        same = self._since_click.isValid() and self._since_click.elapsed() < _SAME_CLICK_MS
        self._since_click.start()
        return same


def _painter() -> Any:
    """Return the module that paints icons. Importing Qt's enums takes 20 ms, after which the icon would be shown."""
    from demitasse.ui.tray import tray_icon_painter  # noqa: PLC0415 - as said

    return tray_icon_painter


def _escape_mnemonics(words: str) -> str:
    """Escape "&", which would mark a mnemonic in a menu."""
    return words.replace("&", "&&")
