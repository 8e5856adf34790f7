"""Normalizing addresses of CoffeeCup."""

from __future__ import annotations

import pytest

from demitasse.domain.errors import BadInput, FaultCode
from demitasse.support.address import check_address, company_label, company_of, company_url


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
        ("localhost:8080", "http://localhost:8080"),
        ("http://[::1]:99", "http://[::1]:99"),
        ("https://192.0.2.7", "https://192.0.2.7"),
        ("https://bücher.example", "https://bücher.example"),
    ],
)
def test_addresses_are_normalized(typed: str, meant: str) -> None:
    assert check_address(typed) == meant
    assert check_address(meant) == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", FaultCode.ADDRESS_MISSING),
        ("http://acme.aerion.app", FaultCode.ADDRESS_UNSAFE),
        ("http://127.0.0.1.example", FaultCode.ADDRESS_UNSAFE),
        ("https://jane:secret@acme.aerion.app", FaultCode.ADDRESS_WITH_LOGIN),
        ("https://jane@acme.aerion.app", FaultCode.ADDRESS_WITH_LOGIN),
        ("ftp://acme.aerion.app", FaultCode.ADDRESS_INVALID),
        ("file:///etc/passwd", FaultCode.ADDRESS_INVALID),
        ("https://", FaultCode.ADDRESS_INVALID),
        ("https://ac me.example", FaultCode.ADDRESS_INVALID),
        ("https://acme..example", FaultCode.ADDRESS_INVALID),
        ("https://acme.example:99999", FaultCode.ADDRESS_PORT),
        ("https://[::1", FaultCode.ADDRESS_INVALID),
        ("https://1.2.3", FaultCode.ADDRESS_INVALID),
        ("javascript:alert(1)", FaultCode.ADDRESS_PORT),
        ("acme\r\nHost: evil", FaultCode.ADDRESS_INVALID),
    ],
)
def test_other_text_is_refused(typed: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_address(typed)
    assert (refused.value.code, refused.value.field) == (code, "server")
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
def test_the_address_of_a_company(address: str, company: str, url: str) -> None:
    assert company_url(address, company) == url


def test_an_invalid_company_is_refused() -> None:
    assert company_label("[") == ""
    assert company_label("-acme-") == ""


@pytest.mark.parametrize(
    ("typed", "company"),
    [
        ("acme", "acme"),
        ("acme.coffeecup.app", "acme"),
        ("https://acme.aerion.app/", "acme"),
        ("time.acme.example", ""),
        ("localhost:8080", ""),
        ("api.coffeecupapp.com", ""),
    ],
)
def test_company_of_an_address(typed: str, company: str) -> None:
    assert company_of(check_address(typed)) == company
