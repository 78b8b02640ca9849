from __future__ import annotations

from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "egret.meetings.quality"
    label = "quality"

    def ready(self) -> None:
        from egret.kernel import objections, restrictions
        from egret.kernel.text import Text
        from egret.meetings.quality import actions, queries
        from egret.meetings.quality.personal import PURPOSE

        restrictions.stops(
            "quality.measure",
            Text(
                "Nothing of you is measured in calls, and nobody else sees what was measured.",
                "通话中不测量您的任何数据，他人也无法查看已测量的数据。",
            ),
        )
        objections.register(
            objections.Stoppable(
                PURPOSE,
                Text(
                    "Nothing of you is measured in calls any more, and what was measured is deleted.",
                    "通话中不再测量您的任何数据，已测量的数据即刻删除。",
                ),
                stop=actions.do_object,
                resume=actions.do_allow,
                stopped=queries.person_objects,
            )
        )
