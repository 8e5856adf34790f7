"""The two versions of an entry side by side, with their differences tinted, and the result of a choice; its texts."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from demitasse.domain.entries import Fields
from demitasse.domain.operations import ConflictKind, Resolution
from demitasse.tracker.conflicts import Conflict, Version
from demitasse.ui.pages.page import column, row
from demitasse.ui.text import messages, wording
from demitasse.ui.text.wording import translate
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.labels import Label, PaintedLabel
from demitasse.ui.widgets.switches import Switch
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_LINE_PX = 22
_TOP_PX = 48
_BOTTOM_PX = 12
_SIDE = 10
_RADIO_PX = 14
_RESULT_PX = 52
_SWITCH_PX = 44
_LINES = (("comment",), ("duration_s", "running"), ("start_time", "end_time"), ("project_id", "task_id"), ("day",))
"""The fields that each line of a version shows."""


class VersionButton(QRadioButton):
    """One version of an entry, as a choice: whose it is, since when, and its values; what differs is tinted."""

    def __init__(self, whose: str) -> None:
        super().__init__(whose)
        self._when = ""
        self._lines: list[tuple[str, bool]] = []
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_version(self, when: str, lines: list[tuple[str, bool]]) -> None:
        """Show a version: each line with whether it differs from the other version."""
        self._when, self._lines = when, lines
        words = ", ".join(words for words, _ in lines if words)
        self.setAccessibleName(f"{self.text()}: {words}")
        set_tip(self, "\n".join(words for words, _ in lines if words))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def texts(self) -> list[tuple[str, bool]]:
        """Return the lines and whether they are tinted."""
        return self._lines

    def sizeHint(self) -> QSize:
        return QSize((theme.WIDTH - 40) // 2, _TOP_PX + _BOTTOM_PX + _LINE_PX * len(self._lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def hitButton(self, pos: object) -> bool:  # noqa: ARG002 - Qt's signature
        """Return True anywhere in the widget."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors, chosen = theme.tokens(self), self.isChecked()
        with painting.painter_for(self) as painter:
            painting.rounded_box(painter, self.rect(), colors.surface, colors.line)
            if chosen:
                painting.edge_ring(painter, self.rect(), colors.accent)
            circle = painting.mirrored(self, QRectF(_SIDE, 10, _RADIO_PX, _RADIO_PX))
            painting.radio_mark(painter, circle, colors, chosen=chosen)
            start = _SIDE + _RADIO_PX + 6
            self._text(painter, QRectF(start, 8, self.width() - start - _SIDE, 18), self.text(), Role.STRONG, "text")
            self._text(painter, QRectF(start, 26, self.width() - start - _SIDE, 14), self._when, Role.KEY, "muted")
            for number, (words, differs) in enumerate(self._lines):
                rect = QRectF(_SIDE - 4, _TOP_PX + number * _LINE_PX, self.width() - 2 * _SIDE + 8, _LINE_PX)
                if differs:
                    box = painting.mirrored(self, rect).adjusted(0, 0.5, 0, -0.5).toRect()
                    painting.rounded_box(painter, box, colors.accent_soft, radius=4)
                self._text(painter, rect.adjusted(4, 0, -4, 0), words, Role.SMALL, "text" if differs else "muted")
            if self.hasFocus():
                painting.focus_ring(painter, self.rect().adjusted(3, 3, -3, -3), colors.focus, 6)

    def _text(self, painter: object, rect: QRectF, words: str, role: Role, color: str) -> None:
        ink = getattr(theme.tokens(self), color)
        painting.text_line(painter, painting.mirrored(self, rect), words, theme.role_font(role), ink)  # type: ignore[arg-type]


