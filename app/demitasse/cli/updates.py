"""`demitasse --version --check`: whether there is a newer version."""

from demitasse import __version__
from demitasse.boot.updates import check_for_update
from demitasse.cli import serializers
from demitasse.cli.commands import DONE
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain.errors import BadInput
from demitasse.domain.settings import UPDATE_ADDRESS


def check_version(context: Context) -> int:
    """Print this version and the newest one. Asking for it is consent, whatever the setting says.

    Raises BadInput without --version, and the faults of `check_for_update`.
    """
    if not context.has("version"):
        raise BadInput(CliFault.WRONG_USAGE, text="--check belongs to --version.", usage="demitasse --version --check")
    context.out.say(f"demitasse {__version__}")
    profile = context.profile
    found = check_for_update(profile.settings.get(UPDATE_ADDRESS), profile.paths, profile.clock)
    asked_at = serializers.instant(found.asked_at)
    answer = {"version": __version__, "newest": found.newest.version, "newer": found.is_newer, "asked_at": asked_at}
    context.out.answer(answer | {"page": found.newest.page})
    newer = f"Version {found.newest.version} is available. {found.newest.page}".rstrip()
    context.out.say(newer if found.is_newer else "There is no newer version.")
    return DONE
