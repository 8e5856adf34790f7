"""Try the packages in clean systems: `sudo python3 packaging/linux/try_roots.py [bookworm | trixie | rpm ...]`.

In fresh Debian roots (bookworm and trixie), apt installs the .deb that build.py made; it is used there by mouse,
keyboard and command line on this machine's virtual desktop, upgraded while it runs, removed and purged. Then nothing of
the package may be left, and everything of its user must be there.

No root of Fedora can be made on Debian. So the .rpm is installed, upgraded and removed by dnf in Debian: its libraries
come from Debian, and an empty package provides the names by which the .rpm asks for them.

Needs root, debootstrap and the programs of the virtual desktop. The roots are kept in dist/roots.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

import smoke  # noqa: E402
from linux import package  # noqa: E402
from tests.deadlines import RETRY_S  # noqa: E402
from tests.desktop_session import DesktopSession, wait_until  # noqa: E402
from tests.e2e.person import Person  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOTS, RELEASE, RECIPES = ROOT / "dist" / "roots", ROOT / "dist" / "release", ROOT / "dist" / "linux"
PACKAGE = "demitasse"
NEXT = "99.0"
"""The version that the running program is upgraded to: the same files under another number."""
SOCKETS = "/tmp/.X11-unix"  # noqa: S108 - where X listens
USER, HOME = "jane", "/home/jane"


class System:
    """A clean Debian in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def mounted(self) -> Iterator[None]:
        """Give it /proc and a place for the sockets of the desktop."""
        subprocess.run(["mount", "-t", "proc", "proc", self.folder / "proc"], check=True)
        try:
            yield
        finally:
            subprocess.run(["umount", self.folder / "proc"], check=True)

    @contextmanager
    def bound(self, outside: Path, inside: str) -> Iterator[None]:
        """Show a folder of this machine in it."""
        place = self.folder / inside.lstrip("/")
        place.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", "--bind", outside, place], check=True)
        try:
            yield
        finally:
            subprocess.run(["umount", place], check=True)

    def run(self, *words: str, check: bool = True) -> str:
        """Run a program in it as root; return what it prints."""
        environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "DEBIAN_FRONTEND": "noninteractive",
            "LC_ALL": "C.UTF-8",
        }
        done = subprocess.run(
            ["chroot", str(self.folder), *words], env=environment, capture_output=True, text=True, check=False
        )
        smoke.wanted(not check or done.returncode == 0, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def files(self) -> set[str]:
        """Return all files but those that apt and the kernel keep for themselves."""
        own = ("/proc", "/sys", "/tmp", "/var/cache", "/var/lib/apt", "/var/lib/dpkg", "/var/log", "/home")  # noqa: S108
        found = subprocess.run(["find", ".", "-xdev"], cwd=self.folder, capture_output=True, text=True, check=True)
        return {line[1:] for line in found.stdout.splitlines() if not line[1:].startswith(own)}


class Apt:
    """How Debian handles packages."""

    packager, release, name = "deb", "bookworm", "bookworm"
    _quietly = ("apt-get", "-qq", "-y", "--no-install-recommends")

    def __init__(self, system: System) -> None:
        self.system = system

    def prepare(self) -> None:
        """Get the lists of packages."""
        self.system.run("apt-get", "-qq", "update")

    def install(self, file: str, *more: str) -> None:
        """Install a package that is a file in the root, or upgrade to it."""
        self.system.run(*self._quietly, "install", file, *more)

    def version(self) -> str:
        """Return the version that is installed."""
        return self.system.run("dpkg-query", "-W", "-f", "${Version}", PACKAGE)

    def remove(self) -> None:
        """Remove and purge the package, and what came with it."""
        self.system.run(*self._quietly, "remove", PACKAGE)
        self.system.run("dpkg", "--purge", PACKAGE)  # apt no longer knows it: it has no configuration files
        self.system.run(*self._quietly, "autoremove", "--purge")


class AptOfTrixie(Apt):
    """The same in the next Debian."""

    release = name = "trixie"


class Dnf(Apt):
    """How Fedora handles packages, in Debian."""

    packager, name = "rpm", "rpm"

    def prepare(self) -> None:
        """Install dnf and the libraries of Debian, and the package with their names."""
        super().prepare()
        super().install("dnf", "rpm", "fonts-dejavu-core", "man-db", *package.DATA["deb"], *package.LIBRARIES.values())
        self._dnf("install", f"/{empty_package(self.system.folder).name}")

    def install(self, file: str, *_more: str) -> None:
        """Install a package that is a file in the root, or upgrade to it."""
        self._dnf("install", file)

    def version(self) -> str:
        """Return the version that is installed."""
        return self.system.run("rpm", "-q", "--queryformat", "%{version}", PACKAGE)

    def remove(self) -> None:
        """Remove the package."""
        self._dnf("remove", PACKAGE)

    def _dnf(self, *words: str) -> None:
        self.system.run("dnf", "-y", "-q", "--disablerepo=*", *words)


MANAGERS = {manager.name: manager for manager in (Apt, AptOfTrixie, Dnf)}


def recipe(packager: str) -> dict[str, Any]:
    """Return what build.py made the package from."""
    found: dict[str, Any] = json.loads((RECIPES / f"nfpm-{packager}.json").read_text(encoding="utf-8"))
    return found


def made_package(packager: str, described: dict[str, Any], target: Path) -> Path:
    """Make a package from a recipe."""
    file = ROOTS / f"recipe-{packager}.json"
    file.write_text(json.dumps(described), encoding="utf-8")
    nfpm = smoke.ENVIRONMENT / "bin" / "nfpm"
    made = (nfpm, "package", "-f", file, "-p", packager, "-t", target)
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    return target


def empty_package(folder: Path) -> Path:
    """Make the empty package that provides what the .rpm depends on."""
    ours = recipe("rpm")
    kept = {name: ours[name] for name in ("arch", "version", "maintainer", "description", "license")}
    return made_package("rpm", {**kept, "name": "provider", "provides": ours["depends"]}, folder / "provider.rpm")


def made(release: str, name: str) -> System:
    """Return a fresh system: a copy of the root of that release, which is made if it is missing."""
    base, fresh = ROOTS / f"{release}.base", ROOTS / name
    if not (base / "etc" / "debian_version").is_file():
        subprocess.run(["debootstrap", "--variant=minbase", release, base], check=True)
    for place in ("proc", SOCKETS.lstrip("/")):
        if (fresh / place).is_mount():  # left behind by a run that was killed
            subprocess.run(["umount", fresh / place], check=True)
    if fresh.exists():
        shutil.rmtree(fresh)
    subprocess.run(["cp", "-a", base, fresh], check=True)
    system = System(fresh)
    system.run("useradd", "--create-home", USER)
    return system


def bundled_next() -> Path:
    """Return a folder with the files of a package, in which the program was bundled under a higher number."""
    source, tree = ROOTS / "next", ROOTS / "tree"
    for folder in (source, tree):
        shutil.rmtree(folder, ignore_errors=True)
    for name in ("app", "packaging", "resources"):
        shutil.copytree(ROOT / name, source / name)
    numbered = source / "app" / "demitasse" / "__init__.py"
    text = numbered.read_text(encoding="utf-8")
    numbered.write_text(re.sub(r'__version__ = ".*"', f'__version__ = "{NEXT}"', text), encoding="utf-8")
    options = ("--noconfirm", "--log-level", "ERROR", "--distpath", source / "dist", "--workpath", source / "work")
    spec = source / "packaging" / "demitasse.spec"
    subprocess.run([sys.executable, "-m", "PyInstaller", *options, spec], check=True, cwd=source)
    shutil.copytree(RECIPES / "root", tree, symlinks=True)
    shutil.rmtree(tree / "usr/lib/demitasse/_internal")
    shutil.copytree(source / "dist" / "demitasse", tree / "usr/lib/demitasse", symlinks=True, dirs_exist_ok=True)
    return tree


def next_package(packager: str, tree: Path) -> Path:
    """Return a package of the next version, from the files in `tree`."""
    described = recipe(packager) | {"version": NEXT, "deb": {"compression": "none"}}
    described["contents"][0]["src"] = f"{tree}/"
    return made_package(packager, described, ROOTS / f"next.{packager}")


class Guest:
    """A user of the system in front of this machine's virtual desktop."""

    def __init__(self, system: System, desktop: DesktopSession, ready: dict[str, Any]) -> None:
        runtime = f"/run/user/{USER}"
        system.run("install", "-d", "-m", "700", "-o", USER, runtime)
        passed = {"DISPLAY": desktop.env["DISPLAY"], "DBUS_SESSION_BUS_ADDRESS": "unix:path=/none"}
        passed |= {"XDG_RUNTIME_DIR": runtime, "HOME": HOME, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        variables = [f"{name}={value}" for name, value in passed.items()]
        program = ("chroot", f"--userspec={USER}", str(system.folder), "/usr/bin/env", "-i", *variables, "demitasse")
        self.system = system
        self.person = Person(desktop, Path(HOME) / "unused", program)
        self.ready = ready

    def signs_in(self) -> None:
        """Sign in to the local CoffeeCup of this machine."""
        someone = next(user for user in self.ready["users"] if user["role"] == "user")
        place = ("--server", self.ready["url"], "--company", self.ready["company"], "--email", someone["email"])
        typed = someone["password"] + "\n"
        self.person.terminal("login", *place, "--password-stdin", "--token-store", "file", typed=typed)

    def has_stopped(self) -> bool:
        """Return whether no timer runs."""
        return self.person.terminal("status")["running"] is None

    def tracks(self, comment: str) -> None:
        """Track an entry by icon and keyboard, and see it sent."""
        if not self.person.is_open():
            self.person.click_again(opens=True)
        self.person.popover()
        self.person.start_timer("web cod", comment)
        for _ in range(3):  # a desktop under load may lose a key, but not three times
            self.person.desktop.keys("ctrl+s")
            with suppress(AssertionError):
                wait_until(self.has_stopped, "the stop", RETRY_S)
                break
        self.person.terminal("sync", "--wait", "60")
        entries = self.person.entries()
        states = [entry["state"] for entry in entries if entry["comment"] == comment]
        smoke.wanted(states == ["synced"], f"{comment} is not there once and sent: {entries}")


def attempt(manager: Apt, new: Path) -> None:
    """Install, use, upgrade, use, remove and purge the package in one system. Raises SmokeError."""
    system = manager.system
    (old,) = RELEASE.glob(f"*.{manager.packager}")
    program = smoke.Program(ROOT / "dist" / "demitasse" / "demitasse", ROOTS / f"{manager.name}.home")
    program.home.mkdir(exist_ok=True)
    with system.mounted():
        manager.prepare()
        for file, name in ((old, "old"), (new, "new")):
            shutil.copyfile(file, system.folder / f"{name}.{manager.packager}")
        before = system.files()
        print(f"{manager.name}: installing", flush=True)
        manager.install(f"/old.{manager.packager}", "fonts-dejavu-core", "man-db")
        smoke.wanted(system.run("demitasse", "--version").startswith("demitasse "), "the version")
        system.run("man", "--where", "demitasse")
        with program.sandbox() as ready, DesktopSession() as desktop, system.bound(Path(SOCKETS), SOCKETS):
            used(manager, desktop, ready)
    removed(manager, before)


def used(manager: Apt, desktop: DesktopSession, ready: dict[str, Any]) -> None:
    """Use the installed program, and upgrade it while it runs."""
    system = manager.system
    guest = Guest(system, desktop, ready)
    guest.signs_in()
    guest.person.start_app()
    guest.tracks("Before the upgrade")
    desktop.keys("Escape")
    smoke.wanted(runs_new_program(guest.person), "the old version runs")
    manager.install(f"/new.{manager.packager}")
    smoke.wanted(manager.version() == NEXT, "the new version")
    wait_until(lambda: NEXT in system.run("demitasse", "--version"), "the new program")
    wait_until(lambda: runs_new_program(guest.person), "the new version of the tray app")
    guest.tracks("After the upgrade")
    smoke.wanted(guest.person.quit_app() == 0, "the tray app ends well")
    smoke.quiet(desktop.log(), "the tray app")


def runs_new_program(person: Person) -> bool:
    """Return whether the tray app runs the program file that is installed, not one that was replaced."""
    assert person.app is not None
    return not os.readlink(f"/proc/{person.app.pid}/exe").endswith(" (deleted)")  # noqa: PTH115


def removed(manager: Apt, before: set[str]) -> None:
    """Remove and purge the package; compare what is left."""
    system = manager.system
    kept = user_files(system)
    smoke.wanted(any(name.endswith("demitasse.db") for name in kept), "the user has a timesheet")
    with system.mounted():
        manager.remove()
    left = {path for path in system.files() - before if PACKAGE in path.lower()}
    smoke.wanted(not left, f"left behind: {sorted(left)}")
    smoke.wanted(user_files(system) == kept, "nothing of the user is gone")
    print(f"{manager.name}: installed, used, upgraded while it ran, removed and purged", flush=True)


def user_files(system: System) -> set[str]:
    """Return the files of the user."""
    home = system.folder / HOME.lstrip("/")
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}


def main(arguments: list[str]) -> int:
    """Try each system; return 1 if one failed."""
    tried = [MANAGERS[name] for name in arguments or MANAGERS]
    ROOTS.mkdir(parents=True, exist_ok=True)
    tree = bundled_next()
    new = {packager: next_package(packager, tree) for packager in {manager.packager for manager in tried}}
    failed = 0
    for manager in tried:
        try:
            attempt(manager(made(manager.release, manager.name)), new[manager.packager])
        except (smoke.SmokeError, AssertionError, subprocess.SubprocessError) as error:
            failed = 1
            print(f"FAILED {manager.name}: {error}", flush=True)
    return failed


if __name__ == "__main__":
    if Path(sys.prefix).resolve() != smoke.ENVIRONMENT.resolve():
        sys.exit(subprocess.run([smoke.ENVIRONMENT / "bin/python", __file__, *sys.argv[1:]], check=False).returncode)
    sys.exit(main(sys.argv[1:]))
