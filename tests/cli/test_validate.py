"""`form` and `validate` as commands: exit codes, outputs, what is asked for and what is refused."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from typing import TYPE_CHECKING

import jsonschema
import openpyxl
import pytest
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.results.schemas import json_schema
from tests.tools.lists import OwnList, make_run, registry_rows
from tests.tools.looks import rows_of
from tests.tools.registries import write_csv, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a registry, and a folder of lists: one clean, one with an error."""
    make_run(tmp_path)
    (tmp_path / "in").mkdir()
    OwnList("บางคล้า").write(tmp_path / "in")
    flawed = OwnList("บางปะกง")
    flawed.add("กลุ่มปูเค็มบ้านบน")["ศักยภาพ"] = "ไม่มี"
    flawed.write(tmp_path / "in")
    return tmp_path


def run(*words: object) -> Result:
    return CliRunner().invoke(
        app, [str(word) for word in words], env={"COLUMNS": "110"}
    )


def test_one_error_is_exit_code_1_and_fail_on_says_otherwise(desk: Path) -> None:
    asked = ("validate", desk / "in", "--registry", desk / "registry.xlsx")
    assert run(*asked).exit_code == 1
    assert run(*asked, "--fail-on", "never").exit_code == 0
    clean = (
        "validate",
        desk / "in" / "บางคล้า.xlsx",
        "--registry",
        desk / "registry.xlsx",
    )
    assert run(*clean).exit_code == 0
    assert run(*clean, "--fail-on", "warning").exit_code == 0
    assert (
        run(
            "validate", desk / "in" / "บางค*.xlsx", "--registry", desk / "registry.xlsx"
        ).exit_code
        == 0
    )


def test_codes_and_stages_are_kept_or_left_out(desk: Path) -> None:
    asked = (
        "validate",
        desk / "in",
        "--registry",
        desk / "registry.xlsx",
        "--format",
        "json",
    )
    skipped = run(*asked, "--skip", "selection", "--skip", "cross.nothing-sent")
    assert skipped.exit_code == 0
    payload = json.loads(skipped.stdout)
    assert [file["status"] for file in payload["files"]] == ["accepted", "rejected"], (
        "by all rules, whatever is shown"
    )
    assert [len(file["findings"]) for file in payload["files"]] == [0, 0]
    assert "selection.too-few" in payload["not_shown"]
    only = json.loads(run(*asked, "--only", "cross").stdout)
    assert [len(file["findings"]) for file in only["files"]] == [0, 0]
    assert {finding["code"] for finding in only["cross"]} == {"cross.nothing-sent"}
    wrong = run(*asked, "--only", "selection.quadrant")
    assert wrong.exit_code == 2
    assert "selection.quadrant-refused" in wrong.stderr


def test_the_json_is_what_its_schema_says(desk: Path) -> None:
    done = run(
        "validate",
        desk / "in",
        "--registry",
        desk / "registry.xlsx",
        "--format",
        "json",
        "--received",
        "29/12/2565",
    )
    payload = json.loads(done.stdout)
    jsonschema.validate(payload, json_schema("validate"))
    assert payload["schema"] == "kbo-screen/validate/1"
    flawed = payload["files"][1]
    assert [
        flawed[key]
        for key in ("district", "status", "rows", "accepted", "required", "shortfall")
    ] == [
        "บางปะกง",
        "rejected",
        4,
        3,
        3,
        0,
    ]
    (finding,) = flawed["findings"]
    assert (finding["code"], finding["cell"], finding["clause"]) == (
        "selection.potential-not-certified",
        "J10",
        "1(2)",
    )
    assert [one["group_name"] for one in finding["alternatives"]] == ["กลุ่มสองเขต"]
    districts = {one["district"]: one for one in payload["districts"]}
    assert (districts["บางคล้า"]["on_time"], districts["บางคล้า"]["accepted"]) == (
        False,
        3,
    )
    assert (districts["ราชสาส์น"]["submitted"], districts["ราชสาส์น"]["on_time"]) == (
        False,
        None,
    )
    roles = [one["role"] for one in payload["receipt"]["inputs"]]
    assert roles == ["registry", "submission", "submission"]
    assert "ตัวอย่าง" not in done.stdout, (
        "a representative's name is nobody's business here"
    )


