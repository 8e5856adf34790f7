"""What a person chose about language, formats and colours, put on the whole program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from demitasse.domain import settings
from demitasse.ui.text import formats, wording

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication, QTranslator

    from demitasse.boot.profile import Profile

LOOKS = (
    settings.LANGUAGE, settings.DATE_FORMAT, settings.CLOCK_FORMAT, settings.DURATION_FORMAT, settings.WEEK_START,
)  # fmt: skip
"""After a change of one of these everything that is shown is written anew."""

_WORN: list[QTranslator] = []
"""What speaks now. Qt could be asked, but would bring the classes of all that belongs to the program."""


def apply(app: QCoreApplication, profile: Profile) -> None:
    """Speak and write as this person wants; what is built already keeps its words. Raises LocalFault."""
    locale = _locale(profile.settings.get(settings.LANGUAGE))
    if locale != QLocale() or not _WORN:
        speak(app, locale)
    write(profile)


def speak(app: QCoreApplication, locale: QLocale) -> None:
    """From now on speak this language, and no other one beneath it."""
    QLocale.setDefault(locale)
    for old in _WORN:
        app.removeTranslator(old)
        old.deleteLater()
    _WORN[:] = wording.install(app, locale)


def write(profile: Profile) -> None:
    """Write dates, times and durations as this person wants. Raises LocalFault."""
    formats.use(profile.settings.formats())


def _locale(language: str) -> QLocale:
    """In the country of the desktop, if the language is spoken there."""
    desktop = QLocale.system()
    return QLocale(QLocale.codeToLanguage(language), desktop.territory()) if language else desktop
