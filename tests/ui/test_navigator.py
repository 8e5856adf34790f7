"""The stack of pages, tested with plain pages."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

import demitasse.ui.pages
import demitasse.ui.popover
from demitasse.domain.errors import FaultCode, LocalFault
from demitasse.ui.pages.destinations import About, Away, Conflicts, Day, Keys, Settings, SignIn
from demitasse.ui.pages.page import NothingToShow, Page
from demitasse.ui.popover.navigator import Navigator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demitasse.domain.errors import Fault
    from demitasse.ui.pages.destinations import Destination


class PlainPage(Page[Any]):
    """A page of two widgets that records calls."""

    def __init__(self, navigator: Navigator) -> None:
        unused: Any = None
        super().__init__(unused, unused, navigator)
        self.calls: list[object] = []
        self.fault: Exception | None = None
        self.empty = False
        self.first, self.second = QLineEdit(), QPushButton()
        layout = QVBoxLayout(self)
        layout.addWidget(self.first)
        layout.addWidget(self.second)

    def open(self, destination: Any) -> None:
        if self.fault is not None:
            raise self.fault
        self.calls.append(destination)

    def refresh(self) -> None:
        self.calls.append("refresh")
        if self.empty:
            self.leave()

    def shown(self) -> None:
        self.calls.append("shown")

    def hidden(self) -> None:
        self.calls.append("hidden")

    def take_focus(self) -> None:
        self.first.setFocus()

    def show_fault(self, fault: Fault) -> None:
        self.calls.append(fault)


class Pages:
    """A navigator in a window, and the pages that it opened."""

    def __init__(self) -> None:
        self.window = QWidget()
        self.built: dict[type[Destination], PlainPage] = {}
        self.navigator = Navigator(QVBoxLayout(self.window), self._page_of, self.window)
        self.left: list[bool] = []
        self.navigator.left.connect(lambda: self.left.append(True))

    def __getitem__(self, kind: type[Destination]) -> PlainPage:
        return self.built.setdefault(kind, PlainPage(self.navigator)) if kind not in self.built else self.built[kind]

    def _page_of(self, destination: Destination) -> PlainPage:
        return self[type(destination)]

    def visible(self) -> list[type[Destination]]:
        return [kind for kind, page in self.built.items() if page.isVisible()]


@pytest.fixture
def pages(app: QApplication) -> Iterator[Pages]:
    pages = Pages()
    pages.navigator.restart(Day())
    pages.window.show()
    pages.window.activateWindow()
    pages.navigator.shown()
    app.processEvents()
    yield pages
    pages.window.close()
    pages.window.deleteLater()


def test_back_returns_to_the_page_below(pages: Pages) -> None:
    for destination in (Settings(), About(), Keys()):
        pages.navigator.open(destination)
    for kind in (Keys, About, Settings, Day):
        assert pages.visible() == [kind]
        assert type(pages.navigator.destination) is kind
        assert pages.left == []
        pages.navigator.back()
    assert pages.left == [True]
    assert pages.visible() == [Day]


def test_a_page_is_opened_refreshed_and_shown_and_the_page_below_hidden(pages: Pages) -> None:
    pages[Day].calls.clear()
    pages.navigator.open(Settings("theme"))
    assert pages[Settings].calls == [Settings("theme"), "refresh", "shown"]
    assert pages[Day].calls == ["hidden"]
    pages.navigator.back()
    assert pages[Settings].calls[3:] == ["hidden"]
    assert pages[Day].calls == ["hidden", "refresh", "shown"], "it was not opened again"


def test_a_page_is_not_shown_while_the_popover_is_hidden(pages: Pages) -> None:
    pages.navigator.hidden()
    pages.navigator.open(Settings())
    assert "shown" not in pages[Settings].calls
    pages.navigator.shown()
    assert pages[Settings].calls[-1] == "shown"


def test_back_restores_the_focus(pages: Pages) -> None:
    pages[Day].second.setFocus()
    pages.navigator.open(Settings())
    assert pages.window.focusWidget() is pages[Settings].first
    pages.navigator.back()
    assert pages.window.focusWidget() is pages[Day].second


@pytest.mark.parametrize("gone", ["deleted", "hidden", "disabled"])
def test_the_focus_goes_to_the_start_if_its_widget_is_gone(pages: Pages, gone: str) -> None:
    second = pages[Day].second
    second.setFocus()
    pages.navigator.open(Settings())
    if gone == "deleted":
        second.setParent(None)
        second.deleteLater()
        QApplication.processEvents()
    elif gone == "hidden":
        second.hide()
    else:
        second.setEnabled(False)
    pages.navigator.back()
    assert pages.window.focusWidget() is pages[Day].first


def test_opening_a_page_below_closes_the_pages_above_it(pages: Pages) -> None:
    for destination in (Settings(), About(), Keys(), Settings("theme")):
        pages.navigator.open(destination)
    assert pages.navigator.destination == Settings("theme")
    pages.navigator.back()
    assert pages.visible() == [Day]


def test_opening_the_shown_page_keeps_the_pages_below(pages: Pages) -> None:
    pages.navigator.open(Settings())
    pages.navigator.open(Settings("theme"))
    assert "hidden" not in pages[Settings].calls
    pages.navigator.back()
    assert pages.visible() == [Day]


def test_the_day_is_always_the_lowest_page(pages: Pages) -> None:
    pages.navigator.restart(SignIn())
    pages.navigator.open(Settings())
    pages.navigator.open(Day())
    pages.navigator.back()
    assert pages.left == [True]


def test_a_restart_forgets_the_pages_below(pages: Pages) -> None:
    pages.navigator.open(Settings())
    pages.navigator.restart(SignIn())
    assert pages.visible() == [SignIn]
    pages.navigator.back()
    assert pages.left == [True]


def test_the_fault_of_a_page_that_cannot_be_opened_is_shown_on_the_present_one(pages: Pages) -> None:
    fault = LocalFault(FaultCode.DISK_FULL)
    pages[Conflicts].fault = fault
    pages.navigator.open(Conflicts())
    assert pages.visible() == [Day]
    assert pages[Day].calls[-1] is fault


def test_a_page_with_nothing_to_show_is_not_opened(pages: Pages) -> None:
    pages[Away].fault = NothingToShow()
    pages[Day].calls.clear()
    pages.navigator.open(Away())
    assert pages.visible() == [Day]
    assert pages[Day].calls == []


def test_a_page_may_close_itself_while_it_is_refreshed(pages: Pages) -> None:
    pages.navigator.open(Away())
    pages.navigator.open(Settings())
    pages[Away].empty = True
    pages.navigator.back()
    assert pages.visible() == [Day]
    assert pages.window.focusWidget() is pages[Day].first


# --- what pages import

PAGES = Path(demitasse.ui.pages.__path__[0])
POPOVER = Path(demitasse.ui.popover.__path__[0])


def _page_of(module: str) -> str:
    """Return the page that a module belongs to: `pages.week`, or the package of `pages.day.day_view`."""
    return ".".join(module.split(".")[:4])


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


PAGE_MODULES = {
    _page_of(name)
    for name in _imports(POPOVER / "page_registry.py")
    if name.startswith("demitasse.ui.pages.") and name.endswith("Page") and not name.endswith(".Page")
}


@pytest.mark.parametrize("file", sorted(PAGES.rglob("*.py")), ids=lambda file: file.stem)
def test_no_page_imports_another(file: Path) -> None:
    own = _page_of(".".join(("demitasse.ui.pages", *file.relative_to(PAGES).with_suffix("").parts)))
    others = {name for name in _imports(file) if _page_of(name) in PAGE_MODULES - {own}}
    assert not others, (
        f"{file.name} imports {', '.join(sorted(others))}. Open other pages with navigator.open(...): add "
        "a destination to "
        "ui/pages/destinations.py and its page to ui/popover/page_registry.py. Move what two pages share to "
        "ui/widgets or to a module of ui/pages that is no page."
    )


@pytest.mark.parametrize("file", sorted([*PAGES.rglob("*.py"), *POPOVER.rglob("*.py")]), ids=lambda file: file.stem)
def test_signals_and_slots_are_not_found_by_name(file: Path) -> None:
    called = {
        node.func.id
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"hasattr", "setattr"}, "connect signals as attributes, and open pages with navigator.open(...)"
