"""The fixtures of tests/conftest.py fail bad tests: of the small tests below only the last passes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.deadlines import LONG_PATIENCE_S

ROOT = Path(__file__).parents[2]
SMALL_TESTS = """
import gc, logging, socket, threading, warnings
from contextlib import suppress

def test_swallows_the_refusal_of_the_network():
    with suppress(OSError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)

def test_looks_up_a_name():
    with suppress(OSError):
        socket.getaddrinfo("example.com", 80)

def test_sends_a_datagram():
    with suppress(OSError), socket.socket(type=socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("192.0.2.1", 80))

def test_uses_an_exit_code():
    with suppress(OSError), socket.socket() as caller:
        caller.connect_ex(("192.0.2.1", 80))

def test_logs_an_unexpected_warning():
    logging.getLogger("demitasse.sync").warning("unexpected")

def test_warns():
    warnings.warn("old", DeprecationWarning)

def test_loses_a_file():
    open(__file__)
    gc.collect()

def test_loses_an_exception_in_a_thread():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()

def test_behaves():
    logging.getLogger("demitasse.sync").info("as expected")
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
"""


def test_bad_tests_do_not_pass(tmp_path: Path) -> None:
    file = tmp_path / "test_small.py"
    file.write_text(SMALL_TESTS, encoding="utf-8")
    options = ("-p", "tests.conftest", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml"), "-q")
    done = subprocess.run(
        (sys.executable, "-m", "pytest", *options, f"--rootdir={ROOT}", f"--basetemp={tmp_path / 'base'}", str(file)),
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT / "app"), str(ROOT)))},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=LONG_PATIENCE_S,
        check=False,
    )
    caught = set(re.findall(r"^(?:FAILED|ERROR) \S+::(\w+)", done.stdout, re.MULTILINE))
    assert caught == set(re.findall(r"def (test_\w+)", SMALL_TESTS)) - {"test_behaves"}, done.stdout


def test_every_folder_is_inside_the_temporary_home(home: Path) -> None:
    places = [os.environ[name] for name in ("HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "DEMITASSE_HOME")]
    assert all(Path(place).is_relative_to(home) for place in places)
    assert Path.home() == home
