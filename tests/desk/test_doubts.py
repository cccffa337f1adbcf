"""What an answer may settle: the loop between a registry's own unknowns, the doubts that lists raise, and people.

- All lines denied, the registry says what it said before: an unknown of its own is asked next.
- A stars' answer of another round, an answer to values that have changed since, a dash: none of them settles anything.
- Lines of one name and rows of one product are settled together; yes to lines that differ settles nothing.
- Of two answers the later by date counts, where both have one.
- An answer that belongs to no question is told; ids are read in either case.
- People answer as people speak.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from kbo_screen.desk.questions import open_questions
from kbo_screen.results.wording.sentences import group_reasons, question_line
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from kbo_screen.vocabulary.answer_words import read_yes_no
from tests.tools.registries import text_table, write_csv

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = RunOptions(
    letter="chachoengsao_2566",
    lang="th",
    quiet=True,
)
HEADER = ["รหัสคำถาม", "คำตอบ", "ผู้ตอบ", "วันที่"]


class Desk:
    """One registry, its lists and the answers to its questions, in a folder."""

    def __init__(
        self,
        folder: Path,
        registry: str,
        **lists: str,
    ) -> None:
        self.folder = folder
        self.source = self.write("registry.csv", registry)
        self.lists = tuple(
            (role, self.write(f"{role}.csv", drawn)) for role, drawn in lists.items()
        )

    def write(self, name: str, drawn: str) -> Path:
        rows = text_table(drawn)
        return write_csv(self.folder / name, rows[0], rows[1:])

    def run(self, *answers: list[list[str]]) -> Any:
        files = [
            write_csv(self.folder / f"a{at}.csv", HEADER, rows)
            for at, rows in enumerate(answers)
        ]
        return build_run(
            [self.source],
            replace(
                OPTIONS,
                lists=self.lists,
                answers=tuple(files),
            ),
        )


def asked(run: Any) -> list[str]:
    return [q.id for q in open_questions(run.registry, run.screening, run.letter)]


def told(run: Any) -> list[tuple[str, str | None, str | None]]:
    """What is said of the answers, but that nobody signed them: most tables here have no such columns."""
    findings = [
        f
        for f in run.findings
        if f.code.startswith("answer.") and f.code != "answer.unsigned"
    ]
    return [(f.code, f.place.cell, f.value) for f in findings]


def certainty(run: Any) -> list[str]:
    return run.screening.listed["certainty"].tolist()


IN_PROJECT = """
    | อำเภอ  | ชื่อกลุ่ม           | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | Quadrant | โครงการอื่น  |
    | บางคล้า | กลุ่มทอผ้าบ้านทุ่งสน | กลุ่ม        | ผ้าขาวม้า   | 3               | A        | {}          |
"""
STARS = """
    | อำเภอ  | ชื่อกลุ่ม           | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | Quadrant |
    | บางคล้า | กลุ่มทอผ้าบ้านทุ่งสน | กลุ่ม        | ผ้าขาวม้า   | {}              | A        |
