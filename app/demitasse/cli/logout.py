"""`demitasse logout`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import exits, shapes, words

if TYPE_CHECKING:
    from demitasse.cli.call import Call


def run(call: Call) -> int:
    """Forget the session; what is tracked here stays."""
    person = call.profile.account.identity()
    if not person.signed_in:
        call.out.answer(shapes.identity(person))
        call.out.say("Nobody was signed in.")
        return exits.DONE
    call.profile.account.sign_out()
    call.hand_over()
    call.out.answer(shapes.identity(person))
    pending = call.profile.status.sync().pending
    unsent = f" {words.counted(pending, 'change')} not sent yet stay here until you sign in again." if pending else ""
    call.out.say(f"Signed out {person.email}.{unsent}")
    return exits.DONE
