"""Which page shows a destination. Each page is imported and built when it is first needed."""

from collections.abc import Callable
from typing import Any

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.preview import Mode
from demitasse.ui.pages import destinations as to
from demitasse.ui.pages.day.day_page import DayPage
from demitasse.ui.pages.destinations import Destination, Navigator
from demitasse.ui.pages.page import Page, SyncControl


class PageRegistry:
    """The table of pages, and those of them that were built."""

    def __init__(
        self,
        profile: FullProfile,
        sync: SyncControl,
        navigator: Navigator,
        setting_changed: Callable[[str], None],
        quit_app: Callable[[], None],
    ) -> None:
        """Build only the day. `setting_changed` is called with the name of a setting that was stored."""
        self._profile = profile
        self._sync = sync
        self._navigator = navigator
        self._setting_changed = setting_changed
        self._quit_app = quit_app
        self.day = DayPage(profile, sync, navigator)
        self._builders = self._table()
        self._built: dict[Callable[[], Page[Any]], Page[Any]] = {}

    def _table(self) -> dict[type[Destination], Callable[[], Page[Any]]]:
        """Return what builds the page of each destination."""
        return {
            to.Day: lambda: self.day,
            to.Week: self._week,
            to.Month: self._month,
            to.Report: self._report,
            to.EditEntry: self._editor,
            to.AddEntry: self._editor,
            to.SplitEntry: self._split,
            to.Picker: self._picker,
            to.Switch: lambda: self._line(Mode.SWITCH),
            to.Change: lambda: self._line(Mode.CHANGE),
            to.Away: self._away,
            to.Forgotten: self._forgotten,
            to.Conflicts: self._conflicts,
            to.CloseDay: self._close_day,
            to.Import: self._import,
            to.SignIn: self._sign_in,
            to.FirstSync: self._first_sync,
            to.Settings: self._settings,
            to.SyncLog: self._sync_log,
            to.Accounts: self._accounts,
            to.Doctor: self._doctor,
            to.About: self._about,
            to.Keys: self._keys,
        }

    def page(self, destination: Destination) -> Page[Any]:
        """Return the page of `destination`, built now if it was not."""
        build = self._builders[type(destination)]
        if build not in self._built:
            self._built[build] = build()
        return self._built[build]

    def built(self, destination: type[Destination]) -> Page[Any] | None:
        """Return the page of a kind of destination, or None if it was not needed so far."""
        return self._built.get(self._builders[destination])

    def _week(self) -> Page[to.Week]:
        from demitasse.ui.pages.week import WeekPage  # noqa: PLC0415 - built when first needed

        return WeekPage(self._profile, self._sync, self._navigator)

    def _month(self) -> Page[to.Month]:
        from demitasse.ui.pages.month import MonthPage  # noqa: PLC0415 - built when first needed

        return MonthPage(self._profile, self._sync, self._navigator)

    def _report(self) -> Page[to.Report]:
        from demitasse.ui.pages.report import ReportPage  # noqa: PLC0415 - built when first needed

        return ReportPage(self._profile, self._sync, self._navigator)

    def _editor(self) -> Page[to.EditEntry | to.AddEntry]:
        from demitasse.ui.pages.editor import EditorPage  # noqa: PLC0415 - built when first needed

        return EditorPage(self._profile, self._sync, self._navigator)

    def _split(self) -> Page[to.SplitEntry]:
        from demitasse.ui.pages.split import SplitPage  # noqa: PLC0415 - built when first needed

        return SplitPage(self._profile, self._sync, self._navigator)

    def _picker(self) -> Page[to.Picker]:
        from demitasse.ui.pages.picker import PickerPage  # noqa: PLC0415 - built when first needed

        return PickerPage(self._profile, self._sync, self._navigator)

    def _line(self, mode: Mode) -> Page[to.Switch | to.Change]:
        from demitasse.ui.pages.switch import LinePage  # noqa: PLC0415 - built when first needed

        return LinePage(self._profile, self._sync, self._navigator, mode)

    def _away(self) -> Page[to.Away]:
        from demitasse.ui.pages.away import AwayPage  # noqa: PLC0415 - built when first needed

        return AwayPage(self._profile, self._sync, self._navigator)

    def _forgotten(self) -> Page[to.Forgotten]:
        from demitasse.ui.pages.forgotten import ForgottenPage  # noqa: PLC0415 - built when first needed

        return ForgottenPage(self._profile, self._sync, self._navigator)

    def _conflicts(self) -> Page[to.Conflicts]:
        from demitasse.ui.pages.conflicts import ConflictsPage  # noqa: PLC0415 - built when first needed

        return ConflictsPage(self._profile, self._sync, self._navigator)

    def _close_day(self) -> Page[to.CloseDay]:
        from demitasse.ui.pages.close_day.page import CloseDayPage  # noqa: PLC0415 - built when first needed

        return CloseDayPage(self._profile, self._sync, self._navigator)

    def _import(self) -> Page[to.Import]:
        from demitasse.ui.pages.import_page import ImportPage  # noqa: PLC0415 - built when first needed

        return ImportPage(self._profile, self._sync, self._navigator)

    def _sign_in(self) -> Page[to.SignIn]:
        from demitasse.ui.pages.sign_in import SignInPage  # noqa: PLC0415 - built when first needed

        return SignInPage(self._profile, self._sync, self._navigator)

    def _first_sync(self) -> Page[to.FirstSync]:
        from demitasse.ui.pages.first_sync import FirstSyncPage  # noqa: PLC0415 - built when first needed

        return FirstSyncPage(self._profile, self._sync, self._navigator)

    def _settings(self) -> Page[to.Settings]:
        from demitasse.ui.pages.settings import SettingsPage  # noqa: PLC0415 - built when first needed

        page = SettingsPage(self._profile, self._sync, self._navigator)
        page.changed.connect(self._setting_changed)
        page.quit_wanted.connect(self._quit_app)
        return page

    def _sync_log(self) -> Page[to.SyncLog]:
        from demitasse.ui.pages.sync_log import SyncLogPage  # noqa: PLC0415 - built when first needed

        return SyncLogPage(self._profile, self._sync, self._navigator)

    def _accounts(self) -> Page[to.Accounts]:
        from demitasse.ui.pages.accounts import AccountsPage  # noqa: PLC0415 - built when first needed

        return AccountsPage(self._profile, self._sync, self._navigator)

    def _doctor(self) -> Page[to.Doctor]:
        from demitasse.ui.pages.doctor import DoctorPage  # noqa: PLC0415 - built when first needed

        return DoctorPage(self._profile, self._sync, self._navigator)

    def _about(self) -> Page[to.About]:
        from demitasse.ui.pages.about import AboutPage  # noqa: PLC0415 - built when first needed

        return AboutPage(self._profile, self._sync, self._navigator)

    def _keys(self) -> Page[to.Keys]:
        from demitasse.ui.pages.keys import KeysPage  # noqa: PLC0415 - built when first needed

        return KeysPage(self._profile, self._sync, self._navigator)
