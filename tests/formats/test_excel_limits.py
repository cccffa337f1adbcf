"""What Excel does not take goes on elsewhere or is cut, and is told; nothing is lost in silence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from kbo_screen.formats.workbook import workbook_writer
from kbo_screen.formats.workbook.limits import (
    EXCEL_LIMITS,
    CellRefusedError,
    Limits,
    accepted,
    cut_text,
    utf16_units,
)
from kbo_screen.formats.writing import write_file
from kbo_screen.registry.typed_cells import PROPERTY
from kbo_screen.results.sheets.sheet import (
    Line,
    LinkedText,
    Sheet,
    SheetColumn,
    WordList,
)
from tests.tools.looks import rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from kbo_screen.findings import Finding

YES_NO = WordList("words", ("ใช่", "ไม่ใช่"), "หรือพิมพ์ค่าเอง")
COLUMNS = [
    SheetColumn("กลุ่ม", 30),
    SheetColumn(
        "คำตอบ",
        12,
        is_typed=True,
        word_list=YES_NO,
    ),
]


def write(
    path: Path,
    rows: list[list[Any]],
    limits: Limits = EXCEL_LIMITS,
    **parts: Any,
) -> tuple[Workbook, list[Finding]]:
    """A workbook of one sheet within limits, and what was told of it."""
    sheet = Sheet(
        **{
            "name": "รายชื่อ",
            "title_block": [Line("ชื่อเรื่อง", "title")],
            "columns": COLUMNS,
            "rows": rows,
            "notes": [Line("หมายเหตุ", "plain")],
            "signature": ["ลงชื่อ"],
        }
        | parts
    )
    writer = workbook_writer(
        [sheet],
        font="Garuda",
        limits=limits,
    )
    _, findings = write_file(
        writer,
        path,
        force=False,
        inputs=[],
    )
    return load_workbook(path), list(findings)


def test_rows_beyond_a_sheet_go_on_on_the_next(tmp_path: Path) -> None:
    """Of 8 rows a title, a header and the 3 lines at the end leave 3 for groups."""
    rows = [[f"กลุ่ม {number}", None] for number in range(7)]
    book, findings = write(tmp_path / "out.xlsx", rows, Limits(rows=8))
    names = ["รายชื่อ", "รายชื่อ (2)", "รายชื่อ (3)"]
    assert book.sheetnames == [*names, "words"]
    head = [["ชื่อเรื่อง", None], ["กลุ่ม", "คำตอบ"]]
    assert rows_of(book["รายชื่อ"]) == [*head, *rows[:3]]
    assert rows_of(book["รายชื่อ (2)"]) == [*head, *rows[3:6]]
    end = [["หมายเหตุ", None], [None, None], ["ลงชื่อ", None]]
    assert rows_of(book["รายชื่อ (3)"]) == [*head, *rows[6:], *end]
    assert [(finding.code, finding.place) for finding in findings] == [
        ("output.sheet-continued", ("out.xlsx", "รายชื่อ", None)),
        ("output.sheet-continued", ("out.xlsx", "รายชื่อ (2)", None)),
    ]
    assert findings[0].message("th") == (
        "แผ่นงาน “รายชื่อ” ของ “out.xlsx” เต็มแล้ว (Excel รับได้แผ่นงานละ 8 แถว)"
        " รายการที่เหลืออยู่ในแผ่นงาน “รายชื่อ (2)”"
    )


def test_a_sheet_that_goes_on_has_header_words_and_marks_again(tmp_path: Path) -> None:
    rows = [[f"กลุ่ม {number}", None] for number in range(4)]
    book, _ = write(tmp_path / "out.xlsx", rows, Limits(rows=8))
    for name, last_row in (("รายชื่อ", 5), ("รายชื่อ (2)", 3)):
        sheet = book[name]
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A3", "$2:$2")
        (offer,) = sheet.data_validations.dataValidation
        assert str(offer.sqref) in (f"B3:B{last_row}", "B3")
        assert sheet.column_dimensions["A"].width == pytest.approx(30, abs=1)
    marks = [
        json.loads(prop.value)
        for prop in book.custom_doc_props.props
        if prop.name.startswith(PROPERTY)
    ]
    assert [mark[:5] for mark in marks] == [
        ["รายชื่อ", 2, None, 1, 1],
        ["รายชื่อ", 0, None, 2, None],
        ["รายชื่อ (2)", 2, None, 1, 1],
        ["รายชื่อ (2)", 0, None, 2, None],
    ]


def test_rows_that_just_fit_stay_on_one_sheet(tmp_path: Path) -> None:
    rows = [["ก", None]] * 3
    book, findings = write(tmp_path / "out.xlsx", rows, Limits(rows=8))
    assert (book.sheetnames, findings) == (["รายชื่อ", "words"], [])


def test_a_long_text_is_cut_and_told_at_its_first_cell(tmp_path: Path) -> None:
    rows = [["ก", None], ["ข" * 11, None], ["ค" * 10, None], ["ข" * 11, None]]
    limits = Limits(text_units=10)
    book, findings = write(tmp_path / "out.xlsx", rows, limits, title_block=[])
    assert rows_of(book["รายชื่อ"])[1:5] == [
        ["ก", None],
        ["ข" * 8 + " …", None],
        ["ค" * 10, None],
        ["ข" * 8 + " …", None],
    ]
    assert [(finding.code, finding.place) for finding in findings] == [
        ("output.text-cut", ("out.xlsx", "รายชื่อ", "A3"))
    ]
    assert findings[0].message("en") == (
        "The text at sheet “รายชื่อ” of “out.xlsx”, cell A3, is longer than Excel takes (10 characters),"
        " so its end was cut off (cells with this text: 2)."
    )


def test_a_long_line_is_cut_and_told(tmp_path: Path) -> None:
    title = [Line("ชื่อเรื่องที่ยาวมาก")]
    limits = Limits(text_units=12)
    book, findings = write(tmp_path / "out.xlsx", [], limits, title_block=title)
    assert book["รายชื่อ"]["A1"].value == "ชื่อเรื่อง …"
    assert [finding.place.cell for finding in findings] == ["A1"]


def test_what_was_cut_by_us_was_not_typed_by_hand(tmp_path: Path) -> None:
    from kbo_screen.sources.old_results.old_output import why_kept

    path, again = tmp_path / "out.xlsx", tmp_path / "again.xlsx"
    write(path, [["ก", "ข" * 11]], Limits(text_units=10))
    write(again, [["ก", "ข" * 11]], Limits(text_units=10))
    assert why_kept(path, again) is None


def test_a_text_is_counted_as_excel_does(tmp_path: Path) -> None:
    """A character outside the first plane counts twice, and is never halved."""
    assert utf16_units("😀" * 5) == 10
    assert cut_text("😀" * 5, 10) == "😀" * 5
    assert cut_text("😀" * 6, 11) == "😀" * 4 + " …"


def test_cutting_marks_alone_takes_no_time_and_leaves_nothing() -> None:
    assert cut_text("\u0e48" * 200_000, 32_767) == " …"


def test_links_beyond_what_a_sheet_takes_are_texts_and_told(tmp_path: Path) -> None:
    links = [LinkedText(f"C{row}", f"external:list.xlsx#'ก'!C{row}") for row in "123"]
    long_link = LinkedText("ยาว", "external:" + "a" * 2080)
    rows = [[text, None] for text in (links[0], long_link, *links[1:])]
    limits = Limits(links=2)
    book, findings = write(tmp_path / "out.xlsx", rows, limits, title_block=[])
    cells = [book["รายชื่อ"][f"A{row}"] for row in range(2, 6)]
    assert [(cell.value, cell.hyperlink is not None) for cell in cells] == [
        ("C1", True),
        ("ยาว", False),
        ("C2", True),
        ("C3", False),
    ]
    (finding,) = findings
    assert (finding.code, finding.place.sheet) == ("output.links-left-out", "รายชื่อ")
    assert "2 เซลล์" in finding.message("th")


def test_what_the_writer_refuses_is_an_error() -> None:
    for result in (-1, -2):
        with pytest.raises(CellRefusedError):
            accepted(result)
    for result in (0, None):
        accepted(result)


@pytest.mark.slow
def test_more_rows_and_longer_texts_than_excel_takes(tmp_path: Path) -> None:
    """At real size: 1,048,580 rows, and a text of 40,000 letters in the last of them."""
    rows = [[number, None] for number in range(1_048_579)] + [["ก" * 40_000, None]]
    path = tmp_path / "out.xlsx"
    sheet = Sheet("รายชื่อ", [], COLUMNS[:1], ([value] for value, _ in rows))
    writer = workbook_writer([sheet], font="Garuda")
    _, findings = write_file(
        writer,
        path,
        force=False,
        inputs=[],
    )
    assert [finding.code for finding in findings] == [
        "output.text-cut",
        "output.sheet-continued",
    ]
    first, second = last_rows(path)
    assert first == [EXCEL_LIMITS.rows - 1, EXCEL_LIMITS.rows - 3]
    assert second[0] == 7
    assert utf16_units(second[1]) == EXCEL_LIMITS.text_units


def last_rows(path: Path) -> list[list[Any]]:
    """Of each sheet the number of its last row, and what stands there."""
    book = load_workbook(path, read_only=True)
    ends = []
    for sheet in book.worksheets:
        values = [value for (value,) in sheet.iter_rows(values_only=True)]
        ends.append([len(values), values[-1]])
    book.close()
    return ends
