"""The keys: one table, from which pages bind them, tool tips name them, and the page of all keys is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from demitasse.ui.text.wording import translate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

CONTEXT = "Keys"
HELP = "?"
"""Not a `QShortcut`: where a text is written it is a letter."""


class Keys(NamedTuple):
    """What is done, as it is written in English, and the keys that do it as Qt spells them, the one to tell first."""

    does: object
    keys: tuple[str, ...]

    @property
    def words(self) -> str:
        """What is done, in the language of the person."""
        return translate(CONTEXT, str(self.does))


ANYWHERE = {
    "keys": Keys(QT_TRANSLATE_NOOP("Keys", "All keys"), (HELP, "F1")),
    "back": Keys(QT_TRANSLATE_NOOP("Keys", "Back, or close"), ("Esc",)),
    "close": Keys(QT_TRANSLATE_NOOP("Keys", "Close the window"), ("Ctrl+W",)),
    "quit": Keys(QT_TRANSLATE_NOOP("Keys", "Quit"), ("Ctrl+Q",)),
}
DAY = {
    "pick": Keys(QT_TRANSLATE_NOOP("Keys", "Pick what to work on"), ("Ctrl+N",)),
    "toggle": Keys(QT_TRANSLATE_NOOP("Keys", "Start or stop the timer"), ("Ctrl+S",)),
    "stop": Keys(QT_TRANSLATE_NOOP("Keys", "Stop the timer"), ("Ctrl+Shift+S",)),
    "clock": Keys(QT_TRANSLATE_NOOP("Keys", "Set the clock"), ("Ctrl+T",)),
    "add": Keys(QT_TRANSLATE_NOOP("Keys", "Book time by hand"), ("Ctrl+Shift+N",)),
    "undo": Keys(QT_TRANSLATE_NOOP("Keys", "Take it back"), ("Ctrl+Z",)),
    "earlier": Keys(QT_TRANSLATE_NOOP("Keys", "The day before"), ("Left",)),
    "later": Keys(QT_TRANSLATE_NOOP("Keys", "The day after"), ("Right",)),
    "today": Keys(QT_TRANSLATE_NOOP("Keys", "Today"), ("T",)),
    "calendar": Keys(QT_TRANSLATE_NOOP("Keys", "Calendar"), ("C",)),
    "week": Keys(QT_TRANSLATE_NOOP("Keys", "The week, and back"), ("W",)),
    "look": Keys(QT_TRANSLATE_NOOP("Keys", "Compare with CoffeeCup"), ("Ctrl+R", "F5")),
    "settings": Keys(QT_TRANSLATE_NOOP("Keys", "Settings"), ("Ctrl+,",)),
}
ENTRY = {
    "walk": Keys(QT_TRANSLATE_NOOP("Keys", "Go through the list"), ("Up", "Down", "Home", "End")),
    "edit": Keys(QT_TRANSLATE_NOOP("Keys", "Edit"), ("Return", "F2")),
    "continue": Keys(QT_TRANSLATE_NOOP("Keys", "Continue or stop"), ("Space",)),
    "delete": Keys(QT_TRANSLATE_NOOP("Keys", "Delete"), ("Del", "Backspace")),
    "more": Keys(QT_TRANSLATE_NOOP("Keys", "More"), ("Shift+F10", "Menu")),
}
FORM = {
    "save": Keys(QT_TRANSLATE_NOOP("Keys", "Save"), ("Ctrl+Enter", "Ctrl+Return")),
    "open": Keys(QT_TRANSLATE_NOOP("Keys", "Pick a day"), ("Alt+Down", "F4")),
    "next": Keys(QT_TRANSLATE_NOOP("Keys", "Another day"), ("+", "-")),
}
PICKER = {
    "choose": Keys(QT_TRANSLATE_NOOP("Keys", "Go through the list"), ("Up", "Down", "PgUp", "PgDown")),
    "take": Keys(QT_TRANSLATE_NOOP("Keys", "Take it"), ("Return",)),
    "star": Keys(QT_TRANSLATE_NOOP("Keys", "Favourite, or not any more"), ("Ctrl+D",)),
}
SPAN = {
    "copy": Keys(QT_TRANSLATE_NOOP("Keys", "Copy the week"), ("Ctrl+C",)),
    "csv": Keys(QT_TRANSLATE_NOOP("Keys", "Copy the week as CSV"), ("Ctrl+Shift+C",)),
    "month_earlier": Keys(QT_TRANSLATE_NOOP("Keys", "The month before"), ("PgUp",)),
    "month_later": Keys(QT_TRANSLATE_NOOP("Keys", "The month after"), ("PgDown",)),
}
TABLE: dict[object, dict[str, Keys]] = {
    QT_TRANSLATE_NOOP("Keys", "Everywhere"): ANYWHERE,
    QT_TRANSLATE_NOOP("Keys", "The day"): DAY,
    QT_TRANSLATE_NOOP("Keys", "An entry of the list"): ENTRY,
    QT_TRANSLATE_NOOP("Keys", "The picker"): PICKER,
    QT_TRANSLATE_NOOP("Keys", "The editor"): FORM,
    QT_TRANSLATE_NOOP("Keys", "Week and calendar"): SPAN,
}
_ALL = {word: keys for part in TABLE.values() for word, keys in part.items()}


def key(word: str) -> str:
    """The key that is named first for what this word stands for."""
    return _ALL[word].keys[0]


def bind(widget: QWidget, doing: Mapping[str, object]) -> None:
    """Have the keys of each word do something (a slot or a signal) while the keyboard is within `widget`."""
    for word, slot in doing.items():
        for one in _ALL[word].keys:
            if one != HELP:
                shortcut = QShortcut(QKeySequence(one), widget, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(slot)
