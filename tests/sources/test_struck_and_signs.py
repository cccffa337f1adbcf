"""What a person sees and a plain reader does not: struck-out values, signs of symbol fonts, rows without height.

- A struck-out fact is unknown with a finding at its cell, whole or in part, by the cell's font or by a run of text.
- A row whose name, id or district is struck out is asked: nothing of it is certain, in merged cells too.
- What is struck out where nobody reads says nothing; a strike that is switched off is none.
- A tick of a symbol font is read as the tick that a person sees.
- Rows and columns of size 0 are hidden.
- A sheet that is spelled as no program spells it tells the same.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from kbo_screen import load_letter, read_registry
from kbo_screen.registry.scope import make_scope
from kbo_screen.screening.screen import screen
from kbo_screen.sources.side_lists.side_list_files import read_side_list
from kbo_screen.sources.workbooks import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LETTER = load_letter()
HEADER = [
    "อำเภอ",
    "ชื่อกลุ่ม",
    "ประเภทผู้ผลิต",
    "ชื่อผลิตภัณฑ์",
    "ระดับดาว ปี 2565",
    "โครงการอื่น",
    "หมายเหตุ",
]
ROWS = [
    ["บางคล้า", "กลุ่มจักสานบ้านเหนือ", "กลุ่มผู้ผลิตชุมชน", "ตะกร้า", 3, "-", "เดิม"],
    ["บางคล้า", "กลุ่มทอผ้าบ้านใต้", "กลุ่มผู้ผลิตชุมชน", "ผ้าขาวม้า", 2, "-", None],
    ["บ้านโพธิ์", "กลุ่มขนมบ้านออก", "กลุ่มผู้ผลิตชุมชน", "ทองม้วน", 1, "-", None],
]
STRUCK = Font(strike=True)


def registry(path: Path, change: Callable[[Any], None]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [HEADER, *ROWS]:
        sheet.append(row)
    change(sheet)
    book.save(path)
    return path


def told_and_certain(path: Path) -> tuple[list[tuple[str, str | None]], list[str]]:
    """What is told of marks, and the groups that are certain."""
    read = read_registry(path, LETTER)
    told = [
        (f.code, f.place.cell)
        for f in read.findings
        if "struck" in f.code or "hidden" in f.code
    ]
    groups = screen(read, LETTER).groups
    return told, sorted(groups.loc[groups["certainty"] == "certain", "group_name"])


ALL = sorted(str(row[1]) for row in ROWS)
OTHERS = [name for name in ALL if name != ROWS[1][1]]


def strike(*cells: str) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        for cell in cells:
            sheet[cell].font = STRUCK

    return change


def strike_run(sheet: Any) -> None:
    sheet["C3"] = CellRichText("กลุ่มผู้ผลิต", TextBlock(InlineFont(strike=True), "ชุมชน"))


def strike_merged(sheet: Any) -> None:
    sheet.append(["บางคล้า", None, "กลุ่มผู้ผลิตชุมชน", "ย่าม", 3, "-"])
    sheet.move_range("A4:G4", rows=2)
    sheet.move_range("A5:G5", rows=-1)
    sheet.merge_cells("B3:B4")
    sheet["B3"].font = STRUCK


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (strike("E3"), [("cell.struck-out", "E3")]),
        (strike("F3"), [("cell.struck-out", "F3")]),
        (strike_run, [("cell.struck-out", "C3")]),
        (strike("B3"), [("row.struck-out", "B3")]),
        (strike("D3"), [("row.struck-out", "D3")]),
        (strike("A3"), [("row.struck-out", "A3")]),
        (
            strike("A3", "B3", "D3", "E3"),
            [("row.struck-out", "A3"), ("cell.struck-out", "E3")],
        ),
        (strike_merged, [("row.struck-out", "B3")]),
    ],
    ids=["star", "project", "a run", "group", "product", "district", "row", "merged"],
)
def test_what_is_struck_out_is_not_certain(
    change: Callable[[Any], None], told: list[tuple[str, str]], tmp_path: Path
) -> None:
    findings, certain = told_and_certain(registry(tmp_path / "r.xlsx", change))
    assert (sorted(findings), certain) == (sorted(told), OTHERS)


def test_a_strike_that_says_nothing(tmp_path: Path) -> None:
    """A remark, a blank, the header, and a font in which the strike is off."""

    def change(sheet: Any) -> None:
        strike("G2", "G3", "E1")(sheet)
        sheet["E4"].font = Font(strike=False)

    assert told_and_certain(registry(tmp_path / "r.xlsx", change)) == ([], ALL)


def test_a_struck_line_of_a_list_settles_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["อำเภอ", "ชื่อกลุ่ม", "โครงการ"],
        ["บางคล้า", "กลุ่มจักสานบ้านเหนือ", "Young OTOP"],
    ):
        book.active.append(row)
    book.active["B2"].font = STRUCK
    path = tmp_path / "p.xlsx"
    book.save(path)
    side_list = read_side_list(path, "projects", LETTER, make_scope(LETTER, None))
    assert side_list.rows["other_project"].isna().all()
    assert [
        (f.code, f.place.cell) for f in side_list.findings if "struck" in f.code
    ] == [("row.struck-out", "B2")]


@pytest.mark.parametrize(
    ("font", "stored", "shown"),
    [
        ("Wingdings", "ü", "✓"),
        ("Wingdings", "\uf0fc", "✓"),
        ("Wingdings", "û", "✗"),
        ("Wingdings 2", "P", "✓"),
        ("Wingdings 2", "R", "☑"),
        ("Webdings", "a", "✓"),
        ("Marlett", "b", "✓"),
        ("Calibri", "P", "P"),
    ],
)
def test_a_sign_of_a_symbol_font_is_what_a_person_sees(
    font: str, stored: str, shown: str, tmp_path: Path
) -> None:
    def change(sheet: Any) -> None:
        sheet["G2"], sheet["G3"] = stored, stored
        sheet["G2"].font = Font(name=font)

    grid = read_workbook(registry(tmp_path / "r.xlsx", change)).sheets[0]
    assert (grid.columns[6][1], grid.columns[6][2]) == (shown, stored)
    assert grid.symbol_fonts == ({} if font == "Calibri" else {(1, 6): font.lower()})


def test_a_row_and_a_column_of_size_0_are_hidden(tmp_path: Path) -> None:
    path = registry(tmp_path / "r.xlsx", lambda _: None)
    respell(path, b'<row r="3"', b'<row r="3" ht="0" customHeight="1"')
    respell(
        path,
        b"<sheetData>",
        b'<cols><col min="5" max="5" width="0" customWidth="1"/></cols><sheetData>',
    )
    assert told_and_certain(path)[0] == [
        ("table.hidden-rows", "3"),
        ("table.hidden-columns", "E1"),
    ]
    grid = read_workbook(path).sheets[0]
    assert (grid.hidden_rows, grid.hidden_columns) == ({2}, {4})


def test_a_sheet_that_is_spelled_otherwise_tells_the_same(tmp_path: Path) -> None:
    """A comment makes it be read token by token."""

    def change(sheet: Any) -> None:
        strike("E3")(sheet)
        strike_run(sheet)
        sheet["G2"], sheet["G2"].font = "ü", Font(name="Wingdings")
        sheet.row_dimensions[4].height = 0

    path = registry(tmp_path / "r.xlsx", change)
    as_usual = read_workbook(path, with_formulas=True).sheets[0]
    respell(path, b"<sheetData>", b"<!-- --><sheetData>")
    assert read_workbook(path).sheets[0] == as_usual
    assert as_usual.struck == {(2, 4), (2, 2)}


def respell(path: Path, usual: bytes, other: bytes) -> None:
    """Change the XML of the first sheet."""
    with zipfile.ZipFile(path) as package:
        parts = {part.filename: package.read(part) for part in package.infolist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert usual in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(usual, other)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
