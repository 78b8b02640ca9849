"""Earlier versions expire; a named one, and the current one, never."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from egret.cloud import holding
from egret.cloud.actions.files import remove_versions
from egret.cloud.models import FileVersion, Space
from egret.cloud.queries import REPLACED_AT
from egret.kernel import clock, holds

# As long as somebody may take to notice that a document was spoilt.
VERSION_PERIOD = timedelta(days=90)
BATCH = 200


def expire_versions() -> int:
    """Remove unnamed versions that were replaced VERSION_PERIOD ago; returns how many. Safe to run twice.

    However old it is, what was overwritten yesterday can be brought back.
    """
    expired = 0
    while True:
        past = clock.now() - VERSION_PERIOD
        # Whatever was replaced before then was made before then: most are passed over without a look at the next one.
        old = FileVersion.objects.annotate(replaced_at=REPLACED_AT).filter(
            label="", created_at__lt=past, replaced_at__lt=past
        )
        old = old.exclude(node__version_id=F("id"))
        if holds.ids_held(holding.KIND):
            nodes = set(old.values_list("node_id", flat=True))
            old = old.exclude(node_id__in=[id_ for id_ in nodes if holding.is_held(id_)])
        by_space = defaultdict(list)
        for version_id, space_id in old.values_list("id", "node__space_id")[:BATCH]:
            by_space[space_id].append(version_id)
        if not by_space:
            return expired
        for space_id, ids in by_space.items():
            with transaction.atomic():
                space = Space.objects.select_for_update(no_key=True).get(id=space_id)
                # Again under the lock: one may have been named or made current meanwhile.
                rows = FileVersion.objects.filter(id__in=ids, label="").exclude(node__version_id=F("id"))
                expired += len(rows)
                remove_versions(list(rows), space)
