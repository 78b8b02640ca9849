"""The CSV reader: real files, broken ones, round trips, and whatever bytes there are."""

from __future__ import annotations

import csv
import io
import time
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egret.organizations.csv_reader import (
    LINE_LENGTH,
    RECORD_LINES,
    SEPARATORS,
    Column,
    ColumnTwice,
    CsvReader,
    Fault,
    FileEmpty,
    FileProblem,
    HeaderMissing,
    Line,
    TooManyLines,
)

LIMIT = 100_000
ENCODINGS = {"utf-8": "utf-8", "utf-8-sig": "utf-8", "utf-16": "utf-16", "gb18030": "gb18030"}


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def read(data: bytes | str, size: int = 7) -> list[Line]:
    return list(CsvReader(pieces(data.encode() if isinstance(data, str) else data, size), LIMIT))


def faults(data: bytes | str) -> dict[int, Fault | None]:
    return {line.number: line.fault for line in read(data)}


def names(data: bytes) -> list[str]:
    return [line.cells.get(Column.NAME, "") for line in read(data)]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_columns_in_any_order_by_english_and_chinese_names(separator: str, ending: str) -> None:
    rows = [
        ["角色", "  Mobile_Number ", "备注", "部门", "姓名"],
        ["成员", "+44 7700 900123", "x", "销售 / 华北", "联通"],
    ]
    text = ending.join(separator.join(row) for row in rows)
    (line,) = read(text)
    assert line == Line(
        2,
        {
            Column.ROLE: "成员",
            Column.PHONE: "+44 7700 900123",
            Column.DEPARTMENT: "销售 / 华北",
            Column.NAME: "联通",
        },
    )


def test_lines_are_numbered_as_an_editor_does_and_empty_ones_passed_over() -> None:
    data = '\n\nphone,name\n+44,Ann\n\n ,\t\n+45,"Be\n\nn"\n+46,Cy'
    assert [(line.number, line.cells[Column.PHONE]) for line in read(data)] == [(4, "+44"), (7, "+45"), (10, "+46")]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("+44,Ann,more", Fault.COLUMNS),
        ("+44,Ann,,", None),
        ("+44", None),
        ("+44,A\0nn", Fault.NUL),
        ('+44,"Ann', Fault.QUOTES),
        ('+44,"Ann"n', Fault.QUOTES),
        ("+44," + "n" * LINE_LENGTH, Fault.LONG),
        ("+44," + "n" * 100 * LINE_LENGTH, Fault.LONG),
    ],
)
def test_a_fault_costs_its_own_line_only(line: str, fault: Fault | None) -> None:
    data = f"phone,name\n+43,Al\n{line}\n+45,Bo\n+46,Cy\n"
    assert faults(data) == {2: None, 3: fault, 4: None, 5: None}


def test_an_open_quote_does_not_swallow_quoted_lines_either() -> None:
    data = 'phone,name\n+44,"Ann\n+45,"Bo"\n+46,"Cy"\n'
    assert faults(data) == {2: Fault.QUOTES, 3: None, 4: None}


def test_many_open_quotes_end_in_reasonable_time() -> None:
    data = "phone,name\n" + '+44,"Ann\n+45,Bo\n' * 5000
    started = time.monotonic()
    assert len(faults(data)) > 5000
    assert time.monotonic() - started < 10 * RECORD_LINES


def test_bytes_that_are_no_text_cost_their_line() -> None:
    data = "phone,name\n+44,José\n".encode() + b"+45,Jos\xe9,\n" + "+46,Zoë\n".encode() * 3
    assert faults(data) == {2: None, 3: Fault.ENCODING, 4: None, 5: None, 6: None}


def test_one_torn_character_does_not_make_a_chinese_file_of_another_encoding() -> None:
    data = b"phone,name\n" + "+86,刘德华先生与太太\n".encode() * 20 + "刘".encode()[:2] + b",\n"
    reader = CsvReader(pieces(data, 64), LIMIT)
    assert [line.fault for line in reader][-1] is Fault.ENCODING
    assert reader.encoding == "utf-8"


