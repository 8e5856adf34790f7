"""Rules for all pages: contrast, names for screen readers, server text shown as plain text, lazy pages, stillness."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from typing import TYPE_CHECKING, get_args

import pytest
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from demitasse.domain.errors import FaultCode, LocalFault
from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.ui.pages.destinations import (
    About,
    Accounts,
    Day,
    Destination,
    EditEntry,
    Month,
    Settings,
    SignIn,
    SplitEntry,
    Week,
)
from demitasse.ui.pages.settings import SettingsPage
from demitasse.ui.text import messages, wording
from demitasse.ui.tray import tray_icon_painter
from demitasse.ui.tray.tray_icon import TrayMark
from demitasse.ui.widgets import icons, theme
from demitasse.ui.widgets.buttons import Button
from tests.ui import stage as s
from tests.ui.stage import TODAY, Stage
from tests.ui.translations import ROOT
from tests.ui.user_input import at_line, press, shown

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover

_HOSTILE = "<img src='http://evil.example/x.png'><b>Bold</b> \u202eevil\u202c & \0\x07 line\nbreak"


def _pages(stage: Stage) -> Popover:
    """Return a popover that has shown every page."""
    entry = stage.a_day()
    popover = stage.popover()
    popover.open(EditEntry(entry))
    popover.open(SplitEntry(entry))
    popover.open(Month(TODAY))
    popover.open(Week(TODAY))
    popover.day.timer.pick()
    for destination in (Settings(), About(), Accounts(), SignIn(), Day()):
        popover.open(destination)
    return popover


def test_everything_that_takes_the_focus_has_a_name(stage: Stage) -> None:
    popover = _pages(stage)
    nameless = [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in popover.findChildren(QWidget)
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not (widget.isHidden() or _named(widget) or _inside(widget))
    ]
    assert not nameless


def _named(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or words


def _inside(widget: QWidget) -> bool:
    """Return whether the widget is part of an editor or scroll area of Qt, which has the name."""
    parent = widget.parentWidget()
    return widget.objectName().startswith("qt_") or (parent is not None and parent.accessibleName() != "")


def test_every_icon_button_has_a_name(stage: Stage) -> None:
    popover = _pages(stage)
    buttons = [button for button in popover.findChildren(QAbstractButton) if not button.isHidden()]
    silent = [button for button in buttons if not _named(button)]
    assert not silent


def test_server_text_is_shown_letter_for_letter(stage: Stage) -> None:
    with stage.store.transaction():
        stage.store.database.write("UPDATE project SET name = ? WHERE id = 1", (_HOSTILE,))
    entry = stage.running(s.WEBSITE, s.CODING, 600, "ok")
    stage.changed_elsewhere(entry, _HOSTILE)
    popover = stage.popover()
    popover.day.timer.pick()
    popover.open(EditEntry(entry))
    popover.open(Day())
    for label in popover.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText, label.text()
    line = at_line(popover, entry)
    for words in (line.name, wording.plain(_HOSTILE)):
        assert "<b>Bold</b> evil & line break" in words
    assert "<b>Bold</b> evil" in line.tip(QRectF(0, 0, 200, 52)), "tips are plain text"


def test_very_long_server_text_costs_little(stage: Stage) -> None:
    entry = stage.running(s.WEBSITE, s.CODING, 600, "ok")
    stage.changed_elsewhere(entry, "W\u0301" * 1_000_000)
    popover = stage.popover()
    assert len(at_line(popover, entry).tip(QRectF(0, 0, 200, 52))) < 1000
    assert popover.grab().width() == theme.WIDTH


class _Windows(QObject):
    """Records every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_no_window_but_the_popover_ever_shows(stage: Stage, app: QApplication) -> None:
    windows = _Windows()
    app.installEventFilter(windows)
    _pages(stage)
    app.removeEventFilter(windows)
    assert windows.seen == ["Popover"]


