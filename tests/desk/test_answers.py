"""Answers: the to-confirm sheet goes out, comes back, and is read.

- Answering every question with the truth gives the shortlist of the fully known registry.
- An id survives sorting, deleted rows and a new edition, as long as the cell's value has not changed.
- A question that is gone, an answer not understood, an answer replaced by a later one: each is a finding.
- Every decision that rests on an answer says so, with who, when, why and the value before and after; no name of a
  person in the JSON. A file without a column for the reason is read as before.
- "The same group: yes or no" settles what a side list left in doubt.
- A round trip through LibreOffice's own saving keeps the ids.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from kbo_screen import load_letter
from kbo_screen.desk.questions import open_questions
from kbo_screen.findings import InputError
from kbo_screen.letters.date_bounds import bounds_of
from kbo_screen.results.rank.rank_payload import rank_payload
from kbo_screen.results.rank.rank_sheets import rank_sheets
from kbo_screen.results.shortfall.shortfall_result import find_shortfall
from kbo_screen.results.shortfall.shortfall_sheets import shortfall_sheets
from kbo_screen.results.shown import shown_run
from kbo_screen.sources.answer_files import read_answers
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.desk.test_side_lists import shortlist
from tests.tools import registries
from tests.tools.looks import flat, groups_of
from tests.tools.registries import text_table, write_csv, write_xlsx
from tests.tools.seeds import seeds
from tests.tools.written import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = RunOptions(
    letter="chachoengsao_2566",
    lang="th",
    quiet=True,
)
TRUTH = {
    "type": {"community": "กลุ่มผู้ผลิตชุมชน", "single": "รายเดี่ยว", "sme": "SME"},
    "star": {"none": "ไม่ได้คัดสรร", **{n: str(n) for n in range(1, 6)}},
    "quadrant": {"D": "D", "A": "A", "B": "B"},
    "project": {"clear": "ไม่ซ้ำ", "in": "Young OTOP"},
    "potential": {"yes": "มี", "no": "ไม่มี"},
}
FIELD = {
    "producer_type": "type",
    "star": "star",
    "quadrant": "quadrant",
    "registered_year_be": "year",
    "other_project": "project",
    "potential": "potential",
}
REGISTRY = text_table("""
    | อำเภอ   | รหัสผู้ผลิต | ชื่อกลุ่ม        | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | Quadrant | ปีที่ลงทะเบียน |
    | บางคล้า  | 240200001 | กลุ่มจักสาน      | กลุ่ม        | ตะกร้า     | รอผล            | A        | 2560        |
    | บางคล้า  | 240200002 | กลุ่มทอผ้า       | กลุ่ม        | ผ้าขาวม้า   | -               | D        | 2560        |
    | บางปะกง | 240400001 | กลุ่มน้ำพริก      | ?           | น้ำพริกเผา  | 3               | A        | 2560        |
""")


def run(
    table: list[list[str]],
    folder: Path,
    *answers: Path,
) -> Any:
    source = write_csv(folder / "registry.csv", table[0], table[1:])
    return build_run([source], replace(OPTIONS, answers=answers))


def sheet_of(found: Any, path: Path) -> Path:
    write_workbook(
        rank_sheets(found),
        path,
        font="Garuda",
        force=True,
        inputs=[],
    )
    return path


def fill(
    path: Path,
    answers: dict[str, str],
    *,
    by: str = "ผู้ทดสอบ",
    date: str = "20/12/2565",
    reason: str | None = None,
    sheet_name: str = "รอยืนยัน",
) -> Path:
    """Type answers into the sheet by the name of the group, as a person does."""
    book = load_workbook(path)
    sheet = book[sheet_name]
    header = next(row for row in sheet.iter_rows() if row[0].value == "อำเภอ")
    column = {cell.value: cell.column for cell in header}
    for row in range(header[0].row + 1, sheet.max_row + 1):
        group = sheet.cell(row, column["ชื่อกลุ่ม"]).value
        if group in answers:
            words = {"คำตอบ": answers[group], "ผู้ตอบ": by, "วันที่": date}
            words |= {"เหตุผล/หลักฐาน": reason} if reason else {}
            for name, value in words.items():
                sheet.cell(row, column[name]).value = value
    book.save(path)
    return path


def test_answers_settle_what_was_open_and_say_so(tmp_path: Path) -> None:
    """A star, the district's word on potential, and a plain yes to a condition."""
    before = run(REGISTRY, tmp_path)
    assert before.screening.listed["certainty"].tolist() == [
        "check",
        "judgement",
        "check",
    ]
    path = fill(
        sheet_of(before, tmp_path / "a.xlsx"),
        {"กลุ่มจักสาน": "3", "กลุ่มทอผ้า": "มี", "กลุ่มน้ำพริก": "ใช่"},
        by="เจ้าหน้าที่ทดสอบ",
        date="2022-12-20",
    )
    after = run(REGISTRY, tmp_path, path)
    assert after.screening.listed["certainty"].tolist() == ["certain"] * 3
    assert [file.role for file in after.registry.inputs] == ["registry", "answers"]
    text = json.dumps(rank_payload(after), ensure_ascii=False)
    assert "a.xlsx" in text
    assert "20 ธันวาคม 2565" in text
    assert "เจ้าหน้าที่ทดสอบ" not in text
    rows = load_workbook(sheet_of(after, tmp_path / "b.xlsx"))["บัญชีรายชื่อ"].iter_rows(
        values_only=True
    )
    assert any("เจ้าหน้าที่ทดสอบ" in str(row[8]) for row in rows)


