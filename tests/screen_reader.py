"""A screen reader on the virtual desktop: AT-SPI over D-Bus, as Orca uses it (desktop 3.4)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from jeepney import DBusAddress, MatchRule, Properties, message_bus, new_method_call
from jeepney.io.blocking import open_dbus_connection

from bootstrap import AT_SPI
from tests.deadlines import PATIENCE_S
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop_session import DesktopSession

_SAID = "object:announcement"
_ROOT = "/org/a11y/atspi/accessible/root"
_ACCESSIBLE, _ACTION = "org.a11y.atspi.Accessible", "org.a11y.atspi.Action"
_REGISTRY = DBusAddress("/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry")
_FOCUSABLE, _SHOWING = 11, 25
"""Bits of a state (AtspiStateType)."""
ALWAYS = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
"""Environment variables that turn accessibility on from the start."""


def launcher() -> str:
    """Return the path of the bus launcher (Debian: at-spi2-core); empty if it is not installed."""
    return next((one for one in AT_SPI if Path(one).is_file()), "")


@dataclass(frozen=True, slots=True)
class AccessibleObject:
    """An accessible object."""

    bus: str
    path: str
    name: str
    role: str
    focusable: bool


class ScreenReader:
    """Collects announcements, lists accessible objects and presses them."""

    def __init__(self, desktop: DesktopSession) -> None:
        self.announcements: list[str] = []
        desktop.start(launcher(), "--launch-immediately", log="at-spi")
        wait_until(lambda: desktop.panel.owned("org.a11y.Bus"), "the bus of screen readers")
        with open_dbus_connection(bus=desktop.env["DBUS_SESSION_BUS_ADDRESS"]) as session:
            where = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            (address,) = session.send_and_get_reply(new_method_call(where, "GetAddress"), timeout=PATIENCE_S).body
        self._bus = open_dbus_connection(bus=address)
        said = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member="Announcement")
        for call in (message_bus.AddMatch(said), new_method_call(_REGISTRY, "RegisterEvent", "s", (_SAID,))):
            self._bus.send_and_get_reply(call, timeout=PATIENCE_S)
        self._filter = self._bus.filter(said, bufsize=100)
        self._queue = self._filter.__enter__()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._filter.close()
        self._bus.close()

    def objects(self) -> list[AccessibleObject]:
        """Return every object that any program shows."""
        return list(self._walk("org.a11y.atspi.Registry", _ROOT))

    def find(self, role: str, name: str) -> AccessibleObject | None:
        """Return the first object of a role whose name begins with `name`."""
        return next((one for one in self.objects() if one.role == role and one.name.startswith(name)), None)

    def press(self, target: AccessibleObject, number: int = 0) -> None:
        """Invoke an action of an object, by default the first one."""
        self._ask(target.bus, target.path, _ACTION, "DoAction", "i", number)

    def actions(self, target: AccessibleObject) -> list[str]:
        """Return the names of the actions of an object."""
        number = self._property(target, _ACTION, "NActions")
        return [str(self._ask(target.bus, target.path, _ACTION, "GetName", "i", one)) for one in range(number)]

    def description(self, target: AccessibleObject) -> str:
        """Return what an object says beside its name."""
        return str(self._property(target, _ACCESSIBLE, "Description"))

    def _property(self, target: AccessibleObject, interface: str, name: str) -> Any:
        where = DBusAddress(target.path, target.bus, interface)
        return self._reply(Properties(where).get(name))[0][1]

    def listen(self) -> list[str]:
        """Return all announcements so far."""
        self._hear(0.05)
        return self.announcements

    def _hear(self, timeout_s: float) -> None:
        with suppress(TimeoutError):
            while True:
                self.announcements.append(str(self._bus.recv_until_filtered(self._queue, timeout=timeout_s).body[3][1]))

    def _walk(self, bus: str, path: str) -> Iterator[AccessibleObject]:
        for there, child in self._ask(bus, path, _ACCESSIBLE, "GetChildren"):
            with suppress(LookupError):  # it may disappear meanwhile
                state = self._ask(there, child, _ACCESSIBLE, "GetState")[0]
                role = self._ask(there, child, _ACCESSIBLE, "GetRoleName")
                if role == "application" or state >> _SHOWING & 1:
                    yield AccessibleObject(there, child, self._name(there, child), role, bool(state >> _FOCUSABLE & 1))
                    yield from self._walk(there, child)

    def _name(self, bus: str, path: str) -> str:
        where = DBusAddress(path, bus, _ACCESSIBLE)
        return str(self._reply(Properties(where).get("Name"))[0][1])

    def _ask(self, bus: str, path: str, interface: str, what: str, signature: str | None = None, *values: Any) -> Any:
        call = new_method_call(DBusAddress(path, bus, interface), what, signature, values)
        return self._reply(call)[0]

    def _reply(self, call: Any) -> Any:
        """Send a call and return the reply's body. Raises LookupError if the object does not exist."""
        reply = self._bus.send_and_get_reply(call, timeout=PATIENCE_S)
        if reply.header.message_type.name == "error":
            raise LookupError(reply.body)
        return reply.body
