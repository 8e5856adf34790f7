"""HTTP requests, responses and the API's error object, independent of sockets."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
JSON_TYPE = "application/json; charset=utf-8"
HTML_ERROR_PAGE = "<html><head><title>{0} {1}</title></head><body><center><h1>{0} {1}</h1></center></body></html>"
ORIGIN = re.compile("^https?://[^/?]*", re.IGNORECASE)  # precedes the path in a request to a proxy
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


class ApiError(Exception):
    """An error response: its HTTP status and the documented error object as `body` (api-facts 4)."""

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
    """A request with its percent-encoding resolved. Header names are in lower case; `peer` is the client's address."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    peer: str = "127.0.0.1"

    def __post_init__(self) -> None:
        raw_path, _, raw_query = ORIGIN.sub("", self.target).partition("?")
        self.path = unquote(raw_path, errors="replace")
        self.segments = tuple(unquote(part, errors="replace") for part in raw_path.split("/") if part)
        self.query = parse_qsl(raw_query, keep_blank_values=True, errors="replace", max_num_fields=None)

    def query_value(self, name: str) -> str | None:
        """Return the first value of a query parameter, or None."""
        return next((value for key, value in self.query if key == name), None)

    def media_type(self) -> str:
        """Return the content type in lower case, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def form(self) -> dict[str, str]:
        """Return the fields of a urlencoded form; none if the body is not UTF-8."""
        try:
            return dict(parse_qsl(self.body.decode("utf-8"), keep_blank_values=True))
        except UnicodeDecodeError:
            return {}

    def json(self) -> Any:
        """Return the decoded JSON body. Raises ApiError for another content type (415) and bad JSON (400)."""
        if self.media_type() != "application/json":
            raise ApiError(415, "Only application/json is accepted.")
        try:
            return decode_json(self.body.decode("utf-8"))
        except ValueError:
            raise ApiError(400, "The body is not valid JSON.") from None


@dataclass
class Response:
    """A response whose body is a JSON `payload`, JSON `text`, or `body` bytes of any content type.

    `make_body` makes the bytes later, when they are sent and other requests no longer wait for this one. Status 0
    closes the connection without a response; `delivery_faults` are applied while the body is sent.
    """

    status: int = 200
    payload: Any = None
    text: str | None = None
    body: bytes | None = None
    make_body: Callable[[], bytes] | None = None
    content_type: str = JSON_TYPE
    headers: dict[str, str] = field(default_factory=dict)
    delivery_faults: dict[str, Any] = field(default_factory=dict)

    def content(self) -> bytes:
        """Return the bytes of the body; text that is not valid Unicode is escaped."""
        if self.body is None and self.make_body is not None:
            self.body = self.make_body()
        if self.body is None:
            text = ENCODER.encode(self.payload) if self.text is None else self.text
            try:
                self.body = text.encode("utf-8")
            except UnicodeEncodeError:
                self.body = json.dumps(json.loads(text), separators=(",", ":")).encode("ascii")
        return self.body


def decode_json(text: str) -> Any:
    """Decode JSON. Raises ValueError for bad syntax, too deep nesting, NaN and infinite numbers."""
    try:
        return json.loads(text, parse_constant=_finite, parse_float=_finite)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _finite(literal: str) -> float:
    number = float(literal)
    if not math.isfinite(number):
        raise ValueError(f"{literal[:20]} is not a JSON number")
    return number
