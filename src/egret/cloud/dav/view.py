"""The door of /dav/: who asks, by app password and nothing else."""

from __future__ import annotations

import base64
import binascii

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from wsgidav.dav_error import DAVError

from egret.accounts.actions.tokens import person_by_app_password
from egret.cloud.dav.answers import Refused, refusal, sign_in_first
from egret.cloud.dav.paths import MOUNT, parse_path
from egret.cloud.dav.provider import Provider
from egret.cloud.dav.server import Server
from egret.cloud.queries import Door
from egret.kernel import blobs
from egret.kernel.api import Viewer, address_of
from egret.kernel.errors import EgretError
from egret.kernel.purpose import under

# A phone number or an id, a colon and twenty letters.
MAXIMUM_CREDENTIALS = 1_000


@under("cloud.keep")
def dav(request: HttpRequest) -> HttpResponseBase:
    """Every method of WebDAV, on every path below /dav/."""
    response = _answer(request)
    if not (response.streaming or response.has_header("Content-Length") or response.status_code in (204, 304)):
        # Without it the server would send pieces, and clients that know the end close connections before it.
        assert isinstance(response, HttpResponse)
        response.headers["Content-Length"] = str(len(response.content))
    return response


def _answer(request: HttpRequest) -> HttpResponseBase:
    try:
        door = _door_of(request)
        if door is None:
            return sign_in_first()
        names = parse_path(request.path_info[len(MOUNT) :].encode())
        return Server(Provider(door), request).answer(request, names)
    except (DAVError, EgretError, Refused) as error:
        return refusal(request, error)
    except DatabaseError as error:
        if blobs.is_full(error):
            return refusal(request, blobs.StoreFull())
        raise


def _door_of(request: HttpRequest) -> Door | None:
    """The person whose app password came with the request (RFC 7617). Raises TooManyAppPasswords."""
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic" or len(credentials) > MAXIMUM_CREDENTIALS:
        return None
    try:
        name, colon, password = base64.b64decode(credentials.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    if not colon or "\0" in name + password:
        return None
    person = person_by_app_password(name, password, "webdav", address=address_of(request))
    return None if person is None else Door(Viewer(person.id, second_factor=False))
