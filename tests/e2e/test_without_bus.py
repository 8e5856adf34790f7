"""The session bus ends below a running program: the icon, the window and the timer go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.e2e.person import Person


def test_the_program_outlives_the_session_bus(person: Person) -> None:
    app = person.start_app()
    person.desktop.tray_icon()
    person.terminal("settings", "long_hours", "2")
    person.terminal("start", "web cod -150m")  # a notification is due, and nobody can show it
    person.desktop.end_bus()
    person.open()
    person.stop_timer()
    assert app.poll() is None
    assert person.quit_app() == 0
    assert "Traceback" not in person.desktop.log("app")
