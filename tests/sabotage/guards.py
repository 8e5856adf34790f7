"""Every guard that the promise rests on, how to take it out, and which tests must then fail.

A guard that no test misses goes, or gets a test. `there` must stand in `file` exactly once.
"""

from __future__ import annotations

from typing import NamedTuple


class Guard(NamedTuple):
    """One guard: `there` in `file` becomes `instead`, and one of `tests` must fail."""

    file: str
    there: str
    instead: str
    tests: str


_ONCE = "tests/sync/test_exactly_once.py"
_TWO = "tests/sync/test_two_devices.py"
_CONFLICTS = "tests/sync/test_conflicts.py"
_REFUSALS = "tests/sync/test_refusals.py"
_LINE = "tests/api/test_transport.py"

GUARDS: dict[str, Guard] = {
    "an attempt that was cut off is in doubt": Guard(
        "sync/push.py",
        "self._store.outbox.mark(op.entry_id, OpState.AMBIGUOUS, ended_at=self._clock.now().wall)",
        "self._store.outbox.mark(op.entry_id, OpState.PENDING)",
        f"{_ONCE} -k dies",
    ),
    "equals of what is unclear wait": Guard(
        "sync/push.py",
        "any(one.sent and matches_sent(one.sent, entry.mine) for one in waiting)",
        "False",
        f"{_ONCE} -k equal_entry",
    ),
    "an unclear answer is in doubt, not sent again": Guard(
        "sync/push.py",
        "self._settlement.mark(op, OpState.AMBIGUOUS, ended_at=ended_at, refusals=refusals, reason=trouble.message)",
        "self._settlement.mark(op, OpState.PENDING, refusals=refusals, reason=trouble.message)",
        f"{_ONCE} -k lost",
    ),
    "what others wrote is looked at before it is overwritten": Guard(
        "sync/push.py",
        "if not self._look_first(op):",
        "if False:",
        f"{_CONFLICTS} -k settled_together",
    ),
    "absence is believed only after a while": Guard(
        "sync/verify_sent.py",
        "return bool(later)",
        "return False",
        f"{_ONCE} -k late",
    ),
    "what was edited there meanwhile is asked about, not sent again": Guard(
        "sync/verify_sent.py",
        "if akin:  # edited elsewhere meanwhile, perhaps",
        "if False:",
        f"{_CONFLICTS} -k edited_there",
    ),
    "an undo that crosses with what others wrote shows both": Guard(
        "sync/verify_sent.py",
        "arrived |= {name: getattr(sent, name) for name in written_over}",
        "pass",
        f"{_ONCE} -k written_over",
    ),
    "edits made during the call stay": Guard(
        "sync/reconcile.py",
        "after = self._agreed(entry, sent, reply)._replace(server_id=reply.server_id)",
        "after = entry._replace(mine=reply.fields, base=reply.fields, server_id=reply.server_id)",
        f"{_ONCE} -k during_the_call",
    ),
    "a list that lags behind takes nothing away": Guard(
        "sync/reconcile.py",
        "return confirmed is not None and timedelta(0) <=",
        "return False and confirmed is not None and timedelta(0) <=",
        f"{_TWO} -k lagging",
    ),
    "what was deleted for good does not come back": Guard(
        "sync/pull.py",
        "elif self._store.entries.is_tombstoned(theirs.server_id):",
        "elif False:",
        f"{_TWO} -k deleted_entry_back",
    ),
    "many entries vanish only if the server says so twice": Guard(
        "sync/pull.py",
        "if len(gone) > MASS and not ids <= self._doubted:",
        "if False:",
        f"{_TWO} -k vanish",
    ),
    "the loser's words are kept": Guard(
        "sync/reconcile.py",
        "if disputed and not entry.deleted:",
        "if False:",
        f"{_CONFLICTS} -k both_sides",
    ),
    "what was changed here survives a delete elsewhere": Guard(
        "sync/pull.py",
        "if op is None or op.kind is OpKind.DELETE:",
        "if True:",
        f"{_TWO} -k survive",
    ),
    "a server error holds up its own entry only": Guard(
        "sync/push.py",
        "            if not concerns_one(trouble):\n                raise\n            return False\n        else:",
        "            raise\n        else:",
        f"{_REFUSALS} -k holds_up_nobody",
    ),
    "a late second copy is recognised": Guard(
        "sync/pull.py",
        "for stray in self._store.abandoned_creates.all():",
        "for stray in ():",
        f"{_CONFLICTS} -k second_copy",
    ),
    "a second copy that bears our mark goes": Guard(
        "sync/pull.py",
        "if theirs.created_at == theirs.updated_at:",
        "if False:",
        f"{_CONFLICTS} -k mark_goes",
    ),
    "a commit survives a power cut": Guard(
        "store/database.py",
        '"PRAGMA synchronous=FULL"',
        '"PRAGMA synchronous=NORMAL"',
        "tests/store/test_database.py -k power",
    ),
    "a damaged row is never sent": Guard(
        "store/checksummed.py",
        'if row["crc"] == self._checksum(row):',
        "if True:",
        "tests/store/test_recovery.py -k damaged",
    ),
    "a slot is held until its call has ended": Guard(
        "store/throttle.py",
        "until = (now.boot_id, now.boot_s + WINDOW_S, _wall_s(now) + WINDOW_S, slot)",
        "until = (now.boot_id, now.boot_s, _wall_s(now), slot)",
        "tests/store/test_throttle.py -k slot_is_held",
    ),
    "a line of netrc replaces no token": Guard(
        "api/transport.py",
        "session.auth = _as_it_is  # or a line in ~/.netrc would replace our token (reliability U17)",
        "pass",
        f"{_LINE} -k in_netrc",
    ),
    "a call is sent once, whatever the library thinks": Guard(
        "api/transport.py",
        "super().__init__(max_retries=0)",
        "super().__init__(max_retries=3)",
        f"{_LINE} -k sent_twice",
    ),
    "a drip ends within the total time": Guard(
        "api/transport.py",
        "with self._watch.at_most(self._deadlines.total_s):",
        "with self._watch.at_most(4 * self._deadlines.total_s):",
        f"{_LINE} -k drip_is_cut",
    ),
    "time worked does not jump with the wall clock": Guard(
        "domain/timer.py",
        "if start.boot_id and start.boot_id == end.boot_id:",
        "if False:",
        "tests/domain/test_timer.py",
    ),
    "words of a server are never markup": Guard(
        "ui/widgets/labels.py",
        "self.setTextFormat(Qt.TextFormat.PlainText)\n        self.setForegroundRole",
        "self.setForegroundRole",
        "tests/ui/test_pages_look.py -k letter_for_letter",
    ),
    "one process at a time renews the session": Guard(
        "api/oauth.py",
        "with self._turn, self._lock.held():",
        "if True:",
        "tests/api/test_oauth_processes.py -k one_refresh",
    ),
    "a restored copy looks before it sends": Guard(
        "store/file_identity.py",
        "outbox.mark_all_ambiguous()",
        "pass",
        "tests/sync/test_restored.py -k sends_nothing_again",
    ),
    "a newer file is left alone": Guard(
        "store/migrations.py",
        "if version > len(steps):",
        "if False:",
        "tests/store/test_database.py -k newer_file",
    ),
    "a start goes after the stop of another timer": Guard(
        "sync/push.py",
        "first and entry is not None and starts_timer(entry)",
        "False",
        "tests/sync/test_histories.py -k once_went",
    ),
    "what a list shows in a way that cannot be read is not missing": Guard(
        "sync/verify_sent.py",
        "elif self._is_hidden(op, listing):",
        "elif False:",
        "tests/sync/test_poison.py -k not_shown_clearly",
    ),
    "a silence is told by the disk, not by one process": Guard(
        "store/throttle.py",
        "server_backoff.write(connection, backoff)",
        "self._known = backoff",
        "tests/store/test_throttle.py -k everybody",
    ),
}
