"""The signed-in user, forgotten passwords and new accounts."""

from coffeecup_sandbox import serializers
from coffeecup_sandbox.context import Context
from coffeecup_sandbox.http_messages import ApiError, Response
from coffeecup_sandbox.people_resources import USER


def me(context: Context) -> Response:
    """Answer the signed-in user (api-facts 7.6). Raises ApiError (403) for the server administration."""
    if not context.user_id:
        raise ApiError(403, "The server administration has no user.")
    return Response(200, {"user": serializers.for_user(context, USER, context.state["users"].rows[context.user_id])})


def forgot_password(context: Context) -> Response:
    """Accept a request for a new password (api-facts 2.5).

    The response is the same for unknown addresses, which is an assumption.
    """
    body = context.request.json()
    content = body.get("passwordforgotrequest") if isinstance(body, dict) else None
    if not isinstance(content, dict) or "@" not in str(content.get("email", "")):
        raise ApiError(400, "The body must be an object with the root “passwordforgotrequest” and an e-mail address.")
    return Response(200, {"passwordforgotrequest": {"email": str(content["email"])}})


def create_account(context: Context) -> Response:
    """Accept the form that creates an account; only the vendor's administration may send it (api-facts 6)."""
    if context.user_id:
        raise ApiError(403, "Only the server administration may create accounts.")
    form = context.request.form()
    missing = [name for name in ("email", "firstname", "lastname", "domain") if not form.get(name)]
    if missing:
        raise ApiError(400, f"The form lacks {', '.join(missing)}.")
    if form["domain"].partition(".")[0] == context.state.company:
        raise ApiError(409, "This domain is taken.")
    return Response(200, body=b"Account created.", content_type="text/plain; charset=utf-8")