def test_the_csv_has_a_row_per_finding(desk: Path) -> None:
    done = run(
        "validate", desk / "in", "--registry", desk / "registry.xlsx", "--format", "csv"
    )
    rows = list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"))))
    assert [(row["file"], row["status"], row["code"]) for row in rows][:2] == [
        ("บางคล้า.xlsx", "accepted", ""),
        ("บางปะกง.xlsx", "rejected", "selection.potential-not-certified"),
    ]


def test_dates_of_receipt_from_a_table(desk: Path) -> None:
    """By district or by file; a row that says nothing of a list is a finding, and a table without any stops the run."""
    table = write_csv(
        desk / "received.csv",
        ["อำเภอ", "วันที่ได้รับ"],
        [
            ["อ.บางคล้า", "30 ธ.ค. 2565"],
            ["บางปะกง.xlsx", "๒๗/๑๒/๒๕๖๕"],
            ["บ้านโพธิ์", ""],
            ["แปลงยาว", "31/11/2565"],
            ["สนามชัยเขด", "28/12/2565"],
            ["ราชสาส์น.xlsx", "28/12/2565"],
            ["พนมสารคาม", "28/12/2564"],
        ],
    )
    asked = (
        "validate",
        desk / "in",
        "--registry",
        desk / "registry.xlsx",
        "--format",
        "json",
        "--lang",
        "en",
        "--quiet",
        "--received",
    )
    done = run(*asked, table)
    payload = json.loads(done.stdout)
    assert [file["received"] for file in payload["files"]] == [
        "2022-12-30",
        "2022-12-27",
    ]
    late = [f for f in payload["cross"] if f["code"] == "cross.late"]
    assert [f["file"] for f in late] == ["บางคล้า.xlsx"]
    assert (
        "after 28 December 2022 (a reading of “วันพุธที่ ๒๕ ธันวาคม ๒๕๖๕”)"
        in late[0]["message"]
    )
    told = [
        (f["code"], f["severity"], f["file"], f["cell"])
        for f in payload["cross"]
        if f["code"].startswith("list.")
    ]
    assert told == [
        ("list.no-date", "warning", "received.csv", "A4"),
        ("list.impossible-date", "warning", "received.csv", "B5"),
        ("list.unknown-receipt", "warning", "received.csv", "A6"),
        ("list.unknown-receipt", "warning", "received.csv", "A7"),
        ("list.unlikely-date", "warning", "received.csv", "B8"),
    ]
    assert done.stderr == ""
    empty = write_csv(desk / "empty.csv", ["อำเภอ", "หมายเหตุ"], [["-", "-"]])
    assert run(*asked, empty).exit_code == 3  # list.no-dates
    assert run(*asked, desk / "nowhere.csv").exit_code == 3
    for words in ("99/99/9999", "31/11/2565", "เมื่อวาน"):
        wrong = run(*asked, words)
        assert (wrong.exit_code, words in wrong.stderr) == (2, True)  # usage.no-date


def test_the_workbook_says_what_to_mend_and_links_to_the_cell(desk: Path) -> None:
    out = desk / "findings.xlsx"
    run("validate", desk / "in", "--registry", desk / "registry.xlsx", "-o", out)
    book = openpyxl.load_workbook(out)
    sheets = ["สรุป", "สิ่งที่ต้องแก้", "แยกตามเรื่อง", "หลักฐานการประมวลผล"]
    assert book.sheetnames == sheets
    row = [cell.value for cell in book["สิ่งที่ต้องแก้"][4]]
    assert row[:4] == ["บางปะกง.xlsx", "J10", "ต้องแก้ไข", "กลุ่มปูเค็มบ้านบน"]
    assert row[6] == "เสนอแทนได้: กลุ่มสองเขต"
    link = book["สิ่งที่ต้องแก้"]["B4"].hyperlink
    assert (link.target, link.location) == ("in\\บางปะกง.xlsx", "'รายชื่อ'!J10")
    rules = rows_of(book["แยกตามเรื่อง"], min_row=4)
    assert ["ต้องแก้ไข", 1, "บางปะกง.xlsx", "J10"] in [list(row[:4]) for row in rules]


def test_a_folder_gets_a_workbook_per_list(desk: Path) -> None:
    done = run(
        "validate",
        desk / "in",
        "--registry",
        desk / "registry.xlsx",
        "-o",
        desk / "back",
    )
    assert sorted(path.name for path in (desk / "back").iterdir()) == [
        "บางคล้า.xlsx.สิ่งที่ต้องแก้.xlsx",
        "บางปะกง.xlsx.สิ่งที่ต้องแก้.xlsx",
    ]
    assert "2" in done.stderr


