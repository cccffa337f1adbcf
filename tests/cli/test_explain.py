"""The screen of `explain`: what decided, in whose words, and what would settle it."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema
import openpyxl
import pytest
from typer.testing import CliRunner

from kbo_screen import load_letter, read_registry
from kbo_screen.cli.app import app
from kbo_screen.gap.levers import pull_levers
from kbo_screen.results.schemas import json_schema
from kbo_screen.screening.screen import screen
from tests.cli.test_commands import SAMPLE
from tests.tools.looks import texts_of
from tests.tools.registries import text_table, write_csv, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

REGISTRY = text_table("""
    | อำเภอ | รหัสผู้ผลิต | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | สถานะ มชช. | Quadrant | ปีที่ลงทะเบียน | โครงการอื่น ปี 2566 |
    | บางคล้า | 240200001 | กลุ่มทอผ้าบ้านหนองแหน | กลุ่ม | ผ้าขาวม้า | ★★★ |  | C | 2561 | ? |
    | บางคล้า | 240200001 | กลุ่มทอผ้าบ้านหนองแหน | กลุ่ม | ผ้าถุง | - | อยู่ระหว่างการพัฒนา | C | 2561 | - |
    | บางคล้า | 240200002 | เรือนไม้บ้านโพธิ์ทอง | รายเดี่ยว | เก้าอี้ | 2 ดาว | ผ่าน มชช. | D | 2560 | - |
""")


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "r.csv", REGISTRY[0], REGISTRY[1:])


def lines_of(registry: Path, group: str, lang: str = "en") -> list[str]:
    done = CliRunner().invoke(
        app, ["explain", str(registry), group, "--lang", lang], env={"COLUMNS": "160"}
    )
    assert done.exit_code == 0, done.output
    return [line.strip() for line in done.stdout.splitlines()]


def test_a_group_that_waits_is_told_by_its_tier_and_the_one_answer(
    registry: Path,
) -> None:
    lines = lines_of(registry, "240200001")
    assert any(
        line.startswith("one answer would settle it: ") and "J2" in line
        for line in lines
    )
    assert "[true] clause 1(3): passed, or applied and developing, come first" in lines
    assert "cell G3 says “อยู่ระหว่างการพัฒนา”, read as: applied, developing" in lines
    assert "cell F2 says “★★★”, read as: 3 (2565)" in lines
    standing = lines[: lines.index("Another product: ผ้าถุง (-)")]
    assert "judged by: first: products of 1–3 stars in 2565" in standing
    assert not any("Quadrant D" in line for line in standing)


def test_a_group_that_is_left_out_is_told_what_decided_first(registry: Path) -> None:
    lines = lines_of(registry, "240200002")
    assert "decided first by clause 1(1): is a community producer group" in lines
    assert "cell D4 says “รายเดี่ยว”, read as: single owner" in lines
    assert not any("one answer" in line for line in lines)
    assert "ตัดสินก่อนโดยข้อ 1(1): เป็นกลุ่มผู้ผลิตชุมชน" in lines_of(registry, "240200002", "th")


@pytest.mark.parametrize("asked", ["240200009", "กลุ่มริมน้ำ"])
def test_a_group_whose_row_cannot_be_used_is_told_by_that_row(
    asked: str,
    tmp_path: Path,
) -> None:
    """Raises usage.unusable-row."""
    nameless = ["บางคล้า", "240200009", "", *REGISTRY[1][3:]]
    elsewhere = ["บางบอน", "", "กลุ่มริมน้ำ", *REGISTRY[1][3:]]
    rows = [*REGISTRY[1:], nameless, elsewhere]
    registry = write_csv(tmp_path / "r.csv", REGISTRY[0], rows)
    command = ["explain", str(registry), asked, "--lang", "en"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 2
    row, reason = 5, "no group"
    if not asked.isdecimal():
        row, reason = 6, "a district of another province"
    place = f"File “r.csv”, row {row}"
    told = " ".join(done.output.split())
    assert f"“{asked}” cannot be ranked: {reason} ({place})." in told


def test_a_lever_is_told_for_a_condition_without_a_column(tmp_path: Path) -> None:
    """The quadrant has no column, so its tier cannot be screened; left out of the letter, it can."""
    rows = [[cell for at, cell in enumerate(row) if at != 7] for row in REGISTRY]
    rows = [rows[0], *([*row[:5], "-", *row[6:]] for row in rows[1:])]
    letter = load_letter()
    registry = read_registry(write_csv(tmp_path / "r.csv", rows[0], rows[1:]), letter)
    levers = {
        lever.variant.path: lever.districts
        for lever in pull_levers(registry, screen(registry, letter), letter)
    }
    assert levers["quadrant-d=off"]["entering"].tolist()[:2] == [0, 1]
    done = CliRunner().invoke(
        app,
        ["shortfall", str(tmp_path / "r.csv"), "--levers", "--lang", "en"],
        env={"COLUMNS": "160"},
    )
    assert "1 more if any quadrant counted" in done.stdout


@pytest.fixture
def answered(registry: Path) -> list[str]:
    """A call that explains a group of which somebody answered a question."""
    shortlist = registry.parent / "shortlist.xlsx"
    ranked = CliRunner().invoke(
        app, ["rank", str(registry), "-q", "-o", str(shortlist)]
    )
    assert ranked.exit_code == 0, ranked.output
    book = openpyxl.load_workbook(shortlist)
    sheet = book["รอยืนยัน"]
    header = next(row for row in sheet.iter_rows() if "คำตอบ" in [c.value for c in row])
    columns = {cell.value: cell.column for cell in header}
    row = header[0].row + 1
    for label, words in ANSWERS.items():
        column = next(at for name, at in columns.items() if str(name).startswith(label))
        sheet.cell(row, column).value = words
    book.save(registry.parent / "answers.xlsx")
    answers = str(registry.parent / "answers.xlsx")
    return ["explain", str(registry), "240200001", "--answers", answers, "--lang", "en"]


ANSWERS = {
    "คำตอบ": "ใช่",
    "ผู้ตอบ": "นางสาวตัวอย่าง คนหนึ่ง",
    "วันที่": "26/12/2565",
    "เหตุผล": "ตามหนังสือของอำเภอ",
}


def written(call: list[str], path: Path) -> Path:
    done = CliRunner().invoke(app, [*call, "-o", str(path)])
    assert (done.exit_code, done.stdout) == (0, ""), done.output
    return path


def test_json_and_rows_say_the_same_and_name_nobody(
    answered: list[str], tmp_path: Path
) -> None:
    payload = json.loads(
        CliRunner().invoke(app, [*answered, "--format", "json"]).stdout
    )
    jsonschema.validate(payload, json_schema("explain"))
    table = CliRunner().invoke(app, [*answered, "--format", "csv"]).stdout
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    clauses: list[dict[str, Any]] = payload["clauses"]
    assert [row["cell"] or None for row in rows] == [
        clause["cell"] for clause in clauses
    ]
    assert [row["value"] or None for row in rows] == [
        clause["value"] for clause in clauses
    ]
    star = next(clause for clause in clauses if clause["condition"] == "star-in-range")
    assert {name: star[name] for name in ("cell", "written", "value", "result")} == {
        "cell": "F2",
        "written": "★★★",
        "value": "3 (2565)",
        "result": "true",
    }
    project = next(c for c in clauses if c["condition"] == "no-other-project")
    assert (project["written"], project["answer"], project["answer_date"]) == (
        "?",
        "ใช่",
        "26/12/2565",
    )
    assert (project["answer_reason"], project["answer_file"]) == (
        "ตามหนังสือของอำเภอ",
        "answers.xlsx",
    )
    assert (project["answer_before"], project["answer_after"]) == (None, "yes")
    assert "คนหนึ่ง" not in json.dumps(payload, ensure_ascii=False)
    assert payload["group"]["group_id"] == "240200001"


def test_the_workbook_says_who_answered(answered: list[str], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(answered, tmp_path / "why.xlsx"))
    assert book.sheetnames == ["Clauses", "Receipt"]
    words = texts_of(book["Clauses"])
    for part in ("★★★", "3 (2565)", "ใช่", "is a community producer group"):
        assert any(part in word for word in words), part
    assert any(
        "26 December 2022\nตามหนังสือของอำเภอ\nanswers.xlsx" in word for word in words
    )
    assert any("before unknown, after yes" in word for word in words)


def test_the_auditor_sees_a_blank_cell_and_what_is_asked_of_the_whole_group(
    tmp_path: Path,
) -> None:
    """A blank beside a cell's name could as well mean that nobody looked."""
    why = ["explain", str(SAMPLE), "240100004", "--lang", "th"]
    book = openpyxl.load_workbook(written(why, tmp_path / "why.xlsx"))
    rows = list(book["เหตุผลรายข้อ"].iter_rows(min_row=8, values_only=True))
    assert rows[0][:2] == ("ทั้งกลุ่ม: ยาหม่อง สูตร 1 240100004001", "1(3)")
    by_cell = {row[4]: row[5:7] for row in rows}
    assert by_cell["registry.xlsx ทะเบียน M10"] == ("(ว่าง)", "ยังไม่ทราบ")
    page = written(why, tmp_path / "why.html").read_text("utf-8")
    assert re.search(r"M10</td>\s*<td[^>]*>\(ว่าง\)</td>", page)


