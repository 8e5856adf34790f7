"""`demitasse tasks [QUERY]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import exit_codes, output, serializers
from demitasse.domain.errors import NoMatch

if TYPE_CHECKING:
    from demitasse.cli.context import Context


def run(call: Context) -> int:
    """What can be booked; with a query, what it may mean, best first."""
    call.require_account()
    query = call.get("QUERY")
    if query is None:
        choices = call.profile.timesheets.choices()
    else:
        choices = [match.choice for match in call.profile.timesheets.search(query)]
    if not choices:
        raise NoMatch(f"Nothing that you may book matches “{(query or '')[:60]}”.", "Try fewer letters.")
    call.out.answer(serializers.tasks(choices))
    call.out.say(*output.table([(one.project, one.task, one.client) for one in choices]))
    return exit_codes.DONE
