"""Rows of the table: every path with its verbs, and every attribute of every record (api-facts 6 and 7)."""

from __future__ import annotations

import re
from typing import Any

from tests.sandbox.caller import FORM, Caller
from tests.sandbox.statements import Check, People, row, states

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


SPELLED: dict[str, tuple[tuple[type, ...], str]] = {
    "int": ((int,), "-?[0-9]+"),
    "num": ((int, float), r"-?[0-9]+(\.[0-9]+)?"),
    "bool": ((bool,), "True|False"),
    "str": ((str,), "(?s).*"),
    "date": ((str,), "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "time": ((str,), "[0-9]{2}:[0-9]{2}:[0-9]{2}"),
    "at": ((str,), r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z"),
}
WRITTEN = {
    "num": 1.5,
    "bool": False,
    "str": "x y",
    "date": "2026-03-05",
    "time": "09:30:00",
    "at": "2026-03-01T09:00:00.000Z",
}
OWN = set(  # what the service writes itself, what has few values, and what closes an entry
    "createdAt updatedAt idHashed emailHmacHash imageFileToken imageDirectoryURL easybillEnabledAt externalId email "
    "dateFormat timeFormat beginningOfWeek rangeType countsAsVacation workHoursExpected remunerationActive "
    "reducesOvertime running billedAt lockedAt".split()
)
EMPLOYMENT = (
    "employmentType:int validFrom:date? employerContribution:num? monthlyRemuneration:num? hourlyRemuneration:num? "
    "workHoursType:int? hoursWeekly:num? hoursMonday:num? hoursTuesday:num? hoursWednesday:num? hoursThursday:num? "
    "hoursFriday:num? hoursSaturday:num? hoursSunday:num?"
)
STAMPS = "createdAt:at? updatedAt:at?"
FIELDS: dict[str, str] = {
    "7.1 timeEntries": f"""
        id:int user:int project:int? task:int? team:int? status:int day:date? startTime:time? endTime:time?
        duration:int running:bool comment:str? sorting:int? trackingType:str durationRounded:int?
        durationRoundedOverride:int? estimate:int? billable:bool billedAt:at? lockedAt:at? hourlyRate:num?
        hourlyRateInternal:num? validationStatus:str? wasRejected:bool? firstSubmissionTime:at? approvedOn:at?
        approvedBy:int? overdueHours:str? validation:str? reference:str? timeEntryReference:str? externalId:str?
        invoice:int? projectSettlement:int? {STAMPS}
    """,
    "7.2 projects": f"""
        id:int name:str code:str? client:int? color:int comment:str? status:int projectState:int? billBy:int
        budgetBy:int hourlyRate:num? budget:num? budgetHours:num? roundingType:int? roundingAmount:num?
        startDate:date? endDate:date? completedAt:at? contact:int? progress:int? rating:int? isSuperProject:bool?
        projectParent:int? customField1:str? customField2:str? customField3:str? customField4:str? customField5:str?
        customField6:str? customField7:str? customField8:str? customField9:str? customField10:str? externalId:str?
        {STAMPS}
    """,
    "7.3 tasks": "id:int status:int label:str code:str? hourlyRate:num? favorite:bool billable:bool color:int",
    "7.4 taskAssignments": """
        id:int task:int project:int status:int billable:bool hourlyRate:num? budgetHours:num?
    """,
    "7.5 userAssignments": """
        id:int user:int project:int status:int hourlyRate:num? budgetHours:num? isProjectManager:bool?
    """,
    "7.6 users": f"""
        id:int idHashed:str? status:int firstname:str lastname:str email:str role:int?
        allowConcurrentTimeEntries:bool timezone:str language:str dateFormat:str timeFormat:str durationFormat:int
        beginningOfWeek:str visibleDaysPerWeek:int? timeEntryBackgroundColor:int? imageType:int? imageFileToken:str?
        imageDirectoryURL:str? passwordStatus:int hourlyRate:num? vacationDaysPerYear:num? favorite:bool
        uiState:str? emailHmacHash:str jobLabel:str? department:str? bankName:str? ibanNumber:str? bicNumber:str?
        insuranceName:str? insuranceType:int? street:str? city:str? postCode:str? country:str? birthplace:str?
        birthday:date? mobileNumber:str? phoneNumber:str? privateEmail:str? faxNumber:str?
        canManageAbsenceRequests:bool showInPlanner:bool easybillEnabledAt:at? updatedAt:at? {EMPLOYMENT}
    """,
    "7.7 clients": f"""
        id:int status:int name:str code:str? website:str? hourlyRate:num? imageType:int comment:str? easybillId:str?
        idHashed:str? imageDirectoryURL:str? imageFileToken:str? {STAMPS}
    """,
    "7.7 colors": "id:int label:str hex:str status:int",
    "7.8 userEmployments": f"id:int user:int {EMPLOYMENT}",
    "7.9 absences": f"""
        id:int user:int absenceType:int rangeType:str startDate:date endDate:date? comment:str?
        countsAsVacation:bool workHoursExpected:bool remunerationActive:bool reducesOvertime:bool {STAMPS}
    """,
    "7.9 absenceTypes": f"""
        id:int status:int label:str color:int? icon:int canBeRequested:bool detailsVisibleToOtherUsers:bool
        defaultCountsAsVacation:bool defaultWorkHoursExpected:bool defaultRemunerationActive:bool
        defaultReducesOvertime:bool {STAMPS}
    """,
    "7.9 absenceRequests": f"""
        id:int absenceType:int sender:int receiver:int senderComment:str? receiverComment:str? rangeType:str
        startDate:date endDate:date? state:str {STAMPS}
    """,
    "7.9 vacationBudgets": f"""
        id:int user:int vacationType:int quantity:int employmentType:int startDate:date comment:str? {STAMPS}
    """,
    "7.10 tags": "id:int label:str description:str? type:str? status:int category:str?",
    "7.10 tagAssignments": "id:int tag:int model:str record:int",
    "7.10 expenses": f"""
        id:int description:str? quantity:num? priceInternal:num? priceExternal:num? isBillable:bool inBudget:bool
        isRecurring:bool billedAt:at? day:date percent:num? project:int expenseCategory:int invoice:int? {STAMPS}
    """,
    "7.10 expenseCategories": f"""
        id:int label:str type:str unit:str? icon:int pricePerUnit:num? color:int? status:bool billingId:str?
        billingMapping:str allowEditingValue:bool percent:num? {STAMPS}
    """,
    "7.10 calendarFeeds": f"id:int user:int token:str {STAMPS}",
}


def fields(plural: str, spelled: list[str]) -> Check:
    """The check that every record has every attribute, spelled as its type, and null only where it may be."""

    def check(people: People) -> None:
        people.alex.call("POST", "/v1/calendarFeeds")
        rows = people.alex.rows(plural)
        assert rows
        for name, _, kind in (each.partition(":") for each in spelled):
            types, pattern = SPELLED[kind.rstrip("?")]
            for value in (each[name] for each in rows):
                fits = isinstance(value, types) and re.fullmatch(pattern, str(value)) is not None
                assert fits if value is not None else kind.endswith("?"), (name, value)

    return check


def writes(plural: str, spelled: list[str]) -> Check:
    """The check that what is written comes back as it was written, and null where it may be null."""

    def check(people: People) -> None:
        root, values, _ = CRUD[plural]
        key = row(people.alex.post(plural, root, **values), 201)["id"]
        kinds = dict(each.split(":") for each in spelled if each.partition(":")[0] not in OWN)
        sent = {name: WRITTEN[kind.rstrip("?")] for name, kind in kinds.items() if kind.rstrip("?") in WRITTEN}
        after = row(people.alex.put(plural, root, key, **sent))
        assert {name: after[name] for name in sent} == sent
        empty = {name: None for name in sent if kinds[name].endswith("?") and name not in {"day", "endDate"}}
        after = row(people.alex.put(plural, root, key, **empty))
        assert {name: after[name] for name in empty} == empty

    return check


CRUD: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "clients": ("client", {"name": "Grove Cinema"}, {"name": "Grove"}),
    "projects": ("project", {"name": "Ticket shop", "code": "TIX"}, {"budgetHours": 12.5, "client": "62"}),
    "tasks": ("task", {"label": "Wiring"}, {"favorite": True}),
    "taskAssignments": (
        "taskAssignment",
        {"task": 314, "project": 101, "billable": True, "hourlyRate": None, "budgetHours": 3.5},
        {"billable": False},
    ),
    "userAssignments": ("userAssignment", {"user": 14, "project": 104}, {"isProjectManager": True}),
    "userEmployments": ("userEmployment", {"user": 11, "validFrom": "2026-06-01"}, {"hoursFriday": 4}),
    "timeEntries": (
        "timeEntry",
        {"user": 13, "project": 101, "task": 301, "comment": "", "day": "2026-03-02"},
        {"duration": 2700},
    ),
    "absences": (
        "absence",
        {
            "rangeType": "MULTIPLE_DAYS_FULL",
            "startDate": "2026-04-01",
            "endDate": "2026-04-03",
            "comment": "",
            "user": 11,
            "absenceType": 81,
        },
        {"endDate": "2026-04-02"},
    ),
}


def crud(plural: str) -> Check:
    """The check that a record can be created (201), read, listed, changed in part (200) and deleted (200)."""
    root, values, change = CRUD[plural]

    def check(people: People) -> None:
        alex = people.alex
        made = row(alex.post(plural, root, **values), 201)
        assert {name: made[name] for name in values} == values
        assert row(alex.get(f"/v1/{plural}/{made['id']}")) == made
        assert made in alex.rows(plural, **{"id[]": [made["id"]]})
        after = row(alex.put(plural, root, made["id"], **change))
        assert {name: str(after[name]) for name in change} == {name: str(value) for name, value in change.items()}
        untouched = set(made) - set(change) - {"updatedAt", "durationRounded", "projectState"}
        assert {name: after[name] for name in untouched} == {name: made[name] for name in untouched}
        assert alex.delete(plural, made["id"]).status == 200
        assert alex.get(f"/v1/{plural}/{made['id']}").status == 404
        assert alex.put(plural, root, made["id"], **change).status == 404
        assert alex.post(plural, root, **{**values, next(iter(values)): {}}).status == 400

    return check


for _name, _text in FIELDS.items():
    _section, _of = _name.split()
    states(_section, f"{_of}: every attribute in its type")(fields(_of, _text.split()))
    if _of in CRUD:
        states(_section, f"{_of}: what is written comes back")(writes(_of, _text.split()))
for _plural in CRUD:
    states("3.3, 6", f"{_plural}: create 201, read, change in part 200, delete 200")(crud(_plural))


@states("6", "users: me, list, one, archived by PUT; a colleague may not")
def _(people: People) -> None:
    assert row(people.jane.get("/v1/users/me"))["timezone"] == "Europe/Berlin"
    assert len(people.alex.rows("users")) == 6
    assert row(people.jane.get("/v1/users/14")) == row(people.robin.get("/v1/users/14"))
    assert row(people.alex.put("users", "user", 14, status="0"))["status"] == 0
    assert people.jane.put("users", "user", 15, firstname="x").status == 403
    sam = {"firstname": "Sam", "lastname": "Two", "email": "sam@acme.example"}
    assert people.alex.post("users", "user", **sam).status == 400  # the address is taken
    noa = row(people.alex.post("users", "user", **{**sam, "email": "noa@acme.example", "password": "x"}), 201)
    assert "password" not in noa


@states("7.7", "colors have six hex digits without a sign")
def _(people: People) -> None:
    assert all(len(each["hex"]) == 6 and int(each["hex"], 16) >= 0 for each in people.jane.rows("colors"))


@states("7.2", "billBy and budgetBy have five values, projectState four or null, a budget of hours may be a fraction")
def _(people: People) -> None:
    for name, values in (("billBy", range(5)), ("budgetBy", range(5)), ("projectState", (0, 1, 2, 3, None))):
        for value in values:
            assert row(people.alex.put("projects", "project", 104, **{name: value}))[name] == value
        assert people.alex.put("projects", "project", 104, **{name: 5}).status == 400
    assert row(people.alex.put("projects", "project", 104, budgetHours=12.25))["budgetHours"] == 12.25


@states("7.6", "settings of a user: the ways to write dates, times and durations, and the first day of the week")
def _(people: People) -> None:
    for name, values in (
        ("dateFormat", ("MM/DD/YYYY", "DD/MM/YYYY", "YYYY-MM-DD", "DD.MM.YYYY", "YYYY.MM.DD", "YYYY/MM/DD")),
        ("timeFormat", ("hh:mma", "HH:mm")),
        ("durationFormat", (0, 1)),
        ("beginningOfWeek", ("saturday", "sunday", "monday")),
        ("passwordStatus", (0, 1, 2)),
        ("imageType", (0, 1, 2)),
        ("timeEntryBackgroundColor", (1, 2, 3)),
    ):
        for value in values:
            assert row(people.jane.put("users", "user", 11, **{name: value}))[name] == value
        assert people.jane.put("users", "user", 11, **{name: 9}).status == 400, name


@states("7.8", "the employment that is valid today is the latest that has begun, and a user carries a copy of it")
def _(people: People) -> None:
    for day, hours in (("2026-03-01", 6), ("2026-04-01", 4)):
        row(people.alex.post("userEmployments", "userEmployment", user=11, validFrom=day, hoursMonday=hours), 201)
    assert row(people.jane.get("/v1/users/me"))["hoursMonday"] == 6
    for kind in (0, 1, 2):
        key = people.alex.rows("userEmployments", user=11)[0]["id"]
        assert (
            row(people.alex.put("userEmployments", "userEmployment", key, employmentType=kind))["employmentType"]
            == kind
        )


@states("7.9", "absence types are created and changed, never deleted; old absences keep their copies")
def _(people: People) -> None:
    kind = row(people.alex.post("absenceTypes", "absenceType", label="Parental leave"), 201)
    assert Caller(people.box.url, people.alex.token).delete("absenceTypes", kind["id"]).status == 405
    dates = {"startDate": "2026-05-04", "endDate": "2026-05-04"}
    values = {"rangeType": "ONE_DAY_HALF", "user": 11, "absenceType": kind["id"], **dates}
    absence = row(people.alex.post("absences", "absence", **values), 201)
    changed = {"status": 0, "defaultCountsAsVacation": True}
    assert row(people.alex.put("absenceTypes", "absenceType", kind["id"], **changed))["status"] == 0
    assert row(people.alex.get(f"/v1/absenceTypes/{kind['id']}"))["label"] == "Parental leave"
    assert row(people.jane.get(f"/v1/absences/{absence['id']}"))["countsAsVacation"] is False
    wrong = {**values, "endDate": "2026-05-05"}
    assert people.alex.post("absences", "absence", **wrong).status == 400


@states("7.9, 7.10", "what known clients read besides")
def _(people: People) -> None:
    for plural in ("absenceTypes", "absenceRequests", "vacationBudgets", "expenses", "expenseCategories"):
        assert people.jane.rows(plural), plural
    assert people.jane.rows("tags")
    assert people.jane.rows("tagAssignments")[0]["model"] == "project"


@states("7.10", "a calendar feed is made without a body, read without a login, and revoked")
def _(people: People) -> None:
    feed = row(people.jane.call("POST", "/v1/calendarfeeds"))
    path = f"/v1/calendarfeeds/private/{feed['token']}/feed.ics"
    lines = people.nobody.get(path).body.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    assert all(len(line.encode()) <= 75 for line in lines)
    for absence in people.jane.rows("absences"):
        people.jane.delete("absences", absence["id"])
    empty = people.nobody.get(path).body.decode()
    assert empty.count("BEGIN:") == empty.count("END:") == 3  # a calendar must have something in it
    assert row(people.jane.get(f"/v1/calendarFeeds/{feed['id']}")) == feed
    assert people.robin.rows("calendarFeeds") == []
    assert people.jane.delete("calendarFeeds", feed["id"]).status == 200
    assert people.nobody.get(path).status == 404


@states("7.11", "analytics are computed from the entries")
def _(people: People) -> None:
    before = row(people.alex.get("/v1/analytics/projects", project=101))
    entry = people.alex.entry(duration=7200)
    people.alex.entry(duration=3600, billable=False)
    after = row(people.alex.get("/v1/analytics/projects", project=101))
    hours = {name: round(after["hours"][name] - before["hours"][name], 4) for name in ("total", "spent", "nonBillable")}
    assert hours == {"total": 3, "spent": 2, "nonBillable": 1}
    rate = people.alex.rows("clients", id=61)[0]["hourlyRate"]
    assert round(after["amount"]["spent"] - before["amount"]["spent"], 2) == 2 * rate
    assert round(sum(each["hours"]["total"] for each in after["users"]), 2) == round(after["hours"]["total"], 2)
    assert after["monthlyHistogram"][-1]["date"] == "2026-03-01"
    sparse = people.robin.call("GET", "/v1/analytics/projects?project[]=101&project[]=102").json["analyticsProjects"]
    assert [each["id"] for each in sparse] == [101, 102]
    assert "users" not in sparse[0]
    assert people.jane.get("/v1/analytics/projects", project=101).status == 403
    assert people.alex.get("/v1/analytics/projects", project=999).status == 404
    query = {"start_date": "2026-03-02", "end_date": "2026-03-02", "user[]": [13], "project.client[]": [61]}
    figures = row(people.alex.get("/v1/analytics/time-entries", **query))
    assert figures["hours"]["total"] == 3
    assert people.alex.get("/v1/analytics/time-entries").status == 400
    assert entry["user"] == 13


@states("7.11", "time entries are exported as a file; the token may travel in the address")
def _(people: People) -> None:
    people.jane.entry(comment="An (odd) \\ comment", duration=5400)
    query = {"start_date": "2026-03-02T00:00:00Z", "end_date": "2026-03-02T23:59:59Z", "format": "pdf"}
    file = people.nobody.get("/v1/export/timeEntries", access_token=people.jane.token, **query).body
    assert file.startswith(b"%PDF-")
    assert b"An \\(odd\\) \\\\ comment" in file
    assert b"Total 1:30" in file
    place = int(file.rpartition(b"startxref\n")[2].split()[0])
    assert file[place:].startswith(b"xref\n")
    query = {"start_date": "2026-01-01", "end_date": "2026-03-02"}
    assert people.alex.get("/v1/export/timeEntries", **query).body.count(b"/Type /Page ") > 5
    assert people.jane.get("/v1/export/timeEntries").status == 400
    assert people.jane.get("/v1/export/timeEntries", format="xls", **query).status == 400


@states("6", "pictures are uploaded as multipart and read in three sizes")
def _(people: People) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="upload"; filename="me.png"\r\nContent-Type: image/png\r\n\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    body = head + PNG + b"\r\n--x--\r\n"
    token = people.jane.call("POST", "/v1/files/upload/user_image/11", body, kind).json["imageFileToken"]
    for name in (token, 11):
        assert people.jane.get(f"/v1/files/get/user_image/{name}/m.png").body == PNG
    assert row(people.jane.get("/v1/users/me"))["imageFileToken"] == token
    assert people.jane.call("POST", "/v1/files/upload/user_image/14", body, kind).status == 403
    assert people.jane.call("POST", "/v1/files/upload/user_image/11", b"x", kind).status == 400
    assert people.jane.get("/v1/files/get/user_image/14/m.png").status == 404


@states("6", "companies are created by the vendor's own administration only")
def _(people: People) -> None:
    answer = people.nobody.ask_token(
        grant_type="client_credentials", client_id="server-admin", client_secret="server-secret"
    )
    people.nobody.token = answer.json["access_token"]
    form = b"email=new@new.example&firstname=N&lastname=N&domain=new.coffeecup.app"
    assert people.nobody.call("PUT", "/v1/admin/createAccount", form, FORM).status == 200
    assert people.nobody.call("PUT", "/v1/admin/createAccount", form.replace(b"new.c", b"acme.c"), FORM).status == 409
    assert people.nobody.call("PUT", "/v1/admin/createAccount", b"", FORM).status == 400
    assert people.alex.call("PUT", "/v1/admin/createAccount", form, FORM).status == 403
    assert people.nobody.get("/v1/users/me").status == 403


@states("6", "batch updates are not promised")
def _(people: People) -> None:
    body = {"timeEntries": [{"id": people.jane.entry()["id"], "comment": "x"}]}
    assert people.jane.call("POST", "/v1/timeEntries/batchUpdate", body).status == 404
    people.box.quirks.set("batch_update", "works")
    assert people.jane.call("POST", "/v1/timeEntries/batchUpdate", body).status == 200
