"""The table of routes, from which requests are dispatched and the OpenAPI description is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coffeecup_sandbox.context import Context
from coffeecup_sandbox.handlers import account, analytics, calendar_feeds, images, pdf_export, records
from coffeecup_sandbox.http_messages import ApiError, Response
from coffeecup_sandbox.resources import ALL, BY_PLURAL, COLOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coffeecup_sandbox.oauth import OAuth
    from coffeecup_sandbox.schema import Resource
    from coffeecup_sandbox.throttle import Throttle

Handler = Callable[[Context], Response]


@dataclass(frozen=True)
class Route:
    """One method on one path template, in which `{name}` matches any segment.

    `open` routes need no token, nor do requests that meet `open_if`. Routes that are not `counted` do not count for
    the throttle. `mark` is the confidence in the route (api-facts 0).
    """

    method: str
    template: str
    handler: Handler
    about: str
    resource: Resource | None = None
    open: bool = False
    open_if: Callable[[Context], bool] | None = None
    counted: bool = True
    mark: str = "D"
    parts: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        parts = self.template.strip("/").split("/")
        object.__setattr__(self, "parts", tuple(part if part[0] == "{" else part.lower() for part in parts))

    def match(self, segments: tuple[str, ...]) -> dict[str, str] | None:
        """Return the values of the placeholders, or None if the path does not match. Ignores case."""
        params: dict[str, str] = {}
        for part, segment in zip(self.parts, segments, strict=True):
            if part[0] == "{":
                params[part[1:-1]] = segment
            elif part != segment.lower():
                return None
        return params


class Routes:
    """Finds the route of a request. Case and a trailing slash do not matter (api-facts 3)."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self.all = tuple(routes)
        self._by_key: dict[tuple[int, str], list[Route]] = {}
        for route in self.all:
            self._by_key.setdefault((len(route.parts), _index_key(route.parts)), []).append(route)

    def find(self, method: str, segments: tuple[str, ...]) -> tuple[Route, dict[str, str]]:
        """Return the route and the values of its placeholders. Raises ApiError (404, 405)."""
        allowed: list[str] = []
        literal = False  # users/me is matched already, so users/{id} must not match it
        index_key = (len(segments), _index_key(tuple(part.lower() for part in segments)))
        for route in self._by_key.get(index_key, ()):
            params = route.match(segments)
            if params is None or (params and literal):
                continue
            if route.method == method or (method == "HEAD" and route.method == "GET"):
                return route, params
            allowed.append(route.method)
            literal = literal or not params
        if allowed:
            headers = {"Allow": ", ".join(sorted(set(allowed)))}
            raise ApiError(405, f"This path does not allow {method[:20]}.", headers=headers)
        raise ApiError(404, "There is no such path.")


def _index_key(parts: tuple[str, ...]) -> str:
    """Return the segment by which routes are indexed: the one after `v1`, or else the first."""
    return parts[1] if len(parts) > 1 and parts[0] == "v1" else parts[0] if parts else ""


def build(oauth: OAuth, throttle: Throttle) -> Routes:
    """Return all routes of the service. A literal path must precede one with a placeholder in the same place."""
    return Routes(
        [*_account(oauth, throttle), *_special(), *(route for resource in ALL for route in _records(resource))]
    )


def _account(oauth: OAuth, throttle: Throttle) -> list[Route]:
    def token(context: Context) -> Response:
        return oauth.token(context.request)

    def limits(context: Context) -> Response:
        if context.quirks["status_path"] == "404":
            raise ApiError(404, "There is no such path.")
        return Response(200, throttle.status(throttle.account_of(context)))

    return [
        Route("POST", "/oauth2/token", token, "Get tokens: grants password and refresh_token.", open=True),
        Route("GET", "/account/rate_limit_status", limits, "The state of the throttle.", counted=False),
        Route("PUT", "/v1/admin/createAccount", account.create_account, "Create a company (the vendor only)."),
    ]


def _special() -> list[Route]:
    users, entries, feed = BY_PLURAL["users"], BY_PLURAL["timeEntries"], BY_PLURAL["calendarFeeds"]
    feed_file, picture = "/v1/calendarFeeds/private/{token}/feed.ics", "/v1/files/get/{kind}/{id}/{size}"
    return [
        Route("GET", "/v1/users/me", account.me, "The signed-in user.", users),
        Route("POST", "/v1/users/forgotPassword", account.forgot_password, "Ask for a new password.", open=True),
        Route("POST", "/v1/timeEntries/batchUpdate", records.batch_update, "Change several.", entries, mark="C"),
        Route("POST", "/v1/calendarFeeds", calendar_feeds.create_feed, "Create a calendar feed.", feed),
        Route("GET", feed_file, calendar_feeds.read_feed, "The absences of a user as iCalendar.", open=True),
        Route("GET", "/v1/analytics/projects", analytics.projects, "Figures of one project or several."),
        Route("GET", "/v1/analytics/time-entries", analytics.time_entries, "Figures of a range of days."),
        Route("GET", "/v1/export/timeEntries", pdf_export.time_entries, "Time entries as a file.", mark="C"),
        Route("POST", "/v1/files/upload/{kind}/{id}", images.upload, "Upload the picture of a user or client."),
        Route("GET", picture, images.download, "A picture in one of three sizes.", open_if=images.is_named_by_token),
    ]


def _colors_are_open(context: Context) -> bool:
    return context.quirks["open_reads"] == "yes"


def _records(resource: Resource) -> list[Route]:
    """Return the routes of one resource, for its list and for single records."""
    list_path = f"/v1/{resource.plural}"
    record_path = f"{list_path}/{{id}}"
    candidates = [
        Route(
            "GET",
            list_path,
            records.list_rows,
            f"List {resource.plural}.",
            resource,
            open_if=_colors_are_open if resource is COLOR else None,
            mark=resource.mark,
        ),
        Route("POST", list_path, records.create_row, f"Create a {resource.singular}.", resource, mark=resource.mark),
        Route("PUT", record_path, records.update_row, f"Change a {resource.singular}.", resource, mark=resource.mark),
        Route(
            "DELETE", record_path, records.delete_row, f"Delete a {resource.singular}.", resource, mark=resource.mark
        ),
    ]
    if resource.by_id:
        candidates.append(
            Route("GET", record_path, records.get_row, f"One {resource.singular}.", resource, mark=resource.mark)
        )
    special = {("POST", "calendarFeeds")}  # in _special
    return [
        route
        for route in candidates
        if route.method in resource.methods and (route.method, resource.plural) not in special
    ]
