"""What we believe about the data: every resource with every attribute, as tables (api-facts 6 and 7)."""

from dataclasses import dataclass, field
from typing import Any

from coffeecup_sandbox.fields import Field, Row


@dataclass(frozen=True)
class Resource:
    """One kind of record: its root names, its attributes, its documented verbs and the id it starts from."""

    plural: str
    singular: str
    fields: tuple[Field, ...]
    verbs: tuple[str, ...] = ("GET", "POST", "PUT", "DELETE")
    by_id: bool = True
    first_id: int = 1
    indexes: tuple[str, ...] = ()
    mark: str = "D"

    by_name: dict[str, Field] = field(init=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name.update({each.name: each for each in self.fields})

    def blank(self) -> Row:
        """Return a record with every attribute at its default."""
        return {each.name: each.default for each in self.fields}

    @property
    def model(self) -> str:
        """The word the service's validation errors use for this resource."""
        return self.singular[:1].upper() + self.singular[1:]


def text(name: str, **more: Any) -> Field:
    """Text."""
    return Field(name, "string", **more)


def number(name: str, **more: Any) -> Field:
    """A number that may have a fraction, such as a rate or a budget (api-facts 3)."""
    return Field(name, "number", **more)


def integer(name: str, **more: Any) -> Field:
    """A whole number."""
    return Field(name, "int", **more)


def flag(name: str, default: bool = False, **more: Any) -> Field:
    """True or false."""
    return Field(name, "bool", **{"null": False, "default": default, **more})


def ref(name: str, table: str, **more: Any) -> Field:
    """The id of a record in another table."""
    return Field(name, "ref", table=table, **more)


def moment(name: str, **more: Any) -> Field:
    """An instant, ISO 8601 in UTC."""
    return Field(name, "datetime", **more)


def day(name: str, **more: Any) -> Field:
    """A calendar day."""
    return Field(name, "date", **more)


ID = Field("id", "ref", null=False, readonly=True)
STATUS = integer("status", null=False, default=1, choices=(0, 1))
STAMPS = (moment("createdAt", readonly=True), moment("updatedAt", readonly=True))
SEEN: dict[str, Any] = {"mark": "C"}  # seen in the code of a client in real use, not documented
BILLING: dict[str, Any] = {"office": True, "mark": "C"}

TIME_ENTRY = Resource(
    "timeEntries",
    "timeEntry",
    (
        ID,
        ref("user", "users", null=False, required=True),
        ref("project", "projects", required=True),
        ref("task", "tasks", required=True),
        integer("team", **SEEN),
        STATUS,
        day("day"),
        Field("startTime", "time"),
        Field("endTime", "time"),
        integer("duration", null=False, default=0, minimum=0),
        flag("running"),
        text("comment", default=""),
        integer("sorting", **SEEN),
        text("trackingType", null=False, default="WORK", **SEEN),
        *STAMPS,
        integer("durationRounded", readonly=True, **SEEN),
        integer("durationRoundedOverride", **BILLING),
        integer("estimate", **SEEN),
        flag("billable", True, **SEEN),
        moment("billedAt", **BILLING),
        moment("lockedAt", **BILLING),
        number("hourlyRate", default=0, **BILLING),
        number("hourlyRateInternal", **BILLING),
        text("validationStatus", default="NOTSUBMITTED", **BILLING),
        flag("wasRejected", null=True, **BILLING),
        moment("firstSubmissionTime", **BILLING),
        moment("approvedOn", **BILLING),
        ref("approvedBy", "users", **BILLING),
        text("overdueHours", **BILLING),
        text("validation", **BILLING),
        text("reference", **SEEN),
        text("timeEntryReference", **SEEN),
        text("externalId", **SEEN),
        integer("invoice", **BILLING),
        integer("projectSettlement", **BILLING),
    ),
    first_id=9001,
    indexes=("user", "day", "running", "project", "task"),
)

PROJECT = Resource(
    "projects",
    "project",
    (
        ID,
        text("name", null=False, default="", required=True),
        text("code"),
        ref("client", "clients"),
        ref("color", "colors", null=False, default=1),
        text("comment"),
        STATUS,
        integer("projectState", default=2, choices=(0, 1, 2, 3), **SEEN),
        integer("billBy", null=False, default=0, choices=(0, 1, 2, 3, 4)),
        integer("budgetBy", null=False, default=0, choices=(0, 1, 2, 3, 4)),
        number("hourlyRate", default=0, minimum=0),
        number("budget", default=0, minimum=0),
        number("budgetHours", default=0, minimum=0),
        integer("roundingType", default=0, **SEEN),
        number("roundingAmount", **SEEN),
        day("startDate", **SEEN),
        day("endDate", **SEEN),
        moment("completedAt", **SEEN),
        ref("contact", "users", **SEEN),
        integer("progress", default=0, **SEEN),
        integer("rating", **SEEN),
        flag("isSuperProject", null=True, **SEEN),
        ref("projectParent", "projects", **SEEN),
        *(text(f"customField{position}", **SEEN) for position in range(1, 11)),
        text("externalId", **SEEN),
        *STAMPS,
    ),
    first_id=101,
    indexes=("client",),
)

TASK = Resource(
    "tasks",
    "task",
    (
        ID,
        STATUS,
        text("label", null=False, default="", required=True),
        text("code", default=""),
        number("hourlyRate", default=0, minimum=0),
        flag("favorite"),
        flag("billable", True),
        ref("color", "colors", null=False, default=1),
    ),
    first_id=301,
)

TASK_ASSIGNMENT = Resource(
    "taskAssignments",
    "taskAssignment",
    (
        ID,
        ref("task", "tasks", null=False, required=True),
        ref("project", "projects", null=False, required=True),
        STATUS,
        flag("billable", True),
        number("hourlyRate", minimum=0),
        number("budgetHours", minimum=0),
    ),
    first_id=501,
    indexes=("task", "project"),
)

USER_ASSIGNMENT = Resource(
    "userAssignments",
    "userAssignment",
    (
        ID,
        ref("user", "users", null=False, required=True),
        ref("project", "projects", null=False, required=True),
        STATUS,
        number("hourlyRate", minimum=0),
        number("budgetHours", minimum=0),
        flag("isProjectManager", null=True),
    ),
    first_id=2001,
    indexes=("user", "project"),
)

CLIENT = Resource(
    "clients",
    "client",
    (
        ID,
        STATUS,
        text("name", null=False, default="", required=True),
        text("code", default=""),
        text("website", default=""),
        number("hourlyRate", default=0, minimum=0),
        integer("imageType", default=1, choices=(0, 1)),
        text("comment", default="", **SEEN),
        text("easybillId", default="", **SEEN),
        text("idHashed", readonly=True, **SEEN),
        text("imageDirectoryURL", default="", readonly=True, **SEEN),
        text("imageFileToken", default="", readonly=True, **SEEN),
        *STAMPS,
    ),
    first_id=61,
)

COLOR = Resource(
    "colors",
    "color",
    (ID, text("label"), text("hex", null=False, default="888888"), STATUS),
    verbs=("GET",),
    by_id=False,
)
