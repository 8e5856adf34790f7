"""The resources about people: users, employments, absences and calendar feeds (api-facts 7.6, 7.8, 7.9, 7.10)."""

from coffeecup_sandbox.schema import (
    ID,
    OBSERVED,
    STAMPS,
    STATUS,
    Field,
    Resource,
    day,
    flag,
    instant,
    integer,
    number,
    ref,
    text,
)

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
RANGES = ("MULTIPLE_DAYS_FULL", "ONE_DAY_HALF")
PERSONAL = (
    "jobLabel department bankName ibanNumber bicNumber insuranceName street city postCode country "
    "birthplace mobileNumber phoneNumber privateEmail faxNumber"
).split()

EMPLOYMENT_FIELDS: tuple[Field, ...] = (
    integer("employmentType", null=False, default=0, choices=(0, 1, 2)),
    day("validFrom"),
    number("employerContribution"),
    number("monthlyRemuneration"),
    number("hourlyRemuneration"),
    integer("workHoursType", default=1),
    number("hoursWeekly", default=40, minimum=0),
    *(number(f"hours{name}", default=8 if weekday < 5 else 0, minimum=0) for weekday, name in enumerate(WEEKDAYS)),
)

USER = Resource(
    "users",
    "user",
    (
        ID,
        text("idHashed", readonly=True),
        STATUS,
        text("firstname", null=False, default="", required=True),
        text("lastname", null=False, default="", required=True),
        text("email", null=False, default="", required=True),
        integer("role", default=3, office=True, choices=(1, 2, 3)),
        flag("allowConcurrentTimeEntries", office=True),
        text("timezone", null=False, default="Europe/Berlin"),
        text("language", null=False, default="en_EN"),
        text(
            "dateFormat",
            null=False,
            default="DD.MM.YYYY",
            choices=("MM/DD/YYYY", "DD/MM/YYYY", "YYYY-MM-DD", "DD.MM.YYYY", "YYYY.MM.DD", "YYYY/MM/DD"),
        ),
        text("timeFormat", null=False, default="HH:mm", choices=("hh:mma", "HH:mm")),
        integer("durationFormat", null=False, default=0, choices=(0, 1)),
        text("beginningOfWeek", null=False, default="monday", choices=("saturday", "sunday", "monday")),
        integer("visibleDaysPerWeek", default=7),
        integer("timeEntryBackgroundColor", default=2, choices=(0, 1, 2, 3)),
        integer("imageType", default=1, choices=(0, 1, 2)),
        text("imageFileToken", readonly=True),
        text("imageDirectoryURL", readonly=True),
        integer("passwordStatus", null=False, default=0, choices=(0, 1, 2), office=True),
        number("hourlyRate", office=True, minimum=0),
        number("vacationDaysPerYear", default=30, office=True),
        flag("favorite"),
        text("uiState"),
        text("emailHmacHash", readonly=True),
        *(text(name) for name in PERSONAL),
        integer("insuranceType"),
        day("birthday"),
        flag("canManageAbsenceRequests", office=True, **OBSERVED),
        flag("showInPlanner", True, office=True, **OBSERVED),
        instant("easybillEnabledAt", readonly=True, **OBSERVED),
        *STAMPS,
    ),
    methods=("GET", "POST", "PUT"),
    first_id=11,
)

USER_EMPLOYMENT = Resource(
    "userEmployments",
    "userEmployment",
    (ID, ref("user", "users", null=False, required=True), *EMPLOYMENT_FIELDS),
    first_id=41,
    indexes=("user",),
)

ABSENCE = Resource(
    "absences",
    "absence",
    (
        ID,
        ref("user", "users", required=True),
        ref("absenceType", "absenceTypes", null=False, required=True),
        text("rangeType", null=False, required=True, default=RANGES[0], choices=RANGES),
        day("startDate", null=False, required=True),
        day("endDate", null=False, required=True),
        text("comment"),
        flag("countsAsVacation", readonly=True),
        flag("workHoursExpected", readonly=True),
        flag("remunerationActive", readonly=True),
        flag("reducesOvertime", readonly=True),
        *STAMPS,
    ),
    first_id=7001,
    indexes=("user",),
)

ABSENCE_TYPE = Resource(
    "absenceTypes",
    "absenceType",
    (
        ID,
        STATUS,
        text("label", null=False, default="", required=True),
        ref("color", "colors", default=1),
        integer("icon", null=False, default=0),
        flag("canBeRequested", True),
        flag("detailsVisibleToOtherUsers", True),
        flag("defaultCountsAsVacation"),
        flag("defaultWorkHoursExpected"),
        flag("defaultRemunerationActive", True),
        flag("defaultReducesOvertime"),
        *STAMPS,
    ),
    methods=("GET", "POST", "PUT"),
    first_id=81,
)

ABSENCE_REQUEST = Resource(
    "absenceRequests",
    "absenceRequest",
    (
        ID,
        ref("absenceType", "absenceTypes", null=False),
        ref("sender", "users", null=False),
        ref("receiver", "users", null=False),
        text("senderComment"),
        text("receiverComment"),
        text("rangeType", null=False, default=RANGES[0], choices=RANGES),
        day("startDate", null=False),
        day("endDate"),
        text("state", null=False, default="PENDING"),
        *STAMPS,
    ),
    methods=("GET",),
    by_id=False,
    first_id=7501,
    mark="C",
)

VACATION_BUDGET = Resource(
    "vacationBudgets",
    "vacationBudget",
    (
        ID,
        ref("user", "users", null=False),
        integer("vacationType", null=False, default=0),
        integer("quantity", null=False, default=30),
        integer("employmentType", null=False, default=0),
        day("startDate", null=False),
        text("comment"),
        *STAMPS,
    ),
    methods=("GET",),
    by_id=False,
    first_id=7801,
    mark="C",
)

CALENDAR_FEED = Resource(
    "calendarFeeds",
    "calendarFeed",
    (
        ID,
        ref("user", "users", null=False, readonly=True),
        text("token", null=False, readonly=True, default=""),
        *STAMPS,
    ),
    methods=("GET", "POST", "DELETE"),
    first_id=91,
    default_limit=1000,
)
