"""Every status with every body becomes the right fault."""

from __future__ import annotations

import json
from typing import Any

import pytest

from demitasse.api import faults
from demitasse.api.transport import Response
from demitasse.domain.errors import Fault, FaultCode, NetworkFault, NotFound, Refused, Unclear

BODIES: tuple[tuple[bytes, str], ...] = (
    (b"", ""),
    (b"null", "application/json"),
    (b"<html><h1>Oops</h1></html>", "text/html"),
    (b"plain words", "text/plain"),
    (b'{"error":"E_X","status":%d,"summary":"Short","raw":"Long words."}', "application/json"),
    (b'{"code":400,"error":"invalid_grant","error_description":"Described."}', "application/json"),
    (b'["not","an","object"]', "application/json"),
    (b'{"error":{"nested":true},"raw":["x"]}', "application/json"),
    (b"\xff\xfe", "application/json"),
)


def _answer(status: int, content: Any, kind: str = "application/json") -> Response:
    return Response(status, content if isinstance(content, bytes) else json.dumps(content).encode(), kind)


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize("status", [*range(100, 104), *range(200, 227), *range(300, 309), *range(400, 452), 500, 599])
def test_every_status_with_every_body(status: int, write: bool) -> None:
    for body, kind in BODIES:
        answer = _answer(status, body % status if b"%d" in body else body, kind)
        fault = faults.fault(answer, write=write)
        if 200 <= status < 300:
            assert fault is None
            continue
        assert isinstance(fault, Fault)
        assert isinstance(fault, Refused) == (400 <= status < 500 and status not in {408, 410, 425})
        assert isinstance(fault, NotFound) == (status == 404)
        if write and not isinstance(fault, Refused):
            assert isinstance(fault, Unclear)
            assert fault.status == status
        assert "<" not in str(fault.params)


def test_an_error_behind_a_200_is_an_error() -> None:
    hidden = _answer(200, {"error": "E_VALIDATION", "status": 400, "summary": "1 attribute is invalid"})
    fault = faults.fault(hidden, write=True)
    assert isinstance(fault, Refused)
    assert (fault.status, fault.code, fault.text) == (400, FaultCode.SERVER_TEXT, "1 attribute is invalid")


@pytest.mark.parametrize(
    "content",
    [
        {"timeEntry": {"id": 1, "status": 1}},
        {"error": "", "status": 500},
        {"error": "E", "status": "500"},
        {"error": "E", "status": 200},
        {"status": 404},
    ],
)
def test_a_success_is_no_fault(content: Any) -> None:
    assert faults.fault(_answer(200, content), write=True) is None


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        ({"error": "E", "summary": "S", "raw": "R"}, "", "R"),
        ({"error": "E", "summary": "S", "raw": " "}, "", "S"),
        ({"error": "E", "summary": "S", "raw": {"code": 1}}, "", "S"),
        ({"error": "E", "message": "M"}, "", "M"),
        ({"error": "invalid_grant", "error_description": "D"}, "", "D"),
        ({"error": "E"}, "", "E"),
        ({"error": "E", "raw": "a\nb\t\u202ec\x1b[31m  d"}, "", "a b c [31m d"),
        ({"error": "E", "raw": "<b>bold</b>"}, "", "<b>bold</b>"),
        (
            {
                "error": "E_VALIDATION",
                "summary": "1 attribute is invalid",
                "invalidAttributes": {"project": [{"rule": "required", "message": "project is required"}], "x": 1},
            },
            "",
            "1 attribute is invalid: project is required",
        ),
        (b"line one\nline two", "text/plain", "line one line two"),
        (b"<html>", "text/html", ""),
        (b"", "", ""),
    ],
)
def test_the_servers_message(content: Any, kind: str, words: str) -> None:
    assert faults.message_of(_answer(400, content, kind)) == words


def test_a_long_message_is_cut() -> None:
    message = faults.message_of(_answer(400, {"error": "E", "raw": "word " * 5000}))
    assert len(message) <= faults.MAX_TEXT
    assert message.endswith("…")


@pytest.mark.parametrize(
    ("status", "content", "gone"),
    [
        (401, b"", True),
        (401, b"<html>", True),
        (403, {"error": "E_FORBIDDEN", "status": 403, "raw": "The access token provided is invalid."}, True),
        (403, {"error": "E_FORBIDDEN", "status": 403, "raw": "Your role does not allow this."}, False),
        (403, b"", False),
        (400, {"error": "invalid_request", "error_description": "The access token was not found"}, True),
        (400, {"error": "E_VALIDATION", "status": 400, "summary": "1 attribute is invalid"}, False),
        (200, {"error": "E", "status": 401, "raw": "x"}, True),
        (200, {"timeEntry": {"comment": "rotate the access token"}}, False),
        (500, {"error": "E", "status": 500, "raw": "access token"}, False),
    ],
)
def test_when_a_token_is_rejected(status: int, content: Any, gone: bool) -> None:
    assert faults.token_rejected(_answer(status, content)) is gone


@pytest.mark.parametrize(
    ("location", "named"),
    [("https://acme.aerion.app/v1", "acme.aerion.app"), ("/login", ""), ("https://[", ""), ("", "")],
)
def test_a_redirect_names_where_it_leads(location: str, named: str) -> None:
    fault = faults.fault(Response(301, location=location), write=False)
    assert type(fault) is NetworkFault
    assert fault.code is (FaultCode.MOVED_TO if named else FaultCode.MOVED)
    assert fault.params.get("host", "") == named


@pytest.mark.parametrize("status", range(400, 500))
def test_which_refusals_coffeecup_cannot_have_given(status: int) -> None:
    page = b"<!DOCTYPE html><title>Blocked</title>"
    never = status in {407, 451}
    assert faults.is_foreign(_answer(status, page, "text/html")) == (never or status not in {403, 404})
    assert faults.is_foreign(_answer(status, page, "")) == (never or status not in {403, 404})
    for body, kind in BODIES:
        if kind != "text/html":
            assert faults.is_foreign(_answer(status, body, kind)) == never
    labelled = b'{"error":"E_X","status":%d,"summary":"Short"}' % status
    assert faults.is_foreign(_answer(status, labelled, "text/html")) == never


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 422])
def test_only_a_bare_refusal_is_vague(status: int) -> None:
    assert faults.is_vague(_answer(status, b""))
    assert faults.is_vague(_answer(status, b"<html>", "text/html"))
    assert not faults.is_vague(_answer(status, {"error": "E", "status": status}))


def test_a_log_line_contains_no_text() -> None:
    """What a server or a person wrote never gets into the log with the text of a fault."""
    fault = faults.fault(_answer(400, {"error": "E", "raw": "secret words"}), write=True)
    assert str(fault) == "server_text status=400"
