"""Global shortcuts on Wayland, where only the desktop may give keys to programs: the portal GlobalShortcuts.

The desktop asks the person, who may choose other keys. It exists on KDE Plasma, GNOME 48 and newer, and Hyprland.
"""

import logging
import secrets
import socket
import threading
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, message_bus, new_method_call
from jeepney.io.blocking import open_dbus_connection

from demitasse.desktop import launcher, session
from demitasse.desktop.hotkeys import Pressed, Told
from demitasse.domain.hotkeys import Hotkey, HotkeyAction, HotkeyState

log = logging.getLogger(__name__)

_NAME, _PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.GlobalShortcuts"
_REPLY_S = 2.0
_PERSON_S = 300.0
"""Seconds that the person may think about the question of the desktop."""
_TRIGGERS = {"Ctrl": "CTRL", "Alt": "ALT", "Shift": "SHIFT", "Meta": "LOGO"}
_GRANTED = 0


class PortalHotkeys:
    """Binds keys in a session of the portal. `bind` waits for the person, so call it on a thread."""

    def __init__(self, pressed: Pressed, told: Told, names: Mapping[HotkeyAction, str]) -> None:
        """Look for the portal; `names` are shown to the person. Raises OSError without one."""
        self._pressed = pressed
        self._told = told
        self._names = names
        self._connection: Any = None
        self._listener: threading.Thread | None = None
        connection = _connect()
        try:
            _ask(connection, "org.freedesktop.DBus.Properties", "Get", "ss", (_INTERFACE, "version"))
        finally:
            connection.close()

    def bind(self, wanted: Mapping[HotkeyAction, Hotkey]) -> dict[HotkeyAction, HotkeyState]:
        """Ask the desktop for these keys, in a session that replaces the one before."""
        self.close()
        if not wanted:
            return {}
        try:
            self._connection = connection = _connect()
            states = self._bind(connection, wanted)
        except OSError as error:
            log.info("no global shortcuts: %s", error)
            self.close()
            return dict.fromkeys(wanted, HotkeyState.UNSUPPORTED)
        self._listener = threading.Thread(
            target=self._listen, args=(connection, dict(wanted)), name="demitasse-hotkeys", daemon=True
        )
        self._listener.start()
        return states

    def close(self) -> None:
        """End the session, and give all keys back."""
        connection, self._connection = self._connection, None
        listener, self._listener = self._listener, None
        if connection is None:
            return
        with suppress(OSError):  # wakes the listener
            connection.sock.shutdown(socket.SHUT_RDWR)
        if listener is not None:
            listener.join(_REPLY_S)
        connection.close()

    def _bind(self, connection: Any, wanted: Mapping[HotkeyAction, Hotkey]) -> dict[HotkeyAction, HotkeyState]:
        """Return what the person has allowed. Raises OSError."""
        with suppress(OSError):  # a portal before 1.20 takes the app id from elsewhere
            registry = "org.freedesktop.host.portal.Registry"
            _ask(connection, registry, "Register", "sa{sv}", (launcher.NAME, {}))
        _subscribe(connection)
        token = {"session_handle_token": ("s", _token())}
        results = _request(connection, "CreateSession", "a{sv}", (), token, _REPLY_S)
        handle = str(results["session_handle"][1])
        shortcuts = [
            (str(action), {"description": ("s", self._names[action]), "preferred_trigger": ("s", _trigger(hotkey))})
            for action, hotkey in wanted.items()
        ]
        results = _request(connection, "BindShortcuts", "oa(sa{sv})sa{sv}", (handle, shortcuts, ""), {}, _PERSON_S)
        bound = {str(name) for name, _ in results.get("shortcuts", ("", ()))[1]}
        return {action: HotkeyState.ON if str(action) in bound else HotkeyState.DECLINED for action in wanted}

    def _listen(self, connection: Any, wanted: Mapping[HotkeyAction, Hotkey]) -> None:
        """Report presses, and the end of the portal, until the connection is closed."""
        with suppress(Exception):  # jeepney has an exception of its own for each cause
            while True:
                message = connection.receive()
                member = message.header.fields.get(HeaderFields.member)
                if member == "Activated":
                    _, name, _, options = message.body
                    session.keep_token(str(options.get("activation_token", ("s", ""))[1]))
                    self._pressed(HotkeyAction(name))
                elif member == "NameOwnerChanged" and message.body[0] == _NAME:
                    self._told(self._bind_again(connection, wanted, owner=message.body[2]))
        if self._connection is connection:
            self._told(dict.fromkeys(wanted, HotkeyState.UNSUPPORTED))

    def _bind_again(
        self, connection: Any, wanted: Mapping[HotkeyAction, Hotkey], *, owner: str
    ) -> dict[HotkeyAction, HotkeyState]:
        """Return what holds after the portal has ended (no `owner`), or has started again: it has forgotten us."""
        with suppress(OSError):
            if owner:
                return self._bind(connection, wanted)
        return dict.fromkeys(wanted, HotkeyState.UNSUPPORTED)


def _connect() -> Any:
    try:
        return open_dbus_connection("SESSION", auth_timeout=_REPLY_S)
    except Exception as error:  # jeepney has an exception of its own for each cause
        raise OSError(f"no session bus: {error}") from error


def _subscribe(connection: Any) -> None:
    """Receive the presses, also from a portal that tells them to everybody, and its end. Raises OSError."""
    owner = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
    owner.add_arg_condition(0, _NAME)
    for rule in (MatchRule(type="signal", interface=_INTERFACE, member="Activated"), owner):
        try:
            connection.send_and_get_reply(message_bus.AddMatch(rule), timeout=_REPLY_S)
        except Exception as error:  # as above
            raise OSError(f"no subscription: {error}") from error


def _ask(connection: Any, interface: str, method: str, signature: str, body: Iterable[Any]) -> Any:
    """Call a method of the portal. Raises OSError."""
    message = new_method_call(DBusAddress(_PATH, _NAME, interface), method, signature, tuple(body))
    try:
        reply = connection.send_and_get_reply(message, timeout=_REPLY_S)
    except Exception as error:  # as above
        raise OSError(f"{method} was not answered: {error}") from error
    if reply.header.message_type is not MessageType.method_return:
        raise OSError(f"{method} was refused")
    return reply.body


def _request(
    connection: Any, method: str, signature: str, body: tuple[Any, ...], options: dict[str, Any], within_s: float
) -> dict[str, Any]:
    """Make a request, wait for its response, and return the results. Raises OSError."""
    token = _token()
    path = f"{_PATH}/request/{connection.unique_name[1:].replace('.', '_')}/{token}"
    rule = MatchRule(type="signal", interface="org.freedesktop.portal.Request", member="Response", path=path)
    answers: deque[Any] = deque()
    with connection.filter(rule, queue=answers):
        _ask(connection, _INTERFACE, method, signature, (*body, options | {"handle_token": ("s", token)}))
        try:
            code, results = connection.recv_until_filtered(answers, timeout=within_s).body
        except Exception as error:  # as above
            raise OSError(f"{method} has no response: {error}") from error
    if code != _GRANTED:
        raise OSError(f"{method} was declined")
    return dict(results)


def _token() -> str:
    return f"demitasse_{secrets.token_hex(6)}"


def _trigger(hotkey: Hotkey) -> str:
    """Return keys as the portal writes them (freedesktop.org, shortcuts specification)."""
    key = {"Space": "space"}.get(hotkey.key, hotkey.key.lower() if len(hotkey.key) == 1 else hotkey.key)
    return "+".join([*[_TRIGGERS[name] for name in hotkey.modifiers], key])
