"""Addresses as people type them."""

from __future__ import annotations

import pytest

from demitasse.api.address import check_address, company_label, company_url
from demitasse.domain.errors import BadInput


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("acme", "https://acme.aerion.app"),
        (" acme.aerion.app/ ", "https://acme.aerion.app"),
        ("https://acme.coffeecup.app/v1/timeEntries?x=1#y", "https://acme.coffeecup.app"),
        ("HTTPS://API.CoffeeCupApp.com", "https://api.coffeecupapp.com"),
        ("https://acme.example:8443/", "https://acme.example:8443"),
        ("127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:5000", "http://localhost:5000"),
        ("localhost", "http://localhost"),
        ("http://[::1]:99", "http://[::1]:99"),
        ("https://192.0.2.7", "https://192.0.2.7"),
        ("https://bücher.example", "https://bücher.example"),
    ],
)
def test_what_is_meant(typed: str, meant: str) -> None:
    assert check_address(typed) == meant
    assert check_address(meant) == meant


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "needed"),
        ("http://acme.aerion.app", "http://"),
        ("http://127.0.0.1.example", "http://"),
        ("https://jane:secret@acme.aerion.app", "name or password"),
        ("https://jane@acme.aerion.app", "name or password"),
        ("ftp://acme.aerion.app", "not the address"),
        ("file:///etc/passwd", "not the address"),
        ("https://", "not the address"),
        ("https://ac me.example", "not the address"),
        ("https://acme..example", "not the address"),
        ("https://acme.example:99999", "port"),
        ("https://[::1", "not the address"),
        ("https://1.2.3", "not the address"),
        ("javascript:alert(1)", "port"),
        ("acme\r\nHost: evil", "not the address"),
    ],
)
def test_what_cannot_be_meant(typed: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as refused:
        check_address(typed)
    assert refused.value.field == "server"
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "company", "url"),
    [
        ("https://acme.aerion.app", "", "https://acme.aerion.app"),
        ("https://acme.aerion.app", "Acme ", "https://acme.aerion.app"),
        ("https://api.coffeecupapp.com", "acme", "https://acme.coffeecupapp.com"),
        ("https://api.coffeecupapp.com", "", ""),
        ("https://api.coffeecup.app", "https://acme.coffeecup.app/", "https://acme.coffeecup.app"),
        ("http://127.0.0.1:8000", "acme", "https://acme.aerion.app"),
        ("http://127.0.0.1:8000", "", ""),
        ("http://127.0.0.1:8000", "a\r\nX: y", ""),
    ],
)
def test_a_company_is_named_by_an_address_of_its_own(address: str, company: str, url: str) -> None:
    assert company_url(address, company) == url


def test_a_company_that_cannot_be_meant_has_no_name() -> None:
    assert company_label("[") == ""
    assert company_label("-acme-") == ""
