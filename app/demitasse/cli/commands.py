"""Every command there is, as data: names, places, options, one line of help each."""

from __future__ import annotations

from demitasse.cli.arguments import EVERYWHERE, Command, Option
from demitasse.cli.exit_codes import MEANINGS

_COMMENT = Option("-c --comment", "COMMENT", "what was done")
_DAY = Option("--day", "DATE", "YYYY-MM-DD, today, yesterday or -1 (default: today)")
_AT = Option("--at", "HH:MM", "as of this time of day, which has passed")

COMMANDS = (
    Command("", "", "open the tray app; if it runs already, it shows itself",
            Option("--version", "", "say which version this is"),
            Option("--show", "", "open the popover at once"), room="tray.tray"),
    Command("demo", "", "try it without an account, on a local CoffeeCup",
            Option("--screenshot", "FILE", "render the popover to a PNG, without a display"), room="demo.demo"),
    Command("sandbox", "[OPTIONS...]", "run a local CoffeeCup by itself; sandbox --help lists its options", raw=True,
            room="demo.sandbox"),
    Command("login", "", "sign in; the password is asked for, and kept nowhere",
            Option("--server", "URL", "its https address, like https://acme.aerion.app, or just acme"),
            Option("--email", "EMAIL", "who signs in"),
            Option("--company", "COMPANY", "the company's name in its CoffeeCup address"),
            Option("--password-stdin", "", "read the password from standard input"),
            Option("--token-store", "keyring|file", "where the session is kept (default: keyring)"),
            room="account.login"),
    Command("logout", "", "forget the session; what is tracked here stays", room="account.logout"),
    Command("start", "QUERY...", "start a timer; one that runs is stopped", _COMMENT, _AT, room="timer.start"),
    Command("stop", "", "stop the timer", _AT, room="timer.stop"),
    Command("continue", "[ID]", "go on with an entry (default: the last one)", room="timer.continue_"),
    Command("add", "QUERY... DURATION", "book time by hand", _COMMENT, _DAY, room="entries.add"),
    Command("edit", "ID", "change an entry",
            Option("--task", "QUERY", "another project and task"), _COMMENT,
            Option("--duration", "DURATION", "like 1:30, 1.5h, 90m or 45"),
            Option("--day", "DATE", "YYYY-MM-DD, today, yesterday or -1"),
            Option("--start", "HH:MM", "when it began"),
            Option("--end", "HH:MM", "when it ended"), room="entries.edit"),
    Command("delete", "ID", "delete an entry; undo brings it back", room="entries.delete"),
    Command("split", "ID DURATION", "cut an entry in two; DURATION is the first part", room="entries.split"),
    Command("duplicate", "ID", "book the same once more, on the entry's day", room="entries.duplicate"),
    Command("undo", "[ID]", "take the last action back; with ID the last one on that entry", room="entries.undo"),
    Command("status", "", "what runs, today's total, what is not sent yet", room="days.status"),
    Command("away", "[ANSWER] [QUERY...]", "time that a timer ran alone; keep, stop, discard or book settles it",
            Option("-n --number", "NUMBER", "which one, where several are open"), room="away.away"),
    Command("today", "", "today's entries", room="days.day"),
    Command("day", "DATE", "the entries of a day: YYYY-MM-DD, yesterday or -1", room="days.day"),
    Command("week", "[DATE]", "a week's totals by day and project (default: this one)",
            Option("--csv", "", "all its entries, as CSV"), room="week.week"),
    Command("export", "FROM TO", "the entries of these days, as a file",
            Option("--csv", "FILE", "where to write it"),
            Option("--force", "", "replace a file that is there already"), room="week.export"),
    Command("tasks", "[QUERY...]", "what can be booked", room="days.tasks"),
    Command("sync", "", "send and fetch now", Option("--wait", "SECONDS", "how long to try (default: 30)"),
            room="sync.sync"),
    Command("log", "", "what happened to each change of the last days",
            Option("--days", "DAYS", "how far to look back, 1 to 30 (default: 30)"), room="sync_log.log"),
    Command("retry", "ID", "send an entry again that CoffeeCup did not take", room="entries.retry"),
    Command("conflicts", "", "what only you can decide, and the ways out", room="sync.conflicts"),
    Command("resolve", "ID WAY", "let one version stand: mine, theirs or both", room="sync.resolve"),
    Command("settings", "[NAME] [VALUE]", "what can be chosen, or choose it; default goes back",
            room="settings.settings"),
)  # fmt: skip


def overview() -> str:
    """The help of everything."""
    width = max(len(_head(command)) for command in COMMANDS)
    lines = ["Demitasse tracks your working time for CoffeeCup, also without a network.", ""]
    lines += [f"  {_head(command):<{width}}  {command.about}" for command in COMMANDS]
    lines += ["", "With every command:", *_option_lines((*EVERYWHERE, *COMMANDS[0].options))]
    lines += ["", "Exit codes:", *(f"  {code:>3}  {meaning}" for code, meaning in MEANINGS.items())]
    return "\n".join(lines)


def detail(command: Command) -> str:
    """The help of one command."""
    lines = [f"Usage: {command.usage}", "", command.about[0].upper() + command.about[1:] + "."]
    return "\n".join([*lines, "", *_option_lines((*command.options, *EVERYWHERE))])


def _head(command: Command) -> str:
    return " ".join(["demitasse", *([command.name] if command.name else []), *command.places])


def _option_lines(options: tuple[Option, ...]) -> list[str]:
    heads = [(f"{', '.join(option.flags)} {option.value}".strip(), option.about) for option in options]
    width = max(len(head) for head, _about in heads)
    return [f"  {head:<{width}}  {about}" for head, about in heads]
