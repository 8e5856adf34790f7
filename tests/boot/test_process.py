"""Starting this program as another process."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from demitasse.desktop.process import Service, command
from demitasse.domain.errors import LocalFault
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from pathlib import Path


def listens(url: str) -> bool:
    """Return whether a connection is accepted there."""
    parts = urlsplit(url)
    with socket.socket() as caller:
        return caller.connect_ex((parts.hostname or "", parts.port or 0)) == 0


def test_from_source_the_program_is_a_module(tmp_path: Path) -> None:
    completed = subprocess.run(command("--version"), capture_output=True, text=True, check=True, cwd=tmp_path)
    assert completed.stdout.startswith("demitasse ")


def test_a_service_reports_when_it_is_ready_and_can_be_stopped(tmp_path: Path) -> None:
    service = Service("sandbox", "--port", "0", "--exit-on-eof", errors=tmp_path / "errors")
    url = json.loads(service.first_line())["url"]
    assert listens(url)
    service.stop()
    assert not listens(url)


def test_a_service_that_does_not_start_names_its_error_file(tmp_path: Path) -> None:
    service = Service("sandbox", "--no-such-option", errors=tmp_path / "errors")
    with pytest.raises(LocalFault) as caught:
        service.first_line()
    assert caught.value.params == {"file": str(tmp_path / "errors")}
    assert (tmp_path / "errors").read_text()


@pytest.mark.skipif(os.name != "posix", reason="a signal that cannot be caught")
def test_a_service_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from demitasse.desktop.process import Service\n"
        "one = Service('sandbox', '--port', '0', '--exit-on-eof', errors=Path(sys.argv[1]))\n"
        "print(one.first_line(), flush=True); sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "errors")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdin
    assert parent.stdout
    url = json.loads(parent.stdout.readline())["url"]
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    wait_until(lambda: not listens(url), "the end of the server")
    parent.stdin.close()
    parent.stdout.close()
