"""Cells that were right and say something else than in the list before: all of them, and no other.

1. Of the head and of columns of no field too, and where a column is gone.
2. What a cell says is compared, not how it is written, nor whether a formula was calculated.
3. The text for a chat names every one, however many there are.
4. That another district names a group is mended or still there like any other finding.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from kbo_screen.checking.validation import check_submissions
from kbo_screen.results.chat.validation_line import validation_line
from kbo_screen.results.forms.district_form import forms_of
from kbo_screen.results.shown import shown_check
from kbo_screen.results.validation.since_sentences import changes_in_words
from kbo_screen.sources.submissions.submission_files import read_submission
from tests.tools.lists import OwnList, make_run, row_for
from tests.tools.seeds import seeds
from tests.tools.written import write_forms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kbo_screen.checking.check_result import ChangesSince, Validation
    from kbo_screen.desk.run import Run

    Change = Callable[[OwnList], None]

OFFICER = "เจ้าหน้าที่ที่เข้าร่วมประชุม"
SHARED = "กลุ่มสองเขต"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return make_run(tmp_path_factory.mktemp("cells"))


def read(
    lists: list[OwnList],
    folder: Path,
    run: Run,
) -> list[Any]:
    folder.mkdir()
    submissions = []
    for one in lists:
        path = one.write(folder)
        submissions += read_submission(path, run.letter, run.registry.scope)
    return submissions


def compare(
    older: list[OwnList],
    newer: list[OwnList],
    run: Run,
    folder: Path,
) -> Validation:
    previous = read(older, folder / "old", run)
    return check_submissions(read(newer, folder / "new", run), run, previous=previous)


def since_of_change(
    change: Change,
    run: Run,
    folder: Path,
    older: OwnList | None = None,
) -> ChangesSince:
    newer = OwnList()
    change(newer)
    checked = compare([older or OwnList()], [newer], run, folder)
    (file,) = checked.files
    assert file.since is not None
    return file.since


def cells(since: ChangesSince) -> list[tuple[str, str | None, str | None]]:
    return [(c.field, c.place.cell, c.older_place.cell) for c in since.cells]


def other_officer(one: OwnList) -> None:
    one.head[OFFICER] = "นางสาวคนใหม่ มาแทน"


def same_officer(one: OwnList) -> None:
    one.head[OFFICER] = "นาง ผู้ช่วย  ตัวอย่าง"


def other_day(one: OwnList) -> None:
    one.head["วันที่รายงาน"] = "22/12/2565"


def no_phones(one: OwnList) -> None:
    one.header.remove("โทรศัพท์")


def written_otherwise(one: OwnList) -> None:
    one.rows[0]["โทรศัพท์"] = "080-000-0001"
    one.rows[1]["โทรศัพท์"] = 800000002
    one.rows[0]["ระดับดาว"] = "3 ดาว"
    one.rows[1]["มชช."] = "ผ่าน มชช."


def _form_of_bang_khla(run: Run, folder: Path) -> Path:
    """The form of one district, its groups filled in."""
    write_forms(
        forms_of(run, prefill=True),
        folder,
        font="TH SarabunPSK",
        force=False,
        inputs=[],
    )
    (form,) = folder.glob("2402*")
    return form


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (other_officer, [("officer", "B2", "B2")]),
        (same_officer, []),
        (other_day, []),
        (no_phones, [("phone", None, f"L{row}") for row in (7, 8, 9)]),
        (written_otherwise, []),
    ],
)
def test_a_cell_that_says_something_else(
    change: Change,
    expected: list[Any],
    run: Run,
    tmp_path: Path,
) -> None:
    since = since_of_change(change, run, tmp_path)
    assert cells(since) == expected
    assert since.groups == ()
    assert {c.before for c in since.cells} <= {"accepted"}


def test_a_person_who_was_asked_for_is_mended_and_not_changed(
    run: Run, tmp_path: Path
) -> None:
    older = OwnList()
    del older.rows[0]["ผู้แทนกลุ่ม"]
    (file,) = compare([older], [OwnList()], run, tmp_path).files
    assert file.since is not None
    assert [f.code for f in file.since.mended] == ["cell.required-blank"]
    assert file.since.groups == ()


def test_a_reason_that_was_not_enough_was_not_right(run: Run, tmp_path: Path) -> None:
    """The groups are there now, and the reason for fewer is gone: nothing that was right has changed."""
    older = OwnList()
    older.rows.pop()
    older.head["เหตุผลที่ไม่ครบ"] = "กลุ่มอื่นไม่พร้อมเข้าร่วม"
    newer = OwnList()
    newer.head["เหตุผลที่ไม่ครบ"] = None
    (file,) = compare([older], [newer], run, tmp_path).files
    assert file.since is not None
    assert [f.code for f in file.since.mended] == ["selection.too-few"]
    assert file.since.cells == ()


def remark(words: str) -> OwnList:
    one = OwnList()
    one.header.append("หมายเหตุ")
    one.rows[1]["หมายเหตุ"] = words
    return one


def test_a_remark_is_content_and_its_change_is_named(run: Run, tmp_path: Path) -> None:
    pairs = {
        "changed": (remark("นำสินค้ามาเอง"), remark("ขอถอนกลุ่มนี้")),
        "added": (OwnList(), remark("ขอถอนกลุ่มนี้")),
        "same": (remark("นำสินค้ามาเอง"), remark("นำสินค้า มาเอง")),
    }
    seen = {}
    for name, (older, newer) in pairs.items():
        folder = tmp_path / name
        folder.mkdir()
        (file,) = compare([older], [newer], run, folder).files
        assert file.since is not None
        seen[name] = (cells(file.since), file.since.is_same_content)
    assert seen == {
        "changed": ([("หมายเหตุ", "M8", "M8")], False),
        "added": ([], False),
        "same": ([], True),
    }


def test_what_is_gone_and_the_officer_are_told_in_words(
    run: Run, tmp_path: Path
) -> None:
    def change(one: OwnList) -> None:
        no_phones(one)
        other_officer(one)

    since = since_of_change(change, run, tmp_path)
    assert changes_in_words(since, "th")[:2] == [
        f"เซลล์ B2 ({OFFICER}) เดิมถูกต้อง แต่มีการเปลี่ยน – เดิมรับแล้ว",
        "ฉบับนี้ไม่มีช่อง โทรศัพท์ ซึ่งฉบับก่อนกรอกไว้ (L7) – เดิมรับแล้ว",
    ]
    assert changes_in_words(since, "en")[1] == (
        "telephone is gone, which the list before had filled in (L7) – was accepted"
    )


def test_a_chat_names_all_that_was_accepted_and_changed(
    run: Run, tmp_path: Path
) -> None:
    newer = OwnList()
    other_officer(newer)
    for number, row in enumerate(newer.rows):
        row["โทรศัพท์"] = f"081111111{number}"
        row["ผู้แทนกลุ่ม"] = f"นางคนที่{number} มาแทน"
    checked = shown_check(compare([OwnList()], [newer], run, tmp_path))
    line = validation_line(checked)
    assert len(line.splitlines()) <= 5
    for cell in ("K7", "K8", "K9", "L7–L9", "B2"):
        assert cell in line
    assert "มาแทน" not in line


def test_a_form_that_nobody_calculated_says_the_same(run: Run, tmp_path: Path) -> None:
    """As it was made it holds the results of its formulas; saved by a library it does not."""
    form = _form_of_bang_khla(run, tmp_path / "made")
    saved = tmp_path / form.name
    openpyxl.load_workbook(form).save(saved)
    for older, newer in ((form, saved), (saved, form)):
        lists = [
            read_submission(path, run.letter, run.registry.scope)
            for path in (newer, older)
        ]
        (file,) = check_submissions(lists[0], run, previous=lists[1]).files
        assert file.since is not None
        assert (file.since.groups, file.since.cells) == ((), ())
        assert file.since.is_same_content
        assert not file.since.is_same_file


def test_a_reason_beside_a_group_of_a_form_is_no_formula(
    run: Run, tmp_path: Path
) -> None:
    """The list before had a blank cell there: it does not say the same again."""
    form = _form_of_bang_khla(run, tmp_path / "made")
    workbook = openpyxl.load_workbook(form)
    workbook.worksheets[0]["N10"] = "ตรวจกับทะเบียนเล่มจริงแล้ว"
    written = tmp_path / form.name
    workbook.save(written)
    lists = [
        read_submission(path, run.letter, run.registry.scope)
        for path in (written, form)
    ]
    (file,) = check_submissions(lists[0], run, previous=lists[1]).files
    assert file.since is not None
    assert not file.since.is_same_content


def claiming(district: str) -> OwnList:
    one = OwnList(district)
    one.rows[2] = row_for(SHARED, 3, district)
    return one


def test_a_group_that_two_districts_name_is_mended_or_still_there(
    run: Run, tmp_path: Path
) -> None:
    """บางคล้า gives way; it had not been accepted with the group."""
    older = [claiming("บางคล้า"), claiming("บางปะกง")]
    checked = compare(older, [OwnList(), claiming("บางปะกง")], run, tmp_path)
    for file in checked.files:
        assert file.since is not None
        mended = [(f.code, f.place.cell) for f in file.since.mended]
        assert ("cross.claimed-twice", "B9") in mended
    (replaced,) = checked.files[0].since.groups  # type: ignore[union-attr]
    assert (replaced.change, replaced.before) == ("replaced", "not_in_order")


def test_a_group_that_two_districts_still_name(run: Run, tmp_path: Path) -> None:
    older = [claiming("บางคล้า"), claiming("บางปะกง")]
    newer = [claiming("บางคล้า"), claiming("บางปะกง")]
    checked = compare(older, newer, run, tmp_path)
    for file in checked.files:
        assert file.since is not None
        still = [finding.code for finding in file.since.still]
        assert "cross.claimed-twice" in still
        assert file.since.mended == ()
        assert file.since.new == ()


def test_a_district_without_a_list_before_named_the_group_as_it_does_now(
    run: Run, tmp_path: Path
) -> None:
    newer = [OwnList(), claiming("บางปะกง")]
    checked = compare([claiming("บางคล้า")], newer, run, tmp_path)
    first, other = checked.files
    assert first.since is not None
    mended = [(f.code, f.place.cell) for f in first.since.mended]
    assert ("cross.claimed-twice", "B9") in mended
    assert other.since is None


def test_a_list_that_another_replaces_is_as_it_was(run: Run, tmp_path: Path) -> None:
    """Without lists from before the one that was replaced is the one before, beside what others name."""
    older = claiming("บางคล้า")
    older.name = "ก่อนหน้า.xlsx"
    older.head["วันที่รายงาน"] = "19/12/2565"
    lists = read([older, OwnList(), claiming("บางปะกง")], tmp_path / "all", run)
    _, newest, other = check_submissions(lists, run).files
    assert newest.since is not None
    mended = [(f.code, f.place.cell) for f in newest.since.mended]
    assert ("cross.claimed-twice", "B9") in mended
    assert "cross.claimed-twice" not in [f.code for f in other.all_findings]


#: What is typed into a form, and what is told of it: the words of `in_brief`.
FILLED = {
    "C6": "นายรายงาน ตัวอย่าง",
    "C7": "นางสาวผู้ช่วย ตัวอย่าง",
    "H6": "นายรับรอง ตัวอย่าง",
    "H7": "20/12/2565",
    "K10": "นางหนึ่ง ตัวอย่าง",
    "L10": "0800000001",
    "M10": "นำมาเอง",
    "K11": "นายสอง ตัวอย่าง",
    "L11": "0800000002",
    "K12": "นางสาวสาม ตัวอย่าง",
    "L12": "0800000003",
}
TYPED: list[tuple[dict[str, str | None], str | None]] = [
    ({"L10": "0811111110"}, "phone L10"),
    ({"L11": "080-000-0002"}, None),
    ({"K11": "นางใหม่ มาแทน"}, "representative_changed K11"),
    ({"C7": "นายคนใหม่ มาแทน"}, "officer C7"),
    ({"H6": "นางคนใหม่ มาแทน"}, "certifier H6"),
    ({"H7": "19/12/2565"}, None),
    ({"M10": "ส่งทางรถ"}, "หมายเหตุ M10"),
    ({"G19": "มีเท่านี้"}, None),
    (
        {
            "B13": "กลุ่มขนมไทยบ้านโคกสูง",
            "K13": "นางสี่ ตัวอย่าง",
            "L13": "0800000009",
        },
        "added B13",
    ),
    ({"B12": "กลุ่มแปรรูปอาหารบ้านทุ่งสน"}, "replaced B12"),
    ({"B12": None, "K12": None, "L12": None}, "taken_out B12"),
]


@pytest.mark.parametrize("seed", seeds(60, ordinary=4))
def test_changes_of_a_form_are_told_at_their_cells_and_no_other(
    seed: int, run: Run, tmp_path: Path
) -> None:
    """One to three changes of a form, of which each is told once."""
    form = _form_of_bang_khla(run, tmp_path / "made")
    pick = random.Random(seed)
    changes = pick.sample(TYPED, pick.randint(1, 3))
    typed = dict(FILLED)
    expected: dict[str, str] = {}
    for cells, words in changes:
        typed |= cells  # type: ignore[arg-type]
        if words:
            expected[words.split()[1]] = words
    previous = read_form(type_into(form, FILLED, tmp_path / "old.xlsx"), run)
    newer = read_form(type_into(form, typed, tmp_path / "new.xlsx"), run)
    (file,) = check_submissions(newer, run, previous=previous).files
    assert sorted(in_brief(file.since)) == sorted(expected.values())


def type_into(
    form: Path,
    cells: dict[str, str],
    saved: Path,
) -> Path:
    book = openpyxl.load_workbook(form)
    for name, value in cells.items():
        book.worksheets[0][name].value = value
    book.save(saved)
    return saved


def read_form(path: Path, run: Run) -> list[Any]:
    return read_submission(path, run.letter, run.registry.scope)


def in_brief(since: ChangesSince | None) -> list[str]:
    assert since is not None
    groups = [f"{change.change} {change.place.cell}" for change in since.groups]
    cells = [f"{change.field} {change.place.cell}" for change in since.cells]
    return [*groups, *cells]
