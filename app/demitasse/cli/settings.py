"""`demitasse settings`: list, show and change the settings of the settings page."""

import importlib
from typing import Any

from demitasse.cli import doctor_words, output, report
from demitasse.cli.arguments import Command
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain.errors import BadInput
from demitasse.domain.settings import UPDATE_ADDRESS, USER_SETTINGS, Setting

_WORDS = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
_DEFAULT = "default"


def settings(context: Context) -> None:
    """List all settings, show one, or change it; a running tray app applies the change at once."""
    name, typed = context.get("NAME"), context.get("VALUE")
    chosen = [setting for setting in USER_SETTINGS if name in {None, setting.name}]
    if not chosen:
        raise BadInput(CliFault.NOT_A_SETTING, text=(name or "")[:40], field="name")
    if typed is not None:
        _choose(context, chosen[0], typed)
    values: dict[str, Any] = {setting.name: context.profile.settings.get(setting) for setting in chosen}  # type: ignore[misc]
    limits = _doctor().obstacles([name]) if name is not None and values[name] else {}
    context.out.answer({"settings": values} | ({"no_effect": {name: limits[name].code}} if limits else {}))
    rows = [(setting.name, _shown(values[setting.name]), _choices(setting)) for setting in chosen]
    context.out.say(*output.table(rows))
    for finding in limits.values():
        context.out.note(f"It has no effect here. {' '.join(doctor_words.said(finding)).strip()}")


COMMANDS = {"settings": Command(settings)}


def _doctor() -> Any:
    """Return the checks; a list of all settings does without them, for its speed."""
    return importlib.import_module("demitasse.boot.doctor")


def _choose(context: Context, setting: Setting[Any], typed: str) -> None:
    value = setting.default if typed.lower() == _DEFAULT else _parsed(setting, typed)
    if not setting.accepts(value):
        choices = _choices(setting)
        raise BadInput(CliFault.NOT_A_VALUE, name=setting.name, text=typed[:40], choices=choices, field="value")
    context.profile.settings.put(setting, value)
    report.send(context)


def _parsed(setting: Setting[Any], typed: str) -> Any:
    if isinstance(setting.default, bool):
        return _WORDS.get(typed.lower())
    if isinstance(setting.default, int):
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None
    return typed


def _shown(value: object) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value) or _DEFAULT


def _choices(setting: Setting[Any]) -> str:
    if setting.pattern:
        return f"{_DEFAULT}, {'https://…' if setting.name == UPDATE_ADDRESS.name else 'Ctrl+Alt+D'}"
    values = (True, False) if isinstance(setting.default, bool) else setting.choices
    return ", ".join(_shown(value) for value in values)
