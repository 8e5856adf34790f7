"""`demitasse settings [NAME] [VALUE]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from demitasse.cli import exit_codes, output, report
from demitasse.cli.arguments import Command
from demitasse.cli.messages import CliFault
from demitasse.domain.errors import BadInput
from demitasse.domain.settings import USER_SETTINGS

if TYPE_CHECKING:
    from demitasse.cli.context import Context
    from demitasse.domain.settings import Setting

_WORDS = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
_DEFAULT = "default"


def settings(context: Context) -> int:
    """List what can be chosen, show one setting, or choose; a running tray app follows at once."""
    name, typed = context.get("NAME"), context.get("VALUE")
    found = [one for one in USER_SETTINGS if name in {None, one.name}]
    if not found:
        raise BadInput(CliFault.NOT_A_SETTING, text=(name or "")[:40], field="name")
    if typed is not None:
        _choose(context, found[0], typed)
    values: dict[str, Any] = {one.name: context.profile.settings.get(one) for one in found}  # type: ignore[misc]
    context.out.answer({"settings": values})
    context.out.say(*output.table([(one.name, _shown(values[one.name]), _choices(one)) for one in found]))
    return exit_codes.DONE


COMMANDS = {"settings": Command(settings)}


def _choose(context: Context, setting: Setting[Any], typed: str) -> None:
    value = setting.default if typed.lower() == _DEFAULT else _meant(setting, typed)
    if not setting.accepts(value):
        choices = _choices(setting)
        raise BadInput(CliFault.NOT_A_VALUE, name=setting.name, text=typed[:40], choices=choices, field="value")
    context.profile.settings.put(setting, value)
    report.send(context)


def _meant(setting: Setting[Any], typed: str) -> Any:
    if isinstance(setting.default, bool):
        return _WORDS.get(typed.lower())
    if isinstance(setting.default, int):
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None
    return typed


def _shown(value: object) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value) or _DEFAULT


def _choices(setting: Setting[Any]) -> str:
    values = (True, False) if isinstance(setting.default, bool) else setting.choices
    return ", ".join(_shown(value) for value in values)
