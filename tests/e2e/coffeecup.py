"""The local CoffeeCup as a process, and its data, read over HTTP without any code of the app."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

from tests.deadlines import PATIENCE_S

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
APP = Path(__file__).parents[2] / "app"


class CoffeeCup:
    """A server that can be stopped and started again on the same port and with its state."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._port = 0
        self._process: subprocess.Popen[str] | None = None
        self.url = ""
        self.company = ""
        self.email = ""
        self.password = ""

    def __enter__(self) -> Self:
        self.plug_in()
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()

    def plug_in(self) -> None:
        """Start the server, the first time on a free port."""
        command = [sys.executable, "-m", "coffeecup_sandbox", "--port", str(self._port), "--exit-on-eof"]
        command += ["--state", str(self._folder / "state.json"), "--request-log", str(self._folder / "requests.jsonl")]
        with (self._folder / "errors.log").open("ab") as errors:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=os.environ | {"PYTHONPATH": str(APP)},
            )
        assert self._process.stdout is not None
        ready = json.loads(self._process.stdout.readline())
        someone = next(user for user in ready["users"] if user["role"] == "user")
        self.url, self.company = ready["url"], ready["company"]
        self.email, self.password = someone["email"], someone["password"]
        self._port = int(self.url.rsplit(":", 1)[1])

    def unplug(self) -> None:
        """Stop the server if it runs."""
        if self._process is None:
            return
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process.wait(PATIENCE_S)
        self._process = None

    def entries(self, comment: str) -> list[dict[str, Any]]:
        """This person's entries with exactly this comment on the server."""
        return [row for row in self.all_entries() if row["comment"] == comment]

    def all_entries(self) -> list[dict[str, Any]]:
        """All entries of this person."""
        rows: list[dict[str, Any]] = self._get("/v1/timeEntries?limit=1000&sort=id%20DESC")["timeEntries"]
        return rows

    def name(self, kind: str, number: int) -> str:
        """The name of a project or task."""
        record: dict[str, Any] = self._get(f"/v1/{kind}s/{number}")[kind]
        return str(record.get("name") or record["label"])

    def requests(self) -> list[dict[str, Any]]:
        """The log of every request so far."""
        file = self._folder / "requests.jsonl"
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []

    def secrets(self) -> list[str]:
        """Every password and every token in the saved state."""
        state = self._state()
        passwords = [user["_password"] for user in state.get("tables", {}).get("users", [])]
        return [*passwords, *state.get("tokens", {})]

    def words(self) -> list[str]:
        """Comments, and the names of people and projects: texts that must not be logged."""
        tables = self._state().get("tables", {})
        columns = (("timeEntries", "comment"), ("projects", "name"), ("users", "email"), ("users", "lastname"))
        return [str(row.get(name) or "") for table, name in columns for row in tables.get(table, [])]

    def _state(self) -> dict[str, Any]:
        file = self._folder / "state.json"
        return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}

    def _get(self, path: str) -> dict[str, Any]:
        return self._call(path, None, {"Authorization": f"Bearer {self._token()}"})

    def _token(self) -> str:
        form = {"grant_type": "password", "username": self.email, "password": self.password}
        client = base64.b64encode(b"test:test").decode()
        token: str = self._call("/oauth2/token", urlencode(form).encode(), {"Authorization": f"Basic {client}"} | FORM)[
            "access_token"
        ]
        return token

    def _call(self, path: str, body: bytes | None, headers: dict[str, str]) -> dict[str, Any]:
        headers |= {"Accept": "application/json", "companyurl": self.company, "Origin": self.company}
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_S)
        try:
            connection.request("POST" if body else "GET", path, body, headers)
            reply = connection.getresponse()
            answer: dict[str, Any] = json.load(reply)
        finally:
            connection.close()
        assert reply.status == 200, f"{path}: {reply.status} {answer}"
        return answer
