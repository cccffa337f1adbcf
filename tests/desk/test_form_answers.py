"""A district's filled form is an answer: its word on potential settles the question, and says who and when.

1. A group certified in the form is certain; one denied is not listed.
2. A certificate of a group that the registry has no question about is told as gone.
3. The receipt names the form; a later answer wins over an earlier one.
4. A word that certifies nothing, and one about a group that is not known, are told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from kbo_screen.results.forms.district_form import forms_of
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.tools.lists import make_run
from tests.tools.written import write_forms

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.desk.run import Run


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """The form of บางปะกง: one group certified."""
    write_forms(
        forms_of(make_run(tmp_path)),
        tmp_path / "forms",
        font="TH SarabunPSK",
        force=False,
        inputs=[],
    )
    path = tmp_path / "forms" / "2404 บางปะกง.xlsx"
    return fill(
        path,
        {
            "C6": "ผู้รายงาน ตัวอย่าง",
            "H7": "20/12/2565",
            "B10": "กลุ่มปูเค็มบ้านบน",
            "J10": "มีศักยภาพ",
        },
    )


def fill(path: Path, cells: dict[str, str]) -> Path:
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    book.save(path)
    return path


def answered(tmp_path: Path, *forms: Path) -> Run:
    options = RunOptions(
        letter="chachoengsao_2566", lang="th", quiet=True, answers=forms
    )
    return build_run([tmp_path / "registry.xlsx"], options)


def certainty(run: Run, group: str) -> tuple[str, str]:
    row = run.screening.groups.set_index("group_name").loc[group]
    return row["outcome"], row["certainty"]


def test_a_certificate_makes_a_group_certain(form: Path, tmp_path: Path) -> None:
    assert certainty(answered(tmp_path), "กลุ่มปูเค็มบ้านบน") == ("listed", "judgement")
    run = answered(tmp_path, form)
    assert certainty(run, "กลุ่มปูเค็มบ้านบน") == ("listed", "certain")
    (answer,) = run.registry.answers.to_dict("records")
    assert (answer["words"], answer["by"], answer["date"], answer["place"].cell) == (
        "มีศักยภาพ",
        "ผู้รายงาน ตัวอย่าง",
        "20/12/2565",
        "J10",
    )
    assert [file.role for file in run.receipt.inputs] == ["registry", "answers"]


def test_a_group_denied_is_not_listed(form: Path, tmp_path: Path) -> None:
    fill(form, {"J10": "ไม่มีศักยภาพ"})
    assert (
        answered(tmp_path, form)
        .screening.groups.set_index("group_name")
        .loc["กลุ่มปูเค็มบ้านบน", "outcome"]
        == "not_listed"
    )


def test_a_question_that_the_registry_has_answered_is_gone(
    form: Path, tmp_path: Path
) -> None:
    fill(form, {"B10": "กลุ่มหอยดองบ้านล่าง"})
    assert "answer.question-gone" in [f.code for f in answered(tmp_path, form).findings]


def test_the_later_form_wins(form: Path, tmp_path: Path) -> None:
    import shutil

    later = fill(shutil.copy(form, tmp_path / "later.xlsx"), {"J10": "ไม่มีศักยภาพ"})
    run = answered(tmp_path, form, later)
    assert (
        run.screening.groups.set_index("group_name").loc["กลุ่มปูเค็มบ้านบน", "outcome"]
        == "not_listed"
    )
    assert "answer.superseded" in [f.code for f in run.findings]


@pytest.mark.parametrize("word", ["ตามที่เสนอ", "ปานกลาง"])
def test_a_word_that_is_no_certificate_is_told(
    word: str, form: Path, tmp_path: Path
) -> None:
    fill(form, {"J10": word})
    run = answered(tmp_path, form)
    assert certainty(run, "กลุ่มปูเค็มบ้านบน") == ("listed", "judgement")
    assert [
        (f.code, f.place.cell, f.value)
        for f in run.findings
        if f.code.startswith("answer.")
    ] == [("answer.not-understood", "J10", word)]


def test_a_certificate_of_a_group_that_is_not_known_is_told(
    form: Path, tmp_path: Path
) -> None:
    fill(form, {"B10": "กลุ่มที่ไม่มีในทะเบียน"})
    run = answered(tmp_path, form)
    assert [
        (f.code, f.place.cell) for f in run.findings if f.code.startswith("answer.")
    ] == [("answer.no-question", "J10")]
