"""The addresses below /scim/v2/ (RFC 7644 §3.2)."""

from __future__ import annotations

from django.urls import path, re_path

from egret.organizations.scim import views
from egret.organizations.scim.views import at

urlpatterns = [
    path("Users", at(GET=views.list_users, POST=views.create_user)),
    path("Users/.search", at(POST=views.list_users)),
    path(
        "Users/<str:key>",
        at(GET=views.read_user, PUT=views.replace_user, PATCH=views.patch_user, DELETE=views.delete_user),
    ),
    path("Groups", at(GET=views.list_groups, POST=views.create_group)),
    path("Groups/.search", at(POST=views.list_groups)),
    path(
        "Groups/<str:key>",
        at(GET=views.read_group, PUT=views.replace_group, PATCH=views.patch_group, DELETE=views.delete_group),
    ),
    path("ServiceProviderConfig", at(GET=views.read_service)),
    path("ResourceTypes", at(GET=views.list_resource_types)),
    path("ResourceTypes/<str:key>", at(GET=views.read_resource_type)),
    path("Schemas", at(GET=views.list_schemas)),
    path("Schemas/<str:key>", at(GET=views.read_schema)),
    re_path(
        r"^",
        at(
            GET=views.nothing_here,
            POST=views.nothing_here,
            PUT=views.nothing_here,
            PATCH=views.nothing_here,
            DELETE=views.nothing_here,
        ),
    ),
]
