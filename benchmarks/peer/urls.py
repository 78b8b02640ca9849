"""The one address that both answer."""

from django.urls import path

from benchmarks.peer.views import MeetingList

urlpatterns = [path("api/v1/meetings", MeetingList.as_view())]
