"""Quirks: named switches for the open questions about the service (api-facts 13), with the defaults of api-facts 12."""

import threading
from dataclasses import dataclass

NUMBER = ("<number>",)
YES = ("yes", "no")
ROWS = ("filtered", "all", "forbidden")


@dataclass(frozen=True)
class Quirk:
    """One switch. The first of its values is the default; NUMBER allows any number >= 0.

    `question` is the last number of its row in api-facts 13, "" for a quirk that is not in a row.
    """

    name: str
    values: tuple[str, ...]
    question: str
    about: str
    default: str = ""

    def check(self, value: str) -> str:
        """Return `value` if it is allowed. Raises ValueError."""
        if self.values == NUMBER:
            try:
                if 0 <= float(value) < 1e12:
                    return value
            except ValueError:
                pass
            raise ValueError(f"{self.name} takes a number, not {value!r}")
        if value not in self.values:
            raise ValueError(f"{self.name} is one of {', '.join(self.values)}, not {value!r}")
        return value


def _q(question: str, name: str, values: str | tuple[str, ...], about: str, default: str = "") -> Quirk:
    choices = tuple(values.split()) if isinstance(values, str) else values
    return Quirk(name, choices, question, about, default or choices[0])


CATALOGUE: tuple[Quirk, ...] = (
    _q("1", "invalid_token", "403 401", "status for an unknown access token"),
    _q("1", "expired_token", "401 403", "status for an expired access token"),
    _q("1", "missing_token", "401 400 403", "status without an access token"),
    _q("2", "error_body", "object empty html oauth text", "form of error bodies"),
    _q("2", "error_status", "real 200", "HTTP status of an error; 200: the real one is only in the body"),
    _q("3", "login_failure", "400 401 403", "status of a wrong password"),
    _q(
        "3",
        "login_text",
        "raw error_description summary message error",
        "attribute that holds the text of a failed login",
    ),
    _q("4", "refresh_grace_s", NUMBER, "seconds for which a used refresh token still works", "60"),
    _q("5", "refresh_life_s", NUMBER, "lifetime of an unused refresh token", "1209600"),
    _q("5", "refresh", "works dead", "dead: every refresh is refused"),
    _q("5", "password_grant", "works refused", "refused: the company signs in by SSO only"),
    _q("5", "token_life_s", NUMBER, "lifetime of an access token", "3600"),
    _q("5", "expires_in", "number missing string zero negative huge ms", "format of `expires_in` in the token reply"),
    _q("5", "password_change", "keeps revokes", "whether a new password ends the sessions of the old one"),
    _q("6", "client_check", "secret any public registered", "which OAuth clients are accepted"),
    _q("7", "company_from", "any origin companyurl query host", "the only selector of the company that is read"),
    _q(
        "7",
        "old_hosts",
        "serve 301 302 307 308 410",
        "hosts other than localhost and aerion.app: served, redirected or gone",
    ),
    _q("7", "cors", "no yes", "whether web pages of other hosts may call (OPTIONS, Access-Control-…)"),
    _q(
        "8",
        "company_needed",
        "password required refresh everywhere",
        "which calls must name it (password: token requests, except to a loopback address)",
    ),
    _q("9", "default_limit", NUMBER, "rows in a list without `limit`, 0 for what is documented: 1000 or 10000", "0"),
    _q("9", "max_limit", NUMBER, "largest `limit` that is honoured, 0 for none", "0"),
    _q("9", "skip", "honoured ignored", "whether `skip` works"),
    _q("9", "sort", "honoured ignored", "whether `sort` works"),
    _q("9", "order", "id newest shuffled", "order of a list without `sort`"),
    _q("9", "meta", "full sort_only total_only missing", "the `meta` of a list"),
    _q("9", "doubled_rows", "no yes", "every list repeats its last row"),
    _q("10", "where_with_others", "wins and refused", "`where` beside other criteria"),
    _q("10", "bad_where", "400 500 all", "answer to a `where` that is not JSON"),
    _q("10", "unknown_filter", "none ignored 400 500", "answer to a criterion on an unknown attribute"),
    _q("11", "running_filter", "honoured ignored 400", "whether `running=true` filters"),
    _q("12", "second_timer", "stops refused both", "a timer is started while another of the user runs"),
    _q("12", "second_timer_told", "no yes", "whether the reply lists the entries it stopped"),
    _q("12", "resume_counts_as_start", YES, "whether resuming a timer stops the other one too"),
    _q("13", "duration", "live frozen", "`duration` of a running entry in replies"),
    _q("13", "duration_step_s", NUMBER, "granularity of a measured duration in seconds", "1"),
    _q("14", "put_duration", "rebase store ignored", "writing `duration` while the timer runs"),
    _q("15", "start_mark", "none startedAt", "an extra attribute with the instant of the start"),
    _q("15", "updated_at", "writes ticks still", "what changes `updatedAt` of an entry"),
    _q("16", "day_default", "user server null", "the day of an entry created without one"),
    _q("17", "midnight", "kept split stopped", "a timer that runs over midnight"),
    _q("17", "longest_hours", NUMBER, "upper bound of a duration in hours, 0 for none", "0"),
    _q("18", "timer_times", "empty filled derived", "start and end times of timers; derived: duration comes from them"),
    _q(
        "18",
        "entry_times",
        "kept dropped refused",
        "start and end times in requests: stored, ignored, or refused by a company that books durations only",
    ),
    _q("19", "times_casing", "camel lower both", "startTime or starttime in replies"),
    _q("19", "times_written", "any same", "which casing is read in requests"),
    _q("20", "booking_needs", "both project nothing", "what an entry needs, unless it is a break"),
    _q("20", "break_word", "BREAK PAUSE none", "the trackingType that needs no project and task"),
    _q("21", "rows_projects", ROWS, "projects a plain user gets"),
    _q("21", "rows_taskAssignments", ROWS, "task assignments a plain user gets"),
    _q("21", "rows_userAssignments", ROWS, "user assignments a plain user gets"),
    _q("21", "rows_users", ROWS, "users a plain user gets"),
    _q("21", "rows_userEmployments", ROWS, "employments a plain user gets"),
    _q("21", "rows_clients", ROWS, "clients a plain user gets"),
    _q("21", "rows_absences", ROWS, "absences a plain user gets"),
    _q("21", "rows_absenceTypes", ROWS, "absence types a plain user gets"),
    _q("22", "business_status", "400 403 409 422 500", "status of a refusal by a business rule"),
    _q("22", "approved", "open locked", "whether an approved entry refuses changes"),
    _q("22", "owner_only", "nothing comment", "what only the owner of an entry may change, and no admin"),
    _q(
        "22",
        "put_ignored",
        "nothing comment day duration project task startTime endTime",
        "an attribute whose change in an update has no effect",
    ),
    _q("22", "entry_status", "shown absent", "whether entries carry `status`"),
    _q("22", "project_state", "shown absent null", "whether projects carry `projectState`"),
    _q("23", "create_reply", "full partial id null empty", "body of a create"),
    _q("23", "update_reply", "full partial null empty", "body of an update"),
    _q("23", "create_status", "201 200", "status of a create"),
    _q("23", "running_create_status", "200 201", "status of starting a timer"),
    _q("24", "delete_reply", "null empty object brackets 204", "body of a delete"),
    _q("24", "delete_running", "allowed refused", "deleting a running entry"),
    _q("25", "foreign_id", "404 403", "status for a record that the user may not read"),
    _q("25", "unknown_id", "object empty", "body of a 404"),
    _q("26", "numbers", "plain strings floats", "format of numbers in replies"),
    _q("26", "durations", "whole fractional", "fractional: durations in replies are half a second longer"),
    _q("26", "booleans", "plain null strings numbers", "format of booleans in replies"),
    _q("26", "comments", "plain null", "null: every empty comment is null"),
    _q("26", "nulls", "shown omitted", "whether null attributes are left out"),
    _q("26", "unknown_fields", "none extra", "extra: replies have undocumented attributes and roots"),
    _q("27", "throttle_max", NUMBER, "calls allowed per window, 0 for no throttle", "100"),
    _q("27", "throttle_window_s", NUMBER, "length of the window", "15"),
    _q("27", "throttle_block_s", NUMBER, "length of the block", "120"),
    _q("27", "throttle_restart", YES, "whether a call during the block restarts it"),
    _q("27", "throttle_status", "503 429", "status of the block"),
    _q("27", "throttle_key", "company user ip", "what calls are counted by"),
    _q(
        "27",
        "retry_after",
        ("seconds", "date", "rfc850", "asctime", "missing", "negative", "fraction", "word", "empty", "huge", "twice"),
        "format of `Retry-After`",
    ),
    _q("27", "status_path", "200 404", "whether /account/rate_limit_status exists"),
    _q("27", "status_body", "flat rooted camel empty", "body of /account/rate_limit_status"),
    _q("27", "status_counted", "no yes", "whether a request of the status counts as a call"),
    _q("28", "sorting", "optional required unique", "rule for `sorting`"),
    _q("28", "sorting_kept", YES, "no: the server numbers the entries of a day itself"),
    _q("29", "team", "null filled required checked", "team of a new entry; checked: only 402 is allowed"),
    _q("30", "batch_update", "404 works", "whether timeEntries/batchUpdate exists"),
    _q("31", "timestamps", "z offset naive seconds", "format of instants"),
    _q("31", "updated_filter", "honoured ignored", "whether entries can be filtered by updatedAt"),
    _q(
        "33",
        "contract",
        "daily weekly_null weekly_zero",
        "an employment that has hours for each weekday, or only `hoursWeekly` beside null or 0",
    ),
    _q("34", "absence_end", "given null", "`endDate` of an absence of one day"),
    _q("34", "holidays", "own shared", "whether an absence, such as a public holiday, may belong to nobody, for all"),
    _q("32", "external_id", "dropped kept refused", "whether a client can set `externalId`"),
    _q(
        "27",
        "open_reads",
        "no yes",
        "whether colors can be read without a token, as a sample in the documentation does",
    ),
    _q("", "keep_alive_s", NUMBER, "seconds after which idle connections are closed, 0 for never", "60"),
    _q("", "locks", "enforced ignored", "whether locked and billed entries refuse changes"),
    _q("", "rewrite_text", "none trim nfc crlf cut255", "how the service changes a comment"),
    _q("", "round_minutes", NUMBER, "minutes to which written durations are rounded up, 0 for never", "0"),
    _q("", "date_header", "right missing wrong", "the `Date` header; wrong: a day late"),
)


