"""What `egret up` tells the person: warnings before, the address after."""

from __future__ import annotations

from egret.cli import addresses
from egret.cli.options import UpOptions
from egret.cli.plan import Plan
from egret.cli.terminal import say
from egret.kernel.text import Text
from egret.project.instance import Instance

NO_CAMERA = Text(
    "Note: over plain HTTP browsers give camera and microphone only to people at this very machine.\n"
    "      For others start with --tls (own certificates) or --domain NAME (public certificate).",
    "注意：使用普通 HTTP 时，浏览器只允许本机上的用户使用摄像头和麦克风。\n"
    "      供他人使用请加 --tls（自签证书）或 --domain NAME（公共证书）。",
)
RUNNING = Text("\n  Egret is running at {origin}", "\n  Egret 已启动：{origin}")
ALSO_AT = Text("  also at {address}", "  也可访问：{address}")
MEDIA = Text(
    "  sound and picture: UDP and TCP port {port} at {address} (open it in the firewall)",
    "  音视频：{address} 的 UDP 和 TCP 端口 {port}（请在防火墙中放行）",
)
TRUST = Text(
    "  certificates come from this installation's own authority; let devices trust it once:\n    {root}",
    "  证书由本实例自带的 CA 签发；请在各设备上信任一次该根证书：\n    {root}",
)
PROXY = Text(
    "  your proxy sends, with X-Forwarded-For, -Proto and -Host set by itself:\n"
    "    /rtc and /rtc/*   to {engine} (WebSocket)\n"
    "    everything else   to {web}",
    "  请让您的代理自行设置 X-Forwarded-For、-Proto 和 -Host，并转发：\n"
    "    /rtc 和 /rtc/*    到 {engine}（WebSocket）\n"
    "    其余全部          到 {web}",
)
WEBHOOKS = Text(
    "  your LiveKit cluster must post its webhooks to {origin}/api/v1/media/webhooks",
    "  您的 LiveKit 集群需将 webhook 发送到 {origin}/api/v1/media/webhooks",
)
CTRL_C = Text("  press Ctrl-C to stop\n", "  按 Ctrl-C 停止\n")


def warn_beforehand(options: UpOptions, plan: Plan) -> None:
    for text, facts in plan.notes:
        say(text, **facts)
    if not (options.secure or options.behind_proxy or addresses.is_loopback(options.listen_host)):
        say(NO_CAMERA)


def announce(options: UpOptions, instance: Instance, plan: Plan) -> None:
    """The address, once, when everything answers."""
    say(RUNNING, origin=plan.origin)
    if addresses.is_wildcard(options.listen_host) and not options.domain and not options.behind_proxy:
        scheme = "https" if options.secure else "http"
        for host in dict.fromkeys(["localhost", addresses.lan_address() or "localhost"]):
            if f"{scheme}://{host}:{plan.port}" != plan.origin:
                say(ALSO_AT, address=f"{scheme}://{host}:{plan.port}")
    if plan.media is not None and (options.behind_proxy or not addresses.is_loopback(options.listen_host)):
        say(MEDIA, port=plan.media.port, address=plan.media.announced)
    if options.tls:
        say(TRUST, root=instance.data / "front" / "pki" / "authorities" / "local" / "root.crt")
    if options.behind_proxy:
        say(PROXY, engine=plan.engine_url, web=plan.web_url)
    if plan.engine_port is None:
        say(WEBHOOKS, origin=plan.origin)
    say(CTRL_C)
