"""The tray of KDE, Xfce and GNOME's extension, without a panel: nothing is drawn, clicks go through D-Bus.

`python -m tests.status_notifier [dark|light]` is the host: it owns the watcher's name until it is ended, and (if a
scheme is named) answers for the settings portal, which is how a desktop says "dark". The other half are the calls
a panel makes when somebody clicks.
"""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING, Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    Properties,
    message_bus,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from pathlib import Path

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>
"""
WATCHER = "org.kde.StatusNotifierWatcher"
PORTAL = "org.freedesktop.portal.Desktop"
_AT = DBusAddress("/StatusNotifierWatcher", WATCHER, WATCHER)
_CLICKS = {"left": "Activate", "middle": "SecondaryActivate", "right": "ContextMenu"}
_APPEARANCE, _SCHEME = "org.freedesktop.appearance", "color-scheme"
_SCHEMES = {"dark": 1, "light": 2}
_INTROSPECTION = f"""<node><interface name="{WATCHER}">
<method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
<method name="RegisterStatusNotifierHost"><arg type="s" direction="in"/></method>
<property name="RegisteredStatusNotifierItems" type="as" access="read"/>
<property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
<property name="ProtocolVersion" type="i" access="read"/>
<signal name="StatusNotifierItemRegistered"><arg type="s"/></signal>
<signal name="StatusNotifierItemUnregistered"><arg type="s"/></signal>
</interface></node>"""


class Host:
    """The StatusNotifier watcher with its list of items."""

    def __init__(self, bus: DBusConnection, scheme: str) -> None:
        self._bus = bus
        self._items: list[str] = []
        self._scheme = _SCHEMES.get(scheme, 0)

    def serve(self) -> None:
        """Own the names and answer messages until the process ends."""
        gone = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
        self._bus.send_and_get_reply(message_bus.AddMatch(gone))
        if self._scheme:
            self._bus.send_and_get_reply(message_bus.RequestName(PORTAL))
        self._bus.send_and_get_reply(message_bus.RequestName(WATCHER))
        while True:
            message = self._bus.receive()
            fields = message.header.fields
            if message.header.message_type == MessageType.method_call:
                self._bus.send(self._answer(message, fields.get(HeaderFields.member, "")))
            elif fields.get(HeaderFields.member) == "NameOwnerChanged" and not message.body[2]:
                self._forget(message.body[0])

    def _answer(self, message: Message, member: str) -> Message:
        if member.startswith("RegisterStatusNotifier"):
            self._register(message, member)
            return new_method_return(message)
        if member == "Introspect":
            return new_method_return(message, "s", (_INTROSPECTION,))
        if member in {"Get", "GetAll"}:
            return self._property(message, member)
        if member in {"Read", "ReadOne"} and message.body == (_APPEARANCE, _SCHEME):
            value: Any = ("u", self._scheme)
            return new_method_return(message, "v", (value if member == "ReadOne" else ("v", value),))
        if member == "ReadAll":
            return new_method_return(message, "a{sa{sv}}", ({_APPEARANCE: {_SCHEME: ("u", self._scheme)}},))
        return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")

    def _property(self, message: Message, member: str) -> Message:
        values = {
            "RegisteredStatusNotifierItems": ("as", self._items),
            "IsStatusNotifierHostRegistered": ("b", True),
            "ProtocolVersion": ("i", 0),
            "version": ("u", 2),
        }
        if member == "GetAll":
            return new_method_return(message, "a{sv}", (values,))
        return new_method_return(message, "v", (values[message.body[1]],))

    def _register(self, message: Message, member: str) -> None:
        """Add an item as "bus name/path", of which it may give either half. Other hosts are ignored."""
        if member == "RegisterStatusNotifierHost":
            return
        item_name, sender = message.body[0], message.header.fields[HeaderFields.sender]
        item = sender + item_name if item_name.startswith("/") else sender + "/StatusNotifierItem"
        if item not in self._items:
            self._items.append(item)
            self._bus.send(new_signal(_AT, "StatusNotifierItemRegistered", "s", (item,)))

    def _forget(self, name: str) -> None:
        for item in [item for item in self._items if item.split("/")[0] == name]:
            self._items.remove(item)
            self._bus.send(new_signal(_AT, "StatusNotifierItemUnregistered", "s", (item,)))


class Panel:
    """Reads and clicks items as a panel does; `address` is the session bus."""

    def __init__(self, address: str) -> None:
        self._bus = open_dbus_connection(bus=address)

    def close(self) -> None:
        """Close the connection to the bus."""
        self._bus.close()

    def owned(self, name: str) -> bool:
        """Return whether a well-known name has an owner."""
        return bool(self._bus.send_and_get_reply(message_bus.NameHasOwner(name)).body[0])

    def items(self) -> list[str]:
        """Return the registered items as "bus name/path"."""
        reply = self._ask(Properties(_AT).get("RegisteredStatusNotifierItems"))
        return list(reply[0][1])

    def click(self, index: int, button: str) -> None:
        """Do what a click on the item does."""
        address = self._item(index, "org.kde.StatusNotifierItem")
        self._ask(new_method_call(address, _CLICKS[button], "ii", (0, 0)))

    def properties(self, index: int = 0) -> dict[str, Any]:
        """Return Title, ToolTip, Status, IconPixmap and the other properties of an item."""
        reply = self._ask(Properties(self._item(index, "org.kde.StatusNotifierItem")).get_all())
        return {name: value for name, (_, value) in reply[0].items()}

    def menu(self, index: int = 0) -> dict[str, int]:
        """Return the ids of the menu's entries by label, without underscores."""
        reply = self._ask(new_method_call(self._menu_of(index), "GetLayout", "iias", (0, -1, [])))
        found: dict[str, int] = {}
        _collect(reply[1], found)
        return found

    def choose(self, label: str, index: int = 0) -> None:
        """Choose an entry of the item's menu."""
        arguments = (self.menu(index)[label], "clicked", ("i", 0), 0)
        self._ask(new_method_call(self._menu_of(index), "Event", "isvu", arguments))

    def _item(self, index: int, interface: str) -> DBusAddress:
        name, path = self.items()[index].split("/", 1)
        return DBusAddress("/" + path, name, interface)

    def _menu_of(self, index: int) -> DBusAddress:
        item = self._item(index, "com.canonical.dbusmenu")
        return DBusAddress(self.properties(index)["Menu"], item.bus_name, item.interface)

    def _ask(self, message: Message) -> Any:
        reply = self._bus.send_and_get_reply(message, timeout=PATIENCE_S)
        if reply.header.message_type == MessageType.error:
            raise ConnectionError(f"{reply.header.fields.get(HeaderFields.error_name)}: {reply.body}")
        return reply.body


def _collect(node: Any, found: dict[str, int]) -> None:
    number, values, children = node
    if "label" in values:
        found[values["label"][1].replace("_", "")] = number
    for _, child in children:
        _collect(child, found)


def answers(address: Path) -> bool:
    """Return whether a socket accepts connections; its file appears a moment before."""
    with socket.socket(socket.AF_UNIX) as caller:
        return caller.connect_ex(str(address)) == 0


if __name__ == "__main__":
    Host(open_dbus_connection(bus="SESSION"), "".join(sys.argv[1:2])).serve()
