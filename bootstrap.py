"""Set everything up, then start the demo or run all checks: the two commands of the README.

    python3 bootstrap.py demo [arguments]    the tray app on a bundled local CoffeeCup
    python3 bootstrap.py test [arguments]    every check; with arguments: only pytest, with those
    python3 bootstrap.py packages            the line that installs the system packages of the tests
    python3 bootstrap.py long | bench | screenshots | windows | desktops    the slow runs

Needs nothing but Python 3.11 or newer, on Linux, macOS and Windows. What it installs goes into .venv beside this
file, with the versions and hashes of constraints.txt (demo) and constraints-dev.txt (everything else).
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed"
OLDEST, TOO_NEW = (3, 11), (3, 15)
RUN, DEV = "constraints.txt", "constraints-dev.txt"
# The oldest systems on which the wheels of Qt 6.11 run.
GLIBC = {"x86_64": (2, 34), "aarch64": (2, 39)}
MACOS = (13,)

# The libraries Qt opens on X11, and their packages on Debian and Ubuntu.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# The programs of the tests' virtual desktop, and their packages.
DESKTOP_PROGRAMS = {
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
    "openbox": "openbox",
    "trayer": "trayer",
    "xdotool": "xdotool",
    "xprop": "x11-utils",
    "xwininfo": "x11-utils",
}
MIN_FREE_BYTES = 2 * 10**9
# The launcher of the accessibility bus is not on PATH; older releases of Debian and Ubuntu have it at the second path.
AT_SPI = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
# One worker more than cores, for the time that tests wait for processes; each takes 10 s to collect the tests.
PARALLEL = ("-n", str((os.cpu_count() or 2) + 1), "--dist", "worksteal")
CHECKS = {
    "style": ("-m", "ruff", "check", "."),
    "layout": ("-m", "ruff", "format", "--check", "."),
    "types": ("-m", "mypy"),
    "layers": ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-logo"),
}
TESTS = ("-m", "pytest", *PARALLEL, "--cov", "--cov-report=", "--durations=10", "--durations-min=5")
SLOW = ("long", "bench", "screenshots", "windows", "desktops")


class SetUpError(Exception):
    """The set-up cannot go on; the message is shown to the user."""


def main(argv: list[str]) -> int:
    """Run a command; return the exit status of the last program, or 1 after a message on stderr."""
    command, arguments = (argv[0] if argv else "help"), argv[1:]
    commands = {"demo": demo, "test": test, "packages": packages} | dict.fromkeys(SLOW, slow)
    if command not in commands:
        print(__doc__)
        return 0 if command in {"help", "-h", "--help"} and argv else 2
    try:
        return commands[command](argv if commands[command] is slow else arguments)
    except SetUpError as error:
        print(f"\nbootstrap: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def demo(arguments: list[str]) -> int:
    """Start the tray app with a local CoffeeCup."""
    install(RUN)
    missing = [QT_LIBRARIES[name] for name in missing_libraries()]
    if missing:
        say(f"The window needs some libraries of your system. On Debian and Ubuntu: {apt_line(missing)}")
    return run(str(PYTHON), "-m", "demitasse", "demo", *arguments)


def test(arguments: list[str]) -> int:
    """Run every check, also after one has failed; with arguments only pytest."""
    install(DEV)
    environment = temporary_folder() | ({} if missing_packages(fetch=True) else {"DEMITASSE_REQUIRE_DESKTOP": "1"})
    environment["PYTHONHASHSEED"] = "0"  # the order of sets is the same in every run
    environment["PYTHONDONTWRITEBYTECODE"] = ""  # the tests start Python a thousand times
    if arguments:
        return run(str(PYTHON), "-m", "pytest", *arguments, **environment)
    results = all_checks(environment)
    results["coverage"] = check_coverage(must="DEMITASSE_REQUIRE_DESKTOP" in environment)
    failed = [name for name, status in results.items() if status]
    say("Failed: " + ", ".join(failed) if failed else "All checks passed: " + ", ".join(results))
    return 1 if failed else 0


def all_checks(environment: dict[str, str]) -> dict[str, int]:
    """Run the tests, and the other checks beside them, each of which takes one core; return the exit statuses."""
    with ThreadPoolExecutor(1) as pool:
        others = {name: pool.submit(quietly, name, *check, **environment) for name, check in CHECKS.items()}
        if not (ROOT / "tests" / "__pycache__").is_dir():
            say("Compiling the tests")  # or each worker would compile all of them
            run(str(PYTHON), "-m", "pytest", "-q", "--deselect", "tests", **environment)
        tests = timed("tests", *TESTS, **environment)
    return {name: other.result() for name, other in others.items()} | {"tests": tests}


def temporary_folder() -> dict[str, str]:
    """Return the variable that moves temporary files into memory, if there is room.

    Tests make thousands of durable commits, which take three times as long on a disk. Power cuts are simulated.
    """
    shared = Path("/dev/shm")  # noqa: S108 - TMPDIR overrides it
    usable = shared.is_dir() and os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > MIN_FREE_BYTES
    return {"TMPDIR": str(shared)} if usable and "TMPDIR" not in os.environ else {}


def packages(_: list[str]) -> int:
    """Print the command that installs the missing system packages, if any."""
    missing = missing_packages(fetch=False)
    if missing:
        print(apt_line(missing, sudo=""))
    return 0


def slow(arguments: list[str]) -> int:
    """Run a program under tests/ that takes long: `arguments` are its name and options."""
    name = arguments[0]
    if not any((ROOT / "tests" / place).is_file() for place in (f"{name}.py", f"{name}/__main__.py")):
        raise SetUpError(f"There is no tests/{name} here.")
    install(DEV)
    missing_packages(fetch=True)
    return module(f"tests.{name}", *arguments[1:], **(temporary_folder() if name == "long" else {}))


# --- the virtual environment


def install(pins: str) -> None:
    """Install `pins` into .venv; make it anew if Python or the pins changed, do nothing if it is up to date."""
    check_system()
    have = STAMP.read_text(encoding="utf-8").split() if STAMP.is_file() and works(PYTHON) else []
    if state(pins) in have:
        return
    if state(RUN) not in have:
        make_environment()
    say(f"Installing the packages of {pins} into .venv (about 110 MB to download the first time)")
    # The pins are complete, so pip must not resolve anything.
    install_packages("--no-deps", "--require-hashes", "--only-binary=:all:", "-r", pins)
    install_packages("--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--editable", ".")
    STAMP.write_text("\n".join({state(RUN), state(pins)}), encoding="utf-8")


def check_system() -> None:
    """Raise SetUpError on a system that the packages do not support."""
    if not OLDEST <= sys.version_info < TOO_NEW:  # any Python may run this file
        raise SetUpError(
            f"Demitasse needs Python {version_text(OLDEST)} or newer, but older than {version_text(TOO_NEW)}; this is "
            f"{platform.python_version()}. Start this file with such a one, for example: python3.13 bootstrap.py demo"
        )
    if sys.platform == "linux":
        name, found, needed = "glibc", platform.libc_ver()[1], GLIBC.get(platform.machine())
    elif sys.platform == "darwin":
        name, found, needed = "macOS", platform.mac_ver()[0], MACOS
    else:
        return
    if needed is None:
        raise SetUpError(f"There is no Qt for Python for this kind of processor ({platform.machine()}).")
    if tuple(int(part) for part in found.split(".") if part.isdigit()) < needed:
        raise SetUpError(f"Qt 6.11 needs {name} {version_text(needed)} or newer; this system has {found or 'none'}.")


def version_text(version: tuple[int, ...]) -> str:
    """Return (3, 11) as "3.11"."""
    return ".".join(map(str, version))


def state(pins: str) -> str:
    """Return a hash of what .venv depends on: this Python, the pins and the folder."""
    parts = (sys.version, platform.machine(), str(ROOT), (ROOT / pins).read_text(encoding="utf-8"))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def works(python: Path) -> bool:
    """Return whether the interpreter starts."""
    try:
        return subprocess.run([str(python), "-c", ""], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def make_environment() -> None:
    """Make an empty .venv."""
    if not importlib.util.find_spec("venv") or not importlib.util.find_spec("ensurepip"):
        raise SetUpError(
            "This Python cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install -y python3-venv"
        )
    say(f"Making .venv with Python {platform.python_version()}")
    if run(sys.executable, "-m", "venv", "--clear", str(VENV)):
        raise SetUpError("The virtual environment could not be made. If Demitasse runs from it, quit it first.")


def install_packages(*arguments: str) -> None:
    """Run `pip install` in .venv. Raises SetUpError."""
    options = ("--disable-pip-version-check", "--no-input")
    if module("pip", "install", *options, *arguments):
        raise SetUpError(
            "The packages could not be installed; see the messages above. Nothing else was changed. "
            "Without a network, or behind a proxy that pip does not know (HTTPS_PROXY), this cannot work."
        )


# --- the system


def missing_libraries() -> list[str]:
    """Return the shared libraries that Qt needs on Linux and this machine lacks."""
    return [name for name in QT_LIBRARIES if sys.platform == "linux" and not can_load(name)]


def can_load(library: str) -> bool:
    """Return whether the system's loader finds the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(*, fetch: bool) -> list[str]:
    """Return the system packages that the tests lack; with `fetch`, install them as root, else print how to."""
    if sys.platform != "linux":
        return []
    missing = needed_packages()
    if not missing or not fetch:
        return missing
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing system packages, which takes a minute or two: " + " ".join(missing))
        fetch_packages(missing)
        missing = needed_packages()
    if missing:
        say(f"The tests that click a real tray are skipped. To run them, on Debian and Ubuntu: {apt_line(missing)}")
    return missing


