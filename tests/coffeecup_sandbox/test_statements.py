"""Check every documented statement about the service.

The statements are in `statements_*.py`, each with its section of api-facts. All responses are checked against the
OpenAPI description, and every route must have answered successfully at the end.
"""

from __future__ import annotations

import json
from traceback import format_exc

import pytest

from coffeecup_sandbox import Sandbox
from coffeecup_sandbox.resources import ALL
from tests.coffeecup_sandbox import statements_calls, statements_fields, statements_records, statements_rules
from tests.coffeecup_sandbox.conftest import MONDAY
from tests.coffeecup_sandbox.description_check import DescriptionChecker
from tests.coffeecup_sandbox.statements import TABLE, Check, People

MODULES = (statements_calls, statements_fields, statements_records, statements_rules)
SECTIONS = (
    "1.1 1.2 2.1 2.2 2.3 2.4 2.5 3 3.1 3.2 3.3 4 5 6 7.1 7.2 7.3 7.4 7.5 7.6 7.7 7.8 7.9 7.10 7.11 8.3 8.4 8.8 9"
).split()


@pytest.fixture
def checker() -> DescriptionChecker:
    return DescriptionChecker(Sandbox())


def test_all_statements_hold_and_every_route_has_a_successful_call(checker: DescriptionChecker) -> None:
    """One test, because workers would share the statements and each see some of the calls."""
    assert all(source and statement for source, statement, _ in TABLE)
    wrong = {f"{source}: {statement}": said for source, statement, check in TABLE if (said := _wrong(checker, check))}
    assert wrong == {}
    successful = {(method, template) for method, template, status in checker.seen if status < 300}
    assert {(route.method, route.template) for route in checker.routes.all} - successful == set()


def _wrong(checker: DescriptionChecker, check: Check) -> str:
    """Check a statement in a sandbox of its own; return the end of the traceback if it does not hold."""
    sandbox = Sandbox(quirks={"throttle_max": 0, "token_life_s": 86400})
    sandbox.clock.set(MONDAY)
    with sandbox:
        try:
            check(People(sandbox, checker))
        except AssertionError:
            return format_exc(limit=-2)
    return ""


def test_the_description_has_no_missing_references(checker: DescriptionChecker) -> None:
    text = json.dumps(checker.document)
    for part in text.split('"$ref": "#/components/schemas/')[1:]:
        assert part.partition('"')[0] in checker.document["components"]["schemas"]
    names = [item["operationId"] for path in checker.document["paths"].values() for item in path.values()]
    assert len(set(names)) == len(names) == len(checker.routes.all)


def test_every_section_has_statements() -> None:
    assert {place for source, _, _ in TABLE for place in source.split(", ")} >= set(SECTIONS)
    assert {check.__module__ for _, _, check in TABLE} == {item.__name__ for item in MODULES}


def test_every_attribute_is_listed_in_the_statements() -> None:
    listed = {name.split()[1]: text.split() for name, text in statements_fields.FIELDS.items()}
    for resource in ALL:
        names = {field.partition(":")[0] for field in listed[resource.plural]}
        assert {field.name for field in resource.fields} - names <= {"createdAt"}, resource.plural
