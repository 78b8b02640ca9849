"""The certificate: a signed JSON document that anybody can check offline. It names nobody."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from egret.kernel import certificates, journal
from egret.kernel.personal import CATEGORY_TEXTS, Category
from egret.kernel.text import LANGUAGES
from egret.privacy.erasures import plan
from egret.privacy.erasures.models import Erasure


def certify(order: Erasure) -> str:
    """What was done for an erasure that is over, signed by this installation."""
    counted = plan.Plan.read(order.plan)
    known = journal.of(settings.INSTANCE)
    line = known.entries[order.journal_line - 1] if known and order.journal_line else None
    document: dict[str, Any] = {
        "format": certificates.FORMAT,
        "installation": settings.EGRET_ORIGIN,
        "erasure": str(order.id),
        "ordered_at": order.ordered_at.isoformat(),
        "decided_at": order.decided_at.isoformat() if order.decided_at else None,
        "finished_at": order.ended_at.isoformat() if order.ended_at else None,
        "erased": {
            "entries": counted.rows,
            "by_category": [
                {"category": line.id, "text": CATEGORY_TEXTS[Category(line.id)].en, "entries": line.count}
                for line in counted.goes
            ],
            "contents": counted.blobs,
            "bytes": counted.bytes,
            "keys": "destroyed",
        },
        "kept": [
            {
                "rule": line.id,
                "entries": line.count,
                **{language: plan.rule_text(line.id, language) for language in LANGUAGES},
            }
            for line in counted.stays
        ],
        "told": [
            {
                "processor": notice.processor,
                "host": notice.host,
                "told_at": notice.told_at.isoformat() if notice.told_at else None,
                "acknowledged_at": notice.acknowledged_at.isoformat() if notice.acknowledged_at else None,
            }
            for notice in order.notices.order_by("host")
        ],
        "journal": {"id": known.id, "line": line.number, "sha256": line.digest} if known and line else None,
    }
    return json.dumps(certificates.signed(document, settings.INSTANCE), ensure_ascii=False, indent=2) + "\n"
