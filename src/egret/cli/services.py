"""The children of one installation: what is started, with which arguments and environment."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from egret.cli.addresses import lan_address
from egret.cli.front import Front
from egret.cli.logs import show_python, show_warnings
from egret.cli.options import UpOptions
from egret.cli.plan import Plan, bracketed
from egret.cli.preflight import source_root
from egret.cli.process import Service
from egret.project.instance import DATA_VARIABLE, Instance

# Requests wait for the engine or share Python's one lock: eight cost a sixth of the rate, and one would let a slow
# engine hold everybody.
BLOCKING_THREADS = 4
# Collect garbage twice as often as Go does by itself: an idle front and engine then fit a small machine.
GO_GARBAGE_PERCENT = "50"


def web_dist() -> Path:
    """The built pages."""
    return Path(os.environ.get("EGRET_WEB_DIST") or source_root() / "web" / "dist")


def django_environment(instance: Instance, plan: Plan, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What web, worker and commands are told. Database and external engine keys pass through unchanged."""
    # Without its compiled files every child would compile every module again, and take twice as long to start.
    passed = {name: value for name, value in environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **passed,
        DATA_VARIABLE: str(instance.data),
        "EGRET_ORIGIN": plan.origin,
        "EGRET_WEB_DIST": str(web_dist()),
        "EGRET_ENGINE_URL": plan.engine_url,
        "EGRET_ALLOWED_HOSTS": environ.get("EGRET_ALLOWED_HOSTS") or ",".join(host_names(plan)),
        "EGRET_TRUST_PROXY": "1",
        "DJANGO_SETTINGS_MODULE": "egret.project.settings",
        # A sign-in code printed by the web child must be on the terminal when it is needed.
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


def _plain_environment(instance: Instance, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """For the Go children: nothing that could change their configuration, all state in the data directory."""
    passed = {name: environ[name] for name in ("PATH", "HOME", "LANG", "TZ") if name in environ}
    return {
        **passed,
        "XDG_DATA_HOME": str(instance.data / "front"),
        "XDG_CONFIG_HOME": str(instance.data / "front"),
        "GOGC": GO_GARBAGE_PERCENT,
    }


def command(instance: Instance, plan: Plan, name: str, *arguments: str) -> Service:
    """One of Egret's Django commands as a child."""
    return Service(
        name=name,
        command=[sys.executable, "-m", "egret.cli", name, *arguments],
        environment=django_environment(instance, plan),
        directory=instance.run,
        show=show_python,
        orphaned=signal.SIGTERM,
        python=True,
    )


def web(instance: Instance, plan: Plan) -> Service:
    workers = os.environ.get("EGRET_WEB_WORKERS") or "1"
    options = [
        *("--interface", "wsgi", "--host", plan.web_host, "--port", str(plan.web_port)),
        *("--workers", workers, "--blocking-threads", str(BLOCKING_THREADS), "--http", "1", "--no-ws"),
        *("--log-level", "error", "--workers-kill-timeout", "4", "--respawn-failed-workers"),
    ]
    return Service(
        name="web",
        command=[sys.executable, "-m", "granian", *options, "egret.project.wsgi:application"],
        environment=django_environment(instance, plan),
        directory=instance.run,
        show=show_python,
        # Granian's own workers end with it only when it is asked.
        orphaned=signal.SIGTERM,
        python=True,
    )


def engine(instance: Instance, binary: Path) -> Service:
    return Service(
        name="engine",
        command=[binary, "--config", instance.run / "livekit.yaml"],
        environment=_plain_environment(instance),
        directory=instance.run,
        show=show_warnings,
        stop_signals=2,
    )


def caddy_binary() -> Path:
    beside = Path(sys.executable).parent / "caddy"
    return beside if beside.exists() else Path(shutil.which("caddy") or beside)


def front(instance: Instance) -> Service:
    return Service(
        name="front",
        command=[caddy_binary(), "run", "--adapter", "caddyfile", "--config", instance.run / "Caddyfile"],
        environment=_plain_environment(instance),
        directory=instance.run,
        show=show_warnings,
    )


def vite(instance: Instance, plan: Plan, port: int) -> Service:
    return Service(
        name="vite",
        command=[
            "npm",
            "run",
            "dev",
            "--",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--strictPort",
            "--logLevel",
            "warn",
        ],
        environment=django_environment(instance, plan),
        directory=source_root() / "web",
        orphaned=signal.SIGTERM,
    )


def front_configuration(options: UpOptions, plan: Plan, instance: Instance, vite_url: str | None) -> Front:
    """What Caddy listens on for the chosen kind of transport."""
    bind = () if plan.everywhere else tuple(bracketed(address) for address in plan.bind)
    sites: tuple[str, ...] = (f"http://:{plan.port}",)
    tls = "off"
    if options.domain:
        sites, tls = (options.domain,), "public"
    elif options.tls:
        sites, tls = tuple(f"https://{bracketed(name)}:{plan.port}" for name in host_names(plan)), "internal"
    return Front(
        sites=sites,
        bind=bind,
        web_url=plan.web_url,
        engine_url=plan.engine_url,
        web_dist=web_dist(),
        storage=instance.data / "front",
        tls=tls,
        port=plan.port,
        vite_url=vite_url,
    )


def host_names(plan: Plan) -> list[str]:
    """What an address bar may hold for this installation: answered to, and certified by the internal authority."""
    own = urlsplit(plan.origin).hostname or "localhost"
    if not plan.everywhere:
        return list(dict.fromkeys([own, *plan.bind, *(["localhost"] if "127.0.0.1" in plan.bind else [])]))
    lan = lan_address()
    return list(dict.fromkeys([own, "localhost", "127.0.0.1", "::1", os.uname().nodename, *([lan] if lan else [])]))