def test_the_province_s_list_holds_the_accepted_groups(desk: Path) -> None:
    out = desk / "province.xlsx"
    run("validate", desk / "in", "--registry", desk / "registry.xlsx", "--collect", out)
    sheet = openpyxl.load_workbook(out)["บัญชีรายชื่อจังหวัด"]
    rows = rows_of(sheet, min_row=4, max_row=10)
    assert ["บางปะกง", "กลุ่มหอยดองบ้านล่าง"] in [list(row[1:3]) for row in rows]
    assert rows[0][9] == "นางหนึ่ง ตัวอย่าง", "the list that goes up names who attends"
    assert "กลุ่มปูเค็มบ้านบน" not in [row[2] for row in rows]


def test_what_cannot_be_checked_is_wrong_usage(desk: Path) -> None:
    (desk / "none").mkdir()
    nothing = run("validate", desk / "none", "--registry", desk / "registry.xlsx")
    assert nothing.exit_code == 2  # usage.no-submissions
    assert "ไม่พบไฟล์รายชื่อ" in nothing.stderr
    assert (
        run(
            "validate",
            desk / "in",
            "--registry",
            desk / "registry.xlsx",
            "--only",
            "no-such",
        ).exit_code
        == 2
    )  # usage.unknown-code
    assert run("form", "-o", desk / "forms").exit_code == 2  # usage.no-registry
    assert (
        run(
            "validate",
            desk / "in",
            "--registry",
            desk / "registry.xlsx",
            "-o",
            desk / "x.doc",
        ).exit_code
        == 2
    )
    unreadable = run(
        "validate", desk / "gone.xlsx", "--registry", desk / "registry.xlsx"
    )
    assert unreadable.exit_code == 3
    assert "เปิดไฟล์ไม่ได้" in unreadable.stdout


def test_a_list_that_names_no_district_takes_the_one_given(desk: Path) -> None:
    one = OwnList()
    one.title, one.name = None, "list.xlsx"
    path = one.write(desk)
    assert run("validate", path, "--registry", desk / "registry.xlsx").exit_code == 1
    assert (
        run(
            "validate",
            path,
            "--registry",
            desk / "registry.xlsx",
            "--district",
            "อ.บางคล้า",
        ).exit_code
        == 0
    )


def test_a_header_mapped_by_hand_may_stand_in_the_lists_alone_or_in_the_registry_alone(
    desk: Path,
) -> None:
    one = OwnList()
    one.header = [
        "ผู้ได้รับมติ" if name == "ชื่อกลุ่ม" else name
        for name in one.header
        if name != "รหัสผู้ผลิต"
    ]
    for row in one.rows:
        row["ผู้ได้รับมติ"] = row["ชื่อกลุ่ม"]
    asked = ("validate", one.write(desk), "--registry", desk / "registry.xlsx")
    assert run(*asked).exit_code == 3
    assert run(*asked, "--column", "group_name=ผู้ได้รับมติ").exit_code == 0
    assert (
        run(
            *asked, "--column", "group_name=ผู้ได้รับมติ", "--column", "star=ระดับดาว ปี 2565"
        ).exit_code
        == 0
    )
    wrong = run(*asked, "--column", "group_name=ผู้ได้รับมติ", "--column", "phone=ไม่มีหัวนี้")
    assert (wrong.exit_code, "ไม่มีหัวนี้" in wrong.stderr) == (2, True)
    short = ("shortfall", desk / "registry.xlsx", "--submissions", one.write(desk))
    assert run(*short, "--column", "group_name=ผู้ได้รับมติ").exit_code == 0
    assert (
        run(
            "shortfall", desk / "registry.xlsx", "--column", "group_name=ผู้ได้รับมติ"
        ).exit_code
        == 2
    )


def test_side_lists_count_in_a_check_too(desk: Path) -> None:
    projects = write_xlsx(
        desk / "projects.xlsx",
        [["อำเภอ", "ชื่อกลุ่ม", "โครงการ"], ["บางคล้า", "ทอผ้า บ.ดอนทราย", "Young OTOP"]],
    )
    asked = (
        "validate",
        desk / "in" / "บางคล้า.xlsx",
        "--registry",
        desk / "registry.xlsx",
        "--format",
        "json",
    )
    found = json.loads(run(*asked, "--projects", projects).stdout)["files"][0][
        "findings"
    ]
    assert [finding["code"] for finding in found] == ["selection.in-other-project"]
    assert "projects.xlsx" in found[0]["message"]


