"""A district confirms a warning by a reason beside the row: it is told as confirmed, and not asked again.

1. A reason confirms the row's warnings; a tick or "ยืนยัน" asks for a reason; an error is not confirmed.
2. Beside the list before: the same cell and reason stay confirmed, another value is asked again.
3. Notes of a list that was sent back say what was asked, so that another value of the registry is asked again.
4. Everywhere a result is shown the confirmation is told, and nobody is named.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from kbo_screen.checking.validation import check_submissions
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.registry.returned_list import MARK
from kbo_screen.results.chat.validation_line import validation_line
from kbo_screen.results.shown import shown_check
from kbo_screen.results.validation.collected_sheets import collected_sheets
from kbo_screen.results.validation.validation_payload import (
    validation_payload,
    validation_table,
)
from kbo_screen.results.validation.validation_sheets import validation_sheets
from kbo_screen.sources.submissions.submission_files import read_submission
from kbo_screen.vocabulary.confirmations import is_confirmation_header
from tests.tools.lists import COLUMN, FIRST, OwnList, make_run, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kbo_screen.checking.check_result import CheckedFile, Validation
    from kbo_screen.desk.run import Run

    Check = Callable[..., Validation]

WHY = "กลุ่มแจ้งเปลี่ยนผลคัดสรรแล้ว ตามหนังสือที่ ๑๒"
REASON = "ยืนยัน / เหตุผล"


def list_with(
    reason: str | None,
    star: Any = 2,
    header: str = REASON,
) -> OwnList:
    """The star of the first group is not the registry's 3, which decides nothing."""
    one = OwnList()
    one.header.append(header)
    one.rows[0]["ระดับดาว"] = star
    if reason is not None:
        one.rows[0][header] = reason
    return one


@pytest.fixture
def check(run: Run, tmp_path: Path) -> Check:
    """Checks a list, beside the one before it where there is one."""

    def check_list(one: OwnList, before: OwnList | None = None) -> Validation:
        older = []
        if before:
            older = read(before, run, tmp_path / "old")
        newer = read(one, run, tmp_path / "new")
        return check_submissions(newer, run, previous=older)

    return check_list


def read(
    one: OwnList,
    run: Run,
    folder: Path,
) -> Any:
    folder.mkdir(exist_ok=True)
    path = one.write(folder)
    return read_submission(path, run.letter, run.registry.scope)


def confirmed(checked: Validation) -> list[tuple[str, str | None, str | None]]:
    (file,) = checked.files
    return [
        (entry.finding.code, entry.finding.place.cell, entry.reason.place.cell)
        for entry in file.confirmed
    ]


def status(checked: Validation) -> str:
    (file,) = checked.files
    return str(file.status)


STAR = f"{COLUMN['ระดับดาว']}{FIRST}"
CELL = f"M{FIRST}"
CONFIRMED = [("registry.star-differs", STAR, CELL)]
OPEN = ("registry.star-differs", "warning", STAR)
AGAIN = ("row.reason-for-other-value", "warning", CELL)


def codes_told(checked: Validation) -> list[str]:
    findings = told(checked)
    return [code for code, *_ in findings]


def codes_confirmed(checked: Validation) -> list[str]:
    entries = confirmed(checked)
    return [code for code, *_ in entries]


def test_without_a_reason_the_warning_is_asked(check: Check) -> None:
    checked = check(list_with(None))
    assert told(checked) == [OPEN]
    assert status(checked) == "accepted_with_warnings"
    assert confirmed(checked) == []


@pytest.mark.parametrize("header", [REASON, "Confirmed / reason"])
def test_a_reason_confirms_the_warnings_of_its_row(header: str, check: Check) -> None:
    checked = check(list_with(WHY, header=header))
    assert told(checked) == []
    assert status(checked) == "accepted"
    assert confirmed(checked) == CONFIRMED


def test_a_column_of_reasons_for_something_else_confirms_nothing(check: Check) -> None:
    checked = check(list_with(WHY, header="เหตุผล"))
    assert told(checked) == [OPEN]


def test_the_heading_of_our_form_is_understood_in_both_languages() -> None:
    for lang in LANGUAGES:
        heading = text("form.column.confirmation", lang)
        assert is_confirmation_header(heading)


