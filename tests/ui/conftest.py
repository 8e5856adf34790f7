"""One QApplication for all tests of the window, and a profile with a popover to test."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication

from demitasse.ui.text import formats, wording
from demitasse.ui.widgets import focus, theme
from tests.screenshots.scenes import SCENES
from tests.ui.listed_entries import Listed, entries
from tests.ui.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from demitasse.ui.popover.popover import Popover


@pytest.fixture(scope="session", autouse=True)
def app() -> QApplication:
    """The QApplication, in English and in the light scheme."""
    made = QApplication.instance()
    app = made if isinstance(made, QApplication) else QApplication([])
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(app, "light")
    app._translators = wording.install(app, QLocale("en_GB"))  # type: ignore[attr-defined]
    return app


@pytest.fixture(autouse=True)
def _ui_shown_in_utc() -> None:
    """Show times in UTC at first, whatever zone the test before has used."""
    formats.use_zone(UTC)


@pytest.fixture
def stage(home: Path, app: QApplication) -> Iterator[Stage]:  # noqa: ARG001 - both have to be there
    """A signed-in profile with projects and no entries."""
    stage = Stage()
    yield stage
    for window in app.topLevelWidgets():
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    stage.close()


@pytest.fixture
def listed() -> Iterator[Listed]:
    """The list with four lines."""
    made = Listed(entries())
    yield made
    made.view.close()
    made.view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(params=[name for name in SCENES if name != "tray"])
def scene(request: pytest.FixtureRequest, app: QApplication) -> Iterator[Popover]:
    """Each scene of the screenshots in turn, in its preferred size."""
    focus.show(shown=False)
    popover: Any = SCENES[request.param]()
    popover.resize(popover.sizeHint())
    app.processEvents()
    yield popover
    close_scene(popover)


def close_scene(popover: Popover) -> None:
    """Close and delete the popover of a scene."""
    popover.hide()
    popover._profile.close()
    popover.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
