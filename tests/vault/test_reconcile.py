"""Store and database compared: what disagrees is named, what belongs to nobody goes, what people keep stays."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from egret.accounts.models import ProfilePicture
from egret.kernel import blobs, clock, vault
from egret.kernel.blobs import PART_SIZE
from egret.kernel.blobs.releasing import remove_doomed
from egret.kernel.models import Blob, BlobKey, Part, PeriodicJob
from egret.kernel.objects import store
from egret.kernel.tasks import reconcile_blobs
from tests.vault.stored import KIND, begun, content, kept, person, refer_to, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]

NOW = timedelta(0)


def test_what_agrees_is_counted() -> None:
    kept(person(), content(PART_SIZE + 1))
    report = blobs.reconcile(grace=NOW)
    assert report.agrees and report.counts == {"blobs": 1, "parts": 2, "objects": 2}
    assert report.bytes > PART_SIZE


def test_an_orphan_goes_when_it_is_old_enough() -> None:
    owner = person()
    old = kept(owner, b"kept")
    draft, (name,) = begun(owner, content(PART_SIZE))
    assert blobs.reconcile(mend=True).agrees
    with clock.travel(timedelta(minutes=59)):
        assert blobs.reconcile(mend=True).agrees
    with clock.travel(timedelta(minutes=61)):
        assert blobs.reconcile().orphan_objects == [name]
        assert blobs.reconcile(mend=True).orphan_objects == [name]
        assert blobs.reconcile(mend=True).agrees
        # Its writer comes back and finds out before anything is promised.
        draft.write(b"more")
        with pytest.raises(blobs.StoreUnavailable):
            draft.finish()
    assert blobs.open_blob(old, owner).read(0, 4) == b"kept"


def test_the_first_parts_of_a_draft_that_goes_on_are_no_orphans(folder: Path) -> None:
    _, names = begun(person(), content(2 * PART_SIZE))
    first = folder / names[0]
    os.utime(first, (0, 0))
    assert blobs.reconcile(mend=True).agrees
    assert first.exists()


def test_what_the_librarys_writing_left_unfinished_goes(folder: Path) -> None:
    blob = kept(person(), b"kept")
    name = Part.objects.get(blob=blob).name
    (folder / f"{name}#1").write_bytes(b"half")
    assert blobs.reconcile(mend=True, grace=NOW).orphan_objects == [f"{name}#1"]
    assert blobs.reconcile(grace=NOW).agrees


def test_foreign_files_are_left_alone(folder: Path) -> None:
    kept(person(), b"kept")
    foreign = folder / "abc" / "holiday.jpg"
    foreign.parent.mkdir(exist_ok=True)
    foreign.write_bytes(b"not ours")
    assert blobs.reconcile(mend=True, grace=NOW).agrees
    assert foreign.exists()


def test_missing_and_shortened_parts_are_named_and_their_rows_stay(folder: Path) -> None:
    gone, short = kept(person(), b"gone"), kept(person(), b"short")
    names = {blob.id: Part.objects.get(blob=blob).name for blob in (gone, short)}
    store().delete([names[gone.id]])
    with (folder / names[short.id]).open("r+b") as file:
        file.truncate(10)
    report = blobs.reconcile(mend=True, grace=NOW)
    assert report.missing_parts == [names[gone.id]] and report.wrong_sizes == [names[short.id]]
    assert Part.objects.count() == 2


def test_a_blob_without_owner_is_named() -> None:
    blob = kept(person(), b"whose?")
    BlobKey.objects.filter(blob=blob).delete()
    assert blobs.reconcile(mend=True).ownerless_blobs == [str(blob.id)]
    assert Blob.objects.filter(id=blob.id).exists()


def test_released_blobs_are_neither_missing_nor_ownerless() -> None:
    blob = stored(person(), b"let go")
    store().delete(Part.objects.filter(blob=blob).values_list("name", flat=True))
    blobs.release([blob.id])
    assert blobs.reconcile().agrees


def test_what_nothing_refers_to_is_named_and_released_when_it_is_old_enough() -> None:
    referred, forgotten = kept(person(), b"kept"), stored(person(), b"forgotten")
    assert blobs.reconcile(mend=True).agrees
    with clock.travel(timedelta(minutes=61)):
        assert blobs.reconcile().unreferenced_blobs == [str(forgotten.id)]
        assert BlobKey.objects.filter(blob=forgotten).exists()
        assert blobs.reconcile(mend=True).unreferenced_blobs == [str(forgotten.id)]
        assert not BlobKey.objects.filter(blob=forgotten).exists()
        assert blobs.reconcile(mend=True).agrees
        remove_doomed()
    assert list(Blob.objects.all()) == [referred]


def test_an_open_blob_that_nothing_refers_to_has_two_weeks() -> None:
    forgotten, going_on = blobs.begin(person(), KIND), blobs.begin(person(), KIND)
    refer_to(going_on)
    with clock.travel(timedelta(days=13)):
        assert blobs.reconcile(mend=True, grace=NOW).agrees
    with clock.travel(timedelta(days=15)):
        assert blobs.reconcile(mend=True).unreferenced_blobs == [str(forgotten.id)]
        assert blobs.reconcile().agrees
    assert Blob.objects.get(id=going_on.id).state == Blob.State.OPEN


def test_a_destroyed_owner_leaves_nothing_to_complain_about() -> None:
    owner = person()
    kept(owner, b"forgotten")
    vault.destroy_key(owner)
    assert blobs.reconcile(grace=NOW).agrees


def test_the_daily_job_says_what_is_wrong(caplog: pytest.LogCaptureFixture) -> None:
    blob = kept(person(), b"gone")
    store().delete(Part.objects.filter(blob=blob).values_list("name", flat=True))
    reconcile_blobs.func()
    assert "1 parts missing" in caplog.text


def test_an_unclean_stop_makes_the_job_due() -> None:
    from egret.kernel import jobs
    from egret.kernel.management.commands.worker import RECONCILE

    assert RECONCILE in jobs.PERIODIC
    PeriodicJob.objects.create(name=RECONCILE, due_at=clock.now() + timedelta(hours=20))
    jobs.hasten(RECONCILE)
    assert PeriodicJob.objects.get(name=RECONCILE).due_at <= clock.now()


@pytest.mark.usefixtures("bucket")
def test_a_bucket_is_compared_as_a_folder_is() -> None:
    blob, lost = kept(person(), content(PART_SIZE + 1)), kept(person(), b"lost")
    _, (orphan,) = begun(person(), content(PART_SIZE))
    missing = Part.objects.get(blob=lost).name
    store().delete([missing])
    with clock.travel(timedelta(seconds=5)):
        report = blobs.reconcile(mend=True, grace=NOW)
    assert (report.orphan_objects, report.missing_parts, report.wrong_sizes) == ([orphan], [missing], [])
    ProfilePicture.objects.all().delete()
    blobs.release([blob.id, lost.id])
    remove_doomed()
    assert blobs.reconcile(grace=NOW).counts == {"blobs": 0, "parts": 0, "objects": 0}
