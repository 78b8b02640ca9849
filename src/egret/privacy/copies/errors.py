"""What can go wrong with a copy."""

from __future__ import annotations

from egret.kernel.errors import EgretError, TooManyRequests
from egret.kernel.text import Text


class CopyUnknown(EgretError):
    status, slug = 404, "copy-unknown"
    title = Text("There is no such copy.", "没有此副本。")
    detail = Text("It is somebody else's, or was removed.", "它属于他人，或已被删除。")


class CopyNotReady(EgretError):
    """Facts: `state`, where it stands."""

    status, slug = 409, "copy-not-ready"
    title = Text("This copy cannot be fetched.", "此副本无法下载。")
    detail = Text("It is {state}. A new one can be ordered at any time.", "其状态为 {state}。您可随时申请新的副本。")


class TooManyCopies(TooManyRequests):
    slug = "too-many-copies"
    title = Text("You ordered several copies today.", "您今天已多次申请副本。")


class ArrivalUnknown(EgretError):
    status, slug = 404, "arrival-unknown"
    title = Text("There is no such import.", "没有此导入。")
    detail = Text("It is somebody else's, or was forgotten after 90 days.", "它属于他人，或已在 90 天后删除。")


class ArrivalUnderWay(EgretError):
    status, slug = 409, "arrival-under-way"
    title = Text("Another copy is being taken in.", "正在导入另一份副本。")
    detail = Text("Wait until it is done, or cancel it.", "请等待其完成或取消。")


class ArrivalCut(EgretError):
    status, slug = 400, "arrival-cut"
    title = Text("The file did not arrive whole.", "文件未完整到达。")
    detail = Text("Nothing was kept. Send it again.", "未保留任何内容，请重新上传。")


class ArrivalNotDoubtful(EgretError):
    status, slug = 409, "arrival-not-doubtful"
    title = Text("Nothing waits for your confirmation.", "没有等待您确认的导入。")
    detail = Text("It is running, or over.", "它正在进行或已结束。")


class CategoryUnknown(EgretError):
    status, slug = 404, "category-unknown"
    title = Text("There is no such kind of data.", "没有此类信息。")
    detail = Text("Ask for the list of categories.", "请先查询类别列表。")


class CursorUnusable(EgretError):
    status, slug = 422, "cursor-unusable"
    title = Text("This is no place in the list.", "此列表位置无效。")
    detail = Text("Begin at its start.", "请从头开始。")


class RangeUnsatisfiable(EgretError):
    """Facts: `size`, how many bytes there are."""

    status, slug = 416, "range-unsatisfiable"
    title = Text("The copy ends before that range.", "所请求的范围超出副本大小。")
    detail = Text("It has {size} bytes.", "副本共 {size} 字节。")


class Unfit(Exception):
    """A copy that cannot be taken in; `problem` is the word that the arrival keeps."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
