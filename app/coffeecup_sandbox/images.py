"""Profile pictures of users and clients: a multipart upload, and the picture in three sizes (api-facts 6)."""

from __future__ import annotations

import base64
import secrets
from email.parser import BytesParser
from email.policy import HTTP
from typing import TYPE_CHECKING

from coffeecup_sandbox import roles
from coffeecup_sandbox.exchange import Refusal, Reply

if TYPE_CHECKING:
    from coffeecup_sandbox.call import Call
    from coffeecup_sandbox.exchange import Request

OWNERS = {"user_image": "users", "client_image": "clients"}
KINDS = {b"\x89PNG\r\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
SIZES = frozenset(f"{size}.{kind}" for size in "sml" for kind in ("jpg", "png"))


def upload(call: Call) -> Reply:
    """Store the picture of a user or client; the sandbox keeps it as it is, in one size."""
    plural = OWNERS.get(call.params["kind"].lower())
    if plural is None:
        raise Refusal(404, "There is no such path.")
    raw = call.params["id"]
    row = call.state[plural].get(int(raw)) if raw.isascii() and raw.isdigit() and len(raw) < 16 else None
    if row is None:
        raise Refusal(404, "Nobody has this id.")
    roles.require_write(call, plural, row)
    content = _part(call.request)
    if not any(content.startswith(magic) for magic in KINDS):
        raise Refusal(400, "The upload must be a PNG or a JPEG picture.")
    token = secrets.token_urlsafe(48)
    call.state.images[token] = base64.b64encode(content).decode()
    call.state.images.pop(str(row["imageFileToken"]), None)
    here = f"http://{call.request.headers.get('host', 'localhost')}/v1/files/get/{call.params['kind'].lower()}"
    values = {"imageFileToken": token, "imageDirectoryURL": f"{here}/{token}/"}
    call.state.change(plural, row["id"], {**values, "imageType": 0})
    return Reply(200, {"imageFileToken": token})


def download(call: Call) -> Reply:
    """Answer a picture by the id of its owner or by its token."""
    plural, name = OWNERS.get(call.params["kind"].lower()), call.params["id"]
    if plural is None or call.params["size"].lower() not in SIZES:
        raise Refusal(404, "There is no such path.")
    owners = [row for row in call.state[plural] if name in {str(row["id"]), row["imageFileToken"]}]
    content = call.state.images.get(str(owners[0]["imageFileToken"])) if owners else None
    if content is None:
        raise Refusal(404, "There is no such picture.")
    picture = base64.b64decode(content)
    kind = next(kind for magic, kind in KINDS.items() if picture.startswith(magic))
    return Reply(200, body=picture, kind=kind)


def _part(request: Request) -> bytes:
    """Return the content of the part named `upload`, which must be a file."""
    if request.media_type() != "multipart/form-data":
        raise Refusal(415, "An upload is multipart/form-data.")
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode("latin-1", "replace")
    for part in BytesParser(policy=HTTP).parsebytes(head + request.body).iter_parts():
        named = part.get_param("name", header="content-disposition") == "upload"
        content = part.get_payload(decode=True)
        if named and part.get_filename() and isinstance(content, bytes):
            return content
    raise Refusal(400, "The form needs a file named “upload”.")
