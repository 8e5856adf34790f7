"""Pictures of users and clients (api-facts 6)."""

from __future__ import annotations

import base64
import secrets
from email.parser import BytesParser
from email.policy import HTTP
from typing import TYPE_CHECKING

from coffeecup_sandbox import permissions
from coffeecup_sandbox.http_messages import ApiError, Response

if TYPE_CHECKING:
    from coffeecup_sandbox.context import Context
    from coffeecup_sandbox.http_messages import Request

OWNERS = {"user_image": "users", "client_image": "clients"}
FORMATS = {b"\x89PNG\r\n": ("png", "image/png"), b"\xff\xd8\xff": ("jpg", "image/jpeg")}


def upload(context: Context) -> Response:
    """Store the picture of a user or client, without resizing it."""
    plural = OWNERS.get(context.params["kind"].lower())
    if plural is None:
        raise ApiError(404, "There is no such path.")
    raw = context.params["id"]
    row = context.state[plural].get(int(raw)) if raw.isascii() and raw.isdigit() and len(raw) < 16 else None
    if row is None:
        raise ApiError(404, "Nobody has this id.")
    permissions.require_write(context, plural, row)
    content = _uploaded_file(context.request)
    if not any(content.startswith(magic) for magic in FORMATS):
        raise ApiError(400, "The upload must be a PNG or a JPEG picture.")
    token = secrets.token_urlsafe(48)
    context.state.images[token] = base64.b64encode(content).decode()
    context.state.images.pop(str(row["imageFileToken"]), None)
    url = f"http://{context.request.headers.get('host', 'localhost')}/v1/files/get/{context.params['kind'].lower()}"
    values = {"imageFileToken": token, "imageDirectoryURL": f"{url}/{token}/"}
    context.state.change(plural, row["id"], {**values, "imageType": 0})
    return Response(200, {"imageFileToken": token})


def is_named_by_token(context: Context) -> bool:
    """Return whether the path holds the secret token of a picture, as the addresses in records do, and not an id."""
    return not context.params["id"].isdigit()


def download(context: Context) -> Response:
    """Answer a picture, by its token or the id of its owner.

    All three sizes are the uploaded picture, and it exists in the format that was uploaded only.
    """
    plural, name = OWNERS.get(context.params["kind"].lower()), context.params["id"]
    size, _, ending = context.params["size"].lower().partition(".")
    owners = [row for row in context.state[plural] if name in {str(row["id"]), row["imageFileToken"]}] if plural else []
    content = context.state.images.get(str(owners[0]["imageFileToken"])) if owners else None
    if content is not None and size in {"s", "m", "l"}:
        picture = base64.b64decode(content)
        format_name, content_type = next(found for magic, found in FORMATS.items() if picture.startswith(magic))
        if ending == format_name:
            return Response(200, body=picture, content_type=content_type)
    raise ApiError(404, "There is no such picture.")


def _uploaded_file(request: Request) -> bytes:
    """Return the content of the file part `upload` of a multipart form. Raises ApiError (415, 400)."""
    if request.media_type() != "multipart/form-data":
        raise ApiError(415, "An upload is multipart/form-data.")
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode("latin-1", "replace")
    for part in BytesParser(policy=HTTP).parsebytes(head + request.body).iter_parts():
        is_upload = part.get_param("name", header="content-disposition") == "upload"
        content = part.get_payload(decode=True)
        if is_upload and part.get_filename() and isinstance(content, bytes):
            return content
    raise ApiError(400, "The form needs a file named “upload”.")
