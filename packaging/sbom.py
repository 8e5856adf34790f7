"""Write the bill of materials of a bundle, in CycloneDX 1.6: `sbom.py WORK FILE`, run by build.py.

Besides the Python packages it names what they and the system bring, so that a scanner for vulnerabilities finds it: Qt,
ICU, OpenSSL, SQLite, zlib, expat, Python itself, and each library of the Linux distribution.
"""

from __future__ import annotations

import os
import platform
import pyexpat
import re
import sqlite3
import ssl
import sys
import uuid
import zlib
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from cyclonedx.model import Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

import inventory

CPES = {
    "Qt": "cpe:2.3:a:qt:qt:{}:*:*:*:*:*:*:*",
    "ICU": "cpe:2.3:a:icu-project:international_components_for_unicode:{}:*:*:*:*:c\\/c\\+\\+:*:*",
    "OpenSSL": "cpe:2.3:a:openssl:openssl:{}:*:*:*:*:*:*:*",
    "Python": "cpe:2.3:a:python:python:{}:*:*:*:*:*:*:*",
    "SQLite": "cpe:2.3:a:sqlite:sqlite:{}:*:*:*:*:*:*:*",
    "expat": "cpe:2.3:a:libexpat_project:libexpat:{}:*:*:*:*:*:*:*",
    "zlib": "cpe:2.3:a:zlib:zlib:{}:*:*:*:*:*:*:*",
}
"""How the lists of known vulnerabilities name the parts that no registry of packages has."""


def write(work: Path, file: Path) -> None:
    """Write the bill of materials. Raises ValueError if it does not conform to the schema."""
    bom = bill(inventory.read(work))
    text = JsonV1Dot6(bom).output_as_string(indent=2)
    if error := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(str(error))
    file.write_text(text + "\n", encoding="utf-8", newline="\n")


def bill(found: inventory.Inventory) -> Bom:
    """Return the bill of materials; the same parts have the same serial number."""
    kind = ComponentType.APPLICATION
    own = Component(name="demitasse", version=inventory.own_version(), type=kind, bom_ref="demitasse")
    parts = [*libraries(), *packages(found), *system(found)]
    names = "\n".join(sorted(f"{part.name} {part.version}" for part in [own, *parts]))
    bom = Bom(components=parts, serial_number=uuid.uuid5(uuid.NAMESPACE_URL, names))
    bom.metadata.component = own
    bom.metadata.timestamp = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), UTC)
    bom.register_dependency(own, parts)
    return bom


def libraries() -> list[Component]:
    """Return the parts that neither a wheel nor a package of the distribution names."""
    versions = {
        "Qt": version("PySide6_Essentials"),
        "ICU": icu_version(),
        "OpenSSL": ssl.OPENSSL_VERSION.split()[1],
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "expat": pyexpat.EXPAT_VERSION.removeprefix("expat_"),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
    return [
        Component(name=name, version=found, type=ComponentType.LIBRARY, bom_ref=name, cpe=CPES[name].format(found))
        for name, found in versions.items()
        if found
    ]


def icu_version() -> str:
    """Return the version of the ICU that PySide6 brings on Linux; elsewhere Qt uses that of the system."""
    folder = Path(inventory.package_folder("PySide6_Essentials")) / "PySide6" / "Qt" / "lib"
    numbers = sorted(found[1] for file in folder.glob("libicuuc.so.*") if (found := re.search(r"so\.(\d+)", file.name)))
    return numbers[-1] if numbers else ""


def packages(found: inventory.Inventory) -> list[Component]:
    """Return the Python packages."""
    parts = []
    for part in found.distributions:
        purl = PackageURL("pypi", name=part.metadata["Name"].lower().replace("_", "-"), version=part.version)
        kind = ComponentType.LIBRARY
        parts.append(
            Component(name=part.metadata["Name"], version=part.version, type=kind, purl=purl, bom_ref=str(purl))
        )
    return parts


def system(found: inventory.Inventory) -> list[Component]:
    """Return the libraries of the distribution; their files are properties."""
    distro = platform.freedesktop_os_release() if sys.platform == "linux" else {}
    kind, release = distro.get("ID", ""), distro.get("VERSION_ID", "")
    parts = []
    for package in found.system:
        qualifiers = {"distro": f"{kind}-{release}", "arch": platform.machine()}
        purl = PackageURL("deb", kind or None, package.name, package.version, qualifiers) if package.version else None
        files = [Property(name="demitasse:file", value=name) for name in package.files]
        ref = str(purl or package.name)
        part = Component(name=package.name, version=package.version or None, purl=purl, bom_ref=ref, properties=files)
        parts.append(part)
    return parts


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
