"""`egret openapi`: the API's document, from which the web client's types are generated."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from egret.kernel.purpose import without_purpose
from egret.project.api import api


class Command(BaseCommand):
    help = "Print the OpenAPI 3.1 document of the API."

    @without_purpose("prints what the code says")
    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False))
