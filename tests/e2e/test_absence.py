"""The question about idle time on a real desktop: it does not take the keyboard focus."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.deadlines import PATIENCE_S
from tests.desktop_services import BusService, Compositor
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.person import Person

_NAME = "org.freedesktop.Notifications"
_FIELD = """
from PySide6.QtWidgets import QApplication, QLineEdit
app = QApplication([])
field = QLineEdit()
field.setWindowTitle("Mail")
field.show()
app.exec()
"""


def test_the_idle_question_does_not_take_the_focus(person: Person, tmp_path: Path) -> None:
    desktop = person.desktop
    answers = {"GetCapabilities": lambda: ("as", (["body"],)), "Notify": lambda *_: ("u", (1,))}
    service = BusService(desktop.env["DBUS_SESSION_BUS_ADDRESS"], _NAME, answers)  # type: ignore[arg-type]
    desktop.env["WAYLAND_DISPLAY"] = str(tmp_path / "wayland-7")  # Qt stays on X11: the session says so
    with service, Compositor(tmp_path / "wayland-7") as compositor:
        person.start_app()
        desktop.tray_icon()
        person.terminal("start", "web cod -20m")
        assert compositor.noted.wait(PATIENCE_S)
        compositor.idled()
        wait_until(lambda: person.terminal("away")["away"], "a question")
        assert not person.is_open(), "nobody is there to see it"
        desktop.start(sys.executable, "-c", _FIELD, log="mail")
        mail = desktop.wait_for_window("Mail")
        wait_until(lambda: desktop.focused() == mail.id, "the other program's focus")
        compositor.resumed()
        window = desktop.wait_for_window("Demitasse")
        assert desktop.focused() == mail.id, "the focus stays where the person types"
        assert not any(call[0] == "Notify" for call in service.calls), "no notification lies over the same question"
        desktop.click(window.x + window.width // 2, window.y + 60)
        wait_until(lambda: desktop.focused() == window.id, "the focus, by a click on the window")
        desktop.keys("Tab", "Tab", "Return")  # past "keep" and "discard and go on"
        wait_until(lambda: person.terminal("status")["running"] is None, "the stop")
        assert person.terminal("away")["away"] == []
    assert person.quit_app() == 0
