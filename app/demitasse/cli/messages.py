"""What the command line says about every fault, by code: what happened, what is safe, what to do next."""

from datetime import datetime
from typing import Any

from demitasse.cli.formats import as_typed, local_datetime
from demitasse.domain import errors
from demitasse.domain.durations import hours_minutes
from demitasse.domain.errors import Fault, FaultCode, Reason


class CliFault:
    """What only the command line has to say: mostly about what was typed."""

    WRONG_USAGE, NO_SUCH_OPTION, WORD_TOO_MANY = "cli_wrong_usage", "cli_no_such_option", "cli_word_too_many"
    VALUE_MISSING, VALUE_NOT_WANTED, NO_COMMAND = "cli_value_missing", "cli_value_not_wanted", "cli_no_command"
    NOT_A_NUMBER, NOT_DAYS = "cli_not_a_number", "cli_not_days"
    NOT_SECONDS, NOT_A_RANGE, NO_FILE = "cli_not_seconds", "cli_not_a_range", "cli_no_file"
    NOT_A_GROUPING = "cli_not_a_grouping"
    NOT_A_SEPARATOR = "cli_not_a_separator"
    OPTION_MISSING, NO_TERMINAL, NO_QUESTION = "cli_option_missing", "cli_no_terminal", "cli_no_question"
    NEVER_SIGNED_IN, NO_TASKS_YET, NO_TASK_LISTED = "cli_never_signed_in", "cli_no_tasks_yet", "cli_no_task_listed"
    NOT_AN_ANSWER, NOT_A_SIDE, QUERY_NOT_WANTED = "cli_not_an_answer", "cli_not_a_side", "cli_query_not_wanted"
    SEVERAL_QUESTIONS, NO_SUCH_QUESTION = "cli_several_questions", "cli_no_such_question"
    NOTHING_TO_CHANGE, NO_END_YET = "cli_nothing_to_change", "cli_no_end_yet"
    NOT_A_SETTING, NOT_A_VALUE = "cli_not_a_setting", "cli_not_a_value"
    NOT_A_STORE, KEYRING_NEEDED, NO_DISPLAY = "cli_not_a_store", "cli_keyring_needed", "cli_no_display"
    OUTPUT_UNWRITABLE, NOT_UTF8, NOT_QUIT = "cli_output_unwritable", "cli_not_utf8", "cli_not_quit"
    TOGGLE_UNKNOWN = "cli_toggle_unknown"
    BUNDLE_EXISTS, BUNDLE_UNSEEN = "cli_bundle_exists", "cli_bundle_unseen"
    BUNDLE_UNWRITABLE = "cli_bundle_unwritable"


_UNLOCK = "Ask your CoffeeCup admin to unlock it."
_ASK = "Change it and try again, or ask who looks after CoffeeCup in your company."
_ROOM = "Check that the folder is yours and that the disk has room."
_MOVED = "If your company's CoffeeCup has moved, sign in with its new address. Or this network asks for a login."
_SESSION_FILE = "Check that {file} is yours and that the disk has room."
_FOLDER = "Check that its folder is yours and has room."
_NETWORK = "Check the network. It is sent by itself as soon as that works again."
_RECOVERED = "Nothing has to be done: what CoffeeCup has comes back by itself, and what it does not have is sent."
_SIGN_IN = "Check the address, the company, the email and the password."
_ADDRESS = "Write it like https://acme.aerion.app, or just acme."
_UPDATES = "Check the network, and the address with: demitasse settings update_address"
_USAGE = "Usage: {usage}"
_ENTRIES = "demitasse today lists the entries with their numbers."
_SAFE = "What you track is saved here."
_CHECKED = "What you track is saved here; Demitasse checks whether it arrived before anything is sent again."
_SAFE_HERE = "What you track is saved on this computer."
# fmt: off

