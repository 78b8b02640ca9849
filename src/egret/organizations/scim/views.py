"""SCIM over HTTP (RFC 7644): parse, authorise by the organisation's token, call, present; errors in SCIM's own form."""

from __future__ import annotations

import json
import logging
import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from pydantic import ValidationError
from scim2_models import (
    Context,
    Error,
    Group,
    InvalidFilterException,
    InvalidSyntaxException,
    ListResponse,
    NotFoundException,
    PatchOp,
    PayloadTooLargeException,
    Resource,
    ResourceType,
    ResponseParameters,
    Schema,
    SCIMException,
    ScimPolicy,
    SearchRequest,
    UnauthorizedException,
)

from egret.kernel import ratelimit
from egret.kernel.api import address_of
from egret.kernel.errors import EgretError, ServerFault, TooManyRequests
from egret.kernel.ratelimit import Limit
from egret.organizations import models
from egret.organizations.actions import scim
from egret.organizations.actions.scim_tokens import do_use_token
from egret.organizations.scim import dropped, filters, resources
from egret.organizations.scim.resources import AnyUser, KeptUser

logger = logging.getLogger(__name__)

SCIM_JSON = "application/scim+json"
# A token has 256 bits and is not guessed; a mistyped one in a directory's settings should not fill our day.
WRONG_TOKENS = Limit("wrong SCIM tokens per address", 60, timedelta(minutes=1))

# Attributes of no schema: in a whole resource they are dropped, in a PATCH they are an error (§3.5.2).
WHOLE = ScimPolicy(unknown=ScimPolicy.Unknown.ignore)
# Entra names what to remove in `value`, and changes an e-mail address that is not there yet.
PATCH = ScimPolicy(
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)
# What has one value, of all that is kept.
SINGLE = frozenset({"active", "displayname", "externalid", "username"})

# Where an error of the library's ends and its advice to programmers begins.
ADVICE = re.compile(r"\s*(\[type=[^\]]*\])?\s*For further information visit \S+")

Handler = Callable[..., HttpResponse]


def answer(request: HttpRequest, handlers: dict[str, Handler], **path: Any) -> HttpResponse:
    """What the handler of the request's method says, called with the request and the organisation's id."""
    try:
        organization_id = _authenticate(request)
        method = "GET" if request.method == "HEAD" else str(request.method)
        if method not in handlers:
            return _refuse(405, "this address does not take that method", Allow=", ".join(handlers))
        return handlers[method](request, organization_id, **path)
    except SCIMException as error:
        return _error(error.to_error())
    except ValidationError as error:
        return _error(Error.from_validation_errors(error)[0])
    except RequestDataTooBig:
        return _error(PayloadTooLargeException(detail="the body is larger than 1 MiB").to_error())
    except TooManyRequests as error:
        return _refuse(429, error.title.en, **{"Retry-After": str(error.facts["retry_after"])})
    except EgretError as error:
        return _refuse(error.status, error.problem("en")["title"])
    except Exception:
        logger.exception("%s failed", request.resolver_match.route if request.resolver_match else "SCIM")
        return _refuse(500, ServerFault.title.en)


