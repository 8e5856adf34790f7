"""Pictures of what opens over the window, and of the controls in all their states (pictures 26, 28 and 57)."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPicture, QRegion
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from demitasse.ui.pages.destinations import EditEntry
from demitasse.ui.popover.switch_bar import SwitchBar, ViewTabs
from demitasse.ui.text import wording
from demitasse.ui.widgets import theme, tips
from demitasse.ui.widgets.buttons import Button, IconButton, Link, RoundButton
from demitasse.ui.widgets.day_block import DayBar, Piece
from demitasse.ui.widgets.days import DayPicker
from demitasse.ui.widgets.entry_lines import Chip, ChipLabel
from demitasse.ui.widgets.fields import Box, LineEdit
from demitasse.ui.widgets.frames import Menu, global_rect
from demitasse.ui.widgets.labels import KeyCaps
from demitasse.ui.widgets.shortcuts import native_text
from demitasse.ui.widgets.switches import DropDown, Switch
from demitasse.ui.widgets.theme import Role
from tests.screenshots.plates_frame import FRAME
from tests.screenshots.scenes_desktops import TRAY_PLATES
from tests.ui import stage
from tests.ui.stage import TODAY, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from demitasse.ui.widgets.entry_list import EntryList

translate = wording.translate


class _Plate(QWidget):
    """Pictures of windows, each at its place, on the ground of the mockup."""

    def __init__(self, size: QSize) -> None:
        super().__init__()
        self._size = size
        self._parts: list[tuple[QPicture, QPoint]] = []
        self.kept: list[object] = []

    def add(self, window: QWidget, place: QPoint) -> None:
        """Show a window as it is now at a place, with its shadow around it."""
        picture = QPicture()
        with QPainter(picture) as painter:
            window.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
        self._parts.append((picture, place))

    def sizeHint(self) -> QSize:
        return self._size

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.tokens(self).color("bg"))
            for picture, place in self._parts:
                painter.drawPicture(place, picture)


def menus() -> QWidget:
    """Menus, a list of a combo box and tool tips (picture 28)."""
    plate = _Plate(QSize(560, 560))
    s = Stage()
    s.entry(stage.MOBILE, stage.DESIGN, 45, "Icons", start=time(11, 0))
    popover = s.popover()
    bar = popover.findChild(SwitchBar)
    assert bar is not None
    box = DropDown("")
    minutes = [translate("Text", "%n minute(s)", None, number) for number in (5, 10, 15, 30)]
    box.set_choices(list(enumerate(minutes)), 1)
    box.resize(box.sizeHint())
    top = 0
    ways: tuple[tuple[Callable[[], Menu], int | None], ...] = (
        (lambda: _menu_of(popover.day.list), 1), (bar.menu, None), (lambda: _list_of(box), 1),
    )  # fmt: skip
    for opened, chosen in ways:
        menu = opened()
        menu.open_beside(QRect(0, 0, 10, 10))
        if chosen is not None:
            menu.setActiveAction(menu.actions()[chosen])
        plate.add(menu, QPoint(0, top) if menu.parent() is not box else QPoint(280, 0))
        top += menu.height() - 34
        menu.close()
    waits = translate("Text", "Saved here since {at}, not sent yet.")
    for number, (words, key) in enumerate(
        ((translate("Menu", "Continue"), native_text("Space")), (waits.format(at="13:41"), ""))
    ):
        holder = QWidget(plate)
        tip = tips._Tip(holder)
        tip.explain(holder, words, key, QRect(0, 0, 10, 10), QPoint(5, 5))
        plate.add(tip, QPoint(280, 170 + number * 50))
    plate.kept = [popover, box]
    plate.show()
    return plate


def _list_of(box: DropDown) -> Menu:
    box.open_list()
    return next(menu for menu in box.findChildren(Menu))


def _menu_of(entries: EntryList) -> Menu:
    entries.setFocus()
    entries._open_menu(0)
    return next(menu for menu in entries.findChildren(Menu))


def day_picker() -> QWidget:
    """The picker over the form (picture 26)."""
    s = Stage()
    entry = s.entry(stage.MOBILE, stage.DESIGN, 45, "Empty states and icons", start=time(11, 0))
    s.entry(stage.INTERNAL, stage.MEETING, 75, start=time(10, 0))
    popover = s.popover()
    popover.open(EditEntry(entry))
    page: Any = popover.page
    page.day.is_open = True
    QApplication.processEvents()
    plate = _Plate(popover.size())
    picker = DayPicker(popover, TODAY, TODAY)
    picker.open_beside(QRect(0, 0, 10, 10))
    picker._show(date(2026, 11, 25))
    plate.add(popover, QPoint())
    anchor = global_rect(page.form.labelled["day"].field).translated(-popover.mapToGlobal(QPoint()))
    above = anchor.top() - 4 - picker.frame_size().height()
    plate.add(picker, QPoint(anchor.left() - picker.room.left(), above - picker.room.top()))
    plate.kept = [popover]
    plate.show()
    return plate


def controls() -> QWidget:
    """Controls at rest, under the pointer, with the focus, off and with a mistake (picture 57)."""
    plate = QWidget()
    layout = QVBoxLayout(plate)
    layout.setContentsMargins(16, 16, 16, 16)
    layout.setSpacing(12)
    for row in (_buttons(plate), _fields(), _small_controls(plate), _tabs(), *_chips()):
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget in row:
            line.addWidget(widget)
        line.addStretch(1)
        layout.addLayout(line)
    plate.setFixedWidth(420)
    plate.show()
    return plate


def _buttons(plate: QWidget) -> list[QWidget]:
    save, cancel, delete = (translate("EditorPage", word) for word in ("Save", "Cancel", "Delete"))
    primary, plain = [Button(save, kind="primary") for _ in range(2)], [Button(cancel) for _ in range(2)]
    for pointed, off in (primary, plain):
        pointed.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        off.setEnabled(False)
    kinds = [Button(cancel, kind="outline"), Button(delete, kind="danger"), Button(delete, kind="danger_fill")]
    return [_rows(plate, [Button(save, kind="primary"), *primary, RoundButton(plate)], [Button(cancel), *plain], kinds)]


def _rows(plate: QWidget, *rows: list[Any]) -> QWidget:
    """Return rows of widgets, one below the other."""
    box = QWidget(plate)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    for row in rows:
        line = QHBoxLayout()
        for widget in row:
            line.addWidget(widget)
        line.addStretch(1)
        column.addLayout(line)
    return box


def _fields() -> list[Any]:
    fields = [_field(words) for words in ("Field", "Mistake", "Locked")]
    fields[0].is_open = True  # which has the ring of the focus
    fields[1].set_mistake("wrong")
    fields[2].editor.setReadOnly(True)
    return [_field("Field"), *fields]


def _small_controls(plate: QWidget) -> list[QWidget]:
    more = [IconButton("more", "", plate) for _ in range(3)]
    more[1].setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    more[2].setEnabled(False)
    switches = [Switch("") for _ in range(3)]
    switches[1].setChecked(True)
    switches[2].setEnabled(False)
    box = DropDown("")
    box.set_choices([(1, translate("Text", "%n minute(s)", None, 10))], 1)
    box.setFixedSize(box.sizeHint())
    return [*switches, box, *more]


def _tabs() -> list[QWidget]:
    tabs = ViewTabs([translate("SwitchBar", word) for word in ("Day", "Week", "Month")])
    return [tabs, Link("Link", Role.STRONG), KeyCaps(("Ctrl", ""), ("Z", ""))]


def _chips() -> list[list[QWidget]]:
    warn, danger = ("warn", "warn_soft"), ("danger", "danger_soft")
    plain = [("approved", "check", "ok"), ("locked", "lock", "muted"), ("billed", "bill", "muted"),
             ("archived", "box", "muted")]  # fmt: skip
    chips = [Chip("waiting", "", *warn), Chip("rejected", "", *danger)]
    chips += [Chip(words, icon, ink, "raised") for words, icon, ink in plain]
    bars = [DayBar(), DayBar()]
    for bar, seconds in zip(bars, ((7, 3, 2), (7, 4)), strict=True):
        pieces = [Piece(name, color, part * 3600) for (name, color), part in zip(_COLORS, seconds, strict=False)]
        bar.show_day(tuple(pieces), (16 if bar is bars[0] else 8) * 3600)
        bar.setFixedWidth(180)
    labels: list[QWidget] = [ChipLabel(chip) for chip in chips]
    return [labels[:4], labels[4:], [*bars]]


_COLORS = (("Website relaunch", "#C2185B"), ("Internal", "#00897B"), ("Mobile app", "#1E88C7"))


def _field(words: str) -> Any:
    editor = LineEdit(words)
    editor.set_text(words)
    return Box(editor)


PLATES: dict[str, Callable[[], QWidget]] = {
    plate.__name__: plate for plate in (menus, day_picker, controls, *FRAME, *TRAY_PLATES)
}