def needed_packages() -> list[str]:
    """Return the system packages whose files are not installed."""
    packages = {QT_LIBRARIES[name] for name in missing_libraries()}
    packages |= {package for program, package in DESKTOP_PROGRAMS.items() if not shutil.which(program)}
    packages |= set() if any(Path(path).is_file() for path in AT_SPI) else {"at-spi2-core"}
    return sorted(packages | (set() if FONT.is_file() else {"fonts-dejavu-core"}))


def fetch_packages(missing: list[str]) -> None:
    """Install packages with apt; update its lists if there are none or a package is not found."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    update = ("apt-get", "-qq", "update")
    install_missing = ("apt-get", "-qq", "-o=Dpkg::Use-Pty=0", "install", "-y", "--no-install-recommends", *missing)
    if not list(Path("/var/lib/apt/lists").glob("*_Packages*")):
        run(*update, **quiet)
    if run(*install_missing, **quiet) and run(*update, **quiet) == 0:
        run(*install_missing, **quiet)


def apt_line(packages: list[str], sudo: str = "sudo ") -> str:
    """Return the shell command that installs the packages."""
    return f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {' '.join(packages)}"


# --- the checks


def check_coverage(*, must: bool) -> int:
    """Print the coverage of each package in percent; return 1 if one is below its minimum and `must`."""
    report = ROOT / "coverage.json"
    if module("coverage", "json", "--quiet", "-o", str(report)):
        return 1
    reached = percentages(json.loads(report.read_text(encoding="utf-8"))["files"])
    below = [name for name, least in minimums().items() if reached.get(name, 0.0) < least]
    say("Coverage per package (minimum in brackets)")
    for name, least in minimums().items():
        print(f"  {name:<17} {reached.get(name, 0.0):5.1f} % ({least})" + ("  BELOW" if name in below else ""))
    return 1 if below and must else 0


def percentages(files: dict[str, dict[str, dict[str, int]]]) -> dict[str, float]:
    """Return the share of covered lines and branches of each package from coverage's report."""
    sums: dict[str, list[int]] = {}
    for file, result in files.items():
        _, program, package, *_ = Path(file.replace("\\", "/")).parts
        summary, total = result["summary"], sums.setdefault(package if program == "demitasse" else program, [0, 0])
        total[0] += summary["covered_lines"] + summary["covered_branches"]
        total[1] += summary["num_statements"] + summary["num_branches"]
    return {name: 100.0 * covered / max(1, of) for name, (covered, of) in sums.items()}


