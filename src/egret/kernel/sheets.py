"""Tables as CSV files for spreadsheets, which would take some texts for formulas and UTF-8 for something else."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

# What a spreadsheet takes for a formula (OWASP, "CSV Injection"), and the wide forms that some turn into them.
FORMULA = tuple("=+-@＝＋－＠")
# So that Excel takes the file for UTF-8.
MARK = "\ufeff"
CONTENT_TYPE = "text/csv; charset=utf-8"


def lines(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The file line by line, its mark first, every cell of its rows harmless."""
    yield MARK + _line(headings)
    for row in rows:
        yield _line([harmless(cell) for cell in row])


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: behind an apostrophe, which spreadsheets do not show."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
