"""A language nobody speaks: every text of ours with accents and two fifths longer, made from the translations' file."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from PySide6.QtCore import QTranslator

from tests.ui.translations import FOLDER

_ACCENTS = str.maketrans("aeiouyncsAEIOUYNCS", "åéîøüýñçšÅÉÎØÜÝÑÇŠ")
_WORD = 7
_DATE = re.compile("MMM|yyyy|HH:mm")
"""How a date is written is no sentence."""


class Foreign(QTranslator):
    """Only what is in the file becomes foreign: a text that is not translatable stays as it was."""

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
        return foreign(source) if (context, source) in self._known else ""


def foreign(source: str) -> str:
    """`source` longer and accented; what is in braces and after a percent sign stays, and "…" only means "cut off"."""
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
