"""A letter that calls nobody to a meeting: it is valid, and every command says so plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.findings import UsageError
from kbo_screen.letters.loading import load_letter
from kbo_screen.results.meeting.meeting_sentences import meeting_of
from kbo_screen.results.validation.collected_sheets import collected_sheets
from tests.tools.lists import OwnList, check, make_run

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

TOLD = "The letter tells of no meeting."


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """The letter that ships, without its clauses of the meeting."""
    path = tmp_path / "plain.toml"
    path.write_text(
        'extends = "chachoengsao_2566"\nleft_out = ["meeting", "officer"]\nid = "plain"\n',
        encoding="utf-8",
    )
    return path


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [*map(str, words), "--lang", "en"])


def test_the_letter_is_valid_and_shown_without_a_meeting(plain: Path) -> None:
    assert load_letter(plain).meeting is None
    assert call("letter", "check", plain).exit_code == 0
    shown = call("letter", "show", plain)
    assert shown.exit_code == 0
    assert TOLD in shown.stdout


def test_meeting_ends_in_one_sentence_before_anything_is_read(
    plain: Path, tmp_path: Path
) -> None:
    nowhere = tmp_path / "none.xlsx"
    words = ["meeting", nowhere, "--registry", nowhere, "--letter", plain]
    done = call(*words, "-o", tmp_path / "out")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[0] == "The letter plain tells of no meeting."
    assert not (tmp_path / "out").exists()


def test_from_a_notebook_it_is_refused_by_its_code(plain: Path) -> None:
    with pytest.raises(UsageError) as refused:
        meeting_of(load_letter(plain))
    assert [finding.code for finding in refused.value.findings] == ["usage.no-meeting"]


def test_the_form_says_that_no_meeting_is_told(plain: Path, tmp_path: Path) -> None:
    make_run(tmp_path)
    words = ["form", tmp_path / "registry.xlsx", "--letter", plain]
    done = call(*words, "--district", "บางคล้า", "-o", tmp_path / "forms")
    assert done.exit_code == 0, done.output
    form = next((tmp_path / "forms").iterdir())
    column = openpyxl.load_workbook(form).worksheets[0]["A"]
    assert TOLD in [cell.value for cell in column]


def test_a_list_needs_no_representative(plain: Path, tmp_path: Path) -> None:
    run = make_run(tmp_path, letter=str(plain))
    own = OwnList("บางคล้า")
    own.rows[0]["ผู้แทนกลุ่ม"] = None
    own.rows[1]["ผู้แทนกลุ่ม"] = "นางหนึ่ง ตัวอย่าง และนายสอง ตัวอย่าง"
    (tmp_path / "in").mkdir()
    checked = check(own.write(tmp_path / "in"), run)
    assert [finding.code for finding in checked.files[0].findings] == []
    assert checked.files[0].status == "accepted"


def test_a_group_that_is_not_counted_is_not_said_to_wait_for_the_meeting(
    plain: Path, tmp_path: Path
) -> None:
    run = make_run(tmp_path, letter=str(plain))
    own = OwnList("บางคล้า")
    own.rows[0]["ระดับดาว"] = "รอผล"
    (tmp_path / "in").mkdir()
    checked = check(own.write(tmp_path / "in"), run)
    assert checked.files[0].status == "rejected"
    (groups, *_) = collected_sheets(checked)
    notes = [note.text for note in groups.notes]
    assert "* กลุ่มในรายชื่อที่ส่งคืนแก้ไข ยังไม่นับในบัญชีนี้" in notes


FACTS = (
    "--number", "1", "--date", "1/12/2567", "--fiscal-year", "2568", "--round", "2567", "--deadline", "20/12/2567",
)  # fmt: skip


def test_a_new_letter_may_leave_the_meeting_out(tmp_path: Path) -> None:
    new = tmp_path / "new_letter.toml"
    done = call("letter", "new", "-o", new, *FACTS, "--meeting", "-")
    assert done.exit_code == 0, done.output
    letter = load_letter(new)
    assert letter.meeting is None
    assert letter.officer is None


def test_a_new_letter_of_one_without_a_meeting_has_none(
    plain: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new_letter.toml"
    done = call("letter", "new", "--from", plain, "-o", new, *FACTS)
    assert done.exit_code == 0, done.output
    assert load_letter(new).meeting is None
    again = ("--meeting", "10/1/2568", "--force")
    done = call("letter", "new", "--from", plain, "-o", new, *FACTS, *again)
    assert done.exit_code == 2
    assert "tells of no meeting" in done.stderr
