"""Django's settings, from the data directory and from EGRET_… variables, which `egret up` sets for its children."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from egret.media.engine.binary import URL_VARIABLE, api_url
from egret.project.instance import Instance

INSTANCE = Instance.from_environment()
_secrets = INSTANCE.secrets()

SECRET_KEY = _secrets.django_secret_key
DEBUG = False

# What people type into their browser; set by `egret up`.
EGRET_ORIGIN = os.environ.get("EGRET_ORIGIN", "http://localhost:8000")
_origin = urlsplit(EGRET_ORIGIN)
ALLOWED_HOSTS = [
    *os.environ.get("EGRET_ALLOWED_HOSTS", _origin.hostname or "localhost").split(","),
    "localhost",
    "127.0.0.1",
    "[::1]",
]
# Whether a front that sets X-Forwarded-… stands before us: ours, or the operator's own.
EGRET_TRUST_PROXY = os.environ.get("EGRET_TRUST_PROXY") == "1"
if EGRET_TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The media engine: ours on loopback, or a cluster of the operator's.
EGRET_ENGINE_URL = api_url(
    os.environ.get("EGRET_ENGINE_URL") or os.environ.get(URL_VARIABLE) or "http://127.0.0.1:7880"
)
EGRET_LIVEKIT_API_KEY = os.environ.get("EGRET_LIVEKIT_API_KEY") or _secrets.livekit_api_key
EGRET_LIVEKIT_API_SECRET = os.environ.get("EGRET_LIVEKIT_API_SECRET") or _secrets.livekit_api_secret

# Who answers for the data of this installation; shown on the policy (C07).
EGRET_OPERATOR = {
    name: os.environ.get(f"EGRET_OPERATOR_{name.upper()}", "") for name in ("name", "email", "phone", "address")
}
EGRET_SMS = os.environ.get("EGRET_SMS", "console")
EGRET_API = "egret.project.api.api"
EGRET_WEB_DIST = Path(os.environ.get("EGRET_WEB_DIST") or Path(__file__).parents[3] / "web" / "dist")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django_tasks",
    "django_tasks_db",
    "egret.kernel.apps.KernelConfig",
    "egret.accounts.apps.AccountsConfig",
    "egret.media.apps.MediaConfig",
    "egret.meetings.apps.MeetingsConfig",
    "egret.privacy.apps.PrivacyConfig",
    "egret.project.apps.ProjectConfig",
]
MIDDLEWARE = [
    "egret.project.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "egret.project.middleware.SameOrigin",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "egret.project.urls"
WSGI_APPLICATION = "egret.project.wsgi.application"
APPEND_SLASH = False
AUTH_USER_MODEL = "accounts.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False

SQLITE_OPTIONS = {
    # Writers queue at BEGIN instead of failing at their first write in the middle of a transaction.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # secure_delete: what is deleted is overwritten (C69). foreign_keys: SQLite's own default is off.
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
        "PRAGMA foreign_keys=ON;PRAGMA cache_size=-8000;PRAGMA temp_store=MEMORY;"
    ),
}
_database_url = os.environ.get("EGRET_DATABASE_URL")
DATABASES = {
    "default": dj_database_url.parse(_database_url, conn_max_age=600, conn_health_checks=True)
    if _database_url
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": INSTANCE.database,
        "OPTIONS": SQLITE_OPTIONS,
        "CONN_MAX_AGE": None,
    }
}

SESSION_COOKIE_NAME = "egret_session"
SESSION_COOKIE_SECURE = _origin.scheme == "https"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600

# One MiB of JSON is far more than any request of ours; uploads will stream past this limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Hashed names never change; everything else is revalidated.
WHITENOISE_ROOT = EGRET_WEB_DIST if EGRET_WEB_DIST.is_dir() else None
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/.+-[A-Za-z0-9_-]{8}\.\w+$"
WHITENOISE_MAX_AGE = 0

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname:<7} {name}: {message}", "style": "{"}},
    "filters": {"route": {"()": "egret.kernel.logs.RouteInsteadOfPath"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
    "root": {"handlers": ["terminal"], "level": "INFO"},
    "loggers": {
        # A 4xx is the answer, not news.
        "django.request": {"level": "ERROR", "filters": ["route"]},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
}
