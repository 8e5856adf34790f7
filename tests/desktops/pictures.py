"""What is to be seen on the screen: where the cup is, and where something has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QColor, QImage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COFFEE = QColor("#E5A267")
"""The coffee in the cup on a panel of unknown colour, which nothing else on a desktop has."""
_ALIKE = 14
_CHANGED = 12
"""Differences of a channel that count as the same colour, and as a change."""
_ENTRY = 200
"""Differences that are an entry of a task bar."""
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


def cup(file: Path, left: int = 0, strip: int = 64) -> Box | None:
    """Return where the cup is in a panel at the upper or lower edge, at most `strip` pixels high; None if nowhere.

    What is left of `left` does not count.
    """
    image = QImage(str(file)).convertToFormat(QImage.Format.Format_RGB32)
    lines = [*range(min(strip, image.height())), *range(max(0, image.height() - strip), image.height())]
    found = [(x, y) for y in lines for x in range(left, image.width()) if _is_coffee(image.pixel(x, y))]
    for group in _groups(found):
        if len(group) >= _FEW:
            return _around(group)
    return None


def is_listed(before: Path, after: Path, strip: int = 28) -> bool:
    """Return whether a task bar has another entry: much differs in the left half of the strips where panels are."""
    one, other = (QImage(str(file)).convertToFormat(QImage.Format.Format_RGB32) for file in (before, after))
    lines = [*range(strip), *range(one.height() - strip, one.height())]
    differing = sum(_differs(one.pixel(x, y), other.pixel(x, y)) for y in lines for x in range(0, one.width() // 2, 2))
    return differing > _ENTRY


def changed(before: Path, after: Path, step: int = 2, *, without: int = 40) -> Box | None:
    """Return what differs between two pictures, apart from `without` pixels at the upper and lower edge (panels).

    Every second pixel is compared; lines with few differences, such as a pointer's, do not count.
    """
    one, other = (QImage(str(file)).convertToFormat(QImage.Format.Format_RGB32) for file in (before, after))
    points = [
        (x, y)
        for y in range(without, min(one.height(), other.height()) - without, step)
        for x in range(0, min(one.width(), other.width()), step)
        if _differs(one.pixel(x, y), other.pixel(x, y))
    ]
    return _around(_dense(points)) if points else None


def _dense(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the points in columns and lines that have many of them; all if none has."""
    lines, columns = dict[int, int](), dict[int, int]()
    for x, y in points:
        lines[y], columns[x] = lines.get(y, 0) + 1, columns.get(x, 0) + 1
    many = max(1, max(lines.values()) // 8), max(1, max(columns.values()) // 8)
    return [(x, y) for x, y in points if lines[y] >= many[0] and columns[x] >= many[1]] or points


def _is_coffee(pixel: int) -> bool:
    return all(
        abs(((pixel >> shift) & 255) - part) <= _ALIKE
        for shift, part in ((16, _COFFEE.red()), (8, _COFFEE.green()), (0, _COFFEE.blue()))
    )


def _differs(one: int, other: int) -> bool:
    return one != other and any(abs(((one >> s) & 255) - ((other >> s) & 255)) > _CHANGED for s in (16, 8, 0))


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
