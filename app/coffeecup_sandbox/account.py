"""Routes about the caller: who am I, a forgotten password, the state of the throttle, and new accounts."""

from coffeecup_sandbox import render
from coffeecup_sandbox.call import Call
from coffeecup_sandbox.exchange import Refusal, Reply
from coffeecup_sandbox.people import USER


def me(call: Call) -> Reply:
    """Answer the signed-in user (api-facts 7.6)."""
    if not call.me:
        raise Refusal(403, "The server administration has no user.")
    return Reply(200, {"user": render.one(call, USER, call.state["users"].rows[call.me])})


def forgot_password(call: Call) -> Reply:
    """Accept the request to mail a new password; whether the address is known is not told (api-facts 2.5)."""
    body = call.request.json()
    asked = body.get("passwordforgotrequest") if isinstance(body, dict) else None
    if not isinstance(asked, dict) or "@" not in str(asked.get("email", "")):
        raise Refusal(400, "The body must be an object with the root “passwordforgotrequest” and an e-mail address.")
    return Reply(200, {"passwordforgotrequest": {"email": str(asked["email"])}})


def create_account(call: Call) -> Reply:
    """Create a user for the vendor's own administration: a form in, text out; customers get 403 (api-facts 6)."""
    if call.me:
        raise Refusal(403, "Only the server administration may create accounts.")
    form = call.request.form()
    missing = [name for name in ("email", "firstname", "lastname", "domain") if not form.get(name)]
    if missing:
        raise Refusal(400, f"The form lacks {', '.join(missing)}.")
    if form["domain"].partition(".")[0] == call.state.company:
        raise Refusal(409, "This domain is taken.")
    return Reply(200, body=b"Account created.", kind="text/plain; charset=utf-8")
