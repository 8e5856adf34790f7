"""What can go wrong in the world, as codes with figures. Each front end has one table that makes sentences of them.

    Fault                     a code, and the figures that its sentence needs
    ├── BadInput              what was typed makes no sense
    ├── NoMatch               no project, task or entry fits, or several do
    ├── NotSignedIn           nobody is signed in, or the session has ended for good
    ├── Refused               CoffeeCup understood the request and rejected it
    │   └── NotFound          ... because there is no such thing (any more)
    ├── NetworkFault          the call did not get through
    │   ├── Unsent            no byte of it left this machine
    │   ├── Unclear           it may have arrived
    │   ├── Unreadable        CoffeeCup is there, but its answer about this one thing makes no sense
    │   └── Throttled         CoffeeCup asks for a pause
    └── LocalFault            this computer: disk full, damaged or newer database, locked keyring

Bugs are ordinary exceptions: logged with a trace, never turned into one of these.
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
    HOST_NOT_FOUND = "host_not_found"
    UNREACHABLE = "unreachable"
    BAD_CERTIFICATE = "bad_certificate"
    PROXY_FAILED = "proxy_failed"
    TIMEOUT = "timeout"
    TOO_SLOW = "too_slow"
    ANSWER_TOO_LARGE = "answer_too_large"
    ANSWER_PACKED = "answer_packed"
    CONNECTION_CUT = "connection_cut"
    NOT_COFFEECUP = "not_coffeecup"
    MOVED = "moved"
    MOVED_TO = "moved_to"
    SERVER_ERROR = "server_error"
    SERVER_ERROR_TEXT = "server_error_text"
    PAUSED = "paused"
    CALLS_QUEUED = "calls_queued"
    CALLS_SPENT = "calls_spent"
    CALLS_ELSEWHERE = "calls_elsewhere"
    CLOSING = "closing"

    # What CoffeeCup answers
    ANSWER_UNREADABLE = "answer_unreadable"
    LIST_INCOMPLETE = "list_incomplete"
    OUTCOME_UNKNOWN = "outcome_unknown"
    OTHER_ENTRY = "other_entry"
    REFUSED = "refused"
    REFUSED_SESSION = "refused_session"
    REFUSED_RIGHTS = "refused_rights"
    REFUSED_MISSING = "refused_missing"
    REFUSED_CHANGED = "refused_changed"
    REFUSED_TOO_LARGE = "refused_too_large"
    SERVER_TEXT = "server_text"
    ENTRY_BILLED = "entry_billed"
    ENTRY_LOCKED = "entry_locked"
    ENTRY_APPROVED = "entry_approved"
    ENTRY_ARCHIVED = "entry_archived"
    DELETED_THERE = "deleted_there"
    SEVERAL_ALIKE = "several_alike"

    # Signing in
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_TEXT = "sign_in_text"
    NO_SUCH_COMPANY = "no_such_company"
    SESSION_ENDED = "session_ended"
    NO_SESSION = "no_session"
    SIGNED_OUT = "signed_out"
    CREDENTIALS_MISSING = "credentials_missing"
    UNSENT_OF_OTHER = "unsent_of_other"
    OTHER_PERSON = "other_person"
    DEMO_FAILED = "demo_failed"
    ADDRESS_MISSING = "address_missing"
    ADDRESS_INVALID = "address_invalid"
    ADDRESS_UNSAFE = "address_unsafe"
    ADDRESS_WITH_LOGIN = "address_with_login"
    ADDRESS_PORT = "address_port"
    KEYRING_MISSING = "keyring_missing"
    KEYRING_LOCKED = "keyring_locked"
    KEYRING_SLOW = "keyring_slow"
    KEYRING_FAILED = "keyring_failed"
    SESSION_UNREADABLE = "session_unreadable"
    SESSION_UNWRITABLE = "session_unwritable"
    SESSION_UNDELETABLE = "session_undeletable"

    # This computer
    DISK_FULL = "disk_full"
    DISK_FAILED = "disk_failed"
    DATABASE_BUSY = "database_busy"
    DATABASE_READ_ONLY = "database_read_only"
    DATABASE_CLOSED = "database_closed"
    DATABASE_REPLACED = "database_replaced"
    DATABASE_DAMAGED = "database_damaged"
    DATABASE_NEWER = "database_newer"
    DATABASE_TAKEN_OVER = "database_taken_over"
    DATABASE_BEYOND_REPAIR = "database_beyond_repair"
    ROWS_PUT_ASIDE = "rows_put_aside"
    RECOVERED = "recovered"
    RECOVERED_FROM_COPY = "recovered_from_copy"
    FILE_UNOPENABLE = "file_unopenable"
    FILE_UNWRITABLE = "file_unwritable"
    FOLDER_UNUSABLE = "folder_unusable"
    OTHER_PROCESS_BUSY = "other_process_busy"
    NOT_ANSWERING = "not_answering"
    PART_NOT_STARTED = "part_not_started"
    PART_ENDED = "part_ended"
    NOT_RESTARTED = "not_restarted"
    AUTOSTART_REFUSED = "autostart_refused"
    PROFILE_NAME = "profile_name"
    EXPORT_EXISTS = "export_exists"
    EXPORT_UNWRITABLE = "export_unwritable"

    # What was typed or wanted
    NOT_A_DURATION = "not_a_duration"
    NOT_A_SPAN = "not_a_span"
    OVER_A_DAY_TEXT = "over_a_day_text"
    OVER_A_DAY = "over_a_day"
    NEGATIVE_DURATION = "negative_duration"
    NOT_A_TIME = "not_a_time"
    END_BEFORE_START = "end_before_start"
    IN_THE_FUTURE = "in_the_future"
    STOP_BEFORE_START = "stop_before_start"
    PART_TOO_LONG = "part_too_long"
    COMMENT_TOO_LONG = "comment_too_long"
    TIMER_RUNS = "timer_runs"
    TIMER_RUNS_ALREADY = "timer_runs_already"
    NO_TIMER = "no_timer"
    NO_ENTRY = "no_entry"
    NOTHING_TO_CONTINUE = "nothing_to_continue"
    ENTRY_GONE = "entry_gone"
    NO_TASK = "no_task"
    NO_TASK_BUT_SIMILAR = "no_task_but_similar"
    SEVERAL_TASKS = "several_tasks"
    PAIR_MISSING = "pair_missing"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NOT_UNDOABLE_ALONE = "not_undoable_alone"
    NOTHING_TO_DECIDE = "nothing_to_decide"
    WRONG_RESOLUTION = "wrong_resolution"
    QUESTION_CLOSED = "question_closed"


FAULT_CODES = frozenset(value for name, value in vars(FaultCode).items() if name.isupper())


class Reason(NamedTuple):
    """A code with its figures: what is stored of a fault, and why something is as it is."""

    code: str
    params: dict[str, Any] = {}  # noqa: RUF012 - never changed


class Fault(Exception):
    """Something outside the program failed."""

    def __init__(self, code: str, **params: Param) -> None:
        """Name what happened: a FaultCode, or a code of the front end that raises it."""
        super().__init__(code)
        self.code = code
        self.params: dict[str, Any] = params

    def __str__(self) -> str:
        """Return the code and the numbers, for the log: no text that a person or a server wrote."""
        numbers = (f"{name}={value}" for name, value in self.params.items() if isinstance(value, int | date))
        return " ".join([self.code, *numbers])

    @property
    def reason(self) -> Reason:
        """The code and the figures alone."""
        return Reason(self.code, self.params)


class BadInput(Fault):
    """Input that makes no sense."""

    @property
    def field(self) -> str:
        """The name of the field where it was typed; empty if there is none."""
        return str(self.params.get("field", ""))


class NoMatch(Fault):
    """Nothing fits what was asked for, or several things do."""

    @property
    def candidates(self) -> tuple[str, ...]:
        """What may have been meant."""
        return tuple(self.params.get("candidates", ()))


class NotSignedIn(Fault):
    """There is no session, or the server no longer accepts it."""


class Refused(Fault):
    """The server rejected the request."""

    @property
    def status(self) -> int:
        """The HTTP status; 0 if the refusal is ours."""
        return int(self.params.get("status", 0))

    @property
    def text(self) -> str:
        """The server's own words, as one line of plain text; empty if it gave none."""
        return str(self.params.get("text", ""))


class NotFound(Refused):
    """The thing is not there (any more)."""


class NetworkFault(Fault):
    """The call did not get through; everything tracked stays here and is sent later."""


class Unsent(NetworkFault):
    """No byte of the request left this machine, so repeating it is harmless."""


class Unclear(NetworkFault):
    """The request may have been carried out."""

    @property
    def status(self) -> int:
        """The HTTP status; 0 without an answer."""
        return int(self.params.get("status", 0))

    @property
    def alone(self) -> bool:
        """Whether CoffeeCup works but fails on what the request is about, so that others may get through."""
        return bool(self.params.get("alone", False))


class Unreadable(NetworkFault):
    """CoffeeCup is there, but its answer about this one thing makes no sense."""


class Throttled(NetworkFault):
    """No call may be made before `until` (aware UTC)."""

    def __init__(self, until: datetime) -> None:
        """Say until when."""
        super().__init__(FaultCode.PAUSED, until=until)
        self.until = until


class LocalFault(Fault):
    """This computer cannot store or open something."""
