"""Which session of the desktop a request to show comes from, and the token that lets the window come to the front."""

from __future__ import annotations

import os
import sys

import pytest

from demitasse.desktop import session
from demitasse.desktop.session import Request

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="displays of Linux")

HERE = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0", "XDG_VTNR": "2"}


@pytest.mark.parametrize(
    ("runs", "asked", "place"),
    [
        (HERE, Request(wayland="wayland-0", x11=":0"), ""),
        (HERE, Request(x11=":0"), ""),
        (HERE, Request(wayland="wayland-1", x11=":1"), "wayland-0 (tty2)"),
        (HERE, Request(x11="localhost:10"), "wayland-0 (tty2)"),
        (HERE, Request(), ""),
        ({"DISPLAY": ":0.0"}, Request(x11=":0"), ""),
        ({"DISPLAY": ":0"}, Request(x11=":1"), ":0"),
        ({"DISPLAY": ":0", "XDG_VTNR": "x; rm"}, Request(x11=":1"), ":0"),
        ({}, Request(x11=":1"), ""),
    ],
)
def test_another_session_is_told_where_the_running_one_is(
    monkeypatch: pytest.MonkeyPatch, runs: dict[str, str], asked: Request, place: str
) -> None:
    for name in HERE:
        monkeypatch.delenv(name, raising=False)
    for name, value in runs.items():
        monkeypatch.setenv(name, value)
    assert session.place_elsewhere(asked) == place


def test_a_request_says_what_is_known_and_takes_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "gnome-shell/Demitasse/123-4")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("DISPLAY", ":0.0")
    asked = session.request()
    assert asked == Request("gnome-shell/Demitasse/123-4", "wayland-0", ":0")
    assert session.parse(asked.line().split(" ")) == asked
    assert "XDG_ACTIVATION_TOKEN" not in os.environ, "it is used once"


@pytest.mark.parametrize("odd", ["two words", "a\nquit", "x" * 201, "\N{LATIN SMALL LETTER E WITH ACUTE}", ""])
def test_what_is_no_token_is_left_out(monkeypatch: pytest.MonkeyPatch, odd: str) -> None:
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    assert Request(token=odd, x11=":0").line() == "x11=:0"
    session.keep_token(odd)
    assert not session.has_token()


def test_a_kept_token_is_used_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "")
    session.keep_token("token-1")
    assert session.has_token()
    session.drop_token()
    assert not session.has_token()
