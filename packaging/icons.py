"""Draw the program's icon, resources/icons/demitasse.svg, in the formats of the three systems.

    python3 packaging/icons.py FOLDER    writes demitasse.ico, demitasse.icns and 16.png to 512.png into FOLDER

Needs PySide6. The same versions of Qt and Python write the same bytes.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).parents[1] / "resources" / "icons" / "demitasse.svg"
PNG_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
# Pixels by the type of an element. The types for 16 and 32 pixels on screens of low density cannot hold a PNG; macOS
# scales larger ones down instead.
ICNS_SIZES = {
    "ic11": 32,
    "ic12": 64,
    "ic07": 128,
    "ic13": 256,
    "ic08": 256,
    "ic14": 512,
    "ic09": 512,
    "ic10": 1024,
}
ICNS_SCALE = 0.888
"""The plate of the drawing then takes 824 of 1024 pixels, as Apple's template for icons asks."""


def draw(side: int, scale: float = 1.0) -> QImage:
    """Return the icon in a square of `side` pixels; `scale` below 1 leaves a margin."""
    picture = QImage(side, side, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    edge = side * scale
    with QPainter(picture) as painter:
        QSvgRenderer(str(DRAWING)).render(painter, QRectF((side - edge) / 2, (side - edge) / 2, edge, edge))
    return picture


def png(picture: QImage) -> bytes:
    """Return the picture as a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(picture)
    return bytes(data.data())


def bitmap(picture: QImage) -> bytes:
    """Return the picture as an element of an .ico file: a bitmap of 32 bits, bottom row first, and an empty mask.

    Windows takes PNG at 256 pixels; some of its dialogs and tools draw smaller ones only as bitmaps.
    """
    side = picture.width()
    header = struct.pack("<IiiHHIIiiII", 40, side, side * 2, 1, 32, 0, 0, 0, 0, 0, 0)
    flipped = picture.flipped(Qt.Orientation.Vertical)  # must outlive the view of its memory
    return header + bytes(flipped.constBits()) + bytes((side + 31) // 32 * 4 * side)


def ico() -> bytes:
    """Return the icon for Windows."""
    elements = [(side, png(draw(side)) if side == 256 else bitmap(draw(side))) for side in ICO_SIZES]
    at = 6 + 16 * len(elements)
    head = struct.pack("<HHH", 0, 1, len(elements))
    for side, data in elements:
        head += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(data), at)  # 0 stands for 256
        at += len(data)
    return head + b"".join(data for _, data in elements)


def icns() -> bytes:
    """Return the icon for macOS."""
    elements = {kind: png(draw(side, ICNS_SCALE)) for kind, side in ICNS_SIZES.items()}
    body = b"".join(kind.encode() + struct.pack(">I", 8 + len(data)) + data for kind, data in elements.items())
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def write(folder: Path) -> None:
    """Write all formats into the folder, which is made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "demitasse.ico").write_bytes(ico())
    (folder / "demitasse.icns").write_bytes(icns())
    for side in PNG_SIZES:
        (folder / f"{side}.png").write_bytes(png(draw(side)))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write(Path(sys.argv[1]))
