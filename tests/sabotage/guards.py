"""The guards that the promises of docs/ rest on: what takes each one out, and which tests must then fail.

A guard is code without which a minute may be lost, doubled or shown to others. It bears a mark, `# guard: name`
(`tests.sabotage.marks` says what exactly is marked). A guard whose tests pass without it needs a better test, or goes.
"""

from __future__ import annotations

from typing import NamedTuple


class Guard(NamedTuple):
    """What replaces the marked code, and the pytest arguments of the tests of which at least one must then fail."""

    replacement: str
    tests: str


NEVER, ALWAYS, NOTHING = "False", "True", "pass"
_NO_LOCK = "__import__('contextlib').nullcontext()"

_ONCE = "tests/sync/test_exactly_once.py"
_TWO = "tests/sync/test_two_devices.py"
_CONFLICTS = "tests/sync/test_conflicts.py"
_TRANSPORT = "tests/api/test_transport.py"
_DATABASE = "tests/store/test_database.py"
_THROTTLE = "tests/store/test_throttle.py"

GUARDS: dict[str, Guard] = {
    # Exactly once
    "absence-needs-time": Guard("return False", f"{_ONCE} -k late"),
    "ask-about-remote-edit": Guard(NEVER, f"{_CONFLICTS} -k edited_there"),
    "cut-off-attempt-is-ambiguous": Guard(
        "self._store.outbox.transition(op.entry_id, OpState.PENDING)", f"{_ONCE} -k dies"
    ),
    "edit-during-call-stays": Guard(
        "after = entry._replace(mine=reply.fields, base=reply.fields, server_id=reply.server_id)",
        f"{_ONCE} -k during_the_call",
    ),
    "head-is-whole": Guard(NEVER, f"{_TRANSPORT} -k head_without"),
    "web-filter-refuses-nothing": Guard(NEVER, "tests/api/test_endpoints_in_trouble.py -k page_of_a_filter"),
    "equal-create-waits": Guard(NEVER, f"{_ONCE} -k equal_entry"),
    "restored-copy-verifies-first": Guard(NOTHING, "tests/sync/test_restored.py -k sends_nothing_again"),
    "start-follows-stop": Guard("return not first, False", f"{_ONCE} -k waits_for_longer"),
    "unclear-is-not-sent-again": Guard(NEVER, "tests/tracker/test_timesheets.py -k unclear_entry"),
    "line-is-imported-once": Guard(NEVER, "tests/tracker/test_imports.py -k comes_back_once"),
    "unknown-day-is-not-imported": Guard(NEVER, "tests/tracker/test_imports.py -k left_out"),
    "undo-keeps-remote-edit": Guard(NOTHING, f"{_ONCE} -k overwritten_elsewhere"),
    "unclear-answer-is-ambiguous": Guard(
        "self._reconciler.mark(op, OpState.PENDING, refusals=refusals, reason=fault.reason)", f"{_ONCE} -k lost"
    ),
    "unreadable-entry-is-not-missing": Guard(NEVER, "tests/sync/test_poison.py -k not_shown_clearly"),
    # Several computers
    "both-computers-split-at-midnight": Guard(NEVER, f"{_TWO} -k after_midnight"),
    "conflict-keeps-both-versions": Guard(NEVER, f"{_CONFLICTS} -k both_sides"),
    "deleted-entry-stays-deleted": Guard(NEVER, f"{_TWO} -k deleted_entry_back"),
    "other-version-is-kept": Guard(NOTHING, "tests/tracker/test_sync_log.py -k not_chosen"),
    "late-duplicate-is-found": Guard("()", f"{_CONFLICTS} -k second_copy"),
    "local-edit-survives-remote-delete": Guard(ALWAYS, f"{_TWO} -k survive"),
    "mass-removal-needs-two-polls": Guard(NEVER, f"{_TWO} -k vanish"),
    "read-before-overwrite": Guard(NEVER, f"{_CONFLICTS} -k settled_together"),
    "server-error-blocks-one-entry": Guard(ALWAYS, "tests/sync/test_refusals.py -k holds_up_nobody"),
    "stale-list-removes-nothing": Guard("return False", f"{_TWO} -k lagging"),
    "tagged-duplicate-is-deleted": Guard(NEVER, f"{_CONFLICTS} -k mark_goes"),
    # The disk and the clock
    "commit-is-durable": Guard('"PRAGMA synchronous=NORMAL"', f"{_DATABASE} -k power"),
    "damaged-row-is-not-sent": Guard(ALWAYS, "tests/store/test_recovery.py -k damaged"),
    "newer-file-is-refused": Guard(NEVER, f"{_DATABASE} -k newer_file"),
    "forgotten-timer-is-asked-about": Guard(NEVER, "tests/tracker/test_forgotten.py -k weekend"),
    "wall-clock-jump-is-ignored": Guard(NEVER, "tests/domain/test_timer.py"),
    # A polite client, and one session
    "backoff-is-shared": Guard("self._known = backoff", f"{_THROTTLE} -k everybody"),
    "netrc-is-ignored": Guard(NOTHING, f"{_TRANSPORT} -k in_netrc"),
    "no-retry-in-library": Guard("super().__init__(max_retries=3)", f"{_TRANSPORT} -k sent_twice"),
    "one-token-refresh-at-a-time": Guard(_NO_LOCK, "tests/api/test_oauth_processes.py -k one_refresh"),
    "slot-is-held-during-call": Guard(
        "until = (now.boot_id, now.boot_s, _wall_s(now), slot)", f"{_THROTTLE} -k slot_is_held"
    ),
    "total-time-is-limited": Guard(
        "self._tracker.limited_to(25 * self._deadlines.total_s)", f"{_TRANSPORT} -k drip_is_cut"
    ),
    # What is typed
    "a-name-is-no-time": Guard(NEVER, "tests/domain/test_lines.py -k never_booked"),
    "no-number-is-left-over": Guard(NEVER, "tests/domain/test_lines.py -k left_over"),
    "times-agree": Guard(NEVER, "tests/tracker/test_timesheets.py -k contradict"),
    # The screen
    "server-text-is-plain": Guard(NOTHING, "tests/ui/test_pages_look.py -k letter_for_letter"),
}
