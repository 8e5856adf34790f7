"""The sandbox's own controls under `/_sandbox/…`, for this machine alone: clock, state, arrivals, quirks, faults."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from coffeecup_sandbox.clock import timestamp
from coffeecup_sandbox.exchange import Refusal, Reply, Request
from coffeecup_sandbox.faults import KINDS
from coffeecup_sandbox.quirks import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Callable

    from coffeecup_sandbox.service import Service

ROOT = "_sandbox"
HELP = {
    "GET|PUT /_sandbox/clock": '{"set": instant} stops it there, {"travel": instant} ticks on from there, '
    '{"advance": seconds}, {"release": true}; an instant is epoch seconds or ISO 8601',
    "GET|PUT /_sandbox/state": "everything, as it can be put back",
    "POST /_sandbox/reset": "back to the seeded company",
    "GET|DELETE /_sandbox/arrivals": "every request that came in",
    "GET|PUT|DELETE /_sandbox/quirks": '{"name": "value"}',
    "PUT /_sandbox/faults": '{"seed": n}: throw the dice of "chance" anew',
    "GET|POST|DELETE /_sandbox/faults": f'{{"kind": one of {", ".join(KINDS)}, "method", "path" (a regular '
    'expression), "times" (null: for ever), "skip", "chance", "seconds", "status", "retry_after", "location", '
    '"after", "fraction"}, or a list of such objects',
    "POST /_sandbox/calls": '{"calls": n}: calls of somebody else on the same account, for the throttle',
}


class Control:
    """Answers the control paths; refuses everybody who is not on this machine, and web pages in its browsers."""

    def __init__(self, service: Service, arrivals: list[dict[str, Any]], reset: Callable[[], None]) -> None:
        self._service = service
        self._paths: dict[str, dict[str, Callable[[Request], Any]]] = {
            "": {"GET": lambda request: HELP},
            "clock": {"GET": self._clock, "PUT": self._move_clock},
            "state": {"GET": lambda request: service.state.dump(), "PUT": self._load},
            "reset": {"POST": lambda request: reset()},
            "arrivals": {"GET": lambda request: list(arrivals), "DELETE": lambda request: arrivals.clear()},
            "quirks": {"GET": self._quirks, "PUT": self._set_quirks, "DELETE": lambda request: service.quirks.reset()},
            "faults": {
                "GET": self._faults,
                "POST": self._plan,
                "PUT": self._seed,
                "DELETE": lambda request: service.faults.clear(),
            },
            "calls": {"POST": self._foreign},
        }

    @staticmethod
    def owns(request: Request) -> bool:
        """Say whether a request is for the controls."""
        return request.segments[:1] == (ROOT,)

    def answer(self, request: Request) -> Reply:
        """Answer a control request."""
        try:
            if not _is_ours(request):
                raise Refusal(403, "The controls answer to programs on this machine only.")
            verbs = self._paths.get("/".join(request.segments[1:]))
            if verbs is None:
                raise Refusal(404, "There is no such control; GET /_sandbox lists them.")
            if request.method not in verbs:
                raise Refusal(405, "This control does not answer to that.", headers={"Allow": ", ".join(verbs)})
            return Reply(200, verbs[request.method](request))
        except Refusal as refusal:
            return Reply(refusal.status, refusal.body, headers=refusal.headers)
        except (ValueError, TypeError, OverflowError, LookupError) as error:
            return Reply(400, Refusal(400, f"{type(error).__name__}: {error}").body)

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
                raise ValueError(f"the clock knows {', '.join(moves)}")
            moves[name](value)
        return self._clock(request)

    def _load(self, request: Request) -> None:
        self._service.state.load(_object(request))
        self._service.throttle.clear()

    def _quirks(self, _: Request) -> dict[str, Any]:
        now = self._service.quirks.all()
        return {
            quirk.name: {
                "value": now[quirk.name],
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
        return [fault.told() for fault in self._service.faults.all()]

    def _plan(self, request: Request) -> list[dict[str, Any]]:
        body = request.json()
        wishes = body if isinstance(body, list) else [body]
        return [self._service.faults.plan(wish).told() for wish in wishes]

    def _seed(self, request: Request) -> None:
        self._service.faults.seed(int(_object(request)["seed"]))

    def _foreign(self, request: Request) -> None:
        self._service.throttle.add_foreign(self._service.state.company, min(10_000, int(_object(request)["calls"])))


def _is_ours(request: Request) -> bool:
    """Say whether a program on this machine asks; a web page in a browser here does not count, whatever its name."""
    host = urlsplit(f"//{request.headers.get('host', 'localhost')}").hostname or ""
    return "origin" not in request.headers and _is_here(request.peer.partition("%")[0]) and _is_here(host)


def _is_here(host: str) -> bool:
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
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    return float(value)
