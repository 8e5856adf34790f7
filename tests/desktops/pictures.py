"""What is to be seen on the screen: where the cup is, and where something has changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ALIKE, _CHANGED = 14, 12
"""Differences of a channel that count as the same colour, and as a change."""
_COFFEE = re.compile(
    b"".join(b"[%b-%b]" % (re.escape(bytes([part - _ALIKE])), re.escape(bytes([min(255, part + _ALIKE)])))
             for part in (0x67, 0xA2, 0xE5)) + b"\xff", re.DOTALL
)  # fmt: skip
"""The coffee in the cup on a panel of unknown colour (#E5A267), which nothing else on a desktop has."""
_ENTRY = 200
"""Differences that are an entry of a task bar."""
_GAP = 8
_KEEP, _SMOOTH = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
_FEW = 6
"""Pixels of coffee that are a cup."""


class Box(NamedTuple):
    """A rectangle in pixels of the picture."""

    x: int
    y: int
    width: int
    height: int

    @property
    def center(self) -> tuple[int, int]:
        """The middle."""
        return self.x + self.width // 2, self.y + self.height // 2

    def holds(self, point: tuple[int, int]) -> bool:
        """Return whether a point is inside."""
        return self.x <= point[0] < self.x + self.width and self.y <= point[1] < self.y + self.height


def cup(file: Path, strip: int = 64) -> Box | None:
    """Return where the cup is in a panel at the upper or lower edge, at most `strip` pixels high; None if nowhere."""
    lines = _lines(file)
    edges = [*range(min(strip, len(lines))), *range(max(0, len(lines) - strip), len(lines))]
    found = [(x, y) for y in edges for x in _coffee(lines[y])]
    for group in _groups(found):
        if len(group) >= _FEW:
            return _around(group)
    return None


def is_listed(before: Path, after: Path, strip: int = 28) -> bool:
    """Return whether a task bar has another entry: much differs in the left half of the strips where panels are."""
    one, other = _lines(before), _lines(after)
    edges = [*range(strip), *range(len(one) - strip, len(one))]
    half = len(one[0]) // 8
    return sum(x < half for y in edges for x in _differing(one[y], other[y], 2)) > _ENTRY


def changed(before: Path, after: Path, step: int = 2, *, without: int = 40) -> Box | None:
    """Return what differs between two pictures, apart from `without` pixels at the upper and lower edge (panels).

    Every second pixel is compared; lines with few differences, such as a pointer's, do not count.
    """
    one, other = _lines(before), _lines(after)
    rows = range(without, min(len(one), len(other)) - without, step)
    points = [(x, y) for y in rows for x in _differing(one[y], other[y], step)]
    return _around(_dense(points)) if points else None


def sheet(files: list[Path], target: Path, columns: int = 2, width: int = 720) -> None:
    """Save the pictures side by side, each in a cell of the same shape."""
    height = width * 10 // 16
    whole = QImage(columns * width, -(-len(files) // columns) * height, QImage.Format.Format_RGB32)
    whole.fill(0xFFFFFFFF)
    painter = QPainter(whole)
    for number, file in enumerate(files):
        row, column = divmod(number, columns)
        cell = QImage(str(file)).scaled(width - _GAP, height - _GAP, _KEEP, _SMOOTH)
        painter.drawImage(column * width, row * height, cell)
    painter.end()
    whole.save(str(target), quality=85)


def _lines(file: Path) -> list[bytes]:
    """Return the lines of a picture, four bytes a pixel: blue, green, red and 255."""
    image = QImage(str(file)).convertToFormat(QImage.Format.Format_RGB32)
    data, width = bytes(image.constBits()), image.bytesPerLine()
    return [data[y * width : (y + 1) * width] for y in range(image.height())]


def _coffee(line: bytes) -> Iterator[int]:
    """Yield where a line has the colour of coffee."""
    return (found.start() // 4 for found in _COFFEE.finditer(line) if found.start() % 4 == 0)


def _differing(one: bytes, other: bytes, step: int) -> Iterator[int]:
    """Yield where two lines differ; most are the same, and are not looked at."""
    if one == other:
        return
    for x in range(0, min(len(one), len(other)) // 4, step):
        this, that = one[4 * x : 4 * x + 3], other[4 * x : 4 * x + 3]
        if this != that and any(abs(a - b) > _CHANGED for a, b in zip(this, that, strict=True)):
            yield x


def _dense(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the points in columns and lines that have many of them; all if none has."""
    lines, columns = dict[int, int](), dict[int, int]()
    for x, y in points:
        lines[y], columns[x] = lines.get(y, 0) + 1, columns.get(x, 0) + 1
    many = max(1, max(lines.values()) // 8), max(1, max(columns.values()) // 8)
    return [(x, y) for x, y in points if lines[y] >= many[0] and columns[x] >= many[1]] or points


def _groups(points: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield points that lie near each other, as a cup's do."""
    left = sorted(points)
    while left:
        first = left[0]
        group = [point for point in left if abs(point[0] - first[0]) < 40 and abs(point[1] - first[1]) < 40]
        yield group
        left = [point for point in left if point not in set(group)]


def _around(points: list[tuple[int, int]]) -> Box:
    columns, lines = [x for x, _ in points], [y for _, y in points]
    return Box(min(columns), min(lines), max(columns) - min(columns) + 1, max(lines) - min(lines) + 1)