class ResultCard(PaintedLabel):
    """What an entry is after the decision: its comment and its duration."""

    def __init__(self) -> None:
        super().__init__()
        self._words = self._duration = ""
        self.setFixedHeight(_RESULT_PX)

    def show_result(self, words: str, seconds: int) -> None:
        """Show a comment and a duration."""
        self._words, self._duration = words, wording.duration(seconds)
        self.setAccessibleName(", ".join((self.tr("Result"), words, wording.spoken_duration(seconds))))
        set_tip(self, words)
        self.update()

    def texts(self) -> tuple[str, str]:
        """Return the comment and the duration as they are shown."""
        return self._words, self._duration

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painting.rounded_box(painter, self.rect(), colors.surface, colors.line)
            small, strong = theme.role_font(Role.SMALL), theme.role_font(Role.STRONG)
            room = QFontMetrics(strong).horizontalAdvance(self._duration) + 8
            line = painting.mirrored(self, QRectF(12, 8, self.width() - 24, 16))
            painting.text_line(painter, line, self.tr("Result"), small, colors.muted)
            line = painting.mirrored(self, QRectF(12, 25, self.width() - 24 - room, 18))
            painting.text_line(painter, line, self._words, theme.role_font(Role.BODY), colors.text)
            line = painting.mirrored(self, QRectF(12, 25, self.width() - 24, 18))
            painting.text_line(painter, line, self._duration, strong, colors.text, at_end=True)


class VersionsView(QWidget):
    """Both versions, the switch that keeps both comments, and the result."""

    changed = Signal()
    """Something else was chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.mine, self.theirs = VersionButton(self.tr("Here")), VersionButton("CoffeeCup")
        self._group = QButtonGroup(self)
        for button in (self.mine, self.theirs):
            self._group.addButton(button)
        keep = self.tr("Keep both comments, one below the other")
        self.both = Switch(keep)
        label = Label(keep, Role.SMALL, wrap=True)
        self.both_line = row(self.both, label, grow=label, gap=6)
        self.both_line.setFixedHeight(_SWITCH_PX)
        self.result = ResultCard()
        note = Label(
            self.tr("Nothing is lost: Activity keeps the other version for 30 days."), Role.SMALL, "muted", wrap=True
        )
        side_by_side = QWidget()
        layout = QHBoxLayout(side_by_side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.mine)
        layout.addWidget(self.theirs)
        note.setContentsMargins(0, 8, 0, 0)
        column(self, side_by_side, self.both_line, self.result, note)
        self._group.buttonToggled.connect(self._on_toggled)
        self.both.toggled.connect(self.changed)

    def show_conflict(self, conflict: Conflict, at: tuple[datetime | None, datetime | None], now: datetime) -> None:
        """Show a conflict with the version chosen that the timesheet shows now; `at` is when the versions were made."""
        mine, theirs = conflict.mine, conflict.theirs or conflict.mine
        for button, version, other, moment in ((self.mine, mine, theirs, at[0]), (self.theirs, theirs, mine, at[1])):
            button.show_version(_when(moment, now), version_lines(version, other))
        (self.theirs if conflict.shown_side is Resolution.THEIRS else self.mine).setChecked(True)
        comments = {mine.fields.comment.strip(), theirs.fields.comment.strip()} - {""}
        can_keep = Resolution.BOTH in conflict.resolutions and len(comments) > 1
        self.both.setChecked(can_keep)
        self.both_line.setVisible(can_keep)

    def show_result(self, fields: Fields | None) -> None:
        """Show what the entry would be."""
        if fields is not None:
            comment = " / ".join(line.strip() for line in fields.comment.splitlines() if line.strip())
            self.result.show_result(wording.plain(comment) or translate("Conflicts", "no comment"), fields.duration_s)

    def choice(self) -> tuple[Resolution, bool]:
        """Return the chosen side, and whether both comments are kept."""
        side = Resolution.MINE if self.mine.isChecked() else Resolution.THEIRS
        return side, self.both.isChecked() and not self.both_line.isHidden()

    def take_focus(self) -> None:
        """Focus the chosen version."""
        (self.mine if self.mine.isChecked() else self.theirs).setFocus(Qt.FocusReason.OtherFocusReason)

    def handle_key(self, event: QKeyEvent, keep: Callable[[], None]) -> bool:
        """Choose a version with 1 and 2, and keep the chosen one on Enter; return whether the key was one of these."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            keep()
        elif event.text() in {"1", "2"}:
            (self.mine if event.text() == "1" else self.theirs).click()
        else:
            return False
        return True

    @Slot()
    def _on_toggled(self) -> None:
        self.changed.emit()


