"""Start-up stops when personal data is stored, processed or logged without a declaration (C09, C22, C23)."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.management import get_commands, load_command_class
from django.db import connections
from django.db.models import Count, Model
from django.urls import URLResolver, get_resolver
from django.utils.module_loading import import_string
from django_tasks.base import Task

from egret.kernel import browser_storage, events, forms, jobs, objections, personal, purpose
from egret.kernel.blobs.kinds import KINDS
from egret.kernel.egress import DESTINATIONS
from egret.kernel.keyring import master
from egret.kernel.keyring.errors import MasterKeyUnusable
from egret.kernel.keyring.models import OwnerKey
from egret.kernel.keyring.router import KEYRING
from egret.kernel.logs import LOG_EVENTS
from egret.kernel.personal import Category, NotPersonal
from egret.kernel.promises import name_of

# What storage.ts calls its entries, as the build leaves them.
NAME_IN_SCRIPT = re.compile(r"""["'`](egret\.[a-z_]+)["'`]""")
HOW = "Declare it in the domain's personal.py with declare(…), or excuse it with not_personal('why')."


@register()
def check_models(app_configs: Sequence[AppConfig] | None = None, **_: Any) -> list[CheckMessage]:
    """Every table and every field of every installed application is declared or excused."""
    messages: list[CheckMessage] = []
    known = {model._meta.label_lower: model for model in apps.get_models(include_auto_created=True)}
    for label, model in known.items():
        declaration = personal.DECLARATIONS.get(label)
        if declaration is not None:
            messages.extend(_check_fields(model, declaration))
        elif label not in personal.EXCUSED:
            messages.append(Error(f"The table {model._meta.label} is not declared.", hint=HOW, id="egret.E001"))
    for label in (set(personal.DECLARATIONS) | set(personal.EXCUSED)) - set(known):
        messages.append(Error(f"A declaration names {label}, which does not exist.", hint=HOW, id="egret.E002"))
    return messages


def _check_fields(model: type[Model], declaration: personal.Declaration) -> Iterable[CheckMessage]:
    stored = {field.name for field in model._meta.concrete_fields}
    for name in sorted(stored - set(declaration.fields)):
        yield Error(f"The field {model._meta.label}.{name} is not declared.", hint=HOW, id="egret.E003")
    for name in sorted(set(declaration.fields) - stored):
        yield Error(f"{model._meta.label} has no field {name}, but declares it.", hint=HOW, id="egret.E004")
    retained_by = declaration.retention.field
    if retained_by is not None and retained_by.split("__")[0] not in stored:
        yield Error(f"{model._meta.label} is retained by {retained_by}, which it lacks.", hint=HOW, id="egret.E005")
    if declaration.purpose not in purpose.PURPOSES:
        yield Error(
            f"{model._meta.label} is declared for the purpose {declaration.purpose}, which is not registered.",
            hint="Register it in the domain's personal.py with purpose.register(…).",
            id="egret.E006",
        )


@register()
def check_purposes(**_: Any) -> list[CheckMessage]:
    """Every purpose has a legal basis (C22) and, where it may be objected to, an answer (C70); every endpoint, job and
    destination has a purpose (C23)."""
    messages: list[CheckMessage] = []
    for each in purpose.PURPOSES.values():
        if not isinstance(each.basis, purpose.LegalBasis):
            messages.append(
                Error(
                    f"The purpose {each.id} has no legal basis.",
                    hint="Give it one of purpose.LegalBasis.",
                    id="egret.E010",
                )
            )
    messages += [
        Error(
            f"The purpose {each} rests on legitimate interests, and nothing says what an objection to it does.",
            hint="Call objections.register(…) with what stops it, or objections.weigh(…) with what stands against.",
            id="egret.E015",
        )
        for each in sorted(objections.objectionable() - objections.STOPPABLE.keys() - objections.WEIGHED.keys())
    ]
    used = [(f"The job {task.module_path}", jobs.purpose_of_task(task)) for task in _tasks()]
    used += [(f"The destination {each.netloc}", each.purpose) for each in DESTINATIONS.values()]
    used += [(f"The endpoint {name}", purpose_id) for name, purpose_id in _endpoints()]
    for what, purpose_id in used:
        if purpose_id not in purpose.PURPOSES:
            messages.append(
                Error(
                    f"{what} runs under no registered purpose ({purpose_id}).",
                    hint="Put @under('<purpose>') below its decorator.",
                    id="egret.E011",
                )
            )
    return messages


@register()
def check_processing(**_: Any) -> list[CheckMessage]:
    """Every view, management command and subscriber says what it runs for, or why it needs no purpose (C53)."""
    found = [(f"The address {address}", view) for address, view in addresses()]
    for name, application in get_commands().items():
        if application.startswith("egret."):
            found.append((f"The command {name}", load_command_class(application, name).handle))
    found += [(f"The subscriber {name_of(each)}", each) for each in events.subscribers()]
    return [
        Error(
            f"{what} runs under no registered purpose ({purpose.purpose_of(function)}).",
            hint="Put @under('<purpose>') below its decorator, or @without_purpose('why') when it touches nobody.",
            id="egret.E014",
        )
        for what, function in found
        if not purpose.is_registered(function)
    ]


@register()
def check_readers(**_: Any) -> list[CheckMessage]:
    """Every purpose that a declaration lets in is registered: a misspelt one would let nobody in (C23)."""
    return [
        Error(
            f"{declaration.model} lets the purpose {each} in, which is not registered.",
            hint="Correct the name in also=(…), or register it in a domain's personal.py.",
            id="egret.E007",
        )
        for declaration in personal.DECLARATIONS.values()
        for each in declaration.also
        if each not in purpose.PURPOSES
    ]


def _tasks() -> Iterator[Task[Any, Any]]:
    """The jobs of every application's `tasks`, and whatever else is periodic."""
    found = {name: import_string(name) for name in jobs.PERIODIC}
    for config in apps.get_app_configs():
        stated = vars(sys.modules[f"{config.name}.tasks"]) if f"{config.name}.tasks" in sys.modules else {}
        found |= {each.module_path: each for each in stated.values() if isinstance(each, Task)}
    return iter(found.values())


def addresses() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Everything that answers, beside the API's operations."""
    return _addresses(get_resolver())


def _addresses(resolver: URLResolver) -> Iterator[tuple[str, Callable[..., Any]]]:
    """What answers at an address; of the API each operation is looked at by itself."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern)
        elif not getattr(pattern.callback, "func", pattern.callback).__module__.startswith("ninja."):
            yield str(pattern.pattern), pattern.callback


def _endpoints() -> Iterable[tuple[str, str | None]]:
    return ((name, purpose.purpose_of(view)) for name, view in _views())


def _views() -> Iterable[tuple[str, Callable[..., Any]]]:
    api = import_string(settings.EGRET_API)
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                yield f"{','.join(operation.methods)} {prefix}{path}", operation.view_func


@register()
def check_forms(**_: Any) -> list[CheckMessage]:
    """Every text a request may carry has a category that its endpoint's purpose declares, or an excuse (C12)."""
    messages: list[CheckMessage] = []
    for name, view in _views():
        allowed = forms.categories_for(purpose.purpose_of(view) or "")
        for path, declared in forms.asked_by_endpoint(view):
            if declared is None:
                messages.append(
                    Error(
                        f"{name} asks for {path}, which is not classified.",
                        hint="Annotate it: Annotated[str, Category.…] or Annotated[str, not_personal('why')].",
                        id="egret.E012",
                    )
                )
            elif isinstance(declared, Category) and declared not in allowed:
                messages.append(
                    Error(
                        f"{name} asks for {path} ({declared}), and no table of its purpose declares that category.",
                        hint="Ask for less, or declare where it is stored in the domain's personal.py.",
                        id="egret.E013",
                    )
                )
    return messages


@register()
def check_browser_storage(**_: Any) -> list[CheckMessage]:
    """Every cookie that Django sets by itself is registered (C20); our own go through browser_storage.set_cookie."""
    sets_csrf = "django.middleware.csrf.CsrfViewMiddleware" in settings.MIDDLEWARE
    cookies = [settings.SESSION_COOKIE_NAME, *([settings.CSRF_COOKIE_NAME] if sets_csrf else [])]
    return [
        Error(
            f"The cookie {name} is not registered.",
            hint="Register it with browser_storage.register(…).",
            id="egret.E020",
        )
        for name in cookies
        if name not in browser_storage.ENTRIES
    ]


@register()
def check_pages_storage(**_: Any) -> list[CheckMessage]:
    """Every name under which the built pages keep something in a browser is registered (C20)."""
    scripts = sorted(settings.EGRET_WEB_DIST.glob("**/*.js"))
    named = {name for script in scripts for name in NAME_IN_SCRIPT.findall(script.read_text())}
    return [
        Error(
            f"The pages keep {name} in the browser, which is not registered.",
            hint="Register it with browser_storage.register(…), or build the pages of this version.",
            id="egret.E021",
        )
        for name in sorted(named - set(browser_storage.ENTRIES))
    ]


@register()
def check_log_events(**_: Any) -> list[CheckMessage]:
    """Every field of every log event has a category or an excuse."""
    return [
        Error(
            f"The log event {event.name} does not classify its field {name}.",
            hint="Give it a Category or not_personal('why').",
            id="egret.E030",
        )
        for event in LOG_EVENTS.values()
        for name, declared in event.fields.items()
        if not isinstance(declared, Category | NotPersonal)
    ]


@register()
def check_blob_kinds(**_: Any) -> list[CheckMessage]:
    """Every kind of stored content has a category, and a purpose that is registered (C09, C22)."""
    return [
        Error(
            f"The blob kind {kind.id} is declared as {kind.category} for the purpose {kind.purpose}, which is unknown.",
            hint="Give blobs.kinds.register(…) a Category and a purpose of purpose.register(…).",
            id="egret.E040",
        )
        for kind in KINDS.values()
        if not isinstance(kind.category, Category) or kind.purpose not in purpose.PURPOSES
    ]


@register()
def check_master_key(**_: Any) -> list[CheckMessage]:
    """What people store can be read, and by nobody who should not: the master key is there and private (C51)."""
    try:
        master.master_keys(settings.INSTANCE)
    except MasterKeyUnusable as error:
        return [_unusable(error)]
    return []


@register(Tags.database)
def check_keyring(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The master keys that the keyring was wrapped with are given."""
    if (
        KEYRING not in (databases or ())
        or OwnerKey._meta.db_table not in connections[KEYRING].introspection.table_names()
    ):
        return []
    in_use = OwnerKey.objects.values_list("master").annotate(Count("owner")).order_by("master")
    try:
        master.require_keys_for(master.master_keys(settings.INSTANCE), dict(in_use))
    except MasterKeyUnusable as error:
        return [_unusable(error)]
    return []


def _unusable(error: MasterKeyUnusable) -> Error:
    return Error(error.what.say("en", **error.facts), hint=error.remedy.say("en", **error.facts), id="egret.E041")
