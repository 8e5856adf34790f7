"""The runs on real desktops see what is there, and skip a step for a reason only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from tests.desktops import pictures
from tests.desktops.__main__ import DESKTOPS
from tests.desktops.job import STEPS

if TYPE_CHECKING:
    from pathlib import Path

BARE = (0, 0, 0, 0)


@pytest.fixture
def screen(tmp_path: Path) -> Path:
    """A picture of a screen with the cup in a panel at the bottom, and an empty one beside it."""
    for name, cup in (("bare", BARE), ("screen", (700, 580, 10, 4))):
        paint(tmp_path / f"{name}.png", cup)
    return tmp_path / "screen.png"


def paint(file: Path, *boxes: tuple[int, int, int, int]) -> Path:
    """Paint a screen of 800 by 600 with boxes in the colour of coffee."""
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("#303030"))
    painter = QPainter(image)
    for box in boxes:
        painter.fillRect(*box, QColor("#E2A065"))
    painter.end()
    image.save(str(file))
    return file


def test_the_cup_is_found_in_a_panel_only(screen: Path, tmp_path: Path) -> None:
    assert pictures.cup(screen) == (700, 580, 10, 4)
    assert pictures.cup(screen.with_name("bare.png")) is None
    assert pictures.cup(paint(tmp_path / "middle.png", (700, 300, 10, 4))) is None


def test_a_window_is_seen_and_an_entry_of_a_task_bar(screen: Path, tmp_path: Path) -> None:
    window = paint(tmp_path / "window.png", (700, 580, 10, 4), (100, 100, 300, 400))
    assert pictures.changed(screen, screen) is None
    assert pictures.changed(screen, window) == (100, 100, 299, 399)
    assert not pictures.is_listed(screen, window)
    assert pictures.is_listed(screen, paint(tmp_path / "entry.png", (0, 576, 120, 24)))


def test_a_step_is_skipped_for_what_a_desktop_lacks_only() -> None:
    needs = {step.needs for step in STEPS}
    assert [desktop.name for desktop in DESKTOPS if not set(desktop.lacks) <= needs] == []
    assert len({desktop.name for desktop in DESKTOPS}) == len(DESKTOPS)
