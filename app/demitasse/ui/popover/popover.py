"""The popover: one page at a time, each built when it is first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from demitasse.domain import settings
from demitasse.domain.errors import Fault, LocalFault
from demitasse.domain.events import EventKind
from demitasse.ui.pages.day.day_page import DayPage
from demitasse.ui.popover.page_registry import PageRegistry
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.shortcuts import bind
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from datetime import date, time

    from demitasse.boot.profile import Profile
    from demitasse.domain.events import SyncEvent
    from demitasse.ui.pages.editor.editor_page import EditorPage
    from demitasse.ui.pages.page import Page, SyncControl


class Popover(QWidget):
    """What the tray icon opens. The window around it is not its business; it only says how high it wants to be."""

    close_requested = Signal()
    height_changed = Signal(int)
    """The height it wants now, in device-independent pixels."""
    quit_requested = Signal()
    setting_changed = Signal(str)
    """The person changed a setting of this name; it is stored, and colours are applied."""

    def __init__(self, profile: Profile, background: SyncControl, parent: QWidget | None = None) -> None:
        """Show the day; nothing ticks before `shown`."""
        super().__init__(parent)
        self._profile = profile
        self._background = background
        self._visible = False
        self._height = 0
        self._fresh = False
        self.pages = PageRegistry(profile, background, self._adopt)
        self.setFixedWidth(theme.WIDTH)
        self.setFont(theme.of(Role.BODY))
        self.setAccessibleName("Demitasse")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.day = DayPage(profile, background)
        self._page: Page = self.day
        self._adopt(self.day)
        self.day.pick_wanted.connect(self.open_picker)
        self.day.show()
        self._before_keys: Page = self.day
        bind(self, {"close": self.close_requested, "quit": self.quit_requested, "keys": self.open_keys})
        self._start_page()

    def _adopt(self, page: Page) -> None:
        """Take a new page in: what it asks for is the same on all pages that ask for it."""
        page.hide()
        self._layout.addWidget(page)
        asked = {
            "left": self._on_left, "resized": self._on_resized, "edit_wanted": self.open_entry,
            "split_wanted": self.open_split, "calendar_wanted": self.open_calendar, "week_wanted": self.open_week,
            "add_wanted": self._on_add_wanted, "settings_wanted": self.open_settings, "away_wanted": self.open_away,
            "sign_in_wanted": self.open_sign_in, "quit_wanted": self.quit_requested, "day_picked": self._on_day_picked,
            "changed": self._on_setting_changed, "book_wanted": self._on_away_books, "about_wanted": self.open_about,
            "accounts_wanted": self.open_accounts, "decide_wanted": self.open_decisions,
            "history_wanted": self.open_history, "keys_wanted": self.open_keys,
        }  # fmt: skip
        if page is not self._page:
            asked |= {"wrote": self._on_wrote, "pick_wanted": self._on_editor_picks}
        for name, slot in asked.items():
            if hasattr(page, name):
                getattr(page, name).connect(slot)

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

    def handle(self, event: SyncEvent) -> None:
        """Something happened on the worker; called on the GUI thread."""
        sign_in = self.pages.sign_in if self.pages.built("sign_in") else None
        if event.kind is EventKind.SIGNED_IN and sign_in is not None:
            sign_in.succeeded()
            if self._page is sign_in:
                self._go(self.day)
        elif event.kind is EventKind.SIGN_IN_FAILED and sign_in is not None:
            sign_in.failed(event.fault)
        elif event.kind is EventKind.BROKE and event.fault is not None:
            self._page.say(event.fault)
        elif event.kind is EventKind.DEMO_STARTED:
            self.quit_requested.emit()
        elif self._visible:
            self.refresh()

    def prepare(self) -> None:
        """Be up to date before the window shows: it appears once, in its final size."""
        self.refresh()
        with self._page.telling():
            self.ask()
        self._fresh = True

    def shown(self) -> None:
        """The window is on the screen: be up to date, tick, and have the focus where typing starts."""
        if not self._fresh:
            self.prepare()
        self._visible, self._fresh = True, False
        self._background.wake(poll=True)
        with self._page.telling():
            for news in self._profile.take_messages("window"):
                self._page.say(news)
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
        page = self.pages.picker
        page.open(self.tr("start"))
        page.taken = self._start
        self._go(page)

    def open_add(self, day: date | None = None, span: tuple[time, time] | None = None) -> None:
        """Book time by hand, from and to if `span` says so."""
        page = self.pages.editor
        if not self._being_filled(page):
            page.open_new(day or self._profile.timesheets.today(), span)
        self._go(page)

    @Slot(int)
    def open_entry(self, entry_id: int) -> None:
        """Edit an entry."""
        page = self.pages.editor
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
        with self._page.telling():
            self.pages.split.open(entry_id)
            self._go(self.pages.split)

    @Slot(object)
    def open_week(self, day: date) -> None:
        """The week of `day`."""
        self.pages.week.open(day)
        self._go(self.pages.week)

    @Slot(object)
    def open_calendar(self, day: date) -> None:
        """Pick a day, beginning with `day`."""
        self.pages.calendar.open(day)
        self._go(self.pages.calendar)

    @Slot()
    def open_settings(self, at: str = "") -> None:
        """The settings; with the keyboard where the one named `at` is changed."""
        self._go(self.pages.settings)
        self.pages.settings.focus_on(at)

    @Slot()
    def open_about(self) -> None:
        """What this is, and what it is made of."""
        self._go(self.pages.about)

    @Slot()
    def open_accounts(self) -> None:
        """The profiles on this computer."""
        self._go(self.pages.accounts)

    @Slot()
    def open_decisions(self) -> None:
        """What only the person can decide."""
        self._go(self.pages.conflicts)

    @Slot()
    def open_history(self) -> None:
        """What happened to each change."""
        self._go(self.pages.sync_log)

    @Slot()
    def open_keys(self) -> None:
        """All keys; from there back to where they were asked for."""
        if self._page is not self.pages.keys:
            self._before_keys = self._page
        self._go(self.pages.keys)

    @Slot()
    def open_away(self) -> None:
        """What became of the time in which nobody was there."""
        page = self.pages.away
        page.open()
        self._go(page)

    def ask(self) -> None:
        """Ask about absences that are over, unless that was put off or something is being done. Raises LocalFault."""
        if self._page is self.day and self._profile.absences.open_questions() and self.pages.away.waiting():
            self._go(self.pages.away)

    @Slot()
    def open_sign_in(self) -> None:
        """Sign in."""
        self._go(self.pages.sign_in)

    def open_timer(self) -> None:
        """The day with the timer."""
        self._go(self.day)

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
        page = self.pages.picker
        page.open(self.tr("choose"))
        page.taken = self._pick_for_away
        self._go(page)

    def _pick_for_away(self, project_id: int, task_id: int) -> None:
        page = self.pages.away
        self._go(page)
        page.book(project_id, task_id)

    @Slot()
    def _on_editor_picks(self) -> None:
        page = self.pages.picker
        page.open(self.tr("choose"))
        page.taken = self._pick_for_editor
        self._go(page)

    def _pick_for_editor(self, project_id: int, task_id: int) -> None:
        page = self.pages.editor
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
        pages, page = self.pages, self._page
        nobody = page is pages.built("sign_in") and not self._profile.account.identity().email
        if page is self.day or nobody:
            self.close_requested.emit()
        elif page is pages.built("picker") and pages.built("editor") and pages.editor.waits_for_pair:
            self._go(pages.editor)
        elif page is pages.built("picker") and pages.picker.taken == self._pick_for_away:
            self._go(pages.away)
        elif page is pages.built("keys"):
            self._go(self._before_keys)
        elif page.from_settings:
            self.open_settings()
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
    return profile.settings.get(settings.THEME)
