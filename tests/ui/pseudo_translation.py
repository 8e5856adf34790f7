"""Pseudo-localization: all our texts with accents and 40 % longer, made from the translation file."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from PySide6.QtCore import QTranslator

from tests.ui.translations import FOLDER

_ACCENTS = str.maketrans("aeiouyncsAEIOUYNCS", "åéîøüýñçšÅÉÎØÜÝÑÇŠ")
_WORD = 7
_DATE = re.compile("MMM|yyyy|HH:mm")
"""Date formats are not translated."""


class PseudoTranslator(QTranslator):
    """Changes only texts of the translation file, so that a text that cannot be translated is noticed."""

    def __init__(self) -> None:
        super().__init__()
        tree = ET.parse(FOLDER / "demitasse_de.ts")  # noqa: S314 - our own file
        self._known = {
            (context.findtext("name") or "", message.findtext("source") or "")
            for context in tree.iter("context")
            for message in context.iter("message")
        }

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, _comment: str | None = None, _n: int = -1) -> str:
        return pseudo(source) if (context, source) in self._known else ""


def pseudo(source: str) -> str:
    """Return `source` longer and with accents. Placeholders stay; "…" is replaced, as it would look cut off."""
    if _DATE.search(source):
        return source
    pieces = source.replace("…", "⋯").replace("(s)", "").split("{")
    parts = [pieces[0].translate(_ACCENTS).replace("%ñ", "%n")]
    for piece in pieces[1:]:
        hole, _, rest = piece.partition("}")
        parts.append(f"{hole}}}{rest.translate(_ACCENTS)}")
    more = "ö" * max(1, round(len(source) * 0.4) - 1)
    chunks = [more[at : at + _WORD] for at in range(0, len(more), _WORD + 1)]
    return " ".join(["{".join(parts), *chunks])
