"""Sheets are written as they say: title block, columns, rows, notes, signature, in that order."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from kbo_screen.formats.workbook.book import LINE_POINTS
from kbo_screen.registry.typed_cells import PROPERTY
from kbo_screen.results.sheets.sheet import (
    Bars,
    Chart,
    Line,
    LinkedText,
    Sheet,
    SheetColumn,
    WordList,
)
from tests.tools.written import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

YES_NO = WordList("words", ("ใช่", "ไม่ใช่"), "หรือพิมพ์ค่าเอง")


def written(tmp_path: Path, *sheets: Sheet) -> Any:
    path, _ = write_workbook(
        sheets,
        tmp_path / "out.xlsx",
        font="Garuda",
        force=False,
        inputs=[],
    )
    return load_workbook(path)


def a_sheet(**parts: Any) -> Sheet:
    return Sheet(
        **{
            "name": "รายชื่อ",
            "title_block": [
                Line("ชื่อเรื่อง", "title"),
                Line("หนังสือ"),
                Line("ไม่ได้ตรวจ", "stamp"),
            ],
            "columns": [
                SheetColumn("กลุ่ม", 30),
                SheetColumn("จำนวน", 10, is_centred=True),
            ],
            "rows": [["ก", 1], ["ข", None]],
        }
        | parts
    )


def test_a_sheet_holds_its_parts_from_top_to_bottom(tmp_path: Path) -> None:
    sheet = a_sheet(notes=[Line("หมายเหตุ", "plain")], signature=["ลงชื่อ", "(    )"])
    rows = list(written(tmp_path, sheet)["รายชื่อ"].iter_rows(values_only=True))
    assert rows == [
        ("ชื่อเรื่อง", None),
        ("หนังสือ", None),
        ("ไม่ได้ตรวจ", None),
        ("กลุ่ม", "จำนวน"),
        ("ก", 1),
        ("ข", None),
        ("หมายเหตุ", None),
        (None, None),
        ("ลงชื่อ", None),
        ("(    )", None),
    ]


def test_two_sheets_of_one_name_are_told_apart(tmp_path: Path) -> None:
    assert written(tmp_path, a_sheet(), a_sheet()).sheetnames == ["รายชื่อ", "รายชื่อ (2)"]


def test_a_linked_text_leads_to_its_target(tmp_path: Path) -> None:
    sheet = a_sheet(rows=[[LinkedText("C5", "external:list.xlsx#'ก'!C5"), 1]])
    cell = written(tmp_path, sheet)["รายชื่อ"]["A5"]
    link = cell.hyperlink
    assert (cell.value, link.target, link.location) == ("C5", "list.xlsx", "'ก'!C5")


def test_words_are_offered_from_a_hidden_sheet_behind_all_others(
    tmp_path: Path,
) -> None:
    columns = [
        SheetColumn("กลุ่ม", 30),
        SheetColumn(
            "คำตอบ",
            10,
            is_typed=True,
            is_shaded=True,
            word_list=YES_NO,
        ),
    ]
    book = written(
        tmp_path,
        a_sheet(columns=columns, rows=[["ก", None], ["ข", None]]),
        a_sheet(name="อื่น"),
    )
    (offer,) = book["รายชื่อ"].data_validations.dataValidation
    assert (offer.formula1, str(offer.sqref)) == ("words!$A$1:$A$2", "B5:B6")
    assert book.sheetnames == ["รายชื่อ", "อื่น", "words"]
    assert book["words"].sheet_state == "hidden"
    assert [row[0] for row in book["words"].values] == ["ใช่", "ไม่ใช่"]


def test_no_words_are_offered_where_there_is_no_row(tmp_path: Path) -> None:
    columns = [SheetColumn("คำตอบ", 10, word_list=YES_NO)]
    book = written(tmp_path, a_sheet(columns=columns, rows=[]))
    assert book["รายชื่อ"].data_validations.dataValidation == []


def test_typed_columns_are_marked_from_below_the_header(tmp_path: Path) -> None:
    columns = [SheetColumn("กลุ่ม", 30), SheetColumn("คำตอบ", 10, is_typed=True)]
    book = written(tmp_path, a_sheet(columns=columns, rows=[["ก", None]]))
    marks = [
        json.loads(prop.value)
        for prop in book.custom_doc_props.props
        if prop.name.startswith(PROPERTY)
    ]
    assert marks == [["รายชื่อ", 4, None, 1, 1, ""], ["รายชื่อ", 0, None, 2, None, ""]]


def test_a_chart_takes_its_bars_from_the_rows(tmp_path: Path) -> None:
    sheet = a_sheet(chart=Chart("โควตา", (Bars(1, "#548235"),)), fits_one_page=True)
    page = written(tmp_path, sheet)["รายชื่อ"]
    (chart,) = page._charts
    (series,) = chart.series
    values = series.val.numRef.f
    names = (series.cat.strRef or series.cat.numRef).f
    assert (values, names) == ("'รายชื่อ'!$B$5:$B$6", "'รายชื่อ'!$A$5:$A$6")
    assert page.page_setup.fitToHeight in (None, 1), "one page, however high"


def test_a_total_stands_below_the_rows_and_outside_the_filter(tmp_path: Path) -> None:
    sheet = a_sheet(total=["รวม", 1], notes=[Line("หมายเหตุ", "plain")])
    page = written(tmp_path, sheet)["รายชื่อ"]
    rows = list(page.iter_rows(min_row=5, values_only=True))
    assert rows == [("ก", 1), ("ข", None), ("รวม", 1), ("หมายเหตุ", None)]
    assert page["A7"].font.bold
    assert page.auto_filter.ref == "A4:B6"


def test_only_a_list_with_rows_is_filtered(tmp_path: Path) -> None:
    book = written(
        tmp_path,
        a_sheet(),
        a_sheet(name="แบบ", has_filter=False),
        a_sheet(name="ว่าง", rows=[]),
    )
    filters = [book[name].auto_filter.ref for name in ("รายชื่อ", "แบบ", "ว่าง")]
    assert filters == ["A4:B6", None, None]
    assert [sheet.freeze_panes for sheet in book] == ["A5"] * 3


def test_a_list_for_the_screen_prints_its_title_alone(tmp_path: Path) -> None:
    page = written(tmp_path, a_sheet(is_for_screen=True))["รายชื่อ"]
    assert page.print_area == "'รายชื่อ'!$A$1:$B$3"
    assert page["A5"].value == "ก"


def test_last_rows_for_the_screen_are_not_printed(tmp_path: Path) -> None:
    page = written(tmp_path, a_sheet(screen_rows=1))["รายชื่อ"]
    assert page.auto_filter.ref == "A4:B6"
    assert page.print_area == "'รายชื่อ'!$A$1:$B$5"


def test_a_label_is_broken_at_its_spaces_alone(tmp_path: Path) -> None:
    columns = [SheetColumn("ครบถ้วน (ไม่เกินขั้นต่ำ)", 16), SheetColumn("อำเภอ ผล", 16)]
    page = written(tmp_path, a_sheet(columns=columns))["รายชื่อ"]
    assert page["A4"].value == "ครบถ้วน\n(ไม่เกินขั้นต่ำ)"
    assert page["B4"].value == "อำเภอ ผล"
    assert page.row_dimensions[4].height == 2 * LINE_POINTS


def signed_page(tmp_path: Path, row_count: int) -> Any:
    """A sheet as wide as a page, of so many rows, which somebody signs."""
    columns = [SheetColumn("กลุ่ม", 100), SheetColumn("จำนวน", 60)]
    rows = [[f"กลุ่ม {number}", number] for number in range(row_count)]
    sheet = a_sheet(
        columns=columns,
        rows=rows,
        signature=["ลงชื่อ", "(    )", "วันที่"],
    )
    folder = tmp_path / str(row_count)
    folder.mkdir()
    return written(folder, sheet)["รายชื่อ"]


def test_a_signed_list_that_nearly_fits_is_one_page(tmp_path: Path) -> None:
    """Some 22 lines of it fill a page, of which title and signature take nine."""
    for row_count in (1, 12, 15):
        page = signed_page(tmp_path, row_count)
        assert page.page_setup.fitToHeight in (None, 1), row_count
        assert page.row_breaks.brk == []


def test_no_page_holds_a_signature_alone(tmp_path: Path) -> None:
    """Of every length of list the last page begins with some of its rows, and has room for what is signed."""
    for row_count in range(18, 60):
        page = signed_page(tmp_path, row_count)
        assert page.page_setup.fitToHeight == 0, row_count
        (last_page,) = page.row_breaks.brk
        rows_on_it = 4 + row_count - last_page.id
        assert 3 <= rows_on_it <= 16, row_count


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("soffice") or not shutil.which("pdftotext"),
    reason="no LibreOffice or poppler",
)
def test_in_print_the_signature_stands_below_rows(tmp_path: Path) -> None:
    columns = [SheetColumn("กลุ่ม", 100), SheetColumn("จำนวน", 60)]
    sheets = [
        a_sheet(
            name=f"s{count}",
            title_block=[Line(f"list {count}", "title")],
            columns=columns,
            rows=[[f"row of {count}.", number] for number in range(count)],
            signature=[f"sign {count}.", "(    )", f"end {count}."],
        )
        for count in range(12, 48)
    ]
    path, _ = write_workbook(
        sheets,
        tmp_path / "out.xlsx",
        font="Garuda",
        force=False,
        inputs=[],
    )
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    to_pdf = ["soffice", profile, "--headless", "--convert-to", "pdf", str(path)]
    subprocess.run(
        to_pdf,
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=180,
    )
    to_text = ["pdftotext", "-layout", str(tmp_path / "out.pdf"), "-"]
    words = subprocess.run(
        to_text,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    ends = [page for page in words.split("\f") if "end " in page or "sign " in page]
    assert len(ends) == len(sheets)
    for count, page in zip(range(12, 48), ends, strict=True):
        assert f"row of {count}." in page
        assert f"sign {count}." in page
