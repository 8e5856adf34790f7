"""Whether there is a newer version of Demitasse: asked for only on request, at most once a day on this computer."""

import json
import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from demitasse import __version__
from demitasse.api.releases import fetch_newest
from demitasse.domain.errors import BadInput, FaultCode, LocalFault, NetworkFault, Unsent
from demitasse.domain.ports import Clock
from demitasse.domain.releases import Release, is_newer
from demitasse.support import files
from demitasse.support.locks import FileLock
from demitasse.support.paths import Paths

_DAY = timedelta(days=1)


class UpdateState(NamedTuple):
    """The newest version, as the address answered at `asked_at`."""

    newest: Release
    asked_at: datetime

    @property
    def is_newer(self) -> bool:
        """Whether it is newer than this program."""
        return is_newer(self.newest.version, __version__)


class _Answer(NamedTuple):
    """What a request came to: a release, or the parameters of a fault."""

    address: str
    asked_at: datetime
    release: Release | None
    code: str = ""
    params: dict[str, str | int] = {}  # noqa: RUF012 - never changed


def check_for_update(address: str, places: Paths, clock: Clock) -> UpdateState:
    """Return the newest version that `address` names; if it was asked within a day, what it said then.

    Blocks for up to 35 seconds. A request that never left this machine does not count.

    Raises:
        BadInput: the address.
        NetworkFault: it cannot be reached, or does not name a version. Repeated for a day.
        LocalFault: there is no address, or the answer cannot be stored.
    """
    if not address:
        raise LocalFault(FaultCode.UPDATES_NO_ADDRESS)
    with FileLock(places.shared / "updates.lock").held():
        file, now = places.shared / "updates.json", clock.now().wall
        answer = _load(file)
        if answer is None or answer.address != address or not timedelta() <= now - answer.asked_at < _DAY:
            answer = _ask(address, clock, file)
    if answer.release is None:
        raise NetworkFault(answer.code, **answer.params)
    return UpdateState(answer.release, answer.asked_at)


def _ask(address: str, clock: Clock, file: Path) -> _Answer:
    """Return what the address answers, stored in `file`. Raises BadInput, LocalFault, and Unsent if nothing was sent.

    That it was asked is stored before, so that no end of this process leads to a second request.
    """
    answer = _Answer(
        address, clock.now().wall, None, FaultCode.UPDATES_UNREACHABLE, {"host": urlsplit(address).hostname or ""}
    )
    _save(file, answer)
    try:
        answer = answer._replace(release=fetch_newest(address, clock))
    except (BadInput, Unsent):
        files.remove(file)
        raise
    except NetworkFault as fault:
        answer = answer._replace(code=fault.code, params=fault.params)
    _save(file, answer)
    return answer


def _load(file: Path) -> _Answer | None:
    """Return the stored answer; None if there is none that can be read."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        stored = json.loads(files.read_text(file))
        release = Release(*map(str, stored["release"])) if stored["release"] else None
        asked_at = datetime.fromisoformat(stored["asked_at"]).astimezone(UTC)
        return _Answer(str(stored["address"]), asked_at, release, str(stored["code"]), dict(stored["params"]))
    return None


def _save(file: Path, answer: _Answer) -> None:
    """Replace the stored answer. Raises LocalFault."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_text(json.dumps(answer._asdict() | {"asked_at": answer.asked_at.isoformat()}), encoding="utf-8")
        files.replace(draft, file)
    except OSError as error:
        raise LocalFault(FaultCode.FILE_UNWRITABLE, file=str(file), reason=str(error.strerror)) from error
