"""The popover: one page at a time, each built when it is first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from demitasse.domain.errors import Fault, LocalFault
from demitasse.store import settings
from demitasse.sync.events import EventKind
from demitasse.ui import theme
from demitasse.ui.pages.page import Page
from demitasse.ui.popover.day import DayPage
from demitasse.ui.theme import Role

if TYPE_CHECKING:
    from datetime import date, time

    from demitasse.boot.profile import Profile
    from demitasse.sync.events import Event
    from demitasse.ui.pages.away import AwayPage
    from demitasse.ui.pages.calendar import CalendarPage
    from demitasse.ui.pages.editor import EditorPage
    from demitasse.ui.pages.page import Background
    from demitasse.ui.pages.picker import PickerPage
    from demitasse.ui.pages.settings import SettingsPage
    from demitasse.ui.pages.sign_in import SignInPage
    from demitasse.ui.pages.split import SplitPage
    from demitasse.ui.pages.week import WeekPage

P = TypeVar("P", bound=Page)


class Popover(QWidget):
    """What the tray icon opens. The window around it is not its business; it only says how high it wants to be."""

    close_requested = Signal()
    height_changed = Signal(int)
    """The height it wants now, in device-independent pixels."""
    quit_requested = Signal()
    setting_changed = Signal(str)
    """The person changed a setting of this name; it is stored, and colours are applied."""

    def __init__(self, profile: Profile, background: Background, parent: QWidget | None = None) -> None:
        """Show the day; nothing ticks before `shown`."""
        super().__init__(parent)
        self._profile = profile
        self._background = background
        self._visible = False
        self._height = 0
        self._picker: PickerPage | None = None
        self._editor: EditorPage | None = None
        self._split: SplitPage | None = None
        self._calendar: CalendarPage | None = None
        self._week: WeekPage | None = None
        self._settings: SettingsPage | None = None
        self._away: AwayPage | None = None
        self._sign_in: SignInPage | None = None
        self.setFixedWidth(theme.WIDTH)
        self.setFont(theme.of(Role.BODY))
        self.setAccessibleName("Demitasse")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.day = self._adopt(DayPage(profile, background))
        self._page: Page = self.day
        self.day.show()
        self._connect()
        self._start_page()

    def _connect(self) -> None:
        self.day.pick_wanted.connect(self.open_picker)
        self.day.edit_wanted.connect(self.open_entry)
        self.day.split_wanted.connect(self.open_split)
        self.day.calendar_wanted.connect(self.open_calendar)
        self.day.week_wanted.connect(self.open_week)
        self.day.add_wanted.connect(self._on_add_wanted)
        self.day.settings_wanted.connect(self.open_settings)
        self.day.sign_in_wanted.connect(self.open_sign_in)
        self.day.away_wanted.connect(self.open_away)
        for key, signal in (("Ctrl+W", self.close_requested), ("Ctrl+Q", self.quit_requested)):
            shortcut = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(signal)

    def _adopt(self, page: P) -> P:
        page.hide()
        page.left.connect(self._on_left)
        page.resized.connect(self._on_resized)
        self._layout.addWidget(page)
        return page

    def _start_page(self) -> None:
        """Nobody was ever signed in: begin there. Otherwise the day, whether the network works or not."""
        try:
            if not self._profile.account.identity().email:
                self.open_sign_in()
        except LocalFault as fault:
            self.day.say(fault)
        self.refresh()

    # --- from outside --------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._page

    def refresh(self) -> None:
        """Read again what is shown; what is being typed stays."""
        try:
            self._page.refresh()
        except Fault as fault:
            self._page.say(fault)

    def handle(self, event: Event) -> None:
        """Something happened on the worker; called on the GUI thread."""
        signing_in = self._sign_in is not None and self._page is self._sign_in
        if event.kind is EventKind.SIGNED_IN and self._sign_in is not None:
            self._sign_in.succeeded()
            if signing_in:
                self._go(self.day)
        elif event.kind is EventKind.SIGN_IN_FAILED and self._sign_in is not None:
            self._sign_in.failed(event.fault)
        elif event.kind is EventKind.BROKE and event.fault is not None:
            self._page.say(event.fault)
        elif event.kind is EventKind.DEMO_STARTED:
            self.quit_requested.emit()
        elif self._visible:
            self.refresh()

    def shown(self) -> None:
        """The window is on the screen: be up to date, tick, and have the focus where typing starts."""
        self._visible = True
        self._background.poke(look=True)
        self.refresh()
        with self._page.telling():
            self.ask()
        self._page.shown()
        if self.focusWidget() is None or self._page is self.day:
            self._page.take_focus()

    def hidden(self) -> None:
        """The window is gone: nothing ticks; a page that was being filled in stays as it is."""
        self._visible = False
        self._page.hidden()
        self.day.forget_day()

    def sizeHint(self) -> QSize:
        """As high as the page wants to be."""
        return QSize(
            theme.WIDTH,
            self._page.heightForWidth(theme.WIDTH)
            if self._page.hasHeightForWidth()
            else self._page.sizeHint().height(),
        )

    # --- pages ---------------------------------------------------------------------------------------------------

    @Slot()
    def open_picker(self) -> None:
        """Pick a project and task; picking starts a timer."""
        page = self._picker_page()
        page.open(self.tr("start"))
        page.taken = self._start
        self._go(page)

    def open_add(self, day: date | None = None, span: tuple[time, time] | None = None) -> None:
        """Book time by hand, from and to if `span` says so."""
        page = self._editor_page()
        if not self._being_filled(page):
            page.open_new(day or self._profile.timesheets.today(), span)
        self._go(page)

    @Slot(int)
    def open_entry(self, entry_id: int) -> None:
        """Edit an entry."""
        page = self._editor_page()
        with self._page.telling():
            if not self._being_filled(page):
                page.open_entry(entry_id)
            self._go(page)

    def _being_filled(self, page: EditorPage) -> bool:
        """Somebody is typing there: a click in the tray's menu does not throw that away."""
        return self._page is page and page.dirty

    @Slot(int)
    def open_split(self, entry_id: int) -> None:
        """Cut an entry in two."""
        if self._split is None:
            from demitasse.ui.pages.split import SplitPage  # noqa: PLC0415 - built when first needed

            self._split = self._adopt(SplitPage(self._profile, self._background))
            self._split.wrote.connect(self._on_wrote)
        with self._page.telling():
            self._split.open(entry_id)
            self._go(self._split)

    @Slot(object)
    def open_week(self, day: date) -> None:
        """The week of `day`."""
        if self._week is None:
            from demitasse.ui.pages.week import WeekPage  # noqa: PLC0415 - built when first needed

            self._week = page = self._adopt(WeekPage(self._profile, self._background))
            page.day_picked.connect(self._on_day_picked)
            page.add_wanted.connect(self._on_add_wanted)
            page.edit_wanted.connect(self.open_entry)
            page.settings_wanted.connect(self.open_settings)
            page.sign_in_wanted.connect(self.open_sign_in)
        self._week.open(day)
        self._go(self._week)

    @Slot(object)
    def open_calendar(self, day: date) -> None:
        """Pick a day, beginning with `day`."""
        if self._calendar is None:
            from demitasse.ui.pages.calendar import CalendarPage  # noqa: PLC0415 - built when first needed

            self._calendar = self._adopt(CalendarPage(self._profile, self._background))
            self._calendar.day_picked.connect(self._on_day_picked)
        self._calendar.open(day)
        self._go(self._calendar)

    @Slot()
    def open_settings(self, at: str = "") -> None:
        """The settings; with the keyboard where the one named `at` is changed."""
        if self._settings is None:
            from demitasse.ui.pages.settings import SettingsPage  # noqa: PLC0415 - built when first needed

            self._settings = self._adopt(SettingsPage(self._profile, self._background))
            self._settings.changed.connect(self._on_setting_changed)
            self._settings.sign_in_wanted.connect(self.open_sign_in)
            self._settings.quit_wanted.connect(self.quit_requested)
        self._go(self._settings)
        self._settings.focus_on(at)

    @Slot()
    def open_away(self) -> None:
        """What became of the time in which nobody was there."""
        page = self._away_page()
        page.open()
        self._go(page)

    def ask(self) -> None:
        """Ask about absences that are over, unless that was put off or something is being done. Raises LocalFault."""
        if self._page is self.day and self._profile.absences.open_questions() and self._away_page().waiting():
            self._go(self._away_page())

    def _away_page(self) -> AwayPage:
        if self._away is None:
            from demitasse.ui.pages.away import AwayPage  # noqa: PLC0415 - built when first needed

            self._away = self._adopt(AwayPage(self._profile, self._background))
            self._away.book_wanted.connect(self._on_away_books)
            self._away.wrote.connect(self._on_wrote)
        return self._away

    @Slot()
    def open_sign_in(self) -> None:
        """Sign in."""
        if self._sign_in is None:
            from demitasse.ui.pages.sign_in import SignInPage  # noqa: PLC0415 - built when first needed

            self._sign_in = self._adopt(SignInPage(self._profile, self._background))
        self._go(self._sign_in)

    def open_timer(self) -> None:
        """The day with the timer."""
        self._go(self.day)

    def _picker_page(self) -> PickerPage:
        if self._picker is None:
            from demitasse.ui.pages.picker import PickerPage  # noqa: PLC0415 - built when first needed

            self._picker = self._adopt(PickerPage(self._profile))
        return self._picker

    def _editor_page(self) -> EditorPage:
        if self._editor is None:
            from demitasse.ui.pages.editor import EditorPage  # noqa: PLC0415 - built when first needed

            self._editor = self._adopt(EditorPage(self._profile, self._background))
            self._editor.pick_wanted.connect(self._on_editor_picks)
            self._editor.wrote.connect(self._on_wrote)
        return self._editor

    def _go(self, page: Page) -> None:
        """Show `page` instead of the present one, filled before it is seen."""
        before, self._page = self._page, page
        if page is not before:
            before.hidden()
        self.refresh()
        if page is not before:
            before.hide()
            page.show()
        if self._visible:
            page.shown()
        page.take_focus()
        self._on_resized()

    def _start(self, project_id: int, task_id: int) -> None:
        self._go(self.day)
        self.day.start(project_id, task_id)

    @Slot()
    def _on_away_books(self) -> None:
        page = self._picker_page()
        page.open(self.tr("choose"))
        page.taken = self._pick_for_away
        self._go(page)

    def _pick_for_away(self, project_id: int, task_id: int) -> None:
        page = self._away_page()
        self._go(page)
        page.book(project_id, task_id)

    @Slot()
    def _on_editor_picks(self) -> None:
        page = self._picker_page()
        page.open(self.tr("choose"))
        page.taken = self._pick_for_editor
        self._go(page)

    def _pick_for_editor(self, project_id: int, task_id: int) -> None:
        page = self._editor_page()
        page.take_pair(project_id, task_id)
        self._go(page)

    @Slot(object, object)
    def _on_add_wanted(self, day: date, span: tuple[time, time] | None) -> None:
        self.open_add(day, span)

    @Slot(object)
    def _on_day_picked(self, day: date) -> None:
        self.day.look_at(day)
        self._go(self.day)

    @Slot(str)
    def _on_wrote(self, label: str) -> None:
        self._go(self.day)
        self.day.footer.offer(label)

    @Slot(str)
    def _on_setting_changed(self, name: str) -> None:
        app = QApplication.instance()
        if name == settings.THEME.name and isinstance(app, QApplication):
            theme.apply(app, chosen_theme(self._profile))
        self.setting_changed.emit(name)

    @Slot()
    def _on_left(self) -> None:
        """Esc or "back": from a page to the one before it, from the day out of the popover."""
        if self._page is self.day:
            self.close_requested.emit()
        elif self._page is self._picker and self._editor is not None and self._editor.waits_for_pair:
            self._go(self._editor)
        elif self._page is self._picker and self._picker.taken == self._pick_for_away:
            self._go(self._away_page())
        elif self._page is self._sign_in and not self._profile.account.identity().email:
            self.close_requested.emit()
        else:
            self._go(self.day)

    @Slot()
    def _on_resized(self) -> None:
        """Tell the window, if the page wants another height now."""
        self.updateGeometry()
        wanted = self.sizeHint().height()
        if wanted != self._height:
            self._height = wanted
            self.height_changed.emit(wanted)


def chosen_theme(profile: Profile) -> str:
    """The scheme this person chose. Raises LocalFault."""
    return profile.store.settings.get(settings.THEME)
