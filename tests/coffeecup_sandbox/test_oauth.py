"""Token requests, refreshes and refused tokens (api-facts 1.2 and 2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.coffeecup_sandbox.client import COMPANY, Client, basic

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox

JANE: dict[str, Any] = {"grant_type": "password", "username": "jane@acme.example", "password": "ristretto"}


def test_the_password_grant_returns_two_tokens(sandbox: Sandbox) -> None:
    response = Client(sandbox.url).ask_token(COMPANY, **JANE)
    assert response.status == 200
    assert list(response.json) == ["token_type", "access_token", "expires_in", "refresh_token"]
    assert response.json["token_type"] == "bearer"
    assert response.json["expires_in"] == 3600
    assert re.fullmatch("[0-9a-f]{40}", response.json["access_token"])
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({"Origin": "https://acme.coffeecupapp.com"}, ""),
        ({"companyurl": "https://acme.aerion.app"}, ""),
        ({}, "?companyurl=https%3A%2F%2Facme.coffeecup.app"),
        ({"Host": "acme.coffeecup.app"}, ""),
        ({}, ""),  # the sandbox serves one company
    ],
)
def test_the_company_can_be_named_in_four_ways(sandbox: Sandbox, headers: dict[str, str], query: str) -> None:
    assert Client(sandbox.url).ask_token(headers, query=query, **JANE).status == 200


def test_an_unknown_company_is_refused(sandbox: Sandbox) -> None:
    response = Client(sandbox.url).ask_token({"Origin": "https://nobody.coffeecupapp.com"}, **JANE)
    assert response.status == 404
    assert "nobody" in response.json["raw"]


def test_the_client_id_can_be_in_a_basic_header(sandbox: Sandbox) -> None:
    response = Client(sandbox.url).ask_token({**COMPANY, **basic("demitasse", "public")}, client_id="", **JANE)
    assert response.status == 200


@pytest.mark.parametrize(
    "change",
    [
        {"password": "wrong"},
        {"username": "nobody@acme.example"},
        {"password": ""},
        {"client_id": ""},
        {"client_secret": ""},
        {"grant_type": "magic"},
        {"grant_type": "refresh_token", "refresh_token": "0" * 40},
        {"grant_type": "client_credentials"},
    ],
)
def test_invalid_token_requests_get_400_and_a_text(sandbox: Sandbox, change: dict[str, Any]) -> None:
    response = Client(sandbox.url).ask_token(COMPANY, **{**JANE, **change})
    assert response.status == 400
    assert response.json["error"]
    assert response.json["raw"]


def test_a_former_employee_cannot_sign_in(sandbox: Sandbox) -> None:
    form = {**JANE, "username": "kim@acme.example", "password": "decaf"}
    assert Client(sandbox.url).ask_token(COMPANY, **form).status == 400


def test_a_token_request_must_be_a_form(sandbox: Sandbox) -> None:
    assert Client(sandbox.url).call("POST", "/oauth2/token", JANE).status == 400


def test_a_used_refresh_token_works_for_another_minute(sandbox: Sandbox, jane: Client) -> None:
    request = {"grant_type": "refresh_token", "refresh_token": jane.refresh}
    fresh = jane.ask_token(None, **request)
    assert fresh.status == 200
    assert fresh.json["refresh_token"] != jane.refresh
    sandbox.clock.advance(59)
    assert jane.ask_token(None, **request).status == 200
    sandbox.clock.advance(2)
    assert jane.ask_token(None, **request).status == 400


def test_weeks_of_refreshing_do_not_fill_the_memory(sandbox: Sandbox, jane: Client) -> None:
    token = jane.refresh
    for _ in range(40):
        sandbox.clock.advance(43_200)
        token = jane.ask_token(grant_type="refresh_token", refresh_token=token).json["refresh_token"]
    assert len(sandbox.state.tokens) < 12


def test_a_refresh_token_belongs_to_its_client(jane: Client) -> None:
    assert jane.ask_token(grant_type="refresh_token", refresh_token=jane.refresh, client_id="other").status == 400


def test_an_access_token_expires_after_an_hour(sandbox: Sandbox, jane: Client) -> None:
    sandbox.clock.advance(3599)
    assert jane.get("/v1/users/me").status == 200
    sandbox.clock.advance(1)
    response = jane.get("/v1/users/me")
    assert (response.status, response.json["status"]) == (401, 401)


def test_an_unknown_token_is_forbidden(sandbox: Sandbox) -> None:
    response = Client(sandbox.url, token="0" * 40).get("/v1/users/me")
    assert response.status == 403
    assert response.json == {
        "error": "E_FORBIDDEN",
        "status": 403,
        "summary": "Forbidden",
        "raw": "The access token provided is invalid.",
    }


def test_a_refresh_token_is_no_access_token(sandbox: Sandbox, jane: Client) -> None:
    assert Client(sandbox.url, token=jane.refresh).get("/v1/users/me").status == 403


def test_a_missing_token_is_unauthorized(sandbox: Sandbox) -> None:
    assert Client(sandbox.url).get("/v1/users/me").status == 401


def test_the_token_can_be_a_query_parameter_but_not_both(sandbox: Sandbox, jane: Client) -> None:
    assert Client(sandbox.url).get("/v1/users/me", access_token=jane.token).status == 200
    assert jane.get("/v1/users/me", access_token=jane.token).status == 400


def test_a_token_in_the_query_is_not_logged(sandbox: Sandbox, jane: Client) -> None:
    Client(sandbox.url).get("/v1/users/me", access_token=jane.token)
    assert jane.token not in str(sandbox.arrivals)


@pytest.mark.parametrize("name", ["access_token", "refresh_token", "password", "client_secret", "Password"])
def test_no_secret_in_a_query_is_logged(sandbox: Sandbox, name: str) -> None:
    Client(sandbox.url).get("/oauth2/token", **{name: "canary"})
    assert "canary" not in str(sandbox.arrivals)


@pytest.mark.parametrize("password", ["None", "none", "", "null", " "])
def test_a_user_without_a_password_cannot_sign_in(sandbox: Sandbox, password: str) -> None:
    (jane,) = [user for user in sandbox.state["users"] if user["email"] == JANE["username"]]
    for missing in (None, ""):
        sandbox.state.change("users", jane["id"], {"_password": missing})
        assert Client(sandbox.url).ask_token(COMPANY, **(JANE | {"password": password})).status == 400


def test_the_administration_of_the_service_can_refresh_its_session(sandbox: Sandbox) -> None:
    caller = Client(sandbox.url)
    admin = {"client_id": "server-admin", "client_secret": "server-secret"}
    first = caller.ask_token(COMPANY, grant_type="client_credentials", **admin).json
    again = caller.ask_token(COMPANY, grant_type="refresh_token", refresh_token=first["refresh_token"], **admin)
    assert again.status == 200
    assert again.json["access_token"] != first["access_token"]
