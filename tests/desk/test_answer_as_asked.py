"""An answer settles the question as it was printed, and no other.

- An answer of one letter says nothing under another range, round, fiscal year or letter; a reworded letter keeps it.
- An answer under an id of before is told, and settles nothing.
- Only words that are known to mean yes, no or a value settle; the same words for every field.
- Every question that is asked is settled by a plain yes and by a plain no.
- "Not sure" is kept, and not asked as new.
- Lines that leave one fact in doubt are one question.
- The question printed is the question taken.
- A yes or no holds under a variant as far as it reaches.
- "If every answer is yes" is true also where a yes keeps a group out.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from kbo_screen.desk.questions import open_questions, preference_questions
from kbo_screen.gap.variants import vary_letter
from kbo_screen.letters import DEFAULT_LETTER
from kbo_screen.registry.question import PREFERENCE
from kbo_screen.results.rank.rank_sheets import rank_sheets
from kbo_screen.results.wording.sentences import question_words
from kbo_screen.screening.screen import screen
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from kbo_screen.vocabulary.answer_words import read_answer, read_yes_no
from tests.desk.test_doubts import HEADER, Desk, asked, certainty, told
from tests.tools.registries import write_csv
from tests.tools.written import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

WAITING = """
    | อำเภอ  | รหัสผู้ผลิต | ชื่อกลุ่ม        | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | Quadrant | ปีที่ลงทะเบียน | โครงการอื่น | ศักยภาพ |
    | บางคล้า | 240200001 | กลุ่มจักสานบ้านไร่ | {kind}      | ตะกร้า     | {star}          | {quadrant} | {year}      | {project}  | มี      |
