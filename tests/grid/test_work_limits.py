"""A file that only wastes time is refused by what it asks for, before it is read: not by the clock.

- What unfolds: a package, repeats of an ods, blanks that are stored as their number.
- What is too many: sheets, tags of parts that are read whole, pivot tables.
- What lies upon each other: merged cells, pivot tables, sheets of one part, sheets of an old workbook.
- What is told many times is gone through once: notes of one part, marks of thousands of styles.
- Fifty such files end within a minute; an honest file at the limits is read.
"""

from __future__ import annotations

import struct
import time
from typing import TYPE_CHECKING

import pytest

from kbo_screen.grid import Reader, ReadError, reader
from kbo_screen.grid.html_table import read_html_rows
from kbo_screen.grid.package import FREE_UNPACKED_BYTES, MAX_SHEETS
from kbo_screen.grid.sheet_extras import MAX_PIVOTS
from kbo_screen.grid.sheet_facts import SheetFacts
from kbo_screen.grid.sheet_xml import MarksFinder
from kbo_screen.grid.styles_xml import Marks
from kbo_screen.grid.xls_records import look_at_xls
from tests.tools.packages import (
    CELLS,
    MAIN,
    ODS_CELL,
    ods,
    relations,
    workbook,
    worksheet,
)

if TYPE_CHECKING:
    from pathlib import Path


def ods_row(text: str = "a", *, repeats: int = 1, hidden: bool = False) -> str:
    visibility = ' table:visibility="collapse"' if hidden else ""
    return f'<table:table-row table:number-rows-repeated="{repeats}"{visibility}>{ODS_CELL.format(text)}</table:table-row>'


def merges(*ranges: str) -> str:
    each = "".join(f'<mergeCell ref="{cells}"/>' for cells in ranges)
    return f"<mergeCells>{each}</mergeCells>"


def pivots(count: int) -> str:
    locations = '<location ref="A1:B2"/>' * count
    return f'<p xmlns="{MAIN}">{locations}</p>'


def with_pivots(count: int) -> bytes:
    return workbook(
        [worksheet()],
        **{
            "xl__worksheets___rels__0.xml.rels": relations(("pivotTable", "../p.xml")),
            "xl__p.xml": pivots(count),
        },
    )


