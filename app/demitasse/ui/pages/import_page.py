"""Import: what a file would book, and how far the entries of the last import are."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QLocale, Qt, QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.errors import Fault, Overtaken
from demitasse.tracker.imports import Booking, ImportPlan, ImportProgress
from demitasse.ui.pages.destinations import Day, Import, Navigator
from demitasse.ui.pages.page import SyncControl, TitledPage, announce, boxed, button_bar, column, row
from demitasse.ui.text import messages, wording
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.answers import ReasonBox
from demitasse.ui.widgets.buttons import Button, Link
from demitasse.ui.widgets.labels import ElidedLabel, Label, Rule
from demitasse.ui.widgets.progress import ShareBar, time_left
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from demitasse.domain.import_file import ImportFile, LeftOut

_REFRESH_MS = 1000
_SHOW_PX = 28
_MOST_SHOWN = 200
"""Lines that were left out, of which no more are shown."""


class ImportPage(TitledPage[Import]):
    """Shows what is booked before it is; the entries are sent also while the page is closed."""

    foot_px = theme.BUTTON_BAR

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("Import"))
        self._file: ImportFile | None = None
        self._is_choosing = False
        self._name = ""
        self._plan: ImportPlan | None = None
        self._left_out: tuple[LeftOut, ...] = ()
        self._booking: Booking | None = None
        self._portions = QTimer(self, interval=0)
        self._portions.timeout.connect(self._on_portion)
        self._first_sent = 0
        self._since = QElapsedTimer()
        self._tick = QTimer(self, interval=_REFRESH_MS)
        self._tick.timeout.connect(self._on_tick)
        self.title = Label("", Role.STRONG, wrap=True)
        self.figure = Label("", Role.SMALL, "muted", wrap=True)
        self.bar = ShareBar(self.tr("Import"))
        self.share, self.left = ElidedLabel("", Role.SMALL, "muted"), ElidedLabel("", Role.SMALL, "muted", at_end=True)
        self.hint = Label(
            self.tr("CoffeeCup takes a limited number at a time. You can close this window; it goes on."),
            Role.SMALL, "muted", wrap=True,
        )  # fmt: skip
        self.show_lines = Link(self.tr("Show"), Role.SMALL_STRONG, height_px=_SHOW_PX)
        self.show_lines.set_ink("warn")
        self.hint.setContentsMargins(0, 0, 0, 6)
        self.warning = ReasonBox("", tone="warn", button=self.show_lines)
        self.lines = ScrollColumn()
        self.cancel = Button(self.tr("Cancel"))
        self.book = Button(self.tr("Import", "verb"), kind="primary")
        self.choose = Button(self.tr("Choose a file…"), kind="primary")
        self.stop = Button(self.tr("Stop here"))
        self.done = Button(self.tr("Done"), kind="primary")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._progress = boxed(self.bar, row(self.share, self.left), margins=(0, 6, 0, 6), gap=6)
        form = boxed(self.title, self.figure, self._progress, self.hint, self.warning, margins=(16, 16, 16, 12), gap=6)
        self._rule = Rule()
        bar = button_bar(None, self.cancel, self.choose, self.book, self.stop, self.done)
        column(self, self.head, form, self._rule, self.lines, None, bar)

    def _connect(self) -> None:
        self.show_lines.clicked.connect(self._on_show_lines)
        self.cancel.clicked.connect(self.leave)
        self.choose.clicked.connect(self._on_choose)
        self.book.clicked.connect(self._on_book)
        self.stop.clicked.connect(self._on_stop)
        self.done.clicked.connect(self._on_done)

    def open(self, destination: Import) -> None:
        """Read a file; without one, show how far the last import is, or ask for a file if all of it was sent.

        Raises LocalFault for a file that cannot be read, and BadInput for one without entries.
        """
        self._file, self._left_out = None, ()
        progress = self._profile.pages.imports.progress()
        self._is_choosing = not destination.file and (progress is None or progress.sent == progress.total)
        self._show_left_out(shown=False)
        self._since.invalidate()
        if destination.file:
            self._read(Path(destination.file))

    def _read(self, file: Path) -> None:
        """Read a file, and fetch its days if they are not known here. Raises LocalFault, BadInput."""
        self._file, self._name = self._profile.pages.imports.read(file), file.name
        self._is_choosing = False
        days = [line.day for line in self._file.lines]
        if days and not self._are_fetched(min(days), max(days)):
            self._sync.fetch_days(min(days), max(days))

    def _are_fetched(self, first: date, last: date) -> bool:
        return all(sheet.fetched for sheet in self._profile.timesheets.days(first, last))

    def refresh(self) -> None:
        """Show what would be booked now, or how far the last import is. Raises LocalFault."""
        if self._is_choosing:
            self._show_choice()
        elif self._file is not None:
            self._plan = plan = self._profile.pages.imports.plan(self._file)
            self._show_plan(plan)
        elif progress := self._profile.pages.imports.progress():
            left = self._booking.left if self._booking else 0
            self._show_progress(progress._replace(total=progress.total + left))

    def _show_choice(self) -> None:
        """Ask for a file."""
        self.title.setText(self.tr("Book the entries of a file"))
        self.figure.setText(self.tr("An export of Demitasse, or a table with day, project, task and duration as CSV."))
        self._show_parts(planned=True, ended=False)

    def _show_plan(self, plan: ImportPlan) -> None:
        self._show_title(len(plan.drafts))
        days = [draft.fields.day for draft in plan.drafts]
        span = dict.fromkeys(wording.day_name(day) for day in (min(days), max(days))) if days else ()
        figures = (wording.duration(plan.seconds), " – ".join(span)) if days else ()
        self.figure.setText(" · ".join(figures))
        self._left_out = plan.left_out
        self._show_parts(planned=True, ended=False)
        self.book.setEnabled(bool(plan.drafts) and self._booking is None)

    def _show_progress(self, progress: ImportProgress) -> None:
        """Show the share that was sent, and the time that is left by what was sent since the page was opened."""
        if not self._since.isValid():
            self._since.start()
            self._first_sent = progress.sent
        self._show_title(progress.total)
        to_send = progress.total - self._first_sent
        measured = (progress.sent - self._first_sent) / to_send if to_send else 0.0
        number = QLocale().toString
        self.share.set_text(self.tr("{n} of {all}").format(n=number(progress.sent), all=number(progress.total)))
        is_ended = progress.sent >= progress.total
        self.left.set_text("" if is_ended else time_left(self._since.elapsed(), measured))
        self.bar.setValue(round(100 * progress.sent / progress.total) if progress.total else 100)
        self._show_parts(planned=False, ended=is_ended)

    def _show_title(self, number: int) -> None:
        words = self.tr("%n entry(s) from {file}", None, number) if self._name else self.tr("%n entry(s)", None, number)
        self.title.setText(words.format(file=wording.plain(self._name)))

    def _show_parts(self, *, planned: bool, ended: bool) -> None:
        """Show the parts of a plan, of an import that is being sent, or of one that has ended."""
        self.figure.setVisible(planned)
        self._progress.setVisible(not planned)
        self.hint.setVisible(not ended and not self._is_choosing)
        self.cancel.setVisible(planned)
        self.book.setVisible(planned and not self._is_choosing)
        self.choose.setVisible(self._is_choosing)
        self.stop.setVisible(not planned and not ended)
        self.done.setVisible(ended)
        self.warning.setVisible(bool(self._left_out))
        self.warning.words.setText(self.tr("%n line(s) were left out.", None, len(self._left_out)))

    def _show_left_out(self, *, shown: bool) -> None:
        """Show or hide the lines that are left out, each with its reason."""
        lines: list[QWidget] = []
        for one in self._left_out[:_MOST_SHOWN] if shown else ():
            words = self.tr("Line {n}: {reason}").format(n=one.number, reason=messages.what_happened(one.reason))
            lines.append(boxed(Label(words, Role.SMALL, wrap=True), margins=(16, 6, 16, 6)))
        self.lines.set_widgets(lines)
        self.lines.column.addStretch(1)
        self.lines.setVisible(shown)
        self._rule.setVisible(shown)

    def shown(self) -> None:
        """Show how far the import is, once a second."""
        self._tick.start()

    def hidden(self) -> None:
        """Stop looking; the import goes on."""
        self._tick.stop()

    def take_focus(self) -> None:
        """Focus the button that goes on."""
        buttons = (self.choose, self.book, self.done, self.stop)
        target = next((one for one in buttons if not one.isHidden() and one.isEnabled()), self.head.back)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def after_message(self) -> QWidget | None:
        """Return the first button of the last line."""
        return next((one for one in (self.cancel, self.stop, self.done) if not one.isHidden()), None)

    @Slot()
    def _on_tick(self) -> None:
        if self._file is None:  # a plan changes only with the entries
            self.reload()

    @Slot()
    def _on_show_lines(self) -> None:
        self._show_left_out(shown=self.lines.isHidden())

    @Slot()
    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Book the entries of a file"), "", "CSV, JSON (*.csv *.tsv *.txt *.json)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.read_file)
        self.open_dialog(dialog)

    @Slot(str)
    def read_file(self, file: str) -> None:
        """Show what a file would book; one that cannot be read leaves the page as it is."""
        with self.showing_faults():
            self._read(Path(file))
            self.clear_fault()
            self.refresh()
            self.take_focus()

    @Slot()
    def _on_book(self) -> None:
        if self._file is None or self._plan is None or not self._plan.drafts:
            return
        with self.showing_faults():
            plan = self._plan = self._profile.pages.imports.plan(self._file)  # what is there may have changed
            self._booking, self._file = self._profile.pages.imports.book_in_portions(plan), None
            if self._book_some():
                self._portions.start()
            self.refresh()
            self.take_focus()
            announce(self, self.title.text())

    @Slot()
    def _on_portion(self) -> None:
        with self.showing_faults():
            if not self._book_some():
                self.refresh()

    def _book_some(self) -> bool:
        """Book the next portion, and return whether more are left. Raises LocalFault."""
        if self._booking is None:
            return False
        try:
            self._booking.book_some()
        except Fault as fault:
            self._end_booking()
            if isinstance(fault, Overtaken):  # it was undone meanwhile
                return False
            raise
        if self._booking.left:
            return True
        self._end_booking()
        self._navigator.offer_undo("import")
        return False

    def _end_booking(self) -> None:
        self._booking = None
        self._portions.stop()
        self._sync.wake()

    @Slot()
    def _on_stop(self) -> None:
        with self.showing_faults():
            if self._booking is not None:
                self._end_booking()
            self._profile.pages.imports.stop()
            self._sync.wake()
            self.refresh()
            self.take_focus()

    @Slot()
    def _on_done(self) -> None:
        self._navigator.open(Day())
