"""What of the package for macOS can be tried elsewhere: Info.plist, headers of binaries, and the commands to sign."""

from __future__ import annotations

import plistlib
import re
import struct
import sys
from pathlib import Path

import pytest

from demitasse import __version__
from demitasse.desktop.autostart import NAME
from demitasse.ui.text.wording import LANGUAGES
from macos import package, plist

NOTHING = package.Secrets("", "", "", "", "")
CERTIFICATE = NOTHING._replace(certificate="Y2VydA==", password="p12")
ALL = CERTIFICATE._replace(notary_key="a2V5", notary_key_id="K1", notary_issuer="I1")
SYSTEMS = {(13, 0, 0): 0xD0000, (14, 4, 0): 0xE0400, (10, 15, 7): 0xA0F07}


def build_version(packed: int, platform: int = 1) -> bytes:
    return struct.pack("<6I", 0x32, 24, platform, packed, 0xF0000, 0)


def version_min(packed: int) -> bytes:
    return struct.pack("<4I", 0x24, 16, packed, 0xF0000)


def thin(*commands: bytes, bits: int = 64) -> bytes:
    """Return a Mach-O file that has an unrelated command before these."""
    all_commands = [struct.pack("<4I", 0x1B, 16, 1, 2), *commands]  # LC_UUID
    magic = 0xFEEDFACF if bits == 64 else 0xFEEDFACE
    size = sum(map(len, all_commands))
    header = struct.pack("<7I", magic, 0x100000C, 0, 6, len(all_commands), size, 0) + bytes(4 if bits == 64 else 0)
    return header + b"".join(all_commands)


def fat(*slices: bytes, bits: int = 32) -> bytes:
    entry, magic = (">5I", 0xCAFEBABE) if bits == 32 else (">2I2Q2I", 0xCAFEBABF)
    at = 8 + struct.calcsize(entry) * len(slices)
    table, body = b"", b""
    for content in slices:
        numbers = (0, 0, at + len(body), len(content), 0) + (() if bits == 32 else (0,))
        table += struct.pack(entry, *numbers)
        body += content
    return struct.pack(">2I", magic, len(slices)) + table + body


@pytest.mark.parametrize(("version", "packed"), list(SYSTEMS.items()))
def test_the_header_of_a_binary_names_the_oldest_macos(version: plist.Version, packed: int) -> None:
    for data in (thin(build_version(packed)), thin(version_min(packed)), thin(build_version(packed), bits=32)):
        assert list(plist.minimum_systems(data)) == [version]
        for bits in (32, 64):
            both = fat(data, thin(build_version(0xB0000)), bits=bits)
            assert list(plist.minimum_systems(both)) == [version, (11, 0, 0)]


@pytest.mark.parametrize(
    "data",
    [b"", b"\xcf\xfa", b"\x7fELF" + bytes(60), b"MZ" + bytes(60), b"text\n",
     b"\xca\xfe\xba\xbe\x00\x00\x00\x41" + bytes(80), b"\xca\xfe\xba\xbe", thin(),
     thin(build_version(0xD0000, platform=6))],
)  # fmt: skip
def test_other_files_name_none(data: bytes) -> None:
    assert list(plist.minimum_systems(data)) == []


def test_the_newest_of_all_binaries_counts(tmp_path: Path) -> None:
    contents = {"a": fat(thin(build_version(0xD0000)), thin(build_version(0xB0000))), "b": thin(build_version(0xE0400))}
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    assert plist.oldest_system([tmp_path / "a"]) == "13.0"
    assert plist.oldest_system([tmp_path / "a", tmp_path / "b"]) == "14.4"
    (tmp_path / "c").write_bytes(thin(build_version(0xE0401)))
    assert plist.oldest_system([tmp_path / "c"]) == "14.4.1"


@pytest.mark.parametrize(
    ("name", "decides"),
    [
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("Python", True),
        ("Python.framework/Versions/3.13/Python", True),
        ("libpython3.13.dylib", True),
        ("PySide6/QtCore.abi3.so", False),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.dylib", False),
        ("lib-dynload/_ssl.cpython-313-darwin.so", False),
    ],
)
def test_qt_and_python_decide(name: str, decides: bool) -> None:
    assert plist.decides(name) is decides


def test_the_plist_is_that_of_a_program_of_the_menu_bar() -> None:
    keys = plistlib.loads(plistlib.dumps(plist.info_plist("1.2.3", "13.0")))
    assert keys["LSUIElement"] is True
    assert keys["LSAppNapIsDisabled"] is True
    assert keys["LSBackgroundOnly"] is False
    assert keys["LSMinimumSystemVersion"] == "13.0"
    assert (keys["CFBundleShortVersionString"], keys["CFBundleVersion"]) == ("1.2.3", "1.2.3")
    assert keys["NSHighResolutionCapable"] is True
    assert keys["NSRequiresAquaSystemAppearance"] is False
    assert keys["CFBundleIdentifier"] == NAME, "the agent that starts it at login names it"
    assert set(keys["CFBundleLocalizations"]) == set(LANGUAGES)


