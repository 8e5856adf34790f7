"""Scenes of the tray (pictures 49 to 53): menu, icon, tool tip, and the words of the notifications."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from demitasse.domain.absence import AbsenceKind
from demitasse.domain.reminders import Reminder, ReminderKind
from demitasse.ui.text import notification_text
from demitasse.ui.text.notification_text import Notice, NoticeAction
from demitasse.ui.tray import tray_icon_painter
from demitasse.ui.tray.tray_icon import TrayIcon, TrayMark
from demitasse.ui.tray.tray_state import tray_state
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.theme import Role
from tests.ui.stage import CODING, INTERNAL, MEETING, REVIEW, WEBSITE, Stage

_STATES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("signed out", {"fill": 0.0, "running": False, "signed_out": True}),
    ("0:00", {"fill": 0.0, "running": False}),
    ("65 %", {"fill": 0.65, "running": False}),
    ("running", {"fill": 0.65, "running": True}),
    ("target met", {"fill": 1.0, "running": True}),
    ("waiting", {"fill": 0.65, "running": True, "mark": TrayMark.WAITING}),
    ("needs you", {"fill": 0.65, "running": True, "mark": TrayMark.NEEDS_YOU}),
)
_PANELS = (
    ("light", "#F3F1EE"),
    ("dark", "#2B2725"),
    ("unknown", "#EFEBE7"),
    ("unknown", "#000000"),
    ("mask", "#EFEBE7"),
)
_SIZES = (16, 22, 32)
_COLUMN, _LINE = 62, 116


class _Icons(QWidget):
    """Each state at each size on each panel."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_COLUMN * len(_STATES), _LINE * len(_PANELS) + 24)

    def paintEvent(self, _event: object) -> None:
        painter, colors, font = QPainter(self), theme.tokens(self), theme.role_font(Role.KEY)
        painter.fillRect(self.rect(), colors.color("surface"))
        painter.setFont(font)
        for line, (scheme, color) in enumerate(_PANELS):
            painter.fillRect(0, line * _LINE, self.width(), _LINE - 4, QColor(color))
            for column, (_, state) in enumerate(_STATES):
                y = line * _LINE + 6
                for size in _SIZES:
                    picture = tray_icon_painter.cup_pixmap(scheme=scheme, size=size, ratio=2.0, **state)
                    x = column * _COLUMN + (_COLUMN - size) / 2
                    painter.drawPixmap(QRectF(x, y, size, size), picture, picture.rect().toRectF())
                    y += size + 10
        painter.setPen(colors.color("muted"))
        for column, (name, _) in enumerate(_STATES):
            x = column * _COLUMN + (_COLUMN - QFontMetrics(font).horizontalAdvance(name)) // 2
            painter.drawText(x, self.height() - 8, name)
        painter.end()


def tray() -> QWidget:
    """The tray icon in all its states (picture 51)."""
    icons = _Icons()
    icons.show()
    return icons


def _menu(stage: Stage) -> QWidget:
    stage.profile.timesheets.star(WEBSITE, REVIEW, on=True)
    tray = TrayIcon("unknown")
    tray.build_menu()
    tray.update_state(tray_state(stage.profile.overview.read()))
    menu = tray._menu
    menu.setProperty("owner", tray)  # the menu belongs to the icon
    menu.setWindowFlag(Qt.WindowType.Popup, on=False)
    menu.popup(QPoint(0, 0))
    return menu


def tray_menu_running() -> QWidget:
    """The menu of the tray while a timer runs (picture 49)."""
    stage = Stage()
    stage.a_day()
    return _menu(stage)


def tray_menu_stopped() -> QWidget:
    """The menu of the tray while none runs (picture 50)."""
    stage = Stage()
    stage.a_day()
    stage.profile.timer.stop()
    return _menu(stage)


def _sheet(*cards: QWidget) -> QWidget:
    sheet = QWidget()
    column = QVBoxLayout(sheet)
    for card in cards:
        column.addWidget(card)
    sheet.setFixedWidth(theme.WIDTH)
    sheet.show()
    return sheet


def tool_tips() -> QWidget:
    """The tool tip of the tray, running, and stopped with a change that waits (picture 52)."""
    stage = Stage()
    stage.a_day()
    running = tray_state(stage.profile.overview.read()).tip
    stage.profile.timer.stop()
    stage.clock.pause(120)
    tips = [QLabel(tip) for tip in (running, tray_state(stage.profile.overview.read()).tip)]
    for tip in tips:
        tip.setFont(theme.role_font(Role.SMALL))
    return _sheet(*tips)


def _card(notice: Notice) -> QWidget:
    card = QFrame()
    card.setFrameShape(QFrame.Shape.StyledPanel)
    column = QVBoxLayout(card)
    title, body = QLabel(notice.title), QLabel(notice.body)
    title.setFont(theme.role_font(Role.STRONG))
    body.setWordWrap(True)
    row = QHBoxLayout()
    for action, label in notice.buttons:
        if action is not NoticeAction.OPEN:
            row.addWidget(QLabel(f"[ {label} ]"))
    row.addStretch(1)
    column.addWidget(title)
    column.addWidget(body)
    column.addLayout(row)
    return card


def notifications() -> QWidget:
    """The words of the notifications, which the desktop draws (picture 53)."""
    stage = Stage()
    stage.entry(INTERNAL, MEETING, 45)
    notices = [notification_text.about_reminder(Reminder(ReminderKind.NO_TIMER, ""), stage.profile.overview.read())]
    stage.running(WEBSITE, CODING, 10 * 3600)
    stage.profile.absences.on_idle(AbsenceKind.IDLE, stage.clock.now().shifted(-38 * 60))
    stage.profile.absences.on_active()
    overview = stage.profile.overview.read()
    notices.insert(0, notification_text.about_absence(overview.ended_questions[0]))
    later = (ReminderKind.LONG_RUN, ReminderKind.TARGET_MET)
    notices += [notification_text.about_reminder(Reminder(kind, ""), overview) for kind in later]
    return _sheet(*[_card(notice) for notice in notices])


TRAY_PLATES = (tray_menu_running, tray_menu_stopped, tool_tips, notifications)
