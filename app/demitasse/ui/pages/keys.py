"""All keyboard shortcuts on one page."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.ui.pages.destinations import Keys, Navigator
from demitasse.ui.pages.page import SyncControl, TitledPage, boxed, column, row
from demitasse.ui.text.wording import translate
from demitasse.ui.widgets import shortcuts
from demitasse.ui.widgets.labels import ElidedLabel, KeyCaps, Label, Rule
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.shortcuts import Shortcut, native_text
from demitasse.ui.widgets.theme import Role

_STEP_PX = 40


class KeysPage(TitledPage[Keys]):
    """Opened by F1 on every page; the arrow keys scroll."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("Keyboard shortcuts"))
        self.list = ScrollColumn()
        for title, part in shortcuts.TABLE.items():
            heading = Label(translate(shortcuts.CONTEXT, str(title)), Role.SMALL_STRONG)
            self.list.column.addWidget(boxed(heading, *map(_line, part.values()), margins=(16, 10, 16, 8), gap=4))
            self.list.column.addWidget(Rule())
        column(self, self.head, Rule(), self.list)

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
    line = row(words, KeyCaps(*((_cap(name), "") for name in keys.keys)), grow=words, gap=6)
    line.setAccessibleName(f"{words.text()}: " + ", ".join(map(native_text, keys.keys)))
    return line


def _cap(key: str) -> str:
    return {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}.get(key, native_text(key))
