"""The pages beside the day, each built when it is first needed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from demitasse.ui.pages.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from demitasse.boot.profile import Profile
    from demitasse.ui.pages.about import AboutPage
    from demitasse.ui.pages.accounts import AccountsPage
    from demitasse.ui.pages.away import AwayPage
    from demitasse.ui.pages.calendar import CalendarPage
    from demitasse.ui.pages.conflicts import ConflictsPage
    from demitasse.ui.pages.editor.editor_page import EditorPage
    from demitasse.ui.pages.keys import KeysPage
    from demitasse.ui.pages.page import SyncControl
    from demitasse.ui.pages.picker import PickerPage
    from demitasse.ui.pages.settings.settings_page import SettingsPage
    from demitasse.ui.pages.sign_in import SignInPage
    from demitasse.ui.pages.split import SplitPage
    from demitasse.ui.pages.sync_log import SyncLogPage
    from demitasse.ui.pages.week import WeekPage

P = TypeVar("P", bound=Page)


class PageRegistry:
    """Asking for a page builds it; `built` only tells whether that has happened."""

    def __init__(self, profile: Profile, background: SyncControl, adopt: Callable[[Page], None]) -> None:
        """`adopt` takes every new page into the popover."""
        self._profile = profile
        self._background = background
        self._adopt = adopt

    def built(self, name: str) -> Page | None:
        """The page of this name if it was built already."""
        page = self.__dict__.get(name)
        return page if isinstance(page, Page) else None

    def _put(self, page: P) -> P:
        self._adopt(page)
        return page

    @cached_property
    def picker(self) -> PickerPage:
        """Picks a project and task."""
        from demitasse.ui.pages.picker import PickerPage  # noqa: PLC0415 - built when first needed

        return self._put(PickerPage(self._profile))

    @cached_property
    def editor(self) -> EditorPage:
        """Every field of an entry."""
        from demitasse.ui.pages.editor.editor_page import EditorPage  # noqa: PLC0415 - built when first needed

        return self._put(EditorPage(self._profile, self._background))

    @cached_property
    def split(self) -> SplitPage:
        """Cuts an entry in two."""
        from demitasse.ui.pages.split import SplitPage  # noqa: PLC0415 - built when first needed

        return self._put(SplitPage(self._profile, self._background))

    @cached_property
    def week(self) -> WeekPage:
        """Seven days."""
        from demitasse.ui.pages.week import WeekPage  # noqa: PLC0415 - built when first needed

        return self._put(WeekPage(self._profile, self._background))

    @cached_property
    def calendar(self) -> CalendarPage:
        """Picks a day."""
        from demitasse.ui.pages.calendar import CalendarPage  # noqa: PLC0415 - built when first needed

        return self._put(CalendarPage(self._profile, self._background))

    @cached_property
    def settings(self) -> SettingsPage:
        """What a person chooses."""
        from demitasse.ui.pages.settings.settings_page import SettingsPage  # noqa: PLC0415 - built when first needed

        return self._put(SettingsPage(self._profile, self._background))

    @cached_property
    def about(self) -> AboutPage:
        """What this is."""
        from demitasse.ui.pages.about import AboutPage  # noqa: PLC0415 - built when first needed

        return self._put(AboutPage(self._profile))

    @cached_property
    def accounts(self) -> AccountsPage:
        """The profiles on this computer."""
        from demitasse.ui.pages.accounts import AccountsPage  # noqa: PLC0415 - built when first needed

        return self._put(AccountsPage(self._profile))

    @cached_property
    def away(self) -> AwayPage:
        """What became of the time in which nobody was there."""
        from demitasse.ui.pages.away import AwayPage  # noqa: PLC0415 - built when first needed

        return self._put(AwayPage(self._profile, self._background))

    @cached_property
    def conflicts(self) -> ConflictsPage:
        """What only the person can decide."""
        from demitasse.ui.pages.conflicts import ConflictsPage  # noqa: PLC0415 - built when first needed

        return self._put(ConflictsPage(self._profile, self._background))

    @cached_property
    def sync_log(self) -> SyncLogPage:
        """What happened to each change."""
        from demitasse.ui.pages.sync_log import SyncLogPage  # noqa: PLC0415 - built when first needed

        return self._put(SyncLogPage(self._profile, self._background))

    @cached_property
    def keys(self) -> KeysPage:
        """All keys."""
        from demitasse.ui.pages.keys import KeysPage  # noqa: PLC0415 - built when first needed

        return self._put(KeysPage())

    @cached_property
    def sign_in(self) -> SignInPage:
        """Whose time it is."""
        from demitasse.ui.pages.sign_in import SignInPage  # noqa: PLC0415 - built when first needed

        return self._put(SignInPage(self._profile, self._background))
