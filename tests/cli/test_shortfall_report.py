"""The report of shortfalls as an officer reads it."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import jsonschema
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.findings import make_finding
from kbo_screen.formats.text.csv_file import to_csv
from kbo_screen.results.schemas import json_schema
from kbo_screen.results.shortfall.shortfall_payload import (
    shortfall_payload,
    shortfall_table,
)
from kbo_screen.results.shortfall.shortfall_result import find_shortfall
from kbo_screen.results.shortfall.shortfall_sentences import lever_line
from kbo_screen.results.shortfall.shortfall_sheets import shortfall_sheets
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.cli.test_commands import SAMPLE
from tests.tools import registries
from tests.tools.looks import cells_of, texts_of
from tests.tools.program import run_program
from tests.tools.written import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

SHEETS = [
    "รายอำเภอ",
    "เรื่องที่ต้องสอบถาม",
    "ถ้าหลักเกณฑ์ต่างไป",
    "กลุ่มที่ไม่ผ่านข้อเดียว",
    "ใกล้เกณฑ์",
    "ไม่ผ่านเพียงข้อเดียว",
    "ถ้าหลักเกณฑ์ต่างไป (รวม)",
    "หลักฐานการประมวลผล",
]


@pytest.fixture(scope="module")
def sample():
    return build_run(
        [SAMPLE], RunOptions(letter="chachoengsao_2566", lang="th", quiet=True)
    )


def test_json_fits_its_schema_and_says_whom_to_ask(sample) -> None:
    payload = shortfall_payload(find_shortfall(sample, with_contacts=False))
    jsonschema.validate(payload, json_schema("shortfall"))
    by_name = {district["district"]: district for district in payload["districts"]}
    assert {name: payload["totals"][name] for name in ("met", "confirm", "short")} == {
        "met": 8,
        "confirm": 1,
        "short": 2,
    }
    for district in payload["districts"]:
        capped = min(district["certain"], district["required"])
        assert (
            district["required"]
            == capped + district["to_confirm"] + district["shortfall"]
        )
        assert not (
            district["status"] == "met" and (district["levers"] or district["ask"])
        )
    asked = by_name["คลองเขื่อน"]["ask"]
    assert {"potential"} == {q["condition"] for q in asked}
    assert [q["rank"] for q in asked] == [2, 3]
    assert by_name["ราชสาส์น"]["levers"] == []
    assert payload["kept_out"] == {
        "community-group": 35,
        "star-in-range": 39,
        "no-other-project": 6,
        "quadrant-d": 5,
        "registered-in-window": 21,
        "potential": 6,
    }
    assert [
        by_name[name]["kept_out"]["star-in-range"]
        for name in ("เมืองฉะเชิงเทรา", "ท่าตะเกียบ", "ราชสาส์น")
    ] == [
        4,
        3,
        0,
    ]
    for name, count in payload["kept_out"].items():
        assert count == sum(
            district["kept_out"][name] for district in payload["districts"]
        )
    sure = next(
        lever
        for lever in by_name["คลองเขื่อน"]["levers"]
        if lever["variant"] == "potential=off"
    )
    assert (sure["entering"], sure["leaving"], sure["status"]) == (1, 0, "met")
    whole = {lever["variant"]: lever for lever in payload["levers"]}
    assert whole["community-group=off"] == {
        "condition": "community-group",
        "variant": "community-group=off",
        "entering": 23,
        "leaving": 6,
        "certain": whole["community-group=off"]["certain"],
        "possible": whole["community-group=off"]["possible"],
        "shortfall": 3,
        "met": 9,
        "confirm": 1,
        "short": 1,
    }
    assert "000-000-" not in json.dumps(payload, ensure_ascii=False)


def test_contacts_only_where_they_are_asked_for(sample) -> None:
    payload = shortfall_payload(find_shortfall(sample, with_contacts=True))
    jsonschema.validate(payload, json_schema("shortfall"))
    assert "000-000-" in json.dumps(payload, ensure_ascii=False)


def test_csv_and_workbook_say_the_same(sample, tmp_path: Path) -> None:
    found = find_shortfall(sample, with_contacts=False)
    rows = list(
        csv.DictReader(
            io.StringIO(to_csv(shortfall_table(found)).removeprefix("\ufeff"))
        )
    )
    assert len(rows) == 11
    sheets = shortfall_sheets(found)
    write_workbook(sheets, tmp_path / "o.xlsx", font="Garuda", force=False, inputs=[])
    book = load_workbook(tmp_path / "o.xlsx")
    assert book.sheetnames == SHEETS
    first = [
        row[0]
        for row in book["รายอำเภอ"].iter_rows(min_row=1, max_row=3, values_only=True)
    ]
    assert first[1:] == [
        "หนังสือจังหวัดฉะเชิงเทรา ที่ ฉช ๐๐๑๙/ว ๗๖๗๒ ลงวันที่ ๒๓ ธันวาคม ๒๕๖๕",
        "ทะเบียน: registry.xlsx (258 ผลิตภัณฑ์)",
    ]
    last = next(
        row for row in book["รายอำเภอ"].iter_rows(values_only=True) if row[0] == "รวม"
    )
    assert last == (
        "รวม",
        33,
        25,
        4,
        4,
        "ครบตามจำนวน 8\nครบเมื่อตรวจสอบแล้ว 1\nไม่ครบตามจำนวน 2",
    )
    kept = next(
        row
        for row in book["ไม่ผ่านเพียงข้อเดียว"].iter_rows(values_only=True)
        if row[0] == "รวม"
    )
    assert kept == ("รวม", 35, 39, 6, 5, 21, 6)
    asked = [
        row
        for row in book["เรื่องที่ต้องสอบถาม"].iter_rows(values_only=True)
        if row[0] == "คลองเขื่อน"
    ]
    assert [row[6] for row in asked] == ["ครบเมื่อตรวจสอบแล้ว", "ครบตามจำนวน"]
    table = {
        row[0]: row
        for row in book["รายอำเภอ"].iter_rows(values_only=True)
        if isinstance(row[1], int) and row[0] != "รวม"
    }
    assert {row["district"]: int(row["shortfall"]) for row in rows} == {
        name: row[4] for name, row in table.items()
    }


def test_command_line(tmp_path: Path) -> None:
    done = run_program(
        "shortfall", SAMPLE, "--fail-on", "short", "-o", tmp_path / "o.xlsx"
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    one_district = run_program("shortfall", SAMPLE, "--district", "ท่าตะเกียบ").stdout
    assert "ท่าตะเกียบ (short, 3 more needed)" in one_district
    assert "the letter decides" in one_district
    assert (tmp_path / "o.xlsx").exists()
    assert (
        run_program(
            "shortfall", SAMPLE, "--format", "csv", "-o", tmp_path / "o.json"
        ).returncode
        == 0
    )
    assert run_program("shortfall", SAMPLE, "-o", tmp_path / "o.pdf").returncode == 2


def test_dates_of_receipt_of_other_districts_are_not_amiss() -> None:
    """The next step names one district beside the table of all: also one of which the table has no date."""
    sent = SAMPLE.parent / "submissions"
    received = SAMPLE.parent / "received.csv"
    for district in ("คลองเขื่อน", "บางคล้า"):
        done = run_program(
            "shortfall",
            SAMPLE,
            "--submissions",
            sent,
            "--received",
            received,
            "--district",
            district,
        )
        assert done.returncode == 0, done.stderr
        assert "“received.csv”" not in done.stdout + done.stderr


def test_without_a_row_of_the_area_the_next_step_is_to_look_at_the_registry() -> None:
    done = run_program("shortfall", SAMPLE, "--province", "ตราด")
    steps = [line for line in done.stdout.splitlines() if line.startswith("  1. ")]
    assert len(steps) == 1
    assert " inspect " in steps[0]
    assert "  2. " not in done.stdout


def test_what_the_districts_sent_stands_beside_the_shortfall(tmp_path: Path) -> None:
    sent = SAMPLE.parent / "submissions"
    received = SAMPLE.parent / "received.csv"
    done = run_program(
        "shortfall",
        SAMPLE,
        "--submissions",
        sent,
        "--received",
        received,
        "--format",
        "json",
    )
    payload = json.loads(done.stdout)
    jsonschema.validate(payload, json_schema("shortfall"))
    assert payload["receipt"]["options"]["received"] == "received.csv"
    by_name = {
        district["district"]: district["submission"]
        for district in payload["districts"]
    }
    assert by_name["บ้านโพธิ์"] == {
        "submitted": 3,
        "accepted": 3,
        "on_time": False,
        "short_after": 0,
        "counted": 3,
    }
    assert by_name["พนมสารคาม"] == {
        "submitted": 3,
        "accepted": 2,
        "on_time": None,
        "short_after": 1,
        "counted": 0,
    }
    assert by_name["ราชสาส์น"] == {
        "submitted": 0,
        "accepted": 0,
        "on_time": None,
        "short_after": 3,
        "counted": 0,
    }
    rows = list(
        csv.DictReader(
            io.StringIO(
                run_program(
                    "shortfall", SAMPLE, "--submissions", sent, "--format", "csv"
                ).stdout.lstrip("\ufeff")
            )
        )
    )
    assert [row["short_after"] for row in rows if row["district"] == "พนมสารคาม"] == [
        "1"
    ]
    assert (
        run_program(
            "shortfall",
            SAMPLE,
            "--submissions",
            sent / "2401 เมืองฉะเชิงเทรา.xlsx",
            "--fail-on",
            "short",
        ).returncode
        == 1
    )
    screen = run_program("shortfall", SAMPLE, "--submissions", sent).stdout
    assert "still short" in screen
    rows_shown = [line.split() for line in screen.splitlines()]
    assert ["พนมสารคาม", "rejected", "3", "*2", "1", "-"] in rows_shown
    assert "* Not counted: 6 groups without an error" in screen


def test_a_page_per_district_of_which_there_is_something_to_say(tmp_path: Path) -> None:
    run_program(
        "shortfall", SAMPLE, "--each", "-o", tmp_path / "each.xlsx", "--lang", "th"
    )
    book = load_workbook(tmp_path / "each.xlsx")
    assert book.sheetnames[7:-1] == [
        "บ้านโพธิ์",
        "พนมสารคาม",
        "ราชสาส์น",
        "สนามชัยเขต",
        "ท่าตะเกียบ",
        "คลองเขื่อน",
    ]
    for name in book.sheetnames[7:-1]:
        setup = book[name].page_setup
        assert (setup.fitToWidth, setup.fitToHeight) in ((None, None), (1, 1)), name
    assert texts_of(book["รายอำเภอ"])[-1] == (
        "ไม่มีแผ่นงานของอำเภอที่ครบแล้วและไม่มีเรื่องต้องสอบถาม:"
        " เมืองฉะเชิงเทรา, บางคล้า, บางน้ำเปรี้ยว, บางปะกง, แปลงยาว"
    )
    sheet = book["ท่าตะเกียบ"]
    words = texts_of(sheet)
    assert words[0] == "สรุปการคัดเลือกกลุ่มเป้าหมาย KBO อำเภอท่าตะเกียบ จังหวัดฉะเชิงเทรา"
    lines = list(zip(*[iter(words[words.index("ข้อความ") + 1 : -1])] * 2, strict=True))
    assert lines[:4] == [
        (
            "เรื่องที่ต้องสอบถามเพื่อให้ครบจำนวน",
            "กลุ่มแม่บ้านเกษตรกรบ้านคลองใหม่ 10 (อันดับ 1): ขอให้อำเภอรับรองว่ามีศักยภาพ ใช่หรือไม่ (ทะเบียน P250)",
        ),
        (
            "เรื่องที่ต้องสอบถามเพื่อให้ครบจำนวน",
            (
                "วิสาหกิจชุมชนสมุนไพรบ้านป่าตาล 1 (อันดับ 2): ตรวจสอบข้อมูล: ลงทะเบียนผู้ผลิต ผู้ประกอบการ OTOP ปี ๒๕๕๗ – ๒๕๖๕ "
                "ใช่หรือไม่ เซลล์ว่าง (ทะเบียน M234) และขอให้อำเภอรับรองว่ามีศักยภาพ ใช่หรือไม่ (ทะเบียน P234)"
            ),
        ),
        ("เรื่องที่ต้องสอบถามเพื่อให้ครบจำนวน", "ถ้าทุกคำตอบคือใช่: ไม่ครบตามจำนวน"),
        (
            "ถ้าหลักเกณฑ์ต่างไป",
            "ไม่ผ่านเฉพาะข้อประเภทผู้ผลิต 4 กลุ่ม (ข้อ 1(1)) ถ้าไม่ใช้ข้อนี้: ครบตามจำนวน",
        ),
    ]
    assert words[-1] == "ส่วน “ถ้าหลักเกณฑ์ต่างไป” เป็นการคำนวณเท่านั้น หลักเกณฑ์เป็นไปตามหนังสือ"
    asked = texts_of(book["บ้านโพธิ์"])
    assert (
        "กลุ่มขนมไทยบ้านป่าตาล 7 (อันดับ 4): กลุ่มผ่าน มชช. หรือสมัครและอยู่ระหว่างการพัฒนาแล้วหรือยัง เซลล์ว่าง (ข้อ 1(3) ทะเบียน N144)"
        in asked
    )


def test_a_district_without_rows_is_told_so_and_of_no_lever(tmp_path: Path) -> None:
    """No question and no other letter brings it a group; the province itself stands in the registry."""
    book = tmp_path / "short.xlsx"
    words = ["shortfall", str(SAMPLE), "--district", "ราชสาส์น", "--lang", "th"]
    words += ["--today", "26/12/2565"]
    shown = CliRunner().invoke(app, [*words, "--levers"])
    lines = " ".join(shown.stdout.split())
    assert "! ทะเบียนนี้ไม่มีข้อมูลของอำเภอราชสาส์น" in lines
    assert "ไม่มีกลุ่มที่ไม่ผ่านเพียงข้อเดียว" in lines
    assert "ถ้าหลักเกณฑ์ต่างไป" not in lines
    assert " 0 กลุ่ม (ข้อ" not in lines
    CliRunner().invoke(app, [*words, "--each", "-o", str(book)])
    sheets = load_workbook(book)
    assert "ถ้าหลักเกณฑ์ต่างไป (รวม)" not in sheets.sheetnames, "a sheet of zeros"
    no_rows = "ไม่มีข้อมูลของอำเภอนี้ในทะเบียน"
    no_question = "สอบถามแล้วก็ยังไม่ครบ ให้รายงานจังหวัดตามที่มี"
    assert f"ราชสาส์น: {no_rows} {no_question}" in texts_of(sheets["เรื่องที่ต้องสอบถาม"])
    page = texts_of(sheets["ราชสาส์น"])
    assert page.index(no_rows) < page.index(no_question)


@pytest.mark.parametrize("output", [(), ("-o", "o.json")])
def test_pages_to_print_want_a_workbook(output: tuple[str, ...]) -> None:
    done = run_program("shortfall", SAMPLE, "--each", *output, "--lang", "en")
    assert done.returncode == 2
    assert make_finding("usage.each-needs-workbook").message("en") in done.stderr


def test_after_the_lists_only_what_they_leave_open_is_asked(tmp_path: Path) -> None:
    sent = ("--submissions", SAMPLE.parent / "submissions")
    payload = json.loads(
        run_program("shortfall", SAMPLE, *sent, "--format", "json").stdout
    )
    by_name = {district["district"]: district for district in payload["districts"]}
    assert [q["group_name"] for q in by_name["คลองเขื่อน"]["ask"]] == [
        "กลุ่มจักสานบ้านวังน้ำใส 5"
    ]
    assert by_name["ท่าตะเกียบ"]["ask"] == []
    assert [g["rank"] for g in by_name["บางคล้า"]["to_name"]] == [1]
    asked = {
        name: len(one["ask_preference"])
        for name, one in by_name.items()
        if one["ask_preference"]
    }
    assert asked == {"พนมสารคาม": 1}
    lines = [
        line.strip()
        for line in run_program("shortfall", SAMPLE, *sent).stdout.splitlines()
    ]
    assert lines[lines.index(TO_RING) + 1 :][:3] == [
        (
            "1. คลองเขื่อน: Ask the district to certify: with potential? "
            "กลุ่มจักสานบ้านวังน้ำใส 5 (ทะเบียน P260) [met by this"
        ),
        "call]",
        (
            "2. บางคล้า: to add to its list at once: กลุ่มจักสานบ้านโคกสูง 12 "
            "[met by this call]"
        ),
    ]
    assert "ท่าตะเกียบ: can name 2 groups at most, 1 short" in lines
    whole = run_program("shortfall", SAMPLE, *sent, "--district", "บางคล้า").stdout
    lines = [line.strip() for line in whole.splitlines()]
    start = lines.index("บางคล้า (met by the registry, 1 short after its list)")
    assert lines[start + 1 : start + 3] == [
        "Certain, and not on the list that the district sent",
        "- กลุ่มจักสานบ้านโคกสูง 12 (rank 1)",
    ]
    run_program("shortfall", SAMPLE, *sent, "--each", "-o", tmp_path / "o.xlsx")
    words = texts_of(load_workbook(tmp_path / "o.xlsx")["บางคล้า"])
    assert "sent rejected | named 5 | accepted *2 | still short 1 | on time -" in words


TO_RING = "Whom to ring first (in the order in which one call settles most)"

QUESTIONS = """
| อำเภอ   | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ดาว  | Quadrant | ปีที่ลงทะเบียน | โครงการอื่น | ศักยภาพ |
| บางคล้า | ก      | กลุ่ม        | ผ้า         | รอผล |          | 2560         |           |        |
| บางคล้า | ข      | ?           | ผ้า         | -    | D        |              | รอตรวจสอบ  | มี      |
"""


def test_a_question_says_what_stands_in_its_cell_and_where(tmp_path: Path) -> None:
    header, *rows = registries.text_table(QUESTIONS)
    one = registries.write_xlsx(tmp_path / "หนึ่ง.xlsx", [header, rows[0]], sheet="ก")
    two = registries.write_xlsx(tmp_path / "สอง.xlsx", [header, rows[1]], sheet="ข")
    said = [
        {q["cell"]: q["question"] for q in district["ask"]}
        for paths in ((one,), (one, two))
        for district in json.loads(
            run_program("shortfall", *paths, "--format", "json").stdout
        )["districts"]
        if district["district"] == "บางคล้า"
    ]
    assert said == [
        {
            "E2": "Check the data: has 1 to 3 stars of the 2565 round? The cell says “รอผล”. (ก E2)"
        },
        {
            "E2": "Check the data: has 1 to 3 stars of the 2565 round? The cell says “รอผล”. (หนึ่ง.xlsx ก E2)",
            "C2": "Check the data: is a community producer group? The cell says “?”. (สอง.xlsx ข C2)",
            "H2": "Check the data: is in no other project of the department in fiscal year 2566? "
            "The cell says “รอตรวจสอบ”. (สอง.xlsx ข H2)",
            "G2": "Check the data: registered between 2557 and 2565? The cell is blank. (สอง.xlsx ข G2)",
        },
    ]


def test_the_next_step_is_not_the_command_that_was_given() -> None:
    """What keeps groups out is on the screen; nobody is sent to look at it again."""
    steps = {}
    for words in ((), ("--levers",)):
        shown = run_program("shortfall", SAMPLE, *words, "--lang", "en").stdout
        steps[words] = shown.partition("What to do next")[2]
    assert "--levers" in steps[()].splitlines()[3]
    assert len(steps[()].splitlines()) == len(steps[("--levers",)].splitlines()) + 1


def test_a_district_that_is_met_is_told_of_no_other_letter() -> None:
    sent = SAMPLE.parent / "submissions"
    notes = {}
    for district in ("บ้านโพธิ์", "ท่าตะเกียบ"):
        words = ("--submissions", sent, "--district", district, "--lang", "en")
        shown = run_program("shortfall", SAMPLE, *words).stdout
        notes[district] = shown.count("If the letter were different")
    assert notes == {"บ้านโพธิ์": 0, "ท่าตะเกียบ": 2}


def test_a_district_that_says_it_has_no_group_stands_so_beside_the_shortfall(
    tmp_path: Path,
) -> None:
    """In the words in which the check of the lists tells it."""
    sent = tmp_path / "sent"
    sent.mkdir()
    registries.write_xlsx(
        sent / "ราชสาส์น.xlsx",
        [["รายชื่อกลุ่มเป้าหมาย อำเภอราชสาส์น"], ["ไม่มีกลุ่มที่เข้าหลักเกณฑ์"]],
    )
    words = ("--submissions", sent, "--lang", "th")
    shown = run_program("shortfall", SAMPLE, *words).stdout
    assert re.search(r"ราชสาส์น +รับแล้ว: ไม่มีกลุ่ม ", shown)


def test_levers_speak_of_what_they_change(tmp_path: Path) -> None:
    header, *rows = registries.text_table("""
        | อำเภอ   | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ดาว | Quadrant | ปีที่ลงทะเบียน | โครงการอื่น  | ศักยภาพ |
        | บางคล้า | ก      | กลุ่ม        | ผ้า         | 4   | A        | 2560         |            |        |
        | บางคล้า | ข      | กลุ่ม        | ผ้า         | 4   | A        | 2560         |            |        |
        | บางคล้า | ค      | กลุ่ม        | ผ้า         | 3   | A        | 2560         | Young OTOP |        |
        | บางคล้า | ง      | กลุ่ม        | ผ้า         | -   | D        | 2556         |            | มี      |
        """)
    path = registries.write_csv(tmp_path / "r.csv", header, rows)
    own = [
        (
            "3 only for their stars, 1(2): met without it",
            "ไม่ผ่านเฉพาะข้อระดับดาว 3 กลุ่ม (ข้อ 1(2)) ถ้าไม่ใช้ข้อนี้: ครบตามจำนวน",
        ),
        (
            "2 only for their quadrant, 1(2): short without it",
            "ไม่ผ่านเฉพาะข้อ Quadrant 2 กลุ่ม (ข้อ 1(2)) ถ้าไม่ใช้ข้อนี้: ไม่ครบตามจำนวน",
        ),
        (
            "2 more if 4 stars counted, 1(2): short",
            "ถ้านับ 4 ดาวด้วย (ข้อ 1(2)) กลุ่มเพิ่ม 2 ผล: ไม่ครบตามจำนวน",
        ),
        (
            "1 only in another project, 1(2): short without it",
            "ไม่ผ่านเฉพาะข้อซ้ำกับโครงการอื่น 1 กลุ่ม (ข้อ 1(2)) ถ้าไม่ใช้ข้อนี้: ไม่ครบตามจำนวน",
        ),
        (
            "1 only for their year of registration, 1(2): short without it",
            "ไม่ผ่านเฉพาะข้อปีที่ลงทะเบียน 1 กลุ่ม (ข้อ 1(2)) ถ้าไม่ใช้ข้อนี้: ไม่ครบตามจำนวน",
        ),
        (
            "1 more if those registered in 2556 counted, 1(2): short",
            "ถ้านับผู้ลงทะเบียนปี 2556 ด้วย (ข้อ 1(2)) กลุ่มเพิ่ม 1 ผล: ไม่ครบตามจำนวน",
        ),
    ]
    for position, lang in enumerate(("en", "th")):
        asked = RunOptions(letter="chachoengsao_2566", lang=lang, quiet=True)
        found = find_shortfall(build_run([path], asked), with_contacts=False)
        lines = [lever_line(found.run, *pair) for pair in found.levers_of(1)]
        assert sorted(lines) == sorted(words[position] for words in own)


def test_what_is_asked_comes_back_filled_in_as_answers(tmp_path: Path) -> None:
    """The sheet of what to ask has the columns that --answers reads: answer, by, date."""
    sheet_file, filled = tmp_path / "to-ask.xlsx", tmp_path / "filled.xlsx"
    assert call("shortfall", SAMPLE, "-o", sheet_file).exit_code == 0
    book = load_workbook(sheet_file)
    sheet = book["Whom to ask"]
    asked = [row for row in sheet.iter_rows() if row[0].value == "คลองเขื่อน"]
    labels = {
        str(cell.value): cell.column - 1
        for cell in cells_of(sheet)
        if cell.value in ("Answer", "By", "Date")
    }
    for row in asked:
        row[labels["Answer"]].value = "yes"
        row[labels["By"]].value = "an officer"
        row[labels["Date"]].value = "26/12/2565"
    book.save(filled)
    done = call("rank", SAMPLE, "--answers", filled, "--format", "json")
    statuses = {
        district["district"]: district["status"]
        for district in json.loads(done.stdout)["districts"]
    }
    assert (len(asked), statuses["คลองเขื่อน"]) == (2, "met")


def call(*words: object) -> Result:
    """The program in this process, in English, on a day of the letter."""
    arguments = [*map(str, words), "--lang", "en", "--today", "28/12/2565"]
    return CliRunner().invoke(app, arguments)


def test_a_page_names_ten_of_a_kind_and_counts_the_rest(tmp_path: Path) -> None:
    """A page of a district is read in print: hundreds of names stand on the lists behind it."""
    header = ["อำเภอ", "รหัสผู้ผลิต", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์"]
    header += ["ระดับดาว ปี 2565", "Quadrant", "ปีที่ลงทะเบียน", "มชช.", "โครงการอื่น"]
    product = ["กลุ่ม", "ผ้า", "4", "A", "2560", "ผ่าน", "-"]
    rows = [
        ["บางคล้า", f"2402{number:05}", f"กลุ่มทอผ้า {number}", *product]
        for number in range(1, 121)
    ]
    registries.write_xlsx(tmp_path / "r.xlsx", [header, *rows])
    asked = ("shortfall", tmp_path / "r.xlsx", "--district", "บางคล้า", "--lang", "th")
    run_program(*asked, "--each", "-o", tmp_path / "each.xlsx")
    book = load_workbook(tmp_path / "each.xlsx")
    page = texts_of(book["บางคล้า"])
    (kept_out,) = [
        words for words in page if "ไม่ผ่านเฉพาะข้อระดับดาว 120 กลุ่ม (ข้อ 1(2)): " in words
    ]
    assert kept_out.count("กลุ่มทอผ้า") == 10
    assert kept_out.endswith("และอีก 110 กลุ่ม (ดูแผ่นงาน “กลุ่มที่ไม่ผ่านข้อเดียว”)")
    assert page.count("และอีก 110 กลุ่ม (ดูแผ่นงาน “ใกล้เกณฑ์”)") == 1
    assert book["บางคล้า"].max_row < 30
    assert book["กลุ่มที่ไม่ผ่านข้อเดียว"].max_row > 120
