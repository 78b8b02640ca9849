"""The meetings a person started, newest first: the same query, serialized by Django REST framework."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from egret.kernel.purpose import under
from egret.meetings import queries
from egret.meetings.queries import Summary


class MeetingRow(serializers.Serializer):  # type: ignore[misc]  # rest_framework has no types
    id = serializers.UUIDField(source="meeting.id")
    code = serializers.CharField(source="meeting.code")
    link = serializers.SerializerMethodField()
    title = serializers.SerializerMethodField()
    state = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(source="meeting.created_at")
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(source="meeting.ended_at", allow_null=True)
    is_host = serializers.SerializerMethodField()
    people_now = serializers.IntegerField()
    participants = serializers.IntegerField()
    duration_seconds = serializers.IntegerField()

    def get_link(self, row: Summary) -> str:
        link: str = self.context["request"].build_absolute_uri(f"/m/{row.meeting.code}")
        return link

    def get_title(self, row: Summary) -> str:
        schedule = row.meeting.schedule
        return schedule.title if schedule else ""

    def get_state(self, row: Summary) -> str:
        return "ended" if row.meeting.ended else "open"

    def get_is_host(self, row: Summary) -> bool:
        return True


class MeetingList(APIView):  # type: ignore[misc]  # rest_framework has no types
    @under("meetings.hold")
    def get(self, request: Request) -> Response:
        summaries, next_cursor = queries.hosted_meetings(request.user.pk, request.query_params.get("cursor"))
        rows = MeetingRow(summaries, many=True, context={"request": request})
        return Response({"items": rows.data, "next_cursor": next_cursor})
