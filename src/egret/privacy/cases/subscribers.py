"""What cases keep of somebody who goes."""

from __future__ import annotations

import uuid

from egret.kernel import erasure
from egret.kernel.text import Text
from egret.privacy.cases.models import Case


@erasure.keeps(
    "cases.about",
    Text(
        "That staff opened a case, and why; 400 days, to show that they looked with reason. It no longer says whose "
        "account it was.",
        "工作人员立案的事实和理由；保留 400 天，以证明查看有正当理由。不再注明账号。",
    ),
    tables=("privacy_cases.Case",),
)
def cases_about(person_id: uuid.UUID) -> int:
    return Case.objects.filter(subject_id=person_id).count()