def test_a_reason_beside_another_row_confirms_nothing(check: Check) -> None:
    one = list_with(None)
    one.rows[1][REASON] = WHY
    checked = check(one)
    assert told(checked) == [OPEN]
    assert confirmed(checked) == []


def test_a_reason_merged_over_two_rows_is_given_to_both(
    run: Run, tmp_path: Path
) -> None:
    one = list_with(WHY)
    one.rows[1]["โทรศัพท์"] = "08123"
    path = one.write(tmp_path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].merge_cells(f"{CELL}:M{FIRST + 1}")
    book.save(path)
    lists = read_submission(path, run.letter, run.registry.scope)
    checked = check_submissions(lists, run)
    assert codes_confirmed(checked) == [
        "registry.star-differs",
        "cell.unreadable-phone",
    ]


def test_a_reason_that_speaks_of_stars_changes_no_star(check: Check) -> None:
    one = list_with("ดาวปี 2565 เป็น 2 ดาว ตามประกาศผลคัดสรร")
    assert confirmed(check(one)) == CONFIRMED


@pytest.mark.parametrize("words", ["✓", "ยืนยันข้อมูลถูกต้อง", "รอตรวจสอบ"])
def test_a_tick_or_a_yes_asks_for_a_reason(words: str, check: Check) -> None:
    checked = check(list_with(words))
    assert told(checked) == [OPEN, ("row.reason-wanted", "warning", CELL)]


def test_a_tick_beside_a_right_row_says_nothing(check: Check) -> None:
    assert told(check(list_with("ยืนยัน", star=3))) == []


def test_an_error_cannot_be_confirmed(check: Check) -> None:
    checked = check(list_with(WHY, star="รอผล"))
    assert told(checked) == [
        ("cell.unreadable-star", "error", STAR),
        ("row.error-not-confirmed", "warning", CELL),
    ]
    assert status(checked) == "rejected"


def test_beside_an_error_the_warnings_of_a_row_are_confirmed(check: Check) -> None:
    one = list_with(WHY)
    one.rows[0]["มชช."] = "อะไรสักอย่าง"
    checked = check(one)
    assert codes_told(checked) == ["cell.unknown-standard"]
    assert confirmed(checked) == CONFIRMED


def test_what_was_confirmed_before_stays_confirmed(check: Check) -> None:
    checked = check(list_with(WHY), before=list_with(WHY))
    assert told(checked) == []
    assert confirmed(checked) == CONFIRMED


def test_a_reason_that_came_after_the_question_confirms(check: Check) -> None:
    checked = check(list_with(WHY), before=list_with(None))
    assert told(checked) == []
    assert confirmed(checked) == CONFIRMED
    since = checked.files[0].since
    assert [finding.code for finding in since.confirmed] == ["registry.star-differs"]
    assert since.mended == ()
    assert since.still == ()
    assert since.new == ()
    assert not since.is_same_content


def test_another_value_under_the_same_reason_is_asked_again(check: Check) -> None:
    checked = check(list_with(WHY, star=1), before=list_with(WHY))
    assert told(checked) == [OPEN, AGAIN]
    assert confirmed(checked) == []


def test_an_old_reason_confirms_no_new_warning(check: Check) -> None:
    newer = list_with(WHY)
    newer.rows[0]["โทรศัพท์"] = "08123"
    checked = check(newer, before=list_with(WHY))
    assert codes_told(checked) == [
        "cell.unreadable-phone",
        "row.reason-for-other-value",
    ]
    assert confirmed(checked) == CONFIRMED


def test_a_row_that_moved_keeps_its_confirmation(check: Check) -> None:
    newer = list_with(WHY)
    newer.rows.reverse()
    checked = check(newer, before=list_with(WHY))
    assert codes_confirmed(checked) == ["registry.star-differs"]


def with_notes(
    one: OwnList,
    checked: Validation,
    folder: Path,
    run: Run,
) -> Any:
    """The list with the notes that a return puts on it."""
    path = one.write(folder)
    book = openpyxl.load_workbook(path)
    file: CheckedFile = checked.files[0]
    sheet = book.worksheets[0]
    for cell, open_marks in file.open_marks.items():
        marks = [each.words for each in open_marks]
        note = " ".join([MARK, "ควรตรวจสอบ", *marks])
        sheet[cell].comment = Comment(note, "kbo-screen")
    for entry in file.confirmed:
        note = f"{MARK} ยืนยันแล้ว {entry.note_mark.words}"
        book.worksheets[0][entry.reason.place.cell].comment = Comment(
            note, "kbo-screen"
        )
    book.save(path)
    return read_submission(path, run.letter, run.registry.scope)


