"""Reminders that are due, each delivered once per occasion."""

from collections.abc import Iterator

from demitasse.domain import settings
from demitasse.domain.reminders import Reminder, ReminderContext, ReminderSettings, due_reminders
from demitasse.store.settings import REMINDED
from demitasse.store.store import Store


class Reminders:
    """Finds the reminders of one profile."""

    def __init__(self, store: Store) -> None:
        """Keep the occasions of delivered reminders in `store`."""
        self._store = store

    def settings(self) -> ReminderSettings:
        """Return which reminders the person wants. Raises LocalFault."""
        get = self._store.settings.get
        return ReminderSettings(
            get(settings.REMIND_NO_TIMER),
            get(settings.WORK_BEGINS),
            get(settings.WARN_LONG),
            get(settings.LONG_HOURS),
            get(settings.REMIND_END),
        )

    def take(self, context: ReminderContext, wanted: ReminderSettings) -> Iterator[Reminder]:
        """Yield the `wanted` reminders that are due, each recorded first, so no crash repeats it. Raises LocalFault."""
        for reminder in due_reminders(context, wanted):
            delivered = self._store.settings.get(REMINDED)
            if delivered.get(reminder.kind) != reminder.occasion:
                with self._store.transaction():
                    self._store.settings.put(REMINDED, {**delivered, reminder.kind: reminder.occasion})
                yield reminder
