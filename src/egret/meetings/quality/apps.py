from __future__ import annotations

from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "egret.meetings.quality"
    label = "quality"

    def ready(self) -> None:
        from egret.kernel import objections
        from egret.kernel.text import Text
        from egret.meetings.quality import actions, queries
        from egret.meetings.quality.personal import PURPOSE

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
