"""What a workbook says, fact by fact: two spellings of one thing are equal, and every loss is seen.

1. Opened and saved by another program, a plain workbook says the same.
2. Whatever is taken away or changed is a difference of its kind.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from kbo_screen.formats.forms.kept_workbook import saved_again
from kbo_screen.grid.meaning import differences, meaning_of
from tests.tools.office_forms import plain_form

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def workbook(tmp_path: Path) -> bytes:
    """A form with a note, a link, a name, a hidden sheet and protection."""
    path = plain_form(tmp_path / "แบบ.xlsx")
    book = openpyxl.load_workbook(path)
    sheet: Any = book.worksheets[0]
    sheet["B4"].comment = Comment("เขียนชื่อเต็ม", "จังหวัด")
    sheet["C4"].hyperlink = "https://example.org/"
    sheet.protection.enable()
    sheet.freeze_panes = "A5"
    book.create_sheet("ซ่อน").sheet_state = "hidden"
    book.defined_names["รายการ"] = openpyxl.workbook.defined_name.DefinedName(
        "รายการ", attr_text="แบบรายงาน!$A$1"
    )
    book.save(path)
    return path.read_bytes()


def changed(data: bytes, change: Callable[[Any], object]) -> bytes:
    book = openpyxl.load_workbook(BytesIO(data))
    change(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def kinds(before: bytes, after: bytes) -> set[str]:
    return {fact.kind for fact in differences(meaning_of(before), meaning_of(after))}


def test_opened_and_saved_it_says_the_same(workbook: bytes) -> None:
    assert (
        differences(
            meaning_of(workbook), meaning_of(changed(workbook, lambda book: None))
        )
        == []
    )


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda sheet: setattr(sheet["B5"], "value", "กลุ่ม"), "value"),
        (lambda sheet: setattr(sheet["D10"], "value", "=1"), "formula"),
        (lambda sheet: setattr(sheet["B5"], "font", openpyxl.styles.Font(bold=True)), "style"),
        (lambda sheet: setattr(sheet["B5"], "number_format", "0.000"), "style"),
        (lambda sheet: setattr(sheet["B5"], "border", openpyxl.styles.Border()), "style"),
        (lambda sheet: setattr(sheet["B5"], "fill", openpyxl.styles.PatternFill("solid", fgColor="FF0000")), "fill"),
        (lambda sheet: setattr(sheet.column_dimensions["B"], "width", 3), "size"),
        (lambda sheet: setattr(sheet.row_dimensions[5], "height", 99), "size"),
        (lambda sheet: sheet.unmerge_cells("A1:F1"), "merge"),
        (lambda sheet: sheet.data_validations.dataValidation.clear(), "drop-down"),
        (lambda sheet: setattr(sheet.data_validations.dataValidation[0], "formula1", '"1,2"'), "drop-down"),
        (lambda sheet: setattr(sheet.conditional_formatting, "_cf_rules", {}), "conditional-format"),
        (lambda sheet: setattr(sheet["B4"], "comment", None), "note"),
        (lambda sheet: setattr(sheet.protection, "sheet", False), "protection"),
        (lambda sheet: setattr(sheet.protection, "formatCells", False), "protection"),
        (lambda sheet: setattr(sheet, "print_area", "A1:B2"), "print"),
        (lambda sheet: setattr(sheet.page_setup, "orientation", "portrait"), "print"),
        (lambda sheet: setattr(sheet, "freeze_panes", None), "view"),
        (lambda sheet: setattr(sheet["C4"], "hyperlink", None), "link"),
        (lambda sheet: setattr(sheet.parent.worksheets[1], "sheet_state", "visible"), "sheet"),
        (lambda sheet: sheet.parent.defined_names.clear(), "name"),
    ],
)  # fmt: skip
def test_what_is_changed_is_a_difference_of_its_kind(
    workbook: bytes,
    change: Callable[[Any], object],
    kind: str,
) -> None:
    after = changed(workbook, lambda book: change(book.worksheets[0]))
    assert kind in kinds(workbook, after)


def test_quotes_around_the_name_of_a_sheet_are_no_difference(workbook: bytes) -> None:
    """LibreOffice sets none around a Thai name, openpyxl does."""
    quoted = changed(
        workbook, lambda book: setattr(book.worksheets[0], "print_area", "A1:B2")
    )
    source, target = zipfile.ZipFile(BytesIO(quoted)), BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            words = source.read(name)
            if name == "xl/workbook.xml":
                assert b"'!$A$1" in words
                words = re.sub(rb"'([^'!<>=]+)'!", rb"\1!", words)
            package.writestr(name, words)
    assert kinds(quoted, target.getvalue()) == set()


EXTENDED = (
    '<extLst><ext uri="{x}"><x14:dataValidations xmlns:x14="urn:x14" count="1"><x14:dataValidation type="list"/>'
    "</x14:dataValidations></ext></extLst>"
)


@pytest.mark.parametrize(
    ("kind", "part", "content"),
    [
        ("thread", "xl/threadedComments/threadedComment1.xml", b"<ThreadedComments/>"),
        ("macro", "xl/vbaProject.bin", b"VBA"),
        ("control", "xl/ctrlProps/ctrlProp1.xml", b"<formControlPr a='1'/>"),
        ("chart", "xl/charts/chart1.xml", b"<chart/>"),
        ("picture", "xl/media/image1.png", b"PNG"),
        ("shape", "xl/drawings/drawing7.xml.part", b"?"),
        ("embedded", "xl/embeddings/oleObject1.bin", b"OLE"),
        ("other", "xl/unheard/of.xml", b"<of/>"),
        ("extended-drop-down", "", b""),
    ],
)
def test_what_another_program_drops_is_seen(
    workbook: bytes,
    kind: str,
    part: str,
    content: bytes,
) -> None:
    source, target = zipfile.ZipFile(BytesIO(workbook)), BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            words = source.read(name)
            if not part and name == "xl/worksheets/sheet1.xml":
                words = words.replace(
                    b"</worksheet>", EXTENDED.encode() + b"</worksheet>"
                )
            package.writestr(name, words)
        if part:
            package.writestr(part, content)
    before = target.getvalue()
    after = saved_again(before, "แบบ.xlsx")
    assert kinds(before, after) == {kind}
