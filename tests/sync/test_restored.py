"""An older database, or a copy of it, takes the place of the current one: what was sent is not sent again."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from demitasse.domain.operations import OpState
from tests.sync.test_exactly_once import add

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from demitasse.store.store import Store
    from tests.sync.device import Device


def restored(device: Device, act: Callable[[], object]) -> None:
    """Do something, send it, and restore the file as it was before it was sent."""
    act()
    before = device.folder.with_name("before.db")
    shutil.copyfile(device.folder / "demitasse.db", before)
    device.settle()
    device.close()
    before.replace(device.folder / "demitasse.db")
    device._open()
    device._work()


def states(store: Store) -> list[OpState]:
    """Return the states of the operations."""
    return [op.state for op in store.outbox.active()]


def test_a_restored_backup_sends_nothing_again(device: Device) -> None:
    restored(device, lambda: (add(device, "once"), add(device, "twin"), add(device, "twin")))
    assert states(device.store) == [OpState.AMBIGUOUS] * 3
    device.settle()
    asked = device.sheets.attention()
    assert device.mine() == [("once", 600), ("twin", 600), ("twin", 600)]
    assert {row.comment for row in asked} <= {"twin"}, "two equal entries need no distinction"


def test_a_restored_backup_sends_what_was_never_sent(device: Device) -> None:
    add(device, "first")
    shutil.copyfile(device.folder / "demitasse.db", device.folder.with_name("before.db"))
    device.close()
    device.folder.with_name("before.db").replace(device.folder / "demitasse.db")
    device._open()
    device._work()
    assert states(device.store) == [OpState.AMBIGUOUS]
    device.settle()
    assert device.mine() == [("first", 600)]


def test_a_restored_edit_and_delete_do_no_harm(device: Device) -> None:
    edited, deleted = add(device, "before"), add(device, "goes")
    device.settle()
    restored(
        device, lambda: (device.sheets.edit(edited, comment="after", duration_s=660), device.sheets.delete(deleted))
    )
    device.settle()
    assert device.mine() == [("after", 660)]
    assert [row.comment for row in device.rows()] == ["after"]


def test_two_computers_with_one_profile_send_an_entry_once(device: Device, tmp_path: Path) -> None:
    add(device, "on both")
    shutil.copytree(device.folder, tmp_path / "clone")
    device.settle()
    other = device.moved(tmp_path / "clone", device.clock)
    other.settle()
    assert other.mine() == [("on both", 600)]
    other.close()