def list_users(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    asked = _search(request, SearchRequest[AnyUser])
    rows = models.Membership.objects.filter(organization_id=organization_id, scim_user_name__isnull=False)
    rows = rows.filter(_matching(asked, filters.users)).prefetch_related("groups__group")
    return _page(ListResponse[KeptUser], rows, asked, resources.user_of)


def create_user(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    body = dropped.without_dropped(_body(request))
    sent = AnyUser.model_validate(body, scim_ctx=Context.RESOURCE_CREATION_REQUEST, scim_policy=WHOLE)
    member = scim.do_enter_member(organization_id, resources.facts_of_user(sent))
    return _one(request, resources.user_of(member), 201)


def read_user(request: HttpRequest, organization_id: uuid.UUID, key: str) -> HttpResponse:
    return _one(request, resources.user_of(scim.access_member(organization_id, _key(key))))


def replace_user(request: HttpRequest, organization_id: uuid.UUID, key: str) -> HttpResponse:
    body = dropped.without_dropped(_body(request))
    sent = AnyUser.model_validate(body, scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST, scim_policy=WHOLE)
    member = scim.do_change_member(
        organization_id, _key(key), lambda member: resources.facts_of_user(sent, before=member)
    )
    return _one(request, resources.user_of(member))


def patch_user(request: HttpRequest, organization_id: uuid.UUID, key: str) -> HttpResponse:
    patch = _patch(request, PatchOp[AnyUser], dropped.read_operations)

    def change(member: models.Membership) -> resources.UserFacts:
        user = resources.whole_user_of(member)
        if patch is not None:
            patch.patch(user, scim_policy=PATCH)
        return resources.facts_of_user(user, before=member)

    return _one(request, resources.user_of(scim.do_change_member(organization_id, _key(key), change)))


def delete_user(request: HttpRequest, organization_id: uuid.UUID, key: str) -> HttpResponse:
    scim.do_take_away_member(organization_id, _key(key))
    return _answer(None, 204)


def list_groups(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    asked = _search(request, SearchRequest[Group])
    rows = models.Group.objects.filter(organization_id=organization_id).filter(_matching(asked, filters.groups))
    with_members = _wants_members(asked)
    return _page(ListResponse[Group], rows, asked, lambda group: _group(group, with_members))


def create_group(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    sent = Group.model_validate(_body(request), scim_ctx=Context.RESOURCE_CREATION_REQUEST, scim_policy=WHOLE)
    group = scim.do_make_group(organization_id, resources.facts_of_group(sent))
    return _one(request, _group(group), 201)


def read_group(request: HttpRequest, organization_id: uuid.UUID, key: str) -> HttpResponse:
    group = scim.access_group(organization_id, _key(key))
    return _one(request, _group(group, _wants_members(_parameters(request, ResponseParameters[Group]))))


def replace_group(request: HttpRequest, organization_id: uuid.UUID, key: str) -> HttpResponse:
    sent = Group.model_validate(_body(request), scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST, scim_policy=WHOLE)
    group = scim.do_change_group(organization_id, _key(key), lambda _: resources.facts_of_group(sent))
    return _one(request, _group(group))


def patch_group(request: HttpRequest, organization_id: uuid.UUID, key: str) -> HttpResponse:
    """Answered without the members, who may be thousands, unless something is asked for (§3.5.2)."""
    patch = _patch(request, PatchOp[Group])
    parameters = _parameters(request, ResponseParameters[Group])

    def change(row: models.Group) -> resources.GroupFacts:
        group = resources.group_of(row, scim.members_of(row))
        for member in group.members or []:
            # As directories know them: by identifier alone.
            member.type = member.display = None
        group.members = group.members or None
        if patch is not None:
            patch.patch(group, scim_policy=PATCH)
        facts = resources.facts_of_group(group)
        return facts if facts.members is not None else resources.without_members(facts)

    changed = scim.do_change_group(organization_id, _key(key), change)
    if parameters.attributes or parameters.excluded_attributes:
        return _one(request, _group(changed, _wants_members(parameters)))
    return _answer(None, 204)


def delete_group(request: HttpRequest, organization_id: uuid.UUID, key: str) -> HttpResponse:
    scim.do_delete_group(organization_id, _key(key))
    return _answer(None, 204)


def read_service(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    return _answer(resources.service().model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))


def list_resource_types(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    return _listed(ListResponse[ResourceType], resources.resource_types(), request)


def read_resource_type(request: HttpRequest, organization_id: uuid.UUID, key: str) -> HttpResponse:
    return _listed_one(resources.resource_types(), key)


def list_schemas(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    return _listed(ListResponse[Schema], resources.schemas(), request)


def read_schema(request: HttpRequest, organization_id: uuid.UUID, key: str) -> HttpResponse:
    return _listed_one(resources.schemas(), key)


def nothing_here(request: HttpRequest, organization_id: uuid.UUID, **_: str) -> HttpResponse:
    raise NotFoundException(detail="there is nothing at this address")


def _authenticate(request: HttpRequest) -> uuid.UUID:
    """Raises UnauthorizedException; TooManyRequests for an address that shows many wrong tokens."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    organization_id = do_use_token(token.strip()) if scheme.lower() == "bearer" else None
    if organization_id is None:
        ratelimit.spend(WRONG_TOKENS, address_of(request))
        raise UnauthorizedException(detail="show a token of the organisation's: Authorization: Bearer egretscim_…")
    return organization_id


def _body(request: HttpRequest) -> dict[str, Any]:
    """The JSON that was sent, of characters that can be stored. Raises InvalidSyntaxException."""
    try:
        body = json.loads(request.body)
        text = json.dumps(body, ensure_ascii=False)
        text.encode()
    except (ValueError, RecursionError) as error:
        raise InvalidSyntaxException(detail="the body is not JSON in UTF-8") from error
    if "\\u0000" in text or not isinstance(body, dict):
        raise InvalidSyntaxException(detail="the body is not an object without NUL")
    return body


def _patch(
    request: HttpRequest, kind: type[PatchOp[Any]], read: Callable[[list[Any]], list[Any]] = list
) -> PatchOp[Any] | None:
    """The operations that `read` leaves; None when it leaves none of them."""
    body = _body(request)
    name = next((each for each in body if each.lower() == "operations"), "Operations")
    operations = body.get(name)
    if isinstance(operations, list):
        for operation in operations:
            _normalize(operation)
        body[name] = read(operations)
        if operations and not body[name]:
            return None
    with PATCH:
        return kind.model_validate(body, scim_ctx=Context.RESOURCE_PATCH_REQUEST)


def _normalize(operation: object) -> None:
    """Entra and Okta name whom to remove with more than the identifier: `$ref` null, or a display name of theirs.
    Entra sends a single value as a list of one, too."""
    if not isinstance(operation, dict):
        return
    value = operation.get("value")
    if str(operation.get("op")).lower() != "remove":
        match value:
            case [{"value": only}] if str(operation.get("path")).lower() in SINGLE:
                operation["value"] = only
        return
    entries = [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]
    if entries and all("value" in each for each in entries):
        operation["value"] = [{"value": each["value"]} for each in entries]


def _search(request: HttpRequest, kind: type[SearchRequest[Any]]) -> SearchRequest[Any]:
    """The query's parameters (§3.4.2), or those that were posted (§3.4.3), where no log writes them down.

    Sorting is not supported, and asking for it is no error.
    """
    names = ("filter", "startIndex", "count", "attributes", "excludedAttributes")
    sent = request.GET if request.method != "POST" else _body(request)
    given = {name: sent[name] for name in names if sent.get(name) is not None}
    if len(str(given.get("filter", ""))) > filters.LONGEST_FILTER:
        raise InvalidFilterException(detail=f"the filter is longer than {filters.LONGEST_FILTER} characters")
    return kind.model_validate(given)


def _parameters(request: HttpRequest, kind: type[ResponseParameters[Any]]) -> ResponseParameters[Any]:
    given = {name: request.GET[name] for name in ("attributes", "excludedAttributes") if name in request.GET}
    return kind.model_validate(given)


def _matching(asked: SearchRequest[Any], query: Callable[[str], Q]) -> Q:
    return query(str(asked.filter)) if asked.filter is not None else Q()


def _wants_members(asked: ResponseParameters[Any]) -> bool:
    excluded = {str(path).lower() for path in asked.excluded_attributes or []}
    wanted = {str(path).lower().split(".")[0] for path in asked.attributes or []}
    return (not wanted or "members" in wanted) and "members" not in excluded


def _group(group: models.Group, with_members: bool = True) -> Group:
    return resources.group_of(group, scim.members_of(group) if with_members else None)


def _key(key: str) -> uuid.UUID:
    try:
        return uuid.UUID(key)
    except ValueError as error:
        raise NotFoundException(detail="there is nothing of this id") from error


def _page(
    kind: type[ListResponse[Any]],
    rows: QuerySet[Any],
    asked: SearchRequest[Any],
    present: Callable[[Any], Resource[Any]],
) -> HttpResponse:
    total = rows.count()
    count = min(resources.PAGE, resources.PAGE if asked.count is None else asked.count)
    first = min(asked.start_index_0 or 0, total)
    page = [present(row) for row in rows.order_by("pk")[first : first + count]]
    listed = kind(total_results=total, start_index=first + 1, items_per_page=len(page), resources=page)
    dumped = listed.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=asked)
    # Directories look for the list also where it is empty.
    return _answer({"Resources": [], **dumped})


def _one(request: HttpRequest, resource: Resource[Any], status: int = 200) -> HttpResponse:
    parameters = _parameters(
        request, ResponseParameters[AnyUser] if isinstance(resource, KeptUser) else ResponseParameters[Group]
    )
    dumped = resource.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=parameters)
    location = resource.meta.location if resource.meta else None
    return _answer(dumped, status, **({"Location": location} if status == 201 and location else {}))


def _listed(kind: type[ListResponse[Any]], items: list[Any], request: HttpRequest) -> HttpResponse:
    if "filter" in request.GET:
        return _refuse(403, "this list cannot be filtered")  # §4
    listed = kind(total_results=len(items), start_index=1, items_per_page=len(items), resources=items)
    return _answer(listed.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))


def _listed_one(items: list[Any], key: str) -> HttpResponse:
    found = next((item for item in items if str(item.id) == key), None)
    if found is None:
        raise NotFoundException(detail="there is nothing of this id")
    return _answer(found.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))


def _answer(body: object, status: int = 200, **headers: str) -> HttpResponse:
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    return HttpResponse(
        content, status=status, content_type=SCIM_JSON, headers={"Cache-Control": "no-store", **headers}
    )


def _error(error: Error) -> HttpResponse:
    status = error.status or 400
    error.detail = ADVICE.sub("", " ".join((error.detail or "").split()))[:300]
    headers = {"WWW-Authenticate": 'Bearer realm="SCIM"'} if status == 401 else {}
    return _answer(error.model_dump(), status, **headers)


def _refuse(status: int, detail: object, **headers: str) -> HttpResponse:
    response = _error(Error(status=status, detail=str(detail)))
    for name, value in headers.items():
        response.headers[name] = value
    return response