def test_an_answer_says_who_when_why_and_what_it_changed(tmp_path: Path) -> None:
    reason = "บันทึกของอำเภอ นางสาวสมมุติ ตัวอย่าง 0812345678"
    path = fill(
        sheet_of(run(REGISTRY, tmp_path), tmp_path / "a.xlsx"),
        {"กลุ่มจักสาน": "3", "กลุ่มทอผ้า": "มี", "กลุ่มน้ำพริก": "ใช่"},
        reason=reason,
    )
    after = run(REGISTRY, tmp_path, path)

    listed = after.screening.listed["product"]
    groups = groups_of(rank_payload(shown_run(after)))
    changes = {
        answer["field"]: (answer["before"], answer["after"], answer["reason"])
        for answer in flat(group["answers"] for group in groups)
    }
    masked = "บันทึกของอำเภอ นางสาว*** ***"
    assert len(listed) == 3
    assert changes == {
        "star": (None, 3, masked),
        "potential": (None, "yes", masked),
        "producer_type": (None, "yes", masked),
    }
    book = load_workbook(sheet_of(shown_run(after), tmp_path / "b.xlsx"))
    rows = [row[3:10] for row in book["คำตอบที่ใช้"].iter_rows(values_only=True)]
    date = "20 ธันวาคม 2565"
    assert rows[-3:] == [
        ("ระดับดาว", "ยังไม่ทราบ", "3", "3", "ผู้ทดสอบ", date, masked),
        ("ศักยภาพ", "ยังไม่ทราบ", "มี", "มีศักยภาพ", "ผู้ทดสอบ", date, masked),
        ("ประเภทผู้ผลิต", "ยังไม่ทราบ", "ใช่", "ใช่", "ผู้ทดสอบ", date, masked),
    ]


@pytest.mark.parametrize("heads", [[], ["เหตุผล"], ["Reason"]])
def test_a_file_has_a_reason_or_none(heads: list[str], tmp_path: Path) -> None:
    """Files of before have no such column, and an officer may have added one."""
    question = "Q0123456789ab"
    header = ["รหัสคำถาม", "คำตอบ", "ผู้ตอบ", "วันที่", *heads]
    row = [question, "ใช่", "ผู้ทดสอบ", "20/12/2565", *(["ตามหนังสือ"] if heads else [])]
    path = write_csv(tmp_path / "a.csv", header, [row])
    answers, _, findings = read_answers(path, bounds_of("answer", load_letter(), None))
    reasons = [answer.reason for answer in answers]
    assert (reasons, findings) == (["ตามหนังสือ"] if heads else [None], [])


def asked_sheet_of(of_run: Any, path: Path) -> Path:
    """The workbook of the shortfall, which holds whom to ask."""
    sheets = shortfall_sheets(find_shortfall(of_run))
    write_workbook(
        sheets,
        path,
        font="Garuda",
        force=True,
        inputs=[],
    )
    return path


