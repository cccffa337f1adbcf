"""The report of shortfalls as an officer reads it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
from openpyxl import load_workbook

from kbo_screen.cli.running import RunOptions, build_run
from kbo_screen.cli.shortfall import _find
from kbo_screen.reports.schemas import json_schema
from kbo_screen.reports.shortfall import shortfall_csv, shortfall_payload, write_shortfall
from tests.cli.test_commands import SAMPLE, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def sample():
    return build_run([SAMPLE], RunOptions(letter="chachoengsao_2566", lang="th", quiet=True))


def test_json_fits_its_schema_and_says_whom_to_ask(sample) -> None:
    payload = shortfall_payload(_find(sample, with_contacts=False))
    jsonschema.validate(payload, json_schema("shortfall"))
    by_name = {district["district"]: district for district in payload["districts"]}
    assert {name: payload["totals"][name] for name in ("met", "confirm", "short")} == {
        "met": 8,
        "confirm": 1,
        "short": 2,
    }
    for district in payload["districts"]:
        capped = min(district["certain"], district["required"])
        assert district["required"] == capped + district["to_confirm"] + district["shortfall"]
        assert not (district["status"] == "met" and (district["levers"] or district["ask"]))
    asked = by_name["คลองเขื่อน"]["ask"]
    assert {"potential", "quadrant-d"} == {q["condition"] for q in asked}
    assert [q["rank"] for q in asked] == [2, 3, 3]
    assert by_name["ราชสาส์น"]["levers"] == []
    assert all(lever["entering"] > 0 for lever in by_name["ท่าตะเกียบ"]["levers"])
    assert "000-000-" not in json.dumps(payload, ensure_ascii=False)


def test_contacts_only_where_they_are_asked_for(sample) -> None:
    payload = shortfall_payload(_find(sample, with_contacts=True))
    jsonschema.validate(payload, json_schema("shortfall"))
    assert "000-000-" in json.dumps(payload, ensure_ascii=False)


def test_csv_and_workbook_say_the_same(sample, tmp_path: Path) -> None:
    found = _find(sample, with_contacts=False)
    rows = list(csv.DictReader(io.StringIO(shortfall_csv(found).removeprefix("\ufeff"))))
    assert len(rows) == 11
    write_shortfall(found, "Garuda", tmp_path / "o.xlsx")
    book = load_workbook(tmp_path / "o.xlsx")
    assert book.sheetnames == ["รายอำเภอ", "ถามใครก่อน", "ถ้าหลักเกณฑ์ต่างไป", "ขาดเพียงข้อเดียว", "ขอบเกณฑ์"]
    table = {row[0]: row for row in book["รายอำเภอ"].iter_rows(values_only=True) if isinstance(row[1], int)}
    assert {row["district"]: int(row["shortfall"]) for row in rows} == {name: row[4] for name, row in table.items()}


def test_command_line(tmp_path: Path) -> None:
    done = run("shortfall", SAMPLE, "--fail-on", "short", "-o", tmp_path / "o.xlsx")
    assert done.returncode == 1, done.stderr
    assert "ท่าตะเกียบ  (short, 3 more needed)" in done.stdout or "ท่าตะเกียบ (short, 3 more needed)" in done.stdout
    assert "the letter decides" in done.stdout
    assert (tmp_path / "o.xlsx").exists()
    assert run("shortfall", SAMPLE, "--format", "csv", "-o", tmp_path / "o.json").returncode == 0
    assert run("shortfall", SAMPLE, "-o", tmp_path / "o.pdf").returncode == 2


def test_what_the_districts_sent_stands_beside_the_shortfall(tmp_path: Path) -> None:
    sent = SAMPLE.parent / "submissions"
    received = SAMPLE.parent / "received.csv"
    done = run("shortfall", SAMPLE, "--submissions", sent, "--received", received, "--format", "json")
    payload = json.loads(done.stdout)
    jsonschema.validate(payload, json_schema("shortfall"))
    by_name = {district["district"]: district["submission"] for district in payload["districts"]}
    assert by_name["บ้านโพธิ์"] == {"submitted": 3, "accepted": 3, "on_time": False, "short_after": 0}
    assert by_name["พนมสารคาม"] == {"submitted": 3, "accepted": 2, "on_time": None, "short_after": 1}
    assert by_name["ราชสาส์น"] == {"submitted": 0, "accepted": 0, "on_time": None, "short_after": 3}
    rows = list(
        csv.DictReader(
            io.StringIO(run("shortfall", SAMPLE, "--submissions", sent, "--format", "csv").stdout.lstrip("\ufeff"))
        )
    )
    assert [row["short_after"] for row in rows if row["district"] == "พนมสารคาม"] == ["1"]
    assert (
        run("shortfall", SAMPLE, "--submissions", sent / "2401 เมืองฉะเชิงเทรา.xlsx", "--fail-on", "short").returncode
        == 1
    )
    screen = run("shortfall", SAMPLE, "--submissions", sent).stdout
    assert "still short" in screen


def test_a_page_per_district_to_print(tmp_path: Path) -> None:
    run("shortfall", SAMPLE, "--each", "-o", tmp_path / "each.xlsx", "--lang", "th")
    book = load_workbook(tmp_path / "each.xlsx")
    assert book.sheetnames[5:] == [
        "เมืองฉะเชิงเทรา", "บางคล้า", "บางน้ำเปรี้ยว", "บางปะกง", "บ้านโพธิ์", "พนมสารคาม", "ราชสาส์น", "สนามชัยเขต", "แปลงยาว", "ท่าตะเกียบ", "คลองเขื่อน",
    ]  # fmt: skip
    sheet = book["ท่าตะเกียบ"]
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert words[0] == "สรุปการคัดเลือกกลุ่มเป้าหมาย KBO อำเภอท่าตะเกียบ จังหวัดฉะเชิงเทรา"
    assert any("กลุ่มจักสานบ้านคลองใหม่ 9" in word for word in words)
