"""What a form may ask: every text a request carries has a category or an excuse, and the categories of an endpoint are
those that some table declares for the endpoint's purpose (C12).

    phone: Annotated[str, Category.CONTACT] = Field(max_length=40)
    policy_version: Annotated[str, not_personal("a date of the policy")]
"""

from __future__ import annotations

import datetime
import inspect
import typing
from collections.abc import Callable, Iterator
from typing import Any

from ninja import Schema
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from egret.kernel.personal import DECLARATIONS, Category, Field, NotPersonal


def asked_by(schema: type[BaseModel]) -> Iterator[tuple[str, Category | NotPersonal | None]]:
    """Each text and each date that a request of this schema may carry, nested ones too; None: nobody said what it is.

    Words of a closed list, keys, numbers and switches say nothing about a person by themselves.
    """
    for name, field in schema.model_fields.items():
        for inner in _schemas(field.annotation):
            yield from ((f"{name}.{path}", declared) for path, declared in asked_by(inner))
        if declared_as(field) is not None or _is_free(field.annotation):
            yield name, declared_as(field)


def asked_by_endpoint(view: Callable[..., Any]) -> Iterator[tuple[str, Category | NotPersonal | None]]:
    """The same of every schema that an endpoint's function takes."""
    for hint in typing.get_type_hints(inspect.unwrap(view)).values():
        if isinstance(hint, type) and issubclass(hint, Schema) and hint.model_config.get("extra") == "forbid":
            yield from asked_by(hint)


def declared_as(field: FieldInfo) -> Category | NotPersonal | None:
    """The category or the excuse in the field's annotation."""
    return next((each for each in field.metadata if isinstance(each, Category | NotPersonal)), None)


def categories_for(purpose: str) -> set[Category]:
    """The categories that the tables of a purpose declare."""
    return {
        field.category
        for declaration in DECLARATIONS.values()
        if declaration.purpose == purpose
        for field in declaration.fields.values()
        if isinstance(field, Field)
    }


def show_categories(document: dict[str, Any], schema: type[BaseModel]) -> None:
    """Write what each field is into the API's document, for whoever looks at it from outside."""
    for name, field in schema.model_fields.items():
        declared = declared_as(field)
        if isinstance(declared, Category):
            document["properties"][field.alias or name]["x-category"] = declared.value
        elif declared is not None:
            document["properties"][field.alias or name]["x-not-personal"] = declared.why


def _parts(annotation: Any) -> Iterator[Any]:
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Literal or not arguments:
        yield annotation
    for argument in arguments:
        yield from _parts(argument)


def _schemas(annotation: Any) -> Iterator[type[BaseModel]]:
    return (part for part in _parts(annotation) if isinstance(part, type) and issubclass(part, BaseModel))


def _is_free(annotation: Any) -> bool:
    return any(part in (str, Any, object, datetime.date, datetime.datetime) for part in _parts(annotation))