def test_whom_to_ask_comes_back_with_who_answered_and_when(tmp_path: Path) -> None:
    """The sheet of the shortfall has room for both and for why, and keeps what was not sure."""
    answers = {"กลุ่มจักสาน": "3", "กลุ่มทอผ้า": "ไม่แน่ใจ"}
    path = asked_sheet_of(run(REGISTRY, tmp_path), tmp_path / "ask.xlsx")
    sheet_name = "เรื่องที่ต้องสอบถาม"
    filled = fill(
        path,
        answers,
        reason="โทรถาม",
        sheet_name=sheet_name,
    )
    after = run(REGISTRY, tmp_path, filled)
    codes = [f.code for f in after.findings if f.code.startswith("answer.")]
    assert codes == ["answer.not-sure"]
    again = load_workbook(asked_sheet_of(after, tmp_path / "again.xlsx"))[
        "เรื่องที่ต้องสอบถาม"
    ]
    rows = [row for row in again.iter_rows(values_only=True) if row[2] == "กลุ่มทอผ้า"]
    told = ("ไม่แน่ใจ", "ผู้ทดสอบ", "20/12/2565", "โทรถาม")
    assert [row[7:11] for row in rows] == [told]


def test_ids_survive_sorting_deleted_rows_and_a_new_edition(tmp_path: Path) -> None:
    path = fill(
        sheet_of(run(REGISTRY, tmp_path), tmp_path / "a.xlsx"),
        {"กลุ่มจักสาน": "3", "กลุ่มทอผ้า": "มี"},
    )
    moved = [REGISTRY[0], *reversed(REGISTRY[1:])]
    moved.insert(
        1, ["บางคล้า", "240200009", "กลุ่มใหม่", "กลุ่ม", "ของใหม่", "5", "A", "2560"]
    )
    after = run(moved, tmp_path, path)
    assert dict(
        zip(
            after.screening.listed["group_name"],
            after.screening.listed["certainty"],
            strict=True,
        )
    ) == {
        "กลุ่มจักสาน": "certain",
        "กลุ่มทอผ้า": "certain",
        "กลุ่มน้ำพริก": "check",
    }
    changed = [row[:] for row in REGISTRY]
    changed[1][5] = "3-4"
    found = run(changed, tmp_path, path)
    assert [
        (f.code, f.value) for f in found.findings if f.code.startswith("answer.")
    ] == [("answer.question-gone", "3")]
    assert "check" in found.screening.listed["certainty"].tolist()


def test_wrong_and_replaced_answers_are_findings(tmp_path: Path) -> None:
    first = fill(
        sheet_of(run(REGISTRY, tmp_path), tmp_path / "a.xlsx"),
        {"กลุ่มจักสาน": "2", "กลุ่มน้ำพริก": "ตามนั้น"},
    )
    second = fill(
        sheet_of(run(REGISTRY, tmp_path), tmp_path / "b.xlsx"), {"กลุ่มจักสาน": "3"}
    )
    found = run(REGISTRY, tmp_path, first, second)
    told = {
        (f.code, f.place.file, f.value)
        for f in found.findings
        if f.code.startswith("answer.")
    }
    assert told == {
        ("answer.superseded", "a.xlsx", "2"),
        ("answer.not-understood", "a.xlsx", "ตามนั้น"),
    }
    assert found.registry.products["star"].iloc[0] == 3
    with pytest.raises(InputError) as caught:
        run(REGISTRY, tmp_path, write_csv(tmp_path / "x.csv", ["ก", "ข"], [["1", "2"]]))
    assert [f.code for f in caught.value.findings] == ["answer.no-table"]


def test_answer_does_not_bring_back_a_condition_that_is_not_checked(
    tmp_path: Path,
) -> None:
    """Without the column the condition is not evaluated in this run, whatever one product's answer said."""
    blank = [row[:] for row in REGISTRY]
    blank[2][6] = ""
    path = fill(sheet_of(run(blank, tmp_path), tmp_path / "a.xlsx"), {"กลุ่มทอผ้า": "ใช่"})
    settled = run(blank, tmp_path, path)
    assert (
        settled.screening.listed.set_index("group_name")["certainty"]["กลุ่มทอผ้า"]
        == "certain"
    )
    found = run([row[:6] + row[7:] for row in blank], tmp_path, path)
    assert "quadrant-d" not in found.screening.is_true
    assert "quadrant-d" in [gap.condition for gap in found.screening.not_evaluated]
    assert "answer.question-gone" in [f.code for f in found.findings]


