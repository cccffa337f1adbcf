"""A form goes out, comes back wrong, is returned, is corrected, comes back right, is accepted.

A warning that is right as it stands is confirmed on the way, and stays confirmed. Once typed by openpyxl, once by
LibreOffice as a person does.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.registry.returned_list import MARK, MARK_COLOURS
from kbo_screen.results.forms.district_form import forms_of
from tests.tools.lists import make_run
from tests.tools.looks import cells_of
from tests.tools.written import write_forms

if TYPE_CHECKING:
    from collections.abc import Callable

    Hand = Callable[[Path, Path, dict[str, str]], None]

NAME = "2402 บางคล้า.xlsx"
SYSTEM_PYTHON = shutil.which("python3", path=os.defpath)
STEPS = Path(__file__).parents[1] / "tools" / "libreoffice_steps.py"
#: The first group of three that stand in the form; its number is an extension that the office knows.
FIRST = 10
FILLED = {
    "C7": "นางสาวผู้ช่วย ตัวอย่าง",
    "H7": "20/12/2565",
    "K10": "นางหนึ่ง ตัวอย่าง",
    "L10": "08123",
    "K11": "นายสอง ตัวอย่าง",
    "L11": "0800000002",
    "B12": "กลุ่มที่ไม่มีในรายการ",
    "K12": "นางสาวสาม ตัวอย่าง",
    "L12": "0800000003",
}
REASON = {
    "N10": "เป็นหมายเลขภายในของเทศบาลตำบล โทรผ่านสำนักงานปลัดแล้วต่อ 23 ในเวลาราชการ กลุ่มไม่มีโทรศัพท์อื่น"
}


def type_with_openpyxl(
    form: Path,
    saved: Path,
    cells: dict[str, str],
) -> None:
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    for name, value in cells.items():
        cell = sheet[name]
        assert not cell.protection.locked
        cell.value = value
    book.save(saved)


def type_with_libreoffice(
    form: Path,
    saved: Path,
    cells: dict[str, str],
) -> None:
    steps = [f"{cell}={value}" for cell, value in cells.items()]
    command = [str(SYSTEM_PYTHON), str(STEPS), str(form), str(saved), *steps]
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        timeout=180,
    )


def has_uno() -> bool:
    if SYSTEM_PYTHON is None or shutil.which("soffice") is None:
        return False
    command = [SYSTEM_PYTHON, "-c", "import uno"]
    return (
        subprocess.run(
            command,
            capture_output=True,
            check=False,
        ).returncode
        == 0
    )


class Desk:
    """The province's desk: a registry, what districts send, and what is sent back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sent = folder / "in" / NAME
        self.sent.parent.mkdir()
        self.returns = 0
        forms = forms_of(make_run(folder), prefill=True)
        forms = [form for form in forms if form.district.code == "2402"]
        write_forms(
            forms,
            folder / "forms",
            font="TH SarabunPSK",
            force=False,
            inputs=[],
        )
        self.form = folder / "forms" / NAME

    def check(self, *words: object) -> tuple[int, dict[str, Any]]:
        """The exit code, and what is told of the one list."""
        registry = self.folder / "registry.xlsx"
        arguments = ["validate", self.sent, "--registry", registry, "--format", "json"]
        arguments += ["--today", "20/12/2565", *words]
        result = CliRunner().invoke(app, list(map(str, arguments)))
        (file,) = json.loads(result.stdout)["files"]
        return result.exit_code, file

    def send_back(self) -> Path:
        """What goes back to the district, in a folder of its own each time."""
        self.returns += 1
        folder = self.folder / f"out{self.returns}"
        code, _ = self.check("--return", folder)
        assert code == 1
        (path,) = folder.iterdir()
        return path


def open_codes(file: dict[str, Any]) -> list[tuple[str, str]]:
    codes = []
    for finding in file["findings"]:
        is_told = finding["severity"] != "info"
        if is_told and not finding["confirmed"]:
            codes.append((finding["code"], finding["cell"]))
    return codes


def confirmed(file: dict[str, Any]) -> list[tuple[str, str, str]]:
    reasons = []
    for finding in file["findings"]:
        reason = finding["confirmed"]
        if reason:
            reasons.append((finding["code"], finding["cell"], reason["cell"]))
    return reasons


def notes_of(path: Path) -> dict[str, str]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    notes = {}
    for cell in cells_of(sheet):
        if cell.comment:
            notes[cell.coordinate] = cell.comment.text
    return notes


