"""The cup in the tray: its picture, its tool tip, its menu, and what clicks on it mean.

Every desktop means something else by a click (desktop 1.1), so only three things are believed: a plain click opens, a
middle click starts or stops, and everything can be reached through the menu, which is all that some desktops offer.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QElapsedTimer, QObject, QRect, Signal, Slot
from PySide6.QtGui import QAction, QCursor, QGuiApplication
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from demitasse.ui.tray.tray_icon_painter import TrayMark, cup_icon, dot_icon

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QIcon

    from demitasse.ui.tray.linux_notifications import LinuxNotifications

Reason = QSystemTrayIcon.ActivationReason

RECENTS = 3
"""So many of what was worked on lately are in the menu."""
_SAME_CLICK_MS = 250
"""Some desktops tell a double click as two single ones."""
_LEVELS = 16
"""So many different fillings of the cup can be told apart in a tray."""
_SIZES = {"win32": (16, 20, 24, 32, 40, 48), "darwin": (18, 36)}
_OTHER_SIZES = (16, 22, 24, 32, 48)


class Recent(NamedTuple):
    """Something that was worked on lately."""

    project_id: int
    task_id: int
    name: str
    color: str


class TrayState(NamedTuple):
    """What the tray shows: the filling of the cup (0.0 to 1.0), its marks, and words."""

    fill: float = 0.0
    running: bool = False
    mark: TrayMark = TrayMark.NONE
    signed_out: bool = False
    tip: str = "Demitasse"
    action: str = ""
    """What the menu's first verb does: stop this, or go on with that; empty if there is nothing to go on with."""
    recents: tuple[Recent, ...] = ()
    """What else can be started."""
    web: bool = False
    """Whether the account has a page that a browser can show."""

    def picture(self) -> tuple[int, bool, TrayMark, bool]:
        """What of it can be seen in the icon."""
        level = 0 if self.fill <= 0 else max(1, round(min(1.0, self.fill) * _LEVELS))
        return level, self.running, self.mark, self.signed_out


