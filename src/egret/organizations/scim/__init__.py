"""SCIM 2.0 (RFC 7643, RFC 7644): an organisation's own directory enters, changes and removes its members here."""

from django.conf import settings


def base_url() -> str:
    return f"{settings.EGRET_ORIGIN}/scim/v2"
