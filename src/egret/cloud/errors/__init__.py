"""What can go wrong in the drive."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class SpaceUnknown(EgretError):
    status, slug = 404, "space-unknown"
    title = Text("There is no such space.", "没有此空间。")
    detail = Text("Choose one of yours.", "请选择您的空间之一。")


class NodeUnknown(EgretError):
    status, slug = 404, "file-unknown"
    title = Text("There is no such file or folder.", "没有此文件或文件夹。")
    detail = Text("It may have been moved, deleted, or is not shared with you.", "可能已移动、删除，或未与您共享。")


class VersionUnknown(EgretError):
    status, slug = 404, "version-unknown"
    title = Text("There is no such version.", "没有此版本。")
    detail = Text("It may have expired.", "可能已过期。")


class NameUnusable(EgretError):
    """Facts: `reason` (empty, dots, separator, control, direction, long, reserved, edge), `field`."""

    status, slug = 422, "file-name-unusable"
    title = Text("A file cannot have this name.", "不能使用此名称。")
    detail = Text(
        "Use up to 255 bytes without / or \\, without control or direction characters, not ending with a dot or a "
        "space, and not a device name of Windows such as CON.",
        "请使用不超过 255 字节的名称，不含 / 或 \\，不含控制字符或方向字符，"
        "不以句点或空格结尾，且不使用 CON 等 Windows 设备名。",
    )


class NameTaken(EgretError):
    """Facts: `name`, and `free`, a name like it that is not taken."""

    status, slug = 409, "file-name-taken"
    title = Text("There is a “{name}” here already.", "此处已有“{name}”。")
    detail = Text("Replace it, keep both, or choose another name.", "请替换、保留两者或使用其他名称。")


class NotAFolder(EgretError):
    status, slug = 409, "not-a-folder"
    title = Text("This is a file, not a folder.", "这是文件，不是文件夹。")
    detail = Text("Choose a folder.", "请选择文件夹。")


class NotAFile(EgretError):
    status, slug = 409, "not-a-file"
    title = Text("This is a folder, not a file.", "这是文件夹，不是文件。")
    detail = Text("Choose a file.", "请选择文件。")


class FolderIntoItself(EgretError):
    status, slug = 409, "folder-into-itself"
    title = Text("A folder cannot be put into itself.", "不能将文件夹放入其自身。")
    detail = Text("Choose a folder outside of it.", "请选择该文件夹之外的位置。")


class RootFixed(EgretError):
    status, slug = 409, "root-fixed"
    title = Text("The space itself cannot be renamed, moved or deleted here.", "不能在此重命名、移动或删除空间本身。")
    detail = Text("Choose something in it.", "请选择其中的内容。")


class TooDeep(EgretError):
    """Facts: `maximum`, levels."""

    status, slug = 409, "folder-too-deep"
    title = Text("Folders can be {maximum} levels deep.", "文件夹最多 {maximum} 层。")
    detail = Text("Put it further up.", "请放到更上层。")


class QuotaExceeded(EgretError):
    """Facts: `free`, `needed`, bytes."""

    status, slug = 507, "quota-exceeded"
    title = Text("There is not enough room in this space.", "此空间容量不足。")
    detail = Text(
        "Empty the trash, delete old versions, or ask for more room.", "请清空回收站、删除旧版本，或申请更多空间。"
    )


class QuotaTooLarge(EgretError):
    """Facts: `field`, `maximum`, bytes."""

    status, slug = 422, "quota-too-large"
    title = Text("The installation gives each space less than that.", "超出了本系统为每个空间提供的容量。")
    detail = Text(
        "Choose a smaller size, or ask whoever runs this installation.", "请设置更小的容量，或联系本系统的运营者。"
    )


class RangeUnsatisfiable(EgretError):
    """Facts: `size`, bytes."""

    status, slug = 416, "range-unsatisfiable"
    title = Text("The file does not reach that far.", "文件没有这么长。")
    detail = Text("Ask for a range inside of it.", "请请求文件范围之内的部分。")

    def __init__(self, size: int) -> None:
        super().__init__(size=size)
        self.headers = {"Content-Range": f"bytes */{size}"}  # RFC 9110 §15.5.17


class PreconditionFailed(EgretError):
    status, slug = 412, "changed-meanwhile"
    title = Text("It was changed meanwhile.", "内容已被更改。")
    detail = Text("Look at what is there now, then try again.", "请查看当前内容后重试。")


class CursorUnusable(EgretError):
    status, slug = 422, "cursor-unusable"
    title = Text("This page does not exist.", "没有此页。")
    detail = Text("Start with the first page again.", "请从第一页重新开始。")


class PathTooLong(EgretError):
    """Facts: `name`."""

    status, slug = 409, "path-too-long"
    title = Text("“{name}” lies too deep for a ZIP file.", "“{name}”层级过深，无法放入 ZIP 文件。")
    detail = Text("Download a folder further down.", "请下载更下层的文件夹。")
