"""A SQLite VFS that records what reaches the disk, and can be full, fail or lose power.

A VFS in front of the system's own, in the very library that the sqlite3 module uses, so everything above is the real
thing. A write counts as lost until its file is synced: that is all a disk promises.
"""

from __future__ import annotations

import _sqlite3
import ctypes
from collections import defaultdict
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import pytest

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Mapping

FULL, FAILED = 13, 10  # SQLITE_FULL, SQLITE_IOERR
SECTOR = 512
_DISKS: list[Any] = []  # never released: a connection that a failed test left open still uses its VFS

_Open = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(ctypes.c_int)
)
_Delete = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_Write = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_Truncate = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class _Vfs(ctypes.Structure):
    """sqlite3_vfs; members that are not named here are copied unchanged."""

    _fields_ = (
        ("version", ctypes.c_int), ("file_size", ctypes.c_int), ("max_path", ctypes.c_int),
        ("next", ctypes.c_void_p), ("name", ctypes.c_char_p), ("data", ctypes.c_void_p),
        ("open", _Open), ("delete", _Delete), ("others", ctypes.c_void_p * 14),
    )  # fmt: skip


class _Methods(ctypes.Structure):
    """sqlite3_io_methods."""

    _fields_ = (
        ("version", ctypes.c_int), ("close", ctypes.c_void_p), ("read", ctypes.c_void_p),
        ("write", _Write), ("truncate", _Truncate), ("sync", _Sync), ("others", ctypes.c_void_p * 13),
    )  # fmt: skip


class _File(ctypes.Structure):
    """sqlite3_file."""

    _fields_ = (("methods", ctypes.POINTER(_Methods)),)


class Event(NamedTuple):
    """An event on the disk: a write of `data` at `at`, a truncation to `at`, a sync, a delete, a note."""

    kind: str
    path: str
    at: int = 0
    data: bytes = b""


class Disk:
    """A context in which all databases that this process opens are on this disk."""

    def __init__(
        self, gate: Callable[[Event], int] = lambda event: 0, after: Callable[[Event], None] = lambda event: None
    ) -> None:
        """`gate` is called before each event and returns SQLite's error code, or 0 to let it happen."""
        self.events: list[Event] = []
        self.gate, self.after = gate, after
        self._library = _library()
        self._system = self._library.sqlite3_vfs_find(None)
        self._paths: dict[int, str] = {}
        self._methods: dict[int, _Methods] = {}

    def __enter__(self) -> Self:
        """Make this disk the default VFS."""
        self._vfs = _Vfs.from_buffer_copy(self._system.contents)
        self._vfs.name = f"demitasse-{id(self)}".encode()
        self._vfs.open, self._vfs.delete = _Open(self._on_open), _Delete(self._on_delete)
        self._library.sqlite3_vfs_register(ctypes.byref(self._vfs), 1)
        _DISKS.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        """Make the system's VFS the default again."""
        self._library.sqlite3_vfs_unregister(ctypes.byref(self._vfs))
        self._library.sqlite3_vfs_register(self._system, 1)

    def note(self, words: str) -> None:
        """Record a note, such as a commit that the user has seen."""
        self.events.append(Event("note", words))

    def _on_open(self, vfs: int, name: int | None, file: int, flags: int, out: Any) -> int:
        code = self._system.contents.open(vfs, name, file, flags, out)  # SQLite keeps the address of the name
        if code == 0:
            self._paths[file] = ctypes.string_at(name).decode() if name else ""
            opened = ctypes.cast(file, ctypes.POINTER(_File)).contents
            opened.methods = ctypes.pointer(self._watched(opened.methods))
        return int(code)

    def _watched(self, methods: Any) -> _Methods:
        """Return the system's methods with three of them replaced by ours."""
        address = ctypes.addressof(methods.contents)
        if address not in self._methods:
            ours, theirs = _Methods.from_buffer_copy(methods.contents), methods.contents
            ours.write = _Write(lambda file, data, size, at: self._on_write(theirs, file, data, size, at))
            ours.truncate = _Truncate(
                lambda file, size: self._happens(
                    Event("truncate", self._paths[file], size), lambda: theirs.truncate(file, size)
                )
            )
            ours.sync = _Sync(
                lambda file, flags: self._happens(Event("sync", self._paths[file]), lambda: theirs.sync(file, flags))
            )
            self._methods[address] = ours
        return self._methods[address]

    def _on_write(self, methods: _Methods, file: int, data: int, size: int, at: int) -> int:
        event = Event("write", self._paths[file], at, ctypes.string_at(data, size))
        return self._happens(event, lambda: methods.write(file, data, size, at))

    def _on_delete(self, vfs: int, name: int, sync: int) -> int:
        event = Event("delete", ctypes.string_at(name).decode())
        return self._happens(event, lambda: self._system.contents.delete(vfs, name, sync))

    def _happens(self, event: Event, act: Callable[[], int]) -> int:
        code = self.gate(event)
        if code == 0:
            code = act()
            self.events.append(event)
            self.after(event)
        return code


def _library() -> ctypes.CDLL:
    """Return the SQLite library of the sqlite3 module; skip the test where it is not accessible."""
    try:
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    except (AttributeError, OSError):
        pytest.skip("the functions of this SQLite cannot be reached")
    return library


def after_power_cut(
    events: Iterable[Event], dice: random.Random, before: Mapping[str, bytes] = MappingProxyType({})
) -> dict[str, bytes]:
    """Return the disk after a power cut: `before`, the synced part of `events` and a random part of the rest."""
    synced = {path: bytearray(content) for path, content in before.items()}
    loose: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.kind == "sync":
            content = synced.setdefault(event.path, bytearray())
            for each in loose.pop(event.path, []):
                _apply(content, each)
        elif event.kind == "delete":
            synced.pop(event.path, None)
            loose.pop(event.path, None)
        elif event.kind != "note":
            loose[event.path].append(event)
    for path, waiting in loose.items():
        content = synced.setdefault(path, bytearray())
        for each in _survivors(waiting, dice):
            _apply(content, each)
    return {path: bytes(content) for path, content in synced.items()}


def _survivors(waiting: list[Event], dice: random.Random) -> list[Event]:
    """Return none, the first few, any, or the first few with the last one torn, of the events not synced."""
    way, number = dice.choice(["none", "first", "any", "torn"]), dice.randrange(len(waiting) + 1)
    if way == "none":
        return []
    if way == "any":
        return [each for each in waiting if dice.random() < 0.5]
    torn = waiting[number : number + 1] if way == "torn" else []
    return waiting[:number] + [
        each._replace(data=each.data[: SECTOR * dice.randrange(len(each.data) // SECTOR + 1)])
        for each in torn
        if each.kind == "write"
    ]


def _apply(content: bytearray, event: Event) -> None:
    end = event.at + len(event.data)
    if event.kind == "truncate":
        del content[event.at :]
    if len(content) < end or event.kind == "truncate":
        content.extend(bytes(max(0, end - len(content))))
    content[event.at : end] = event.data


def place(files: dict[str, bytes], folder: Path) -> None:
    """Write the files of a disk into a folder."""
    for path, content in files.items():
        (folder / Path(path).name).write_bytes(content)
