"""One QApplication for all tests of the window, and a stage to set scenes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication

from demitasse.ui import text, theme
from tests.ui.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def app() -> QApplication:
    """Qt, speaking English, in the light scheme."""
    made = QApplication.instance()
    app = made if isinstance(made, QApplication) else QApplication([])
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(app, "light")
    app._translators = text.install(app, QLocale("en_GB"))  # type: ignore[attr-defined]
    return app


@pytest.fixture
def stage(home: Path, app: QApplication) -> Iterator[Stage]:  # noqa: ARG001 - both have to be there
    """Signed in, with projects to book on, and nothing tracked yet."""
    stage = Stage()
    yield stage
    for window in app.topLevelWidgets():
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    stage.close()