def test_pages_are_built_when_they_are_needed(stage: Stage) -> None:
    popover = stage.popover()
    built = [kind for kind in get_args(Destination) if popover._pages.built(kind)]
    assert built == [Day]
    code = "import sys, demitasse.ui.popover.popover as p; print(sorted(m for m in sys.modules if 'ui.pages.' in m))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "demitasse.ui.pages.week" not in ran.stdout
    assert "requests" not in ran.stdout


def test_what_only_pages_need_is_loaded_with_the_first_page() -> None:
    code = "import sys, demitasse.ui.app.application, demitasse.ui.app.services; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    late = {"tracker.reports", "tracker.imports", "tracker.typed_lines", "tracker.close_day", "domain.search"}
    loaded = set(ran.stdout.split())
    assert "demitasse.tracker.overview" in loaded
    assert not {f"demitasse.{name}" for name in late} & loaded


def test_two_hundred_entries_scroll(stage: Stage) -> None:
    with stage.store.transaction():
        for minutes in range(200):
            stage.entry(s.INTERNAL, s.MEETING, minutes % 50, f"Call {minutes}")
    popover = stage.popover()
    assert popover.sizeHint().height() < 640
    area = popover.day.list
    assert area._bar.maximum() > 0


def test_a_local_fault_is_shown_on_the_page(stage: Stage) -> None:
    popover = stage.popover()
    popover.handle(SyncEvent(EventKind.BROKE, LocalFault(FaultCode.DISK_FULL)))
    assert popover.day.notice.words.text() == messages.whole(LocalFault(FaultCode.DISK_FULL))
    popover.day.notice.close_button.click()
    assert not popover.day.notice.isVisible()


def test_every_page_is_painted_in_both_schemes(stage: Stage, app: QApplication) -> None:
    popover = _pages(stage)
    popover.day.setFocus()
    popover.resize(popover.sizeHint())
    ground = {}
    for scheme in ("dark", "light"):
        theme.apply(app, scheme)
        app.processEvents()
        ground[scheme] = popover.grab().toImage().pixelColor(4, 4).name().upper()
    assert ground == {"dark": theme.DARK.bg, "light": theme.LIGHT.bg}


def test_high_contrast_applies_at_once(stage: Stage, app: QApplication) -> None:
    popover = _pages(stage)
    seen = {}
    for scheme in ("dark", "light"):
        theme.apply(app, scheme, strong=True)
        app.processEvents()
        seen[scheme] = (theme.tokens(popover), popover.grab().toImage().pixelColor(4, 4).name().upper())
    theme.apply(app, "light")
    app.processEvents()
    assert seen == {"dark": (theme.DARK_STRONG, "#000000"), "light": (theme.LIGHT_STRONG, "#FFFFFF")}
    assert theme.tokens(popover) is theme.LIGHT


def test_the_wishes_of_the_desktop_are_followed(app: QApplication) -> None:
    """Qt reports colours and contrast by these signals; the desktop of the tests cannot change them."""
    asked: list[bool] = []
    theme.on_change(app, lambda: asked.append(True))
    style = app.styleHints()
    hints = style.accessibility()
    hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    style.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert len(asked) == 2


def test_nothing_moves_by_itself(app: QApplication) -> None:
    effects = [effect for effect in Qt.UIEffect if "Animate" in effect.name or "Fade" in effect.name]
    before = {effect: app.isEffectEnabled(effect) for effect in effects}
    for effect in effects:
        app.setEffectEnabled(effect, True)
    theme.apply(app, "light")
    moving = {effect for effect in effects if app.isEffectEnabled(effect)}
    for effect, on in before.items():
        app.setEffectEnabled(effect, on)
    assert moving <= {Qt.UIEffect.UI_AnimateToolBox}, "no page has such a box"
    ours = [file.name for file in (ROOT / "app").rglob("*.py") if "Animation" in file.read_text(encoding="utf-8")]
    assert ours == ["motion.py"], "windows and messages fade there, and nothing else moves"


