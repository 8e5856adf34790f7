"""The list of a day by itself: what its lines show, the pointer, the keyboard, screen readers, and 500 entries."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetricsF, QHelpEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from demitasse.domain.entries import EntryState
from demitasse.domain.errors import FaultCode, Reason
from demitasse.domain.timesheet import Gap
from demitasse.ui.text import day_text
from demitasse.ui.widgets import focus, painting, theme
from demitasse.ui.widgets.entry_lines import EntryLine, chip_of
from demitasse.ui.widgets.frames import Menu
from demitasse.ui.widgets.theme import Role
from tests.domain.test_timesheet import AT, row, running
from tests.ui.listed_entries import GAP, NONE, WIDTH, Areas, Listed, entries

if TYPE_CHECKING:
    from demitasse.domain.timesheet import TimesheetRow
    from demitasse.ui.widgets.entry_list import EntryList

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
REJECTED = Reason(FaultCode.SERVER_TEXT, {"text": "The task is archived."})


# --- what a line shows


@pytest.mark.parametrize(
    ("entry", "second"),
    [
        (row(1, 90, "09:00", "10:30", comment="Kick-off"), "09:00–10:30 · Kick-off"),
        (row(1, 90, "09:00", "10:30", client="Acme"), "09:00–10:30"),
        (row(1, 90, comment="Kick-off", client="Acme"), "Kick-off"),
        (row(1, 90, client="Acme"), "Acme"),
        (row(1, 90), ""),
        (row(1, 90, "09:00", comment="Kick-off"), "09:00–10:30 · Kick-off"),
        (row(1, 90, "09:00", "15:00", comment="Kick-off"), "Kick-off"),
        (row(1, 90, comment="one\ntwo"), "one two"),
        (running(1, 60)._replace(comment="Login"), "since 13:00 · Login"),
        (running(1, 60)._replace(client="Acme"), "since 13:00"),
        (running(1, 15 * 60), "since Sun 23:00"),
        (row(1, 90, state=EntryState.REJECTED, reason=REJECTED, client="Acme"), "“The task is archived.”"),
        (row(1, 90, state=EntryState.REJECTED, reason=REJECTED, comment="Kick-off"), "Kick-off"),
    ],
)
def test_the_second_line(entry: TimesheetRow, second: str) -> None:
    assert day_text.second_line(entry, day_text.row_times(entry, UTC, AT.wall)) == second


@pytest.mark.parametrize(
    ("entry", "words", "tokens"),
    [
        ({}, None, ()),
        ({"state": EntryState.WAITING}, "waiting", ("", "warn", "warn_soft")),
        ({"state": EntryState.CHECKING}, "checking", ("", "warn", "warn_soft")),
        ({"state": EntryState.REJECTED}, "rejected", ("", "danger", "danger_soft")),
        ({"state": EntryState.NEEDS_REVIEW}, "unconfirmed", ("", "danger", "danger_soft")),
        ({"locked": FaultCode.ENTRY_BILLED}, "billed", ("bill", "muted", "raised")),
        ({"locked": FaultCode.ENTRY_LOCKED}, "locked", ("lock", "muted", "raised")),
        ({"locked": FaultCode.ENTRY_APPROVED}, "approved", ("check", "ok", "raised")),
        ({"locked": FaultCode.ENTRY_ARCHIVED}, "archived", ("box", "muted", "raised")),
        ({"locked": "of_a_later_version"}, "locked", ("lock", "muted", "raised")),
        ({"state": EntryState.WAITING, "locked": FaultCode.ENTRY_BILLED}, "waiting", ("", "warn", "warn_soft")),
    ],
)
def test_an_entry_has_at_most_one_chip(entry: dict[str, Any], words: str | None, tokens: tuple[str, ...]) -> None:
    chip = chip_of(row(1, 60, **entry))
    assert chip == (None if words is None else (words, *tokens))


@pytest.mark.parametrize("project", ["P", "Web", "Website relaunch of the international customer portal"])
@pytest.mark.parametrize("task", ["", "QA", "Implementation", "Implementation and documentation of all interfaces"])
def test_the_project_gives_way_down_to_24_px_before_the_task_does(project: str, task: str) -> None:
    pairs = painting.PairPainter(theme.LIGHT)
    strong, body = (QFontMetricsF(theme.role_font(role)) for role in (Role.STRONG, Role.BODY))
    for room in range(60, 420, 7):
        shown_project, shown_task = pairs.fitted(project, task, room)
        assert strong.horizontalAdvance(shown_project) + body.horizontalAdvance(shown_task) <= room
        if shown_task != task:
            assert strong.horizontalAdvance(shown_project) <= max(painting.LEAST_PX, 1), (room, shown_project)
        if room >= 400:
            assert (shown_task == task) or len(task) > 20


def test_lines_are_as_high_as_drawn_and_lie_below_one_another(listed: Listed) -> None:
    rects = [listed.view.line_rect(place) for place in range(4)]
    assert [(rect.top(), rect.height()) for rect in rects] == [(0, 52), (52, 52), (104, 36), (140, 52)]


def test_a_duration_that_ticks_repaints_itself_alone_and_only_with_the_minute(listed: Listed) -> None:
    painted = Areas(listed.view)
    listed.view.show_time(1, 3600 + 59)
    QApplication.processEvents()
    assert painted.taken() == []
    listed.view.show_time(1, 3660)
    QApplication.processEvents()
    (area,) = painted.taken()
    assert area.height() <= 19
    assert area.left() > WIDTH - 16 - 60


# --- the pointer


def test_buttons_appear_under_the_pointer_and_move_nothing(listed: Listed) -> None:
    """Only the second line may be elided earlier: duration, chip and dot stay where they were."""
    view = listed.view
    before, rest = _ink(view, 1, theme.LIGHT.surface), view.button_rect(1, 0).left()
    QTest.mouseMove(view, view.line_rect(1).center())
    after = _ink(view, 1, theme.LIGHT.raised)
    time_rect = view.lines()[1].time_rect(view, QRectF(0, 0, WIDTH, 52)).toRect()  # type: ignore[attr-defined]
    changed = {x for x, y in before if abs(before[x, y] - after[x, y]) > 0.2}
    assert changed
    assert min(changed) >= rest, "names moved"
    assert max(changed) < time_rect.left(), "the duration moved"


def _ink(view: EntryList, place: int, ground: str) -> dict[tuple[int, int], float]:
    """Return how much ink is on each pixel of a line."""
    picture, paper = view.grab(view.line_rect(place)).toImage(), QColor(ground).lightness()
    black = QColor(theme.LIGHT.text).lightness()
    return {
        (x, y): (paper - picture.pixelColor(x, y).lightness()) / (paper - black)
        for x in range(picture.width())
        for y in range(picture.height())
    }


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_buttons_are_28_px_left_of_the_duration_and_the_same_in_every_state(direction: Qt.LayoutDirection) -> None:
    states = [row(number, 60, state=state) for number, state in enumerate(EntryState, 1)]
    listed = Listed([*states, running(9, 60), row(10, 6000)])
    listed.view.setLayoutDirection(direction)
    for place, line in enumerate(listed.view.lines()):
        rects = [listed.view.button_rect(place, button) for button in (0, 1)]
        assert [(rect.width(), rect.height()) for rect in rects] == [(28, 28)] * 2
        assert isinstance(line, EntryLine)
        time_rect = line.time_rect(listed.view, listed.view.rect_of(place)).toRect()
        assert not any(rect.intersects(time_rect) for rect in rects)
        nearer = rects[1].right() < time_rect.left() if direction is Qt.LayoutDirection.LeftToRight else True
        assert nearer
        inside = listed.view.line_rect(place)
        assert all(inside.contains(rect) for rect in rects)
    listed.view.close()


@pytest.mark.parametrize(
    ("place", "button", "wanted"),
    [
        (0, -1, ("edit", 1)),
        (0, 0, ("continue", 1)),
        (1, -1, ("edit", 2)),
        (1, 0, ("continue", 2)),
        (2, -1, GAP),
        (3, -1, ("edit", 3)),
    ],
)
def test_a_click_does_what_is_under_it(listed: Listed, place: int, button: int, wanted: object) -> None:
    listed.click(place, button)
    assert listed.taken() == wanted


def test_a_press_that_is_let_go_elsewhere_does_nothing(listed: Listed) -> None:
    view = listed.view
    QTest.mousePress(view, Qt.MouseButton.LeftButton, NONE, view.button_rect(1, 0).center())
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, NONE, view.line_rect(1).topLeft() + QPoint(60, 20))
    QTest.mouseClick(view, Qt.MouseButton.RightButton, NONE, view.line_rect(1).center())
    assert listed.taken() is None


def test_a_press_does_not_hit_an_entry_that_came_under_the_pointer_meanwhile(listed: Listed) -> None:
    view = listed.view
    QTest.mousePress(view, Qt.MouseButton.LeftButton, NONE, view.line_rect(0).center())
    listed.show([row(9, 5, "13:30", "13:35"), *entries()])
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, NONE, view.line_rect(0).center())
    assert listed.taken() is None


def test_more_and_the_right_button_open_the_menu(listed: Listed) -> None:
    listed.click(1, 1)
    by_button = listed.close_menu()
    assert by_button[0] == "Continue"
    point = listed.view.line_rect(1).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, listed.view.mapToGlobal(point))
    QApplication.sendEvent(listed.view, event)
    assert listed.close_menu() == by_button
    assert listed.taken() is None


def test_no_tool_tip_repeats_what_can_be_read(listed: Listed) -> None:
    place = QRectF(0, 0, WIDTH, 52)
    plain = [row(1, 60, comment="Icons"), row(2, 60, comment="x" * 120), row(3, 60, state=EntryState.WAITING)]
    listed.show([*plain])
    readable, cut, waiting = (line.tip(place) for line in listed.view.lines())
    assert (readable, waiting) == ("", listed.view.lines()[2].hint)
    assert cut.endswith("x" * 120)


def test_the_tool_tip_holds_what_is_elided(listed: Listed) -> None:
    long = "x" * 120
    listed.show([row(1, 60, project=long, task="Design", comment="Icons", state=EntryState.REJECTED, reason=REJECTED)])
    for button, words in ((-1, f"{long} · Design\nIcons\n"), (0, "Continue"), (1, "More")):
        point = (listed.view.button_rect(0, button) if button >= 0 else listed.view.line_rect(0)).center()
        point = point if button >= 0 else QPoint(80, 20)
        QApplication.sendEvent(listed.view, QHelpEvent(QEvent.Type.ToolTip, point, listed.view.mapToGlobal(point)))
        tip = next(one for one in listed.view.findChildren(QWidget) if type(one).__name__ == "_Tip")
        assert tip._text._layout.text().replace("\u2028", "\n").startswith(words)  # type: ignore[attr-defined]


# --- the keyboard


def test_arrows_walk_over_lines_and_buttons(listed: Listed) -> None:
    listed.focus()
    steps = [
        (Qt.Key.Key_Down, (1, -1)), (Qt.Key.Key_Right, (1, 0)), (Qt.Key.Key_Right, (1, 1)), (Qt.Key.Key_Right, (1, 1)),
        (Qt.Key.Key_Left, (1, 0)), (Qt.Key.Key_Left, (1, -1)), (Qt.Key.Key_Down, (2, -1)), (Qt.Key.Key_Down, (3, -1)),
        (Qt.Key.Key_Down, (3, -1)), (Qt.Key.Key_Home, (0, -1)), (Qt.Key.Key_Up, (0, -1)), (Qt.Key.Key_End, (3, -1)),
        (Qt.Key.Key_Right, (3, 0)), (Qt.Key.Key_Up, (2, -1)),
    ]  # fmt: skip
    for key, spot in steps:
        listed.press(key)
        assert listed.view._current == spot, key
    assert listed.taken() is None


@pytest.mark.parametrize(
    ("place", "keys", "wanted"),
    [
        (1, [Qt.Key.Key_Return], ("edit", 2)),
        (1, [Qt.Key.Key_Enter], ("edit", 2)),
        (1, [Qt.Key.Key_F2], ("edit", 2)),
        (1, [Qt.Key.Key_Space], ("continue", 2)),
        (1, [Qt.Key.Key_Delete], ("delete", 2)),
        (1, [Qt.Key.Key_Right, Qt.Key.Key_Return], ("continue", 2)),
        (1, [Qt.Key.Key_Right, Qt.Key.Key_Space], ("continue", 2)),
        (1, [(Qt.Key.Key_D, CTRL | SHIFT)], ("duplicate", 2)),
        (0, [(Qt.Key.Key_D, CTRL | SHIFT)], None),
        (2, [Qt.Key.Key_Return], GAP),
        (2, [Qt.Key.Key_Space], GAP),
        (2, [Qt.Key.Key_Delete], None),
        (1, [(Qt.Key.Key_Delete, CTRL)], None),
    ],
)
def test_keys_act_on_the_current_line(listed: Listed, place: int, keys: list[Any], wanted: object) -> None:
    listed.focus()
    for _ in range(place):
        listed.press(Qt.Key.Key_Down)
    for key in keys:
        listed.press(*key) if isinstance(key, tuple) else listed.press(key)
    assert listed.taken() == wanted


@pytest.mark.parametrize(
    "keys",
    [
        [(Qt.Key.Key_F10, SHIFT)],
        [(Qt.Key.Key_Menu, NONE)],
        [(Qt.Key.Key_Right, NONE), (Qt.Key.Key_Right, NONE), (Qt.Key.Key_Space, NONE)],
    ],
)
def test_the_menu_opens_by_keyboard_at_its_first_row(listed: Listed, keys: list[Any]) -> None:
    listed.focus()
    for key in keys:
        listed.press(*key)
    menu = listed.view.findChildren(Menu)[-1]
    assert menu.activeAction().text() == "Stop"
    assert listed.close_menu()
    assert listed.taken() is None


def test_a_key_that_is_held_down_deletes_one_entry(listed: Listed) -> None:
    listed.focus()
    for repeated in (False, True, True):
        event = _key(Qt.Key.Key_Delete, repeated=repeated)
        QApplication.sendEvent(listed.view, event)
        assert event.isAccepted()
    assert listed.asked == [("delete", 1)]


def test_other_keys_are_left_to_the_page(listed: Listed) -> None:
    listed.focus()
    for key in (Qt.Key.Key_A, Qt.Key.Key_Left, Qt.Key.Key_Escape):
        event = _key(key)
        QApplication.sendEvent(listed.view, event)
        assert not event.isAccepted(), key


def test_arrows_are_mirrored_where_the_lines_are(listed: Listed) -> None:
    listed.view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    listed.focus()
    listed.press(Qt.Key.Key_Left)
    assert listed.view._current == (0, 0)


def test_the_ring_is_around_the_line_or_its_button_and_shows_after_keys_only(listed: Listed) -> None:
    listed.focus()
    assert listed.view._look(0).ringed == -1
    listed.press(Qt.Key.Key_Right)
    assert listed.view._look(0).ringed == 0
    listed.click(0)
    assert listed.view._look(0) == (True, None, -1)
    assert listed.view._look(1).ringed is None
    seen = []
    for shown in (True, False):
        focus.show(shown=shown)
        seen.append(listed.view.grab().toImage().pixelColor(1, 20).name().upper())
    assert seen == [theme.LIGHT.focus, theme.LIGHT.accent]


@pytest.mark.parametrize(
    ("gone", "then"), [({2}, Gap), ({2, GAP}, 3), ({3, GAP, 2}, 1), ({1}, 2), ({1, 3}, 2), ({1, 2, 3, GAP}, None)]
)
def test_the_focus_goes_to_the_neighbour_of_what_was_deleted(listed: Listed, gone: set[Any], then: Any) -> None:
    listed.focus()
    listed.press(Qt.Key.Key_Down)
    listed.show([item for item in entries() if (item if isinstance(item, Gap) else item.id) not in gone])
    line = listed.view.current_line()
    assert (line.key if line is not None else None) == (GAP if then is Gap else then)
    assert bool(listed.view.focusPolicy() & Qt.FocusPolicy.TabFocus) == (then is not None)


def test_times_are_those_of_the_account(listed: Listed) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    entry = row(1, 60, "09:00", "10:00")
    listed.view.show_items([entry], berlin, datetime(2026, 11, 23, 12, tzinfo=UTC))
    assert "09:00–10:00" in listed.view.lines()[0].name


def _key(key: Qt.Key, *, repeated: bool = False) -> Any:

    return QKeyEvent(QEvent.Type.KeyPress, key, NONE, "", repeated)
