"""One row for every documented statement about the service: who asks what, and what must come back.

The rows are in `statements_*.py`; the first column names the place in the facts. Every answer on the way is held
against the OpenAPI description, and at the end no documented route may be left that no row has shown.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from coffeecup_sandbox import Sandbox
from coffeecup_sandbox.resources import ALL
from tests.coffeecup_sandbox import statements_calls, statements_fields, statements_records, statements_rules
from tests.coffeecup_sandbox.conftest import MONDAY
from tests.coffeecup_sandbox.description_check import DescriptionChecker
from tests.coffeecup_sandbox.statements import TABLE, Check, People

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = (statements_calls, statements_fields, statements_records, statements_rules)
PLACES = (
    "1.1 1.2 2.1 2.2 2.3 2.4 2.5 3 3.1 3.2 3.3 4 5 6 7.1 7.2 7.3 7.4 7.5 7.6 7.7 7.8 7.9 7.10 7.11 8.3 8.4 8.8 9"
).split()


@pytest.fixture(scope="module")
def checker() -> DescriptionChecker:
    return DescriptionChecker(Sandbox())


@pytest.fixture
def people(checker: DescriptionChecker) -> Iterator[People]:
    box = Sandbox(quirks={"throttle_max": 0, "token_life_s": 86400})
    box.clock.set(MONDAY)
    with box:
        yield People(box, checker)


@pytest.mark.parametrize(("source", "statement", "check"), TABLE, ids=[f"{each[0]}: {each[1]}" for each in TABLE])
def test_the_service_does_what_is_documented(people: People, source: str, statement: str, check: Check) -> None:
    assert source
    assert statement
    check(people)


def test_every_documented_route_was_shown(checker: DescriptionChecker) -> None:
    shown = {(method, template) for method, template, status in checker.seen if status < 300}
    if len(shown) < 5:
        pytest.skip("the table was not run")
    assert {(route.method, route.template) for route in checker.routes.all} - shown == set()


def test_the_description_is_whole(checker: DescriptionChecker) -> None:
    text = json.dumps(checker.document)
    for part in text.split('"$ref": "#/components/schemas/')[1:]:
        assert part.partition('"')[0] in checker.document["components"]["schemas"]
    names = [each["operationId"] for path in checker.document["paths"].values() for each in path.values()]
    assert len(set(names)) == len(names) == len(checker.routes.all)


def test_every_place_with_statements_has_rows() -> None:
    assert {place for source, _, _ in TABLE for place in source.split(", ")} >= set(PLACES)
    assert {check.__module__ for _, _, check in TABLE} == {each.__name__ for each in ROWS}


def test_every_attribute_was_spelled_twice() -> None:
    spelled = {name.split()[1]: text.split() for name, text in statements_fields.FIELDS.items()}
    for each in ALL:
        names = {field.partition(":")[0] for field in spelled[each.plural]}
        assert {field.name for field in each.fields} - names <= {"createdAt"}, each.plural
