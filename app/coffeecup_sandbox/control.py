"""The control routes under `/_sandbox/…`: clock, state, arrivals, quirks, faults. Only for this machine."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from coffeecup_sandbox.clock import timestamp
from coffeecup_sandbox.faults import KINDS
from coffeecup_sandbox.http_messages import ApiError, Request, Response
from coffeecup_sandbox.quirks import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Callable

    from coffeecup_sandbox.service import Service

ROOT = "_sandbox"
HELP = {
    "GET|PUT /_sandbox/clock": '{"set": instant} stops it there, {"travel": instant} runs on from there, '
    '{"advance": seconds}, {"release": true}; an instant is epoch seconds or ISO 8601',
    "GET|PUT /_sandbox/state": "all data, as PUT restores it",
    "POST /_sandbox/reset": "restore the generated company",
    "GET|DELETE /_sandbox/arrivals": "the requests received",
    "GET|PUT|DELETE /_sandbox/quirks": '{"name": "value"}',
    "PUT /_sandbox/faults": '{"seed": n}: restart the random numbers of "chance"',
    "GET|POST|DELETE /_sandbox/faults": f'{{"kind": one of {", ".join(KINDS)}, "method", "path" (a regular '
    'expression), "times" (null: no limit), "skip", "chance", "seconds", "status", "retry_after", "location", '
    '"after", "fraction"}, or a list of such objects',
    "POST /_sandbox/calls": '{"calls": n}: count n calls of other clients of the account, for the throttle',
}


class Control:
    """Answers the control routes. Refuses other machines, and web pages in a browser on this one."""

    def __init__(self, service: Service, arrivals: list[dict[str, Any]], reset: Callable[[], None]) -> None:
        self._service = service
        self._handlers: dict[str, dict[str, Callable[[Request], Any]]] = {
            "": {"GET": lambda request: HELP},
            "clock": {"GET": self._clock, "PUT": self._move_clock},
            "state": {"GET": lambda request: service.state.dump(), "PUT": self._load_state},
            "reset": {"POST": lambda request: reset()},
            "arrivals": {"GET": lambda request: list(arrivals), "DELETE": lambda request: arrivals.clear()},
            "quirks": {"GET": self._quirks, "PUT": self._set_quirks, "DELETE": lambda request: service.quirks.reset()},
            "faults": {
                "GET": self._faults,
                "POST": self._add_faults,
                "PUT": self._seed_faults,
                "DELETE": lambda request: service.faults.clear(),
            },
            "calls": {"POST": self._add_calls},
        }

    @staticmethod
    def owns(request: Request) -> bool:
        """Return whether the path of a request is a control route."""
        return request.segments[:1] == (ROOT,)

    def answer(self, request: Request) -> Response:
        """Return the response to a control request; errors too are responses."""
        try:
            if not _is_local_program(request):
                raise ApiError(403, "The controls answer to programs on this machine only.")
            handlers = self._handlers.get("/".join(request.segments[1:]))
            if handlers is None:
                raise ApiError(404, "There is no such control; GET /_sandbox lists them.")
            if request.method not in handlers:
                raise ApiError(405, "This control does not allow this method.", headers={"Allow": ", ".join(handlers)})
            return Response(200, handlers[request.method](request))
        except ApiError as error:
            return Response(error.status, error.body, headers=error.headers)
        except (ValueError, TypeError, OverflowError, LookupError) as error:
            return Response(400, ApiError(400, f"{type(error).__name__}: {error}").body)

    def _clock(self, _: Request) -> dict[str, Any]:
        now = self._service.state.clock.now()
        return {"now": now, "iso": timestamp(now)}

    def _move_clock(self, request: Request) -> dict[str, Any]:
        clock = self._service.state.clock
        moves: dict[str, Callable[[Any], None]] = {
            "set": lambda value: clock.set(_instant(value)),
            "travel": lambda value: clock.travel(_instant(value)),
            "advance": lambda value: clock.advance(float(value)),
            "release": lambda value: clock.release(),
        }
        for name, value in _object(request).items():
            if name not in moves:
                raise ValueError(f"the clock takes {', '.join(moves)}")
            moves[name](value)
        return self._clock(request)

    def _load_state(self, request: Request) -> None:
        self._service.state.load(_object(request))
        self._service.throttle.clear()

    def _quirks(self, _: Request) -> dict[str, Any]:
        values = self._service.quirks.all()
        return {
            quirk.name: {
                "value": values[quirk.name],
                "values": list(quirk.values),
                "question": quirk.question,
                "about": quirk.about,
            }
            for quirk in CATALOGUE
        }

    def _set_quirks(self, request: Request) -> dict[str, str]:
        for name, value in _object(request).items():
            self._service.quirks.set(name, value)
        return self._service.quirks.all()

    def _faults(self, _: Request) -> list[dict[str, Any]]:
        return [fault.to_json() for fault in self._service.faults.all()]

    def _add_faults(self, request: Request) -> list[dict[str, Any]]:
        body = request.json()
        items = body if isinstance(body, list) else [body]
        return [self._service.faults.add_from_json(item).to_json() for item in items]

    def _seed_faults(self, request: Request) -> None:
        self._service.faults.seed(int(_object(request)["seed"]))

    def _add_calls(self, request: Request) -> None:
        self._service.throttle.add_calls(self._service.state.company, min(10_000, int(_object(request)["calls"])))


def _is_local_program(request: Request) -> bool:
    """Return whether a program on this machine sent a request, and not a web page in a browser.

    The host is checked because a page can resolve its own name to this machine (DNS rebinding).
    """
    host = urlsplit(f"//{request.headers.get('host', 'localhost')}").hostname or ""
    return "origin" not in request.headers and _is_loopback(request.peer.partition("%")[0]) and _is_loopback(host)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _object(request: Request) -> dict[str, Any]:
    body = request.json()
    if not isinstance(body, dict):
        raise ValueError("the body must be a JSON object")
    return body


def _instant(value: Any) -> float:
    if isinstance(value, str):
        instant = datetime.fromisoformat(value)
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp()
    return float(value)
