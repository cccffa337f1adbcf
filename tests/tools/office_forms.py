"""Invented blank forms of offices, as they are attached to letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
FONT = Font(name="TH SarabunPSK", size=16)
BOLD = Font(name="TH SarabunPSK", size=16, bold=True)


def plain_form(path: Path, rows: int = 5) -> Path:
    """A merged title, dotted blanks, numbered rows, a total by formula, signatures below."""
    workbook = openpyxl.Workbook()
    sheet = sheet_of(workbook, "แบบรายงาน")
    title(sheet, 1, "แบบแจ้งรายชื่อกลุ่มเป้าหมายโครงการ KBO", "A1:F1")
    title(sheet, 2, "อำเภอ......................จังหวัด......................", "A2:F2")
    header(sheet, 4, ["ลำดับที่", "ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "ระดับดาว ปี 2565", "ชื่อผู้แทนกลุ่ม", "เบอร์โทรศัพท์"])  # fmt: skip
    blank_rows(sheet, 5, rows, 6, [str(number) for number in range(1, rows + 1)])
    total = 5 + rows
    sheet.merge_cells(start_row=total, start_column=1, end_row=total, end_column=3)
    sheet.cell(total, 1, "รวมจำนวนกลุ่ม").font = BOLD
    sheet.cell(total, 4, f"=COUNTA(B5:B{total - 1})").border = BOX
    sign(sheet, total + 2)
    rule = DataValidation(type="list", formula1='"1,2,3,4,5"', allow_blank=True)
    rule.add(f"D5:D{total - 1}")
    sheet.add_data_validation(rule)
    yellow = PatternFill(bgColor="FFFF00")
    sheet.conditional_formatting.add(
        f"E5:E{total - 1}", FormulaRule(formula=['AND($B5<>"",$E5="")'], fill=yellow)
    )
    sheet.print_area = f"A1:F{total + 4}"
    one_page(sheet)
    sheet.sheet_properties.pageSetUpPr = (
        openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    )
    workbook.save(path)
    return path


def second_sheet_form(path: Path) -> Path:
    """Instructions on the first sheet; on the second a header of two rows, Thai digits, labels beside cells."""
    workbook = openpyxl.Workbook()
    how = sheet_of(workbook, "คำชี้แจง")
    how["A1"] = "ให้อำเภอกรอกรายชื่อในแผ่นที่ ๒ แล้วส่งจังหวัด"
    sheet = workbook.create_sheet("แบบ ๑")
    widths(sheet)
    title(sheet, 1, "บัญชีรายชื่อกลุ่มที่คัดเลือก", "A1:G1")
    sheet["B2"], sheet["D2"] = "อำเภอ", "จังหวัด"
    header(sheet, 4, ["ที่", "กลุ่ม", None, "ผลิตภัณฑ์", None, "มาตรฐาน มชช.", "ตัวแทนกลุ่ม"])  # fmt: skip
    header(sheet, 5, [None, "ชื่อกลุ่ม", "ตำบล", "ชื่อผลิตภัณฑ์", "ระดับดาว", None, None])
    for area in ("A4:A5", "B4:C4", "D4:E4", "F4:F5", "G4:G5"):
        sheet.merge_cells(area)
    blank_rows(sheet, 6, 4, 7, ["๑.", "๒.", "๓.", "๔."])
    sign(sheet, 12)
    one_page(sheet)
    workbook.save(path)
    return path


def unnumbered_form(path: Path) -> Path:
    """Frames alone say where the table ends; nothing stands below."""
    workbook = openpyxl.Workbook()
    sheet = sheet_of(workbook, "Sheet1")
    sheet["A1"] = "รายชื่อกลุ่ม อำเภอ"
    header(sheet, 3, ["ชื่อกลุ่ม", "ผลิตภัณฑ์", "อำเภอ", "รหัสกลุ่ม"])
    blank_rows(sheet, 4, 3, 4, [])
    workbook.save(path)
    return path


def sheet_of(workbook: openpyxl.Workbook, name: str) -> Worksheet:
    sheet: Any = workbook.active
    sheet.title = name
    widths(sheet)
    return sheet


def widths(sheet: Worksheet) -> None:
    for letters, width in zip("ABCDEFG", (8, 38, 28, 20, 22, 18, 20), strict=True):
        sheet.column_dimensions[letters].width = width


def title(sheet: Worksheet, row: int, words: str, area: str) -> None:
    cell = sheet.cell(row, 1, words)
    cell.font, cell.alignment = BOLD, Alignment(horizontal="center")
    sheet.merge_cells(area)


def header(sheet: Worksheet, row: int, texts: Sequence[str | None]) -> None:
    grey = PatternFill("solid", fgColor="D9D9D9")
    for column, words in enumerate(texts, start=1):
        cell = sheet.cell(row, column, words)
        cell.font, cell.border, cell.fill = BOLD, BOX, grey
        cell.alignment = Alignment(
            horizontal="center", vertical="center", wrap_text=True
        )


def blank_rows(
    sheet: Worksheet, first: int, count: int, width: int, numbers: Sequence[str]
) -> None:
    for row in range(first, first + count):
        sheet.row_dimensions[row].height = 24
        for column in range(1, width + 1):
            cell = sheet.cell(row, column)
            cell.font, cell.border = FONT, BOX
        if numbers:
            words = numbers[row - first]
            sheet.cell(row, 1).value = (
                int(words) if words.isascii() and words.isdigit() else words
            )


def sign(sheet: Worksheet, row: int) -> None:
    sheet.cell(
        row, 3, "ลงชื่อ ............................................ ผู้รายงาน"
    ).font = FONT
    sheet.cell(row + 1, 3, "(............................................)").font = FONT
    sheet.merge_cells(start_row=row + 2, start_column=3, end_row=row + 2, end_column=6)
    sheet.cell(row + 2, 3, "พัฒนาการอำเภอ............................").font = FONT


def one_page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
