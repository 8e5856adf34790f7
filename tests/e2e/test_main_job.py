"""The main job from end to end: real processes, a real tray, a real server and the entries it has in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from tests.e2e.coffeecup import CoffeeCup
    from tests.e2e.person import Person


def test_a_timer_started_by_keyboard_arrives_on_coffeecup(person: Person, coffeecup: CoffeeCup) -> None:
    person.start_app()
    person.open()
    running = person.start_timer("web cod", "Fix the login form")
    person.stop_timer()

    wait_until(lambda: has_stopped(coffeecup, "Fix the login form"), "the entry on CoffeeCup")
    (there,) = coffeecup.entries("Fix the login form")
    (here,) = (entry for entry in person.entries() if entry["comment"] == "Fix the login form")
    assert there["day"] == here["day"]
    assert there["duration"] == here["duration_s"]
    assert coffeecup.name("project", there["project"]) == running["project"]
    assert coffeecup.name("task", there["task"]) == running["task"] == "Coding"
    assert "Web" in running["project"]
    wait_until(lambda: states(person) == {"synced"}, "the synced state")
    assert person.quit_app() == 0
    assert coffeecup.entries("Fix the login form") == [there], "nothing was sent twice"


def test_entries_made_offline_arrive_once_also_after_a_crash(person: Person, coffeecup: CoffeeCup) -> None:
    coffeecup.unplug()
    person.start_app()
    person.open()
    person.start_timer("web cod", "On the train")
    person.stop_timer()
    person.start_timer("web rev", "In the tunnel")
    person.kill_app()
    assert states(person) == {"waiting"}
    assert person.terminal("status")["running"] is not None, "a timer runs on without the app"

    person.start_app()
    person.open()
    person.stop_timer()
    coffeecup.plug_in()
    person.terminal("sync", "--wait", "60")

    wait_until(lambda: states(person) == {"synced"}, "everything on CoffeeCup")
    assert len(coffeecup.entries("On the train")) == 1
    today = {entry["day"] for entry in person.entries()}
    assert len([e for e in coffeecup.all_entries() if e["day"] in today]) == len(person.entries()) == 2
    assert person.quit_app() == 0


def has_stopped(coffeecup: CoffeeCup, comment: str) -> bool:
    """Return whether the server has this entry and its timer is stopped."""
    found = coffeecup.entries(comment)
    return bool(found) and not found[0]["running"]


def states(person: Person) -> set[Any]:
    """The sync states of today's entries."""
    return {entry["state"] for entry in person.entries()}
