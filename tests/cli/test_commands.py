"""The command line as a user meets it.

- Exit codes: 0 fine, 1 findings, 2 usage or output, 3 input, 4 our fault.
- Results on stdout, everything else on stderr; never a traceback; nothing half written.
- Help loads neither pandas nor a spreadsheet library.
- JSON fits its schema and holds nothing personal.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from openpyxl import load_workbook

from kbo_screen.findings import UsageError, make_finding
from kbo_screen.formats import writing
from kbo_screen.formats.text.csv_file import to_csv
from kbo_screen.registry.question import ANSWER_WORDS_SHEET
from kbo_screen.results.explanation.explanation import compare_groups, explain_group
from kbo_screen.results.rank.rank_payload import rank_payload
from kbo_screen.results.rank.rank_sheets import rank_sheets, split_rank_sheets
from kbo_screen.results.rank.rank_table import rank_table
from kbo_screen.results.schemas import json_schema
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.tools.looks import cells_of_book
from tests.tools.program import run_program
from tests.tools.registries import text_table, write_csv
from tests.tools.written import write_text, write_workbook, write_workbooks

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data" / "registry.xlsx"


@pytest.fixture(scope="module")
def sample_run():
    return build_run(
        [SAMPLE], RunOptions(letter="chachoengsao_2566", lang="th", quiet=True)
    )


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["rank", SAMPLE, "--quiet"], 0, ""),
        (["rank", SAMPLE, "--fail-on", "error"], 1, ""),
        (
            ["rank", SAMPLE, "--province", "ฉะเชิงเซา"],
            2,
            "is no province. Nearest: ฉะเชิงเทรา",
        ),
        (["rank", SAMPLE, "--district", "บางคลา"], 2, "บางคล้า"),
        (["rank", SAMPLE, "--letter", "chachoengsao"], 2, "chachoengsao_2566"),
        (["rank", SAMPLE, "-o", "out.pdf"], 2, "No PDF is written"),
        (["rank", SAMPLE, "-o", SAMPLE, "--force"], 2, "never written over"),
        (["rank", SAMPLE, "-o", "/no/such/folder/x.xlsx"], 2, "folder"),
        (["rank", "nothing.xlsx"], 3, "There is no file"),
        (["rank", ROOT / "README.md"], 3, ""),
        (["rank", SAMPLE, "--column", "star"], 2, "="),
        (["explain", SAMPLE, "กลุ่มที่ไม่มี"], 2, "Nearest"),
        (["letter", "check", ROOT / "tests/letters/second_letter.toml"], 0, ""),
        (["schema"], 0, ""),
        ([], 0, ""),
    ],
)
def test_exit_codes_and_plain_sentences(
    words: list[object],
    code: int,
    says: str,
) -> None:
    done = run_program(*words)
    assert code == done.returncode, done.stderr
    assert says in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr


def test_json_names_the_code_of_what_went_wrong() -> None:
    """The codes behind the sentences above: usage.unknown-province, usage.unknown-district, output.unknown-format,
    output.is-input, output.no-folder."""
    codes = []
    for words in (
        {"province": "ฉะเชิงเซา"},
        {"districts": ("บางคลา",)},
    ):
        with pytest.raises(UsageError) as caught:
            build_run(
                [SAMPLE],
                RunOptions(letter="chachoengsao_2566", lang="th", quiet=True, **words),
            )
        codes += [f.code for f in caught.value.findings]
    for target in (SAMPLE, SAMPLE.parent / "no" / "x.csv"):
        with pytest.raises(UsageError) as caught:
            write_text("", target, force=True, inputs=[SAMPLE])
        codes += [f.code for f in caught.value.findings]
    assert codes == [
        "usage.unknown-province",
        "usage.unknown-district",
        "output.is-input",
        "output.no-folder",
    ]


def test_our_own_fault_is_said_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from kbo_screen.cli.app import app

    def fail(letter: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kbo_screen.tasks.build_run.open_letter", fail)
    done = CliRunner().invoke(app, ["letter", "show", "--lang", "en"])
    assert done.exit_code == 4
    fault = make_finding("internal.unexpected", what="ZeroDivisionError")
    assert fault.message("en") in " ".join(done.output.split())


def test_a_pipe_that_is_closed_early_is_no_fault() -> None:
    """`kbo-screen rank ... | head -1`."""
    env = {"KBO_SCREEN_LANG": "en", "PATH": "", "PYTHONUTF8": "1"}
    words = [
        sys.executable,
        "-m",
        "kbo_screen",
        "rank",
        str(SAMPLE),
        "--format",
        "json",
        "--all-rows",
        "--today",
        "2022-12-25",
    ]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read().decode()
    assert (process.returncode, said) == (0, "")


def test_help_loads_no_heavy_library() -> None:
    script = (
        "import sys; sys.argv=['kbo-screen','--help']\n"
        "try:\n    from kbo_screen.cli import main; main()\nexcept SystemExit: pass\n"
        "print(sorted({'pandas','numpy','openpyxl','xlsxwriter','python_calamine','pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_json_fits_its_schema_and_is_not_personal(sample_run) -> None:
    payload = rank_payload(sample_run, all_rows=True)
    jsonschema.validate(payload, json_schema("rank"))
    assert "000-000-" not in json.dumps(payload, ensure_ascii=False)
    for district in payload["districts"]:
        capped = min(district["certain"], district["required"])
        assert (
            district["required"]
            == capped + district["to_confirm"] + district["shortfall"]
        )
        assert [g["rank"] for g in district["groups"]] == list(
            range(1, len(district["groups"]) + 1)
        )
    assert {"ราชสาส์น"} == {
        d["district"]
        for d in payload["districts"]
        if not d["groups"] and d["certain"] == 0
    }
    assert payload["not_listed"]["products"] == len(payload["not_listed"]["rows"])


def test_csv_has_a_row_per_listed_group_and_no_formula(sample_run) -> None:
    text = to_csv(rank_table(sample_run))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff")
    assert len(sample_run.screening.listed) == len(rows)
    assert not any(
        cell.startswith(("=", "+", "@")) for row in rows for cell in row.values()
    )


def test_workbook_reads_back_as_the_screening(sample_run, tmp_path: Path) -> None:
    path, _ = write_workbook(
        rank_sheets(sample_run),
        tmp_path / "out.xlsx",
        font="TH SarabunPSK",
        force=False,
        inputs=[SAMPLE],
    )
    book = load_workbook(path)
    districts = [d.district for d in sample_run.registry.scope.districts]
    listing = [name for name in districts if name != "ราชสาส์น"]
    names = [
        "สรุปผลรายอำเภอ",
        "บัญชีรายชื่อ",
        *listing,
    ]
    names += [
        "ไม่เข้าหลักเกณฑ์",
        "รอยืนยัน",
        "ข้อค้นพบ",
        "หลักเกณฑ์ที่ใช้",
        "หลักฐานการประมวลผล",
        ANSWER_WORDS_SHEET,
    ]
    assert names == book.sheetnames
    listed = sample_run.screening.listed
    table = [
        row
        for row in book["บัญชีรายชื่อ"].iter_rows(values_only=True)
        if isinstance(row[1], int)
    ]
    assert [(row[0], row[1], row[3]) for row in table] == list(
        zip(listed["district"], listed["rank"], listed["group_name"], strict=True)
    )
    rejected = [
        row
        for row in book["ไม่เข้าหลักเกณฑ์"].iter_rows(values_only=True)
        if isinstance(row[4], int)
    ]
    assert (sample_run.screening.products["outcome"] == "not_listed").sum() == len(
        rejected
    )
    for sheet in (sheet for sheet in book if sheet.sheet_state == "visible"):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == (
            "landscape",
            9,
        )
        assert sheet.print_title_rows
        assert {
            cell.font.name
            for row in sheet.iter_rows(max_row=6)
            for cell in row
            if cell.value
        } == {"TH SarabunPSK"}
    assert not any(cell.data_type == "f" for cell in cells_of_book(book))
    assert len(book["สรุปผลรายอำเภอ"]._charts) == 1


def test_stamp_is_in_sight_everywhere(tmp_path: Path) -> None:
    table = text_table("""
        | อำเภอ   | ชื่อกลุ่ม   | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 |
        | บางคล้า | กลุ่มจักสาน | กลุ่ม        | ตะกร้า      | 3               |
    """)
    source = write_csv(tmp_path / "r.csv", table[0], table[1:])
    stamped = build_run(
        [source], RunOptions(letter="chachoengsao_2566", lang="en", quiet=True)
    )
    gaps = [(g.condition, g.effect) for g in stamped.screening.not_evaluated]
    assert gaps == [
        ("no-other-project", "stamp"),
        ("quadrant-d", "tier-unavailable"),
        ("registered-in-window", "stamp"),
        ("preference", "stamp"),
    ]
    assert ["met", "short"][1] == stamped.screening.districts["status"].iat[1]
    assert stamped.screening.listed["certainty"].tolist() == ["certain"]
    path, _ = write_workbook(
        rank_sheets(stamped),
        tmp_path / "o.xlsx",
        font="TH SarabunPSK",
        force=False,
        inputs=[],
    )
    for sheet in (
        sheet for sheet in load_workbook(path) if sheet.sheet_state == "visible"
    ):
        assert any(
            "Not checked" in str(row[0])
            for row in sheet.iter_rows(max_row=9, values_only=True)
        ), sheet.title
    assert "Not checked" in run_program("rank", source).stdout
    assert len(rank_payload(stamped)["not_evaluated"]) == 4


def test_output_is_written_whole_or_not_at_all(
    sample_run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        write_text("new", target, force=False, inputs=[])
    assert [f.code for f in caught.value.findings] == ["output.exists"]
    for number, code in (
        (28, "output.disk-full"),
        (13, "output.no-permission"),
        (5, "output.unwritable"),
    ):

        def fail(draft: Path, number: int = number) -> None:
            draft.write_text("half", encoding="utf-8")
            raise OSError(number, "wrong")

        with pytest.raises(UsageError) as caught:
            writing.write_file(fail, target, force=True, inputs=[])
        assert [code] == [f.code for f in caught.value.findings]
        assert target.read_text(encoding="utf-8") == "old"
        assert [target] == list(tmp_path.iterdir())
    path, _ = write_text("new", target, force=True, inputs=[])
    assert path.read_text(encoding="utf-8") == "new"


def test_file_open_in_excel_gets_a_numbered_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a file that is open."""
    target = tmp_path / "out.csv"
    target.write_text("old", encoding="utf-8")
    replace = Path.replace

    def refuse(self: Path, other: Path) -> Path:
        if other == target:
            raise PermissionError(13, "open")
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", refuse)
    path, findings = write_text("new", target, force=True, inputs=[])
    assert (path.name, [f.code for f in findings]) == (
        "out (2).csv",
        ["output.open-elsewhere"],
    )


