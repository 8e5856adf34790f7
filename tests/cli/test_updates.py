"""`demitasse --version --check`: it asks only when it is told to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demitasse import __version__
from demitasse.cli.commands import LOCAL, NETWORK, USAGE
from tests.update_server import UpdateServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Terminal

PAGE = "https://example.org/new"


@pytest.fixture
def server(terminal: Terminal) -> Iterator[UpdateServer]:
    with UpdateServer({"version": "99.1.0", "page": PAGE}) as server:
        terminal("settings", "update_address", server.url)
        yield server


def test_a_newer_version_is_named_with_its_page(terminal: Terminal, server: UpdateServer) -> None:
    said = terminal("--version", "--check")
    assert (said.code, said.err) == (0, "")
    assert said.out == f"demitasse {__version__}\nVersion 99.1.0 is available. {PAGE}\n"
    answer = terminal("--check", "--version", "--json").json
    assert answer.pop("asked_at")
    assert answer == {"version": __version__, "newest": "99.1.0", "newer": True, "page": PAGE}
    assert len(server.requests) == 1


def test_the_newest_version_says_so(terminal: Terminal, server: UpdateServer) -> None:
    server.body = f'{{"version": "{__version__}"}}'.encode()
    assert terminal("--version", "--check").out.endswith("\nThere is no newer version.\n")


def test_nothing_is_asked_without_being_told(terminal: Terminal, server: UpdateServer) -> None:
    terminal("settings", "check_updates", "on")
    for words in (["--version"], ["--version", "--json"], ["status"], ["settings"], ["--check", "--help"]):
        assert terminal(*words).code == 0
    assert server.requests == []


def test_check_alone_is_a_mistake(terminal: Terminal, server: UpdateServer) -> None:
    said = terminal("--check")
    assert said.code == USAGE
    assert "--version --check" in said.err
    assert (server.requests, terminal.window.calls) == ([], [])


def test_without_an_address_it_says_how_to_set_one(terminal: Terminal) -> None:
    said = terminal("--version", "--check")
    assert said.code == LOCAL
    assert "demitasse settings update_address" in said.err
    assert terminal("--version", "--check", "--json").out == ""


def test_a_server_without_a_version_is_a_clear_sentence(terminal: Terminal, server: UpdateServer) -> None:
    server.status = 404
    said = terminal("--version", "--check")
    assert said.code == NETWORK
    assert "127.0.0.1 answered with the error 404" in said.err


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("https://example.org/demitasse.json", True),
        ("https://api.github.com/repos/acme/demitasse/releases/latest", True),
        ("http://127.0.0.1:8080/x", True),
        ("http://localhost/x", True),
        ("default", True),
        ("http://example.org", False),
        ("http://127.evil.example/x", False),
        ("http://localhost.evil.example/x", False),
        ("https://ada:secret@example.org", False),
        ("example.org", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://a b", False),
    ],
)
def test_the_address_is_a_secure_one(terminal: Terminal, typed: str, accepted: bool) -> None:
    assert (terminal("settings", "update_address", typed).code == 0) is accepted