def first_offered(path: Path, cell: str) -> str:
    """The first group that the drop-down of a cell offers."""
    book = openpyxl.load_workbook(path)
    rules = book.worksheets[0].data_validations.dataValidation
    lists = [rule for rule in rules if rule.type == "list"]
    (rule,) = [rule for rule in lists if cell in rule.sqref]
    column = str(rule.formula1).split("$")[1]
    return str(book["kbo_screen_choices"][f"{column}1"].value)


UNKNOWN = ("registry.unknown-group", "B12")
PHONE = ("cell.unreadable-phone", "L10")


def test_a_form_goes_round_until_it_is_accepted(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    type_with_openpyxl(desk.form, desk.sent, FILLED)
    _, file = desk.check()
    assert file["status"] == "rejected"
    assert open_codes(file) == [PHONE, UNKNOWN]
    back = desk.send_back()
    assert back.name == "2402 บางคล้า (ส่งคืน).xlsx"
    assert set(notes_of(back)) == {"B12", "L10"}

    # It says why the number is right, and forgets the group.
    type_with_openpyxl(back, desk.sent, REASON)
    code, file = desk.check()
    assert code == 1
    assert open_codes(file) == [UNKNOWN]
    assert confirmed(file) == [(*PHONE, "N10")]
    back = desk.send_back()
    notes = notes_of(back)
    assert set(notes) == {"B12", "N10"}
    assert notes["N10"].startswith(f"{MARK} ยืนยันแล้ว: ")
    sheet = openpyxl.load_workbook(back).worksheets[0]
    assert sheet["L10"].fill.fgColor.rgb == sheet["L11"].fill.fgColor.rgb
    assert sheet["L11"].fill.fgColor.rgb[-6:] not in MARK_COLOURS
    lines = [cell.value for cell in sheet["A"] if "แก้ไข 1 แห่ง" in str(cell.value)]
    assert lines == ["แก้ไข 1 แห่ง ตรวจสอบ 0 แห่ง (ดูเซลล์ที่มีสีและโน้ต)"]

    # It names the next group.
    next_group = first_offered(back, "B12")
    assert next_group == first_offered(back, "B13") != first_offered(back, "B10")
    type_with_openpyxl(back, desk.sent, {"B12": next_group})
    code, file = desk.check()
    assert code == 0
    assert file["status"] == "accepted"
    assert file["accepted"] == 3
    assert open_codes(file) == []
    assert confirmed(file) == [(*PHONE, "N10")]

    # Later another number stands there under the old reason.
    type_with_openpyxl(desk.sent, desk.sent, {"L10": "08124"})
    code, file = desk.check()
    assert code == 0
    assert file["status"] == "accepted_with_warnings"
    again = ("row.reason-for-other-value", "N10")
    assert open_codes(file) == [PHONE, again]
    assert confirmed(file) == []


@pytest.mark.slow
@pytest.mark.skipif(not has_uno(), reason="no LibreOffice with Python")
def test_a_form_goes_round_through_libreoffice(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    type_with_libreoffice(desk.form, desk.sent, FILLED)
    _, file = desk.check()
    assert file["status"] == "rejected"
    assert open_codes(file) == [PHONE, UNKNOWN]
    back = desk.send_back()
    assert set(notes_of(back)) == {"B12", "L10"}
    next_group = first_offered(back, "B12")
    type_with_libreoffice(back, desk.sent, {**REASON, "B12": next_group})
    code, file = desk.check()
    assert code == 0
    assert file["status"] == "accepted"
    assert file["accepted"] == 3
    assert open_codes(file) == []
    assert confirmed(file) == [(*PHONE, "N10")]
    assert {"B12", "L10"} <= set(notes_of(desk.sent))
    type_with_openpyxl(desk.sent, desk.sent, {"L10": "08124"})
    _, file = desk.check()
    assert open_codes(file) == [PHONE, ("row.reason-for-other-value", "N10")]


def test_a_form_without_the_column_gets_it(tmp_path: Path) -> None:
    """A form of an earlier version, here one whose column was taken out, hidden helper and all else left in place."""
    desk = Desk(tmp_path)
    type_with_openpyxl(desk.form, desk.sent, FILLED)
    book = openpyxl.load_workbook(desk.sent)
    book.worksheets[0]["N9"].value = "ช่องของอำเภอ"
    book.save(desk.sent)
    back = desk.send_back()
    sheet = openpyxl.load_workbook(back).worksheets[0]
    assert sheet["P9"].value == "ยืนยัน / เหตุผล"
    assert not sheet["P17"].protection.locked
    assert "$P$" in str(sheet.print_area)
    corrected = {"P10": REASON["N10"], "B12": first_offered(back, "B12")}
    type_with_openpyxl(back, desk.sent, corrected)
    code, file = desk.check()
    assert code == 0
    assert file["status"] == "accepted"
    assert confirmed(file) == [(*PHONE, "P10")]