def test_with_many_districts_one_list_stands_for_their_sheets(tmp_path: Path) -> None:
    """The whole country: the rules of the letter elsewhere, and the receipt says so."""
    everywhere = build_run(
        [SAMPLE],
        RunOptions(
            letter="chachoengsao_2566",
            lang="en",
            province="all",
            quiet=True,
            districts=(),
        ),
    )
    assert (
        len(everywhere.screening.districts),
        everywhere.receipt.options["province"],
    ) == (928, "all")
    path, _ = write_workbook(
        rank_sheets(everywhere),
        tmp_path / "o.xlsx",
        font="Garuda",
        force=False,
        inputs=[],
    )
    book = load_workbook(path)
    names = [
        "Summary",
        "Shortlist",
        "Not listed",
        "To confirm",
        "Findings",
        "Rules",
        "Receipt",
        ANSWER_WORDS_SHEET,
    ]
    assert names == book.sheetnames
    assert len(book["Summary"]._charts) == 0
    assert len(everywhere.screening.listed) == sum(
        isinstance(r[1], int) for r in book["Shortlist"].iter_rows(values_only=True)
    )


def test_one_district_counts_the_others_as_out_of_scope() -> None:
    one = build_run(
        [SAMPLE],
        RunOptions(
            letter="chachoengsao_2566", lang="th", quiet=True, districts=("อ.บางคล้า",)
        ),
    )
    assert one.screening.districts["district"].tolist() == ["บางคล้า"]
    assert one.screening.accounting.products == 262
    assert one.screening.accounting.out_of_scope > 200


