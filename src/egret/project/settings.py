"""Django's settings, from the data directory and from EGRET_… variables, which `egret up` sets for its children."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from egret.kernel.keyring.master import make_default
from egret.media.engine.binary import URL_VARIABLE, api_url
from egret.project.instance import Instance
from egret.project.sizes import bytes_from

INSTANCE = Instance.from_environment()
_secrets = INSTANCE.secrets()
# Folders that an installation of an earlier version lacks.
INSTANCE.prepare()
make_default(INSTANCE)

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

# Who answers for the data of this installation; shown on the policy (C07). The country (ISO 3166-1) is the one whose
# business days count (C77), the zone (IANA) the one in which a day begins; empty: the country's.
EGRET_OPERATOR = {
    name: os.environ.get(f"EGRET_OPERATOR_{name.upper()}", "")
    for name in ("name", "contact", "email", "phone", "address", "country", "zone")
}
# Whether the promises of the privacy policy are probed all the time: "off" leaves it to `egret probe`.
EGRET_PROBES = os.environ.get("EGRET_PROBES", "on") != "off"
# Periods that a law sets otherwise, each with its rule (privacy/retention/overrides.py).
EGRET_RETENTION = os.environ.get("EGRET_RETENTION", "")
# Where signed heads of the audit log go besides: a directory, or a command (privacy/audit/delivery.py).
EGRET_AUDIT_HEADS = os.environ.get("EGRET_AUDIT_HEADS", "")
EGRET_SMS = os.environ.get("EGRET_SMS", "console")
# The provider of EGRET_SMS=http (accounts/sms/provider.py reads them, and says what is wrong with them).
EGRET_SMS_PROCESSOR = os.environ.get("EGRET_SMS_PROCESSOR", "")
EGRET_SMS_URL = os.environ.get("EGRET_SMS_URL", "")
EGRET_SMS_METHOD = os.environ.get("EGRET_SMS_METHOD", "POST")
EGRET_SMS_HEADERS = os.environ.get("EGRET_SMS_HEADERS", "")
EGRET_SMS_BODY = os.environ.get("EGRET_SMS_BODY", "")
EGRET_SMS_OK = os.environ.get("EGRET_SMS_OK", "200-299")
EGRET_SMS_OK_PATTERN = os.environ.get("EGRET_SMS_OK_PATTERN", "")
_daily_cap = os.environ.get("EGRET_SMS_DAILY_CAP", "2000")
EGRET_SMS_DAILY_CAP = int(_daily_cap) if _daily_cap.isdecimal() else 0
# Invitations by mail: console, or smtp with a server (kernel/mail/checks.py says what is wrong with it).
EGRET_MAIL = os.environ.get("EGRET_MAIL", "console")
EGRET_MAIL_HOST = os.environ.get("EGRET_MAIL_HOST", "")
_mail_port = os.environ.get("EGRET_MAIL_PORT", "587")
EGRET_MAIL_PORT = int(_mail_port) if _mail_port.isdecimal() else 0
EGRET_MAIL_SECURITY = os.environ.get("EGRET_MAIL_SECURITY", "starttls")
EGRET_MAIL_USER = os.environ.get("EGRET_MAIL_USER", "")
EGRET_MAIL_PASSWORD = os.environ.get("EGRET_MAIL_PASSWORD", "")
EGRET_MAIL_FROM = os.environ.get("EGRET_MAIL_FROM", "")
EGRET_MAIL_PROCESSOR = os.environ.get("EGRET_MAIL_PROCESSOR", "")
# Where other companies take orders to delete somebody, for each of our recipients: "host=https://…", space between.
EGRET_DELETION_URLS = dict(
    pair.split("=", 1) for pair in os.environ.get("EGRET_DELETION_URLS", "").split() if "=" in pair
)
# Whether an identity provider of an organisation may stand in this machine's own network.
EGRET_ALLOW_PRIVATE_ISSUERS = os.environ.get("EGRET_ALLOW_PRIVATE_ISSUERS") == "1"
# A range service for leaked passwords, with {prefix} in its address; empty: the local list alone decides.
EGRET_LEAKED_PASSWORDS_URL = os.environ.get("EGRET_LEAKED_PASSWORDS_URL", "")
# WeChat, through an app of the operator's at open.weixin.qq.com; the second pair serves WeChat's own browser.
EGRET_WECHAT_APP_ID = os.environ.get("EGRET_WECHAT_APP_ID", "")
EGRET_WECHAT_SECRET = os.environ.get("EGRET_WECHAT_SECRET", "")
EGRET_WECHAT_IN_APP_ID = os.environ.get("EGRET_WECHAT_IN_APP_ID", "")
EGRET_WECHAT_IN_APP_SECRET = os.environ.get("EGRET_WECHAT_IN_APP_SECRET", "")
_wechat = "https://open.weixin.qq.com/connect"
EGRET_WECHAT_AUTHORIZE_URL = os.environ.get("EGRET_WECHAT_AUTHORIZE_URL") or f"{_wechat}/qrconnect"
EGRET_WECHAT_IN_APP_AUTHORIZE_URL = os.environ.get("EGRET_WECHAT_IN_APP_AUTHORIZE_URL") or f"{_wechat}/oauth2/authorize"
EGRET_WECHAT_API_URL = os.environ.get("EGRET_WECHAT_API_URL") or "https://api.weixin.qq.com"
# What one person's files, and one organisation's, may take; empty: as much as the machine has.
EGRET_UNREADABLE_SIZES: dict[str, str] = {}  # cloud/checks.py stops the start for them


def _size(name: str) -> int | None:
    try:
        return bytes_from(os.environ.get(name, ""))
    except ValueError:
        EGRET_UNREADABLE_SIZES[name] = os.environ[name]
        return 0


EGRET_QUOTA_PERSON = _size("EGRET_QUOTA_PERSON")
EGRET_QUOTA_ORGANIZATION = _size("EGRET_QUOTA_ORGANIZATION")
EGRET_API = "egret.project.api.api"
EGRET_WEB_DIST = Path(os.environ.get("EGRET_WEB_DIST") or Path(__file__).parents[3] / "web" / "dist")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django_tasks",
    "django_tasks_db",
    "egret.accounts.wechat.apps.AllauthAccountConfig",
    "egret.accounts.wechat.apps.AllauthSocialAccountConfig",
    "egret.kernel.apps.KernelConfig",
    "egret.kernel.keyring.apps.KeyringConfig",
    "egret.accounts.apps.AccountsConfig",
    "egret.organizations.apps.OrganizationsConfig",
    "egret.media.apps.MediaConfig",
    "egret.cloud.apps.CloudConfig",
    "egret.meetings.apps.MeetingsConfig",
    "egret.meetings.hosting.apps.HostingConfig",
    "egret.meetings.recordings.apps.RecordingsConfig",
    "egret.meetings.quality.apps.QualityConfig",
    "egret.meetings.talk.apps.TalkConfig",
    "egret.privacy.apps.PrivacyConfig",
    "egret.privacy.copies.apps.CopiesConfig",
    "egret.privacy.audit.apps.AuditConfig",
    "egret.privacy.retention.apps.RetentionConfig",
    "egret.privacy.holds.apps.HoldsConfig",
    "egret.privacy.erasures.apps.ErasuresConfig",
    "egret.privacy.consents.apps.ConsentsConfig",
    "egret.privacy.versions.apps.VersionsConfig",
    "egret.privacy.requests.apps.RequestsConfig",
    "egret.privacy.cases.apps.CasesConfig",
    "egret.project.apps.ProjectConfig",
]
MIDDLEWARE = [
    "egret.project.middleware.ReadToTheEnd",
    "egret.project.middleware.ChunkedJson",
    "egret.project.middleware.MethodProblems",
    "egret.project.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "egret.project.middleware.SameOrigin",
    "egret.accounts.middleware.TokensHaveNoSession",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "egret.accounts.middleware.Authentication",
]
ROOT_URLCONF = "egret.project.urls"
WSGI_APPLICATION = "egret.project.wsgi.application"
APPEND_SLASH = False
AUTH_USER_MODEL = "accounts.Person"
MIGRATION_MODULES = {"account": None, "socialaccount": None}
SOCIALACCOUNT_ADAPTER = "egret.accounts.wechat.adapter.EgressAdapter"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
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


def _database(url: str | None, file: Path) -> dict[str, Any]:
    if url:
        return {**dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": None}


DATABASES = {
    "default": _database(os.environ.get("EGRET_DATABASE_URL"), INSTANCE.database),
    # Owners' keys (kernel/keyring): apart, so that backups of data may be kept for years and those of keys for days.
    "keyring": _database(os.environ.get("EGRET_KEYRING_URL"), INSTANCE.keyring),
}
DATABASE_ROUTERS = ["egret.kernel.keyring.router.KeyringRouter"]

# What people store: s3://bucket/prefix, or nothing for a folder of the data directory (kernel/objects.py).
EGRET_BLOBS_URL = os.environ.get("EGRET_BLOBS_URL", "")

SESSION_ENGINE = "egret.accounts.session_store"
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
