"""`egret up`: check, prepare the database, start everything, say where, keep it running."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from egret.cli import addresses, preflight, services
from egret.cli.banner import announce, warn_beforehand
from egret.cli.front import caddyfile
from egret.cli.lock import only_supervisor
from egret.cli.options import UpOptions, parse_up
from egret.cli.plan import Plan, make_plan, ports_file
from egret.cli.prepared import remember, still_prepared
from egret.cli.process import Service, signal_group, start
from egret.cli.readiness import front_answers, http_answers, web_is_ready
from egret.cli.reload import SourceWatch
from egret.cli.supervisor import Supervisor
from egret.cli.terminal import Problem, say
from egret.cli.watchdog import Watchdog
from egret.kernel.text import Text
from egret.media.engine.binary import URL_VARIABLE, find_binary
from egret.media.engine.configuration import engine_configuration
from egret.project.instance import Instance, Running, write_private

# A first start on a slow machine compiles every module and opens a cold database.
READY_SECONDS = 90.0

PREPARE_FAILED = Text("The database could not be prepared (see above).", "无法准备数据库（见上文）。")
MEND_AND_RETRY = Text(
    "put right what it names and start again; nothing else was started.",
    "请按上文提示修复后重新启动；其他组件均未启动。",
)
NOT_READY = Text("{parts} did not answer within {seconds:.0f} seconds.", "{parts} 在 {seconds:.0f} 秒内没有响应。")
LOOK_ABOVE = Text(
    "its own messages above say why; `egret doctor` checks the machine.", "原因见上文；可运行 `egret doctor` 检查本机。"
)
STOPPING = Text("\nEgret is stopping …", "\nEgret 正在停止……")
STOPPED = Text("Egret has stopped.", "Egret 已停止。")


def up(arguments: Sequence[str]) -> int:
    options = parse_up(arguments)
    instance = Instance(options.data.resolve()) if options.data else Instance.from_environment()
    preflight.require_data_directory(instance.data)
    preflight.require_not_running(instance)
    preflight.require_clock(instance.data)
    preflight.require_restored(instance)
    external = os.environ.get(URL_VARIABLE)
    binary = None if external else find_binary()
    if external:
        preflight.require_cluster(external)
    if not options.dev:
        preflight.require_pages(services.web_dist())
    plan = make_plan(options, instance)
    preflight.prepare(instance)
    preflight.require_master_key(instance)
    with only_supervisor(instance):
        _write_configuration(options, instance, plan)
        warn_beforehand(options, plan)
        _prepare_database(instance, plan)
        return _supervise(options, instance, plan, binary)


def _write_configuration(options: UpOptions, instance: Instance, plan: Plan) -> None:
    secrets = instance.secrets()
    if plan.engine_port is not None and plan.media is not None:
        text = engine_configuration(secrets, plan.engine_port, plan.media, plan.web_url)
        write_private(instance.run / "livekit.yaml", text)
        if options.behind_proxy:
            write_private(ports_file(instance), f'{{"engine": {plan.engine_port}}}\n')


def _prepare_database(instance: Instance, plan: Plan) -> None:
    """Migrate in a child: Django's system checks run in it, and a failing one stops the start with its message."""
    if still_prepared(instance):
        return
    process = start(services.command(instance, plan, "migrate", "--no-input"))
    try:
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), True)
        said = process.stdout.read().decode(errors="replace")
        code = process.wait()
    finally:
        signal_group(process, signal.SIGKILL)
        process.wait()
    if code != 0:
        print(said, file=sys.stderr)
        raise Problem(PREPARE_FAILED, MEND_AND_RETRY)
    remember(instance)


def _supervise(options: UpOptions, instance: Instance, plan: Plan, binary: Path | None) -> int:
    running = Running(os.getpid(), plan.origin, plan.web_url, plan.engine_url)
    with Supervisor() as supervisor:
        try:
            for service in _children(options, instance, plan, binary):
                supervisor.add(service)
            _wait_until_ready(supervisor, options, plan)
            if not supervisor.stopping:
                instance.set_running(running)
                announce(options, instance, plan)
                _keep_running(supervisor, options, plan)
                say(STOPPING)
        finally:
            supervisor.stop()
            instance.set_running(None)
    say(STOPPED)
    return 0


def _keep_running(supervisor: Supervisor, options: UpOptions, plan: Plan) -> None:
    """Until a signal asks to stop: end what hangs, and in development reload what changed."""
    source = SourceWatch(preflight.source_root() / "src")
    watchdog = Watchdog(_parts(options, plan))

    def every_second() -> bool:
        for name in watchdog.tick():
            supervisor.kill_hung(name)
        return options.dev and _reload(supervisor, source)

    supervisor.run(every_second)


def _parts(options: UpOptions, plan: Plan) -> dict[str, Callable[[], bool]]:
    """How each part is asked whether it answers at all."""
    parts: dict[str, Callable[[], bool]] = {"web": lambda: http_answers(plan.web_url)}
    if plan.engine_port is not None:
        parts["engine"] = lambda: http_answers(plan.engine_url)
    if not options.behind_proxy:
        parts["front"] = lambda: front_answers(options, plan)
    return parts


def _children(options: UpOptions, instance: Instance, plan: Plan, binary: Path | None) -> list[Service]:
    # A supervisor that was killed leaves its description behind: what was being stored then may be half there.
    after = ["--after-unclean-stop"] if instance.was_killed() else []
    children = [services.web(instance, plan), services.command(instance, plan, "worker", *after)]
    if binary is not None:
        children.insert(0, services.engine(instance, binary))
    vite_url = None
    if options.dev:
        vite_port = addresses.internal_port()
        vite_url = f"http://127.0.0.1:{vite_port}"
        children.append(services.vite(instance, plan, vite_port))
    if not options.behind_proxy:
        configuration = services.front_configuration(options, plan, instance, vite_url)
        write_private(instance.run / "Caddyfile", caddyfile(configuration))
        children.append(services.front(instance))
    return children


def _wait_until_ready(supervisor: Supervisor, options: UpOptions, plan: Plan) -> None:
    """Return when everything answers, or somebody asks to stop. Raises a Problem when it takes too long."""
    waiting = _parts(options, plan)
    waiting["web"] = lambda: web_is_ready(plan)
    deadline = time.monotonic() + READY_SECONDS

    def all_ready() -> bool:
        for name, answers in list(waiting.items()):
            if answers():
                del waiting[name]
        return not waiting or time.monotonic() > deadline

    supervisor.run(all_ready, interval=0.05)
    if waiting and not supervisor.stopping:
        raise Problem(NOT_READY, LOOK_ABOVE, parts=", ".join(sorted(waiting)), seconds=READY_SECONDS)


def _reload(supervisor: Supervisor, watch: SourceWatch) -> bool:
    changed = watch.changed()
    if changed is not None:
        print(f"reload │ {changed}", flush=True)
        supervisor.restart(lambda service: service.python)
    return False
