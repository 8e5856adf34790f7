"""Try the .deb in clean systems: `sudo python3 packaging/linux/try_roots.py [DEB] [RELEASE ...]`.

In fresh Debian roots (bookworm and trixie), apt installs the package; it is used there by mouse, keyboard and command
line on this machine's virtual desktop, upgraded while it runs, removed and purged. Then nothing of the package may be
left, and everything of its user must be there.

Needs root, debootstrap, dpkg-deb and the programs of the virtual desktop. The roots are kept in dist/roots.
"""

from __future__ import annotations

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
from tests.deadlines import RETRY_S  # noqa: E402
from tests.desktop_session import DesktopSession, wait_until  # noqa: E402
from tests.e2e.person import Person  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOTS = ROOT / "dist" / "roots"
RELEASES = ("bookworm", "trixie")
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


def made(release: str) -> System:
    """Return a fresh system: a copy of the root of that release, which is made if it is missing."""
    base, fresh = ROOTS / f"{release}.base", ROOTS / release
    if not (base / "etc" / "debian_version").is_file():
        ROOTS.mkdir(parents=True, exist_ok=True)
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


def upgraded(deb: Path) -> Path:
    """Return a package of the next version: what is in `deb`, with a program that was bundled under a higher number."""
    source, tree, new = ROOTS / "next", ROOTS / "tree", ROOTS / "next.deb"
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
    subprocess.run(["dpkg-deb", "-R", deb, tree], check=True)
    shutil.rmtree(tree / "usr/lib/demitasse/_internal")
    shutil.copytree(source / "dist" / "demitasse", tree / "usr/lib/demitasse", symlinks=True, dirs_exist_ok=True)
    control = tree / "DEBIAN" / "control"
    text = re.sub(r"^Version: .*", f"Version: {NEXT}", control.read_text(encoding="utf-8"), flags=re.MULTILINE)
    control.write_text(text, encoding="utf-8")
    (tree / "DEBIAN" / "md5sums").unlink(missing_ok=True)
    subprocess.run(["dpkg-deb", "-Znone", "--build", tree, new], check=True, stdout=subprocess.DEVNULL)
    return new


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
        (entry,) = (entry for entry in self.person.entries() if entry["comment"] == comment)
        smoke.wanted(entry["state"] == "synced", f"{comment} is sent")


def attempt(release: str, deb: Path, new: Path) -> None:
    """Install, use, upgrade, use, remove and purge the package in one system. Raises SmokeError."""
    system = made(release)
    program = smoke.Program(ROOT / "dist" / "demitasse" / "demitasse", ROOTS / f"{release}.home")
    program.home.mkdir(exist_ok=True)
    with system.mounted():
        system.run("apt-get", "-qq", "update")
        for file, name in ((deb, "old.deb"), (new, "new.deb")):
            shutil.copyfile(file, system.folder / name)
        before = system.files()
        print(f"{release}: installing", flush=True)
        system.run(
            "apt-get", "-qq", "install", "-y", "--no-install-recommends", "/old.deb", "fonts-dejavu-core", "man-db"
        )
        smoke.wanted(system.run("demitasse", "--version").startswith("demitasse "), "the version")
        smoke.wanted("working time" in system.run("whatis", "demitasse", check=False), "the man page is indexed")
        with program.sandbox() as ready, DesktopSession() as desktop, system.bound(Path(SOCKETS), SOCKETS):
            used(system, desktop, ready)
    removed(system, before, release)


def used(system: System, desktop: DesktopSession, ready: dict[str, Any]) -> None:
    """Use the installed program, and upgrade it while it runs."""
    guest = Guest(system, desktop, ready)
    guest.signs_in()
    guest.person.start_app()
    guest.tracks("Before the upgrade")
    desktop.keys("Escape")
    smoke.wanted(runs_new_program(guest.person), "the old version runs")
    system.run("apt-get", "-qq", "install", "-y", "/new.deb")
    smoke.wanted(NEXT in system.run("dpkg-query", "-W", PACKAGE), "the new version")
    wait_until(lambda: NEXT in system.run("demitasse", "--version"), "the new program")
    wait_until(lambda: runs_new_program(guest.person), "the new version of the tray app")
    guest.tracks("After the upgrade")
    smoke.wanted(guest.person.quit_app() == 0, "the tray app ends well")
    smoke.quiet(desktop.log(), "the tray app")


def runs_new_program(person: Person) -> bool:
    """Return whether the tray app runs the program file that is installed, not one that was replaced."""
    assert person.app is not None
    return not os.readlink(f"/proc/{person.app.pid}/exe").endswith(" (deleted)")  # noqa: PTH115


def removed(system: System, before: set[str], release: str) -> None:
    """Remove and purge the package; compare what is left."""
    kept = user_files(system)
    smoke.wanted(any(name.endswith("demitasse.db") for name in kept), "the user has a timesheet")
    with system.mounted():
        system.run("apt-get", "-qq", "remove", "-y", PACKAGE)
        system.run("dpkg", "--purge", PACKAGE)  # apt no longer knows it: it has no configuration files
        system.run("apt-get", "-qq", "autoremove", "--purge", "-y")
    left = {path for path in system.files() - before if PACKAGE in path.lower()}
    smoke.wanted(not left, f"left behind: {sorted(left)}")
    smoke.wanted(user_files(system) == kept, "nothing of the user is gone")
    print(f"{release}: installed, used, upgraded while it ran, removed and purged", flush=True)


def user_files(system: System) -> set[str]:
    """Return the files of the user."""
    home = system.folder / HOME.lstrip("/")
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}


def main(arguments: list[str]) -> int:
    """Try each release; return 1 if one failed."""
    debs = [Path(word) for word in arguments if word.endswith(".deb")] or sorted((ROOT / "dist/release").glob("*.deb"))
    releases = [word for word in arguments if not word.endswith(".deb")] or list(RELEASES)
    new = upgraded(debs[0])
    failed = 0
    for release in releases:
        try:
            attempt(release, debs[0], new)
        except (smoke.SmokeError, AssertionError, subprocess.SubprocessError) as error:
            failed = 1
            print(f"FAILED {release}: {error}", flush=True)
    return failed


if __name__ == "__main__":
    if Path(sys.prefix).resolve() != smoke.ENVIRONMENT.resolve():
        sys.exit(subprocess.run([smoke.ENVIRONMENT / "bin/python", __file__, *sys.argv[1:]], check=False).returncode)
    sys.exit(main(sys.argv[1:]))
