"""Normalize addresses of CoffeeCup as users type them, and name a company in requests (api-facts 1)."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from demitasse.domain.errors import BadInput, FaultCode

HOME = "aerion.app"
"""The domain of companies: `acme` alone means `https://acme.aerion.app`."""

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_HOSTED = ("aerion.app", "coffeecup.app", "coffeecupapp.com")
_SHARED = frozenset({"api", "www", "app", "dev", "localhost"})


def check_address(text: str) -> str:
    """Return an address as `scheme://host[:port]`.

    Raises:
        BadInput: `text` is not an address, not https (except on this machine), or contains a password.
    """
    typed = text.strip()
    parts = _split(_with_scheme(typed))
    host = (parts.hostname or "").rstrip(".")
    if parts.username is not None or parts.password is not None:
        raise _bad(FaultCode.ADDRESS_WITH_LOGIN)
    if parts.scheme not in {"http", "https"} or not _is_host(host) or _has_gaps(typed):
        raise _bad(FaultCode.ADDRESS_INVALID, typed) if typed else _bad(FaultCode.ADDRESS_MISSING)
    if parts.scheme == "http" and not is_loopback(host):
        raise _bad(FaultCode.ADDRESS_UNSAFE)
    bracketed = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{bracketed}{_port(parts)}"


def company_url(address: str, company: str) -> str:
    """Return the https address that identifies a company to the service at `address`; empty if it has none."""
    host = urlsplit(address).hostname or ""
    first, _, rest = host.partition(".")
    label = company_label(company) or ("" if is_loopback(host) or first in _SHARED or not rest else first)
    if not label:
        return ""
    outside = is_loopback(host) or "." not in rest
    return f"https://{label}.{HOME if outside else rest}"


def company_label(text: str) -> str:
    """Return the short name of a company, from `acme`, `Acme ` or `https://acme.aerion.app`; empty if invalid."""
    typed = text.strip()
    try:
        host = urlsplit(typed if "//" in typed else f"//{typed}").hostname or ""
    except ValueError:
        return ""
    label = host.partition(".")[0]
    return label if _LABEL.fullmatch(label) and not _has_gaps(typed) else ""


def company_of(address: str) -> str:
    """Return the company that an address names by itself; empty for a server that may host several."""
    name, _, rest = (urlsplit(address).hostname or "").partition(".")
    return name if rest in _HOSTED and name not in _SHARED else ""


def is_loopback(host: str) -> bool:
    """Return whether `host` is this machine, so that requests to it stay off the network."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _with_scheme(typed: str) -> str:
    if "//" in typed:
        return typed
    host = _split(f"//{typed}").hostname or ""
    if is_loopback(host):
        return f"http://{typed}"
    return f"https://{typed}" if "." in typed or ":" in typed else f"https://{typed}.{HOME}"


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError as error:
        raise _bad(FaultCode.ADDRESS_INVALID, text) from error


def _has_gaps(typed: str) -> bool:
    """Return whether there are blanks or line ends inside, which `urlsplit` would silently drop."""
    return not typed.isprintable() or " " in typed


def _is_host(host: str) -> bool:
    if ":" in host or host.replace(".", "").isdigit():
        try:
            return bool(ipaddress.ip_address(host))
        except ValueError:
            return False
    try:
        labels = host.encode("idna").decode("ascii").lower().split(".")
    except UnicodeError:
        return False
    return all(_LABEL.fullmatch(label) for label in labels)


def _port(parts: SplitResult) -> str:
    try:
        return f":{parts.port}" if parts.port is not None else ""
    except ValueError as error:
        raise _bad(FaultCode.ADDRESS_PORT) from error


def _bad(code: str, text: str = "") -> BadInput:
    return BadInput(code, text=text[:60], field="server")
