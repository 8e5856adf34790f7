"""Try the frozen program as its users will: `python3 packaging/smoke.py PATH`.

PATH is the folder of the program, the program itself, a .deb, an .AppImage or the file system of one (.squashfs, needs
squashfuse); by default dist/demitasse. Everything happens in a throw-away home. On Linux with the programs of the
virtual desktop (CONTRIBUTING), the tray, the keyring, start at login and the programs that Demitasse opens are tried,
too.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import elf  # noqa: E402
from tests.desktop_session import DesktopSession, missing, wait_until  # noqa: E402
from tests.e2e.person import PROFILE, Person  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENVIRONMENT = ROOT / "dist" / "environment"
PATIENCE_S = 180
KNOWN_LINES = (
    r"qt\.qpa\.services: Failed to register with host portal",  # no portal on the bus, as without a desktop
    r"This plugin does not support propagateSizeHints\(\)",  # the offscreen platform of Qt
    r"Days and times are in your CoffeeCup account's time zone, Berlin;",  # where the computer is in another one
)


class SmokeError(Exception):
    """The program did not do what it should; the message says what."""


class Program:
    """A frozen program with a home of its own."""

    def __init__(self, file: Path, home: Path) -> None:
        self.file = file
        self.home = home
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DEMITASSE", "QT_"))
        }
        self.env = kept | {"DEMITASSE_HOME": str(home), "PYTHONTZPATH": "", "HOME": str(home), "USERPROFILE": str(home)}
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "LD_LIBRARY_PATH"):
            self.env.pop(name, None)

    @property
    def folder(self) -> Path:
        """The folder of the bundle; on macOS, data is beside the folder of the program."""
        folder = self.file.resolve().parent
        return folder.parent if folder.name == "MacOS" else folder

    def run(self, *words: str, typed: str = "", code: int = 0) -> str:
        """Run a command; return what it prints. Raises SmokeError on another exit code or an unknown line."""
        done = subprocess.run(
            [str(self.file), *words], env=self.env, input=typed, capture_output=True, encoding="utf-8",
            timeout=PATIENCE_S, check=False,
        )  # fmt: skip
        wanted(done.returncode == code, f"{words}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        quiet(done.stderr, f"{words}")
        return done.stdout

    def json(self, *words: str, typed: str = "") -> dict[str, Any]:
        """Run a command with --json and return its answer."""
        answer: dict[str, Any] = json.loads(self.run(*words, "--json", typed=typed))
        return answer

    @contextmanager
    def sandbox(self) -> Iterator[dict[str, Any]]:
        """Run the program's local CoffeeCup; yield what it says when it is ready."""
        process = subprocess.Popen(
            [str(self.file), "sandbox", "--port", "0", "--exit-on-eof"],
            env=self.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
            process.stdin.close()
            wanted(process.wait(PATIENCE_S) == 0, "the sandbox ends well")
        finally:
            process.kill()
            process.wait()

    def sign_in(self, ready: dict[str, Any], store: str) -> None:
        """Sign in to the sandbox."""
        someone = next(user for user in ready["users"] if user["role"] == "user")
        place = ("--server", ready["url"], "--company", ready["company"], "--email", someone["email"])
        self.run("login", *place, "--password-stdin", "--token-store", store, typed=someone["password"] + "\n")


def wanted(condition: object, what: str) -> None:
    """Raise SmokeError unless the condition holds."""
    if not condition:
        raise SmokeError(what)


def quiet(text: str, where: str) -> None:
    """Raise SmokeError if there are lines that nobody expects."""
    strange = [line for line in text.splitlines() if line and not any(re.search(known, line) for known in KNOWN_LINES)]
    wanted(not strange, f"{where} printed: " + "\n".join(strange))


# --- what is tried everywhere


def version(program: Program) -> None:
    """It starts and knows its version."""
    text = (ROOT / "app" / "demitasse" / "__init__.py").read_text(encoding="utf-8")
    own = re.findall(r'"(\d[^"]*)"', text)[0]
    wanted(program.run("--version").strip() == f"demitasse {own}", "--version")
    wanted("Exit codes:" in program.run("--help"), "--help")


def main_job(program: Program) -> None:
    """A day by command line arrives on CoffeeCup, and time zones are known without those of the system."""
    with program.sandbox() as ready:
        program.sign_in(ready, "file")
        program.json("start", "web cod", "-c", "Größe ☕")
        program.json("stop")
        program.json("add", "web cod", "1:30", "-c", "By hand")
        program.json("sync", "--wait", "60")
        entries = program.json("today")["entries"]
        wanted({entry["state"] for entry in entries} == {"synced"}, f"all is sent: {entries}")
        wanted("Größe ☕" in program.run("today"), "text beyond ASCII")
        wanted("By hand" in program.run("week", "--csv"), "the week as CSV")
        program.json("undo")
        zone_is_known(program)
        program.run("logout")


def zone_is_known(program: Program) -> None:
    """An unknown zone would silently be taken for the computer's, so its data must be in the bundle."""
    found = [file for file in program.folder.rglob("Berlin") if file.parent.name == "Europe"]
    wanted(found or program.file.suffix == ".AppImage", "the zone Europe/Berlin")


def pictures(program: Program) -> None:
    """The popover is drawn, with icons and in both languages."""
    drawn = {}
    for language in ("en", "de"):
        file = program.home / f"{language}.png"
        program.run("--profile", "demo", "settings", "language", language)
        program.run("demo", "--screenshot", str(file))
        drawn[language] = file.read_bytes()
        wanted(drawn[language][:4] == b"\x89PNG" and len(drawn[language]) > 5000, f"a picture in {language}")
    wanted(drawn["en"] != drawn["de"], "German looks different")


def files(program: Program) -> None:
    """Nothing dangles, and no library is looked for in a folder of the machine that built it (Linux)."""
    folder = program.folder
    dangling = [str(path) for path in folder.rglob("*") if path.is_symlink() and not path.exists()]
    wanted(not dangling, f"links that lead nowhere: {dangling}")
    if sys.platform == "linux" and shutil.which("objdump") and program.file.suffix != ".AppImage":
        needs = elf.needs(folder)
        wanted(not needs.foreign_paths, f"RUNPATH outside of $ORIGIN: {needs.foreign_paths}")
        promised = re.findall(r"packages need glibc (\d+)\.(\d+)", (ROOT / "README.md").read_text(encoding="utf-8"))
        wanted(promised and needs.glibc <= tuple(map(int, promised[0])), f"README promises less than {needs.glibc}")


# --- what needs a desktop


def tray(program: Program) -> None:
    """The main job by tray and keyboard, with the session in a real keyring; start at login; the end."""
    with DesktopSession(keyring=True) as desktop, program.sandbox() as ready:
        desktop.env.pop("PYTHONPATH")
        browser = fake_browser(program.home)
        desktop.env |= {"PYTHONTZPATH": "", "PATH": f"{browser.parent}{os.pathsep}{desktop.env['PATH']}"}
        person = Person(desktop, program.home / "desk", (str(program.file),))
        someone = next(user for user in ready["users"] if user["role"] == "user")
        place = ("--server", ready["url"], "--company", ready["company"], "--email", someone["email"])
        person.terminal("login", *place, "--password-stdin", typed=someone["password"] + "\n")
        wanted(not list((program.home / "desk").rglob("tokens.json")), "the session is in the keyring")
        app = person.start_app()
        person.open()
        person.start_timer("web cod", "By tray")
        second = desktop.start(str(program.file), *PROFILE, log="second", DEMITASSE_HOME=str(person.home))
        wanted(second.wait(PATIENCE_S) == 0, "a second start")
        person.stop_timer()
        person.terminal("sync", "--wait", "60")
        wanted([entry["comment"] for entry in person.entries()] == ["By tray"], f"the entry: {person.entries()}")
        wanted({entry["state"] for entry in person.entries()} == {"synced"}, "the entry is sent")
        login_item(person)
        opened_program(person, browser)
        wanted(person.quit_app() == 0 and app.poll() == 0, "the tray app ends well")
        for log in ("app", "second"):
            quiet(desktop.log(log), "the tray app")


def login_item(person: Person) -> None:
    """Start at login is written and removed by its switch in the settings."""
    folder = person.desktop.folder / "home" / ".config" / "autostart"
    person.desktop.keys("ctrl+comma", "Tab", "space")
    (file,) = wait_until(lambda: list(folder.glob("*.desktop")), "the login item")
    wanted(str(person.program[0]) in file.read_text(encoding="utf-8"), "the login item starts this program")
    person.desktop.keys("space")
    wait_until(lambda: not list(folder.glob("*.desktop")), "no login item")


def fake_browser(home: Path) -> Path:
    """Return an xdg-open that notes what it is given: the address, and its environment."""
    file = home / "bin" / "xdg-open"
    file.parent.mkdir(parents=True)
    file.write_text('#!/bin/sh\nenv > "$0.env.new"\nmv "$0.env.new" "$0.env"\n', encoding="utf-8")
    file.chmod(0o755)
    return file


def opened_program(person: Person, browser: Path) -> None:
    """A program that Demitasse opens, here for the folder of the log, gets nothing of the bundle's environment."""
    noted = browser.with_name("xdg-open.env")

    def opened() -> bool:
        person.desktop.keys("Escape")
        person.click_again(opens=True)
        person.desktop.keys("ctrl+comma", "shift+Tab", "shift+Tab", "space")  # from the settings to "About"
        time.sleep(1)
        person.desktop.keys("shift+Tab", "shift+Tab", "space")  # the folder of the log
        with suppress(AssertionError):
            wait_until(noted.is_file, "the browser", 5)
        return noted.is_file()

    wanted(any(opened() for _ in range(5)), "the folder of the log is opened")
    lines = noted.read_text(encoding="utf-8").splitlines()
    ours = [line for line in lines if line.startswith(("_PYI_", "QT_PLUGIN_PATH=", "LD_LIBRARY_PATH="))]
    wanted(not ours, f"xdg-open gets {ours}")


@contextmanager
def target(path: Path, scratch: Path) -> Iterator[Path]:
    """Yield the program to run for PATH."""
    if path.suffix == ".deb":
        subprocess.run(["dpkg-deb", "-x", str(path), str(scratch)], check=True)
        yield scratch / "usr" / "bin" / "demitasse"
    elif path.suffix == ".squashfs":
        with mounted(path, scratch) as program:
            yield program
    elif path.is_dir():
        names = ("demitasse.exe", "demitasse", "Contents/MacOS/Demitasse")
        yield next(path / name for name in names if (path / name).is_file())
    else:
        yield path


@contextmanager
def mounted(image: Path, scratch: Path) -> Iterator[Path]:
    """Mount the file system of an AppImage; yield a program that starts what is in it as a runtime does."""
    folder, program = scratch / "mounted", scratch / "Demitasse"
    folder.mkdir(parents=True)
    exported = f'export APPIMAGE="{program}" APPDIR="{folder}" ARGV0="$0" OWD="$PWD"'
    program.write_text(f'#!/bin/sh\n{exported}\nexec "$APPDIR/AppRun" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    subprocess.run(["squashfuse", str(image), str(folder)], check=True)
    try:
        yield program
    finally:
        subprocess.run(["fusermount", "-u", str(folder)], check=True)


def main() -> int:
    """Try everything; print a line for each part."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist" / "demitasse").resolve()
    checks = [version, main_job, pictures, files]
    if lacking := missing():
        print(f"not tried: the tray, which needs {', '.join(lacking)}")
    else:
        checks.append(tray)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        homes = Path(scratch)
        with target(path, homes / "unpacked") as file:
            passed = [passes(check, file, homes) for check in checks]
    return 0 if all(passed) else 1


def passes(check: Callable[[Program], None], file: Path, homes: Path) -> bool:
    """Try one thing in a home of its own; print and return whether it holds."""
    home = homes / check.__name__
    home.mkdir()
    try:
        check(Program(file, home))
    except (SmokeError, AssertionError, subprocess.SubprocessError) as error:
        print(f"FAILED {check.__name__}: {error}", flush=True)
        return False
    print(f"ok     {check.__name__}: {(check.__doc__ or '').partition(chr(10))[0]}", flush=True)
    return True


if __name__ == "__main__":
    # The build environment has what the virtual desktop needs.
    own = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if own.is_file() and Path(sys.prefix).resolve() != ENVIRONMENT.resolve():
        sys.exit(subprocess.run([str(own), __file__, *sys.argv[1:]], check=False).returncode)
    sys.exit(main())