MESSAGES: dict[str, tuple[str, str]] = {
    FaultCode.HOST_NOT_FOUND: ("The address of CoffeeCup cannot be found.", _NETWORK),
    FaultCode.UNREACHABLE: ("CoffeeCup cannot be reached.", _NETWORK),
    FaultCode.BAD_CERTIFICATE: ("The server's certificate isn't valid for CoffeeCup, so nothing was sent.",
        "If this network asks for a login, open a browser and log in there."),
    FaultCode.PROXY_FAILED: ("The proxy of this network lets nothing through.",
        "Ask who runs the proxy. It is sent by itself as soon as that works again."),
    FaultCode.TIMEOUT: ("CoffeeCup did not answer in time.", ""),
    FaultCode.TOO_SLOW: ("CoffeeCup took too long to answer.", ""),
    FaultCode.ANSWER_TOO_LARGE: ("CoffeeCup's answer was too large.", ""),
    FaultCode.ANSWER_PACKED: ("CoffeeCup answered in a form that cannot be read.", ""),
    FaultCode.CONNECTION_CUT: ("The connection to CoffeeCup was cut.", ""),
    FaultCode.NOT_COFFEECUP: ("That is not CoffeeCup answering: perhaps this network asks for a login.",
        "Open a browser and log in to the network, or check the address you signed in with."),
    FaultCode.MOVED: ("The address of CoffeeCup leads elsewhere.", _MOVED),
    FaultCode.MOVED_TO: ("The address of CoffeeCup leads elsewhere ({host}).", _MOVED),
    FaultCode.SERVER_ERROR: ("CoffeeCup has a problem of its own ({status}).", ""),
    FaultCode.SERVER_ERROR_TEXT: ("CoffeeCup has a problem of its own ({status}) and says: “{text}”", ""),
    FaultCode.PAUSED: ("CoffeeCup asks for a pause. What you track is saved here and sent afterwards.", ""),
    FaultCode.CALLS_QUEUED: ("Many calls to CoffeeCup are waiting. What you track is saved here and sent later.", ""),
    FaultCode.CALLS_SPENT: ("Demitasse called CoffeeCup too often today and stops until tomorrow.",
        "Report this with the log. What waits is sent from tomorrow on."),
    FaultCode.CALLS_ELSEWHERE: (
        "Others are calling CoffeeCup right now. What you tracked is saved here and sent later.",
        ""),
    FaultCode.CLOSING: ("Demitasse is closing. What you track is saved here and sent at the next start.", ""),
    FaultCode.ANSWER_UNREADABLE: ("What CoffeeCup says about this cannot be understood.",
        "It is sent by itself as soon as that works again."),
    FaultCode.LIST_INCOMPLETE: ("CoffeeCup's list could not be read completely.", ""),
    FaultCode.OUTCOME_UNKNOWN: ("CoffeeCup does not tell what became of the entry.", ""),
    FaultCode.OTHER_ENTRY: ("CoffeeCup answered with another entry.", ""),
    FaultCode.REFUSED: ("CoffeeCup did not accept this. ({status})", _ASK),
    FaultCode.REFUSED_SESSION: ("CoffeeCup does not know this session. ({status})", _ASK),
    FaultCode.REFUSED_RIGHTS: ("CoffeeCup does not allow this to your account. ({status})", _ASK),
    FaultCode.REFUSED_MISSING: ("CoffeeCup no longer has this. ({status})", _ASK),
    FaultCode.REFUSED_CHANGED: ("CoffeeCup did not accept this, because something changed there. ({status})", _ASK),
    FaultCode.REFUSED_TOO_LARGE: ("This is more than CoffeeCup takes. ({status})", _ASK),
    FaultCode.SERVER_TEXT: ("CoffeeCup says: “{text}”", _ASK),
    FaultCode.ENTRY_BILLED: ("This entry has been billed.", _UNLOCK),
    FaultCode.ENTRY_LOCKED: ("This entry is locked.", _UNLOCK),
    FaultCode.ENTRY_APPROVED: ("This entry has been approved.", _UNLOCK),
    FaultCode.ENTRY_ARCHIVED: ("This entry is archived.", _UNLOCK),
    FaultCode.DELETED_THERE: ("This entry was deleted on CoffeeCup while it was changed here.", ""),
    FaultCode.SEVERAL_ALIKE: (
        "This entry may be on CoffeeCup already, and Demitasse cannot tell: {number} entries there look like it.",
        ""),
    FaultCode.SIGN_IN_REFUSED: ("CoffeeCup does not accept this email and password.", _SIGN_IN),
    FaultCode.SIGN_IN_TEXT: ("CoffeeCup says: “{text}”", _SIGN_IN),
    FaultCode.NO_SUCH_COMPANY: ("There is no CoffeeCup at {url}, or not this company.", "Check the address."),
    FaultCode.SESSION_ENDED: ("CoffeeCup has ended your session.", "Sign in again, then it is sent."),
    FaultCode.NO_SESSION: ("Nobody is signed in.", "Sign in, then it is sent."),
    FaultCode.SIGNED_OUT: ("Nobody is signed in.", "Sign in first."),
    FaultCode.CREDENTIALS_MISSING: ("An email and a password are needed to sign in.", ""),
    FaultCode.UNSENT_OF_OTHER: ("This profile holds unsent changes of {email}; they are safe.",
        "Sign in as that person, or use another profile."),
    FaultCode.OTHER_PERSON: ("Somebody else has signed in meanwhile.", ""),
    FaultCode.DEMO_FAILED: ("The demo did not start.", "Run “demitasse demo” in a terminal to see why."),
    FaultCode.ADDRESS_MISSING: ("An address is needed.", _ADDRESS),
    FaultCode.ADDRESS_INVALID: ("“{text}” is not the address of a CoffeeCup.", _ADDRESS),
    FaultCode.ADDRESS_UNSAFE: ("An address that begins with http:// would send your password readable for others.",
        _ADDRESS),
    FaultCode.ADDRESS_WITH_LOGIN: ("An address must not hold a name or password.", "Type them into their own fields."),
    FaultCode.ADDRESS_PORT: ("The port of the address is not a number up to 65535.", _ADDRESS),
    FaultCode.KEYRING_MISSING: ("This computer has no keyring that Demitasse can use.",
        "Choose where to keep the session when you sign in."),
    FaultCode.KEYRING_LOCKED: ("Your keyring is locked.", "Unlock it, or sign in again."),
    FaultCode.KEYRING_SLOW: ("Your keyring does not answer.", "Unlock it if it asks for a password, or sign in again."),
    FaultCode.KEYRING_FAILED: ("Your keyring failed.",
        "Unlock it, or choose another place for the session when you sign in."),
    FaultCode.SESSION_UNREADABLE: ("The file with your session cannot be read ({reason}).", _SESSION_FILE),
    FaultCode.SESSION_UNWRITABLE: ("The file with your session cannot be written ({reason}).", _SESSION_FILE),
    FaultCode.SESSION_UNDELETABLE: ("The file with your session cannot be removed ({reason}).", _SESSION_FILE),
    FaultCode.DISK_FULL: ("There is no room left on this computer's disk, so this was not saved.",
        "Free some space and do it again."),
    FaultCode.DISK_FAILED: ("This computer's disk failed to write, so this was not saved.", "Check the disk's space."),
    FaultCode.DATABASE_BUSY: ("Another program holds the timesheet's file, so this was not saved.", "Try it again."),
    FaultCode.DATABASE_READ_ONLY: ("The timesheet's file cannot be written, so this was not saved.",
        "Check who owns it."),
    FaultCode.DATABASE_CLOSED: ("The timesheet's file cannot be opened.", "Check that its folder is yours."),
    FaultCode.DATABASE_REPLACED: ("Another file has taken the place of the timesheet's, so this was not saved.",
        "Quit Demitasse and start it again."),
    FaultCode.DATABASE_DAMAGED: ("The timesheet's file on this computer is damaged.",
        "Quit Demitasse and start it again: it takes over what can be read, and keeps the damaged file."),
    FaultCode.DATABASE_NEWER: ("The timesheet in {file} was made by a newer Demitasse; nothing was changed in it.",
        "Install the newer version again, or use another profile."),
    FaultCode.DATABASE_TAKEN_OVER: (
        "A newer Demitasse has taken the timesheet over while this one was running; this was not saved.",
        "Quit Demitasse and start the newer one."),
    FaultCode.DATABASE_BEYOND_REPAIR: ("{file} is damaged, and cannot be repaired: {reason}.",
        "Close every Demitasse, see that the disk has room, and start it again."),
    FaultCode.ROWS_PUT_ASIDE: (
        "Something in the timesheet on this computer was damaged by its disk; it was put aside and is not sent.",
        "Check that today's entries are complete: what CoffeeCup has comes back by itself."),
    FaultCode.RECOVERED: (
        "The timesheet's file on this computer was damaged. Entries taken over: {number}. It is kept as {file}.",
        _RECOVERED),
    FaultCode.RECOVERED_FROM_COPY: (
        ("The timesheet's file on this computer was gone or empty. Entries taken over from its latest "
         "copy: {number}."),
        _RECOVERED),
    FaultCode.FILE_UNOPENABLE: ("{file} cannot be opened: {reason}.", _ROOM),
    FaultCode.FILE_UNWRITABLE: ("{file} cannot be written: {reason}.", _FOLDER),
    FaultCode.FOLDER_UNUSABLE: ("{file} cannot be used: {reason}.", _ROOM),
    FaultCode.OTHER_PROCESS_BUSY: ("Another Demitasse has been busy for too long; nothing was changed.",
        "Try it again."),
    FaultCode.NOT_ANSWERING: ("Demitasse is running already, but it does not answer. What you tracked is saved.",
        "End it in your system's list of programs, then start it again."),
    FaultCode.RUNS_ELSEWHERE: ("Demitasse is open in another session of yours, on display {place}.",
        "Use it there, or end it with 'demitasse quit' and start it here. A timer goes on meanwhile."),
    FaultCode.PART_NOT_STARTED: ("A part of Demitasse could not be started: {reason}.", "Install it again."),
    FaultCode.PART_ENDED: ("A part of Demitasse ended while it started.", "Its last output is in {file}."),
    FaultCode.NOT_RESTARTED: ("Demitasse could not be started again: {reason}.", "Install it again."),
    FaultCode.AUTOSTART_REFUSED: ("Windows did not let this be changed.", "Try it in Task Manager."),
    FaultCode.AUTOSTART_TEMPORARY: (
        "Demitasse runs from a place that will be gone at the next login; nothing was changed.",
        "Move it to the folder Applications, open it from there, and try again."),
    FaultCode.PROFILE_NAME: ("A profile's name has 1 to 32 letters, digits, - or _.", ""),
    FaultCode.PROFILE_RESERVED: ("The name “{text}” is reserved, so no new profile can have it.",
        "Choose another one."),
    FaultCode.EXPORT_EXISTS: ("{file} exists already; nothing was changed.",
        "Name another file, or add --force to replace it."),
    FaultCode.EXPORT_UNWRITABLE: ("{file} cannot be written.", "Name a folder that is yours and has room."),
    FaultCode.IMPORT_UNREADABLE: ("{file} cannot be read.", "Name a file that is there and yours to read."),
    FaultCode.IMPORT_COLUMNS: (
        "This file has no entries that can be read; nothing was booked.",
        "It needs a line of column names: day, project, task, and seconds, duration, hours or start and end.",
    ),
    FaultCode.LINE_BOOKED: ("It is there already, or was imported before.", ""),
    FaultCode.LINE_RUNNING: ("Its timer was running when it was exported.", ""),
    FaultCode.LINE_NOT_FETCHED: (
        "What CoffeeCup has of that day is not known here, so it might be booked twice.",
        "Import it when you are online.",
    ),
    FaultCode.UPDATES_NO_ADDRESS: ("No address is set where new versions are announced; nobody was asked.",
        "Set it with: demitasse settings update_address https://…"),
    FaultCode.UPDATES_UNREACHABLE: ("{host} could not be asked for the newest version.", _UPDATES),
    FaultCode.UPDATES_REFUSED: ("{host} answered with the error {status} instead of the newest version.", _UPDATES),
    FaultCode.UPDATES_UNREADABLE: ("{host} answered, but named no version.", _UPDATES),
    FaultCode.NOT_A_DURATION: ("“{text}” is not a duration.", "Write it like 1:30, 1.5h, 90m or 45."),
    FaultCode.NOT_A_SPAN: ("“{text}” is not a duration.", "Write it like 1:30, 1.5h, 90m or 9-10:30."),
    FaultCode.OVER_A_DAY_TEXT: ("“{text}” is more than 24 hours.", "Split it over several days."),
    FaultCode.OVER_A_DAY: ("That is more than 24 hours.", "Split it over several days."),
    FaultCode.NEGATIVE_DURATION: ("A duration cannot be negative.", "Write it like 1:30, 1.5h, 90m or 45."),
    FaultCode.NOT_A_TIME: ("“{text}” is not a time of day.", "Write it like 9:05 or 23:59."),
    FaultCode.NOT_A_DAY: ("“{text}” is not a day.", "Write it like today, yesterday, friday, 27.11. or 2026-11-27."),
    FaultCode.DAY_AHEAD: ("“{text}” has not come yet; nothing was booked.",
        "Book it when it is done, or name the date, like 2026-11-27."),
    FaultCode.DAY_WITHOUT_TIME: ("“{text}” names a day, but no time of day.", "Add the time, like {text} at 9:05."),
    FaultCode.TWO_READINGS: ("“{text}” can mean “{first}” or “{second}”; nothing was booked.",
        "Write the one that you mean. Words behind --task, or in quotes, are always a name."),
    FaultCode.LEFT_OVER: (
        "“{text}” belongs to no time, and may be part of a name or a mistake; nothing was booked.",
        "Write a time like at 9:05, 9-10:30 or 1:30. If it is part of a name, use --task, or quotes: {name}."),
    FaultCode.NOT_TOGETHER: ("“{first}” and “{second}” cannot both be meant; nothing was booked.",
        "Leave one of them out. If one is part of a name, name the task with --task."),
    FaultCode.TASK_MISSING: ("The project and task are missing.", "Write a few letters of them, like web cod."),
    FaultCode.DURATION_MISSING: ("How long it took is missing.",
        "Add a duration like 1:30 or 90m, or a range like 9-10:30."),
    FaultCode.ZERO_DURATION: ("An entry of 0:00 would book nothing.", "Write how long it took, like 1:30 or 90m."),
    FaultCode.NO_DURATION_HERE: (
        "“{text}” is a duration or a range, and a timer counts by itself; nothing was changed.",
        "Write when it was, like at 9:05 or 15m ago. Finished work is added. A name with numbers goes behind --task."),
    FaultCode.AGO_NOT_HERE: ("“{text}” is when a timer began or ended, and this is not a timer; nothing was booked.",
        "Write a range like 9-10:30, or a duration like 1:30."),
    FaultCode.TIME_NOT_HERE: ("“{text}” is a time, and changing the task keeps the time.", "Leave it out."),
    FaultCode.LINE_TOO_LONG: (
        "This line has {number:,} characters before its comment, and at most {most:,} are read; nothing was booked.",
        "Put the comment behind a colon or -c."),
    FaultCode.TIMES_DISAGREE: ("From start to end, {span}, is not {duration_s}; nothing was changed.",
        "Name two of start, end and duration; they decide the third."),
    FaultCode.OVER_MIDNIGHT: ("That would go over midnight; nothing was changed.",
        "Book what lies on the other day as an entry of its own."),
    FaultCode.END_BEFORE_START: ("The end has to be later than the start.",
        "Write the end in 24 hours, like 9-17. A new entry may go over midnight, for 12 hours at most."),
    FaultCode.IN_THE_FUTURE: ("That time is in the future.", "Name a time of today that has passed."),
    FaultCode.STOP_BEFORE_START: ("A timer has been running since {time}; choose a later time.",
        "If its start is wrong, edit that entry."),
    FaultCode.PART_TOO_LONG: ("The first part must be shorter than the entry, which has {length_s}.",
        "Neither part may be empty."),
    FaultCode.COMMENT_MISSING: ("There is no comment yet.", "Write one with -c."),
    FaultCode.COMMENT_TOO_LONG: (
        "This comment has {number:,} characters and at most {most:,} fit; nothing was changed.",
        "Shorten it."),
    FaultCode.ZONES_DIFFER: (("Days and times are in your CoffeeCup account's time zone, {zone}; this computer is in "
        "{computer}."), "demitasse settings time_zone computer chooses this computer's."),
    FaultCode.ZONE_UNKNOWN: (
        "Your CoffeeCup account's time zone, {zone}, is not known here; days and times are in this computer's.", ""),
    FaultCode.CLOCK_WAS_AHEAD: (
        "Entry {number} is in the future, on {day}: this computer's clock was ahead when it was tracked.",
        "Give it its own day and times, like demitasse edit {number} today 9-10:30."),
    FaultCode.TIMER_FORGOTTEN: (("A timer has run since {since}, {length_s} hours. That is longer than a working day, "
        "so nothing was stopped or booked; it runs on."),
        ('Say when the work ended, like demitasse stop --at "{example}". If all of it was work: demitasse stop --all. '
        "If you were away: demitasse away shows since when, and away stop, discard, keep or book settles it.")),
    FaultCode.START_LONG_AGO: ("A timer since {since} would count {length_s} hours at once. Nothing was started.",
        "Add what was worked with demitasse add, or start it with --all if all of it was work."),
    FaultCode.NO_TIME_PASSED: ("Between {start} and {end} no time passed on that day: the clock was set forward.",
        "Type a time that existed."),
    FaultCode.TIMER_RUNS: ("The timer of this entry runs.", "Stop it before you duplicate the entry."),
    FaultCode.TIMER_RUNS_ALREADY: ("That entry's timer is running already.", ""),
    FaultCode.NO_TIMER: ("No timer is running.", ""),
    FaultCode.NO_ENTRY: ("There is no entry {number}.", _ENTRIES),
    FaultCode.NOTHING_TO_CONTINUE: ("There is no entry to continue.", ""),
    FaultCode.ENTRY_GONE: ("That entry is gone.", ""),
    FaultCode.NO_TASK: ("No project or task matches “{text}”.", "demitasse tasks lists what there is."),
    FaultCode.NO_TASK_BUT_SIMILAR: ("No project or task matches “{text}”.", "Was one of these meant?"),
    FaultCode.SEVERAL_TASKS: ("“{text}” matches {number} tasks.", "Type a few more letters."),
    FaultCode.PAIR_MISSING: ("Booking that time needs a project and a task.", ""),
    FaultCode.NOTHING_TO_UNDO: ("There is nothing to undo.", ""),
    FaultCode.NOT_UNDOABLE_ALONE: ("Nothing that was done to entry {number} can be undone by itself.",
        "Undo without a number undoes the last actions, one by one."),
    FaultCode.NOTHING_TO_REDO: ("There is nothing to redo.", ""),
    FaultCode.NOTHING_TO_SEND: ("Entry {number} is on CoffeeCup already; there is nothing to send.", ""),
    FaultCode.BEING_CHECKED: ("Whether entry {number} has arrived is being checked, so it was not sent again.",
        "demitasse sync checks it now."),
    FaultCode.SEVERAL_TIMERS: ("{number} timers are running.",
        "Name one, like demitasse stop 12, or stop all with demitasse stop --all."),
    FaultCode.ONE_TIMER_ONLY: ("Your CoffeeCup account allows only one running timer; nothing was changed.",
        "Without --beside, the timer that runs is stopped."),
    FaultCode.TIMER_STOPPED: ("The timer of entry {number} ({pair}, {length_s}) is not running; nothing was changed.",
        "demitasse status shows what runs."),
    FaultCode.TIMER_STARTED: ("Another timer was started meanwhile ({pair}); nothing was changed.",
        "demitasse status shows what runs."),
    FaultCode.ENTRY_DELETED: ("There is no entry {number} any more; nothing was changed.", _ENTRIES),
    FaultCode.ENTRY_CHANGED: ("Entry {number} was changed meanwhile; nothing was done.", "Look at it and try again."),
    FaultCode.COMMENT_CHANGED: ("The comment was changed to “{value}” meanwhile; nothing was changed here.", ""),
    FaultCode.QUESTION_CHANGED: ("That question has changed meanwhile; nothing was booked.",
        "demitasse away shows it."),
    FaultCode.DECISION_CHANGED: ("What is to be decided about entry {number} has changed meanwhile; nothing was done.",
        "demitasse conflicts shows it."),
    FaultCode.ACTION_OVERTAKEN: ("That cannot be undone by itself any more, because something else was done since.",
        "demitasse undo undoes the last action."),
    FaultCode.NOTHING_TO_DECIDE: ("There is nothing to decide about entry {number}.",
        "demitasse conflicts lists what there is."),
    FaultCode.WRONG_RESOLUTION: ("That choice isn't available here.", "Choose {choices}."),
    FaultCode.QUESTION_CLOSED: ("That question is not open any more.", "demitasse away lists what is."),
    CliFault.WRONG_USAGE: ("{text}", _USAGE),
    CliFault.NO_SUCH_OPTION: ("“{text}” is not an option here.", _USAGE),
    CliFault.WORD_TOO_MANY: ("“{text}” is one word too many.", _USAGE),
    CliFault.VALUE_MISSING: ("{name} needs {value} after it.", _USAGE),
    CliFault.VALUE_NOT_WANTED: ("{name} takes no value.", _USAGE),
    CliFault.NO_COMMAND: ("There is no command “{text}”.", "demitasse --help lists the commands."),
    CliFault.NOT_A_NUMBER: ("“{text}” is not an entry's number.", _ENTRIES),
    CliFault.NEVER_SIGNED_IN: ("Nobody has signed in yet, so it is not known what can be booked.",
        "Sign in with demitasse login, or look around with demitasse demo."),
    CliFault.NO_TASKS_YET: ("CoffeeCup has not said yet what can be booked.", "demitasse sync asks for it."),
    CliFault.NO_TASK_LISTED: ("No project or task matches “{text}”.", "Try fewer letters."),
    CliFault.NOT_AN_ANSWER: ("“{text}” is not an answer.", "Answer with keep, stop, discard, or book QUERY."),
    CliFault.NOT_A_SIDE: ("“{text}” is not a choice.", "Say mine, theirs or both."),
    CliFault.QUERY_NOT_WANTED: ("“{text}” is one word too many.", "Only book takes a QUERY."),
    CliFault.NO_SUCH_QUESTION: ("No such question is open.", "demitasse away lists what is."),
    CliFault.NO_QUESTION: ("Nothing is open.", "demitasse away lists what is."),
    CliFault.SEVERAL_QUESTIONS: ("{number} questions are open.", "Name one with --number."),
    CliFault.NOTHING_TO_CHANGE: ("Nothing to change was named.", _USAGE),
    CliFault.NO_END_YET: ("Its timer is running, so it has no end yet.", "Stop it first, or set it with --duration."),
    CliFault.NO_FILE: ("Name one file.", _USAGE),
    CliFault.NOT_A_SEPARATOR: ("“{text}” cannot separate cells.", "Type one of , ; | or tab."),
    CliFault.NOT_A_GROUPING: ("A report cannot be grouped by “{text}”.", "Say client, project, task or day."),
    CliFault.NOT_A_RANGE: ("{first} to {last} is not a span.", "Name the earlier day first; at most ten years."),
    CliFault.NOT_DAYS: ("“{text}” is not a number of days from 1 to {most}.", "Write it like 7."),
    CliFault.NOT_SECONDS: ("“{text}” is not a number of seconds.", "Write it like 10; at most 3600."),
    CliFault.NOT_A_SETTING: ("“{text}” is not a setting.", "demitasse settings lists them."),
    CliFault.NOT_A_VALUE: ("{name} cannot be “{text}”.", "It is {choices}."),
    CliFault.NOT_A_STORE: ("“{text}” is not a place for a session.", "It is keyring or file."),
    CliFault.OPTION_MISSING: ("--{name} is missing.", "demitasse login --help lists the options."),
    CliFault.NO_TERMINAL: ("There is no terminal to ask for the password.",
        "Hand it over on standard input, with --password-stdin."),
    CliFault.KEYRING_NEEDED: (
        "This computer has no keyring that Demitasse can use now, so nothing was stored and nobody signed in.",
        "Unlock or install one; or keep the session in a file, with --token-store file."),
    CliFault.NOT_UTF8: ("The password on standard input is not UTF-8.",
        "Have it written in UTF-8, or leave --password-stdin out and type it."),
    CliFault.OUTPUT_UNWRITABLE: (
        "The output could not be written: {reason}. What the command has changed is saved.",
        "Do not repeat it; check that the disk has room.",
    ),
    CliFault.NOT_QUIT: ("The tray app does not end ({names}). What you track is saved.",
        "Try again; if it hangs, end it in the list of processes of your system."),
    CliFault.TOGGLE_UNKNOWN: ("toggle does not know “{text}”.", "It knows: {ways}."),
    CliFault.NO_DISPLAY: ("There is no display here, so the tray app cannot open.",
        "demitasse --help lists what works in a terminal; demitasse demo shows it."),
    CliFault.BUNDLE_EXISTS: ("{file} exists already; nothing was changed.", "Name another file."),
    CliFault.BUNDLE_UNSEEN: ("A bundle is shown before it is written, and there is nobody to read it.",
        "Add --yes to write it without a question."),
    CliFault.BUNDLE_UNWRITABLE: ("{file} cannot be written: {reason}.", _FOLDER),
}
"""What happened, and what to do next."""
# fmt: on

