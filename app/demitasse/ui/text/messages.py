"""The messages of the window by fault code: what happened, what is safe, what to do next."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP as T
from PySide6.QtCore import QCoreApplication, QLocale

from demitasse.domain import errors
from demitasse.domain.errors import Fault, FaultCode, Reason
from demitasse.ui.text import formats
from demitasse.ui.text.formats import local_datetime, plain


class UiFault:
    """Codes of faults that only the window has: wrong input in its fields."""

    FIELD_EMPTY = "ui_field_empty"
    NAME_TAKEN = "ui_name_taken"
    START_MISSING, END_MISSING = "ui_start_missing", "ui_end_missing"
    PAIR_MISSING = "ui_pair_missing"
    CHANGED_ELSEWHERE = "ui_changed_elsewhere"
    TIMER_HAS_NO_END = "ui_timer_has_no_end"


_UNLOCK = T("Fault", "Ask your CoffeeCup admin to unlock it.")
_ASK = T("Fault", "Change it and try again, or ask who looks after CoffeeCup in your company.")
_ROOM = T("Fault", "Check that the folder is yours and that the disk has room.")
_MOVED = T(
    "Fault",
    "If your company's CoffeeCup has moved, sign in with its new address. Or this network asks for a login.",
)
_SESSION_FILE = T("Fault", "Check that {file} is yours and that the disk has room.")
_FOLDER = T("Fault", "Check that its folder is yours and has room.")
_AGAIN = T("Fault", "Try it again.")
_INSTALL = T("Fault", "Install it again.")
_SPLIT = T("Fault", "Split it over several days.")
_NETWORK = T("Fault", "Check the network. It is sent by itself as soon as that works again.")
_PRESS = T("Fault", "Look at what is shown now, then press again.")
_SIGN_IN = T("Fault", "Check the address, the company, the email and the password.")
_SAFE = T("Fault", "What you track is saved here.")
_CHECKED = T(
    "Fault", "What you track is saved here; Demitasse checks whether it arrived before anything is sent again."
)
_SAFE_HERE = T("Fault", "What you track is saved on this computer.")
# fmt: off
MESSAGES: dict[str, tuple[Any, Any]] = {
    FaultCode.HOST_NOT_FOUND: (T("Fault", "The address of CoffeeCup cannot be found."), _NETWORK),
    FaultCode.UNREACHABLE: (T("Fault", "CoffeeCup cannot be reached."), _NETWORK),
    FaultCode.BAD_CERTIFICATE: (T("Fault", "The server's certificate isn't valid for CoffeeCup, so nothing "
        "was sent."),
        T("Fault", "If this network asks for a login, open a browser and log in there.")),
    FaultCode.PROXY_FAILED: (T("Fault", "The proxy of this network lets nothing through."),
        T("Fault", "Ask who runs the proxy. It is sent by itself as soon as that works again.")),
    FaultCode.TIMEOUT: (T("Fault", "CoffeeCup did not answer in time."), ""),
    FaultCode.TOO_SLOW: (T("Fault", "CoffeeCup took too long to answer."), ""),
    FaultCode.ANSWER_TOO_LARGE: (T("Fault", "CoffeeCup's answer was too large."), ""),
    FaultCode.ANSWER_PACKED: (T("Fault", "CoffeeCup answered in a form that cannot be read."), ""),
    FaultCode.CONNECTION_CUT: (T("Fault", "The connection to CoffeeCup was cut."), ""),
    FaultCode.NOT_COFFEECUP: (T("Fault", "That is not CoffeeCup answering: perhaps this network asks for a login."),
        T("Fault", "Open a browser and log in to the network, or check the address you signed in with.")),
    FaultCode.MOVED: (T("Fault", "The address of CoffeeCup leads elsewhere."), _MOVED),
    FaultCode.MOVED_TO: (T("Fault", "The address of CoffeeCup leads elsewhere ({host})."), _MOVED),
    FaultCode.SERVER_ERROR: (T("Fault", "CoffeeCup has a problem of its own ({status})."), ""),
    FaultCode.SERVER_ERROR_TEXT: (T("Fault", "CoffeeCup has a problem of its own ({status}) and says: “{text}”"), ""),
    FaultCode.PAUSED: (T("Fault", "CoffeeCup asks for a pause. What you track is saved here and sent afterwards."), ""),
    FaultCode.CALLS_QUEUED: (T("Fault", "Many calls to CoffeeCup are waiting. What you track is saved here and sent "
        "later."), ""),
    FaultCode.CALLS_SPENT: (T("Fault", "Demitasse called CoffeeCup too often today and stops until tomorrow."),
        T("Fault", "Report this with the log. What waits is sent from tomorrow on.")),
    FaultCode.CALLS_ELSEWHERE: (T("Fault", "Others are calling CoffeeCup right now. What you tracked is saved here "
        "and sent later."), ""),
    FaultCode.CLOSING: (T("Fault", "Demitasse is closing. What you track is saved here and sent at the next "
        "start."), ""),
    FaultCode.ANSWER_UNREADABLE: (T("Fault", "What CoffeeCup says about this cannot be understood."),
        T("Fault", "It is sent by itself as soon as that works again.")),
    FaultCode.LIST_INCOMPLETE: (T("Fault", "CoffeeCup's list could not be read completely."), ""),
    FaultCode.OUTCOME_UNKNOWN: (T("Fault", "CoffeeCup does not tell what became of the entry."), ""),
    FaultCode.OTHER_ENTRY: (T("Fault", "CoffeeCup answered with another entry."), ""),
    FaultCode.REFUSED: (T("Fault", "CoffeeCup did not accept this. ({status})"), _ASK),
    FaultCode.REFUSED_SESSION: (T("Fault", "CoffeeCup does not know this session. ({status})"), _ASK),
    FaultCode.REFUSED_RIGHTS: (T("Fault", "CoffeeCup does not allow this to your account. ({status})"), _ASK),
    FaultCode.REFUSED_MISSING: (T("Fault", "CoffeeCup no longer has this. ({status})"), _ASK),
    FaultCode.REFUSED_CHANGED: (T("Fault", "CoffeeCup did not accept this, because something changed there. "
        "({status})"), _ASK),
    FaultCode.REFUSED_TOO_LARGE: (T("Fault", "This is more than CoffeeCup takes. ({status})"), _ASK),
    FaultCode.SERVER_TEXT: (T("Fault", "CoffeeCup says: “{text}”"), _ASK),
    FaultCode.ENTRY_BILLED: (T("Fault", "This entry has been billed."), _UNLOCK),
    FaultCode.ENTRY_LOCKED: (T("Fault", "This entry is locked."), _UNLOCK),
    FaultCode.ENTRY_APPROVED: (T("Fault", "This entry has been approved."), _UNLOCK),
    FaultCode.ENTRY_ARCHIVED: (T("Fault", "This entry is archived."), _UNLOCK),
    FaultCode.DELETED_THERE: (T("Fault", "This entry was deleted on CoffeeCup while it was changed here."), ""),
    FaultCode.SEVERAL_ALIKE: (T("Fault", "This entry may be on CoffeeCup already, and Demitasse cannot tell: "
        "{number} entries there look like it."), ""),
    FaultCode.SIGN_IN_REFUSED: (T("Fault", "Email or password isn’t right. Check both, and the company."), ""),
    FaultCode.SIGN_IN_TEXT: (T("Fault", "CoffeeCup says: “{text}”"), _SIGN_IN),
    FaultCode.NO_SUCH_COMPANY: (T("Fault", "There is no CoffeeCup at {url}, or not this company."),
        T("Fault", "Check the address.")),
    FaultCode.SESSION_ENDED: (T("Fault", "CoffeeCup has ended your session."),
        T("Fault", "Sign in again, then it is sent.")),
    FaultCode.NO_SESSION: (T("Fault", "Nobody is signed in."), T("Fault", "Sign in, then it is sent.")),
    FaultCode.SIGNED_OUT: (T("Fault", "Nobody is signed in."), T("Fault", "Sign in first.")),
    FaultCode.CREDENTIALS_MISSING: (T("Fault", "An email and a password are needed to sign in."), ""),
    FaultCode.UNSENT_OF_OTHER: (T("Fault", "This profile holds unsent changes of {email}; they are safe."),
        T("Fault", "Sign in as that person, or use another profile.")),
    FaultCode.OTHER_PERSON: (T("Fault", "Somebody else has signed in meanwhile."), ""),
    FaultCode.DEMO_FAILED: (T("Fault", "The demo did not start."),
        T("Fault", "Run “demitasse demo” in a terminal to see why.")),
    FaultCode.ADDRESS_MISSING: (T("Fault", "Required."), ""),
    FaultCode.ADDRESS_INVALID: (T("Fault", "That is not an address. It looks like acme.coffeecup.app."), ""),
    FaultCode.ADDRESS_UNSAFE: (T("Fault", "Over http your password could be read on the way. Use https."), ""),
    FaultCode.ADDRESS_WITH_LOGIN: (T("Fault", "An address must not hold a name or password."),
        T("Fault", "Type them into their own fields.")),
    FaultCode.ADDRESS_PORT: (T("Fault", "The port of the address is not a number up to 65535."),
        T("Fault", "Write it like https://acme.aerion.app, or just acme.")),
    FaultCode.KEYRING_MISSING: (T("Fault", "This computer has no keyring that Demitasse can use."),
        T("Fault", "Choose where to keep the session when you sign in.")),
    FaultCode.KEYRING_LOCKED: (T("Fault", "Your keyring is locked."), T("Fault", "Unlock it, or sign in again.")),
    FaultCode.KEYRING_SLOW: (T("Fault", "Your keyring does not answer."),
        T("Fault", "Unlock it if it asks for a password, or sign in again.")),
    FaultCode.KEYRING_FAILED: (T("Fault", "Your keyring failed."),
        T("Fault", "Unlock it, or choose another place for the session when you sign in.")),
    FaultCode.SESSION_UNREADABLE: (T("Fault", "The file with your session cannot be read ({reason})."), _SESSION_FILE),
    FaultCode.SESSION_UNWRITABLE: (T("Fault", "The file with your session cannot be written ({reason})."),
        _SESSION_FILE),
    FaultCode.SESSION_UNDELETABLE: (T("Fault", "The file with your session cannot be removed ({reason})."),
        _SESSION_FILE),
    FaultCode.DISK_FULL: (T("Fault", "There is no room left on this computer's disk, so this was not saved."),
        T("Fault", "Free some space and do it again.")),
    FaultCode.DISK_FAILED: (T("Fault", "This computer's disk failed to write, so this was not saved."),
        T("Fault", "Check the disk's space.")),
    FaultCode.DATABASE_BUSY: (T("Fault", "Another program holds the timesheet's file, so this was not saved."), _AGAIN),
    FaultCode.DATABASE_READ_ONLY: (T("Fault", "The timesheet's file cannot be written, so this was not saved."),
        T("Fault", "Check who owns it.")),
    FaultCode.DATABASE_CLOSED: (T("Fault", "The timesheet's file cannot be opened."),
        T("Fault", "Check that its folder is yours.")),
    FaultCode.DATABASE_REPLACED: (T("Fault", "Another file has taken the place of the timesheet's, so this was not "
        "saved."),
        T("Fault", "Quit Demitasse and start it again.")),
    FaultCode.DATABASE_DAMAGED: (T("Fault", "The timesheet's file on this computer is damaged."),
        T("Fault", "Quit Demitasse and start it again: it takes over what can be read, and keeps the damaged file.")),
    FaultCode.DATABASE_NEWER: (T("Fault", "The timesheet in {file} was made by a newer Demitasse; nothing was "
        "changed in it."),
        T("Fault", "Install the newer version again, or use another profile.")),
    FaultCode.DATABASE_TAKEN_OVER: (T("Fault", "A newer Demitasse has taken the timesheet over while this one was "
        "running; this was not saved."),
        T("Fault", "Quit Demitasse and start the newer one.")),
    FaultCode.DATABASE_BEYOND_REPAIR: (T("Fault", "{file} is damaged, and cannot be repaired: {reason}."),
        T("Fault", "Close every Demitasse, see that the disk has room, and start it again.")),
    FaultCode.ROWS_PUT_ASIDE: (T("Fault", "Something in the timesheet on this computer was damaged by its disk; it "
        "was put aside and is not sent."),
        T("Fault", "Check that today's entries are complete: what CoffeeCup has comes back by itself.")),
    FaultCode.RECOVERED: (T("Fault", "The timesheet's file on this computer was damaged. Entries taken over: "
        "{number}. It is kept as {file}."),
        T("Fault", "Nothing has to be done: what CoffeeCup has comes back by itself, and what it does not have is "
        "sent.")),
    FaultCode.RECOVERED_FROM_COPY: (T("Fault", "The timesheet's file on this computer was gone or empty. "
        "Entries taken over from its latest copy: {number}."),
        T("Fault", "Nothing has to be done: what CoffeeCup has comes back by itself, and what it does not have is "
        "sent.")),
    FaultCode.FILE_UNOPENABLE: (T("Fault", "{file} cannot be opened: {reason}."), _ROOM),
    FaultCode.FILE_UNWRITABLE: (T("Fault", "{file} cannot be written: {reason}."), _FOLDER),
    FaultCode.FOLDER_UNUSABLE: (T("Fault", "{file} cannot be used: {reason}."), _ROOM),
    FaultCode.OTHER_PROCESS_BUSY: (T("Fault", "Another Demitasse has been busy for too long; nothing was "
        "changed."), _AGAIN),
    FaultCode.NOT_ANSWERING: (T("Fault", "Demitasse is running already, but it does not answer. What you tracked is "
        "saved."),
        T("Fault", "End it in your system's list of programs, then start it again.")),
    FaultCode.RUNS_ELSEWHERE: (T("Fault", "Demitasse is open in another session of yours, on display {place}."),
        T("Fault", "Use it there, or end it with “demitasse quit” and start it here. A timer goes on meanwhile.")),
    FaultCode.PART_NOT_STARTED: (T("Fault", "A part of Demitasse could not be started: {reason}."), _INSTALL),
    FaultCode.PART_ENDED: (T("Fault", "A part of Demitasse ended while it started."),
        T("Fault", "Its last output is in {file}.")),
    FaultCode.NOT_RESTARTED: (T("Fault", "Demitasse could not be started again: {reason}."), _INSTALL),
    FaultCode.AUTOSTART_REFUSED: (T("Fault", "Windows did not let this be changed."),
        T("Fault", "Try it in Task Manager.")),
    FaultCode.AUTOSTART_TEMPORARY: (
        T("Fault", "Demitasse runs from a place that will be gone at the next login; nothing was changed."),
        T("Fault", "Move it to the folder Applications, open it from there, and try again.")),
    FaultCode.PROFILE_NAME: (T("Fault", "A profile's name has 1 to 32 letters, digits, - or _."), ""),
    FaultCode.PROFILE_RESERVED: (T("Fault", "The name “{text}” is reserved."), T("Fault", "Choose another one.")),
    FaultCode.EXPORT_EXISTS: (T("Fault", "{file} exists already; nothing was changed."), ""),
    FaultCode.EXPORT_UNWRITABLE: (T("Fault", "{file} cannot be written."),
        T("Fault", "Name a folder that is yours and has room.")),
    FaultCode.IMPORT_UNREADABLE: (T("Fault", "{file} cannot be read."),
        T("Fault", "Name a file that is there and yours to read.")),
    FaultCode.IMPORT_COLUMNS: (T("Fault", "This file has no entries that can be read."),
        T("Fault", "It needs a line of column names: day, project, task, and seconds, duration, hours or start and "
        "end.")),
    FaultCode.LINE_BOOKED: (T("Fault", "It is there already, or was imported before."), ""),
    FaultCode.LINE_RUNNING: (T("Fault", "Its timer was running when it was exported."), ""),
    FaultCode.LINE_NOT_FETCHED: (
        T("Fault", "What CoffeeCup has of that day is not known here, so it might be booked twice."),
        T("Fault", "Import it when you are online.")),
    FaultCode.UPDATES_NO_ADDRESS: (
        T("Fault", "No address is set where new versions are announced; nobody was asked."),
        T("Fault", "Set it in a terminal: demitasse settings update_address https://…")),
    FaultCode.UPDATES_UNREACHABLE: (T("Fault", "{host} could not be asked for the newest version."), ""),
    FaultCode.UPDATES_REFUSED: (
        T("Fault", "{host} answered with the error {status} instead of the newest version."), ""),
    FaultCode.UPDATES_UNREADABLE: (T("Fault", "{host} answered, but named no version."), ""),
    FaultCode.NOT_A_DURATION: (T("Fault", "“{text}” is not a duration."),
        T("Fault", "Write it like 1:30, 1.5h, 90m or 45.")),
    FaultCode.NOT_A_SPAN: (T("Fault", "“{text}” is not a duration."),
        T("Fault", "Write it like 1:30, 1.5h, 90m or 9-10:30.")),
    FaultCode.OVER_A_DAY_TEXT: (T("Fault", "“{text}” is more than 24 hours."), _SPLIT),
    FaultCode.OVER_A_DAY: (T("Fault", "That is more than 24 hours."), _SPLIT),
    FaultCode.NEGATIVE_DURATION: (T("Fault", "A duration cannot be negative."),
        T("Fault", "Write it like 1:30, 1.5h, 90m or 45.")),
    FaultCode.NOT_A_TIME: (T("Fault", "“{text}” is not a time of day."), T("Fault", "Write it like 9:05 or 23:59.")),
    FaultCode.NOT_A_DAY: (T("Fault", "“{text}” is not a day."),
        T("Fault", "Write it like today, yesterday, friday, 27.11. or 2026-11-27.")),
    FaultCode.DAY_AHEAD: (T("Fault", "“{text}” has not come yet; nothing was booked."),
        T("Fault", "Book it when it is done, or name the date, like 2026-11-27.")),
    FaultCode.DAY_WITHOUT_TIME: (T("Fault", "“{text}” names a day, but no time of day."),
        T("Fault", "Add the time, like {text} at 9:05.")),
    FaultCode.TWO_READINGS: (T("Fault", "“{text}” can mean “{first}” or “{second}”; nothing was booked."),
        T("Fault", "Write the one that you mean.")),
    FaultCode.LEFT_OVER: (T("Fault", "“{text}” belongs to no time, and may be part of a name or a mistake; nothing was "
        "booked."),
        T("Fault", "Write a time like at 9:05, 9-10:30 or 1:30. If it is part of a name, use quotes: {name}.")),
    FaultCode.NOT_TOGETHER: (T("Fault", "“{first}” and “{second}” cannot both be meant; nothing was booked."),
        T("Fault", "Leave one of them out, or put it in quotes if it is part of a name.")),
    FaultCode.TASK_MISSING: (T("Fault", "The project and task are missing."),
        T("Fault", "Write a few letters of them, like web cod.")),
    FaultCode.DURATION_MISSING: (T("Fault", "How long it took is missing."),
        T("Fault", "Add a duration like 1:30 or 90m, or a range like 9-10:30.")),
    FaultCode.ZERO_DURATION: (T("Fault", "An entry of 0:00 would book nothing."),
        T("Fault", "Write how long it took, like 1:30 or 90m.")),
    FaultCode.NO_DURATION_HERE: (T("Fault", "“{text}” is a duration or a range, and a timer counts by itself; "
        "nothing was changed."),
        T("Fault", "Write when it was, like at 9:05 or 15m ago. Finished work is added.")),
    FaultCode.AGO_NOT_HERE: (T("Fault", "“{text}” is when a timer began or ended, and this is not a timer; nothing "
        "was booked."),
        T("Fault", "Write a range like 9-10:30, or a duration like 1:30.")),
    FaultCode.TIME_NOT_HERE: (T("Fault", "“{text}” is a time, and changing the task keeps the time."),
        T("Fault", "Leave it out, or press Esc and change the start on the clock.")),
    FaultCode.LINE_TOO_LONG: (T("Fault", "This line has {number:,} characters before its comment, and at most "
        "{most:,} are read; nothing was booked."),
        T("Fault", "Put the comment behind a colon.")),
    FaultCode.TIMES_DISAGREE: (T("Fault", "From start to end, {span}, is not {duration_s}; nothing was changed."),
        T("Fault", "Name two of start, end and duration; they decide the third.")),
    FaultCode.OVER_MIDNIGHT: (T("Fault", "That would go over midnight; nothing was changed."),
        T("Fault", "Book what lies on the other day as an entry of its own.")),
    FaultCode.END_BEFORE_START: (T("Fault", "The end has to be later than the start."), ""),
    FaultCode.IN_THE_FUTURE: (T("Fault", "That time is in the future."),
        T("Fault", "Name a time of today that has passed.")),
    FaultCode.STOP_BEFORE_START: (T("Fault", "A timer has been running since {time}; choose a later time."),
        T("Fault", "If its start is wrong, edit that entry.")),
    FaultCode.PART_TOO_LONG: (T("Fault", "The first part must be shorter than the entry, which has {length_s}."),
        T("Fault", "Neither part may be empty.")),
    FaultCode.COMMENT_MISSING: (T("Fault", "There is no comment yet."),
        T("Fault", "Write one, or choose “Not needed”.")),
    FaultCode.COMMENT_TOO_LONG: (T("Fault", "This comment has {number:,} characters, and at most {most:,} fit."),
        T("Fault", "Shorten it.")),
    FaultCode.ZONES_DIFFER: (
        T("Fault", "Days and times are in CoffeeCup’s time zone, {zone}; this computer is in {computer}."),
        T("Fault", "Choose in the settings.")),
    FaultCode.ZONE_UNKNOWN: (
        T("Fault", "CoffeeCup’s time zone {zone} is not known here; days and times are in this computer’s."), ""),
    FaultCode.CLOCK_WAS_AHEAD: (
        T("Fault", "An entry is in the future, on {day}: this computer’s clock was ahead when it was tracked."),
        T("Fault", "Open it and change its day and times.")),
    FaultCode.TIMER_FORGOTTEN: (T("Fault", "A timer has run for {length_s}, longer than a working day. It runs on."),
        T("Fault", "Say when the work ended.")),
    FaultCode.START_LONG_AGO: (T("Fault", "A timer since then would count {length_s} at once."),
        T("Fault", "Add the time instead.")),
    FaultCode.NO_TIME_PASSED: (
        T("Fault", "The clock was set forward between {start} and {end} on that day."),
        T("Fault", "Type a time that existed.")),
    FaultCode.TIMER_RUNS: (T("Fault", "The timer of this entry runs."),
        T("Fault", "Stop it before you duplicate the entry.")),
    FaultCode.TIMER_RUNS_ALREADY: (T("Fault", "That entry's timer is running already."), ""),
    FaultCode.NO_TIMER: (T("Fault", "No timer is running."), ""),
    FaultCode.NO_ENTRY: (T("Fault", "There is no entry {number}."), ""),
    FaultCode.NOTHING_TO_CONTINUE: (T("Fault", "There is no entry to continue."), ""),
    FaultCode.ENTRY_GONE: (T("Fault", "That entry is gone."), ""),
    FaultCode.NO_TASK: (T("Fault", "No project or task matches “{text}”."), ""),
    FaultCode.NO_TASK_BUT_SIMILAR: (T("Fault", "No project or task matches “{text}”."),
        T("Fault", "Was one of these meant?")),
    FaultCode.SEVERAL_TASKS: (T("Fault", "“{text}” matches {number} tasks."), T("Fault", "Type a few more letters.")),
    FaultCode.PAIR_MISSING: (T("Fault", "Booking that time needs a project and a task."), ""),
    FaultCode.NOTHING_TO_UNDO: (T("Fault", "There is nothing to undo."), ""),
    FaultCode.NOT_UNDOABLE_ALONE: (T("Fault", "Nothing that was done to entry {number} can be undone by "
        "itself."), ""),
    FaultCode.NOTHING_TO_REDO: (T("Fault", "There is nothing to redo."), ""),
    FaultCode.NOTHING_TO_SEND: (T("Fault", "This entry is on CoffeeCup already; there is nothing to send."), ""),
    FaultCode.BEING_CHECKED: (T("Fault", "Whether this entry has arrived is being checked, so it was not sent "
        "again."), ""),
    FaultCode.SEVERAL_TIMERS: (T("Fault", "{number} timers are running."), T("Fault", "Choose which one to stop.")),
    FaultCode.ONE_TIMER_ONLY: (T("Fault", "Your CoffeeCup account allows only one running timer. Nothing was "
        "changed."), T("Fault", "Start it without Alt: then the running timer is stopped.")),
    FaultCode.TIMER_STOPPED: (T("Fault", "The timer for {pair} was stopped meanwhile, after {length_s}. Nothing was "
        "changed."), ""),
    FaultCode.TIMER_STARTED: (T("Fault", "A timer for {pair} was started meanwhile. Nothing was changed."), _PRESS),
    FaultCode.ENTRY_DELETED: (T("Fault", "This entry was deleted meanwhile. Nothing was changed."), ""),
    FaultCode.ENTRY_CHANGED: (T("Fault", "This entry was changed meanwhile. Nothing was done."), _PRESS),
    FaultCode.COMMENT_CHANGED: (T("Fault", "The comment was changed to “{value}” on another device."),
        T("Fault", "Enter again keeps yours, Esc takes that one.")),
    FaultCode.QUESTION_CHANGED: (T("Fault", "This question has changed meanwhile. Nothing was booked."), _PRESS),
    FaultCode.DECISION_CHANGED: (T("Fault", "This decision has changed meanwhile. Nothing was done."), _PRESS),
    FaultCode.ACTION_OVERTAKEN: (T("Fault", "That cannot be undone by itself any more, because something else was "
        "done since."), T("Fault", "Ctrl+Z undoes the last action.")),
    FaultCode.NOTHING_TO_DECIDE: (T("Fault", "There is nothing to decide about entry {number}."), ""),
    FaultCode.WRONG_RESOLUTION: (T("Fault", "That choice isn't available here."), ""),
    FaultCode.QUESTION_CLOSED: (T("Fault", "That question is not open any more."), ""),
    UiFault.FIELD_EMPTY: (T("Fault", "Required."), ""),
    UiFault.NAME_TAKEN: (T("Fault", "An account with that name already exists."), ""),
    UiFault.START_MISSING: (T("Fault", "Write when it started, like 9:30."), ""),
    UiFault.END_MISSING: (T("Fault", "Write when it ended, like 17:30."), ""),
    UiFault.PAIR_MISSING: (T("Fault", "Pick what this time was for."), ""),
    UiFault.CHANGED_ELSEWHERE: (T("Fault", "Changed to “{value}” on another device."),
        T("Fault", "Save again to keep yours.")),
    UiFault.TIMER_HAS_NO_END: (T("Fault", "The timer runs, so there is no end yet."), ""),
}
"""What happened, and what to do next."""
# fmt: on

SAFE: dict[Any, Any] = {
    **dict.fromkeys(errors.TIME_IS_SAVED, _SAFE),
    **dict.fromkeys((FaultCode.KEYRING_LOCKED, FaultCode.KEYRING_SLOW, FaultCode.KEYRING_FAILED), _SAFE_HERE),
}
TITLES: tuple[tuple[type[Fault], Any], ...] = (
    (errors.BadInput, T("Fault", "That does not work")),
    (errors.Overtaken, T("Fault", "Changed meanwhile")),
    (errors.NoMatch, T("Fault", "No single match")),
    (errors.NotSignedIn, T("Fault", "Not signed in")),
    (errors.Refused, T("Fault", "CoffeeCup refused")),
    (errors.Throttled, T("Fault", "CoffeeCup asks for a pause")),
    (errors.NetworkFault, T("Fault", "No connection")),
    (errors.LocalFault, T("Fault", "This computer needs attention")),
)
_OTHER = T("Fault", "Something went wrong")
_QUOTED = T("Fault", "“{text}”")


def title(fault: Fault) -> str:
    """Return the kind of a fault in a few words."""
    return _translated(next((text for kind, text in TITLES if isinstance(fault, kind)), _OTHER), {})


def what_happened(reason: Fault | Reason | None) -> str:
    """Return what happened and what is safe, on one line of plain text; empty if there is no reason."""
    if reason is None:
        return ""
    safe: object = SAFE.get(reason.code, "")
    safe = _CHECKED if safe and reason.params.get("write") else safe
    return plain(f"{_translated(MESSAGES[reason.code][0], reason.params)} {_translated(safe, {})}")


def cause(reason: Reason | None) -> str:
    """Return what happened for a sentence that names CoffeeCup already: text of the server is only quoted."""
    if reason is not None and reason.code == FaultCode.SERVER_TEXT:
        return plain(_translated(_QUOTED, reason.params))
    return what_happened(reason)


def next_step(reason: Fault | Reason) -> str:
    """Return what to do next; empty if there is nothing to do."""
    return plain(_translated(MESSAGES[reason.code][1], reason.params))


def sentence(reason: Fault | Reason) -> str:
    """Return what happened, and nothing else."""
    return plain(_translated(MESSAGES[reason.code][0], reason.params))


def whole(fault: Fault | Reason) -> str:
    """Return what happened, what is safe and what to do next."""
    return f"{what_happened(fault)} {next_step(fault)}".rstrip()


def _translated(text: object, params: dict[str, Any]) -> str:
    if not text:
        return ""
    return QCoreApplication.translate("Fault", str(text)).format(
        **{name: _formatted(name, value) for name, value in params.items()}
    )


def _formatted(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return formats.time_of_day(local_datetime(value).time())
    if isinstance(value, int):
        return formats.duration(value) if name.endswith("_s") else _Figure(value)
    return value


class _Figure(int):
    """A number that is grouped as in the language on screen where a message says "{number:,}"."""

    def __format__(self, how: str) -> str:
        return QLocale().toString(int(self)) if how == "," else super().__format__(how)
