"""What can go wrong outside the program: a `Fault` is a code with figures, of which each front end makes a sentence.

Bugs are ordinary exceptions: logged with a traceback, never turned into one of these.
"""

from datetime import date, datetime, time
from typing import Any, NamedTuple

Param = str | int | date | datetime | time | tuple[str, ...]
"""A figure in a sentence; the front end decides how it is written. Names that end in `_s` are seconds."""


class FaultCode:
    """What happened. `cli.messages` and `ui.text.messages` hold the message of every code.

    Databases store the values: rename one only together with a migration. This is no enum: making one of a hundred
    members takes 5 ms of every command.
    """

    # The way to CoffeeCup
    HOST_NOT_FOUND, UNREACHABLE = "host_not_found", "unreachable"
    BAD_CERTIFICATE, PROXY_FAILED, CONNECTION_CUT = "bad_certificate", "proxy_failed", "connection_cut"
    TIMEOUT, TOO_SLOW, CLOSING = "timeout", "too_slow", "closing"
    ANSWER_TOO_LARGE, ANSWER_PACKED = "answer_too_large", "answer_packed"
    NOT_COFFEECUP, MOVED, MOVED_TO = "not_coffeecup", "moved", "moved_to"
    SERVER_ERROR, SERVER_ERROR_TEXT, SERVER_TEXT = "server_error", "server_error_text", "server_text"
    PAUSED, CALLS_QUEUED, CALLS_SPENT, CALLS_ELSEWHERE = "paused", "calls_queued", "calls_spent", "calls_elsewhere"

    # What CoffeeCup answers
    ANSWER_UNREADABLE, LIST_INCOMPLETE, OTHER_ENTRY = "answer_unreadable", "list_incomplete", "other_entry"
    REFUSED, REFUSED_SESSION, REFUSED_RIGHTS = "refused", "refused_session", "refused_rights"
    REFUSED_MISSING, REFUSED_CHANGED, REFUSED_TOO_LARGE = "refused_missing", "refused_changed", "refused_too_large"
    OUTCOME_UNKNOWN, DELETED_THERE, SEVERAL_ALIKE = "outcome_unknown", "deleted_there", "several_alike"
    ENTRY_BILLED, ENTRY_LOCKED = "entry_billed", "entry_locked"
    ENTRY_APPROVED, ENTRY_ARCHIVED = "entry_approved", "entry_archived"

    # Signing in
    SIGN_IN_REFUSED, SIGN_IN_TEXT = "sign_in_refused", "sign_in_text"
    NO_SUCH_COMPANY, CREDENTIALS_MISSING = "no_such_company", "credentials_missing"
    SESSION_ENDED, NO_SESSION, SIGNED_OUT = "session_ended", "no_session", "signed_out"
    UNSENT_OF_OTHER, OTHER_PERSON, DEMO_FAILED = "unsent_of_other", "other_person", "demo_failed"
    ADDRESS_MISSING, ADDRESS_INVALID, ADDRESS_UNSAFE = "address_missing", "address_invalid", "address_unsafe"
    ADDRESS_WITH_LOGIN, ADDRESS_PORT = "address_with_login", "address_port"
    KEYRING_MISSING, KEYRING_LOCKED = "keyring_missing", "keyring_locked"
    KEYRING_SLOW, KEYRING_FAILED = "keyring_slow", "keyring_failed"
    SESSION_UNREADABLE, SESSION_UNWRITABLE = "session_unreadable", "session_unwritable"
    SESSION_UNDELETABLE = "session_undeletable"

    # This computer
    DISK_FULL, DISK_FAILED = "disk_full", "disk_failed"
    DATABASE_BUSY, DATABASE_READ_ONLY, DATABASE_CLOSED = "database_busy", "database_read_only", "database_closed"
    DATABASE_REPLACED, DATABASE_DAMAGED, DATABASE_NEWER = "database_replaced", "database_damaged", "database_newer"
    DATABASE_TAKEN_OVER, DATABASE_BEYOND_REPAIR = "database_taken_over", "database_beyond_repair"
    ROWS_PUT_ASIDE, RECOVERED, RECOVERED_FROM_COPY = "rows_put_aside", "recovered", "recovered_from_copy"
    FILE_UNOPENABLE, FILE_UNWRITABLE, FOLDER_UNUSABLE = "file_unopenable", "file_unwritable", "folder_unusable"
    OTHER_PROCESS_BUSY, NOT_ANSWERING = "other_process_busy", "not_answering"
    RUNS_ELSEWHERE = "runs_elsewhere"
    PART_NOT_STARTED, PART_ENDED, NOT_RESTARTED = "part_not_started", "part_ended", "not_restarted"
    AUTOSTART_REFUSED, AUTOSTART_TEMPORARY = "autostart_refused", "autostart_temporary"
    PROFILE_NAME, PROFILE_RESERVED = "profile_name", "profile_reserved"
    EXPORT_EXISTS, EXPORT_UNWRITABLE = "export_exists", "export_unwritable"
    IMPORT_UNREADABLE, IMPORT_COLUMNS = "import_unreadable", "import_columns"
    LINE_BOOKED, LINE_RUNNING, LINE_NOT_FETCHED = "line_booked", "line_running", "line_not_fetched"

    # Newer versions
    UPDATES_NO_ADDRESS, UPDATES_UNREACHABLE = "updates_no_address", "updates_unreachable"
    UPDATES_REFUSED, UPDATES_UNREADABLE = "updates_refused", "updates_unreadable"

    # What was typed or wanted
    NOT_A_DURATION, NOT_A_SPAN, NOT_A_TIME = "not_a_duration", "not_a_span", "not_a_time"
    NOT_A_DAY, DAY_AHEAD, DAY_WITHOUT_TIME = "not_a_day", "day_ahead", "day_without_time"
    TWO_READINGS, LEFT_OVER, NOT_TOGETHER = "two_readings", "left_over", "not_together"
    TASK_MISSING, DURATION_MISSING, ZERO_DURATION = "task_missing", "duration_missing", "zero_duration"
    NO_DURATION_HERE, AGO_NOT_HERE, LINE_TOO_LONG = "no_duration_here", "ago_not_here", "line_too_long"
    TIME_NOT_HERE = "time_not_here"
    TIMES_DISAGREE, OVER_MIDNIGHT = "times_disagree", "over_midnight"
    OVER_A_DAY_TEXT, OVER_A_DAY, NEGATIVE_DURATION = "over_a_day_text", "over_a_day", "negative_duration"
    END_BEFORE_START, STOP_BEFORE_START, IN_THE_FUTURE = "end_before_start", "stop_before_start", "in_the_future"
    PART_TOO_LONG, COMMENT_TOO_LONG = "part_too_long", "comment_too_long"
    COMMENT_MISSING = "comment_missing"
    ZONES_DIFFER, ZONE_UNKNOWN, CLOCK_WAS_AHEAD = "zones_differ", "zone_unknown", "clock_was_ahead"
    TIMER_FORGOTTEN, START_LONG_AGO, NO_TIME_PASSED = "timer_forgotten", "start_long_ago", "no_time_passed"
    TIMER_RUNS, TIMER_RUNS_ALREADY, NO_TIMER = "timer_runs", "timer_runs_already", "no_timer"
    NO_ENTRY, ENTRY_GONE, NOTHING_TO_CONTINUE = "no_entry", "entry_gone", "nothing_to_continue"
    NO_TASK, NO_TASK_BUT_SIMILAR = "no_task", "no_task_but_similar"
    SEVERAL_TASKS, PAIR_MISSING = "several_tasks", "pair_missing"
    NOTHING_TO_UNDO, NOT_UNDOABLE_ALONE = "nothing_to_undo", "not_undoable_alone"
    NOTHING_TO_REDO, NOTHING_TO_SEND, BEING_CHECKED = "nothing_to_redo", "nothing_to_send", "being_checked"
    SEVERAL_TIMERS, ONE_TIMER_ONLY = "several_timers", "one_timer_only"
    NOTHING_TO_DECIDE, WRONG_RESOLUTION, QUESTION_CLOSED = "nothing_to_decide", "wrong_resolution", "question_closed"

    # What moved between looking and acting
    TIMER_STOPPED, TIMER_STARTED, ENTRY_DELETED = "timer_stopped", "timer_started", "entry_deleted"
    ENTRY_CHANGED, COMMENT_CHANGED = "entry_changed", "comment_changed"
    QUESTION_CHANGED, DECISION_CHANGED, ACTION_OVERTAKEN = "question_changed", "decision_changed", "action_overtaken"