def test_the_page_goes_from_the_clause_to_the_cell_and_names_nobody(
    answered: list[str], tmp_path: Path
) -> None:
    page = written(
        [*answered, "--against", "240200002"], tmp_path / "why.html"
    ).read_text("utf-8")
    assert "script-src &#39;none&#39;" in page
    assert "<script" not in page
    assert "คนหนึ่ง" not in page
    headings = re.findall("<h[23]>(.*?)</h[23]>", page)
    assert headings[1:3] == [
        "The group as a whole",
        "The product it stands by: ผ้าขาวม้า (-)",
    ]
    row = re.search(r"<tr><td>1\(2\)</td>[^\n]*F2[^\n]*</tr>", page)
    assert row is not None
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row[0])
    assert (cells[2], cells[4], cells[5]) == ("true", "★★★", "3 (2565)")
    assert "are not ranked together" in page


def test_a_place_that_cannot_be_written_is_told_before_anything_is_read(
    tmp_path: Path,
) -> None:
    gone = str(tmp_path / "gone.xlsx")
    for name in ("why.pdf", "no/why.html"):
        call = ["explain", gone, "x", "-o", str(tmp_path / name)]
        assert CliRunner().invoke(app, call).exit_code == 2


def test_hostile_words_are_text_on_the_page(tmp_path: Path) -> None:
    name = '<script>alert("x")</script>'
    rows = [[*REGISTRY[1]], [*REGISTRY[2]]]
    for row in rows:
        row[2] = row[4] = name
    registry = write_xlsx(tmp_path / "r.xlsx", [REGISTRY[0], *rows])
    page = written(["explain", str(registry), "240200001"], tmp_path / "why.html")
    assert "<script" not in page.read_text("utf-8")
    assert "&lt;script&gt;alert" in page.read_text("utf-8")