def test_every_state_of_the_cup_has_another_picture() -> None:
    states = {
        "signed out": tray_icon_painter.cup_pixmap(0.0, running=False, signed_out=True),
        "idle": tray_icon_painter.cup_pixmap(0.0, running=False),
        "half": tray_icon_painter.cup_pixmap(0.5, running=False),
        "full": tray_icon_painter.cup_pixmap(1.0, running=False),
        "running": tray_icon_painter.cup_pixmap(0.5, running=True),
        "waiting": tray_icon_painter.cup_pixmap(0.5, running=True, mark=TrayMark.WAITING),
        "needs you": tray_icon_painter.cup_pixmap(0.5, running=True, mark=TrayMark.NEEDS_YOU),
    }
    pictures = {name: picture.toImage() for name, picture in states.items()}
    for one, other in itertools.combinations(pictures, 2):
        assert pictures[one] != pictures[other], (one, other)


def test_the_states_of_the_cup_differ_in_shape_too() -> None:
    """In a mask only the alpha channel counts: no state is shown by colour alone."""
    marks = [tray_icon_painter.cup_pixmap(0.5, running=True, scheme="mask", mark=mark).toImage() for mark in TrayMark]
    assert marks[0] != marks[1] != marks[2] != marks[0]


def test_icons_contain_no_links_and_use_the_given_colour() -> None:
    for file in (ROOT / "resources" / "icons").glob("*.svg"):
        svg = file.read_text(encoding="utf-8")
        assert "currentColor" in svg or file.stem.startswith("demitasse"), file.name
        assert not re.search(r"(href|<script|<image|<!)", svg), file.name
    assert not icons.app_icon().isNull()


def test_the_keys_of_tool_tips_work(stage: Stage) -> None:
    popover = stage.popover()
    press(popover, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    shown(popover, SettingsPage)
    press(popover, Qt.Key.Key_Escape)
    assert _shown(popover) is popover.day


def _shown(popover: Popover) -> QWidget:
    return popover.page


def test_announcements_reach_qt(stage: Stage) -> None:
    popover = stage.popover()
    QAccessible.setActive(True)
    stage.entry(s.INTERNAL, s.MEETING, 5)
    popover.day.timer.toggle()
    popover.day.show_fault(LocalFault(FaultCode.DISK_FULL))
    QAccessible.setActive(False)
    assert popover.day.notice.words.text() == messages.whole(LocalFault(FaultCode.DISK_FULL))


class _Painted(QObject):
    """Records every widget that is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.seen.add(type(watched).__name__)
        return False


def test_a_tick_paints_only_the_digits(stage: Stage, app: QApplication) -> None:
    stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    popover.day.footer.add.setFocus()  # no blinking cursor
    for _ in range(5):
        app.processEvents()
    painted = _Painted()
    app.installEventFilter(painted)
    stage.clock.advance(1)
    popover.day._on_tick()
    app.processEvents()
    app.removeEventFilter(painted)
    assert "Digits" in painted.seen
    still = {"EntryList", "Figure", "TitleButton", "DayBar", "ElidedLabel", "Button", "StatusButton", "RoundButton"}
    assert not painted.seen & {*still, "PairField"}


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None, True and False are never freed there")
def test_calls_into_qt_keep_their_references() -> None:
    """PySide6 6.12.0 takes one from None in each call that returns nothing, until the interpreter aborts."""
    picture = QPixmap(8, 8)
    path = QPainterPath()
    before = [sys.getrefcount(singleton) for singleton in (None, True, False)]
    with QPainter(picture) as painter:
        for _ in range(3000):
            painter.fillPath(path, QColor("red"))  # a colour is converted to a brush on the way
            assert painter.isActive()
            assert not path.intersects(path)
    after = [sys.getrefcount(singleton) for singleton in (None, True, False)]
    assert all(abs(was - now) < 1000 for was, now in zip(before, after, strict=True)), (before, after)


def test_an_ampersand_marks_no_shortcut(app: QApplication) -> None:
    del app
    button = Button("T&X · R&D")
    assert (button.text(), button.accessibleName()) == ("T&X · R&D", "T&X · R&D")
    assert button.shortcut().isEmpty()
    button.setText("Q&A")
    assert button.shortcut().isEmpty()
