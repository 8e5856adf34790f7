"""Statements about timers, archiving, deleting and roles (api-facts 8 and 9)."""

from __future__ import annotations

from tests.coffeecup_sandbox.statements import People, row, states


@states("3.3", "starting a timer answers 200; stopping answers the full record with the final duration")
def _(people: People) -> None:
    start = people.jane.post("timeEntries", "timeEntry", user=11, project=101, task=301, comment="", running=True)
    key = row(start)["id"]
    people.sandbox.clock.advance(2700)
    stopped = row(people.jane.put("timeEntries", "timeEntry", key, running=False))
    assert (stopped["duration"], stopped["running"], stopped["startTime"]) == (2700, False, None)


@states("8.3", "stopping with a duration stores that duration")
def _(people: People) -> None:
    key = row(people.book(running=True))["id"]
    people.sandbox.clock.advance(3600)
    assert row(people.jane.put("timeEntries", "timeEntry", key, running=False, duration=1800))["duration"] == 1800


@states("8.4", "a resumed entry continues from its duration")
def _(people: People) -> None:
    key = row(people.book(duration=600), 201)["id"]
    assert row(people.jane.put("timeEntries", "timeEntry", key, running=True))["running"] is True
    people.sandbox.clock.advance(60)
    assert row(people.jane.put("timeEntries", "timeEntry", key, running=False))["duration"] == 660


@states("8.8", "a user has one timer unless an admin allows several")
def _(people: People) -> None:
    for allowed in (False, True):
        people.alex.put("users", "user", 11, allowConcurrentTimeEntries=allowed)
        people.book(running=True)
        people.book(running=True)
        assert len(people.jane.rows("timeEntries", running="true")) == (3 if allowed else 1)


@states("9", "archiving a client archives its projects, their assignments and entries; deleting it is a 500")
def _(people: People) -> None:
    key = people.jane.entry()["id"]
    assert people.alex.delete("clients", 61).status == 500
    people.alex.put("clients", "client", 61, status=0)
    assert {record["status"] for record in people.alex.rows("projects", client=61)} == {0}
    assert {record["status"] for record in people.alex.rows("taskAssignments", project=101)} == {0}
    assert row(people.jane.get(f"/v1/timeEntries/{key}"))["status"] == 0
    assert people.jane.put("timeEntries", "timeEntry", key, comment="x").status == 400
    people.alex.put("clients", "client", 61, status=1)
    revived = row(people.alex.put("projects", "project", 101, status=1))
    assert (revived["status"], revived["projectState"], revived["completedAt"]) == (1, 2, None)


@states("9", "archiving a task archives its assignments, and it cannot be assigned")
def _(people: People) -> None:
    people.alex.put("tasks", "task", 301, status=0)
    assert {record["status"] for record in people.alex.rows("taskAssignments", task=301)} == {0}
    assert people.alex.post("taskAssignments", "taskAssignment", task=301, project=105).status == 400


@states("9", "an archived client gets no projects, a completed project no assignments and entries")
def _(people: People) -> None:
    people.alex.put("clients", "client", 62, status=0)
    assert people.alex.post("projects", "project", name="Another", client=62).status == 400
    people.alex.put("projects", "project", 101, status=0)
    assert people.alex.post("taskAssignments", "taskAssignment", project=101, task=314).status == 400
    assert people.alex.post("userAssignments", "userAssignment", project=101, user=13).status == 400
    assert {record["status"] for record in people.alex.rows("userAssignments", project=101)} == {0}
    assert people.book().status == 400


@states("7.2", "time can be booked only on a project in progress")
def _(people: People) -> None:
    for state, status in ((0, 400), (1, 400), (2, 201), (3, 400), (None, 400)):
        people.alex.put("projects", "project", 101, projectState=state)
        if state == 2:
            for plural in ("taskAssignments", "userAssignments"):
                for record in people.alex.rows(plural, project=101):
                    people.alex.put(plural, plural[:-1], record["id"], status=1)
        assert people.book().status == status, state


@states("9", "archiving an assignment archives its entries, and blocks creating and editing them")
def _(people: People) -> None:
    for plural, task, criteria in (("taskAssignments", 301, {"task": 301}), ("userAssignments", 302, {"user": 11})):
        key = row(people.book(task=task), 201)["id"]
        assignment = people.alex.rows(plural, project=101, **criteria)[0]["id"]
        assert row(people.alex.put(plural, plural[:-1], assignment, status="0"))["status"] == 0
        assert row(people.jane.get(f"/v1/timeEntries/{key}"))["status"] == 0
        assert people.jane.put("timeEntries", "timeEntry", key, comment="x").status == 400
        assert people.book(task=task).status == 400


@states("9", "deleting a record that others depend on is a 500")
def _(people: People) -> None:
    keys = {"clients": 61, "projects": 101, "tasks": 301, "taskAssignments": 501, "userAssignments": 2001}
    for plural, key in keys.items():
        response = people.alex.delete(plural, key)
        assert (response.status, response.json["status"]) == (500, 500)
        assert "ould not delete model" in response.json["raw"]


@states("9", "billed and locked entries cannot be changed until an admin or manager unlocks them")
def _(people: People) -> None:
    for name in ("billedAt", "lockedAt"):
        key = row(people.book(), 201)["id"]
        assert people.alex.put("timeEntries", "timeEntry", key, **{name: "2026-03-02T09:00:00Z"}).status == 200
        assert people.jane.put("timeEntries", "timeEntry", key, comment="x").status == 400
        assert people.jane.delete("timeEntries", key).status == 400
        assert people.robin.put("timeEntries", "timeEntry", key, **{name: None}).status == 200
        assert people.jane.put("timeEntries", "timeEntry", key, comment="x").status == 200


@states("9", "the role decides on each call: own entries, those of managed projects, or all")
def _(people: People) -> None:
    user_ids = [
        {record["user"] for record in client.rows("timeEntries")} for client in (people.jane, people.robin, people.alex)
    ]
    assert user_ids == [{11}, {11, 12, 13, 14, 15}, {11, 12, 13, 14, 15, 16}]
    people.alex.put("users", "user", 12, role=3)
    assert {record["user"] for record in people.robin.rows("timeEntries")} == {12}