def minimums() -> dict[str, float]:
    """Return the least coverage of each package from pyproject.toml."""
    import tomllib  # noqa: PLC0415 - an older Python gets the message of check_system first

    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return dict(configuration["tool"]["demitasse"]["coverage"])


# --- running things


def module(name: str, *arguments: str, **environment: str) -> int:
    """Run a module with the Python of .venv."""
    return run(str(PYTHON), "-m", name, *arguments, **environment)


def run(*command: str, **environment: str) -> int:
    """Run a program in the project's folder; return its exit status."""
    sys.stdout.flush()
    try:
        return subprocess.run(command, cwd=ROOT, env=dict(os.environ, **environment), check=False).returncode
    except OSError as error:
        raise SetUpError(f"{command[0]} could not be started: {error.strerror}.") from error


def quietly(name: str, *arguments: str, **environment: str) -> int:
    """Run a check with the Python of .venv and print all it said in one piece; return its exit status."""
    command, variables = [str(PYTHON), *arguments], dict(os.environ, **environment)
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    say(f"{name}: {'failed' if done.returncode else 'passed'}\n{done.stdout}{done.stderr}".rstrip())
    return done.returncode


def timed(name: str, *arguments: str, **environment: str) -> int:
    """Run a check with the Python of .venv and print its result and time; return its exit status."""
    say(f"Checking {name}")
    started = time.monotonic()
    status = run(str(PYTHON), *arguments, **environment)
    print(f"-- {name}: {'failed' if status else 'passed'} in {time.monotonic() - started:.0f} s", flush=True)
    return status


def say(text: str) -> None:
    """Print a heading."""
    print(f"\n== {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
