"""How an answer is spoilt on its way: the part of the faults that works on replies."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from coffeecup_sandbox.exchange import JSON_TYPE, Refusal, Reply

if TYPE_CHECKING:
    from coffeecup_sandbox.exchange import Request
    from coffeecup_sandbox.faults import Fault
    from coffeecup_sandbox.quirks import Quirks

PORTAL = (
    b"<!DOCTYPE html><html><head><title>Welcome to Cafe WiFi</title></head>"
    b"<body><h1>Please accept our terms to go online</h1><form><button>Accept</button></form></body></html>"
)
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, companyurl",
    "Access-Control-Expose-Headers": "Retry-After",
}
GATEWAY = "<html><head><title>{0} {1}</title></head><body><center><h1>{0} {1}</h1></center></body></html>"


def instead(struck: dict[str, Fault]) -> Reply | None:
    """Return the answer of somebody on the way who never asks the service, or None."""
    if "drop_before" in struck:
        return Reply(0)
    if "portal" in struck:
        return Reply(200, body=PORTAL, kind="text/html")
    if "redirect" in struck:
        return Reply(struck["redirect"].status, body=b"", headers={"Location": struck["redirect"].location})
    fault = struck.get("status")
    return error(fault) if fault is not None and not fault.after else None


def elsewhere(request: Request, quirks: Quirks) -> Reply | None:
    """Return the answer to a browser that asks before it calls, or of a host that has moved to localhost, or None."""
    if request.method == "OPTIONS" and quirks["cors"] == "yes":
        return Reply(204, body=b"")
    if quirks["old_hosts"] == "serve":
        return None
    host = request.headers.get("host", "localhost")
    name = re.sub(":[0-9]+$", "", host)
    if name == "localhost" or name.endswith(".aerion.app"):
        return None
    if quirks["old_hosts"] == "410":
        return Reply(410, Refusal(410, "This host is gone.").body)
    place = f"http://localhost{host.removeprefix(name)}{request.target}"
    return Reply(int(quirks["old_hosts"]), body=b"", headers={"Location": place})


def error(fault: Fault) -> Reply:
    """Return the error answer of a fault: HTML from a gateway (502, 504), an error object from the service."""
    headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
    refusal = Refusal(fault.status, "This is a planned fault.", headers=headers)
    if fault.status in (502, 504):
        page = GATEWAY.format(fault.status, refusal.body["summary"])
        return Reply(fault.status, body=page.encode(), kind="text/html", headers=headers)
    return Reply(fault.status, refusal.body, headers=headers)


def spoilt(reply: Reply, struck: dict[str, Fault]) -> Reply:
    """Return what arrives of the service's answer."""
    fault = struck.get("status")
    if fault is not None:
        reply = error(fault)
    if "wrong_type" in struck and reply.kind == JSON_TYPE:
        reply = Reply(reply.status, _wrong(json.loads(reply.content() or b"null")), headers=reply.headers)
    if "garble" in struck:
        content = reply.content()
        reply.body = content[: len(content) // 2] + b"\xff\x00}{" + content[len(content) // 2 :]
    if "html_type" in struck:
        reply.kind = "text/html"
    if "drop_after" in struck:
        return Reply(0)
    reply.delivery = {kind: struck[kind] for kind in ("reset", "truncate", "drip") if kind in struck}
    return reply


def _wrong(value: Any) -> Any:
    """Turn every value of the innermost objects into one of another type."""
    if isinstance(value, dict):
        return {name: _wrong(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_wrong(each) for each in value]
    if value is None or isinstance(value, bool):
        return {"was": value}
    return ["?"] if isinstance(value, str) else f"about {value}"