def test_take_proposes_more_without_touching_the_counts(sample_run) -> None:
    more = build_run(
        [SAMPLE], RunOptions(letter="chachoengsao_2566", lang="th", quiet=True, take=5)
    )
    of_proposed = "selected_to_check"
    counts, counts_now = (
        run.screening.districts.drop(columns=of_proposed) for run in (more, sample_run)
    )
    assert counts.equals(counts_now)
    assert (
        more.screening.groups["selected"].sum()
        > sample_run.screening.groups["selected"].sum()
    )


def test_split_writes_a_workbook_per_district(sample_run, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    write_workbooks(
        split_rank_sheets(sample_run, "district"),
        folder,
        font="TH SarabunPSK",
        force=False,
        inputs=[],
    )
    assert {f"{d.district}.xlsx" for d in sample_run.registry.scope.districts} == {
        p.name for p in folder.iterdir()
    }
    with pytest.raises(UsageError) as caught:
        write_workbooks(
            split_rank_sheets(sample_run, "province"),
            SAMPLE,
            font="TH SarabunPSK",
            force=False,
            inputs=[],
        )
    assert [f.code for f in caught.value.findings] == ["output.not-a-folder"]


def test_explain_finds_the_key_that_decides(sample_run) -> None:
    listed = sample_run.screening.listed
    first = listed[listed["district"] == "บางคล้า"]
    for upper, lower in zip(first["group_id"], first["group_id"][1:], strict=False):
        found = compare_groups(sample_run, lower, upper)
        assert sample_run.screening.groups.loc[found.upper, "group_id"] == upper
        assert found.key in (
            "tier",
            "preference",
            "certainty",
            "standard-passed",
            "star",
            "group-id",
        )
    explained = explain_group(sample_run, first["group_id"].iat[0])
    assert set(explained.products[0].answers) == {
        c.id for c in sample_run.letter.conditions
    }
    assert explained.products[0].stands


def test_one_name_of_two_groups_asks_for_the_district(tmp_path: Path) -> None:
    table = text_table("""
        | อำเภอ    | ชื่อกลุ่ม   | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 |
        | บางคล้า  | กลุ่มจักสาน | กลุ่ม        | ตะกร้า      | 3               |
        | บางปะกง | กลุ่มจักสาน | กลุ่ม        | ตะกร้า      | 3               |
    """)
    two = build_run(
        [write_csv(tmp_path / "r.csv", table[0], table[1:])],
        RunOptions(letter="chachoengsao_2566", lang="th"),
    )
    with pytest.raises(UsageError) as caught:
        explain_group(two, "กลุ่มจักสาน")
    assert [f.code for f in caught.value.findings] == ["usage.several-groups"]
    assert explain_group(two, "กลุ่มจักสาน", district="บางปะกง").group == 1
    with pytest.raises(UsageError) as caught:
        explain_group(two, "กลุ่มจักสาร", district="บางปะกง")
    assert [(f.code, f.suggestion) for f in caught.value.findings] == [
        ("usage.unknown-group", "“กลุ่มจักสาน”")
    ]
