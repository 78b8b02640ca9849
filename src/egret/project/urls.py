"""Addresses: the API, the operators' probes, and the web app for everything else."""

from __future__ import annotations

from django.urls import include, path, re_path

from egret.cloud.dav.view import dav
from egret.project import views
from egret.project.api import api

urlpatterns = [
    path("api/v1/cloud/", include("egret.cloud.uploads.urls")),
    path("api/v1/", api.urls),
    re_path(r"^api(?:/|$)", views.api_not_found),
    path("scim/v2/", include("egret.organizations.scim.urls")),
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path(".well-known/gpc.json", views.global_privacy_control),
    re_path(r"^dav(?:/|$)", dav),
    re_path(r"^", views.page),
]

handler400 = "egret.project.views.bad_request"
handler404 = "egret.project.views.not_found"
handler500 = "egret.project.views.server_fault"