@pytest.mark.parametrize(("word", "expected"), [("ใช่", []), ("ไม่ใช่", ["certain"])])
def test_same_group_yes_or_no_settles_a_doubt(
    word: str,
    expected: list[str],
    tmp_path: Path,
) -> None:
    table = [
        REGISTRY[0],
        ["บางคล้า", "", "กลุ่มทอผ้าบ้านทุ่งสน", "กลุ่ม", "ผ้าขาวม้า", "3", "A", "2560"],
    ]
    projects = write_csv(
        tmp_path / "p.csv",
        ["อำเภอ", "ชื่อกลุ่ม", "โครงการ"],
        [["บางคล้า", "กลุ่มทอผ้าบ้านทุ่งสนเหนือ", "ก"]],
    )
    source = write_csv(tmp_path / "r.csv", table[0], table[1:])
    options = replace(OPTIONS, lists=(("projects", projects),))
    before = build_run([source], options)
    assert before.screening.listed["certainty"].tolist() == ["check"]
    path = fill(sheet_of(before, tmp_path / "a.xlsx"), {"กลุ่มทอผ้าบ้านทุ่งสน": word})
    after = build_run([source], replace(options, answers=(path,)))
    assert expected == after.screening.listed["certainty"].tolist()


@pytest.mark.parametrize("seed", seeds(25, ordinary=8))
def test_answering_with_the_truth_gives_the_fully_known_shortlist(
    seed: int, tmp_path: Path
) -> None:
    """A settled unknown may raise the next question: the loop ends when nothing is asked.

    A group that is certain either way is not asked about, and stands in the first tier that it may stand in: where
    there is one, the district is as full as it truly is, and its order may be another.
    """
    chance = random.Random(seed)
    known = registries.invent(chance, ["บางคล้า", "บางปะกง"], 10, [2556, 2560])
    fallback = {
        "type": "community",
        "star": "none",
        "quadrant": "D",
        "year": 2560,
        "project": "clear",
        "potential": "yes",
        "standard": "none",
    }
    for name in ("type", "year"):  # what one row of a producer says is the others' too
        stated = {
            (p["district"], p["group"]): p[name] for p in known if p[name] is not None
        }
        for p in known:
            p[name] = stated.get((p["district"], p["group"]))
    known = [
        {
            name: fallback.get(name) if value is None and name in fallback else value
            for name, value in p.items()
        }
        for p in known
    ]
    hidden = [
        {
            n: None if n in FIELD.values() and chance.random() < 0.25 else v
            for n, v in p.items()
        }
        for p in known
    ]
    columns = list(registries.HEADERS)
    rows = [
        registries.row_of(p, columns, random.Random(i)) for i, p in enumerate(hidden)
    ]
    header = [registries.HEADERS[name] for name in columns]
    full = build_run(
        [registries.write_products(tmp_path / "full.csv", known, columns, chance)],
        OPTIONS,
    )
    source = write_csv(tmp_path / "hidden.csv", header, rows)
    answers: list[list[str]] = []
    for _ in range(8):
        path = (
            write_csv(
                tmp_path / "answers.csv", ["รหัสคำถาม", "คำตอบ", "ผู้ตอบ", "วันที่"], answers
            )
            if answers
            else None
        )
        found = build_run([source], replace(OPTIONS, answers=(path,) if path else ()))
        asked = open_questions(found.registry, found.screening, found.letter)
        if not asked:
            break
        for question in asked:
            name = FIELD[question.field]
            value = known[question.product][name]
            answers.append(
                [
                    question.id,
                    TRUTH[name][value] if name in TRUTH else str(value),
                    "ก",
                    "2022-12-20",
                ]
            )
    assert not asked
    quota = found.letter.quota.groups_per_district
    certain, truly_certain = (
        run.screening.districts["certain"].clip(upper=quota) for run in (found, full)
    )
    assert certain.tolist() == truly_certain.tolist()
    listed = found.screening.listed
    either_way = set(listed.loc[listed["either_way"].map(len) > 0, "district"])
    settled, truth = (
        [row for row in shortlist(run) if row[0] not in either_way]
        for run in (found, full)
    )
    assert settled == truth


def test_saving_in_libreoffice_keeps_the_ids(tmp_path: Path) -> None:
    if not shutil.which("libreoffice"):
        pytest.skip("LibreOffice is not installed")
    path = fill(
        sheet_of(run(REGISTRY, tmp_path), tmp_path / "a.xlsx"), {"กลุ่มจักสาน": "3"}
    )
    (tmp_path / "out").mkdir()
    for kind in ("ods", "xlsx"):
        subprocess.run(
            [
                "libreoffice",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                tmp_path / "out",
                path,
            ],
            check=True,
            capture_output=True,
        )
        after = run(REGISTRY, tmp_path, tmp_path / "out" / f"a.{kind}")
        assert after.registry.products["star"].iloc[0] == 3


