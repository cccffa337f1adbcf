"""Rows written by whole columns are the rows that xlsxwriter writes cell by cell."""

from __future__ import annotations

import ast
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

import kbo_screen.formats
from kbo_screen.formats.workbook.book import LINE_POINTS, TALLEST_ROW, Book, lines_of
from kbo_screen.results.sheets.sheet import LinkedText, SheetColumn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COLUMNS = [
    SheetColumn("กลุ่ม", 30),
    SheetColumn("จำนวน", 10, is_centred=True),
    SheetColumn("คำตอบ", 12, is_typed=True, is_shaded=True),
    SheetColumn("ที่มา", 14),
]
#: What may stand in a cell: texts that need escaping or more than one line, numbers, nothing.
TEXTS = [
    "กลุ่มทอผ้าบ้านเหนือ",
    "a & b < c > d \"e\" 'f'",
    " spaces around \n",
    "two\nlines",
    "=1+1",
    "http://x",
    "00123",
    "_x000D_ spelled",
    "bell\x07 and\r return",
    "ผ้า 😀",
    "\ufffe",
    "ก" * 500,
    "",
    None,
]
NUMBERS = [0, 1, -3, 2.5, 1e-7, 12345678901234567890, True, False, None, "-"]
LINK = LinkedText("C5", "external:list.xlsx#'ก'!C5")


def mixed_rows(count: int) -> list[list[Any]]:
    return [
        [
            TEXTS[number % len(TEXTS)],
            NUMBERS[number % len(NUMBERS)],
            f"คำตอบ {number}" if number % 3 == 0 else None,
            LINK if number % 4 == 0 else f"B{number}",
        ]
        for number in range(count)
    ]


def write_by_columns(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    book = Book(path, "Garuda")
    page = book.page("รายชื่อ", COLUMNS)
    page.line("ชื่อเรื่อง", "title")
    page.header()
    page.table(rows)
    page.line("หมายเหตุ", "plain")
    book.close()


def write_cell_by_cell(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    """The same sheet, every cell by a call of xlsxwriter."""
    book = Book(path, "Garuda")
    page = book.page("รายชื่อ", COLUMNS)
    page.line("ชื่อเรื่อง", "title")
    page.header()
    looks = [book.styles[name] for name in ("text", "centred", "shaded", "text")]
    for values in rows:
        height = max(map(lines_in, values, COLUMNS)) * LINE_POINTS
        page.sheet.set_row(page.row, min(height, TALLEST_ROW))
        for column, (value, look) in enumerate(zip(values, looks, strict=True)):
            write_plainly(page.sheet, page.row, column, value, look)
        page.row += 1
    page.line("หมายเหตุ", "plain")
    book.close()


def lines_in(value: Any, column: SheetColumn) -> int:
    return lines_of("" if value is None else str(value), column.width)


def write_plainly(sheet: Any, row: int, column: int, value: Any, look: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, look)
    elif isinstance(value, LinkedText):
        sheet.write_url(row, column, value.target, look, value.text)
    else:
        sheet.write_string(row, column, value, look)


def cells_and_looks(path: Path) -> tuple[dict[str, Any], dict[int, Any]]:
    """By its name what a cell holds, how it looks and where it leads; the height of every row."""
    sheet = load_workbook(path)["รายชื่อ"]
    cells = {}
    for row in sheet.iter_rows():
        for cell in row:
            link = cell.hyperlink
            cells[cell.coordinate] = (
                cell.value,
                cell.data_type,
                look_of(cell),
                (link.target, link.location) if link else None,
            )
    heights = {row: size.height for row, size in sheet.row_dimensions.items()}
    return cells, heights


def look_of(cell: Any) -> str:
    parts = (cell.font, cell.fill, cell.border, cell.alignment, cell.number_format)
    return repr(parts)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 300])
def test_rows_by_columns_are_the_rows_cell_by_cell(count: int, tmp_path: Path) -> None:
    rows = mixed_rows(count)
    write_by_columns(tmp_path / "columns.xlsx", rows)
    write_cell_by_cell(tmp_path / "cells.xlsx", rows)
    actual = cells_and_looks(tmp_path / "columns.xlsx")
    expected = cells_and_looks(tmp_path / "cells.xlsx")
    assert actual == expected


def test_more_rows_than_are_joined_at_a_time(tmp_path: Path) -> None:
    rows = [[f"กลุ่ม {number}", number, None, "A1"] for number in range(9_000)]
    write_by_columns(tmp_path / "out.xlsx", rows)
    sheet = load_workbook(tmp_path / "out.xlsx")["รายชื่อ"]
    values = [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert values[:-1] == rows
    assert values[-1][0] == "หมายเหตุ"


def test_a_text_that_looks_like_markup_of_the_writer_stays_a_text(
    tmp_path: Path,
) -> None:
    rows = [["<r>ก & ข</r>", 1, "<r>", LinkedText("<r>x</r>", LINK.target)]] * 3
    write_by_columns(tmp_path / "out.xlsx", rows)
    sheet = load_workbook(tmp_path / "out.xlsx")["รายชื่อ"]
    values = [cell.value for cell in sheet[4]]
    assert values == ["<r>ก & ข</r>", 1, "<r>", "<r>x</r>"]


def test_half_a_surrogate_pair_is_a_question_mark(tmp_path: Path) -> None:
    write_by_columns(tmp_path / "out.xlsx", [["ก\udc80", 1, None, None]])
    sheet = load_workbook(tmp_path / "out.xlsx")["รายชื่อ"]
    assert sheet["A3"].value == "ก?"


def test_rows_of_another_width_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="zip"):
        write_by_columns(tmp_path / "out.xlsx", [["ก", 1], ["ข", 2]])


def test_a_number_that_no_cell_holds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nan"):
        write_by_columns(tmp_path / "out.xlsx", [["ก", float("nan"), None, None]])


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)
def test_libreoffice_reads_both_alike(tmp_path: Path) -> None:
    rows = mixed_rows(60)
    write_by_columns(tmp_path / "columns.xlsx", rows)
    write_cell_by_cell(tmp_path / "cells.xlsx", rows)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "fods",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "columns.xlsx"),
            str(tmp_path / "cells.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    columns = table_of((tmp_path / "columns.fods").read_text(encoding="utf-8"))
    cells = table_of((tmp_path / "cells.fods").read_text(encoding="utf-8"))
    assert columns == cells
    assert columns.count("<table:table-row") > 50


def table_of(flat_document: str) -> str:
    """Styles and sheets of a flat OpenDocument, without what names the file and the hour."""
    start = flat_document.index("<office:styles>")
    return flat_document[start:]


#: What xlsxwriter returns a number for: below 0 something was left out.
TELLING = {
    "write_string",
    "write_number",
    "write_blank",
    "write_formula",
    "write_url",
    "merge_range",
    "set_row",
    "set_column",
    "data_validation",
    "conditional_format",
    "insert_chart",
    "print_area",
    "set_custom_property",
}


def test_what_the_writer_returns_is_always_looked_at() -> None:
    package = Path(kbo_screen.formats.__file__).parent
    lines = []
    for path in package.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        lines += [f"{path.name}:{call.lineno}" for call in calls_in_vain(tree)]
    assert lines == []


def calls_in_vain(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls of xlsxwriter whose answer nobody gets."""
    for statement in ast.walk(tree):
        if not isinstance(statement, ast.Expr):
            continue
        call = statement.value
        is_call = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if is_call and call.func.attr in TELLING:
            yield call
