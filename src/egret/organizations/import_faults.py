"""What is wrong with lines of an import, in words, and as a file to mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from egret.kernel import sheets
from egret.kernel.text import Language, Text
from egret.organizations import csv_reader, import_line
from egret.organizations.models import ImportLine

TEXTS: dict[str, Text] = {
    csv_reader.Fault.COLUMNS: Text("More cells than the first line names columns.", "单元格数量多于首行的列数。"),
    csv_reader.Fault.ENCODING: Text("Holds characters that cannot be read.", "含有无法识别的字符。"),
    csv_reader.Fault.LONG: Text("The line is too long.", "该行过长。"),
    csv_reader.Fault.NUL: Text("Holds NUL characters.", "含有空字符（NUL）。"),
    csv_reader.Fault.QUOTES: Text("A quotation mark is not closed.", "引号未成对。"),
    import_line.Fault.PHONE: Text("This is not a phone number.", "手机号码格式不正确。"),
    import_line.Fault.DUPLICATE: Text("The number stands in an earlier line.", "该号码在前面的行中已出现。"),
    import_line.Fault.ALREADY: Text("A member already, or invited.", "已是成员或已被邀请。"),
    import_line.Fault.ROLE: Text(
        "There is no such role: admin, member or guest.", "角色不存在：应为管理员、成员或访客。"
    ),
    import_line.Fault.GRANT: Text("An import does not give this role.", "不能通过导入授予该角色。"),
    import_line.Fault.NAME: Text("The name is too long or holds hidden characters.", "姓名过长或含有隐藏字符。"),
    import_line.Fault.DEPARTMENT: Text(
        "The department is too deep, too long, or has a part without a name.",
        "部门层级过深、过长，或其中一级没有名称。",
    ),
    import_line.Fault.FORMULA: Text("Begins like a formula of a spreadsheet.", "以电子表格公式的符号开头。"),
}
HEADINGS = ("phone", "name", "department", "role", "line", "problem")


def as_csv(rows: Iterable[ImportLine], language: Language) -> Iterator[str]:
    """The lines as a file; its last two columns are left out when it is uploaded again. `read_line` drops the
    apostrophe before what looks like a formula."""
    cells = (
        (row.phone, row.name, row.department_path, row.role, str(row.number), TEXTS[row.fault].say(language))
        for row in rows
    )
    return sheets.lines(HEADINGS, cells)
