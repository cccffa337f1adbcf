"""`inspect` and `--line`: what was recognised, and the summary for a chat."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
from openpyxl import Workbook, load_workbook

from kbo_screen import load_letter
from kbo_screen.findings import InputError
from kbo_screen.results.chat.chat_line import chat_line
from kbo_screen.results.inspection.inspect_payload import inspection_payload
from kbo_screen.results.inspection.inspect_sheets import inspection_sheets
from kbo_screen.results.schemas import json_schema
from kbo_screen.sources.inspect_files import inspect_files
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.cli.test_commands import SAMPLE
from tests.tools.program import run_program
from tests.tools.registries import text_table, write_csv
from tests.tools.written import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

TABLE = text_table("""
    | อำเภอ   | ชื่อกลุ่ม   | ประเภทผู้ผลิต | ระดับดาว ปี 2565 | ระดับดาว | ที่อยู่ |
    | บางคล้า  | กลุ่มจักสาน | กลุ่ม        | ๓              | 5       | ก   |
    | บางคล้า  | กลุ่มทอผ้า  | กลุ่ม        | รอผล           | 4       | ข   |
    | บางปะกง | กลุ่มทอผ้า  | ?          | -              | 4       | ค   |
""")


def test_inspect_tells_columns_values_and_what_is_missing(tmp_path: Path) -> None:
    found, noticed = inspect_files(
        [write_csv(tmp_path / "r.csv", TABLE[0], TABLE[1:])], load_letter()
    )
    (table,) = inspection_payload(found, noticed, "th")["tables"]
    assert [column["field"] for column in table["columns"]] == [
        "district",
        "group_name",
        "producer_type",
        "star",
    ]
    assert table["columns"][3]["column"] == "D"
    assert table["columns"][3]["rivals"] == ["ระดับดาว"]
    assert table["missing"] == ["product_name"]
    assert table["stamped"] == [
        "no-other-project",
        "quadrant-d",
        "registered-in-window",
    ]
    assert "ที่อยู่" in table["unused_headers"]
    assert {("๓", 3, True, 1), ("รอผล", None, False, 1), ("-", None, True, 1)} == {
        (v["text"], v["taken_for"], v["known"], v["rows"])
        for v in table["values"]["star"]
    }
    assert {v["text"]: v["rows"] for v in table["values"]["producer_type"]} == {
        "กลุ่ม": 2,
        "?": 1,
    }


def test_one_way_of_writing_is_counted_once_whatever_is_merged(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [*TABLE, *TABLE[1:]]:
        sheet.append(list(row))
    sheet.merge_cells("C2:C3")
    sheet.merge_cells("C5:C6")
    book.save(tmp_path / "r.xlsx")
    found, _ = inspect_files([tmp_path / "r.xlsx"], load_letter())
    assert [(v.text, v.rows) for v in found[0].values["producer_type"]] == [
        ("กลุ่ม", 4),
        ("?", 2),
    ]


def test_inspect_fits_its_schema_and_its_workbook(tmp_path: Path) -> None:
    found, noticed = inspect_files([SAMPLE], load_letter())
    payload = inspection_payload(found, noticed, "th")
    jsonschema.validate(payload, json_schema("inspect"))
    assert "000-000-" not in json.dumps(payload, ensure_ascii=False)
    sheets = inspection_sheets(found, noticed, "th")
    path = tmp_path / "o.xlsx"
    write_workbook(sheets, path, font="Garuda", force=False, inputs=[])
    book = load_workbook(tmp_path / "o.xlsx")
    assert book.sheetnames == ["ตาราง", "คอลัมน์", "ค่าที่พบ", "ข้อค้นพบ"]
    assert any("รอผล" in row for row in book["ค่าที่พบ"].iter_rows(values_only=True))
    assert book["ตาราง"]["A3"].value == "registry.xlsx"
    assert {row[0] for row in book["ค่าที่พบ"].iter_rows(min_row=3, values_only=True)} == {
        "registry.xlsx"
    }


def test_inspect_is_quiet_once_its_file_is_written(tmp_path: Path) -> None:
    done = run_program("inspect", SAMPLE, "-o", "o.json", "--quiet", folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "o.json").stat().st_size


def test_inspect_tells_what_each_file_is() -> None:
    """A side list, answers and a district's form are no registries: nothing of a registry is asked of them."""
    folder = SAMPLE.parent
    (form,) = (folder / "submissions").glob("2402*.xlsx")
    files = [
        SAMPLE,
        *(
            folder / f"{name}.xlsx"
            for name in ("stars", "standards", "projects", "answers")
        ),
        form,
    ]
    for file, kind in zip(
        files,
        ("registry", "stars", "standards", "projects", "answers", "submission"),
        strict=True,
    ):
        found, noticed = inspect_files([file], load_letter())
        payload = inspection_payload(found, noticed, "th")
        jsonschema.validate(payload, json_schema("inspect"))
        assert {table["kind"] for table in payload["tables"]} == {kind}
        if kind != "registry":
            assert not any(
                table["missing"] or table["stamped"] for table in payload["tables"]
            )
            assert not any(
                code["code"].startswith("row.no-") for code in payload["findings"]
            )
    (answers,) = inspect_files([folder / "answers.xlsx"], load_letter())[0]
    assert (answers.asked, answers.answered) == (31, 4)


