"""The icons of packages, read back with Qt's readers of these formats."""

from __future__ import annotations

import struct
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QImageReader

import icons
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icons") / "new"
    subprocess.run([sys.executable, icons.__file__, str(folder)], check=True, timeout=PATIENCE_S)
    return folder


def pictures(file: Path) -> list[QImage]:
    reader = QImageReader(str(file))
    found = []
    for number in range(reader.imageCount()):
        reader.jumpToImage(number)
        found.append(reader.read())
    return found


def painted(picture: QImage) -> QRect:
    """Return the smallest rectangle around all pixels that are not transparent."""
    alpha = picture.convertToFormat(QImage.Format.Format_ARGB32)
    dots = [
        (x, y) for x in range(alpha.width()) for y in range(alpha.height()) if alpha.pixelColor(x, y).alpha() >= 128
    ]
    xs, ys = [x for x, _ in dots], [y for _, y in dots]
    return QRect(min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)


def test_the_icon_for_windows_has_every_size_and_looks_like_the_drawing(folder: Path) -> None:
    found = pictures(folder / "demitasse.ico")
    assert [picture.size() for picture in found] == [QSize(side, side) for side in icons.ICO_SIZES]
    for picture in found:
        assert picture.convertToFormat(QImage.Format.Format_ARGB32) == icons.draw(picture.width())


def test_the_icon_for_macos_has_every_element_and_the_margin_of_apples_template(folder: Path) -> None:
    data = (folder / "demitasse.icns").read_bytes()
    assert struct.unpack(">4sI", data[:8]) == (b"icns", len(data))
    at, found = 8, {}
    while at < len(data):
        kind, length = struct.unpack(">4sI", data[at : at + 8])
        found[kind.decode()] = QImage.fromData(data[at + 8 : at + length]).width()
        at += length
    assert found == icons.ICNS_SIZES
    largest = max(pictures(folder / "demitasse.icns"), key=QImage.width)
    box = painted(largest.scaled(256, 256))
    assert box.width() == pytest.approx(256 * 824 / 1024, abs=2)
    assert box.center() == QRect(0, 0, 256, 256).center()


def test_there_is_a_png_of_each_size_for_linux(folder: Path) -> None:
    assert {file.name for file in folder.glob("*.png")} == {f"{side}.png" for side in icons.PNG_SIZES}
    for side in icons.PNG_SIZES:
        assert QImage(str(folder / f"{side}.png")).size() == QSize(side, side)


def test_the_same_icon_is_the_same_file(folder: Path) -> None:
    assert (folder / "demitasse.ico").read_bytes() == icons.ico()
    assert (folder / "demitasse.icns").read_bytes() == icons.icns()
