"""The clauses that the declarations keep: C09, C12, C22."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

from egret.kernel import checks, personal, purpose
from egret.kernel.installation import Installation
from egret.kernel.promises import Finding, promise

# Django's record of applied migrations: its one table without a model.
BOOKKEEPING = {"django_migrations"}


def probe_everything_classified(installation: Installation) -> Finding:
    """Every table and column that the live database really has is declared or excused."""
    problems = [message.msg for message in checks.check_models()]
    columns = {
        model._meta.db_table: {field.column for field in model._meta.concrete_fields}
        for model in apps.get_models(include_auto_created=True)
    }
    counted = 0
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in BOOKKEEPING:
                continue
            found = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            counted += len(found)
            problems += [f"{table}.{name} is unknown" for name in sorted(found - columns.get(table, set()))]
    declared = len(personal.DECLARATIONS) + len(personal.EXCUSED)
    return Finding(not problems, f"{counted} columns, {declared} declared tables; undeclared: {problems}")


def probe_purposes_have_bases(installation: Installation) -> Finding:
    """Every purpose has a legal basis, and every endpoint, job and destination runs under a purpose."""
    problems = [message.msg for message in (*checks.check_purposes(), *checks.check_readers())]
    bases = {each.id: str(each.basis) for each in purpose.PURPOSES.values()}
    return Finding(not problems, f"{bases}; faults: {problems}")


def probe_forms_stay_inside(installation: Installation) -> Finding:
    """Every text in the live document's forms is classified, within its endpoint's purpose; more is refused."""
    problems = [message.msg for message in checks.check_forms()]
    document = installation.visitor().get("/api/v1/openapi.json").body
    schemas = document["components"]["schemas"]
    fields = 0
    for path, methods in document["paths"].items():
        for operation in methods.values():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            schema = schemas.get(body["$ref"].rsplit("/", 1)[-1], {}) if "$ref" in body else body
            if body and schema.get("additionalProperties") is not False:
                problems.append(f"{path} takes what it does not name")
            for name, described in schema.get("properties", {}).items():
                fields += 1
                is_text = described.get("type") == "string" and not {"enum", "const", "x-not-personal"} & set(described)
                if is_text and described.get("format") != "uuid" and "x-category" not in described:
                    problems.append(f"{path} asks for {name}, of no category")
    more = installation.visitor().post("/api/v1/sign-in/codes", {"phone": "+441632960000", "religion": "none"}).status
    if more != 422:
        problems.append(f"a form took a member it does not name ({more})")
    return Finding(not problems, f"{fields} fields of {len(document['paths'])} addresses; faults: {problems}")


promise("C09", control=checks.check_models, probe=probe_everything_classified)
promise("C12", control=checks.check_forms, probe=probe_forms_stay_inside)
promise("C22", control=checks.check_purposes, probe=probe_purposes_have_bases)
