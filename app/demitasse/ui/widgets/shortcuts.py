"""All shortcuts in one table, from which pages bind them, tool tips name them and the keys page lists them."""

import sys
from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from demitasse.ui.text.wording import translate
from demitasse.ui.widgets import focus

CONTEXT = "Keys"
_VIEW = "Ctrl+Alt" if sys.platform == "darwin" else "Alt"
"""Qt's Ctrl is the command key of macOS, where Alt with a digit types a letter."""


class Shortcut(NamedTuple):
    """The English name of an action, and its keys in Qt's notation, the preferred one first."""

    does: object
    keys: tuple[str, ...]

    @property
    def words(self) -> str:
        """Return the name of the action in the language of the user."""
        return translate(CONTEXT, str(self.does))


ANYWHERE = {
    "keys": Shortcut(QT_TRANSLATE_NOOP("Keys", "All shortcuts"), ("F1",)),
    "back": Shortcut(QT_TRANSLATE_NOOP("Keys", "Back, or close"), ("Esc",)),
    "undo": Shortcut(QT_TRANSLATE_NOOP("Keys", "Undo"), ("Ctrl+Z",)),
    "redo": Shortcut(QT_TRANSLATE_NOOP("Keys", "Redo"), ("Ctrl+Shift+Z", "Ctrl+Y")),
    "close": Shortcut(QT_TRANSLATE_NOOP("Keys", "Close the window"), ("Ctrl+W",)),
    "quit": Shortcut(QT_TRANSLATE_NOOP("Keys", "Quit"), ("Ctrl+Q",)),
}
VIEWS = {
    "view_1": Shortcut(QT_TRANSLATE_NOOP("Keys", "Day"), (f"{_VIEW}+1",)),
    "view_2": Shortcut(QT_TRANSLATE_NOOP("Keys", "Week"), (f"{_VIEW}+2",)),
    "view_3": Shortcut(QT_TRANSLATE_NOOP("Keys", "Month"), (f"{_VIEW}+3",)),
    "view_4": Shortcut(QT_TRANSLATE_NOOP("Keys", "Report"), (f"{_VIEW}+4",)),
}
DAY = {
    "pick": Shortcut(QT_TRANSLATE_NOOP("Keys", "Switch"), ("Ctrl+N",)),
    "toggle": Shortcut(QT_TRANSLATE_NOOP("Keys", "Start or stop"), ("Ctrl+S",)),
    "stop": Shortcut(QT_TRANSLATE_NOOP("Keys", "Stop the timer"), ("Ctrl+Shift+S",)),
    "clock": Shortcut(QT_TRANSLATE_NOOP("Keys", "Change start time"), ("Ctrl+T",)),
    "first_1": Shortcut(QT_TRANSLATE_NOOP("Keys", "Start a favourite or a recent task"), ("Ctrl+1",)),
    "first_2": Shortcut(QT_TRANSLATE_NOOP("Keys", "Start the second one"), ("Ctrl+2",)),
    "first_3": Shortcut(QT_TRANSLATE_NOOP("Keys", "Start the third one"), ("Ctrl+3",)),
    "first_4": Shortcut(QT_TRANSLATE_NOOP("Keys", "Start the fourth one"), ("Ctrl+4",)),
    "first_5": Shortcut(QT_TRANSLATE_NOOP("Keys", "Start the fifth one"), ("Ctrl+5",)),
    "add": Shortcut(QT_TRANSLATE_NOOP("Keys", "Add time"), ("Ctrl+Shift+N",)),
    "earlier": Shortcut(QT_TRANSLATE_NOOP("Keys", "The day before"), ("Alt+Left",)),
    "later": Shortcut(QT_TRANSLATE_NOOP("Keys", "The day after"), ("Alt+Right",)),
    "today": Shortcut(QT_TRANSLATE_NOOP("Keys", "Today"), ("Alt+Home",)),
    "look": Shortcut(QT_TRANSLATE_NOOP("Keys", "Sync now"), ("F5", "Ctrl+R")),
    "close_day": Shortcut(QT_TRANSLATE_NOOP("Keys", "Close the day"), ("Ctrl+E",)),
    "settings": Shortcut(QT_TRANSLATE_NOOP("Keys", "Settings"), ("Ctrl+,",)),
}
ENTRY = {
    "walk": Shortcut(QT_TRANSLATE_NOOP("Keys", "Move through the list"), ("Up", "Down", "Home", "End")),
    "edit": Shortcut(QT_TRANSLATE_NOOP("Keys", "Edit"), ("Return", "F2")),
    "continue": Shortcut(QT_TRANSLATE_NOOP("Keys", "Continue or stop"), ("Space",)),
    "duplicate": Shortcut(QT_TRANSLATE_NOOP("Keys", "Duplicate"), ("Ctrl+Shift+D",)),
    "copy_text": Shortcut(QT_TRANSLATE_NOOP("Keys", "Copy text"), ("Ctrl+C",)),
    "delete": Shortcut(QT_TRANSLATE_NOOP("Keys", "Delete"), ("Del", "Backspace")),
    "more": Shortcut(QT_TRANSLATE_NOOP("Keys", "More"), ("Shift+F10", "Menu")),
}
FORM = {
    "save": Shortcut(QT_TRANSLATE_NOOP("Keys", "Save"), ("Ctrl+Enter", "Ctrl+Return")),
    "open": Shortcut(QT_TRANSLATE_NOOP("Keys", "Pick a day"), ("Alt+Down", "F4")),
    "next": Shortcut(QT_TRANSLATE_NOOP("Keys", "Next or previous day"), ("Up", "Down")),
}
PICKER = {
    "choose": Shortcut(QT_TRANSLATE_NOOP("Keys", "Move through the list"), ("Up", "Down", "PgUp", "PgDown")),
    "take": Shortcut(QT_TRANSLATE_NOOP("Keys", "Choose"), ("Return",)),
    "other": Shortcut(QT_TRANSLATE_NOOP("Keys", "Change the running entry instead"), ("Shift+Return",)),
    "beside": Shortcut(QT_TRANSLATE_NOOP("Keys", "Start it beside the running timer"), ("Alt+Return",)),
    "star": Shortcut(QT_TRANSLATE_NOOP("Keys", "Add or remove favourite"), ("Ctrl+D",)),
}
SPAN = {
    "span_earlier": Shortcut(QT_TRANSLATE_NOOP("Keys", "The week, month or span before"), ("Alt+Left",)),
    "span_later": Shortcut(QT_TRANSLATE_NOOP("Keys", "The week, month or span after"), ("Alt+Right",)),
    "span_now": Shortcut(QT_TRANSLATE_NOOP("Keys", "This week, this month, today"), ("Alt+Home",)),
    "copy": Shortcut(QT_TRANSLATE_NOOP("Keys", "Copy the week or the report"), ("Ctrl+C",)),
    "csv": Shortcut(QT_TRANSLATE_NOOP("Keys", "Copy the week as CSV"), ("Ctrl+Shift+C",)),
    "month_earlier": Shortcut(QT_TRANSLATE_NOOP("Keys", "The month before"), ("PgUp",)),
    "month_later": Shortcut(QT_TRANSLATE_NOOP("Keys", "The month after"), ("PgDown",)),
}
TABLE: dict[object, dict[str, Shortcut]] = {
    QT_TRANSLATE_NOOP("Keys", "Everywhere"): ANYWHERE,
    QT_TRANSLATE_NOOP("Keys", "Views"): VIEWS,
    QT_TRANSLATE_NOOP("Keys", "The day"): DAY,
    QT_TRANSLATE_NOOP("Keys", "An entry of the list"): ENTRY,
    QT_TRANSLATE_NOOP("Keys", "The line"): PICKER,
    QT_TRANSLATE_NOOP("Keys", "Forms"): FORM,
    QT_TRANSLATE_NOOP("Keys", "Week, month and report"): SPAN,
}
_ALL = {word: keys for part in TABLE.values() for word, keys in part.items()}


