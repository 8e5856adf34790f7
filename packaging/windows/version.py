"""The version resource of the programs: what Windows shows in the properties of a file and in Task Manager."""

from __future__ import annotations

import re

_RESOURCE = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "Demitasse"),
      StringStruct("FileDescription", "{description}"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "{name}"),
      StringStruct("LegalCopyright", "MIT licence"),
      StringStruct("OriginalFilename", "{name}.exe"),
      StringStruct("ProductName", "Demitasse"),
      StringStruct("ProductVersion", "{version}")])]),
    VarFileInfo([VarStruct("Translation", [0x0409, 1200])])
  ]
)
"""


def numbers(version: str) -> tuple[int, int, int, int]:
    """Return a version such as "0.1.0" or "0.2.0rc1" as the four numbers of Windows."""
    found = [int(number) for number in re.match(r"\d+(?:\.\d+){0,3}", version)[0].split(".")]  # type: ignore[index]
    return tuple([*found, 0, 0, 0][:4])  # type: ignore[return-value]


def resource(name: str, version: str, *, console: bool) -> str:
    """Return the version resource of the program `name` as PyInstaller reads it from a file."""
    description = "Demitasse (command line)" if console else "Demitasse"
    return _RESOURCE.format(numbers=numbers(version), version=version, name=name, description=description)