def version_lines(version: Version, other: Version) -> list[tuple[str, bool]]:
    """Return the values of a version as lines, each with whether it differs from the other version."""
    fields = version.fields
    duration = translate("Conflicts", "running") if fields.running else wording.duration(fields.duration_s)
    texts = (
        wording.plain(fields.comment) or translate("Conflicts", "no comment"),
        duration,
        version_span(fields),
        wording.task_name(version.project, version.task),
        wording.day_name(fields.day),
    )
    lines = []
    for words, names in zip(texts, _LINES, strict=True):
        differs = any(getattr(fields, name) != getattr(other.fields, name) for name in names)
        if words and (differs or names != ("day",)):
            lines.append((words, differs))
    return lines


def version_span(fields: Fields) -> str:
    """Return start and end of a version, as far as both are known."""
    if fields.start_time is None or fields.end_time is None or fields.running:
        return ""
    return f"{wording.time_of_day(fields.start_time)}–{wording.time_of_day(fields.end_time)}"


def _when(moment: datetime | None, now: datetime) -> str:
    return wording.local_time(moment, now) if moment else ""


def conflict_text(conflict: Conflict) -> str:
    """Say what happened to the entry, with CoffeeCup's reason if it gave one."""
    if conflict.kind is ConflictKind.REFUSED and conflict.reason:
        words = translate("Conflicts", "CoffeeCup rejected it: {reason}")
        return words.format(reason=messages.cause(conflict.reason))
    words = {
        ConflictKind.REFUSED: translate("Conflicts", "CoffeeCup rejected it."),
        ConflictKind.BOTH_CHANGED: translate(
            "Conflicts", "Changed here and on CoffeeCup. Which version do you want to keep?"
        ),
        ConflictKind.CUT_OFF: translate(
            "Conflicts", "The comment was too long for CoffeeCup, which kept its beginning."
        ),
        ConflictKind.NOT_KEPT: translate("Conflicts", "CoffeeCup stored other values than it was sent."),
        ConflictKind.LOCKED: translate("Conflicts", "It cannot be changed on CoffeeCup any more."),
        ConflictKind.EDITED_ELSEWHERE: translate("Conflicts", "It was deleted here, but changed on CoffeeCup."),
        ConflictKind.DELETED_ELSEWHERE: translate("Conflicts", "It was changed here, but deleted on CoffeeCup."),
        ConflictKind.UNSURE: translate("Conflicts", "It may be on CoffeeCup already."),
        ConflictKind.COPY: translate("Conflicts", "It may be a copy that a slow connection made."),
    }[conflict.kind]
    own = conflict.kind is ConflictKind.LOCKED and conflict.reason
    return f"{words} {messages.what_happened(conflict.reason)}" if own else words


def resolution_label(kind: ConflictKind, resolution: Resolution) -> str:
    """Return the label of the button that resolves a conflict."""
    if resolution is Resolution.BOTH:
        return translate("Conflicts", "Keep both comments, one below the other")
    mine = resolution is Resolution.MINE
    return {
        ConflictKind.BOTH_CHANGED: (translate("Conflicts", "Keep mine"), translate("Conflicts", "Use CoffeeCup’s")),
        ConflictKind.CUT_OFF: ("", translate("Conflicts", "Leave as is")),
        ConflictKind.NOT_KEPT: (translate("Conflicts", "Send it again"), translate("Conflicts", "Leave as is")),
        ConflictKind.LOCKED: (translate("Conflicts", "Try again"), translate("Conflicts", "Leave as is")),
        ConflictKind.EDITED_ELSEWHERE: (translate("Conflicts", "Delete it"), translate("Conflicts", "Keep it")),
        ConflictKind.DELETED_ELSEWHERE: (translate("Conflicts", "Book it again"), translate("Conflicts", "Delete it")),
        ConflictKind.UNSURE: (translate("Conflicts", "Send it anyway"), translate("Conflicts", "It is there")),
        ConflictKind.COPY: (translate("Conflicts", "Delete it"), translate("Conflicts", "Keep both entries")),
        ConflictKind.REFUSED: (translate("Conflicts", "Send it again"), translate("Conflicts", "Discard")),
    }[kind][0 if mine else 1]