def shortcut_for(word: str) -> str:
    """Return the preferred key of an action."""
    return _ALL[word].keys[0]


def native_text(shortcut: str) -> str:
    """Return a shortcut in the notation of this system and language, for example "Strg+D"; Enter is "↵"."""
    keys = QKeySequence(shortcut)
    words = keys.toString(QKeySequence.SequenceFormat.NativeText)
    key = keys[0].key() if keys.count() else Qt.Key.Key_unknown  # type: ignore[index]
    if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
        words = words.removesuffix(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)) + "↵"
    return words


def cap_text(shortcut: str) -> str:
    """Return a shortcut as on a key cap and in sentences, for example "Strg D"."""
    return native_text(shortcut).replace("+", " ")


def spoken(keys: Iterable[str]) -> str:
    """Return keys in words, each once, as a screen reader says them: "Ctrl+Enter, F2"."""
    words = (QKeySequence(key.replace("Return", "Enter")) for key in keys)
    return ", ".join(dict.fromkeys(one.toString(QKeySequence.SequenceFormat.NativeText) for one in words))


def bind(widget: QWidget, doing: Mapping[str, object]) -> None:
    """Bind the keys of each action to a slot or signal while the focus is within `widget`."""
    for word, slot in doing.items():
        for key in _ALL[word].keys:
            shortcut = QShortcut(QKeySequence(key), widget, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(focus.show, shown=True))  # its key reaches no widget
            shortcut.activated.connect(slot)