FAULT_CODES = frozenset(value for name, value in vars(FaultCode).items() if name.isupper())

# fmt: off
TIME_IS_SAVED = (FaultCode.HOST_NOT_FOUND, FaultCode.UNREACHABLE, FaultCode.BAD_CERTIFICATE, FaultCode.PROXY_FAILED,
    FaultCode.TIMEOUT, FaultCode.TOO_SLOW, FaultCode.ANSWER_TOO_LARGE, FaultCode.ANSWER_PACKED,
    FaultCode.CONNECTION_CUT, FaultCode.NOT_COFFEECUP, FaultCode.MOVED, FaultCode.MOVED_TO, FaultCode.SERVER_ERROR,
    FaultCode.SERVER_ERROR_TEXT, FaultCode.CALLS_SPENT, FaultCode.ANSWER_UNREADABLE, FaultCode.LIST_INCOMPLETE,
    FaultCode.OUTCOME_UNKNOWN, FaultCode.SESSION_ENDED, FaultCode.NO_SESSION, FaultCode.OTHER_PERSON,
    FaultCode.SESSION_UNREADABLE, FaultCode.SESSION_UNWRITABLE, FaultCode.SESSION_UNDELETABLE)
"""Faults that leave what was tracked safe on this computer; their messages say so."""
# fmt: on


