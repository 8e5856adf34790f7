"""Make the packages for Linux: `linux/package.py BUNDLE RELEASE [--runtime FILE]`, run by build.py.

A .deb and an .rpm (by nfpm), and an AppImage if there is a runtime for it: the program that mounts the image, published
at https://github.com/AppImage/type2-runtime. Without one, only the image is made (dist/linux/AppDir.squashfs).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from textwrap import wrap
from typing import Any

import elf
import inventory

HERE = Path(__file__).resolve().parent
DIST = inventory.ROOT / "dist"
WORK, DOCUMENTS, ICONS = DIST / "linux", DIST / "documents", DIST / "icons"
APP_ID = "app.demitasse.Demitasse"
HOMEPAGE = "https://demitasse.app/"
MAINTAINER = "The Demitasse developers <hello@demitasse.app>"
"""Placeholders: nobody has registered the domain yet. All addresses in the packages come from these two."""
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}

LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
}
"""The libraries that are never bundled, since they belong to the graphics drivers or the desktop: their packages on
Debian. Distributions with .rpm name their packages differently, but all provide a library by its own name."""
DATA = {
    "deb": ["fontconfig-config", "libx11-data", "xkb-data"],
    "rpm": ["fontconfig", "libX11.so.6()(64bit)", "xkeyboard-config"],
}
"""The packages with the files that bundled libraries read: the configuration of fonts, the composed characters that
come with libX11, and the layouts of keyboards."""
RECOMMENDED = {
    "deb": ["fonts-dejavu-core | fonts-noto-core", "libxss1", "gnome-keyring | kwalletmanager | keepassxc"],
    "rpm": ["dejavu-sans-fonts", "libXss.so.1()(64bit)"],
}
"""A font, the source of idle times on X11, and a keyring: without them the program works less well."""
SUMMARY = "track your working time from the tray"
DESCRIPTION = f"""{SUMMARY}
A timer and your projects one click from the tray, the timesheet of today,
and a command line. Demitasse books your hours in CoffeeCup, works without a
network for days, and sends every change exactly once."""


def main(argv: list[str] | None = None) -> int:
    """Make all packages."""
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle", type=Path)
    parser.add_argument("release", type=Path)
    parser.add_argument("--runtime", type=Path)
    options = parser.parse_args(argv)
    shutil.rmtree(WORK, ignore_errors=True)
    needs = elf.needs(options.bundle)
    tree(options.bundle, WORK / "root")
    extras(WORK)
    set_times(WORK)
    for packager in ("deb", "rpm"):
        file = WORK / f"nfpm-{packager}.json"
        file.write_text(json.dumps(recipe(needs, packager), indent=1), encoding="utf-8")
        run(Path(sys.executable).with_name("nfpm"), "package", "-f", file, "-p", packager, "-t", options.release)
    app_image(options.release, options.runtime)
    return 0


def tree(bundle: Path, root: Path) -> None:
    """Lay the files out as they are installed, all but those that only one kind of package has."""
    shutil.copytree(bundle, root / "usr/lib/demitasse", symlinks=True)
    for file in (root / "usr/lib/demitasse").rglob("*"):
        if not file.is_symlink():
            file.chmod(0o755 if file.is_dir() or file.name == "demitasse" else 0o644)
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin/demitasse").symlink_to("../lib/demitasse/demitasse")
    share = root / "usr/share"
    write(share / "applications" / f"{APP_ID}.desktop", (HERE / f"{APP_ID}.desktop").read_bytes())
    write(share / "metainfo" / f"{APP_ID}.metainfo.xml", metainfo().encode())
    for picture in ICONS.glob("*.png"):
        write(share / f"icons/hicolor/{picture.stem}x{picture.stem}/apps/{APP_ID}.png", picture.read_bytes())
    icons = inventory.ROOT / "resources" / "icons"
    write(share / f"icons/hicolor/scalable/apps/{APP_ID}.svg", (icons / "demitasse.svg").read_bytes())
    write(share / f"icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg", (icons / "demitasse-symbolic.svg").read_bytes())
    write(share / "man/man1/demitasse.1.gz", zipped((DOCUMENTS / "man/demitasse.1").read_bytes()))
    write(share / "bash-completion/completions/demitasse", (DOCUMENTS / "bash/demitasse").read_bytes())
    write(share / "fish/vendor_completions.d/demitasse.fish", (DOCUMENTS / "fish/demitasse.fish").read_bytes())


def extras(work: Path) -> None:
    """Write the files that only a .deb or only an .rpm has into folders of their own."""
    zsh = (DOCUMENTS / "zsh/_demitasse").read_bytes()
    changelog = (inventory.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    deb, rpm = work / "deb/usr/share", work / "rpm/usr/share"
    write(deb / "zsh/vendor-completions/_demitasse", zsh)
    write(deb / "doc/demitasse/changelog.gz", zipped(debian_changelog(changelog).encode()))
    write(deb / "doc/demitasse/copyright", copyright_file().encode())
    write(deb / "lintian/overrides/demitasse", (HERE / "lintian-overrides").read_bytes())
    write(rpm / "zsh/site-functions/_demitasse", zsh)
    write(rpm / "doc/demitasse/CHANGELOG.md", changelog.encode())
    write(rpm / "licenses/demitasse/LICENSE", (inventory.ROOT / "LICENSE").read_bytes())


def dependencies(needs: elf.Needs, packager: str) -> list[str]:
    """Return what a package depends on. Raises LookupError for a library without a known package."""
    if unknown := needs.libraries - set(LIBRARIES):
        raise LookupError(f"bundle these libraries, or name their packages in LIBRARIES: {sorted(unknown)}")
    glibc = ".".join(map(str, needs.glibc))
    if packager == "deb":
        return [f"libc6 (>= {glibc})", *sorted([*DATA["deb"], *(LIBRARIES[name] for name in needs.libraries)])]
    libraries = sorted(f"{name}()(64bit)" for name in needs.libraries)
    return [f"libc.so.6(GLIBC_{glibc})(64bit)", *DATA["rpm"], *libraries]


def recipe(needs: elf.Needs, packager: str) -> dict[str, Any]:
    """Return what nfpm makes a package from. Raises LookupError."""
    return {
        "name": "demitasse",
        "arch": ARCHITECTURES[platform.machine()],
        "version": package_version(inventory.own_version()),
        "version_schema": "none",
        "maintainer": MAINTAINER,
        "description": DESCRIPTION if packager == "deb" else DESCRIPTION.partition("\n")[2],
        "homepage": HOMEPAGE,
        "license": "MIT",
        "section": "utils",
        "priority": "optional",
        "umask": 0o022,
        "mtime": f"{moment():%Y-%m-%dT%H:%M:%SZ}",
        "depends": dependencies(needs, packager),
        "recommends": RECOMMENDED[packager],
        "contents": [{"src": f"{WORK / each}/", "dst": "/", "type": "tree"} for each in ("root", packager)],
        "deb": {"compression": "xz"},
        "rpm": {
            "compression": "zstd",
            "summary": SUMMARY,
            "group": "Applications/Productivity",
            "buildhost": "localhost",
        },
    }


def package_version(version: str) -> str:
    """Return a Python version as packages of Linux write it: "1.0rc1" sorts before "1.0" as "1.0~rc1"."""
    return re.sub(r"\.?(a|b|rc|dev)(\d+)", r"~\1\2", version)


def debian_changelog(text: str) -> str:
    """Return CHANGELOG.md in Debian's format. Changes that are not released belong to the version that is built."""
    entries = []
    for title, body in re.findall(r"^## \[([^\]]+)\].*?$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL):
        version = inventory.own_version() if title == "Unreleased" else title
        items = [" ".join(item.split()) for item in re.findall(r"^- (.*(?:\n  .*)*)", body, re.MULTILINE)]
        wrapped = [wrap(item, 78, initial_indent="  * ", subsequent_indent="    ") for item in items or ["No changes."]]
        lines = "\n".join(line for item in wrapped for line in item)
        head = f"demitasse ({package_version(version)}) stable; urgency=medium"
        entries.append(f"{head}\n\n{lines}\n\n -- {MAINTAINER}  {moment():%a, %d %b %Y %H:%M:%S +0000}\n")
    return "\n".join(entries)


def copyright_file() -> str:
    """Return Debian's copyright file: our licence, and where those of the bundled parts are."""
    licence = (inventory.ROOT / "LICENSE").read_text(encoding="utf-8")
    return (
        f"Demitasse, {HOMEPAGE}\n\n{licence}\n"
        "This package contains other software under licences of its own, among it Qt and Qt for Python under the GNU\n"
        "Lesser General Public License, version 3 (/usr/share/common-licenses/LGPL-3). All parts and their licences\n"
        "are listed in /usr/lib/demitasse/licences/README.txt, which also tells how to replace Qt.\n"
    )


def metainfo() -> str:
    """Return the AppStream file of this version."""
    text = (HERE / f"{APP_ID}.metainfo.xml").read_text(encoding="utf-8")
    values = {"VERSION": inventory.own_version(), "DATE": f"{moment():%Y-%m-%d}", "HOMEPAGE": HOMEPAGE}
    return re.sub(r"@([A-Z]+)@", lambda found: values[found[1]], text)


def app_image(release: Path, runtime: Path | None) -> None:
    """Make the folder of an AppImage, its file system, and with a runtime the AppImage itself."""
    folder, image = WORK / "AppDir", WORK / "AppDir.squashfs"
    shutil.copytree(WORK / "root", folder, symlinks=True)
    (folder / "AppRun").symlink_to("usr/lib/demitasse/demitasse")
    shutil.copyfile(HERE / f"{APP_ID}.desktop", folder / f"{APP_ID}.desktop")
    shutil.copyfile(ICONS / "256.png", folder / f"{APP_ID}.png")
    (folder / ".DirIcon").symlink_to(f"{APP_ID}.png")
    set_times(folder)
    image.unlink(missing_ok=True)
    packed = ("-root-owned", "-noappend", "-no-progress", "-quiet", "-comp", "zstd", "-Xcompression-level", "15")
    run("mksquashfs", folder, image, *packed, "-b", "256K")
    if runtime is None:
        print("No AppImage was made: give its runtime with --runtime FILE.")
        return
    file = release / f"Demitasse-{inventory.own_version()}-{platform.machine()}.AppImage"
    file.write_bytes(runtime.read_bytes() + image.read_bytes())
    file.chmod(0o755)


def zipped(data: bytes) -> bytes:
    """Return the data as gzip without a time or name."""
    return gzip.compress(data, 9, mtime=0)


def write(file: Path, data: bytes) -> None:
    """Write a file that everybody may read, and the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    file.chmod(0o644)


def moment() -> datetime:
    """Return the time of the build."""
    return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), UTC)


def set_times(folder: Path) -> None:
    """Give everything in a folder the time of the build."""
    seconds = int(moment().timestamp())
    for path in (folder, *folder.rglob("*")):
        os.utime(path, (seconds, seconds), follow_symlinks=False)


def run(*command: str | Path) -> None:
    """Run a program."""
    subprocess.run([str(word) for word in command], check=True)


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
