"""Signing in with WeChat through django-allauth's client: the UID is kept, and nothing else (F02, C25)."""