REFUSED = {
    "xml of blanks": ("unfolds", lambda: workbook([worksheet(behind=" " * 10**7)])),
    "shared texts": (
        "unfolds",
        lambda: workbook([worksheet()], **{"xl__t.xml": "<si/>" * 2 * 10**6}),
    ),
    "ods rows repeated": (
        "sparse",
        lambda: ods(ods_row() + ods_row(repeats=2 * 10**5)),
    ),
    "ods hidden rows repeated": (
        "sparse",
        lambda: ods(ods_row(repeats=9 * 10**8, hidden=True)),
    ),
    "ods blanks": ("too-large", lambda: ods(ods_row('<text:s text:c="2000000000"/>'))),
    "sheets": ("too-large", lambda: workbook([worksheet()] * (MAX_SHEETS + 1))),
    "ods sheets": (
        "too-large",
        lambda: ods(*["<table:table-row/>"] * (MAX_SHEETS + 1)),
    ),
    "sheets of one part": (
        "corrupt",
        lambda: workbook([worksheet()] * 3, targets=[0, 1, 0]),
    ),
    "pivot tables": ("too-large", lambda: with_pivots(MAX_PIVOTS + 1)),
    "merges upon each other": (
        "corrupt",
        lambda: workbook([worksheet(CELLS, behind=merges(*["A1:B1"] * 6000))]),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_asks_for_too_much_is_refused_before_it_is_read(
    name: str, tmp_path: Path
) -> None:
    kind, make = REFUSED[name]
    path = tmp_path / "a.xlsx"
    path.write_bytes(make())
    started = time.process_time()
    with pytest.raises(ReadError) as refused:
        reader.read_here(path)
    assert refused.value.notices[0].kind == kind
    assert time.process_time() - started < 2


def test_what_is_honest_at_the_limits_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    honest = {
        "blanks": workbook([worksheet(behind=" " * (FREE_UNPACKED_BYTES - 10_000))]),
        "sheets": workbook([worksheet()] * MAX_SHEETS),
        "pivot tables": with_pivots(MAX_PIVOTS),
        "merges": workbook([worksheet(behind=merges(*["A1:B1"] * 1000))]),
        "ods rows": ods(ods_row() + ods_row(repeats=10**5)),
        "ods sheets": ods(*[ods_row()] * MAX_SHEETS),
    }
    heights = {}
    for name, data in honest.items():
        path.write_bytes(data)
        book = reader.read_here(path)
        heights[name] = (len(book.sheets), book.sheets[0].height)
    assert heights == {
        "blanks": (1, 1),
        "sheets": (MAX_SHEETS, 1),
        "pivot tables": (1, 1),
        "merges": (1, 1),
        "ods rows": (1, 10**5 + 1),
        "ods sheets": (MAX_SHEETS, 1),
    }


def test_fifty_files_that_waste_time_end_within_a_minute(tmp_path: Path) -> None:
    paths = []
    makers = list(REFUSED.values())
    for number in range(50):
        path = tmp_path / f"{number}.xlsx"
        _, make = makers[number % len(makers)]
        path.write_bytes(make())
        paths.append(path)
    started = time.perf_counter()
    with Reader() as own_reader:
        own_reader.plan(paths)
        for path in paths:
            with pytest.raises(ReadError):
                own_reader.read(path)
    assert time.perf_counter() - started < 60


def test_notes_of_one_part_are_read_once_and_in_time(tmp_path: Path) -> None:
    note = '<comment ref="B1"><text><t>ยุบแล้ว</t></text></comment>'
    comments = f'<comments xmlns="{MAIN}"><commentList>{note * 20_000}</commentList></comments>'
    data = workbook(
        [worksheet()],
        **{
            "xl__worksheets___rels__0.xml.rels": relations(
                *[("comments", "../comments.xml")] * 5000
            ),
            "xl__comments.xml": comments,
        },
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    started = time.process_time()
    (sheet,) = reader.read_here(path).sheets
    assert sheet.notes[0, 1].split(" / ") == ["ยุบแล้ว"] * 20_000
    assert time.process_time() - started < 3


def cells_of_styles(count: int) -> bytes:
    cells = [
        f'<c r="A{row}" s="{row % count}" t="s"><v>{row}</v></c>'
        for row in range(1, 20_001)
    ]
    return "".join(cells).encode()


@pytest.mark.parametrize("count", [3, 20_000])
def test_marks_are_found_whether_few_or_many_are_looked_for(count: int) -> None:
    marks = Marks(
        frozenset(range(0, count, 2)),
        frozenset(range(5, count, 4)),
        dict.fromkeys(range(1, count), "wingdings"),
        dict.fromkeys(range(2, count), "FFFF00"),
    )
    facts = SheetFacts()
    started = time.process_time()
    MarksFinder(marks).look(cells_of_styles(count), facts)
    assert time.process_time() - started < 1
    rows = range(1, 20_001)
    struck_rows = {
        row
        for row in rows
        if row % count in marks.struck_styles or row in marks.struck_texts
    }
    assert {row + 1 for row, _ in facts.struck} == struck_rows
    assert len(facts.symbols) == sum(row % count in marks.symbol_styles for row in rows)
    assert len(facts.fills) == sum(row % count in marks.fill_styles for row in rows)


@pytest.mark.parametrize(
    "xml",
    [
        b'<x s="1"/>' * 200_000,
        b"<v>7</v>" * 200_000,
        b"<strike/>" * 200_000,
        b'<c r="A1"' + b' s="1"' * 300_000,
        b'<c r="A1" t="s"><f>' + b"<v>7</v>" * 200_000,
    ],
)
def test_marks_without_cells_take_no_time(xml: bytes) -> None:
    marks = Marks(frozenset({1}), frozenset({7}))
    started = time.process_time()
    MarksFinder(marks).look(xml, SheetFacts())
    assert time.process_time() - started < 3


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<2H", kind, len(body)) + body


def test_sheets_of_an_old_workbook_do_not_lie_upon_each_other() -> None:
    bof, eof, cell = record(0x0809), record(0x000A), record(0x0203, bytes(14))
    names_length = len(bof) + 2 * len(record(0x0085, bytes(8))) + len(eof)
    sheet = bof + cell + eof

    def stream(second_start: int) -> bytes:
        starts = (names_length, names_length + second_start)
        names = [record(0x0085, struct.pack("<2I", start, 0)) for start in starts]
        return bof + b"".join(names) + eof + sheet + sheet

    first, second = look_at_xls(stream(len(sheet)))
    assert first.extent == second.extent == (1, 1, 1)
    with pytest.raises(ReadError, match="truncated"):
        look_at_xls(stream(len(sheet))[: -len(eof)])
    with pytest.raises(ValueError, match=r"^$"):
        look_at_xls(stream(len(bof)))


@pytest.mark.parametrize(
    "size",
    [
        struct.pack("<2I3H", 0, 2**32 - 1, 0, 2**16 - 1, 0),
        struct.pack("<2I3H", 0, 65_537, 0, 5, 0),
        struct.pack("<5H", 0, 9, 0, 257, 0),
        struct.pack("<2I3H", 9, 3, 0, 5, 0),
    ],
)
def test_a_sheet_that_says_it_is_larger_than_one_can_be_is_damaged(size: bytes) -> None:
    """It brought the reader down."""
    bof, eof = record(0x0809), record(0x000A)
    start = 2 * len(bof) + len(record(0x0085, bytes(8)))
    name = record(0x0085, struct.pack("<2I", start, 0))
    with pytest.raises(ValueError, match=r"^$"):
        look_at_xls(bof + name + eof + bof + record(0x0200, size) + eof)


def test_names_of_one_place_of_an_old_workbook_are_few() -> None:
    bof, eof = record(0x0809), record(0x000A)
    start = len(bof) + 20 * len(record(0x0085, bytes(8))) + len(eof)
    names = record(0x0085, struct.pack("<2I", start, 0)) * 20
    with pytest.raises(ValueError, match=r"^$"):
        look_at_xls(bof + names + eof + bof + eof)


def _seconds_of_nested_tables(depth: int) -> float:
    page = "<table><tr><td>" * depth + "x" + "</td></tr></table>" * depth
    start = time.process_time()
    read_html_rows(page.encode())
    return time.process_time() - start


def test_tables_in_tables_take_time_by_their_number() -> None:
    times = [
        min(_seconds_of_nested_tables(n) for _ in range(3)) for n in (2500, 20_000)
    ]
    assert times[1] < 24 * times[0]