class Reason(NamedTuple):
    """A code with its figures: what is stored of a fault, and why something is as it is."""

    code: str
    params: dict[str, Any] = {}  # noqa: RUF012 - never changed


class Fault(Exception):
    """Something outside the program failed; `code` is a FaultCode, or a code of the front end that raises it."""

    def __init__(self, code: str, **params: Param) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, Any] = params

    def __str__(self) -> str:
        """Return the code and the numbers, for the log: no text of the user or of a server."""
        numbers = (f"{name}={value}" for name, value in self.params.items() if isinstance(value, int | date))
        return " ".join([self.code, *numbers])

    @property
    def reason(self) -> Reason:
        """The code and its figures, without the exception."""
        return Reason(self.code, self.params)

    @property
    def status(self) -> int:
        """The HTTP status; 0 without an answer of a server."""
        return int(self.params.get("status", 0))


class BadInput(Fault):
    """Invalid input."""

    @property
    def field(self) -> str:
        """The name of the invalid field; empty if there is none."""
        return str(self.params.get("field", ""))


class NoMatch(Fault):
    """No project, task or entry matches, or several do."""

    @property
    def candidates(self) -> tuple[str, ...]:
        """The names of similar or matching ones."""
        return tuple(self.params.get("candidates", ()))


class Overtaken(NoMatch):
    """What a command was aimed at has changed since it was shown; nothing was done."""


class NotSignedIn(Fault):
    """Nobody is signed in, or the session has ended for good."""


class Refused(Fault):
    """CoffeeCup understood the request and rejected it."""

    @property
    def text(self) -> str:
        """The server's message as one line of plain text; empty if it sent none."""
        return str(self.params.get("text", ""))


class NotFound(Refused):
    """CoffeeCup rejected the request because its object does not exist (any more)."""


class NetworkFault(Fault):
    """The call did not get through; tracked time stays on this computer and is sent later."""


class Unsent(NetworkFault):
    """No byte of the request left this machine, so repeating it is harmless."""


class Unclear(NetworkFault):
    """The request may have been carried out."""

    @property
    def alone(self) -> bool:
        """Whether CoffeeCup works otherwise, so that requests about other entries may get through."""
        return bool(self.params.get("alone", False))


class Unreadable(NetworkFault):
    """CoffeeCup answered, but its answer to this one request cannot be read."""


class Throttled(NetworkFault):
    """No call may be made before `until` (aware UTC)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(FaultCode.PAUSED, until=until)
        self.until = until


class LocalFault(Fault):
    """This computer failed: disk full, damaged or newer database, locked keyring."""
