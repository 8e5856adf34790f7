"""Statements about every attribute of every record, listed independently of the sandbox (api-facts 7)."""

from __future__ import annotations

import re

from tests.coffeecup_sandbox.statements import Check, People, row, states
from tests.coffeecup_sandbox.statements_records import CRUD

FORMATS: dict[str, tuple[tuple[type, ...], str]] = {
    "int": ((int,), "-?[0-9]+"),
    "num": ((int, float), r"-?[0-9]+(\.[0-9]+)?"),
    "bool": ((bool,), "True|False"),
    "str": ((str,), "(?s).*"),
    "date": ((str,), "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "time": ((str,), "[0-9]{2}:[0-9]{2}:[0-9]{2}"),
    "at": ((str,), r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z"),
}
SAMPLES = {
    "num": 1.5,
    "bool": False,
    "str": "x y",
    "date": "2026-03-05",
    "time": "09:30:00",
    "at": "2026-03-01T09:00:00.000Z",
}
NOT_WRITTEN = set(  # computed attributes, those with few values, and those that lock an entry
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


def fields(plural: str, attributes: list[str]) -> Check:
    """Return a check that every record has all attributes in the right format, null only where allowed."""

    def check(people: People) -> None:
        people.alex.call("POST", "/v1/calendarFeeds")
        rows = people.alex.rows(plural)
        assert rows
        for name, _, kind_name in (item.partition(":") for item in attributes):
            types, pattern = FORMATS[kind_name.rstrip("?")]
            for value in (item[name] for item in rows):
                fits = isinstance(value, types) and re.fullmatch(pattern, str(value)) is not None
                assert fits if value is not None else kind_name.endswith("?"), (name, value)

    return check


def writes(plural: str, attributes: list[str]) -> Check:
    """Return a check that written values are returned unchanged, also null where allowed."""

    def check(people: People) -> None:
        root, values, _ = CRUD[plural]
        key = row(people.alex.post(plural, root, **values), 201)["id"]
        kinds = dict(item.split(":") for item in attributes if item.partition(":")[0] not in NOT_WRITTEN)
        sent = {name: SAMPLES[kind.rstrip("?")] for name, kind in kinds.items() if kind.rstrip("?") in SAMPLES}
        after = row(people.alex.put(plural, root, key, **sent))
        assert {name: after[name] for name in sent} == sent
        empty = {name: None for name in sent if kinds[name].endswith("?") and name not in {"day", "endDate"}}
        after = row(people.alex.put(plural, root, key, **empty))
        assert {name: after[name] for name in empty} == empty

    return check


for _name, _text in FIELDS.items():
    _section, _plural = _name.split()
    states(_section, f"{_plural}: every attribute has its type")(fields(_plural, _text.split()))
    if _plural in CRUD:
        states(_section, f"{_plural}: written values are returned")(writes(_plural, _text.split()))