RECORD_QUIRKS = (
    "times_casing entry_status project_state numbers durations booleans comments nulls unknown_fields timestamps "
    "start_mark updated_at contract absence_end"
).split()


class Quirks:
    """The current values of all quirks. Unknown names and values raise ValueError.

    `changes_records` is true if a quirk changes the format of records; otherwise their JSON can be cached.
    """

    def __init__(self, values: dict[str, str] | None = None) -> None:
        self._quirks = {quirk.name: quirk for quirk in CATALOGUE}
        self._values: dict[str, str] = {}
        self._lock = threading.Lock()
        self.changes_records = False
        self.reset()
        for name, value in (values or {}).items():
            self.set(name, value)

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def number(self, name: str) -> float:
        """Return the value of a numeric quirk."""
        return float(self._values[name])

    def set(self, name: str, value: object) -> None:
        """Set one quirk. Raises ValueError for an unknown name or value."""
        if name not in self._quirks:
            raise ValueError(f"there is no quirk {name!r}")
        checked = self._quirks[name].check(str(value))
        with self._lock:
            self._values[name] = checked
            self.changes_records = any(
                self._values[quirk_name] != self._quirks[quirk_name].default for quirk_name in RECORD_QUIRKS
            )

    def reset(self) -> None:
        """Set every quirk to its default."""
        with self._lock:
            self._values = {quirk.name: quirk.default for quirk in CATALOGUE}
            self.changes_records = False

    def all(self) -> dict[str, str]:
        """Return the values of all quirks by name."""
        return dict(self._values)


def listing() -> str:
    """Return a description of all quirks for `--list-quirks`, with the defaults marked by an asterisk."""
    lines = []
    for quirk in CATALOGUE:
        values = "|".join(f"{value}*" if value == quirk.default else value for value in quirk.values)
        values = f"<number> ({quirk.default})" if quirk.values == NUMBER else values
        suffix = f" (question {quirk.question})" if quirk.question else ""
        lines.append(f"{quirk.name}={values}\n    {quirk.about}{suffix}")
    return "\n".join(lines)
