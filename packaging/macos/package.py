"""Make the disk image for macOS: `macos/package.py BUNDLE RELEASE`, run by build.py, which has made dist/Demitasse.app.

Signs and notarises only with the secrets named in `Secrets`. Without them, the name of the image says so.
"""

from __future__ import annotations

import argparse
import base64
import os
import platform
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import inventory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HERE = Path(__file__).resolve().parent
DIST = inventory.ROOT / "dist"
APP, STAGING = DIST / "Demitasse.app", DIST / "macos"
CERTIFICATE_KIND = "Developer ID Application"
Command = tuple[str, ...]


class Secrets(NamedTuple):
    """What signing needs, from environment variables; empty if unset.

    The certificate (.p12) and the key of the notary (.p8) are base64.
    """

    certificate: str
    password: str
    notary_key: str
    notary_key_id: str
    notary_issuer: str

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Secrets:
        """Read MACOS_CERTIFICATE, MACOS_CERTIFICATE_PASSWORD, MACOS_NOTARY_KEY, …_KEY_ID and MACOS_NOTARY_ISSUER."""
        names = ("CERTIFICATE", "CERTIFICATE_PASSWORD", "NOTARY_KEY", "NOTARY_KEY_ID", "NOTARY_ISSUER")
        return cls(*(environment.get(f"MACOS_{name}", "") for name in names))

    @property
    def can_sign(self) -> bool:
        """Whether the program can be signed."""
        return bool(self.certificate and self.password)

    @property
    def can_notarise(self) -> bool:
        """Whether Apple can be asked to check it. Only what is signed can be notarised."""
        return self.can_sign and bool(self.notary_key and self.notary_key_id and self.notary_issuer)


def image_name(version: str, machine: str, given: Secrets) -> str:
    """Return the name of the image. It says if Apple has not checked it, as macOS then does not simply open it."""
    lacking = "" if given.can_notarise else "-unnotarised" if given.can_sign else "-unsigned"
    return f"demitasse-{version}-macos-{machine}{lacking}.dmg"


def signing(target: Path, *, identity: str) -> list[Command]:
    """Return the commands that sign a program or an image, and check the signature; "-" is nobody's identity."""
    strict: Command = ("--options", "runtime", "--timestamp") if identity != "-" else ()
    if strict and target.suffix == ".app":
        strict = (*strict, "--entitlements", str(HERE / "entitlements.plist"))
    return [
        ("codesign", "--force", "--deep", *strict, "--sign", identity, str(target)),
        ("codesign", "--verify", "--deep", "--strict", str(target)),
    ]


def image(app: Path, staging: Path, target: Path) -> list[Command]:
    """Return the commands that make the image: the program, and a link to the folder it is to be moved to."""
    return [
        ("ditto", str(app), str(staging / app.name)),
        ("ln", "-s", "/Applications", str(staging / "Applications")),
        ("hdiutil", "create", "-volname", "Demitasse", "-srcfolder", str(staging), "-fs", "HFS+", "-format", "UDZO",
         "-ov", str(target)),
    ]  # fmt: skip


def notarising(target: Path, key: Path, given: Secrets) -> list[Command]:
    """Return the commands that have Apple check the image, and attach its answer."""
    who = ("--key", str(key), "--key-id", given.notary_key_id, "--issuer", given.notary_issuer)
    return [
        ("xcrun", "notarytool", "submit", str(target), *who, "--wait"),
        ("xcrun", "stapler", "staple", str(target)),
        ("spctl", "--assess", "--type", "open", "--context", "context:primary-signature", str(target)),
    ]


def keychain(folder: Path, given: Secrets, password: str) -> tuple[list[Command], list[Command]]:
    """Return the commands that put the certificate into a keychain of its own, and those that remove it."""
    own, certificate = str(folder / "signing.keychain-db"), str(folder / "certificate.p12")
    add: list[Command] = [
        ("security", "create-keychain", "-p", password, own),
        ("security", "set-keychain-settings", "-lut", "21600", own),
        ("security", "unlock-keychain", "-p", password, own),
        ("security", "import", certificate, "-k", own, "-P", given.password, "-T", "/usr/bin/codesign"),
        ("security", "set-key-partition-list", "-S", "apple-tool:,apple:", "-s", "-k", password, own),
        ("security", "list-keychains", "-d", "user", "-s", own, "login.keychain-db"),
    ]
    return add, [("security", "delete-keychain", own)]


def main(argv: Sequence[str] | None = None) -> int:
    """Make the image in RELEASE."""
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle", type=Path)
    parser.add_argument("release", type=Path)
    options = parser.parse_args(argv)
    given = Secrets.read(os.environ)
    shutil.copytree(options.bundle / "licences", APP / "Contents" / "Resources" / "licences", dirs_exist_ok=True)
    shutil.rmtree(STAGING, ignore_errors=True)
    STAGING.mkdir(parents=True)
    target = options.release / image_name(inventory.own_version(), platform.machine().lower(), given)
    with tempfile.TemporaryDirectory() as scratch:
        make(target, given, Path(scratch))
    return 0


def make(target: Path, given: Secrets, scratch: Path) -> None:
    """Sign as far as possible, and make the image. Raises SystemExit if a command fails."""
    if not given.can_sign:
        run(*signing(APP, identity="-"), *image(APP, STAGING, target))
        return
    (scratch / "certificate.p12").write_bytes(base64.b64decode(given.certificate))
    (scratch / "notary.p8").write_bytes(base64.b64decode(given.notary_key))
    add, remove = keychain(scratch, given, secrets.token_hex(16))
    try:
        run(*add, *signing(APP, identity=CERTIFICATE_KIND), *image(APP, STAGING, target))
        run(*signing(target, identity=CERTIFICATE_KIND))
        if given.can_notarise:
            run(*notarising(target, scratch / "notary.p8", given))
    finally:
        run(*remove)


def run(*commands: Command) -> None:
    """Run commands in turn. Raises SystemExit, without the arguments: some are secret."""
    for command in commands:
        if status := subprocess.run(command, check=False).returncode:
            raise SystemExit(f"{' '.join(command[:2])} failed with {status}.")


if __name__ == "__main__":
    raise SystemExit(main())