class TrayIcon(QObject):
    """The icon and its menu."""

    toggle_wanted = Signal()
    open_wanted = Signal()
    start_stop_wanted = Signal()
    start_wanted = Signal(int, int)
    """This project and task."""
    add_wanted = Signal()
    web_wanted = Signal()
    settings_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, scheme: str, parent: QObject | None = None) -> None:
        """Draw for a panel of this `scheme` (as `cup`); not shown yet."""
        super().__init__(parent)
        self._scheme = scheme
        self._look = TrayState()
        self._since_click = QElapsedTimer()
        self._menu = QMenu()
        self._verb: QAction | None = None
        self._web: QAction | None = None
        self._recents: list[QAction] = []
        self._notices: LinuxNotifications | None = None
        self._icon = self._new_icon()

    def show(self) -> None:
        """Put the icon into the tray, with an empty cup and an empty menu."""
        self._icon.show()

    def furnish(self) -> None:
        """Fill the menu with words, or with those of another language. What can be done now comes first."""
        self._menu.clear()
        self._verb = self._entry("", self.start_stop_wanted)
        self._menu.addSeparator()
        self._recents = [self._recent_entry() for _ in range(RECENTS)]
        self._menu.addSeparator()
        self._entry(self.tr("Open Demitasse"), self.open_wanted, default=True)
        self._entry(self.tr("Add time…"), self.add_wanted)
        self._web = self._entry(self.tr("Open timesheet in browser"), self.web_wanted)
        self._menu.addSeparator()
        self._entry(self.tr("Settings…"), self.settings_wanted)
        self._entry(self.tr("Quit"), self.quit_wanted)
        self._say(self._look)

    def _recent_entry(self) -> QAction:
        action = self._menu.addAction("")
        action.setIconVisibleInMenu(True)
        action.triggered.connect(self._on_recent)
        return action

    def update_look(self, look: TrayState) -> None:
        """Show another state; what has not changed is not sent to the panel again."""
        before = self._look
        if look.picture() != before.picture():
            self._icon.setIcon(self._picture(look))
        self._look = look
        if (look.tip, look.action, look.recents, look.web) != (before.tip, before.action, before.recents, before.web):
            self._say(look)

    def set_scheme(self, scheme: str) -> None:
        """The panel has another colour now."""
        if scheme != self._scheme:
            self._scheme = scheme
            self._icon.setIcon(self._picture(self._look))

    def renew(self) -> None:
        """Begin with a new icon: the old one never finds a tray that came after it (desktop 1.3)."""
        old = self._icon
        self._icon = self._new_icon()
        self._icon.setToolTip(self._look.tip)
        self._icon.show()
        old.hide()
        old.deleteLater()

    def hide(self) -> None:
        """Take the icon out of the tray."""
        self._icon.hide()

    @Slot(str, str)
    def tell(self, title: str, body: str) -> None:
        """Show a notification; on Linux not through Qt, which would freeze (desktop 1.9)."""
        if sys.platform != "linux":
            self._icon.showMessage(title, body)
            return
        if self._notices is None:
            from demitasse.ui.tray.linux_notifications import LinuxNotifications  # noqa: PLC0415 - when there is something to say

            self._notices = LinuxNotifications(self)
            self._notices.opened.connect(self.open_wanted)
        self._notices.say(title, body)

    def place(self, *, clicked: bool) -> QRect | None:
        """Where the icon is; the pointer if it was `clicked` and its place is secret; None if nobody knows."""
        known = self._icon.geometry()
        if not known.isEmpty() and QGuiApplication.screenAt(known.center()) is not None:
            return known
        if clicked and not QGuiApplication.platformName().startswith("wayland"):
            pointer = QCursor.pos()
            return QRect(pointer.x(), pointer.y(), 1, 1)
        return None

    def _new_icon(self) -> QSystemTrayIcon:
        icon = QSystemTrayIcon(self._picture(self._look), self)
        if sys.platform != "darwin":  # there every click would open the menu
            icon.setContextMenu(self._menu)
        icon.activated.connect(self._on_activated)
        icon.messageClicked.connect(self.open_wanted)
        return icon

    def _picture(self, look: TrayState) -> QIcon:
        level, running, mark, signed_out = look.picture()
        sizes = _SIZES.get(sys.platform, _OTHER_SIZES)
        return cup_icon(level / _LEVELS, running, self._scheme, mark=mark, signed_out=signed_out, sizes=sizes)

    def _say(self, look: TrayState) -> None:
        self._icon.setToolTip(look.tip)
        if self._verb is None or self._web is None:
            return
        self._verb.setText(_letter_for_letter(look.action))
        self._verb.setVisible(bool(look.action))
        self._web.setVisible(look.web)
        for place, action in enumerate(self._recents):
            known = place < len(look.recents)
            action.setVisible(known)
            if known:
                recent = look.recents[place]
                action.setText(_letter_for_letter(recent.name))
                action.setIcon(dot_icon(recent.color))

    @Slot()
    def _on_recent(self) -> None:
        place = self._recents.index(self.sender())  # type: ignore[arg-type]
        recent = self._look.recents[place]
        self.start_wanted.emit(recent.project_id, recent.task_id)

    def _entry(self, text: str, wanted: SignalInstance, *, default: bool = False) -> QAction:
        action = self._menu.addAction(text)
        action.triggered.connect(wanted)
        if default:
            self._menu.setDefaultAction(action)
        return action

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is Reason.MiddleClick:
            self.start_stop_wanted.emit()
        elif reason is Reason.Context and self._icon.contextMenu() is None:
            self._menu.popup(QCursor.pos())
        elif reason in {Reason.Trigger, Reason.Unknown} and not self._is_same_click():
            self.toggle_wanted.emit()

    def _is_same_click(self) -> bool:
        same = self._since_click.isValid() and self._since_click.elapsed() < _SAME_CLICK_MS
        self._since_click.start()
        return same


def _letter_for_letter(words: str) -> str:
    """A menu takes "&" for the mark of a key."""
    return words.replace("&", "&&")