def test_a_form_made_with_a_side_list_and_checked_without_is_told(desk: Path) -> None:
    projects = write_xlsx(
        desk / "projects.xlsx",
        [["อำเภอ", "ชื่อกลุ่ม", "โครงการ"], ["บางปะกง", "กลุ่มกะปิบ้านคลองใหม่", "Young OTOP"]],
    )
    lists = ("--projects", projects)
    run(
        "form",
        desk / "registry.xlsx",
        "-o",
        desk / "forms",
        "--district",
        "บางคล้า",
        "--prefill",
        *lists,
    )
    asked = (
        "validate",
        desk / "forms",
        "--registry",
        desk / "registry.xlsx",
        "--format",
        "json",
    )
    told = [
        [
            finding["code"]
            for finding in json.loads(run(*asked, *more).stdout)["files"][0]["findings"]
        ]
        for more in (lists, ())
    ]
    assert set(told[1]) - set(told[0]) == {"form.other-edition"}


def test_a_corrected_list_settles_the_exit_code(desk: Path) -> None:
    corrected = OwnList("บางปะกง")
    corrected.name, corrected.head["วันที่รายงาน"] = "บางปะกง แก้ไข.xlsx", "21/12/2565"
    corrected.write(desk / "in")
    done = run(
        "validate", desk / "in", "--registry", desk / "registry.xlsx", "--lang", "en"
    )
    assert done.exit_code == 0
    assert "In all: accepted 2 | not used 1" in done.stdout


def test_forms_are_written_for_the_districts_asked_for(desk: Path) -> None:
    done = run(
        "form",
        desk / "registry.xlsx",
        "-o",
        desk / "forms",
        "--district",
        "บางคล้า",
        "--prefill",
        "--lang",
        "en",
    )
    assert (done.exit_code, [path.name for path in (desk / "forms").iterdir()]) == (
        0,
        ["2402 บางคล้า.xlsx"],
    )
    assert ": 1\nWhat to do next\n" in done.stderr
    assert (
        run(
            "form", desk / "registry.xlsx", "-o", desk / "forms", "--district", "บางคล้า"
        ).exit_code
        == 2
    )
    assert (
        run("form", "--blank", "-o", desk / "blank", "--district", "บางคล้า").exit_code
        == 0
    )


def test_the_screen_reads_from_the_table_down(desk: Path) -> None:
    rows = registry_rows()
    assert len(rows) == 22
    screen = run(
        "validate",
        desk / "in",
        "--registry",
        desk / "registry.xlsx",
        "-q",
        "--lang",
        "en",
    ).stdout
    expected = """\
Lists checked against registry.xlsx: 2

file          district  status    accepted  errors  warnings
------------------------------------------------------------
บางคล้า.xlsx   บางคล้า    accepted       3/3       0         0
บางปะกง.xlsx  บางปะกง   rejected      *3/3       1         0

In all: accepted 1 | rejected 1
Groups accepted: 3 | districts with a list: 2 | with enough groups: 1
* Not counted: 3 groups without an error in lists that are sent back

บางปะกง บางปะกง.xlsx (rejected)
  error: selection.potential-not-certified 1
  error รายชื่อ J10 [selection.potential-not-certified]
    Cell J10: the district does not certify “กลุ่มปูเค็มบ้านบน”, with potential (clause 1(2)).
    Say that it has potential, if the district certifies it; otherwise pick another group.
  Next on the shortlist, to name instead: กลุ่มสองเขต (rank 4)
"""
    assert screen[: len(expected)] == expected


def test_of_many_lists_the_screen_shows_what_the_rejected_have_to_mend(
    desk: Path,
) -> None:
    """Kinds of all lists with their counts; --all shows every list whole, as of a few."""
    for number in range(13):
        one = OwnList("บางคล้า")
        one.name = f"บางคล้า {number}.xlsx"
        one.write(desk / "in")
    asked = ["validate", desk / "in", "--registry", desk / "registry.xlsx"]
    screen = run(*asked, "-q", "--lang", "en").stdout
    assert "error: selection.potential-not-certified 1" in screen
    assert (
        "  Cell J10: the district does not certify “กลุ่มปูเค็มบ้านบน”, with potential (clause 1(2)).\n"
        "  [selection.potential-not-certified]\n"
        "    Say that it has potential"
    ) in screen
    assert "more lists (all with --all" in screen
    whole = run(*asked, "-q", "--lang", "en", "--all").stdout
    assert "Next on the shortlist, to name instead" in whole
    assert "--all" not in whole
    assert len(screen.splitlines()) < 40


