"""All keyboard shortcuts on one page."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.ui.pages.destinations import Keys, Navigator
from demitasse.ui.pages.page import SyncControl, TitledPage, column, row
from demitasse.ui.text.wording import translate
from demitasse.ui.widgets import shortcuts
from demitasse.ui.widgets.labels import ElidedLabel, KeyCaps, Rule
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.shortcuts import Shortcut, native_text, spoken
from demitasse.ui.widgets.switches import group_header
from demitasse.ui.widgets.theme import Role

_STEP_PX = 40
_LINE_PX = 28


class KeysPage(TitledPage[Keys]):
    """Opened by F1 on every page; the arrow keys scroll."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("Keyboard shortcuts"))
        self.list = ScrollColumn()
        for title, part in shortcuts.TABLE.items():
            if self.list.column.count():
                self.list.column.addWidget(Rule())
            self.list.column.addWidget(group_header(translate(shortcuts.CONTEXT, str(title))))
            for keys in part.values():
                self.list.column.addWidget(_line(keys))
        self.list.column.addStretch(1)
        column(self, self.head, self.list)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll with the arrow and page keys."""
        bar = self.list.verticalScrollBar()
        step = {
            Qt.Key.Key_Down: _STEP_PX, Qt.Key.Key_Up: -_STEP_PX,
            Qt.Key.Key_PageDown: bar.pageStep(), Qt.Key.Key_PageUp: -bar.pageStep(),
        }.get(Qt.Key(event.key()))  # fmt: skip
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + step)


def _line(keys: Shortcut) -> QWidget:
    words = ElidedLabel(keys.words, Role.BODY)
    caps = KeyCaps(*((cap, "") for cap in _caps(keys.keys)))
    caps.setAccessibleName(spoken(keys.keys))
    line = row(words, caps, grow=words, margins=(16, 0, 16, 0), gap=6)
    line.setFixedHeight(_LINE_PX)
    line.setAccessibleName(f"{words.text()}: {spoken(keys.keys)}")
    return line


def _caps(keys: tuple[str, ...]) -> list[str]:
    """Return the caps of the preferred key, and of the others that are a single cap."""
    *modifiers, key = keys[0].split("+")
    held = native_text("+".join([*modifiers, "A"])).split("+")[:-1] if modifiers else []
    return [*held, _cap(key), *(_cap(other) for other in keys[1:] if "+" not in other)]


def _cap(key: str) -> str:
    return {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}.get(key, native_text(key))
