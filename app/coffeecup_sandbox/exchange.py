"""One request, one reply, and the refusals between them, free of sockets."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
JSON_TYPE = "application/json; charset=utf-8"
ABSOLUTE = re.compile("^https?://[^/?]*", re.IGNORECASE)  # in front of a path, as a client says it to a proxy
SUMMARIES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    410: "Gone",
    411: "Length Required",
    413: "Payload Too Large",
    414: "URI Too Long",
    415: "Unsupported Media Type",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    505: "HTTP Version Not Supported",
}
CODES = {400: "E_BAD_REQUEST", 401: "E_UNAUTHORIZED", 403: "E_FORBIDDEN", 404: "E_NOT_FOUND", 500: "E_UNKNOWN"}


class Refusal(Exception):
    """An answer that is an error: the documented error object, and its HTTP status (api-facts 4)."""

    def __init__(self, status: int, raw: str | None, error: str | None = None, **more: Any) -> None:
        super().__init__(raw or error or str(status))
        self.status = status
        self.headers: dict[str, str] = more.pop("headers", {})
        summary = more.pop("summary", SUMMARIES.get(status, "Error"))
        code = error or CODES.get(status, "E_" + SUMMARIES.get(status, "Unknown").upper().replace(" ", "_"))
        self.body: dict[str, Any] = {"error": code, "status": status, "summary": summary}
        if raw is not None:
            self.body["raw"] = raw
        self.body.update(more)


@dataclass
class Request:
    """What a client sent. Header names are in lower case; `at` is in epoch seconds of the sandbox clock."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    peer: str = "127.0.0.1"

    def __post_init__(self) -> None:
        raw_path, _, raw_query = ABSOLUTE.sub("", self.target).partition("?")
        self.path = unquote(raw_path, errors="replace")
        self.segments = tuple(unquote(part, errors="replace") for part in raw_path.split("/") if part)
        self.query = parse_qsl(raw_query, keep_blank_values=True, errors="replace", max_num_fields=None)

    def asked(self, name: str) -> str | None:
        """Return a query parameter, or None."""
        return next((value for key, value in self.query if key == name), None)

    def media_type(self) -> str:
        """Return the content type in lower case, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def form(self) -> dict[str, str]:
        """Return the fields of a urlencoded form."""
        try:
            return dict(parse_qsl(self.body.decode("utf-8"), keep_blank_values=True))
        except UnicodeDecodeError:
            return {}

    def json(self) -> Any:
        """Return the decoded JSON body; refuses another content type, bad JSON and absurd nesting."""
        if self.media_type() != "application/json":
            raise Refusal(415, "Only application/json is accepted.")
        try:
            return decoded(self.body.decode("utf-8"))
        except ValueError:
            raise Refusal(400, "The body is not valid JSON.") from None


@dataclass
class Reply:
    """What the service answers: a JSON `payload`, JSON as `text`, or ready `body` bytes of another `kind`.

    Status 0 closes the connection without an answer; `delivery` holds the faults that spoil the sending.
    """

    status: int = 200
    payload: Any = None
    text: str | None = None
    body: bytes | None = None
    kind: str = JSON_TYPE
    headers: dict[str, str] = field(default_factory=dict)
    delivery: dict[str, Any] = field(default_factory=dict)

    def content(self) -> bytes:
        """Return the bytes of the body; text that is not valid Unicode is escaped."""
        if self.body is None:
            text = ENCODER.encode(self.payload) if self.text is None else self.text
            try:
                self.body = text.encode("utf-8")
            except UnicodeEncodeError:
                self.body = json.dumps(json.loads(text), separators=(",", ":")).encode("ascii")
        return self.body


def decoded(text: str) -> Any:
    """Return what JSON text means. Raises ValueError, also for absurd nesting and numbers beyond all bounds."""
    try:
        return json.loads(text, parse_constant=_number, parse_float=_number)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _number(word: str) -> float:
    found = float(word)
    if not math.isfinite(found):
        raise ValueError(f"{word[:20]} is not a JSON number")
    return found
