"""`demitasse doctor`: try each part, say what works and what helps, and write a bundle for a problem report."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from demitasse.boot import doctor as checks
from demitasse.cli import doctor_words, output, report, serializers
from demitasse.cli.arguments import Command, Option
from demitasse.cli.commands import DONE, UNWELL
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain.doctor import CHECKS, CheckState, Finding, worst
from demitasse.domain.errors import BadInput, LocalFault

# fmt: off
_TITLES = dict(zip(CHECKS, (
    "Tray icon", "Clicks on the icon", "Place of the window", "Notifications", "Keyring", "Start at login", "Away",
    "Sleep", "Global shortcuts", "Clock", "Time zone", "Disk", "Database", "Server", "Calls to CoffeeCup",
    "Installation",
), strict=True))
_SIGNS = {CheckState.OK: "ok", CheckState.OFF: "off", CheckState.LIMITED: "limited", CheckState.BROKEN: "BROKEN"}
# fmt: on


def doctor(context: Context) -> int:
    """Try each part. The exit code is `UNWELL` if one is broken. Raises BadInput, LocalFault."""
    file = context.get("bundle")
    if file is not None:
        _check_target(context, Path(file))
    report.open_log(context)
    findings = checks.examine(context.profile_name)
    context.out.answer({"worst": worst(findings).value, "checks": [_shape(finding) for finding in findings]})
    rows = [
        (_SIGNS[finding.state], _TITLES[finding.check], " ".join(doctor_words.said(finding)).strip())
        for finding in findings
    ]
    context.out.say(*output.table(rows))
    if file is not None:
        _write_bundle(context, Path(file), findings)
    return UNWELL if worst(findings) is CheckState.BROKEN else DONE


COMMANDS = {
    "doctor": Command(
        doctor,
        Option("--bundle", "FILE", "write what was found for a problem report; it is shown before"),
        Option("--yes", "", "with --bundle: write it without a question"),
    )
}


def _shape(finding: Finding) -> dict[str, Any]:
    words, remedy = doctor_words.said(finding)
    figures = {
        name: serializers.instant(value) if isinstance(value, datetime) else value
        for name, value in finding.params.items()
    }
    about = {"check": finding.check, "state": finding.state.value, "code": finding.code}
    return about | {"words": words, "remedy": remedy, "figures": figures}


def _check_target(context: Context, file: Path) -> None:
    """Refuse before anything is tried. Raises BadInput."""
    if file.exists():
        raise BadInput(CliFault.BUNDLE_EXISTS, file=str(file), field="bundle")
    if not context.has("yes") and (context.out.as_json or not sys.stdin.isatty()):
        raise BadInput(CliFault.BUNDLE_UNSEEN, field="bundle")


def bundle_lines(context: Context, findings: tuple[Finding, ...]) -> Iterator[str]:
    """Yield the lines of the bundle: versions and figures, and no name of a person, a company or a folder."""
    for finding in findings:
        figures = finding.without_names().params.items()
        yield " ".join([f"{finding.check}: {finding.state.value}, {finding.code}", *(f"{k}={v}" for k, v in figures)])
    try:
        yield from context.profile.status.diagnostics(checks.system_description())
    except LocalFault as fault:  # the database is what is broken
        yield f"diagnostics: {fault.code}"


def _write_bundle(context: Context, file: Path, findings: tuple[Finding, ...]) -> None:
    """Show the bundle, ask, and write it. Raises LocalFault."""
    lines = [output.clean(line) for line in bundle_lines(context, findings)]
    context.out.say("", f"This is what {file} would hold:", "", *(f"  {line}" for line in lines), "")
    if not context.has("yes"):
        context.out.flush()
        sys.stderr.write("Write it? [y/N] ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
            context.out.say("Nothing was written.")
            return
    try:
        with file.open("x", encoding="utf-8") as written:
            written.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        raise LocalFault(CliFault.BUNDLE_UNWRITABLE, file=str(file), reason=str(error.strerror)) from error
    context.out.say(f"Wrote {file}")
