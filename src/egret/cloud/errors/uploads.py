"""What can go wrong with an upload."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class UploadUnknown(EgretError):
    status, slug = 404, "upload-unknown"
    title = Text("There is no such upload.", "没有此上传任务。")
    detail = Text("Begin it again.", "请重新开始上传。")


class UploadExpired(EgretError):
    status, slug = 410, "upload-expired"
    title = Text("This upload was left for too long.", "此上传任务中断过久。")
    detail = Text("Begin it again.", "请重新开始上传。")


class UploadHeaderUnusable(EgretError):
    """Facts: `header`, its name."""

    status, slug = 400, "upload-header-unusable"
    title = Text("The header {header} is missing or wrong.", "请求头 {header} 缺失或有误。")
    detail = Text("Send it as tus 1.0 describes it.", "请按 tus 1.0 协议发送。")


class TusVersionUnknown(EgretError):
    status, slug = 412, "tus-version-unknown"
    title = Text("Uploads follow tus 1.0.0 here.", "此处的上传遵循 tus 1.0.0 协议。")
    detail = Text("Send the header Tus-Resumable: 1.0.0.", "请发送请求头 Tus-Resumable: 1.0.0。")
    headers = {"Tus-Version": "1.0.0"}


class NotUploadContent(EgretError):
    status, slug = 415, "not-upload-content"
    title = Text("An upload's bytes have a media type of their own.", "上传内容须使用专用的媒体类型。")
    detail = Text("Send them as application/offset+octet-stream.", "请以 application/offset+octet-stream 发送。")


class OffsetWrong(EgretError):
    """Facts: `offset`, how many bytes are here."""

    status, slug = 409, "upload-offset-wrong"
    title = Text("The upload is at another place.", "上传位置不一致。")
    detail = Text("Go on from byte {offset}.", "请从第 {offset} 字节继续。")


class UploadBusy(EgretError):
    """Facts: `retry_after`, seconds."""

    status, slug = 423, "upload-busy"
    title = Text("Another request is writing this upload.", "另一个请求正在写入此上传任务。")
    detail = Text("Try again in {retry_after} seconds.", "请在 {retry_after} 秒后重试。")


class ChecksumWrong(EgretError):
    status, slug = 460, "upload-checksum-wrong"
    title = Text("The bytes changed on their way.", "数据在传输途中发生了变化。")
    detail = Text("Nothing of this request was kept; send it again.", "此次请求的内容未保存，请重新发送。")


class UploadTooLong(EgretError):
    """Facts: `maximum`, bytes."""

    status, slug = 413, "upload-too-long"
    title = Text("This is longer than the upload may be.", "内容超出上传任务的长度。")
    detail = Text("Send {maximum} bytes at most.", "最多发送 {maximum} 字节。")


class UploadIncomplete(EgretError):
    """Facts: `upload`."""

    status, slug = 409, "upload-incomplete"
    title = Text("Not all bytes are here yet.", "内容尚未全部上传。")
    detail = Text("Finish the upload {upload} first.", "请先完成上传任务 {upload}。")


class UploadClosed(EgretError):
    status, slug = 403, "upload-closed"
    title = Text("This upload takes no more bytes.", "此上传任务不再接收内容。")
    detail = Text("It was put together from others.", "它由其他上传任务合并而成。")


class UploadWaits(EgretError):
    """All bytes are here, and nothing became of them: their name was taken, or their folder went. Facts: `upload`."""

    status, slug = 409, "upload-waits"
    title = Text("All bytes are here, but they could not become a file.", "内容已全部上传，但未能保存为文件。")
    detail = Text(
        "Say what to do with a taken name at /api/v1/cloud/uploads/{upload}/finish.",
        "请在 /api/v1/cloud/uploads/{upload}/finish 说明如何处理重名。",
    )


class NotBundle(EgretError):
    status, slug = 415, "not-bundle"
    title = Text("A bundle of files is sent as plain bytes.", "文件合集须以字节流形式发送。")
    detail = Text("Send it as application/octet-stream.", "请以 application/octet-stream 发送。")


class BundleUnusable(EgretError):
    """Facts: `entry`, which one, from 0; `what` is wrong with it, a stable word."""

    status, slug = 400, "bundle-unusable"
    title = Text("Entry {entry} of this bundle cannot be read ({what}).", "无法读取此合集的第 {entry} 项（{what}）。")
    detail = Text(
        "Nothing of it was stored. Send each file as one line of JSON and its bytes.",
        "未存储任何内容。请以一行 JSON 加文件内容的形式发送每个文件。",
    )


class BundleTooLarge(EgretError):
    """Facts: `maximum_bytes`, `maximum_files`."""

    status, slug = 413, "bundle-too-large"
    title = Text("This bundle is too large.", "此合集过大。")
    detail = Text(
        "Nothing of it was stored. Send at most {maximum_files} files and {maximum_bytes} bytes at once.",
        "未存储任何内容。每次至多发送 {maximum_files} 个文件、{maximum_bytes} 字节。",
    )


class FileIdTaken(EgretError):
    status, slug = 409, "file-id-taken"
    title = Text("Another file has this id.", "此标识已被其他文件使用。")
    detail = Text("Send the file again with a fresh id.", "请使用新的标识重新发送该文件。")
