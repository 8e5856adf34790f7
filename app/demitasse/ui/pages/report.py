"""The report page: what was worked in any span, by client, project, task or day, filtered by words, and its copies."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QLocale, QStandardPaths, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.report import (
    FINER,
    Grouping,
    Report,
    ReportRow,
    Scope,
    Span,
    SpanKind,
    name_of,
    named_span,
    span_of,
)
from demitasse.tracker.export import as_markdown, as_tab_separated, report_as_csv, write
from demitasse.tracker.overview import Overview
from demitasse.tracker.reports import Query
from demitasse.ui.pages import destinations
from demitasse.ui.pages.destinations import Navigator
from demitasse.ui.pages.message import Message, Offer
from demitasse.ui.pages.page import SyncControl, announce, boxed, column, row, small
from demitasse.ui.pages.span_page import SpanPage
from demitasse.ui.text import formats, span_text
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.days import DayPicker
from demitasse.ui.widgets.fields import LineEdit
from demitasse.ui.widgets.frames import Menu, global_rect
from demitasse.ui.widgets.labels import Rule
from demitasse.ui.widgets.report_controls import FilterBox, Segments, SpanButton
from demitasse.ui.widgets.shortcuts import bind
from demitasse.ui.widgets.total_list import TALL_ROW, Total, TotalList

_TYPING_MS = 150
"""A filter is applied when nothing was typed for so long."""
_MENU = 224
_OFFERED = ("today", "yesterday", "this week", "last week", "this month", "last month", "this year")
_GROUPINGS = (Grouping.CLIENT, Grouping.PROJECT, Grouping.TASK, Grouping.DAY)


class _View(NamedTuple):
    """What a report shows; opening a row leads to another one, and going back returns."""

    span: Span
    grouping: Grouping = Grouping.PROJECT
    typed: str = ""
    scope: Scope | None = None


class ReportPage(SpanPage[destinations.Report]):
    """The rows of a report; a click or Enter opens a row as a report of its own, Esc leads back."""

    foot_px = theme.FOOTER + theme.STRIP

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("The span before"), self.tr("The span after"))
        self._view = _View(named_span("this month", self._today, formats.first_weekday()))
        self._before: list[_View] = []
        self._report: Report | None = None
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self.span = SpanButton(self.tr("Span"))
        titles = (self.tr("Client"), self.tr("Project"), self.tr("Task"), self.tr("Day"))
        self.groups = Segments(self.tr("Group by"), titles)
        self.filter = LineEdit(self.tr("Filter"), self.tr("Filter by any word"))
        self.box = FilterBox(self.filter)
        self.rows = TotalList(self.tr("Report"), TALL_ROW, opens=True)
        self.copy = small(Button(self.tr("Copy"), icon="copy"))
        self.markdown = small(Button("Markdown"))
        self.csv = small(Button(self.tr("CSV…"), icon="save"))
        self._lay_out()
        self._connect_controls()

    def _lay_out(self) -> None:
        head = self._head(self.span, None, grow=None)
        controls = boxed(self.groups, self.box, margins=(16, 8, 16, 10), gap=8)
        buttons = row(None, self.copy, self.markdown, self.csv, margins=(16, 8, 16, 8), gap=6)
        controls.setFixedHeight(controls.sizeHint().height())
        buttons.setFixedHeight(theme.STRIP)
        column(self, head, controls, Rule(), self.notice, self.rows, Rule(), buttons, self.footer)

    def _connect_controls(self) -> None:
        self.span.menu_wanted.connect(self.open_menu)
        self.groups.picked.connect(self._on_grouped)
        self.filter.textEdited.connect(self._typing.start)
        self.filter.returnPressed.connect(self._on_typed)
        self._typing.timeout.connect(self._on_typed)
        self.box.chip.clicked.connect(self._on_scope_removed)
        self.rows.opened.connect(self._on_opened)
        self.copy.clicked.connect(self.copy_text)
        self.markdown.clicked.connect(self.copy_markdown)
        self.csv.clicked.connect(self._on_save)
        bind(self, {"copy": self.copy_text})

    def open(self, destination: destinations.Report) -> None:
        """Keep the report of before if the day lies in its span; else show a span of the same kind with that day."""
        span, day = self._view.span, destination.day
        if not span.first <= day <= span.last:
            kind = SpanKind.MONTH if span.kind is SpanKind.CUSTOM else span.kind
            self._view = self._view._replace(span=span_of(kind, day, formats.first_weekday()))
        self._fetching = None

    def day_in_view(self) -> date:
        """Return today if it lies in the span, else its first day."""
        span = self._view.span
        return self._today if span.first <= self._today <= span.last else span.first

    def _show(self, overview: Overview) -> None:
        view = self._view
        scopes = (view.scope,) if view.scope else ()
        query = Query(view.span.first, view.span.last, view.grouping, view.typed, scopes)
        self._report = report = self._profile.pages.reports.report(query)
        said = self._fetch(report.first, report.last, report.missing, overview)
        dates = span_text.dates(report.first, report.last, self._today)
        self.span.show_span(span_text.span_name(view.span, self._today), dates)
        self.figure.show_figures(report.total_s if report.is_known else None, None, known=not report.missing)
        self.groups.show_choice(_GROUPINGS.index(view.grouping))
        self.filter.set_text(view.typed)
        scope = view.scope
        title = " · ".join(filter(None, span_text.scope_title(scope, self._today))) if scope else ""
        self.box.chip.show_scope(title, scope.like.color if scope else "")
        self.box.count.setText(said or self.tr("%n entry(s)", "", report.entries))
        self.rows.show_rows(report.rows, _describe(report, self._today), said or self.tr("Nothing in this span"))
        for button in (self.copy, self.markdown, self.csv):
            button.setEnabled(bool(report.rows))

    def hidden(self) -> None:
        """Apply what was just typed, and stop updating."""
        super().hidden()
        self._typing.stop()
        self._view = self._view._replace(typed=self.filter.text())

    def spoken(self) -> str:
        """Return the span and its total."""
        return f"{self.span.text()}; {self.figure.accessibleName()}; {self.box.count.text()}"

    # --- the span

    def go(self, steps: int) -> None:
        """Show a neighbouring span of the same kind."""
        self._show_span(self._view.span.shifted(steps, formats.first_weekday()))

    @Slot()
    def go_to_now(self) -> None:
        """Show the span of the same kind with today; this month in place of a span of any days."""
        kind = SpanKind.MONTH if self._view.span.kind is SpanKind.CUSTOM else self._view.span.kind
        self._show_span(span_of(kind, self._today, formats.first_weekday()))

    def _show_span(self, span: Span) -> None:
        self._view = self._view._replace(span=span)
        self._changed()

    @Slot()
    def open_menu(self) -> None:
        """Open the menu of spans."""
        weekday = formats.first_weekday()
        shown = name_of(self._view.span, self._today, weekday)
        menu = Menu(self.span, self.span.accessibleName(), least_px=_MENU)
        for name in _OFFERED:
            span = named_span(name, self._today, weekday)
            menu.add(span_text.span_name(span, self._today), partial(self._show_span, span), checked=name == shown)
        menu.addSeparator()
        menu.add(self.tr("From … to …"), self.pick_first, checked=self._view.span.kind is SpanKind.CUSTOM)
        menu.open_beside(global_rect(self.span), at_end=self._is_mirrored(), keyboard=True)

    def _is_mirrored(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    @Slot()
    def pick_first(self) -> None:
        """Have the first day of the span picked, then its last day."""
        picker = DayPicker(self, self._view.span.first, self._today)
        picker.setAccessibleName(self.tr("First day"))
        picker.picked.connect(self._on_first_picked)
        picker.open_beside(global_rect(self.span), at_end=self._is_mirrored())

    @Slot(object)
    def _on_first_picked(self, first: date) -> None:
        picker = DayPicker(self, max(first, min(self._view.span.last, self._today)), self._today)
        picker.setAccessibleName(self.tr("Last day"))
        picker.picked.connect(partial(self._on_last_picked, first))
        picker.open_beside(global_rect(self.span), at_end=self._is_mirrored())

    def _on_last_picked(self, first: date, last: date) -> None:
        first, last = min(first, last), max(first, last)
        self._show_span(Span(SpanKind.DAY if first == last else SpanKind.CUSTOM, first, last))

    # --- rows

    @Slot(int)
    def _on_grouped(self, place: int) -> None:
        self._view = self._view._replace(grouping=_GROUPINGS[place])
        self.reload()

    @Slot()
    def _on_typed(self) -> None:
        self._typing.stop()
        if self.filter.text() != self._view.typed:
            self._view = self._view._replace(typed=self.filter.text())
            self.reload()
            announce(self, self.box.count.text())

    @Slot(object)
    def _on_opened(self, row: ReportRow) -> None:
        """Show the entries of a row: those of a day as a report of that day, others limited to the row."""
        self._before.append(self._view)
        scope = row.scope
        view = self._view._replace(grouping=FINER[scope.grouping])
        if scope.grouping is Grouping.DAY:
            self._view = view._replace(span=Span(SpanKind.DAY, scope.like.day, scope.like.day))
        else:
            self._view = view._replace(scope=scope)
        self._changed()

    @Slot()
    def _on_scope_removed(self) -> None:
        self._view = self._view._replace(scope=None)
        self._changed()
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def leave(self) -> None:
        """Go back to the report whose row was opened, else to the page before."""
        if self._before:
            self._view = self._before.pop()
            self._changed()
        else:
            super().leave()

    # --- copies

    @Slot()
    def copy_text(self) -> None:
        """Copy the rows for a spreadsheet."""
        if self._report is not None:
            self._to_clipboard(as_tab_separated(span_text.report_cells(self._report)))

    @Slot()
    def copy_markdown(self) -> None:
        """Copy the rows as a table in Markdown."""
        if self._report is not None:
            self._to_clipboard(as_markdown(span_text.report_cells(self._report), span_text.REPORT_FIGURES))

    def _to_clipboard(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._navigator.say(Message(self.tr("Copied the report")))

    def set_room_below(self, px: int) -> None:
        """Let the rows end above a message."""
        self.rows.leave_room_below(px)

    @Slot()
    def _on_save(self) -> None:
        """Ask for a file, which replaces one of that name as the dialog has said."""
        report = self._report
        if report is None:
            return
        name = f"{report.first}_{report.last}.csv" if report.first != report.last else f"{report.first}.csv"
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, self.tr("Save the report"), str(Path(folder) / name), "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save)
        self.open_dialog(dialog)

    @Slot(str)
    def save(self, file: str) -> None:
        """Write the report as CSV; with semicolons in countries that write 1,5."""
        if self._report is not None:
            separator = ";" if QLocale().decimalPoint() == "," else ","
            with self.showing_faults():
                write(Path(file), report_as_csv(self._report, separator), force=True)
                show = Offer(self.tr("Show file"), partial(_open_folder, Path(file).parent))
                self._navigator.say(Message(self.tr("Saved {file}").format(file=Path(file).name), (show,)))

    def take_focus(self) -> None:
        """Focus the rows, or the filter where there are none."""
        (self.rows if self.rows.rows else self.filter).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter the list on Down from the controls above it; Esc first empties the filter."""
        if event.key() == Qt.Key.Key_Down and not event.modifiers() and not self.rows.hasFocus():
            self.rows.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Escape and self.filter.hasFocus() and self.filter.text():
            self.filter.clear()
            self._on_typed()
        else:
            super().keyPressEvent(event)


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _describe(report: Report, today: date) -> Callable[[ReportRow], Total]:
    """Return what describes a row of a report."""
    total_s = report.total_s or 1
    largest_s = max([each.seconds for each in report.rows], default=0) or 1

    def describe(row: ReportRow) -> Total:
        (name, detail), seconds = span_text.scope_title(row.scope, today), row.seconds
        share = span_text.share(seconds / total_s)
        return Total(name, detail, row.scope.like.color, seconds, seconds / largest_s, share)

    return describe