"""
KNOWN = {"kind": "กลุ่ม", "star": "3", "quadrant": "A", "year": "2560", "project": "ไม่ซ้ำ"}
FALLBACK = KNOWN | {"star": "-", "quadrant": "D"}
#: Per field a cell that leaves it unknown, beside cells that leave nothing else open.
OPEN = {
    "producer_type": KNOWN | {"kind": "?"},
    "star": KNOWN | {"star": "รอผล"},
    "other_project": KNOWN | {"project": "รอตรวจสอบ"},
    "quadrant": FALLBACK | {"quadrant": "?"},
    "registered_year_be": FALLBACK | {"year": ""},
}


def desk_with(folder: Path, cells: dict[str, str]) -> Desk:
    return Desk(folder, WAITING.format(**cells))


def letter_with(folder: Path, *changes: tuple[str, str]) -> str:
    """The default letter with some words of its file changed."""
    words = (
        files("kbo_screen.letters")
        .joinpath(f"{DEFAULT_LETTER}.toml")
        .read_text(encoding="utf-8")
    )
    for before, after in changes:
        assert before in words
        words = words.replace(before, after)
    path = folder / "letter.toml"
    path.write_text(words, encoding="utf-8")
    return str(path)


def run_under(desk: Desk, letter: str, answers: list[list[str]]) -> Any:
    path = write_csv(desk.folder / "under.csv", HEADER, answers)
    return build_run(
        [desk.source], RunOptions(letter=letter, lang="th", quiet=True, answers=(path,))
    )


@pytest.mark.parametrize("field", OPEN)
@pytest.mark.parametrize(
    ("word", "verdict"), [("ใช่แล้วครับ", True), ("OK", True), ("ไม่ใช่ค่ะ", False)]
)
def test_a_plain_yes_or_no_settles_every_question(
    field: str, word: str, verdict: bool, tmp_path: Path
) -> None:
    desk = desk_with(tmp_path, OPEN[field])
    (question,) = open_questions(
        (run := desk.run()).registry, run.screening, run.letter
    )
    assert question.field == field
    after = desk.run([[question.id, word, "ก", "1/12/2565"]])
    assert (asked(after), told(after)) == ([], [])
    assert bool(after.screening.is_true[question.condition].iloc[0]) is verdict


@pytest.mark.parametrize("field", OPEN)
@pytest.mark.parametrize("word", ["ตามนั้น", "เรียบร้อย", "โทรแล้ว", "แจ้งอำเภอแล้ว"])
def test_words_that_say_neither_settle_nothing_and_are_told(
    field: str, word: str, tmp_path: Path
) -> None:
    """In a registry such a word would be the name of a project; as an answer it is not."""
    desk = desk_with(tmp_path, OPEN[field])
    (question,) = asked(desk.run())
    after = desk.run([[question, word, "ก", "1/12/2565"]])
    assert (asked(after), told(after)) == (
        [question],
        [("answer.not-understood", "B2", word)],
    )


@pytest.mark.parametrize(
    ("field", "word", "is_settled"),
    [
        ("star", "ใช่ค่ะ 2 ดาว", True),
        ("star", "ใช่ 5 ดาว", False),
        ("star", "ใช่ แต่รอผล", False),
        ("quadrant", "ใช่ D", True),
        ("quadrant", "ใช่ C", False),
        ("registered_year_be", "ใช่ ปี 2561", True),
        ("registered_year_be", "ใช่ ปี 2556", False),
        ("producer_type", "ใช่ วิสาหกิจชุมชน", True),
        ("other_project", "ใช่ ไม่ซ้ำ", False),
    ],
)
def test_a_yes_with_the_value_behind_it_is_that_value(
    field: str, word: str, is_settled: bool, tmp_path: Path
) -> None:
    """Where the value says no to the question, the two say neither."""
    desk = desk_with(tmp_path, OPEN[field])
    (question,) = asked(desk.run())
    after = desk.run([[question, word, "ก", "1/12/2565"]])
    assert asked(after) == ([] if is_settled else [question])
    finding = ("answer.not-understood", "B2", word)
    assert told(after) == ([] if is_settled else [finding])


@pytest.mark.parametrize(
    ("word", "is_listed"),
    [("โครงการ Young OTOP", False), ("ซ้ำกับนวัตวิถี", False), ("ไม่ซ้ำ", True)],
)
def test_a_project_that_is_named_is_an_answer(
    word: str, is_listed: bool, tmp_path: Path
) -> None:
    desk = desk_with(tmp_path, OPEN["other_project"])
    (question,) = asked(desk.run())
    assert (
        len(desk.run([[question, word, "ก", "1/12/2565"]]).screening.listed) == 1
    ) is is_listed


@pytest.mark.parametrize(
    ("word", "is_settled"), [("ไม่ซ้ำ ปี 65", False), ("ไม่ซ้ำ ปี 66", True)]
)
def test_an_answer_about_another_fiscal_year_settles_nothing(
    word: str, is_settled: bool, tmp_path: Path
) -> None:
    desk = desk_with(tmp_path, OPEN["other_project"])
    (question,) = asked(desk.run())
    again = desk.run([[question, word, "ก", "1/12/2565"]])
    assert (asked(again) == []) is is_settled


def test_a_word_that_answers_one_way_and_fills_the_field_the_other_is_told() -> None:
    """ "ไม่" may be "no, it is in one" or "none"."""
    assert read_answer("other_project", "ไม่ครับ").kind == "not-understood"
    assert read_answer("producer_type", "ไม่ครับ").kind == "no"
    assert [read_yes_no(word) for word in ("จริงค่ะ", "ถูกแล้ว", "✓", "มิใช่", "nope")] == [
        "yes"
    ] * 3 + ["no"] * 2


@pytest.mark.parametrize(
    "word",
    [
        "ไม่ใช่ อยู่ในนวัตวิถี",
        "ไม่ครับ เข้า Trader",
        "ไม่เป็นความจริง",
        "ไม่ใช่แน่ๆ",
        "ใช่ ซ้ำกับ Young OTOP",
        "ไม่สะดวกตอบ",
        "not",
        "0",
    ],
)
def test_a_denial_of_the_question_is_no_word_for_no_project(word: str) -> None:
    """The question is whether it is in none: a "not" that does not say of what may be either."""
    assert read_answer("other_project", word).kind == "not-understood"


@pytest.mark.parametrize(
    "word",
    [
        "ไม่ได้อยู่โครงการใด",
        "ไม่พบรายชื่อ",
        "ยังไม่เข้าโครงการไหน",
        "no other project",
        "เคยเข้า Trader",
    ],
)
def test_a_word_for_no_project_is_an_answer(word: str) -> None:
    assert read_answer("other_project", word).reading.value == "clear"


@pytest.mark.parametrize(
    ("word", "is_settled"),
    [("2599", False), ("2540", False), ("2561", True), ("๖๑", True)],
)
def test_a_year_that_cannot_be_is_no_answer(
    word: str, is_settled: bool, tmp_path: Path
) -> None:
    desk = desk_with(tmp_path, OPEN["registered_year_be"])
    (question,) = asked(desk.run())
    after = desk.run([[question, word, "ก", "1/12/2565"]])
    assert told(after) == (
        [] if is_settled else [("answer.not-understood", "B2", word)]
    )
    assert asked(after) == ([] if is_settled else [question])


def test_a_round_that_is_not_known_is_a_question_that_can_be_answered(
    tmp_path: Path,
) -> None:
    """The star is known, its round is not: the question names the cell of the round."""
    table = """
        | อำเภอ  | ชื่อกลุ่ม        | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว | ปีที่คัดสรร | Quadrant |
        | บางคล้า | กลุ่มจักสานบ้านไร่ | กลุ่ม        | ตะกร้า     | 2       | ไม่ทราบ   | A        |
    """
    desk = Desk(tmp_path, table)
    run = desk.run()
    (question,) = open_questions(run.registry, run.screening, run.letter)
    assert question.place.cell == "F2"
    assert certainty(desk.run([[question.id, "ใช่", "ก", "1/12/2565"]])) == ["certain"]
    assert certainty(desk.run([[question.id, "2 ดาว", "ก", "1/12/2565"]])) == [
        "certain"
    ]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            ('id = "chachoengsao_2566"', 'id = "chachoengsao_2567"'), id="letter"
        ),
        pytest.param(
            ("fiscal_year_be = 2566", "fiscal_year_be = 2567"), id="fiscal year"
        ),
    ],
)
def test_an_answer_of_one_letter_says_nothing_under_another(
    change: tuple[str, str], tmp_path: Path
) -> None:
    desk = desk_with(tmp_path, OPEN["other_project"])
    (question,) = asked(desk.run())
    after = run_under(
        desk, letter_with(tmp_path, change), [[question, "ใช่", "ก", "1/12/2566"]]
    )
    assert (certainty(after), told(after)) == (
        ["check"],
        [("answer.question-gone", "B2", "ใช่")],
    )


def test_a_reworded_letter_keeps_its_answers(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, OPEN["other_project"])
    (question,) = asked(desk.run())
    reworded = letter_with(
        tmp_path, ("ไม่ซ้ำกับโครงการอื่นของกรมการพัฒนาชุมชน", "ไม่อยู่ในโครงการอื่นของกรม")
    )
    assert certainty(
        run_under(desk, reworded, [[question, "ใช่", "ก", "1/12/2565"]])
    ) == ["certain"]


def test_an_id_of_before_is_told(tmp_path: Path) -> None:
    """The ids of earlier versions named neither the letter nor what it asks."""
    desk = desk_with(tmp_path, OPEN["star"])
    words = "|".join(("2402", "240200001", "ตะกร้า", "star-in-range", "รอผล"))
    former = "Q" + hashlib.sha256(words.encode()).hexdigest()[:12]
    after = desk.run([[former, "ใช่", "ก", "1/12/2565"]])
    assert (certainty(after), told(after)) == (
        ["check"],
        [("answer.former-question", "B2", "ใช่")],
    )


@pytest.mark.parametrize("word", ["ไม่แน่ใจ", "ยังไม่ทราบครับ", "?", "น่าจะใช่"])
def test_not_sure_is_kept_and_not_asked_as_new(word: str, tmp_path: Path) -> None:
    """The new sheet shows it beside its question; the one that comes back says the same again."""
    desk = desk_with(tmp_path, OPEN["star"])
    (question,) = asked(desk.run())
    after = desk.run([[question, word, "ผู้ทดสอบ", "1/12/2565"]])
    assert (certainty(after), told(after)) == (
        ["check"],
        [("answer.not-sure", "B2", word)],
    )
    (again,) = open_questions(after.registry, after.screening, after.letter)
    assert question_words(after, again).endswith("(ถามแล้ว ยังไม่แน่ใจ)")
    path = tmp_path / "again.xlsx"
    write_workbook(rank_sheets(after), path, font="Garuda", force=True, inputs=[])
    rows = list(load_workbook(path)["รอยืนยัน"].iter_rows(values_only=True))
    assert [row[6:] for row in rows if row[-1] == question] == [
        (word, "ผู้ทดสอบ", "1/12/2565", None, question)
    ]
    options = RunOptions(letter=DEFAULT_LETTER, lang="th", quiet=True, answers=(path,))
    assert "answer.not-sure" in [
        finding.code for finding in build_run([desk.source], options).findings
    ]


def test_a_line_about_a_group_is_asked_once_for_all_its_products(
    tmp_path: Path,
) -> None:
    """And the one answer settles every product."""
    table = """
        | อำเภอ  | ชื่อกลุ่ม           | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | Quadrant | โครงการอื่น |
        | บางคล้า | กลุ่มทอผ้าบ้านทุ่งสน | กลุ่ม        | ผ้าขาวม้า   | 3               | A        | ไม่ซ้ำ     |
        | บางคล้า | กลุ่มทอผ้าบ้านทุ่งสน | กลุ่ม        | ผ้าถุง      | 2               | A        | ไม่ซ้ำ     |
        | บางคล้า | กลุ่มทอผ้าบ้านทุ่งสน | กลุ่ม        | ย่าม       | 1               | A        | ไม่ซ้ำ     |
    """
    desk = Desk(
        tmp_path,
        table,
        projects="| อำเภอ | ชื่อกลุ่ม | โครงการ |\n| บางคล้า | กลุ่มทอผ้าบ้านทุ่งสนเหนือ | ก |",
    )
    (question,) = asked(desk.run())
    assert (
        desk.run([[question, "ใช่", "", ""]]).registry.products["other_project"].tolist()
        == ["in_project"] * 3
    )
    assert (
        desk.run([[question, "ไม่ใช่", "", ""]])
        .registry.products["other_project"]
        .tolist()
        == ["clear"] * 3
    )


def test_the_question_printed_is_the_question_taken(tmp_path: Path) -> None:
    """A line of a มชช. list that is perhaps the group's asks about the name, and yes makes the line the group's."""
    rows = "\n".join(
        f"| บางคล้า | กลุ่มอาหาร {name} | กลุ่ม | อาหาร | 3 | A | {standard} |"
        for name, standard in (("หนึ่ง", "ผ่าน"), ("สอง", "ผ่าน"), ("สาม", "ผ่าน"))
    )
    table = f"""
        | อำเภอ  | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | Quadrant | มชช. |
        {rows}
        | บางคล้า | กลุ่มจักสานบ้านทุ่งสน | กลุ่ม | ตะกร้า | 3 | A |  |
    """
    line = "| อำเภอ | ชื่อกลุ่ม | มชช. |\n| บางคล้า | กลุ่มจักสานบ้านทุ่งสนเหนือ | ไม่มี |"
    desk = Desk(tmp_path, table, standards=line)
    run = desk.run()
    (question,) = preference_questions(run.registry, run.screening, run.letter)
    assert question.doubt
    assert "เป็นกลุ่มเดียวกับ “กลุ่มจักสานบ้านทุ่งสนเหนือ”" in question_words(run, question)
    confirmed = desk.run([[question.id, "ใช่", "", ""]])
    assert confirmed.registry.products["standard"].tolist()[-1] == "none"
    denied = desk.run([[question.id, "ไม่ใช่", "", ""]])
    (cell,) = preference_questions(denied.registry, denied.screening, denied.letter)
    assert "ผ่าน มชช." in question_words(denied, cell)
    answered = desk.run([[question.id, "ไม่ใช่", "", ""], [cell.id, "ใช่", "", ""]])
    assert (PREFERENCE in cell.condition, told(answered)) == (True, [])
    assert answered.screening.groups["prefers"].tolist() == [True] * 4
    assert (
        preference_questions(answered.registry, answered.screening, answered.letter)
        == []
    )


@pytest.mark.parametrize(
    ("word", "variant", "expected"),
    [
        ("ใช่", "star-in-range.max=4", "certain"),
        ("ใช่", "star-in-range.max=2", "check"),
        ("ไม่ใช่", "star-in-range.max=4", "check"),
        ("ไม่ใช่", "star-in-range.max=2", None),
    ],
)
def test_a_yes_or_no_holds_under_a_variant_as_far_as_it_reaches(
    word: str, variant: str, expected: str | None, tmp_path: Path
) -> None:
    """A yes to 1 to 3 stars is a yes to 1 to 4, and says nothing of 1 to 2."""
    desk = desk_with(tmp_path, OPEN["star"])
    (question,) = asked(desk.run())
    run = desk.run([[question, word, "ก", "1/12/2565"]])
    listed = screen(run.registry, vary_letter(run.letter, variant)).listed
    assert listed["certainty"].tolist() == ([expected] if expected else [])


def test_answers_reach_a_variant_for_which_the_registry_is_read_again(
    tmp_path: Path,
) -> None:
    """The questions were printed under the letter, and are answered there."""
    from kbo_screen.tasks.compare_letters import compare

    desk = Desk(
        tmp_path,
        WAITING.replace("ระดับดาว ปี 2565", "ระดับดาว").format(**OPEN["other_project"]),
    )
    (question,) = asked(desk.run())
    path = write_csv(
        tmp_path / "a0.csv", HEADER, [[question, "ไม่ใช่", "ก", "1/12/2565"]]
    )
    options = replace(
        RunOptions(letter=DEFAULT_LETTER, lang="th", quiet=True), answers=(path,)
    )
    run = build_run([desk.source], options)
    (outcome,) = compare(
        run, [desk.source], options, ["star-in-range.year_be=2567"], []
    )
    assert len(outcome.screening.listed) == 0


def test_the_status_if_yes_is_said_truly_where_yes_keeps_a_group_out(
    tmp_path: Path,
) -> None:
    """And the answer that helps is named; the run with the answer says the same."""
    from kbo_screen.results.shortfall.shortfall_payload import shortfall_payload
    from kbo_screen.results.shortfall.shortfall_result import find_shortfall

    table = """
        | อำเภอ  | ชื่อกลุ่ม           | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | Quadrant |
        | บางคล้า | กลุ่มทอผ้าบ้านหนองแหน | กลุ่ม        | ผ้าขาวม้า   | 3               | A        |
        | บางคล้า | กลุ่มเสื่อกกบ้านหัวไทร | กลุ่ม        | เสื่อกก     | 3               | A        |
        | บางคล้า | กลุ่มจักสานบ้านทุ่งสน  | กลุ่ม        | ตะกร้า     | 3               | A        |
    """
    desk = Desk(
        tmp_path,
        table,
        projects="| อำเภอ | ชื่อกลุ่ม | โครงการ |\n| บางคล้า | กลุ่มจักสานบ้านทุ่งสนเหนือ | Young OTOP |",
    )
    run = desk.run()
    payload = shortfall_payload(find_shortfall(run))
    (district,) = [one for one in payload["districts"] if one["district"] == "บางคล้า"]
    (row,) = district["ask"]
    assert (district["status"], row["status_if_yes"], row["helps"]) == (
        "confirm",
        "short",
        "no",
    )
    yes, no = (
        desk.run([[row["id"], word, "", ""]]).screening.districts
        for word in ("ใช่", "ไม่ใช่")
    )
    ix = run.screening.listed["district_ix"].iloc[0]
    assert (yes["status"][ix], no["status"][ix]) == ("short", "met")
