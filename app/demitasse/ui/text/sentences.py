"""The sentences of lower floors, listed so that translators get them.

Those floors know no Qt and speak English; a sentence that is not in this list is shown as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from collections.abc import Callable

CONTEXT = "Fault"

LIST = (
    QT_TRANSLATE_NOOP("Fault", "CoffeeCup asks for a pause. What you track is saved here and sent afterwards."),
    QT_TRANSLATE_NOOP(
        "Fault",
        "Demitasse called CoffeeCup too often today and stops until tomorrow. What you track is saved here.",
    ),
    QT_TRANSLATE_NOOP("Fault", "Please report this with the log; from tomorrow on what waits is sent."),
    QT_TRANSLATE_NOOP("Fault", "Many calls to CoffeeCup are waiting. What you track is saved here and sent later."),
    QT_TRANSLATE_NOOP("Fault", "There is no room left on this computer's disk, so this was not saved."),
    QT_TRANSLATE_NOOP("Fault", "Free some space and do it again."),
    QT_TRANSLATE_NOOP("Fault", "This computer's disk failed to write, so this was not saved."),
    QT_TRANSLATE_NOOP("Fault", "Check the disk's space."),
    QT_TRANSLATE_NOOP("Fault", "Another program holds the timesheet's file, so this was not saved."),
    QT_TRANSLATE_NOOP("Fault", "Try it again."),
    QT_TRANSLATE_NOOP("Fault", "The timesheet's file cannot be written, so this was not saved."),
    QT_TRANSLATE_NOOP("Fault", "Check who owns it."),
    QT_TRANSLATE_NOOP("Fault", "The timesheet's file on this computer is damaged."),
    QT_TRANSLATE_NOOP(
        "Fault", "Quit Demitasse and start it again: it takes over what can be read, and keeps the damaged file."
    ),
    QT_TRANSLATE_NOOP("Fault", "Another file has taken the place of the timesheet's, so this was not saved."),
    QT_TRANSLATE_NOOP("Fault", "Quit Demitasse and start it again."),
    QT_TRANSLATE_NOOP(
        "Fault", "A newer Demitasse has taken the timesheet over while this one was running; this was not saved."
    ),
    QT_TRANSLATE_NOOP("Fault", "Quit Demitasse and start the newer one."),
    QT_TRANSLATE_NOOP("Fault", "Install the newer version again, or use another profile."),
    QT_TRANSLATE_NOOP("Fault", "Close every Demitasse, see that the disk has room, and start it again."),
    QT_TRANSLATE_NOOP(
        "Fault",
        "Something in the timesheet on this computer was damaged by its disk; it was put aside and is not sent.",
    ),
    QT_TRANSLATE_NOOP("Fault", "Look whether today's entries are complete: what CoffeeCup has comes back by itself."),
    QT_TRANSLATE_NOOP(
        "Fault", "Nothing has to be done: what CoffeeCup has comes back by itself, and what it does not have is sent."
    ),
    QT_TRANSLATE_NOOP("Fault", "No timer is running."),
    QT_TRANSLATE_NOOP("Fault", "There is nothing to undo."),
    QT_TRANSLATE_NOOP("Fault", "There is no entry to continue."),
    QT_TRANSLATE_NOOP("Fault", "That entry's timer is running already."),
    QT_TRANSLATE_NOOP("Fault", "That time is in the future."),
    QT_TRANSLATE_NOOP("Fault", "That is more than 24 hours."),
    QT_TRANSLATE_NOOP("Fault", "Name a time of today that has passed."),
    QT_TRANSLATE_NOOP("Fault", "A duration cannot be negative."),
    QT_TRANSLATE_NOOP("Fault", "Write it like 1:30, 1.5h, 90m or 45."),
    QT_TRANSLATE_NOOP("Fault", "Write it like 1:30, 1.5h, 90m or 9-10:30."),
    QT_TRANSLATE_NOOP("Fault", "Write it like 9:05 or 23:59."),
    QT_TRANSLATE_NOOP("Fault", "The end has to be later than the start."),
    QT_TRANSLATE_NOOP("Fault", "Split it over several days."),
    QT_TRANSLATE_NOOP("Fault", "Shorten it."),
    QT_TRANSLATE_NOOP("Fault", "Ask your CoffeeCup admin to unlock it."),
    QT_TRANSLATE_NOOP("Fault", "It has been billed."),
    QT_TRANSLATE_NOOP("Fault", "It is locked."),
    QT_TRANSLATE_NOOP("Fault", "It has been approved."),
    QT_TRANSLATE_NOOP("Fault", "It is archived."),
    QT_TRANSLATE_NOOP("Fault", "The timer of this entry runs."),
    QT_TRANSLATE_NOOP("Fault", "Stop it before you duplicate the entry."),
    QT_TRANSLATE_NOOP("Fault", "Neither part may be empty."),
    QT_TRANSLATE_NOOP("Fault", "An email and a password are needed to sign in."),
    QT_TRANSLATE_NOOP("Fault", "Sign in as that person, or use another profile."),
    QT_TRANSLATE_NOOP("Fault", "It is sent by itself as soon as that works again."),
    QT_TRANSLATE_NOOP("Fault", "If this network asks for a login, open a browser and log in there."),
    QT_TRANSLATE_NOOP("Fault", "CoffeeCup did not answer in time."),
    QT_TRANSLATE_NOOP("Fault", "CoffeeCup took too long to answer."),
    QT_TRANSLATE_NOOP("Fault", "CoffeeCup answered with more than it can mean."),
    QT_TRANSLATE_NOOP("Fault", "CoffeeCup answered in a form that cannot be read."),
    QT_TRANSLATE_NOOP("Fault", "The connection to CoffeeCup was cut."),
    QT_TRANSLATE_NOOP("Fault", "That is not CoffeeCup answering: perhaps this network asks for a login."),
    QT_TRANSLATE_NOOP("Fault", "Open a browser and log in to the network, or check the address you signed in with."),
    QT_TRANSLATE_NOOP("Fault", "CoffeeCup did not accept this."),
    QT_TRANSLATE_NOOP("Fault", "CoffeeCup does not know this session."),
    QT_TRANSLATE_NOOP("Fault", "CoffeeCup does not allow this to your account."),
    QT_TRANSLATE_NOOP("Fault", "CoffeeCup has no such thing (any more)."),
    QT_TRANSLATE_NOOP("Fault", "This is more than CoffeeCup takes."),
    QT_TRANSLATE_NOOP("Fault", "Sign in again, then it is sent."),
    QT_TRANSLATE_NOOP("Fault", "CoffeeCup does not accept this email and password."),
    QT_TRANSLATE_NOOP("Fault", "Check the address, the company, the email and the password."),
    QT_TRANSLATE_NOOP("Fault", "Check the address."),
    QT_TRANSLATE_NOOP("Fault", "Nobody is signed in. What you track is saved here."),
    QT_TRANSLATE_NOOP("Fault", "Nobody is signed in."),
    QT_TRANSLATE_NOOP("Fault", "Sign in, then it is sent."),
    QT_TRANSLATE_NOOP("Fault", "The demo did not start."),
    QT_TRANSLATE_NOOP("Fault", "Run “demitasse demo” in a terminal to see why."),
    QT_TRANSLATE_NOOP("Fault", "The keyring would have to ask for its password."),
    QT_TRANSLATE_NOOP("Fault", "This computer has no keyring that Demitasse can use."),
    QT_TRANSLATE_NOOP("Fault", "Choose where to keep the session when you sign in."),
    QT_TRANSLATE_NOOP("Fault", "Unlock it, or choose another place for the session when you sign in."),
    QT_TRANSLATE_NOOP("Fault", "Unlock it, or sign in again."),
    QT_TRANSLATE_NOOP("Fault", "CoffeeCup has ended your session."),
    QT_TRANSLATE_NOOP("Fault", "What you track is saved here."),
    QT_TRANSLATE_NOOP("Fault", "Demitasse is closing. What you track is saved here and sent at the next start."),
    QT_TRANSLATE_NOOP("Fault", "Sign in first."),
    QT_TRANSLATE_NOOP(
        "Fault", "Others are calling CoffeeCup right now. What you tracked is saved here and sent later."
    ),
    QT_TRANSLATE_NOOP("Fault", "Check that its folder is yours and has room."),
    QT_TRANSLATE_NOOP("Fault", "Check that the folder is yours and that the disk has room."),
    QT_TRANSLATE_NOOP("Fault", "Windows did not let this be changed."),
    QT_TRANSLATE_NOOP("Fault", "Try it in Task Manager."),
    QT_TRANSLATE_NOOP("Fault", "A part of Demitasse ended while it started."),
    QT_TRANSLATE_NOOP("Fault", "Install it again."),
    QT_TRANSLATE_NOOP("Fault", "Another Demitasse has been busy for too long; nothing was changed."),
    QT_TRANSLATE_NOOP("Fault", "Somebody else has signed in meanwhile."),
    QT_TRANSLATE_NOOP("Fault", "CoffeeCup answered with another entry."),
    QT_TRANSLATE_NOOP("Fault", "Booking that time needs a project and a task."),
    QT_TRANSLATE_NOOP("Fault", "That question is not open any more."),
    QT_TRANSLATE_NOOP("Fault", "That entry is gone."),
    QT_TRANSLATE_NOOP("Fault", "That way does not go here."),
    QT_TRANSLATE_NOOP("Fault", "Type a few more letters."),
    QT_TRANSLATE_NOOP("Fault", "CoffeeCup does not tell what became of the entry."),
    QT_TRANSLATE_NOOP("Fault", "What CoffeeCup says about this cannot be understood."),
    QT_TRANSLATE_NOOP("Fault", "CoffeeCup's list could not be read as a whole."),
    QT_TRANSLATE_NOOP("Fault", "A profile's name has 1 to 32 letters, digits, - or _."),
)

WITH_FIGURES = tuple(
    str(sentence)
    for sentence in (
        QT_TRANSLATE_NOOP("Fault", "“{text}” is not a duration."),
        QT_TRANSLATE_NOOP("Fault", "“{text}” is more than 24 hours."),
        QT_TRANSLATE_NOOP("Fault", "The first part must be shorter than the entry, which has {time}."),
        QT_TRANSLATE_NOOP("Fault", "“{text}” is not a time of day."),
        QT_TRANSLATE_NOOP("Fault", "A timer runs since {time}, and it cannot stop before that."),
        QT_TRANSLATE_NOOP("Fault", "Name a time after {time}, or edit that entry."),
        QT_TRANSLATE_NOOP("Fault", "This comment has {number} characters and at most {most} fit; nothing was changed."),
        QT_TRANSLATE_NOOP("Fault", "This profile holds unsent changes of {email}; they are safe."),
        QT_TRANSLATE_NOOP(
            "Fault",
            "The timesheet's file on this computer was damaged. "
            "{number} entries were taken over; it is kept as {file}.",
        ),
        QT_TRANSLATE_NOOP(
            "Fault",
            "The timesheet's file on this computer was gone or empty. "
            "{number} entries were taken over from its latest copy.",
        ),
        QT_TRANSLATE_NOOP("Fault", "The timesheet in {file} was made by a newer Demitasse; nothing was changed in it."),
        QT_TRANSLATE_NOOP("Fault", "There is no CoffeeCup at {url}, or not this company."),
        QT_TRANSLATE_NOOP("Fault", "{file} cannot be written: {reason}."),
        QT_TRANSLATE_NOOP("Fault", "{file} cannot be opened: {reason}."),
        QT_TRANSLATE_NOOP("Fault", "Its last words are in {file}."),
        QT_TRANSLATE_NOOP("Fault", "Demitasse could not be started again: {reason}."),
        QT_TRANSLATE_NOOP("Fault", "A part of Demitasse could not be started: {reason}."),
        QT_TRANSLATE_NOOP("Fault", "The file with your session cannot be {what} ({reason})."),
        QT_TRANSLATE_NOOP("Fault", "Check that {file} is yours and that the disk has room."),
        QT_TRANSLATE_NOOP("Fault", "There is nothing to decide about entry {number}."),
        QT_TRANSLATE_NOOP("Fault", "There is no entry {number}."),
        QT_TRANSLATE_NOOP("Fault", "{file} is damaged, and cannot be mended: {reason}."),
    )
)
_END = re.compile(r"(?<=[.!?]) (?=[A-Z{“])")
"""Where one sentence ends and the next begins."""
_HOLE = re.compile(r"\\\{(\w+)\\\}")


def with_figures(text: str, translate: Callable[[str, str], str]) -> str:
    """`text` translated by the sentence it was made from; itself if that is not known."""
    for sentence in WITH_FIGURES:
        pattern = _HOLE.sub(r"(?P<\1>.*)", re.escape(sentence))
        if match := re.fullmatch(pattern, text, re.DOTALL):
            return translate(CONTEXT, sentence).format(**match.groupdict())
    return text


def one_by_one(text: str) -> list[str]:
    """The sentences of `text`: a lower floor puts some together from several."""
    return _END.split(text)
