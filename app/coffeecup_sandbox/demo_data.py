"""The made-up demo company as tables: colors, clients, tasks, projects, people and comments."""

from __future__ import annotations

from dataclasses import dataclass

COMPANY = "acme"

PALETTE = {
    "rose": "C2185B",
    "blue": "1E88C7",
    "teal": "00897B",
    "violet": "7E57C2",
    "amber": "D98E04",
    "grey": "8A8178",
    "green": "558B2F",
    "indigo": "3949AB",
    "brown": "8D6E63",
    "red": "C0392B",
}

CLIENTS = {
    "Harbour Books": "HAR",
    "Nordwind Motors": "NOR",
    "Finch & Daughters": "FIN",
    "City of Lindenau": "LIN",
    "Solvei Energy": "SOL",
    "Old Mill Bakery": "OMB",
}

TASKS = {
    "Coding": "indigo",
    "Concept": "violet",
    "Copy writing": "amber",
    "Deployment": "brown",
    "Design": "blue",
    "Development": "indigo",
    "Documentation": "grey",
    "Maintenance": "brown",
    "Meeting": "teal",
    "Photography": "amber",
    "Project management": "rose",
    "Research": "green",
    "Review": "rose",
    "Support": "red",
    "Testing": "green",
    "Training": "teal",
    "Fax service": "grey",
}
ARCHIVED_TASKS = ("Fax service",)
UNPAID_TASKS = ("Meeting", "Training")


@dataclass(frozen=True)
class Project:
    """A project. `client` is None for an internal one; `weight` is its share of the working time."""

    name: str
    client: str | None
    color: str
    tasks: tuple[str, ...]
    weight: int
    team: tuple[str, ...]
    budget_hours: float | None = None
    completed: bool = False


EVERYBODY = ("jane", "robin", "alex", "sam", "mika")
PROJECTS = (
    Project(
        "Website relaunch",
        "Harbour Books",
        "rose",
        ("Coding", "Concept", "Design", "Meeting", "Review", "Testing", "Deployment", "Documentation"),
        9,
        EVERYBODY,
        480,
    ),
    Project(
        "Mobile app",
        "Finch & Daughters",
        "blue",
        ("Coding", "Design", "Meeting", "Review", "Testing", "Research"),
        5,
        ("jane", "robin", "sam"),
        320,
    ),
    Project(
        "Internal", None, "teal", ("Meeting", "Training", "Project management", "Research", "Support"), 3, EVERYBODY
    ),
    Project(
        "Configurator",
        "Nordwind Motors",
        "amber",
        ("Development", "Meeting", "Support", "Testing", "Documentation"),
        4,
        ("jane", "robin", "mika"),
        200,
    ),
    Project(
        "Webshop",
        "Harbour Books",
        "violet",
        ("Copy writing", "Design", "Development", "Maintenance", "Photography", "Support"),
        3,
        ("jane", "sam", "mika"),
        150,
    ),
    Project(
        "Service portal",
        "City of Lindenau",
        "green",
        ("Development", "Research", "Training", "Meeting"),
        2,
        EVERYBODY,
        260.5,
    ),
    Project(
        "Meter app",
        "Solvei Energy",
        "indigo",
        ("Coding", "Design", "Testing", "Meeting"),
        2,
        ("jane", "alex", "sam"),
        180,
    ),
    Project(
        "Order terminal", "Old Mill Bakery", "brown", ("Development", "Support", "Deployment"), 1, ("jane", "mika"), 60
    ),
    Project(
        "Intranet", "Solvei Energy", "grey", ("Maintenance", "Support", "Documentation"), 1, ("jane", "robin", "sam")
    ),
    Project("Brand book", "Finch & Daughters", "red", ("Concept", "Design", "Photography"), 1, ("robin", "sam"), 40),
    Project("Dealer training", "Nordwind Motors", "amber", ("Training", "Documentation"), 1, ("alex", "mika"), 30),
    Project(
        "Catalogue 2024",
        "Nordwind Motors",
        "grey",
        ("Design", "Copy writing", "Fax service"),
        0,
        EVERYBODY,
        80,
        completed=True,
    ),
)


@dataclass(frozen=True)
class Person:
    """An employee. Role 1 is an admin, 2 a project manager, 3 a user, which is an assumption (api-facts 7.6)."""

    key: str
    first: str
    last: str
    role: int
    password: str
    job_title: str
    has_left: bool = False


PEOPLE = (
    Person("jane", "Jane", "Doe", 3, "ristretto", "Developer"),
    Person("robin", "Robin", "Berger", 2, "cortado", "Project manager"),
    Person("alex", "Alex", "Winter", 1, "macchiato", "Managing director"),
    Person("sam", "Sam", "Novak", 3, "lungo", "Designer"),
    Person("mika", "Mika", "Aalto", 3, "affogato", "Developer"),
    Person("kim", "Kim", "Larsen", 3, "decaf", "Developer", has_left=True),
)

COMMENTS = {
    "Coding": (
        "Fix the login redirect on Safari",
        "Search index: synonyms",
        "Image sizes for the start page",
        "Form validation",
        "Move the session store",
        "Keyboard navigation in the menu",
        "Refactor the price table",
        "Offline cache",
    ),
    "Concept": ("Page types", "User journey for returning readers", "Editorial workflow", "Navigation draft"),
    "Copy writing": ("Product texts, autumn", "Checkout wording", "Newsletter"),
    "Deployment": ("Release to staging", "Rollback drill", "Certificates"),
    "Design": (
        "Empty states and icons",
        "Type scale",
        "Dark variant",
        "Product page, small screens",
        "Onboarding pictures",
    ),
    "Development": (
        "Variant picker",
        "Import of the price list",
        "Delivery slots",
        "Export for accounting",
        "Rights and roles",
    ),
    "Documentation": ("Handbook for editors", "API notes", "Release notes"),
    "Maintenance": ("Security updates", "Clean up old jobs", "Backups checked"),
    "Meeting": ("Weekly planning", "Stand-up", "Demo with the client", "Retrospective", "Sprint planning"),
    "Photography": ("Shelf pictures", "Retouching"),
    "Project management": ("Budget review", "Offer for phase two", "Planning"),
    "Research": ("Barrier-free forms", "Interviews", "Compare payment providers"),
    "Review": ("Pull requests", "Accessibility review", "Code review: checkout"),
    "Support": ("Call with the dealer", "Ticket backlog", "Password trouble"),
    "Testing": ("Regression before release", "Old phones", "Load test", "Payment by instalments"),
    "Training": ("Editors, second group", "Lunch and learn"),
}

ABSENCE_TYPES = (
    ("Vacation", "green", True, False),
    ("Sick leave", "red", False, False),
    ("Flexitime", "blue", False, True),
    ("Special leave", "violet", False, False),
)
EXPENSE_CATEGORIES = (("Train", "trip"), ("Hotel", "night"), ("Fonts and pictures", "piece"))
TAGS = ("retainer", "fixed price", "accessibility")