def test_letters_that_come_late_still_tell_the_encoding() -> None:
    plain = b"phone,name\n" + b"+44,Ann\n" * 20_000
    assert names(plain + "+86,联通\n".encode("gb18030"))[-1] == "联通"
    assert names(plain + "+86,联通\n".encode())[-1] == "联通"


@pytest.mark.parametrize("data", ["", "\n\n", "\ufeff", ",,\n", "\0\0"])
def test_a_file_of_nothing(data: str) -> None:
    with pytest.raises(FileEmpty):
        read(data)


def test_no_more_lines_than_are_taken_empty_ones_counted() -> None:
    assert len(list(CsvReader([b"phone\n\n1\n"], 3))) == 1
    with pytest.raises(TooManyLines):
        list(CsvReader([b"phone\n\n1\n"], 2))


def test_a_header_alone_holds_nobody() -> None:
    assert read("phone") == []


@pytest.mark.parametrize(
    "data",
    ["+447700900123,Ann", "name,department\nAnn,Sales", '"phone\n+44', "phone,name\n".encode("utf-16-le").decode()],
)
def test_without_a_column_of_phones(data: str) -> None:
    with pytest.raises(HeaderMissing):
        read(data)


def test_a_column_twice() -> None:
    with pytest.raises(ColumnTwice) as caught:
        read("phone,手机号,name\n")
    assert caught.value.column is Column.PHONE


cells = st.text(st.characters(codec="gb18030", exclude_characters="\0\r\ufffd\ufeff"), max_size=9)


@given(
    st.lists(st.tuples(cells, cells), min_size=1, max_size=20),
    st.sampled_from(sorted(ENCODINGS)),
    st.sampled_from(SEPARATORS),
    st.integers(1, 40),
)
def test_what_was_written_is_read(rows: list[tuple[str, str]], encoding: str, separator: str, size: int) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator)
    writer.writerow(["name", "phone"])
    writer.writerows(rows)
    data = buffer.getvalue().encode(encoding)
    reader = CsvReader(pieces(data, size), LIMIT)
    found = list(reader)
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    if reader.encoding != ENCODINGS[encoding]:
        # A few letters of GB18030 may be sound UTF-8 too; a list of people has more.
        assert encoding == "gb18030"
        return
    assert [(line.cells[Column.NAME], line.cells[Column.PHONE]) for line in found] == kept
    assert all(line.fault is None for line in found)


header = st.sampled_from([b"", b"phone,name\n", "手机号;姓名\r\n".encode("gb18030"), "phone\tname\n".encode("utf-16")])
noise = st.binary(max_size=300) | st.text("\"',;\t\r\n\0=+ab姓", max_size=300).map(str.encode)


@given(header, noise, st.integers(1, 50))
def test_any_bytes_give_lines_and_faults_only(start: bytes, rest: bytes, size: int) -> None:
    try:
        found = read(start + rest, size)
    except FileProblem:
        return
    assert all(line.fault is None or isinstance(line.fault, Fault) for line in found)
    numbers = [line.number for line in found]
    assert numbers == sorted(set(numbers))
    assert found == read(start + rest, 10_000)


def test_memory_does_not_grow_with_the_file() -> None:
    def endless(lines: int) -> Iterator[bytes]:
        yield b"phone,name,department\n"
        for number in range(0, lines, 100):
            yield b"".join(b'+4477009%05d,"Name %d",Sales / North\n' % (number + n, n) for n in range(100))

    def peak(lines: int) -> int:
        tracemalloc.start()
        try:
            assert sum(1 for _ in CsvReader(endless(lines), LIMIT)) == lines
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(20_000) < peak(1_000) + 100_000


def test_one_endless_line_takes_no_memory() -> None:
    data = (b"x" * 65536 for _ in range(300))
    tracemalloc.start()
    with pytest.raises(HeaderMissing):
        list(CsvReader(data, LIMIT))
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()
