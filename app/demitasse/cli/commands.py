"""The tables of commands and exit codes. Help and tests read them without importing the modules of the commands."""

COMMANDS = {
    "": ("", "open the tray app; if it runs already, it shows itself", "main"),
    "quit": ("", "quit the tray apps of all profiles, or that of --profile, and wait for their end", "tray"),
    "toggle": ("[WHAT]", "open or close the window; or timer, switch, add: for shortcuts of your desktop", "tray"),
    "uninstall": ("", "end Demitasse, and remove its start at login and its launcher; timesheets stay", "tray"),
    "demo": ("", "try it without an account, on a local CoffeeCup", "demo"),
    "sandbox": ("[OPTIONS...]", "run a local CoffeeCup by itself; sandbox --help lists its options", "demo"),
    "login": ("", "sign in; the password is asked for, and kept nowhere", "account"),
    "logout": ("", "forget the session; what is tracked here stays", "account"),
    "start": ("[LINE...]", "start a timer, like: web cod at 9: fix login; what runs is stopped", "timer"),
    "stop": ("[ID] [WHEN...]", "stop the timer, now or like: at 9; with ID that of the entry", "timer"),
    "continue": ("[ID]", "go on with an entry (default: what was worked on last)", "timer"),
    "add": ("[LINE...]", "book time by hand, like: yesterday 9-10:30 web cod: fix login", "entries"),
    "edit": ("ID [LINE...]", "change an entry, like: 12 9-10:30", "entries"),
    "delete": ("ID", "delete an entry; undo brings it back", "entries"),
    "split": ("ID DURATION", "cut an entry in two; DURATION is the first part", "entries"),
    "duplicate": ("ID", "book the same once more, on the entry's day", "entries"),
    "undo": ("[ID]", "undo the last action; with ID the last one on that entry", "history"),
    "redo": ("", "do again what was undone last", "history"),
    "status": ("", "what runs, today's total, what is not sent yet", "days"),
    "away": ("[ANSWER] [QUERY...]", "a timer ran while you were away: keep, stop, discard or book", "timer"),
    "today": ("", "today's entries", "days"),
    "day": ("DATE", "the entries of a day: yesterday, friday, 27.11. or -1", "days"),
    "week": ("[DATE]", "a week's totals by day and project (default: this one)", "week"),
    "report": ("[SPAN...]", "a span's totals, like: last month, or: monday today (default: this month)", "week"),
    "export": ("FROM TO", "the entries of these days, as a file", "week"),
    "import": ("[FILE]", "book the entries of a file; undo removes all of them", "imports"),
    "tasks": ("[QUERY...]", "what can be booked", "lists"),
    "close": ("[DAY]", "what is still open on a day, and the commands that answer it", "close_day"),
    "sync": ("", "send and fetch now", "sync"),
    "log": ("", "what happened to each change of the last days", "lists"),
    "retry": ("ID", "send an entry again that CoffeeCup rejected", "entries"),
    "conflicts": ("", "what only you can decide, and the choices", "sync"),
    "resolve": ("ID WAY", "keep one version: mine, theirs or both", "sync"),
    "doctor": ("", "try what Demitasse needs of this computer, and say what helps", "doctor"),
    "settings": ("[NAME] [VALUE]", "what can be chosen, or choose it; default goes back", "settings"),
}
"""Name: (positional arguments, help, module). "[...]" may be left out, "..." stands for several words.

The module holds a table COMMANDS of its own, with the function and the options of each of its commands.
"""


DONE, BUG, USAGE, SIGNED_OUT, NO_MATCH, REFUSED, NETWORK, LOCAL = range(8)
INCOMPLETE, OUTPUT, UNWELL, INTERRUPTED = 8, 9, 10, 130

EXIT_CODES = {
    DONE: "done; of a command that writes: it is saved here",
    BUG: "a bug in Demitasse; the trace is in the log",
    USAGE: "the command line, or something typed in it, is not understood",
    SIGNED_OUT: "nobody is signed in",
    NO_MATCH: "nothing matches, or several things do",
    REFUSED: "CoffeeCup refused",
    NETWORK: "CoffeeCup could not be reached, or asks for a pause",
    LOCAL: "this computer: disk, database or keyring",
    INCOMPLETE: "with --strict: some days could not be fetched from CoffeeCup",
    OUTPUT: "the output could not be written; what the command has changed is saved, so do not repeat it",
    UNWELL: "doctor: a part is broken",
    INTERRUPTED: "interrupted with Ctrl+C",
}
"""The meaning of each exit code (docs/command-line.md)."""


def overview() -> str:
    """Return what Demitasse is, and a line for each command."""
    heads = {name: " ".join(filter(None, ["demitasse", name, row[0]])) for name, row in COMMANDS.items()}
    width = max(map(len, heads.values()))
    lines = ["Demitasse tracks your working time for CoffeeCup, also without a network.", ""]
    return "\n".join([*lines, *(f"  {heads[name]:<{width}}  {COMMANDS[name][1]}" for name in COMMANDS)])


def exit_code_lines() -> str:
    """Return a line for each exit code."""
    return "\n".join(["Exit codes:", *(f"  {code:>3}  {meaning}" for code, meaning in EXIT_CODES.items())])
