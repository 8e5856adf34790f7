"""`demitasse logout`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import exit_codes, serializers, text

if TYPE_CHECKING:
    from demitasse.cli.context import Context


def run(call: Context) -> int:
    """Forget the session; what is tracked here stays."""
    person = call.profile.account.identity()
    if not person.signed_in:
        call.out.answer(serializers.identity(person))
        call.out.say("Nobody was signed in.")
        return exit_codes.DONE
    call.profile.account.sign_out()
    call.hand_over()
    call.out.answer(serializers.identity(person))
    pending = call.profile.status.sync().pending
    unsent = f" {text.counted(pending, 'change')} not sent yet stay here until you sign in again." if pending else ""
    call.out.say(f"Signed out {person.email}.{unsent}")
    return exit_codes.DONE
