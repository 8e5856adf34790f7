"""Apply the language and the formats that the user chose to the whole program."""

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from demitasse.boot.full_profile import FullProfile
from demitasse.domain import settings
from demitasse.ui.text import formats, wording

_TRANSLATORS: list[QTranslator] = []
"""The installed translators, kept here because QCoreApplication.children() would load further Qt classes."""


def apply(profile: FullProfile) -> None:
    """Apply language, formats and zone; existing widgets keep their text. Raises LocalFault."""
    locale = _locale(profile.settings.get(settings.LANGUAGE))
    if locale != QLocale() or not _TRANSLATORS:
        set_language(locale)
    formats.use(profile.settings.formats())
    formats.use_zone(profile.settings.zone())


def set_language(locale: QLocale) -> None:
    """Replace the installed translators by those of `locale`."""
    app = QCoreApplication.instance()
    assert app is not None
    QLocale.setDefault(locale)
    for old in _TRANSLATORS:
        app.removeTranslator(old)
        old.deleteLater()
    _TRANSLATORS[:] = wording.install(app, locale)


def _locale(language: str) -> QLocale:
    """Return the locale of a language, in the country of the desktop if the language is spoken there."""
    desktop = QLocale.system()
    return QLocale(QLocale.codeToLanguage(language), desktop.territory()) if language else desktop
