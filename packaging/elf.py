"""What the libraries and programs of a folder need from a Linux system, read with objdump (binutils)."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# The system's own loader and C library: `glibc` covers them.
C_LIBRARY = re.compile(r"(ld-linux.*|lib(c|m|dl|rt|pthread|util|resolv|anl)\.so\.\d+)$")


class Needs(NamedTuple):
    """What must be on a system: the least version of glibc, and libraries by their names (sonames).

    `foreign_paths` are the entries of RUNPATH, with their files, that lead outside the folder.
    """

    glibc: tuple[int, int]
    libraries: frozenset[str]
    foreign_paths: tuple[tuple[str, str], ...]


def needs(folder: Path) -> Needs:
    """Read all programs and libraries in a folder. Raises LookupError if there are none."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and not file.is_symlink() and is_elf(file))
    if not files:
        raise LookupError(f"no programs in {folder}")
    done = subprocess.run(["objdump", "-p", *map(str, files)], capture_output=True, text=True, check=True)
    return parse(done.stdout, {file.name for file in folder.rglob("*")})


def is_elf(file: Path) -> bool:
    """Return whether the file is a program or library."""
    with file.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"


def parse(text: str, present: Iterable[str]) -> Needs:
    """Read the output of `objdump -p`; `present` are the names of the files in the folder."""
    versions = [(int(major), int(minor)) for major, minor in re.findall(r"\bGLIBC_(\d+)\.(\d+)", text)]
    wanted = set(re.findall(r"^\s+NEEDED\s+(\S+)", text, re.MULTILINE)) - set(present)
    return Needs(
        max(versions, default=(0, 0)),
        frozenset(name for name in wanted if not C_LIBRARY.match(name)),
        tuple(_foreign_paths(text)),
    )


def _foreign_paths(text: str) -> Iterable[tuple[str, str]]:
    """Yield file and entry of each RUNPATH or RPATH that does not begin with $ORIGIN."""
    file = ""
    for line in text.splitlines():
        if found := re.match(r"(\S.*):\s+file format ", line):
            file = found[1]
        elif found := re.match(r"\s+R(?:UN)?PATH\s+(\S+)", line):
            yield from ((file, path) for path in found[1].split(":") if not path.startswith("$ORIGIN"))
