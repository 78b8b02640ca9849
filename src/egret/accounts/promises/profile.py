"""What people show of themselves can be given and removed: F03, C26."""

from __future__ import annotations

import secrets
from io import BytesIO
from pathlib import Path

from django.db import connection
from PIL import Image

from egret.accounts import actions, queries, synthetic
from egret.accounts.models import ProfilePicture
from egret.kernel.blobs import releasing
from egret.kernel.installation import Installation, Visitor, tables_holding
from egret.kernel.models import BlobKey, Part
from egret.kernel.objects import store
from egret.kernel.promises import Finding, promise

PROFILE = "/api/v1/profile"
PICTURE = "/api/v1/profile/picture"
# Bytes of a picture that no other has, as the picture is noise.
MARKER = slice(200, 232)


def noise() -> bytes:
    """A picture like no other."""
    buffer = BytesIO()
    Image.frombytes("RGB", (128, 128), secrets.token_bytes(3 * 128 * 128)).save(buffer, "PNG")
    return buffer.getvalue()


def probe_profile(installation: Installation) -> Finding:
    """Give name, description and picture over HTTP, see them, remove them, and see them gone."""
    name, description = f"Canary {secrets.token_hex(6)}", f"Canary {secrets.token_hex(6)}"
    with synthetic.signed_up(installation) as visitor:
        empty = visitor.get(PROFILE).body
        visitor.request("PATCH", PROFILE, {"name": name, "description": description})
        visitor.request("PUT", PICTURE, noise())
        given = visitor.get(PROFILE).body
        urls = list((given["picture"] or {}).values())
        shown = [visitor.get(url).status for url in urls]
        visitor.request("PATCH", PROFILE, {"name": None, "description": None})
        visitor.request("DELETE", PICTURE)
        removed = visitor.get(PROFILE).body
        left = tables_holding(name) + tables_holding(description)
    kept = (
        (given["name"], given["description"], shown) == (name, description, [200, 200])
        and removed == empty == {"name": None, "description": None, "picture": None}
        and not left
    )
    return Finding(kept, f"given and shown: {shown}; after removal: {removed}, found in {left}")


def probe_picture_gone(installation: Installation) -> Finding:
    """A removed picture is 404 at each address, for a cache that asks again too; its row and its key are gone at once,
    from SQLite's files as well, and its objects with the next run of the job that removes them."""
    with synthetic.signed_up(installation) as visitor:
        visitor.request("PUT", PICTURE, noise())
        urls = list(visitor.get(PROFILE).body["picture"].values())
        tags = {url: visitor.get(url).headers["etag"] for url in urls}
        stored = ProfilePicture.objects.get(id=urls[0].split("/")[-2])
        markers = [queries.picture_content(stored, size)[MARKER] for size in ("large", "small")]
        names = list(Part.objects.filter(blob=stored.blob_id).values_list("name", flat=True))
        legible = [name for name in _objects(names) if any(marker in _object(name) for marker in markers)]
        keys = BlobKey.objects.filter(blob=stored.blob_id)
        secrets_of_it = [*markers, *map(bytes, keys.values_list("wrapped", flat=True))]
        before = _found_in_files(secrets_of_it)
        visitor.request("DELETE", PICTURE)
        statuses = [visitor.get(url).status for url in urls] + [_again(visitor, url, tags[url]) for url in urls]
        rows = ProfilePicture.objects.filter(id=stored.id).count() + keys.count()
        after = _found_in_files(secrets_of_it)
        releasing.remove_doomed()
        left = _objects(names)
    where = (
        f"bytes of it or of its key in the database's files before: {before}, after: {after}"
        if connection.vendor == "sqlite"
        else "rows only: the files of PostgreSQL are its own, and its vacuum's"
    )
    return Finding(
        bool(names) and not legible and statuses == [404] * 4 and rows == 0 and not after and not left,
        f"{len(names)} objects, of which {len(legible)} could be read without their key; after removal its addresses, "
        f"and a cache that asks, get {statuses}; rows and keys: {rows}; {where}; objects after the job: {len(left)}",
    )


def _objects(names: list[str]) -> list[str]:
    """Which of these the store holds."""
    return [name for name in names if name in {found.name for found in store().objects(name.split("/")[0])}]


def _object(name: str) -> bytes:
    return store().get_range(name, 0, store().size(name))


def _again(visitor: Visitor, url: str, etag: str) -> int:
    """What a browser that kept the picture is told when it asks whether it still may show it."""
    return visitor.request("GET", url, headers={"If-None-Match": etag}).status


def _found_in_files(markers: list[bytes]) -> list[str]:
    """Which of SQLite's files hold any of the markers; [] for other databases."""
    if connection.vendor != "sqlite":
        return []
    database = Path(str(connection.settings_dict["NAME"]))
    # Closing a file gives up all locks this process has on it (POSIX): no connection may be open meanwhile.
    connection.close()
    return [
        path.name
        for path in (database, database.with_name(f"{database.name}-wal"))
        if path.exists() and _holds(path, markers)
    ]


def _holds(path: Path, markers: list[bytes]) -> bool:
    overlap = max(map(len, markers)) - 1
    with path.open("rb") as file:
        tail = b""
        while piece := file.read(1 << 20):
            if any(marker in tail + piece for marker in markers):
                return True
            tail = piece[-overlap:]
    return False


promise("F03", control=actions.do_change_profile, probe=probe_profile)
promise("C26", control=actions.do_remove_picture, probe=probe_picture_gone)