def test_a_hidden_sheet_of_questions_is_told_and_not_read(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx", [["รหัสคำถาม", "คำตอบ"], ["Q0123456789ab", "ใช่"]]
    )
    book = load_workbook(path)
    book.create_sheet("บันทึก")["A1"] = "ข้อความ"
    book.worksheets[0].sheet_state = "hidden"
    book.save(path)
    with pytest.raises(InputError) as caught:
        read_answers(path, bounds_of("answer", load_letter()))
    assert [finding.code for finding in caught.value.findings] == [
        "answer.no-table",
        "table.hidden-sheet",
    ]


def test_an_answer_that_nobody_signed_counts_and_is_told(tmp_path: Path) -> None:
    """Neither name nor date, a date that there is not: it counts, and nothing reads "nan" for it."""
    before = run(REGISTRY, tmp_path)
    plain = fill(
        sheet_of(before, tmp_path / "a.xlsx"),
        {"กลุ่มจักสาน": "3"},
        by="",
        date="",
    )
    dated = fill(
        sheet_of(before, tmp_path / "b.xlsx"),
        {"กลุ่มทอผ้า": "มี"},
        by="เจ้าหน้าที่ทดสอบ",
        date="31/11/2565",
    )
    after = run(REGISTRY, tmp_path, plain, dated)
    assert after.screening.listed["certainty"].tolist() == [
        "certain",
        "certain",
        "check",
    ]
    told = [f for f in after.findings if f.code == "answer.unsigned"]
    assert [(f.place.file, f.fields["what"]["th"]) for f in told] == [
        ("a.xlsx", "ผู้ตอบและวันที่"),
        ("b.xlsx", "วันที่ที่ใช้ได้"),
    ]
    assert "nan" not in json.dumps(rank_payload(after, all_rows=True)).casefold()
    rows = load_workbook(sheet_of(after, tmp_path / "c.xlsx"))["บัญชีรายชื่อ"].iter_rows(
        values_only=True
    )
    assert not [cell for cell in flat(rows) if "nan" in str(cell)]


def test_a_date_of_an_answer_that_cannot_be(tmp_path: Path) -> None:
    """Stored by Excel in another century it is mended, and said; else the answer counts and its date does not."""
    before = run(REGISTRY, tmp_path)
    mended = fill(
        sheet_of(before, tmp_path / "a.xlsx"),
        {"กลุ่มจักสาน": "3"},
        date=dt.date(1965, 12, 27),
    )  # type: ignore[arg-type]
    after = run(REGISTRY, tmp_path, mended)
    assert after.registry.products["star"].iloc[0] == 3
    assert [f.code for f in after.findings if f.code.startswith("answer.")] == [
        "answer.mended-date"
    ]
    assert after.registry.answers["date"].tolist() == ["2022-12-27"]
    before = run(REGISTRY, tmp_path)
    early = fill(
        sheet_of(before, tmp_path / "b.xlsx"), {"กลุ่มจักสาน": "3"}, date="27/12/2564"
    )
    after = run(REGISTRY, tmp_path, early)
    assert after.registry.products["star"].iloc[0] == 3
    told = [f.code for f in after.findings if f.code.startswith("answer.")]
    assert sorted(told) == ["answer.unlikely-date", "answer.unsigned"]


def test_a_letter_later_than_the_run_turns_no_range_round(tmp_path: Path) -> None:
    """What a date can be is said by its two ends, not as from one to the other."""
    before = run(REGISTRY, tmp_path)
    answers = fill(
        sheet_of(before, tmp_path / "a.xlsx"), {"กลุ่มจักสาน": "3"}, date="27/12/2564"
    )
    options = replace(
        OPTIONS,
        answers=(answers,),
        today=dt.date(2022, 1, 5),
    )
    after = build_run([tmp_path / "registry.csv"], options)
    (finding,) = [f for f in after.findings if f.code == "answer.unlikely-date"]
    message = finding.message("en")
    first, last = message.index("no earlier than"), message.index("no later than")
    assert "2022" in message[first:last]
    assert "5 " in message[last:]