def test_of_many_lists_what_is_left_out_is_counted_by_finding(desk: Path) -> None:
    """Two cells of one fault stand in one line, and are two wherever the screen counts."""
    folder = desk / "alike"
    folder.mkdir()
    for number, district in enumerate(("บางคล้า", "บางคล้า", "บางปะกง", "บ้านโพธิ์")):
        one = OwnList(district)
        one.name = f"{number} {district}.xlsx"
        for row in one.rows:
            row["ผู้แทนกลุ่ม"] = "นางคนเดียว มาแทน"
        one.write(folder)
    asked = ["validate", folder, "--registry", desk / "registry.xlsx"]
    screen = run(*asked, "-q", "--lang", "en").stdout
    counts = re.search(r"^Found: (.*)$", screen, re.MULTILINE)
    left = re.search(r"and (\d+) more \(all with --all", screen)
    assert counts is not None
    assert left is not None
    n_found = sum(map(int, re.findall(r"\d+", counts[1])))
    n_shown = len(re.findall(r"\[[a-z]+\.[a-z-]+\]", screen))
    assert "row.one-person " in screen
    assert int(left[1]) == n_found - n_shown


def test_what_was_sent_is_never_written_over_nor_mixed_with_what_is_written(
    desk: Path,
) -> None:
    asked = ("validate", desk / "in", "--registry", desk / "registry.xlsx", "--force")
    kept = (desk / "in" / "บางคล้า.xlsx").read_bytes()
    assert run(*asked, "-o", desk / "in" / "บางคล้า.xlsx").exit_code == 2
    assert run(*asked, "--collect", desk / "in" / "บางคล้า.xlsx").exit_code == 2
    assert run(*asked, "-o", desk / "in").exit_code == 2, (
        "what is written there would be read as a list the next time"
    )
    (desk / "taken").write_text("a file")
    assert run(*asked, "-o", desk / "taken").exit_code == 2
    assert (desk / "in" / "บางคล้า.xlsx").read_bytes() == kept
    assert len(list((desk / "in").iterdir())) == 2


def test_the_receipt_says_what_was_asked_of_the_check(desk: Path) -> None:
    done = run(
        "validate",
        desk / "in",
        "--registry",
        desk / "registry.xlsx",
        "--format",
        "json",
        "--skip",
        "cross",
        "--received",
        "28/12/2565",
    )
    options = json.loads(done.stdout)["receipt"]["options"]
    assert {name: options[name] for name in ("skip", "received")} == {
        "skip": ["cross"],
        "received": "28/12/2565",
    }


@pytest.mark.parametrize("day", ["22/12/2565", "28/12/2572", "28/12/3108", "1/1/2566"])
def test_a_day_of_receipt_that_cannot_be_is_refused(desk: Path, day: str) -> None:
    """`usage.unlikely-receipt`: before the letter, after the day of the run, or of no year: what can be is said."""
    asked = (
        "validate",
        desk / "in",
        "--registry",
        desk / "registry.xlsx",
        "--lang",
        "en",
        "--today",
        "2022-12-29",
    )
    done = run(*asked, "--received", day)
    assert done.exit_code == 2
    words = " ".join(done.stderr.split())
    assert "no earlier than 23 December 2022 (the letter's day)" in words
    assert "no later than 29 December 2022 (the day of the run)" in words


def test_a_day_of_receipt_stored_in_another_century_is_mended(desk: Path) -> None:
    """28/12/65 typed into Excel is stored as 1965: the one day that it can be meant for is used, and said."""
    table = write_xlsx(
        desk / "received.xlsx",
        [["อำเภอ", "วันที่ได้รับ"], ["บางคล้า", dt.date(1965, 12, 30)]],
    )
    asked = (
        "validate",
        desk / "in",
        "--registry",
        desk / "registry.xlsx",
        "--format",
        "json",
        "--received",
        table,
    )
    payload = json.loads(run(*asked).stdout)
    assert [file["received"] for file in payload["files"]] == ["2022-12-30", None]
    assert [
        d["on_time"] for d in payload["districts"] if d["district"] == "บางคล้า"
    ] == [False]
    told = [
        (f["code"], f["severity"], f["cell"])
        for f in payload["cross"]
        if f["code"].startswith("list.")
    ]
    assert told == [("list.mended-date", "warning", "B2")]
