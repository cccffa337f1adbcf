"""Sheets are written as they say: title block, columns, rows, notes, signature, in that order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from kbo_screen.registry.typed_cells import PROPERTY
from kbo_screen.results.sheet import (
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
        sheets, tmp_path / "out.xlsx", font="Garuda", force=False, inputs=[]
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
        SheetColumn("คำตอบ", 10, is_typed=True, is_shaded=True, word_list=YES_NO),
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
