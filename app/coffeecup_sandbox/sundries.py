"""The smaller resources that known clients read: tags and expenses (api-facts 7.10), and the list of all resources."""

from coffeecup_sandbox import people, resources
from coffeecup_sandbox.resources import ID, STAMPS, STATUS, Resource, day, flag, integer, moment, number, ref, text

TAG = Resource(
    "tags",
    "tag",
    (
        ID,
        text("label", null=False, default=""),
        text("description"),
        text("type"),
        STATUS,
        text("category"),
    ),
    verbs=("GET",),
    by_id=False,
    first_id=8101,
    mark="C",
)

TAG_ASSIGNMENT = Resource(
    "tagAssignments",
    "tagAssignment",
    (
        ID,
        ref("tag", "tags", null=False),
        text("model", null=False, default="project"),
        integer("record", null=False, default=0),
    ),
    verbs=("GET",),
    by_id=False,
    first_id=8201,
    mark="C",
)

EXPENSE = Resource(
    "expenses",
    "expense",
    (
        ID,
        text("description"),
        number("quantity"),
        number("priceInternal"),
        number("priceExternal"),
        flag("isBillable", True),
        flag("inBudget"),
        flag("isRecurring"),
        moment("billedAt"),
        day("day", null=False),
        number("percent"),
        ref("project", "projects", null=False),
        ref("expenseCategory", "expenseCategories", null=False),
        integer("invoice"),
        *STAMPS,
    ),
    verbs=("GET",),
    by_id=False,
    first_id=8301,
    indexes=("project",),
    mark="C",
)

EXPENSE_CATEGORY = Resource(
    "expenseCategories",
    "expenseCategory",
    (
        ID,
        text("label", null=False, default=""),
        text("type", null=False, default="AMOUNT", choices=("AMOUNT", "PERCENT")),
        text("unit"),
        integer("icon", default=0),
        number("pricePerUnit"),
        ref("color", "colors"),
        flag("status", True),
        text("billingId"),
        text("billingMapping", default="SERVICE", choices=("SERVICE", "PRODUCT")),
        flag("allowEditingValue", True),
        number("percent"),
        *STAMPS,
    ),
    verbs=("GET",),
    by_id=False,
    first_id=8401,
    mark="C",
)

ALL: tuple[Resource, ...] = (
    resources.COLOR,
    resources.CLIENT,
    resources.PROJECT,
    resources.TASK,
    resources.TASK_ASSIGNMENT,
    people.USER,
    people.USER_EMPLOYMENT,
    resources.USER_ASSIGNMENT,
    resources.TIME_ENTRY,
    people.ABSENCE_TYPE,
    people.ABSENCE,
    people.ABSENCE_REQUEST,
    people.VACATION_BUDGET,
    people.CALENDAR_FEED,
    TAG,
    TAG_ASSIGNMENT,
    EXPENSE_CATEGORY,
    EXPENSE,
)

BY_PLURAL: dict[str, Resource] = {resource.plural: resource for resource in ALL}