@pytest.mark.parametrize("version", ["1.2.3-rc.1", __version__])
def test_the_number_of_a_build_has_digits_only(version: str) -> None:
    keys = plist.info_plist(version, "13.0")
    assert keys["CFBundleShortVersionString"] == version
    assert re.fullmatch(r"\d+(\.\d+){0,2}", keys["CFBundleVersion"])


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (NOTHING, "demitasse-1.2.3-macos-arm64-unsigned.dmg"),
        (ALL._replace(certificate=""), "demitasse-1.2.3-macos-arm64-unsigned.dmg"),
        (ALL._replace(password=""), "demitasse-1.2.3-macos-arm64-unsigned.dmg"),
        (CERTIFICATE, "demitasse-1.2.3-macos-arm64-unnotarised.dmg"),
        (ALL._replace(notary_issuer=""), "demitasse-1.2.3-macos-arm64-unnotarised.dmg"),
        (ALL, "demitasse-1.2.3-macos-arm64.dmg"),
    ],
)
def test_the_name_says_what_was_not_done(given: package.Secrets, name: str) -> None:
    assert package.image_name("1.2.3", "arm64", given) == name


def test_secrets_are_read_from_the_variables_that_the_workflow_sets() -> None:
    workflow = (Path(__file__).parents[2] / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    names = re.findall(r"(MACOS_\w+): \$\{\{ secrets\.\1 \}\}", workflow)
    assert package.Secrets.read({name: name for name in names}) == package.Secrets(*names)
    assert package.Secrets.read({}) == NOTHING


def ran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: package.Secrets) -> list[list[str]]:
    """Return the programs and arguments that making an image starts, from programs that note them."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("codesign", "ditto", "hdiutil", "ln", "security", "spctl", "xcrun"):
        note = f'printf "%s\\t" {name} "$@" >> "{tmp_path}/log"; echo >> "{tmp_path}/log"'
        (programs / name).write_text(f"#!/bin/sh\n{note}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    package.make(tmp_path / "x.dmg", given, tmp_path)
    return [line.rstrip("\t").split("\t") for line in (tmp_path / "log").read_text().splitlines()]


@pytest.mark.skipif(sys.platform == "win32", reason="the programs of this test are scripts of a shell")
class TestCommands:
    def test_without_secrets_nobody_signs(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        commands = ran(monkeypatch, tmp_path, NOTHING)
        assert [command[0] for command in commands] == ["codesign", "codesign", "ditto", "ln", "hdiutil"]
        assert commands[0][-3:] == ["--sign", "-", str(package.APP)]
        assert "--timestamp" not in commands[0]

    def test_with_a_certificate_program_and_image_are_signed(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        commands = ran(monkeypatch, tmp_path, CERTIFICATE)
        signed = [command for command in commands if command[:2] == ["codesign", "--force"]]
        assert [command[-1] for command in signed] == [str(package.APP), str(tmp_path / "x.dmg")]
        assert all({"runtime", "--timestamp", package.CERTIFICATE_KIND} <= set(command) for command in signed)
        assert "--entitlements" in signed[0]
        assert commands[-1][:2] == ["security", "delete-keychain"], "also if something fails before"
        assert "xcrun" not in {command[0] for command in commands}
        assert (tmp_path / "certificate.p12").read_bytes() == b"cert"

    def test_with_everything_the_image_is_notarised(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        commands = [command for command in ran(monkeypatch, tmp_path, ALL) if command[0] == "xcrun"]
        key = ["--key", str(tmp_path / "notary.p8"), "--key-id", "K1", "--issuer", "I1"]
        assert commands == [
            ["xcrun", "notarytool", "submit", str(tmp_path / "x.dmg"), *key, "--wait"],
            ["xcrun", "stapler", "staple", str(tmp_path / "x.dmg")],
        ]

    def test_a_failure_names_no_secret(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        program = tmp_path / "security"
        program.write_text("#!/bin/sh\nexit 3\n")
        program.chmod(0o755)
        with pytest.raises(SystemExit, match=r"^security import failed with 3\.$") as raised:
            package.run(("security", "import", "x.p12", "-P", "geheim"))
        assert "geheim" not in str(raised.value)


def test_the_entitlements_are_a_property_list() -> None:
    file = Path(package.HERE) / "entitlements.plist"
    assert plistlib.loads(file.read_bytes()) == {"com.apple.security.cs.allow-unsigned-executable-memory": True}
