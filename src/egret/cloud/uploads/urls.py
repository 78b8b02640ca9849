"""The addresses of uploads. They are no part of the API's document: tus describes them."""

from __future__ import annotations

from django.urls import path

from egret.cloud.uploads import views
from egret.cloud.uploads.views import at

urlpatterns = [
    path("uploads", at(POST=views.create)),
    path("uploads/<uuid:upload_id>", at(HEAD=views.show, PATCH=views.write, DELETE=views.terminate)),
]
