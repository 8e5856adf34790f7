"""The sentences of lower floors that have no figures in them, listed so that translators get them.

Those floors know no Qt and speak English; a sentence that is not in this list is shown as it is.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

CONTEXT = "Fault"

LIST = (
    QT_TRANSLATE_NOOP("Fault", "CoffeeCup asks for a pause. What you track is saved here and sent afterwards."),
    QT_TRANSLATE_NOOP("Fault", "There is no room left on this computer's disk, so this was not saved."),
    QT_TRANSLATE_NOOP("Fault", "Free some space and do it again."),
    QT_TRANSLATE_NOOP("Fault", "This computer's disk failed to write, so this was not saved."),
    QT_TRANSLATE_NOOP("Fault", "Check the disk's space."),
    QT_TRANSLATE_NOOP("Fault", "Another program holds the timesheet's file, so this was not saved."),
    QT_TRANSLATE_NOOP("Fault", "Try it again."),
    QT_TRANSLATE_NOOP("Fault", "The timesheet's file cannot be written, so this was not saved."),
    QT_TRANSLATE_NOOP("Fault", "Check who owns it."),
    QT_TRANSLATE_NOOP("Fault", "The timesheet's file on this computer is damaged; nothing was changed in it."),
    QT_TRANSLATE_NOOP("Fault", "No timer is running."),
    QT_TRANSLATE_NOOP("Fault", "There is nothing to undo."),
    QT_TRANSLATE_NOOP("Fault", "There is no entry to continue."),
    QT_TRANSLATE_NOOP("Fault", "That entry's timer is running already."),
    QT_TRANSLATE_NOOP("Fault", "That time is in the future."),
    QT_TRANSLATE_NOOP("Fault", "Name a time of today that has passed."),
    QT_TRANSLATE_NOOP("Fault", "A duration cannot be negative."),
    QT_TRANSLATE_NOOP("Fault", "Write it like 1:30, 1.5h, 90m or 45."),
    QT_TRANSLATE_NOOP("Fault", "Split it over several days."),
    QT_TRANSLATE_NOOP("Fault", "Shorten it."),
    QT_TRANSLATE_NOOP("Fault", "Ask your CoffeeCup admin to unlock it."),
    QT_TRANSLATE_NOOP("Fault", "An email and a password are needed to sign in."),
    QT_TRANSLATE_NOOP("Fault", "Sign in as that person, or use another profile."),
)
