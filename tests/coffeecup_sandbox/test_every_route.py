"""Each route by role (api-facts 9): one line per route, with the statuses for a user, a manager and an admin.

The ids are of records that other users own. Robin manages project 101. 500 means that others depend on the record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.coffeecup_sandbox.client import FORM, sign_in
from tests.coffeecup_sandbox.statements_records import CRUD

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox

ROLES = ("user", "project manager", "admin")
DAYS = "start_date=2026-01-01&end_date=2026-03-01"
TABLE = f"""
GET    /account/rate_limit_status               200 200 200
PUT    /v1/admin/createAccount                  403 403 403
GET    /v1/users/me                             200 200 200
POST   /v1/users/forgotPassword                 200 200 200
POST   /v1/timeEntries/batchUpdate              404 404 404
POST   /v1/calendarFeeds                        200 200 200
GET    /v1/calendarFeeds/private/x/feed.ics     404 404 404
GET    /v1/analytics/projects?project=101       403 200 200
GET    /v1/analytics/time-entries?{DAYS}        200 200 200
GET    /v1/export/timeEntries?{DAYS}            200 200 200
POST   /v1/files/upload/user_image/14           403 403 400
GET    /v1/files/get/user_image/14/m.png        404 404 404
GET    /v1/colors                               200 200 200
GET    /v1/clients                              200 200 200
POST   /v1/clients                              403 403 201
GET    /v1/clients/66                           200 404 200
PUT    /v1/clients/66                           403 403 200
DELETE /v1/clients/66                           403 403 500
GET    /v1/projects                             200 200 200
POST   /v1/projects                             403 403 201
GET    /v1/projects/112                         404 404 200
GET    /v1/projects/101                         200 200 200
PUT    /v1/projects/101                         403 200 200
PUT    /v1/projects/108                         403 403 200
DELETE /v1/projects/101                         403 500 500
GET    /v1/tasks                                200 200 200
POST   /v1/tasks                                403 403 201
GET    /v1/tasks/317                            200 200 200
PUT    /v1/tasks/302                            403 403 200
DELETE /v1/tasks/302                            403 403 500
GET    /v1/taskAssignments                      200 200 200
POST   /v1/taskAssignments                      403 201 201
GET    /v1/taskAssignments/502                  200 200 200
PUT    /v1/taskAssignments/502                  403 200 200
DELETE /v1/taskAssignments/502                  403 500 500
GET    /v1/users                                200 200 200
POST   /v1/users                                403 403 201
GET    /v1/users/14                             200 200 200
PUT    /v1/users/14                             403 403 200
GET    /v1/userEmployments                      200 200 200
POST   /v1/userEmployments                      403 403 201
GET    /v1/userEmployments/44                   404 404 200
PUT    /v1/userEmployments/44                   403 403 200
DELETE /v1/userEmployments/44                   403 403 200
GET    /v1/userAssignments                      200 200 200
POST   /v1/userAssignments                      403 201 201
GET    /v1/userAssignments/2003                 200 200 200
PUT    /v1/userAssignments/2003                 403 200 200
DELETE /v1/userAssignments/2003                 403 500 500
GET    /v1/timeEntries                          200 200 200
POST   /v1/timeEntries                          403 201 201
GET    /v1/timeEntries/9300                     404 200 200
PUT    /v1/timeEntries/9300                     403 200 200
DELETE /v1/timeEntries/9300                     403 200 200
GET    /v1/absenceTypes                         200 200 200
POST   /v1/absenceTypes                         403 403 201
GET    /v1/absenceTypes/81                      200 200 200
PUT    /v1/absenceTypes/81                      403 403 200
GET    /v1/absences                             200 200 200
POST   /v1/absences                             201 403 201
GET    /v1/absences/7004                        404 404 200
PUT    /v1/absences/7004                        403 403 200
DELETE /v1/absences/7004                        403 403 200
GET    /v1/absenceRequests                      200 200 200
GET    /v1/vacationBudgets                      200 200 200
GET    /v1/calendarFeeds                        200 200 200
GET    /v1/calendarFeeds/91                     404 404 200
DELETE /v1/calendarFeeds/91                     403 403 200
GET    /v1/tags                                 200 200 200
GET    /v1/tagAssignments                       200 200 200
GET    /v1/expenseCategories                    200 200 200
GET    /v1/expenses                             200 200 200
POST   /oauth2/token                            400 400 400
"""
LINES = [line.split() for line in TABLE.strip().splitlines()]
SENT: dict[str, tuple[Any, dict[str, str]]] = {
    "/v1/admin/createAccount": (b"email=a@b.c&firstname=A&lastname=B&domain=b", FORM),
    "/v1/users/forgotPassword": ({"passwordforgotrequest": {"email": "a@b.c"}}, {}),
    "/v1/files/upload/user_image/14": (b"", {"Content-Type": "multipart/form-data; boundary=x"}),
    "/v1/calendarFeeds": (None, {}),
    "/oauth2/token": (b"", FORM),
}
OTHERS = {
    "users": ("user", {"firstname": "Noa", "lastname": "Ek", "email": "noa@acme.example"}, {"lastname": "Novak"}),
    "absenceTypes": ("absenceType", {"label": "Parental leave"}, {"icon": 2}),
}


def body(method: str, path: str) -> tuple[Any, dict[str, str]]:
    """Return the body and headers of a request in the table."""
    if path in SENT or method in {"GET", "DELETE"}:
        return SENT.get(path, (None, {}))
    root, created, changed = {**CRUD, **OTHERS}[path.split("/")[2]]
    return {root: created if method == "POST" else changed}, {}


@pytest.mark.parametrize("role", ROLES)
def test_status_by_role(sandbox: Sandbox, role: str) -> None:
    results = []
    for method, path, *_ in LINES:
        sandbox.reset()
        sandbox.state.insert("calendarFeeds", {"user": 13, "token": "secret"})
        sent, headers = body(method, path)
        results.append((method, path, sign_in(sandbox, role).call(method, path, sent, headers).status))
    assert results == [(line[0], line[1], int(line[2 + ROLES.index(role)])) for line in LINES]


def test_every_route_has_a_line(sandbox: Sandbox) -> None:
    routes = sandbox.service.routes
    listed = {routes.find(line[0], tuple(line[1].partition("?")[0].strip("/").split("/")))[0] for line in LINES}
    assert listed == set(routes.all)