SAFE = {
    **dict.fromkeys(errors.TIME_IS_SAVED, _SAFE),
    **dict.fromkeys((FaultCode.KEYRING_LOCKED, FaultCode.KEYRING_SLOW, FaultCode.KEYRING_FAILED), _SAFE_HERE),
}
TITLES: tuple[tuple[type[Fault], str], ...] = (
    (errors.BadInput, "That does not work"),
    (errors.Overtaken, "Changed meanwhile"),
    (errors.NoMatch, "No single match"),
    (errors.NotSignedIn, "Not signed in"),
    (errors.Refused, "CoffeeCup refused"),
    (errors.Throttled, "CoffeeCup asks for a pause"),
    (errors.NetworkFault, "No connection"),
    (errors.LocalFault, "This computer needs attention"),
)


def title(fault: Fault) -> str:
    """The kind of a fault, in a few words."""
    return next((text for kind, text in TITLES if isinstance(fault, kind)), "Something went wrong")


def what_happened(reason: Fault | Reason | None) -> str:
    """What happened and what is safe; empty if there is no reason."""
    if reason is None:
        return ""
    safe = SAFE.get(reason.code, "")
    safe = _CHECKED if safe and reason.params.get("write") else safe
    return f"{_filled(MESSAGES[reason.code][0], reason.params)} {safe}".rstrip()


def cause(reason: Reason | None) -> str:
    """The same within a sentence that names CoffeeCup already: the server's own words in quotes only."""
    if reason is not None and reason.code == FaultCode.SERVER_TEXT:
        return f"“{reason.params['text']}”"
    return what_happened(reason)


def next_step(reason: Fault | Reason) -> str:
    """What to do next; empty if there is nothing to do."""
    return _filled(MESSAGES[reason.code][1], reason.params)


def for_programs(reason: Reason | None) -> str:
    """The reason in JSON: the server's own words without quotes around them, else our sentence."""
    return str(reason.params["text"]) if reason and reason.code == FaultCode.SERVER_TEXT else what_happened(reason)


def _filled(text: str, params: dict[str, Any]) -> str:
    written = {name: _written(name, value) for name, value in params.items()}
    if "example" in params:
        written["example"] = as_typed(params["example"], params["asked_at"])
    return text.format(**written)


def _written(name: str, value: object) -> object:
    if isinstance(value, tuple):
        return " or ".join(value)
    if isinstance(value, datetime):
        return format(local_datetime(value), "%A, %Y-%m-%d %H:%M" if name == "since" else "%H:%M")
    return hours_minutes(value) if name.endswith("_s") and isinstance(value, int) else value