def other_star(folder: Path) -> Run:
    """A later edition of the registry: the first group has one star."""
    folder.mkdir()
    path = folder / "registry.xlsx"
    make_run(folder)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for cell in sheet[1]:
        if "ระดับดาว" in str(cell.value):
            sheet.cell(2, cell.column).value = 1
    book.save(path)
    from kbo_screen.tasks.build_run import build_run
    from kbo_screen.tasks.run_options import RunOptions

    return build_run([path], RunOptions(lang="th", quiet=True))


def test_notes_carry_what_was_confirmed(
    check: Check,
    run: Run,
    tmp_path: Path,
) -> None:
    checked = check(list_with(WHY))
    same = with_notes(list_with(WHY), checked, tmp_path, run)
    again = check_submissions(same, run)
    assert told(again) == []
    assert confirmed(again) == CONFIRMED
    reworded = with_notes(list_with("ตามหนังสือที่ ๑๒"), checked, tmp_path, run)
    assert confirmed(check_submissions(reworded, run)) == CONFIRMED
    changed = with_notes(list_with(WHY, star=1), checked, tmp_path, run)
    assert told(check_submissions(changed, run)) == [OPEN, AGAIN]


def test_another_value_of_the_registry_is_asked_again(
    check: Check,
    run: Run,
    tmp_path: Path,
) -> None:
    asked = check(list_with(None))
    answered = with_notes(list_with(WHY), asked, tmp_path, run)
    assert confirmed(check_submissions(answered, run)) == CONFIRMED
    later = check_submissions(answered, other_star(tmp_path / "later"))
    assert told(later) == [OPEN, AGAIN]
    returned = with_notes(list_with(WHY), later, tmp_path, run)
    again = check_submissions(returned, later.run)
    assert told(again) == [OPEN, AGAIN]
    anew = with_notes(list_with("ตรวจใหม่กับกรมแล้ว"), later, tmp_path, run)
    assert confirmed(check_submissions(anew, later.run)) == CONFIRMED


def test_json_tells_by_whom_and_where_and_no_reason(check: Check) -> None:
    checked = shown_check(check(list_with(f"นางเอ บีซี แจ้งว่า {WHY}")))
    (finding,) = validation_payload(checked)["files"][0]["findings"]
    assert finding["severity"] == "warning"
    assert finding["confirmed"] == {
        "by": "บางคล้า",
        "file": "บางคล้า.xlsx",
        "sheet": "รายชื่อ",
        "cell": CELL,
    }
    table = validation_table(checked)
    column = table.columns.index("confirmed")
    assert table.rows[0][column] == CELL
    assert "บีซี" not in str(validation_payload(checked))


def test_sheets_line_and_the_provinces_list_tell_it_and_nobody_is_named(
    check: Check, tmp_path: Path
) -> None:
    one = list_with(f"นางเอ บีซี แจ้งว่า {WHY}")
    checked = shown_check(check(one))
    sheets = {sheet.name: sheet for sheet in validation_sheets(checked, tmp_path)}
    (row,) = sheets["ยืนยันแล้ว"].rows
    assert row[:2] == ["บางคล้า.xlsx", STAR]
    assert row[3:5] == ["อำเภอบางคล้า", CELL]
    assert "ตามหนังสือที่ ๑๒" in row[5]
    assert list(sheets["สิ่งที่ต้องแก้"].rows) == []
    line = validation_line(checked)
    assert f"ยืนยันพร้อมเหตุผลแล้ว 1 เรื่อง (เซลล์ {CELL})" in line
    assert len(line.splitlines()) <= 5
    collected = next(iter(collected_sheets(checked)))
    rows = list(collected.rows)
    assert rows[0][-1].startswith("อำเภอยืนยัน: ")
    assert rows[1][-1] is None
    assert "บีซี" not in f"{row}{line}{rows}"


def test_what_is_left_out_is_not_told_as_confirmed(run: Run, tmp_path: Path) -> None:
    lists = read(list_with(WHY), run, tmp_path)
    checked = check_submissions(lists, run, skip=["registry.star-differs"])
    assert confirmed(checked) == []
    assert replace(checked).files[0].status == "accepted"