"""
PERHAPS = "| อำเภอ | ชื่อกลุ่ม | โครงการ |\n| บางคล้า | กลุ่มทอผ้าบ้านทุ่งสนเหนือ | ก |"


def test_a_denial_restores_what_the_registry_said(tmp_path: Path) -> None:
    desk = Desk(tmp_path, IN_PROJECT.format("รอตรวจสอบ"), projects=PERHAPS)
    before = desk.run()
    (doubt,) = asked(before)
    denied = desk.run([[doubt, "ไม่ใช่", "", ""]])
    assert certainty(denied) == ["check"]
    (cell,) = asked(denied)
    assert cell != doubt
    assert denied.registry.place(0, "other_project").cell == "G2"
    assert certainty(desk.run([[doubt, "ไม่ใช่", "", ""], [cell, "ไม่ซ้ำ", "", ""]])) == [
        "certain"
    ]
    assert certainty(
        Desk(tmp_path, IN_PROJECT.format("ไม่ซ้ำ"), projects=PERHAPS).run(
            [[doubt, "ไม่ใช่", "", ""]]
        )
    ) == ["certain"]
    (finding,) = [f for f in denied.findings if f.code == "list.perhaps-same"]
    assert "ยังไม่ทราบ" not in finding.message("th")
    assert "มีคำตอบแล้วว่าไม่ใช่กลุ่มเดียวกัน" in finding.message("th")


def test_a_star_in_doubt_and_unknown_before_stays_unknown(tmp_path: Path) -> None:
    """And a blank one, denied, is not rated; a yes takes the line's stars, of the letter's round."""
    stars = "| ผู้ผลิต | ผลิตภัณฑ์ | ระดับดาว |\n| กลุ่มทอผ้าบ้านทุ่งสนเหนือ | ผ้าขาวม้า | 2 |"
    desk = Desk(tmp_path, STARS.format("รอผล"), stars=stars)
    (doubt,) = asked(desk.run())
    assert len(asked(desk.run([[doubt, "ไม่ใช่", "", ""]]))) == 1
    confirmed = desk.run([[doubt, "ใช่", "", ""]])
    assert (certainty(confirmed), confirmed.registry.products["star"].tolist()) == (
        ["certain"],
        [2],
    )
    assert confirmed.registry.place(0, "star").file == "stars.csv"
    blank = Desk(tmp_path, STARS.format(""), stars=stars).run([[doubt, "ไม่ใช่", "", ""]])
    assert blank.registry.products["star_rated"].tolist() == [False]
    unread = Desk(
        tmp_path, STARS.format("รอผล"), stars=stars.replace("| 2 |", "| รอ |")
    ).run([[doubt, "ใช่", "", ""]])
    assert unread.registry.products["star_rated"].isna().tolist() == [True]
    assert len(asked(unread)) == 1


def test_stars_of_another_round_answer_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path, STARS.format("รอผล"))
    (question,) = asked(desk.run())
    run = desk.run([[question, "3 ดาว (2562)", "", ""]])
    assert (certainty(run), told(run)) == (
        ["check"],
        [("answer.other-round", "B2", "3 ดาว (2562)")],
    )
    assert certainty(desk.run([[question, "3 ดาว (2565)", "", ""]])) == ["certain"]


def test_an_answer_does_not_outlive_the_values_that_disagreed(tmp_path: Path) -> None:
    """Two lists, whichever is given first."""
    line = "| ผู้ผลิต | ผลิตภัณฑ์ | ระดับดาว |\n| กลุ่มทอผ้าบ้านทุ่งสน | ผ้าขาวม้า | {} |"
    desk = Desk(tmp_path, STARS.format("3"), stars=line.format(4))
    (question,) = asked(desk.run())
    assert certainty(desk.run([[question, "3", "", ""]])) == ["certain"]
    assert asked(Desk(tmp_path, STARS.format("4"), stars=line.format(3)).run()) == [
        question
    ]
    changed = Desk(tmp_path, STARS.format("5"), stars=line.format(2)).run(
        [[question, "3", "", ""]]
    )
    assert (certainty(changed), told(changed)) == (
        ["check"],
        [("answer.question-gone", "B2", "3")],
    )


def test_a_dash_is_no_answer_and_said_to_be_none_where_it_is_signed(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path, STARS.format("รอผล"))
    (question,) = asked(desk.run())
    assert told(desk.run([[question, "-", "", ""]])) == []
    signed = desk.run(
        [[question, "3", "ก", "1/12/2565"]], [[question, "-", "ก", "2/12/2565"]]
    )
    assert (certainty(signed), told(signed)) == (
        ["certain"],
        [("answer.not-understood", "B2", "-")],
    )
    (finding,) = [f for f in signed.findings if f.code == "answer.not-understood"]
    assert finding.remedy("en") == (
        "Correct it in the sheet รอยืนยัน (to confirm): yes, no, the stars from 1 to 5, or “not rated”."
    )


def test_lines_of_one_name_are_settled_together(tmp_path: Path) -> None:
    twice = PERHAPS + "\n| บางคล้า | กลุ่มทอผ้าบ้านทุ่งสนเหนือ | ข |"
    desk = Desk(tmp_path, IN_PROJECT.format("ไม่ซ้ำ"), projects=twice)
    (doubt,) = asked(desk.run())
    assert certainty(desk.run([[doubt, "ไม่ใช่", "", ""]])) == ["certain"]
    rows = (
        STARS.format("รอผล")
        + "    | บางคล้า | กลุ่มทอผ้าบ้านทุ่งสน | กลุ่ม        | ผ้าขาวม้า   | รอผล | A |\n"
    )
    desk = Desk(tmp_path, rows)
    assert len(set(asked(desk.run()))) == 1
    run = desk.run([[asked(desk.run())[0], "3", "", ""]])
    assert run.registry.products["star"].tolist() == [3]
    assert [row.row for row in run.registry.repeated] == [3]


@pytest.mark.parametrize("other", ["กลุ่มทอผ้าบ้านทุ่งสนใต้", "กลุ่มทอผ้าบ้านทุ่งสนเหนือ"])
def test_yes_to_lines_that_differ_settles_nothing(other: str, tmp_path: Path) -> None:
    stars = f"| ผู้ผลิต | ผลิตภัณฑ์ | ระดับดาว |\n| กลุ่มทอผ้าบ้านทุ่งสนเหนือ | ผ้าขาวม้า | 3 |\n| {other} | ผ้าขาวม้า | 5 |"
    desk = Desk(tmp_path, STARS.format(""), stars=stars)
    both = asked(desk.run())
    assert len(set(both)) == 2
    run = desk.run([[question, "ใช่", "", ""] for question in both])
    assert (certainty(run), asked(run), told(run)) == (
        ["check"],
        both,
        [("answer.contradicts", "B3", "ใช่")],
    )
    run = desk.run([[both[0], "ใช่", "", ""], [both[1], "ไม่ใช่", "", ""]])
    assert (certainty(run), told(run)) == (["certain"], [])


def test_the_later_answer_by_date_counts(tmp_path: Path) -> None:
    """And a date stands in the reason as Thai papers write it."""
    desk = Desk(tmp_path, STARS.format("รอผล"))
    (question,) = asked(desk.run())
    late, early, undated = (
        [question, "3", "", "10/1/2566"],
        [question, "5", "", "2023-01-05"],
        [question, "2", "", ""],
    )
    run = desk.run([late], [early])
    assert (run.registry.products["star"].tolist(), told(run)) == (
        [3],
        [("answer.superseded", "B2", "5")],
    )
    (finding,) = [f for f in run.findings if f.code == "answer.superseded"]
    assert (finding.place.file, finding.fields["reason"]["en"]) == (
        "a1.csv",
        "dated later",
    )
    run = desk.run([late], [undated])
    assert run.registry.products["star"].tolist() == [2]
    assert [
        f.fields["reason"]["en"] for f in run.findings if f.code == "answer.superseded"
    ] == ["given later"]
    reason = group_reasons(
        run := desk.run([[question, "3", "", "2023-01-05"]]), run.screening.listed
    ).iloc[0]
    assert "5 มกราคม 2566" in reason
    assert "2023" not in reason


def test_an_answer_to_no_question_is_told(tmp_path: Path) -> None:
    desk = Desk(tmp_path, STARS.format("รอผล"))
    (question,) = asked(desk.run())
    run = desk.run(
        [
            [question.lower(), "3", "", ""],
            ["", "4", "", ""],
            [question[:-2], "5", "", ""],
        ]
    )
    assert certainty(run) == ["certain"]
    assert told(run) == [
        ("answer.no-question", "B3", "4"),
        ("answer.no-question", "B4", "5"),
    ]
    assert certainty(desk.run([[question.upper(), "3", "", ""]])) == ["certain"]


YES = "ใช่ ใช่ครับ ใช่ค่ะ ถูกต้อง ยืนยัน เป็นกลุ่มเดียวกัน กลุ่มเดียวกัน"
NO = "ไม่ใช่ ไม่ใช่ครับ ไม่ถูกต้อง ไม่ยืนยัน ไม่ใช่กลุ่มเดียวกัน คนละกลุ่ม"


def test_people_answer_as_people_speak() -> None:
    assert [read_yes_no(word) for word in YES.split()] == ["yes"] * 7
    assert [read_yes_no(word) for word in NO.split()] == ["no"] * 6
    assert read_yes_no("เป็น กลุ่มเดียวกัน ") == "yes"


def test_one_cell_of_two_sheets_is_two_places(tmp_path: Path) -> None:
    """A sheet per district has the same cells: an answer about one group says nothing of the other's finding."""
    header = ["รหัสผู้ผลิต", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว ปี 2565"]
    book = Workbook()
    for district, group_id in (("บางคล้า", "240200001"), ("บางปะกง", "240400001")):
        sheet = book.create_sheet(district)
        sheet.append(header)
        sheet.append([group_id, "กลุ่มทอผ้าบ้านทุ่งสน", "กลุ่ม", "ผ้าขาวม้า", "3"])
    del book["Sheet"]
    book.save(tmp_path / "registry.xlsx")
    projects = write_csv(
        tmp_path / "projects.csv",
        ["ชื่อกลุ่ม", "โครงการ"],
        [["กลุ่มทอผ้าบ้านทุ่งสนเหนือ", "Young OTOP"]],
    )
    options = replace(OPTIONS, lists=(("projects", projects),))
    before = build_run([tmp_path / "registry.xlsx"], options)
    first = next(question for question in before.questions if question.doubt)
    answers = write_csv(tmp_path / "a.csv", ["รหัสคำถาม", "คำตอบ"], [[first.id, "ไม่ใช่"]])
    after = build_run(
        [tmp_path / "registry.xlsx"], replace(options, answers=(answers,))
    )
    places = {
        f.fields["other_place"]: f.severity
        for f in after.findings
        if f.code == "list.perhaps-same"
    }
    assert places == {
        "registry.xlsx บางคล้า B2": "info",
        "registry.xlsx บางปะกง B2": "warning",
    }


@pytest.mark.parametrize(
    ("words", "is_in_project"),
    [
        ("OTOP Trader 2563", True),
        ("เคยร่วมนวัตวิถี", True),
        ("KBO ปี 2565", True),
        ("นวัตวิถี 64, KBO", True),
        ("ไม่ซ้ำ", False),
    ],
)
def test_what_is_no_project_of_the_year_disputes_no_line_of_a_list(
    words: str,
    is_in_project: bool,
    tmp_path: Path,
) -> None:
    """A list of the letter's year is plain beside a word about another year, or about KBO itself."""
    line = "| อำเภอ | ชื่อกลุ่ม | โครงการ | ปีงบประมาณ |\n| บางคล้า | กลุ่มทอผ้าบ้านทุ่งสน | Young OTOP | 2566 |"
    run = Desk(tmp_path, IN_PROJECT.format(words), projects=line).run()
    states = run.registry.products["other_project"].tolist()
    assert (states == ["in_project"]) is is_in_project
    codes = {finding.code for finding in run.findings}
    assert ("list.disagrees" in codes) is not is_in_project
    alone = Desk(tmp_path, IN_PROJECT.format(words)).run()
    assert certainty(alone) == ["certain"]


@pytest.mark.parametrize(
    ("name", "remark", "cell"),
    [
        ("กลุ่มทอผ้า (ยุบเลิก)", "", "B2"),
        ("กลุ่มทอผ้า", "เลิกกลุ่มแล้ว", "G2"),
    ],
)
def test_a_group_that_may_be_no_more_is_asked_at_the_cell_that_says_so(
    name: str,
    remark: str,
    cell: str,
    tmp_path: Path,
) -> None:
    """The cell of its type says that it is a group, and is not blank."""
    registry = f"""
    | อำเภอ  | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | Quadrant | หมายเหตุ |
    | บางคล้า | {name}  | กลุ่ม        | ผ้าขาวม้า   | 3               | A        | {remark} |
    | บางคล้า | {name}  | กลุ่ม        | ผ้าถุง      | 3               | A        |          |
    """
    run = Desk(tmp_path, registry).run()
    questions = open_questions(run.registry, run.screening, run.letter)
    assert {question.place.cell for question in questions} <= {cell, "B3"}
    for question in questions:
        words = question_line(run, question)
        assert (remark or name) in words
        assert "เซลล์ว่าง" not in words
    answers = [[question.id, "ใช่", "", ""] for question in questions]
    assert certainty(Desk(tmp_path, registry).run(answers)) == ["certain"]
