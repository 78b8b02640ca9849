"""What a copy says of accounts, beyond what is declared, and what another installation takes of them."""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterator
from io import BytesIO

from egret.accounts.actions import do_change_preferences, do_change_profile, do_set_picture
from egret.accounts.models import Preferences, Profile, ProfilePicture
from egret.kernel import blobs, copying, correcting
from egret.kernel.copying import Archive, Content, Progress, Report
from egret.kernel.errors import EgretError
from egret.kernel.pictures import MAXIMUM_BYTES
from egret.kernel.text import LANGUAGES, Text

copying.name("accounts.Person", Text("Your account", "您的账号"))
copying.name("accounts.SignInFlow", Text("A sign-in under way", "进行中的登录"))
copying.name("accounts.PolicyAcceptance", Text("Policies you accepted", "您接受的政策"))
copying.name("accounts.Session", Text("Where you are signed in", "您的登录会话"))
copying.name("accounts.Identity", Text("Other ways you sign in", "其他登录方式"))
copying.name("accounts.Passkey", Text("Your passkeys", "您的通行密钥"))
copying.name("accounts.TotpDevice", Text("Your authenticator app", "您的验证器应用"))
copying.name("accounts.RecoveryCode", Text("Your recovery codes", "您的恢复代码"))
copying.name("accounts.AccessToken", Text("Your app passwords and tokens", "您的应用密码和令牌"))
copying.name("accounts.Preferences", Text("Your settings", "您的设置"))
copying.name("accounts.Profile", Text("Your profile", "您的个人资料"))
copying.name("accounts.ProfilePicture", Text("Your picture", "您的头像"))
copying.name("accounts.ChildReport", Text("Reports about this account", "关于此账号的举报"))

# Whoever has it is signed in.
copying.hide("accounts.Session", "session_key", "session_data")
copying.hide("accounts.ChildReport", "reporter_contact", "relation", "explanation", why=copying.REPORTER)
copying.show("accounts.Passkey", "label")
copying.show("accounts.AccessToken", "label")

correcting.place("accounts.Profile", "/settings/profile")
correcting.place("accounts.ProfilePicture", "/settings/profile")
correcting.place("accounts.Person", "/settings/sessions")
correcting.place("accounts.Preferences", "/settings/preferences")
correcting.place("accounts.Passkey", "/settings/security")
correcting.place("accounts.AccessToken", "/settings/apps")

PICTURE = "pictures/profile-picture.webp"
THERE = Text("you have one here already, which stays", "此处已有，予以保留")
UNUSABLE = Text("could not be used here", "无法在此使用")


@copying.contents("accounts.picture")
def pictures_of(person_id: uuid.UUID) -> Iterator[Content]:
    """The large one; the small one behind it in the blob is made of it."""
    for found in ProfilePicture.objects.select_related("blob").filter(person_id=person_id):
        yield Content(
            PICTURE,
            found.large_size,
            found.created_at,
            found.blob,
            blobs.Owner("person", person_id),
            "accounts.ProfilePicture",
            str(found.pk),
        )


@copying.restorer("accounts")
def restore(person_id: uuid.UUID, archive: Archive, report: Report, progress: Progress) -> None:
    """Profile, settings and picture, as far as there are none here."""
    report.cover("accounts.Profile", "accounts.Preferences", "accounts.ProfilePicture")
    _restore_profile(person_id, archive, report)
    _restore_preferences(person_id, archive, report)
    _restore_picture(person_id, archive, report)
    progress(0)


def _restore_profile(person_id: uuid.UUID, archive: Archive, report: Report) -> None:
    here = Profile.objects.filter(person_id=person_id).first() or Profile(person_id=person_id)
    for field, what in (("name", Text("Name", "姓名")), ("description", Text("Description", "个人简介"))):
        for value in copying.texts(row.get(field) for row in archive.rows("accounts.Profile")[:1]):
            if not value or getattr(here, field) == value:
                report.add(what, "restored", 1 if value else 0)
            elif getattr(here, field):
                report.add(what, "kept", 1, THERE)
            else:
                try:
                    do_change_profile(person_id, **{field: value})
                    report.add(what, "restored")
                except EgretError:
                    report.add(what, "failed", 1, UNUSABLE)


def _restore_preferences(person_id: uuid.UUID, archive: Archive, report: Report) -> None:
    what = copying.NAMES["accounts.preferences"]
    here = Preferences.objects.filter(person_id=person_id).first() or Preferences(person_id=person_id)
    for row in archive.rows("accounts.Preferences")[:1]:
        chosen, kept = {}, 0
        for field, allowed in (("language", LANGUAGES), ("theme", ("light", "dark")), ("time_zone", None)):
            value = row.get(field)
            if not isinstance(value, str) or not value or (allowed is not None and value not in allowed):
                continue
            if getattr(here, field) in ("", value):
                chosen[field] = value
            else:
                kept += 1
        report.add(what, "kept", kept, THERE)
        try:
            if chosen:
                do_change_preferences(person_id, **chosen)
            report.add(what, "restored", len(chosen))
        except EgretError:
            report.add(what, "failed", len(chosen), UNUSABLE)


def _restore_picture(person_id: uuid.UUID, archive: Archive, report: Report) -> None:
    what = copying.NAMES["accounts.profilepicture"]
    if not archive.has(PICTURE):
        return
    if ProfilePicture.objects.filter(person_id=person_id).exists():
        report.add(what, "kept", 1, THERE)
        return
    data = BytesIO()
    try:
        if archive.size(PICTURE) > MAXIMUM_BYTES:
            raise zipfile.BadZipFile("too large for a picture")
        for piece in archive.read(PICTURE):
            data.write(piece)
        do_set_picture(person_id, data.getvalue(), None)
        report.add(what, "restored")
    except (EgretError, zipfile.BadZipFile):
        report.add(what, "failed", 1, UNUSABLE)
