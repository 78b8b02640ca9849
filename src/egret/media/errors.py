"""What can go wrong between Egret and its media engine."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class EngineUnavailable(EgretError):
    status, slug = 503, "engine-unavailable"
    title = Text("The media engine does not answer.", "媒体引擎没有响应。")
    detail = Text(
        "It is restarted by itself: try again in a few seconds. Whoever runs this installation can ask `egret doctor`.",
        "它会自动重启，请几秒后重试。管理者可运行 egret doctor 查看原因。",
    )


class WebhookForged(EgretError):
    status, slug = 401, "webhook-forged"
    title = Text("This webhook is not signed by our engine.", "此回调未经本系统媒体引擎签名。")
    detail = Text(
        "Set the engine's webhook key to this installation's API key.", "请将媒体引擎的回调密钥设为本系统的 API 密钥。"
    )


class WebhookUnreadable(EgretError):
    status, slug = 400, "webhook-unreadable"
    title = Text("This webhook cannot be read.", "无法读取此回调。")
    detail = Text("Send a LiveKit webhook event as JSON.", "请以 JSON 发送 LiveKit 回调事件。")