def test_a_column_that_is_missing_is_told_once_and_stamps_speak_words(
    tmp_path: Path,
) -> None:
    file = write_csv(
        tmp_path / "r.csv", [*TABLE[0][1:]], [row[1:] for row in TABLE[1:]]
    )
    found, noticed = inspect_files([file], load_letter())
    payload = inspection_payload(found, noticed, "th")
    assert payload["tables"][0]["missing"] == ["district", "product_name"]
    assert not any(
        finding["code"].startswith("row.no-") for finding in payload["findings"]
    )
    shown = run_program("inspect", file, lang="th").stdout
    assert (
        "จะไม่ได้ตรวจข้อ 1(2) ไม่ซ้ำกับโครงการอื่นของกรมการพัฒนาชุมชน ปีงบประมาณ ๒๕๖๖ เพราะไม่มีคอลัมน์"
        in shown
    )
    assert "no-other-project" not in shown
    assert "เซลล์ -" not in shown


def test_inspect_from_the_command_line(tmp_path: Path) -> None:
    assert "column K “ระดับดาว ปี ๒๕๖๕”" in run_program("inspect", SAMPLE).stdout
    done = run_program("inspect", SAMPLE, "-o", tmp_path / "o.xlsx")
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "o.xlsx").exists()
    assert run_program("inspect", SAMPLE, "-o", tmp_path / "o.pdf").returncode == 2
    with pytest.raises(InputError):
        inspect_files([write_csv(tmp_path / "x.csv", ["ก"], [["1"]])], load_letter())


def test_line_for_a_chat_names_districts_and_nobody() -> None:
    found = build_run(
        [SAMPLE], RunOptions(letter="chachoengsao_2566", lang="th", quiet=True)
    )
    lines = chat_line(found).splitlines()
    assert lines[0] == "KBO จังหวัดฉะเชิงเทรา: เสนอกลุ่มเป้าหมาย อำเภอละอย่างน้อย 3 กลุ่ม"
    assert "ยังขาด 2 อำเภอ: ราชสาส์น (ขาด 3), ท่าตะเกียบ (ขาด 1 รอยืนยัน 2)" in lines
    assert "ครบเมื่อยืนยัน 1 อำเภอ: คลองเขื่อน (รอยืนยัน 2)" in lines
    assert not any(
        str(name) in "".join(lines) for name in found.screening.groups["group_name"]
    )
    assert (
        lines
        == run_program("rank", SAMPLE, "--line", lang="th").stdout.strip().splitlines()
    )


def test_line_of_the_country_counts_per_province() -> None:
    """928 names of districts are no short summary."""
    done = run_program("rank", SAMPLE, "--line", "--province", "all", lang="th")
    lines = done.stdout.strip().splitlines()
    assert lines[0] == "KBO 77 จังหวัด: เสนอกลุ่มเป้าหมาย อำเภอ/เขตละอย่างน้อย 3 กลุ่ม"
    assert lines[1] == "รวม 928 อำเภอ/เขต: ครบ 8, ครบเมื่อยืนยัน 1, ขาด 919"
    assert "ฉะเชิงเทรา: ครบ 8, ครบเมื่อยืนยัน 1, ขาด 2" in lines
    assert "กรุงเทพมหานคร: ขาด 50" in lines
    assert len(lines) == 2 + 77 + 1
    assert len(done.stdout.encode()) < 4_500


def test_bangkok_has_khet_and_is_no_changwat() -> None:
    lines = run_program(
        "rank", SAMPLE, "--line", "--province", "กรุงเทพมหานคร", lang="th"
    ).stdout.splitlines()
    assert lines[0] == "KBO กรุงเทพมหานคร: เสนอกลุ่มเป้าหมาย เขตละอย่างน้อย 3 กลุ่ม"
    assert lines[1].startswith("ยังขาด 50 เขต: พระนคร (ขาด 3), ")
    screen = run_program("rank", SAMPLE, "--province", "กรุงเทพมหานคร", lang="th").stdout
    assert "ไม่ครบตามจำนวน 50 (เขต)" in screen
