"""What a person sees on the cells of an ods is seen: strikes, colours, symbol fonts and notes, as in an xlsx.

The same workbook saved by LibreOffice as ods says the same as the xlsx from which it was saved.
"""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from kbo_screen.grid.reader import read_here

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.grid import SheetGrid

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "fo": "xsl-fo-compatible",
    }.items()
)
STRUCK = '<style:text-properties style:text-line-through-style="solid"/>'
NOT_STRUCK = '<style:text-properties style:text-line-through-style="none"/>'
YELLOW = '<style:table-cell-properties fo:background-color="#ffff00"/>'
NO_FILL = '<style:table-cell-properties fo:background-color="transparent"/>'
WINGDINGS = '<style:text-properties style:font-name="Wingdings"/>'


def style(name: str, inside: str, parent: str = "", family: str = "table-cell") -> str:
    stands_on = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:name="{name}" style:family="{family}"{stands_on}>{inside}</style:style>'


def cell(text: str, style_name: str = "", inside: str = "") -> str:
    look = f' table:style-name="{style_name}"' if style_name else ""
    return f'<table:table-cell{look} office:value-type="string">{inside}<text:p>{text}</text:p></table:table-cell>'


def grid_of(
    folder: Path,
    *,
    styles: str = "",
    named_styles: str = "",
    columns: str = "",
    rows: str,
) -> SheetGrid:
    path = folder / "a.ods"
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f'<office:body><office:spreadsheet><table:table table:name="S">{columns}{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    named = f"<office:document-styles {NAMESPACES}><office:styles>{named_styles}</office:styles></office:document-styles>"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("styles.xml", named)
        package.writestr("content.xml", content)
    return read_here(path).sheets[0]


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def test_a_cell_looks_as_its_style_its_row_or_its_column_says(tmp_path: Path) -> None:
    grid = grid_of(
        tmp_path,
        styles=style("struck", STRUCK) + style("plain", NOT_STRUCK),
        columns='<table:table-column/><table:table-column table:default-cell-style-name="struck"/>',
        rows=row(cell("a"), cell("b"))
        + row(cell("a", "struck"), cell("b", "plain"))
        + row(
            cell("a"),
            cell("b", "plain"),
            attributes=' table:default-cell-style-name="struck"',
        ),
    )
    assert grid.struck == {(0, 1), (1, 0), (2, 0)}


def test_a_style_says_what_the_style_it_stands_on_says(tmp_path: Path) -> None:
    grid = grid_of(
        tmp_path,
        styles=style("a", "", "Out") + style("b", NOT_STRUCK + NO_FILL, "Out"),
        named_styles=style("Out", STRUCK + YELLOW),
        rows=row(cell("a", "a"), cell("b", "b"), cell("c")),
    )
    assert grid.struck == {(0, 0)}
    assert dict(grid.fills) == {(0, 0): "FFFF00"}


def test_styles_that_stand_on_one_another_in_a_circle_end(tmp_path: Path) -> None:
    circle = style("a", "", "b") + style("b", YELLOW, "a")
    grid = grid_of(tmp_path, styles=circle, rows=row(cell("a", "a")))
    assert dict(grid.fills) == {(0, 0): "FFFF00"}


def test_a_part_of_a_text_is_struck_out_and_letters_are_symbols(tmp_path: Path) -> None:
    runs = style("T1", STRUCK, family="text") + style("T2", NOT_STRUCK, family="text")
    grid = grid_of(
        tmp_path,
        styles=runs + style("w", WINGDINGS),
        rows=row(
            cell('กลุ่ม <text:span text:style-name="T1">สาม</text:span>'),
            cell('กลุ่ม <text:span text:style-name="T2">สี่</text:span>'),
            cell("a", "w"),
        ),
    )
    assert grid.struck == {(0, 0)}
    assert dict(grid.symbol_fonts) == {(0, 2): "wingdings"}


def test_a_note_is_its_text_without_who_wrote_it_and_when(tmp_path: Path) -> None:
    note = (
        '<office:annotation xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>สมมุติ</dc:creator>'
        "<dc:date>2022-12-01T00:00:00</dc:date><text:p>ยุบ</text:p><text:p> แล้ว</text:p></office:annotation>"
    )
    grid = grid_of(tmp_path, rows=row(cell("a"), cell("b", inside=note)))
    assert dict(grid.notes) == {(0, 1): "ยุบ แล้ว"}
    assert [column[0] for column in grid.columns] == ["a", "b"]


def test_the_colour_of_blank_cells_is_seen_but_not_of_a_whole_sheet(
    tmp_path: Path,
) -> None:
    blank = '<table:table-cell table:style-name="y"/>'
    many = (
        '<table:table-cell table:style-name="y" table:number-columns-repeated="16000"/>'
    )
    grid = grid_of(
        tmp_path, styles=style("y", YELLOW), rows=row(blank, cell("ยุบแล้ว"), many)
    )
    assert dict(grid.fills) == {(0, 0): "FFFF00"}


def marked_workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for number in range(7):
        sheet.append(["อำเภอ", f"กลุ่ม {number}", number])
    sheet["B2"].font = Font(strike=True)
    sheet["C3"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet["B4"] = CellRichText("กลุ่ม ", TextBlock(InlineFont(strike=True), "สาม"))
    sheet["C5"].comment = Comment("ที่จริง 4 ดาว", "สำนักงาน")
    sheet["A6"].font = Font(name="Wingdings")
    sheet["E3"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["F3"] = "ยุบแล้ว"
    sheet["A7"].fill = PatternFill("solid", fgColor="FFFFFFFF")
    for line in range(1, 8):
        sheet.cell(line, 7, "ย").font = Font(strike=True)
    book.save(path)
    return path


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)
def test_libreoffice_saves_as_ods_what_the_xlsx_says(tmp_path: Path) -> None:
    source = marked_workbook(tmp_path / "m.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "ods", str(source)]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    stored, saved = (
        read_here(tmp_path / name).sheets[0] for name in ("m.xlsx", "m.ods")
    )
    assert len(stored.struck) == 9
    assert saved.struck == stored.struck
    assert dict(saved.fills) == dict(stored.fills)
    assert dict(saved.notes) == dict(stored.notes)
    assert dict(saved.symbol_fonts) == dict(stored.symbol_fonts)
