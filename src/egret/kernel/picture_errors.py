"""What can be wrong with a picture that somebody gives."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class PictureTooLarge(EgretError):
    """Facts: `maximum_bytes`, `maximum_megabytes`."""

    status, slug = 413, "picture-too-large"
    title = Text("This file is too large.", "文件过大。")
    detail = Text("Choose a picture of at most {maximum_megabytes} MB.", "请选择不超过 {maximum_megabytes} MB 的图片。")


class PictureTooManyPixels(EgretError):
    """Facts: `width`, `height`, `maximum_megapixels`."""

    status, slug = 422, "picture-too-many-pixels"
    title = Text("This picture has too many pixels.", "图片像素过多。")
    detail = Text(
        "It is {width} × {height}. Make it smaller than {maximum_megapixels} megapixels, or choose another.",
        "该图片为 {width} × {height}。请缩小到 {maximum_megapixels} 百万像素以内，或另选一张。",
    )


class PictureKindUnknown(EgretError):
    status, slug = 415, "picture-kind-unknown"
    title = Text("This is not a picture that Egret can read.", "Egret 无法读取此文件。")
    detail = Text(
        "Choose a JPEG, PNG, WebP, GIF, HEIC or AVIF file.", "请选择 JPEG、PNG、WebP、GIF、HEIC 或 AVIF 文件。"
    )


class PictureIsDrawing(EgretError):
    status, slug = 415, "picture-is-drawing"
    title = Text("SVG drawings are not taken.", "不接受 SVG 图形。")
    detail = Text(
        "They can carry programs. Save it as PNG and choose that.", "SVG 可能含有程序代码。请另存为 PNG 后再选择。"
    )


class PictureDamaged(EgretError):
    status, slug = 422, "picture-damaged"
    title = Text("This picture is damaged or not complete.", "图片已损坏或不完整。")
    detail = Text("Copy it again from where it came from, or choose another.", "请从原处重新复制，或另选一张。")


class PicturesBusy(EgretError):
    """Facts: `retry_after`, seconds."""

    status, slug = 503, "pictures-busy"
    title = Text("Many pictures are being worked on.", "正在处理的图片较多。")
    detail = Text("Try again in {retry_after} seconds.", "请在 {retry_after} 秒后重试。")
