"""What the window says about every fault, by code: what happened, what is safe, what to do next."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from demitasse.domain import errors
from demitasse.domain.errors import FaultCode
from demitasse.support.clock import local_datetime
from demitasse.ui.text import formats
from demitasse.ui.text.formats import plain

if TYPE_CHECKING:
    from demitasse.domain.errors import Fault, Reason


class UiFault(StrEnum):
    """What only the window has to say: about its fields and about starting it."""

    FIELD_EMPTY = "ui_field_empty"
    NAME_TAKEN = "ui_name_taken"
    START_MISSING = "ui_start_missing"
    PAIR_MISSING = "ui_pair_missing"
    CHANGED_ELSEWHERE = "ui_changed_elsewhere"
    TIMER_HAS_NO_END = "ui_timer_has_no_end"


_UNLOCK = QT_TRANSLATE_NOOP("Fault", "Ask your CoffeeCup admin to unlock it.")
_ASK = QT_TRANSLATE_NOOP("Fault", "Change it and try again, or ask who looks after CoffeeCup in your company.")
_ROOM = QT_TRANSLATE_NOOP("Fault", "Check that the folder is yours and that the disk has room.")
_MOVED = QT_TRANSLATE_NOOP(
    "Fault",
    "If your company's CoffeeCup has moved, sign in with its new address. Else this network may ask for a login.",
)
_SESSION_FILE = QT_TRANSLATE_NOOP("Fault", "Check that {file} is yours and that the disk has room.")
_FOLDER = QT_TRANSLATE_NOOP("Fault", "Check that its folder is yours and has room.")
_AGAIN = QT_TRANSLATE_NOOP("Fault", "Try it again.")
_INSTALL = QT_TRANSLATE_NOOP("Fault", "Install it again.")
_SPLIT = QT_TRANSLATE_NOOP("Fault", "Split it over several days.")
_NETWORK = QT_TRANSLATE_NOOP("Fault", "Check the network. It is sent by itself as soon as that works again.")
_SIGN_IN = QT_TRANSLATE_NOOP("Fault", "Check the address, the company, the email and the password.")
_SAFE = QT_TRANSLATE_NOOP("Fault", "What you track is saved here.")
_CHECKED = QT_TRANSLATE_NOOP(
    "Fault", "What you track is saved here; Demitasse looks whether it arrived before anything is sent again."
)
_SAFE_HERE = QT_TRANSLATE_NOOP("Fault", "What you track is saved on this computer.")
# fmt: off
_REFUSALS = (FaultCode.REFUSED, FaultCode.REFUSED_SESSION, FaultCode.REFUSED_RIGHTS, FaultCode.REFUSED_MISSING,
    FaultCode.REFUSED_CHANGED, FaultCode.REFUSED_TOO_LARGE, FaultCode.SERVER_TEXT)
_LOCKS = (FaultCode.ENTRY_BILLED, FaultCode.ENTRY_LOCKED, FaultCode.ENTRY_APPROVED, FaultCode.ENTRY_ARCHIVED)
_SESSION_FILES = (FaultCode.SESSION_UNREADABLE, FaultCode.SESSION_UNWRITABLE, FaultCode.SESSION_UNDELETABLE)
_SAVED = (FaultCode.HOST_NOT_FOUND, FaultCode.UNREACHABLE, FaultCode.BAD_CERTIFICATE, FaultCode.PROXY_FAILED,
    FaultCode.TIMEOUT, FaultCode.TOO_SLOW, FaultCode.ANSWER_TOO_LARGE, FaultCode.ANSWER_PACKED,
    FaultCode.CONNECTION_CUT, FaultCode.NOT_COFFEECUP, FaultCode.MOVED, FaultCode.MOVED_TO, FaultCode.SERVER_ERROR,
    FaultCode.SERVER_ERROR_TEXT, FaultCode.CALLS_SPENT, FaultCode.ANSWER_UNREADABLE, FaultCode.LIST_INCOMPLETE,
    FaultCode.OUTCOME_UNKNOWN, FaultCode.SESSION_ENDED, FaultCode.NO_SESSION, FaultCode.OTHER_PERSON,
    FaultCode.SESSION_UNREADABLE, FaultCode.SESSION_UNWRITABLE, FaultCode.SESSION_UNDELETABLE)
# fmt: on

WHAT_HAPPENED: dict[StrEnum, Any] = {
    FaultCode.HOST_NOT_FOUND: QT_TRANSLATE_NOOP("Fault", "The address of CoffeeCup cannot be found."),
    FaultCode.UNREACHABLE: QT_TRANSLATE_NOOP("Fault", "CoffeeCup cannot be reached."),
    FaultCode.BAD_CERTIFICATE: QT_TRANSLATE_NOOP(
        "Fault", "Whoever answers on this network cannot prove to be CoffeeCup, so nothing was sent."
    ),
    FaultCode.PROXY_FAILED: QT_TRANSLATE_NOOP("Fault", "The proxy of this network lets nothing through."),
    FaultCode.TIMEOUT: QT_TRANSLATE_NOOP("Fault", "CoffeeCup did not answer in time."),
    FaultCode.TOO_SLOW: QT_TRANSLATE_NOOP("Fault", "CoffeeCup took too long to answer."),
    FaultCode.ANSWER_TOO_LARGE: QT_TRANSLATE_NOOP("Fault", "CoffeeCup answered with more than it can mean."),
    FaultCode.ANSWER_PACKED: QT_TRANSLATE_NOOP("Fault", "CoffeeCup answered in a form that cannot be read."),
    FaultCode.CONNECTION_CUT: QT_TRANSLATE_NOOP("Fault", "The connection to CoffeeCup was cut."),
    FaultCode.NOT_COFFEECUP: QT_TRANSLATE_NOOP(
        "Fault", "That is not CoffeeCup answering: perhaps this network asks for a login."
    ),
    FaultCode.MOVED: QT_TRANSLATE_NOOP("Fault", "CoffeeCup answers that it lives elsewhere."),
    FaultCode.MOVED_TO: QT_TRANSLATE_NOOP("Fault", "CoffeeCup answers that it lives elsewhere ({host})."),
    FaultCode.SERVER_ERROR: QT_TRANSLATE_NOOP("Fault", "CoffeeCup has a problem of its own ({status})."),
    FaultCode.SERVER_ERROR_TEXT: QT_TRANSLATE_NOOP(
        "Fault", "CoffeeCup has a problem of its own ({status}) and says: “{text}”"
    ),
    FaultCode.PAUSED: QT_TRANSLATE_NOOP(
        "Fault", "CoffeeCup asks for a pause. What you track is saved here and sent afterwards."
    ),
    FaultCode.CALLS_QUEUED: QT_TRANSLATE_NOOP(
        "Fault", "Many calls to CoffeeCup are waiting. What you track is saved here and sent later."
    ),
    FaultCode.CALLS_SPENT: QT_TRANSLATE_NOOP(
        "Fault", "Demitasse called CoffeeCup too often today and stops until tomorrow."
    ),
    FaultCode.CALLS_ELSEWHERE: QT_TRANSLATE_NOOP(
        "Fault", "Others are calling CoffeeCup right now. What you tracked is saved here and sent later."
    ),
    FaultCode.CLOSING: QT_TRANSLATE_NOOP(
        "Fault", "Demitasse is closing. What you track is saved here and sent at the next start."
    ),
    FaultCode.ANSWER_UNREADABLE: QT_TRANSLATE_NOOP("Fault", "What CoffeeCup says about this cannot be understood."),
    FaultCode.LIST_INCOMPLETE: QT_TRANSLATE_NOOP("Fault", "CoffeeCup's list could not be read as a whole."),
    FaultCode.OUTCOME_UNKNOWN: QT_TRANSLATE_NOOP("Fault", "CoffeeCup does not tell what became of the entry."),
    FaultCode.OTHER_ENTRY: QT_TRANSLATE_NOOP("Fault", "CoffeeCup answered with another entry."),
    FaultCode.REFUSED: QT_TRANSLATE_NOOP("Fault", "CoffeeCup did not accept this. ({status})"),
    FaultCode.REFUSED_SESSION: QT_TRANSLATE_NOOP("Fault", "CoffeeCup does not know this session. ({status})"),
    FaultCode.REFUSED_RIGHTS: QT_TRANSLATE_NOOP("Fault", "CoffeeCup does not allow this to your account. ({status})"),
    FaultCode.REFUSED_MISSING: QT_TRANSLATE_NOOP("Fault", "CoffeeCup has no such thing (any more). ({status})"),
    FaultCode.REFUSED_CHANGED: QT_TRANSLATE_NOOP(
        "Fault", "CoffeeCup did not accept this, because something changed there. ({status})"
    ),
    FaultCode.REFUSED_TOO_LARGE: QT_TRANSLATE_NOOP("Fault", "This is more than CoffeeCup takes. ({status})"),
    FaultCode.SERVER_TEXT: QT_TRANSLATE_NOOP("Fault", "CoffeeCup says: “{text}”"),
    FaultCode.ENTRY_BILLED: QT_TRANSLATE_NOOP("Fault", "It has been billed."),
    FaultCode.ENTRY_LOCKED: QT_TRANSLATE_NOOP("Fault", "It is locked."),
    FaultCode.ENTRY_APPROVED: QT_TRANSLATE_NOOP("Fault", "It has been approved."),
    FaultCode.ENTRY_ARCHIVED: QT_TRANSLATE_NOOP("Fault", "It is archived."),
    FaultCode.DELETED_THERE: QT_TRANSLATE_NOOP(
        "Fault", "This entry was deleted on CoffeeCup while it was changed here."
    ),
    FaultCode.SEVERAL_ALIKE: QT_TRANSLATE_NOOP(
        "Fault",
        "This entry may be on CoffeeCup already, and Demitasse cannot tell: {number} entries there look like it.",
    ),
    FaultCode.SIGN_IN_REFUSED: QT_TRANSLATE_NOOP("Fault", "CoffeeCup does not accept this email and password."),
    FaultCode.SIGN_IN_TEXT: QT_TRANSLATE_NOOP("Fault", "CoffeeCup says: “{text}”"),
    FaultCode.NO_SUCH_COMPANY: QT_TRANSLATE_NOOP("Fault", "There is no CoffeeCup at {url}, or not this company."),
    FaultCode.SESSION_ENDED: QT_TRANSLATE_NOOP("Fault", "CoffeeCup has ended your session."),
    FaultCode.NO_SESSION: QT_TRANSLATE_NOOP("Fault", "Nobody is signed in."),
    FaultCode.SIGNED_OUT: QT_TRANSLATE_NOOP("Fault", "Nobody is signed in."),
    FaultCode.CREDENTIALS_MISSING: QT_TRANSLATE_NOOP("Fault", "An email and a password are needed to sign in."),
    FaultCode.UNSENT_OF_OTHER: QT_TRANSLATE_NOOP(
        "Fault", "This profile holds unsent changes of {email}; they are safe."
    ),
    FaultCode.OTHER_PERSON: QT_TRANSLATE_NOOP("Fault", "Somebody else has signed in meanwhile."),
    FaultCode.DEMO_FAILED: QT_TRANSLATE_NOOP("Fault", "The demo did not start."),
    FaultCode.ADDRESS_MISSING: QT_TRANSLATE_NOOP("Fault", "Please fill this in."),
    FaultCode.ADDRESS_INVALID: QT_TRANSLATE_NOOP("Fault", "That is not an address. It looks like acme.coffeecup.app."),
    FaultCode.ADDRESS_UNSAFE: QT_TRANSLATE_NOOP(
        "Fault", "Over http your password could be read on the way. Use https."
    ),
    FaultCode.ADDRESS_WITH_LOGIN: QT_TRANSLATE_NOOP("Fault", "An address must not hold a name or password."),
    FaultCode.ADDRESS_PORT: QT_TRANSLATE_NOOP("Fault", "The port of the address is not a number up to 65535."),
    FaultCode.KEYRING_MISSING: QT_TRANSLATE_NOOP("Fault", "This computer has no keyring that Demitasse can use."),
    FaultCode.KEYRING_LOCKED: QT_TRANSLATE_NOOP("Fault", "Your keyring is locked."),
    FaultCode.KEYRING_SLOW: QT_TRANSLATE_NOOP("Fault", "Your keyring does not answer."),
    FaultCode.KEYRING_FAILED: QT_TRANSLATE_NOOP("Fault", "Your keyring failed."),
    FaultCode.SESSION_UNREADABLE: QT_TRANSLATE_NOOP("Fault", "The file with your session cannot be read ({reason})."),
    FaultCode.SESSION_UNWRITABLE: QT_TRANSLATE_NOOP(
        "Fault", "The file with your session cannot be written ({reason})."
    ),
    FaultCode.SESSION_UNDELETABLE: QT_TRANSLATE_NOOP(
        "Fault", "The file with your session cannot be removed ({reason})."
    ),
    FaultCode.DISK_FULL: QT_TRANSLATE_NOOP(
        "Fault", "There is no room left on this computer's disk, so this was not saved."
    ),
    FaultCode.DISK_FAILED: QT_TRANSLATE_NOOP("Fault", "This computer's disk failed to write, so this was not saved."),
    FaultCode.DATABASE_BUSY: QT_TRANSLATE_NOOP(
        "Fault", "Another program holds the timesheet's file, so this was not saved."
    ),
    FaultCode.DATABASE_READ_ONLY: QT_TRANSLATE_NOOP(
        "Fault", "The timesheet's file cannot be written, so this was not saved."
    ),
    FaultCode.DATABASE_CLOSED: QT_TRANSLATE_NOOP("Fault", "The timesheet's file cannot be opened."),
    FaultCode.DATABASE_REPLACED: QT_TRANSLATE_NOOP(
        "Fault", "Another file has taken the place of the timesheet's, so this was not saved."
    ),
    FaultCode.DATABASE_DAMAGED: QT_TRANSLATE_NOOP("Fault", "The timesheet's file on this computer is damaged."),
    FaultCode.DATABASE_NEWER: QT_TRANSLATE_NOOP(
        "Fault", "The timesheet in {file} was made by a newer Demitasse; nothing was changed in it."
    ),
    FaultCode.DATABASE_TAKEN_OVER: QT_TRANSLATE_NOOP(
        "Fault", "A newer Demitasse has taken the timesheet over while this one was running; this was not saved."
    ),
    FaultCode.DATABASE_BEYOND_REPAIR: QT_TRANSLATE_NOOP("Fault", "{file} is damaged, and cannot be mended: {reason}."),
    FaultCode.ROWS_PUT_ASIDE: QT_TRANSLATE_NOOP(
        "Fault",
        "Something in the timesheet on this computer was damaged by its disk; it was put aside and is not sent.",
    ),
    FaultCode.RECOVERED: QT_TRANSLATE_NOOP(
        "Fault",
        "The timesheet's file on this computer was damaged. {number} entries were taken over; it is kept as {file}.",
    ),
    FaultCode.RECOVERED_FROM_COPY: QT_TRANSLATE_NOOP(
        "Fault",
        "The timesheet's file on this computer was gone or empty. "
        "{number} entries were taken over from its latest copy.",
    ),
    FaultCode.FILE_UNOPENABLE: QT_TRANSLATE_NOOP("Fault", "{file} cannot be opened: {reason}."),
    FaultCode.FILE_UNWRITABLE: QT_TRANSLATE_NOOP("Fault", "{file} cannot be written: {reason}."),
    FaultCode.FOLDER_UNUSABLE: QT_TRANSLATE_NOOP("Fault", "{file} cannot be used: {reason}."),
    FaultCode.OTHER_PROCESS_BUSY: QT_TRANSLATE_NOOP(
        "Fault", "Another Demitasse has been busy for too long; nothing was changed."
    ),
    FaultCode.NOT_ANSWERING: QT_TRANSLATE_NOOP(
        "Fault", "Demitasse is running already, but it does not answer. What you tracked is saved."
    ),
    FaultCode.PART_NOT_STARTED: QT_TRANSLATE_NOOP("Fault", "A part of Demitasse could not be started: {reason}."),
    FaultCode.PART_ENDED: QT_TRANSLATE_NOOP("Fault", "A part of Demitasse ended while it started."),
    FaultCode.NOT_RESTARTED: QT_TRANSLATE_NOOP("Fault", "Demitasse could not be started again: {reason}."),
    FaultCode.AUTOSTART_REFUSED: QT_TRANSLATE_NOOP("Fault", "Windows did not let this be changed."),
    FaultCode.PROFILE_NAME: QT_TRANSLATE_NOOP("Fault", "A profile's name has 1 to 32 letters, digits, - or _."),
    FaultCode.EXPORT_EXISTS: QT_TRANSLATE_NOOP("Fault", "{file} exists already; nothing was changed."),
    FaultCode.EXPORT_UNWRITABLE: QT_TRANSLATE_NOOP("Fault", "{file} cannot be written."),
    FaultCode.NOT_A_DURATION: QT_TRANSLATE_NOOP("Fault", "“{text}” is not a duration."),
    FaultCode.NOT_A_SPAN: QT_TRANSLATE_NOOP("Fault", "“{text}” is not a duration."),
    FaultCode.OVER_A_DAY_TEXT: QT_TRANSLATE_NOOP("Fault", "“{text}” is more than 24 hours."),
    FaultCode.OVER_A_DAY: QT_TRANSLATE_NOOP("Fault", "That is more than 24 hours."),
    FaultCode.NEGATIVE_DURATION: QT_TRANSLATE_NOOP("Fault", "A duration cannot be negative."),
    FaultCode.NOT_A_TIME: QT_TRANSLATE_NOOP("Fault", "“{text}” is not a time of day."),
    FaultCode.END_BEFORE_START: QT_TRANSLATE_NOOP("Fault", "The end has to be later than the start."),
    FaultCode.IN_THE_FUTURE: QT_TRANSLATE_NOOP("Fault", "That time is in the future."),
    FaultCode.STOP_BEFORE_START: QT_TRANSLATE_NOOP(
        "Fault", "A timer runs since {time}, and it cannot stop before that."
    ),
    FaultCode.PART_TOO_LONG: QT_TRANSLATE_NOOP(
        "Fault", "The first part must be shorter than the entry, which has {length_s}."
    ),
    FaultCode.COMMENT_TOO_LONG: QT_TRANSLATE_NOOP(
        "Fault", "This comment has {number:,} characters and at most {most:,} fit; nothing was changed."
    ),
    FaultCode.TIMER_RUNS: QT_TRANSLATE_NOOP("Fault", "The timer of this entry runs."),
    FaultCode.TIMER_RUNS_ALREADY: QT_TRANSLATE_NOOP("Fault", "That entry's timer is running already."),
    FaultCode.NO_TIMER: QT_TRANSLATE_NOOP("Fault", "No timer is running."),
    FaultCode.NO_ENTRY: QT_TRANSLATE_NOOP("Fault", "There is no entry {number}."),
    FaultCode.NOTHING_TO_CONTINUE: QT_TRANSLATE_NOOP("Fault", "There is no entry to continue."),
    FaultCode.ENTRY_GONE: QT_TRANSLATE_NOOP("Fault", "That entry is gone."),
    FaultCode.NO_TASK: QT_TRANSLATE_NOOP("Fault", "Nothing that you may book matches “{text}”."),
    FaultCode.NO_TASK_BUT_SIMILAR: QT_TRANSLATE_NOOP("Fault", "Nothing that you may book matches “{text}”."),
    FaultCode.SEVERAL_TASKS: QT_TRANSLATE_NOOP("Fault", "“{text}” matches {number} tasks."),
    FaultCode.PAIR_MISSING: QT_TRANSLATE_NOOP("Fault", "Booking that time needs a project and a task."),
    FaultCode.NOTHING_TO_UNDO: QT_TRANSLATE_NOOP("Fault", "There is nothing to undo."),
    FaultCode.NOT_UNDOABLE_ALONE: QT_TRANSLATE_NOOP(
        "Fault", "Nothing that was done to entry {number} can be taken back by itself."
    ),
    FaultCode.NOTHING_TO_DECIDE: QT_TRANSLATE_NOOP("Fault", "There is nothing to decide about entry {number}."),
    FaultCode.WRONG_RESOLUTION: QT_TRANSLATE_NOOP("Fault", "That way does not go here."),
    FaultCode.QUESTION_CLOSED: QT_TRANSLATE_NOOP("Fault", "That question is not open any more."),
    UiFault.FIELD_EMPTY: QT_TRANSLATE_NOOP("Fault", "Please fill this in."),
    UiFault.NAME_TAKEN: QT_TRANSLATE_NOOP("Fault", "There is one of that name already."),
    UiFault.START_MISSING: QT_TRANSLATE_NOOP("Fault", "Write when it started, like 9:30."),
    UiFault.PAIR_MISSING: QT_TRANSLATE_NOOP("Fault", "Pick what this time was for."),
    UiFault.CHANGED_ELSEWHERE: QT_TRANSLATE_NOOP(
        "Fault", "Elsewhere this was changed to “{value}”. Save again to keep yours."
    ),
    UiFault.TIMER_HAS_NO_END: QT_TRANSLATE_NOOP("Fault", "The timer runs, so there is no end yet."),
}
NEXT_STEP: dict[Any, Any] = {
    FaultCode.HOST_NOT_FOUND: _NETWORK,
    FaultCode.UNREACHABLE: _NETWORK,
    FaultCode.BAD_CERTIFICATE: QT_TRANSLATE_NOOP(
        "Fault", "If this network asks for a login, open a browser and log in there."
    ),
    FaultCode.PROXY_FAILED: QT_TRANSLATE_NOOP(
        "Fault", "Ask who runs the proxy. It is sent by itself as soon as that works again."
    ),
    FaultCode.NOT_COFFEECUP: QT_TRANSLATE_NOOP(
        "Fault", "Open a browser and log in to the network, or check the address you signed in with."
    ),
    FaultCode.MOVED: _MOVED,
    FaultCode.MOVED_TO: _MOVED,
    FaultCode.CALLS_SPENT: QT_TRANSLATE_NOOP(
        "Fault", "Please report this with the log; from tomorrow on what waits is sent."
    ),
    FaultCode.ANSWER_UNREADABLE: QT_TRANSLATE_NOOP("Fault", "It is sent by itself as soon as that works again."),
    FaultCode.SIGN_IN_REFUSED: _SIGN_IN,
    FaultCode.SIGN_IN_TEXT: _SIGN_IN,
    FaultCode.NO_SUCH_COMPANY: QT_TRANSLATE_NOOP("Fault", "Check the address."),
    FaultCode.SESSION_ENDED: QT_TRANSLATE_NOOP("Fault", "Sign in again, then it is sent."),
    FaultCode.NO_SESSION: QT_TRANSLATE_NOOP("Fault", "Sign in, then it is sent."),
    FaultCode.SIGNED_OUT: QT_TRANSLATE_NOOP("Fault", "Sign in first."),
    FaultCode.UNSENT_OF_OTHER: QT_TRANSLATE_NOOP("Fault", "Sign in as that person, or use another profile."),
    FaultCode.DEMO_FAILED: QT_TRANSLATE_NOOP("Fault", "Run “demitasse demo” in a terminal to see why."),
    FaultCode.ADDRESS_WITH_LOGIN: QT_TRANSLATE_NOOP("Fault", "Type them into their own fields."),
    FaultCode.ADDRESS_PORT: QT_TRANSLATE_NOOP("Fault", "Write it like https://acme.aerion.app, or just acme."),
    FaultCode.KEYRING_MISSING: QT_TRANSLATE_NOOP("Fault", "Choose where to keep the session when you sign in."),
    FaultCode.KEYRING_LOCKED: QT_TRANSLATE_NOOP("Fault", "Unlock it, or sign in again."),
    FaultCode.KEYRING_SLOW: QT_TRANSLATE_NOOP("Fault", "Unlock it if it asks for a password, or sign in again."),
    FaultCode.KEYRING_FAILED: QT_TRANSLATE_NOOP(
        "Fault", "Unlock it, or choose another place for the session when you sign in."
    ),
    FaultCode.DISK_FULL: QT_TRANSLATE_NOOP("Fault", "Free some space and do it again."),
    FaultCode.DISK_FAILED: QT_TRANSLATE_NOOP("Fault", "Check the disk's space."),
    FaultCode.DATABASE_BUSY: _AGAIN,
    FaultCode.DATABASE_READ_ONLY: QT_TRANSLATE_NOOP("Fault", "Check who owns it."),
    FaultCode.DATABASE_CLOSED: QT_TRANSLATE_NOOP("Fault", "Check that its folder is yours."),
    FaultCode.DATABASE_REPLACED: QT_TRANSLATE_NOOP("Fault", "Quit Demitasse and start it again."),
    FaultCode.DATABASE_DAMAGED: QT_TRANSLATE_NOOP(
        "Fault", "Quit Demitasse and start it again: it takes over what can be read, and keeps the damaged file."
    ),
    FaultCode.DATABASE_NEWER: QT_TRANSLATE_NOOP("Fault", "Install the newer version again, or use another profile."),
    FaultCode.DATABASE_TAKEN_OVER: QT_TRANSLATE_NOOP("Fault", "Quit Demitasse and start the newer one."),
    FaultCode.DATABASE_BEYOND_REPAIR: QT_TRANSLATE_NOOP(
        "Fault", "Close every Demitasse, see that the disk has room, and start it again."
    ),
    FaultCode.ROWS_PUT_ASIDE: QT_TRANSLATE_NOOP(
        "Fault", "Look whether today's entries are complete: what CoffeeCup has comes back by itself."
    ),
    FaultCode.RECOVERED: QT_TRANSLATE_NOOP(
        "Fault", "Nothing has to be done: what CoffeeCup has comes back by itself, and what it does not have is sent."
    ),
    FaultCode.RECOVERED_FROM_COPY: QT_TRANSLATE_NOOP(
        "Fault", "Nothing has to be done: what CoffeeCup has comes back by itself, and what it does not have is sent."
    ),
    FaultCode.FILE_UNOPENABLE: _ROOM,
    FaultCode.FILE_UNWRITABLE: _FOLDER,
    FaultCode.FOLDER_UNUSABLE: _ROOM,
    FaultCode.OTHER_PROCESS_BUSY: _AGAIN,
    FaultCode.NOT_ANSWERING: QT_TRANSLATE_NOOP(
        "Fault", "End it in your system's list of programs, then start it again."
    ),
    FaultCode.PART_NOT_STARTED: _INSTALL,
    FaultCode.PART_ENDED: QT_TRANSLATE_NOOP("Fault", "Its last words are in {file}."),
    FaultCode.NOT_RESTARTED: _INSTALL,
    FaultCode.AUTOSTART_REFUSED: QT_TRANSLATE_NOOP("Fault", "Try it in Task Manager."),
    FaultCode.EXPORT_UNWRITABLE: QT_TRANSLATE_NOOP("Fault", "Name a folder that is yours and has room."),
    FaultCode.NOT_A_DURATION: QT_TRANSLATE_NOOP("Fault", "Write it like 1:30, 1.5h, 90m or 45."),
    FaultCode.NOT_A_SPAN: QT_TRANSLATE_NOOP("Fault", "Write it like 1:30, 1.5h, 90m or 9-10:30."),
    FaultCode.OVER_A_DAY_TEXT: _SPLIT,
    FaultCode.OVER_A_DAY: _SPLIT,
    FaultCode.NEGATIVE_DURATION: QT_TRANSLATE_NOOP("Fault", "Write it like 1:30, 1.5h, 90m or 45."),
    FaultCode.NOT_A_TIME: QT_TRANSLATE_NOOP("Fault", "Write it like 9:05 or 23:59."),
    FaultCode.IN_THE_FUTURE: QT_TRANSLATE_NOOP("Fault", "Name a time of today that has passed."),
    FaultCode.STOP_BEFORE_START: QT_TRANSLATE_NOOP("Fault", "Name a time after {time}, or edit that entry."),
    FaultCode.PART_TOO_LONG: QT_TRANSLATE_NOOP("Fault", "Neither part may be empty."),
    FaultCode.COMMENT_TOO_LONG: QT_TRANSLATE_NOOP("Fault", "Shorten it."),
    FaultCode.TIMER_RUNS: QT_TRANSLATE_NOOP("Fault", "Stop it before you duplicate the entry."),
    FaultCode.NO_TASK_BUT_SIMILAR: QT_TRANSLATE_NOOP("Fault", "Was one of these meant?"),
    FaultCode.SEVERAL_TASKS: QT_TRANSLATE_NOOP("Fault", "Type a few more letters."),
    **dict.fromkeys(_REFUSALS, _ASK),
    **dict.fromkeys(_LOCKS, _UNLOCK),
    **dict.fromkeys(_SESSION_FILES, _SESSION_FILE),
}
SAFE: dict[Any, Any] = {
    **dict.fromkeys(_SAVED, _SAFE),
    **dict.fromkeys((FaultCode.KEYRING_LOCKED, FaultCode.KEYRING_SLOW, FaultCode.KEYRING_FAILED), _SAFE_HERE),
}
TITLES: tuple[tuple[type[Fault], Any], ...] = (
    (errors.BadInput, QT_TRANSLATE_NOOP("Fault", "That does not work")),
    (errors.NoMatch, QT_TRANSLATE_NOOP("Fault", "No single match")),
    (errors.NotSignedIn, QT_TRANSLATE_NOOP("Fault", "Not signed in")),
    (errors.Refused, QT_TRANSLATE_NOOP("Fault", "CoffeeCup refused")),
    (errors.Throttled, QT_TRANSLATE_NOOP("Fault", "CoffeeCup asks for a pause")),
    (errors.NetworkFault, QT_TRANSLATE_NOOP("Fault", "No connection")),
    (errors.LocalFault, QT_TRANSLATE_NOOP("Fault", "This computer needs attention")),
)
_OTHER = QT_TRANSLATE_NOOP("Fault", "Something went wrong")
_QUOTED = QT_TRANSLATE_NOOP("Fault", "“{text}”")
_QUOTED = QT_TRANSLATE_NOOP("Fault", "“{text}”")


def title(fault: Fault) -> str:
    """The kind of a fault, in a few words."""
    return _translated(next((text for kind, text in TITLES if isinstance(fault, kind)), _OTHER), {})


def what_happened(reason: Fault | Reason | None) -> str:
    """What happened and what is safe, on one line of plain text; empty if there is no reason."""
    if reason is None:
        return ""
    safe: object = SAFE.get(reason.code, "")
    safe = _CHECKED if safe and reason.params.get("write") else safe
    return plain(f"{_translated(WHAT_HAPPENED[reason.code], reason.params)} {_translated(safe, {})}")


def cause(reason: Reason | None) -> str:
    """The same within a sentence that names CoffeeCup already: the server's own words in quotes only."""
    if reason is not None and reason.code == FaultCode.SERVER_TEXT:
        return plain(_translated(_QUOTED, reason.params))
    return what_happened(reason)


def next_step(reason: Fault | Reason) -> str:
    """What to do next; empty if there is nothing to do."""
    return plain(_translated(NEXT_STEP.get(reason.code, ""), reason.params))


def whole(fault: Fault | Reason) -> str:
    """What happened, what is safe and what to do next."""
    return f"{what_happened(fault)} {next_step(fault)}".rstrip()


def _translated(text: object, params: dict[str, Any]) -> str:
    if not text:
        return ""
    return QCoreApplication.translate("Fault", str(text)).format(
        **{n: _written(n, value) for n, value in params.items()}
    )


def _written(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return formats.time_of_day(local_datetime(value).time())
    return formats.duration(value) if name.endswith("_s") and isinstance(value, int) else value
