"""A cell that holds more than Excel's 32,767 letters is unknown, and told; a row whose name is such a text is unusable.

- At the door of the reader: 32,767 letters are a text, one more is none, in CSV, xlsx and web tables.
- In every column of a registry the cell is told, and nothing else of the table changes.
- In a district's list it is told at its cell.
- Of notes, names of sheets and column definitions as well no more is taken than a workbook can hold.
"""

from __future__ import annotations

import time
import zipfile
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest

from kbo_screen import load_letter, read_registry
from kbo_screen.grid import LongTextError, ReadError
from kbo_screen.grid.grid import MAX_CELL_LETTERS
from kbo_screen.grid.reader import read_here
from kbo_screen.grid.sheet_facts import MAX_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LETTER: Final = load_letter()
STAND_IN: Final = "STANDSIN"
LONG: Final = "ก" * (MAX_CELL_LETTERS + 1)
HEADER: Final = (
    "อำเภอ", "ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "ประเภทผู้ผลิต", "ระดับดาว ปี 2565", "โครงการอื่น", "Quadrant",
    "ปีที่ลงทะเบียน", "มชช.", "รหัสผู้ผลิต", "ผู้แทนกลุ่ม", "โทรศัพท์",
)  # fmt: skip
ROW: Final = (
    "บางคล้า", "กลุ่มทอผ้าบ้านนา", "ผ้าทอ", "กลุ่มผู้ผลิตชุมชน", "3", "-", "D", "2560", "ผ่าน", "240200017", "", "",
)  # fmt: skip


def with_text(path: Path, words: str) -> Path:
    """The workbook with other words where it says STANDSIN: openpyxl would cut them."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content.replace(STAND_IN.encode(), words.encode()))
    return path


def workbook(path: Path, rows: Iterable[Iterable[str]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def csv_file(path: Path, rows: Iterable[Iterable[str]]) -> Path:
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8-sig")
    return path


def page(path: Path, rows: Iterable[Iterable[str]]) -> Path:
    lines = [
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows
    ]
    path.write_text(f"<html><table>{''.join(lines)}</table></html>", encoding="utf-8")
    return path


@pytest.mark.parametrize("write", [workbook, csv_file, page])
@pytest.mark.parametrize("letters", [MAX_CELL_LETTERS, MAX_CELL_LETTERS + 1])
def test_one_letter_more_than_a_cell_holds_is_no_text(
    write: object, letters: int, tmp_path: Path
) -> None:
    words = "ก" * letters
    rows = [("a", "b"), ("1", STAND_IN if write is workbook else words), ("2", "c")]
    path = write(tmp_path / ("a.csv" if write is csv_file else "a.xlsx"), rows)
    if write is workbook:
        with_text(path, words)
    (sheet,) = read_here(path).sheets
    cell = sheet.columns[1][1]
    if letters <= MAX_CELL_LETTERS:
        assert cell == words
        assert type(cell) is str
    else:
        assert isinstance(cell, LongTextError)
        assert len(cell) < 100
    assert sheet.columns[1][2] == "c"


@pytest.mark.parametrize("column", range(len(HEADER)))
def test_a_long_cell_in_every_column_of_a_registry_is_told(
    column: int, tmp_path: Path
) -> None:
    row = list(ROW)
    row[column] = LONG
    other = ["บางปะกง", "กลุ่มจักสานบ้านไร่", "ตะกร้า", *ROW[3:9], "240400021", "", ""]
    path = csv_file(tmp_path / "registry.csv", [HEADER, row, other])
    registry = read_registry(path, LETTER)
    told = [
        (f.code, f.place.cell) for f in registry.findings if f.code == "cell.long-text"
    ]
    cell = f"{'ABCDEFGHIJKL'[column]}2"
    assert told == [("cell.long-text", cell)]
    is_name = column in (0, 1)
    assert len(registry.products) == (1 if is_name else 2)
    assert len(registry.unusable) == (1 if is_name else 0)
    assert all(
        len(str(value)) < 200 for f in registry.findings for value in f.fields.values()
    )


def test_columns_that_are_hidden_a_hundred_thousand_times_cost_no_time(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, ROW])
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    columns = b'<col min="3" max="16384" hidden="1" width="9"/>' * 100_000
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(
        b"<sheetData>", b"<cols>" + columns + b"</cols><sheetData>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    begin = time.process_time()
    (sheet,) = read_here(path).sheets
    assert time.process_time() - begin < 5
    assert sheet.hidden_columns == frozenset(range(2, MAX_COLUMNS))


@pytest.mark.parametrize(
    ("sheets", "kind"),
    [
        ('<sheet name="a" sheetId="1" id="1"/>' * 2_001, "too-large"),
        (f'<sheet name="{"a" * 256}" sheetId="1" id="1"/>', "too-large"),
    ],
    ids=["many", "long"],
)
def test_names_of_sheets_are_bounded(sheets: str, kind: str, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, ROW])
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    main = parts["xl/workbook.xml"].decode()
    head, _, end = main.partition("<sheets>")
    parts["xl/workbook.xml"] = (
        f"{head}<sheets>{sheets}{end[end.index('</sheets>') :]}".encode()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    with pytest.raises(ReadError) as error:
        read_here(path)
    assert error.value.notices[0].kind == kind
