"""The front's configuration (a Caddyfile): one origin for pages, API and media signalling."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from egret.media.engine.binary import api_url

# A child that restarts is back within this time, on a busy machine too; visitors wait instead of seeing an error.
RETRY_SECONDS = 15
GRACE_SECONDS = 3
COMPRESSED_TYPES = (
    "application/json* application/problem+json* application/manifest+json* application/javascript* "
    "text/html* text/plain* text/css* text/javascript* image/svg+xml*"
)
# Some clients resume a session and then no longer send a name; half a year is enough to be remembered as HTTPS only.
HSTS = "max-age=15768000"
UNAVAILABLE = {
    "type": "about:blank",
    "title": "Egret is starting or stopping; try again in a moment. Egret 正在启动或停止，请稍后重试。",
}


@dataclass(frozen=True)
class Front:
    """What the front listens on and where it sends requests."""

    sites: tuple[str, ...]  # "http://:8000", "https://localhost:8443", "meet.example.org"
    bind: tuple[str, ...]
    web_url: str
    engine_url: str
    web_dist: Path
    storage: Path
    tls: str = "off"  # "off", "internal" (own authority) or "public"
    port: int = 443  # a public certificate's own port
    vite_url: str | None = None  # the web side's development server


def caddyfile(front: Front) -> str:
    """The whole configuration as text."""
    return "\n".join([*_global(front), "", *_routes(front), "", *_site(front), ""])


def _global(front: Front) -> list[str]:
    lines = ["{", "\tadmin off", "\tpersist_config off", f"\tgrace_period {GRACE_SECONDS}s"]
    lines.append(f"\tstorage file_system {quoted(front.storage)}")
    if front.tls == "off":
        lines.append("\tauto_https off")
    elif front.tls == "internal":
        # The browser is asked to trust our authority by its owner, never by a program that happens to run as root.
        lines += ["\tauto_https disable_redirects", "\tskip_install_trust"]
    elif front.port != 443:
        lines.append(f"\thttps_port {front.port}")
    lines += ["\tlog default {", "\t\toutput stderr", "\t\tformat json", "\t\tlevel WARN", "\t}", "}"]
    return lines


def _routes(front: Front) -> list[str]:
    """Snippets: how each backend is asked."""
    engine = urlsplit(api_url(front.engine_url))
    host = [] if engine.hostname in ("127.0.0.1", "localhost") else ["\t\theader_up Host {upstream_hostport}"]
    retry = [f"\t\tlb_try_duration {RETRY_SECONDS}s", "\t\tlb_try_interval 100ms"]
    return [
        "(engine) {",
        f"\treverse_proxy {engine.scheme}://{engine.netloc} {{",
        *retry,
        *host,
        # A room token is all it needs: neither who is signed in nor from which address.
        *(f"\t\theader_up -{name}" for name in ("Cookie", "Origin", "Referer", "X-Forwarded-For", "Forwarded")),
        "\t\theader_down -Via",
        "\t}",
        "}",
        "",
        "(web) {",
        f"\treverse_proxy {front.web_url} {{",
        *retry,
        # Caddy sets X-Forwarded-For, -Proto and -Host from the connection; these it would pass on unread.
        *(f"\t\theader_up -{name}" for name in ("Forwarded", "X-Real-IP")),
        "\t\theader_down -Via",
        "\t}",
        "}",
    ]


def _site(front: Front) -> list[str]:
    lines = [", ".join(front.sites) + " {"]
    if front.bind:
        lines.append("\tbind " + " ".join(front.bind))
    if front.tls == "internal":
        lines.append("\ttls internal")
    lines += [
        "\theader {",
        "\t\t-Server",
        "\t\t-Via",
        "\t\t?X-Content-Type-Options nosniff",
        "\t\t?Referrer-Policy same-origin",
        *([f"\t\t?Strict-Transport-Security {quoted(HSTS)}"] if front.tls == "public" else []),
        "\t}",
        "",
        "\t@engine path /rtc /rtc/*",
        "\thandle @engine {",
        "\t\timport engine",
        "\t}",
        "",
        # Compressing would change the ETag that a WebDAV client compares.
        "\t@dav path /dav /dav/*",
        "\thandle @dav {",
        "\t\timport web",
        "\t}",
        "",
        *(_development(front.vite_url) if front.vite_url else _static(front.web_dist)),
        "\thandle {",
        "\t\tencode zstd gzip {",
        "\t\t\tmatch {",
        *(f"\t\t\t\theader Content-Type {kind}" for kind in COMPRESSED_TYPES.split()),
        "\t\t\t}",
        "\t\t}",
        "\t\timport web",
        "\t}",
        "",
        "\thandle_errors 502 503 504 {",
        "\t\theader Content-Type application/problem+json",
        "\t\theader Cache-Control no-store",
        "\t\theader Retry-After 2",
        f"\t\trespond {quoted(json.dumps(UNAVAILABLE, ensure_ascii=False))}",
        "\t}",
        "}",
    ]
    return lines


def _static(web_dist: Path) -> list[str]:
    """What the build made. `index.html` is Django's: it carries the content security policy of the day."""
    serve = ["\t\tfile_server {", "\t\t\tprecompressed br gzip", "\t\t}"]
    return [
        f"\troot * {quoted(web_dist)}",
        "\t@asset {",
        "\t\tpath /assets/*",
        "\t\tfile",
        "\t}",
        "\thandle @asset {",
        '\t\theader Cache-Control "public, max-age=31536000, immutable"',
        "\t\theader Cross-Origin-Resource-Policy same-origin",
        *serve,
        "\t}",
        # A page of an older build asks for assets that are gone: an honest 404, never the application's page.
        "\thandle /assets/* {",
        "\t\theader Cache-Control no-store",
        "\t\trespond 404",
        "\t}",
        "\t@public {",
        "\t\tmethod GET HEAD",
        "\t\tpath_regexp ^/[^/.][^/]*\\.[^/]+$",
        "\t\tnot path /index.html *.br *.gz *.map",
        "\t\tfile",
        "\t}",
        "\thandle @public {",
        "\t\theader Cache-Control no-cache",
        *serve,
        "\t}",
        "",
    ]


def _development(vite_url: str) -> list[str]:
    """Pages from the development server; it has its own WebSocket for reloading."""
    return [
        "\t@backend path /api /api/* /scim/* /healthz /readyz",
        "\thandle @backend {",
        "\t\timport web",
        "\t}",
        "\t@page not path /api /api/* /scim/* /healthz /readyz",
        "\thandle @page {",
        f"\t\treverse_proxy {vite_url}",
        "\t}",
        "",
    ]


def quoted(value: object) -> str:
    """A Caddyfile token: backticks keep everything inside literal, and no path or text of ours has one."""
    text = str(value)
    return f"`{text}`" if "`" not in text else json.dumps(text)
