"""The addresses below /scim/v2/ (RFC 7644 §3.2)."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from egret.kernel.purpose import under


def at(**handlers: str) -> Callable[..., HttpResponse]:
    """The view of one address: for each method the name of its handler in `views`.

    They are imported with the first request: the standard's models would cost every start, of every process, a second.
    """

    @under("organizations.administer")
    def view(request: HttpRequest, **path: Any) -> HttpResponse:
        views = import_module("egret.organizations.scim.views")
        answered: HttpResponse = views.answer(
            request, {method: getattr(views, name) for method, name in handlers.items()}, **path
        )
        return answered

    return view


urlpatterns = [
    path("Users", at(GET="list_users", POST="create_user")),
    path("Users/.search", at(POST="list_users")),
    path(
        "Users/<str:key>",
        at(GET="read_user", PUT="replace_user", PATCH="patch_user", DELETE="delete_user"),
    ),
    path("Groups", at(GET="list_groups", POST="create_group")),
    path("Groups/.search", at(POST="list_groups")),
    path(
        "Groups/<str:key>",
        at(GET="read_group", PUT="replace_group", PATCH="patch_group", DELETE="delete_group"),
    ),
    path("ServiceProviderConfig", at(GET="read_service")),
    path("ResourceTypes", at(GET="list_resource_types")),
    path("ResourceTypes/<str:key>", at(GET="read_resource_type")),
    path("Schemas", at(GET="list_schemas")),
    path("Schemas/<str:key>", at(GET="read_schema")),
    re_path(
        r"^",
        at(
            GET="nothing_here",
            POST="nothing_here",
            PUT="nothing_here",
            PATCH="nothing_here",
            DELETE="nothing_here",
        ),
    ),
]
