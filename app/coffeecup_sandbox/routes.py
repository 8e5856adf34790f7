"""The table of routes: what the service answers to, and to whom. The dispatch and the OpenAPI text are made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coffeecup_sandbox import account, analytics, export, feeds, images, records
from coffeecup_sandbox.call import Call
from coffeecup_sandbox.exchange import Refusal, Reply
from coffeecup_sandbox.sundries import ALL, BY_PLURAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coffeecup_sandbox.oauth import OAuth
    from coffeecup_sandbox.resources import Resource
    from coffeecup_sandbox.throttle import Throttle

Handler = Callable[[Call], Reply]


@dataclass(frozen=True)
class Route:
    """One method on one path; `{name}` in the template stands for any segment. `open` routes need no token."""

    method: str
    template: str
    handler: Handler
    about: str
    resource: Resource | None = None
    open: bool = False
    counted: bool = True
    mark: str = "D"
    parts: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        parts = self.template.strip("/").split("/")
        object.__setattr__(self, "parts", tuple(part if part[0] == "{" else part.lower() for part in parts))

    def match(self, segments: tuple[str, ...]) -> dict[str, str] | None:
        """Return the values of the placeholders, or None when the path is another one. Case does not matter."""
        params: dict[str, str] = {}
        for part, segment in zip(self.parts, segments, strict=True):
            if part[0] == "{":
                params[part[1:-1]] = segment
            elif part != segment.lower():
                return None
        return params


class Routes:
    """Finds the route of a request (paths are tolerant about case and a trailing slash: api-facts 3)."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self.all = tuple(routes)
        self._by_shape: dict[tuple[int, str], list[Route]] = {}
        for route in self.all:
            self._by_shape.setdefault((len(route.parts), _anchor(route.parts)), []).append(route)

    def find(self, method: str, segments: tuple[str, ...]) -> tuple[Route, dict[str, str]]:
        """Return the route and its placeholders. Raises Refusal (404, 405)."""
        allowed: list[str] = []
        literal = False  # a path spelled out (users/me) is never taken for a placeholder (users/{id})
        shape = (len(segments), _anchor(tuple(part.lower() for part in segments)))
        for route in self._by_shape.get(shape, ()):
            params = route.match(segments)
            if params is None or (params and literal):
                continue
            if route.method == method or (method == "HEAD" and route.method == "GET"):
                return route, params
            allowed.append(route.method)
            literal = literal or not params
        if allowed:
            headers = {"Allow": ", ".join(sorted(set(allowed)))}
            raise Refusal(405, f"This path does not answer to {method[:20]}.", headers=headers)
        raise Refusal(404, "There is no such path.")


def _anchor(parts: tuple[str, ...]) -> str:
    """Return the part of a path that sorts it into a drawer: the resource, or the root."""
    return parts[1] if len(parts) > 1 and parts[0] == "v1" else parts[0] if parts else ""


def build(oauth: OAuth, throttle: Throttle) -> Routes:
    """Return every route of the service. Order matters only between a word and a placeholder in the same place."""
    return Routes([*_account(oauth, throttle), *_special(), *(route for each in ALL for route in _records(each))])


def _account(oauth: OAuth, throttle: Throttle) -> list[Route]:
    def token(call: Call) -> Reply:
        return oauth.token(call.request)

    def limits(call: Call) -> Reply:
        if call.quirks["status_path"] == "404":
            raise Refusal(404, "There is no such path.")
        return Reply(200, throttle.status(throttle.key_of(call)))

    return [
        Route("POST", "/oauth2/token", token, "Get tokens: grants password and refresh_token.", open=True),
        Route("GET", "/account/rate_limit_status", limits, "The state of the throttle.", counted=False),
        Route("PUT", "/v1/admin/createAccount", account.create_account, "Create a company (the vendor only)."),
    ]


def _special() -> list[Route]:
    users, entries, feed = BY_PLURAL["users"], BY_PLURAL["timeEntries"], BY_PLURAL["calendarFeeds"]
    ics, picture = "/v1/calendarFeeds/private/{token}/feed.ics", "/v1/files/get/{kind}/{id}/{size}"
    return [
        Route("GET", "/v1/users/me", account.me, "The signed-in user.", users),
        Route("POST", "/v1/users/forgotPassword", account.forgot_password, "Ask for a new password.", open=True),
        Route("POST", "/v1/timeEntries/batchUpdate", records.batch_update, "Change several.", entries, mark="C"),
        Route("POST", "/v1/calendarFeeds", feeds.create_feed, "Create a calendar feed.", feed),
        Route("GET", ics, feeds.read_feed, "The absences of a user as iCalendar.", open=True),
        Route("GET", "/v1/analytics/projects", analytics.projects, "Figures of one project or several."),
        Route("GET", "/v1/analytics/time-entries", analytics.time_entries, "Figures of a range of days."),
        Route("GET", "/v1/export/timeEntries", export.time_entries, "Time entries as a file.", mark="C"),
        Route("POST", "/v1/files/upload/{kind}/{id}", images.upload, "Upload the picture of a user or client."),
        Route("GET", picture, images.download, "A picture in one of three sizes."),
    ]


def _records(resource: Resource) -> list[Route]:
    """Return the routes of one resource: its documented verbs on the list and on one record."""
    many = f"/v1/{resource.plural}"
    one = f"{many}/{{id}}"
    found = [
        Route("GET", many, records.list_rows, f"List {resource.plural}.", resource, mark=resource.mark),
        Route("POST", many, records.create_row, f"Create a {resource.singular}.", resource, mark=resource.mark),
        Route("PUT", one, records.update_row, f"Change a {resource.singular}.", resource, mark=resource.mark),
        Route("DELETE", one, records.delete_row, f"Delete a {resource.singular}.", resource, mark=resource.mark),
    ]
    if resource.by_id:
        found.append(Route("GET", one, records.get_row, f"One {resource.singular}.", resource, mark=resource.mark))
    own = {("POST", "calendarFeeds")}
    return [route for route in found if route.method in resource.verbs and (route.method, resource.plural) not in own]
