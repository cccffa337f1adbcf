"""`compare` as people call it: two editions of the sample registry, their sums, causes and formats.

- Every format tells the same groups; sums add up in each; the JSON fits its schema.
- Exit code 1 where anything moved, 0 where nothing did.
- A cell is told with its place and value in both editions, a list's line and an answer with theirs.
- The letter's own reading, another quota, --take and a lost column are named as such.
- A folder is one registry of several files.
- A result stands for its inputs where they are there; else what it states is compared, and that is said.
- Two stated lists tell districts of one name apart by their province, and groups by their ids.
- A letter with a quota of the province is told with no number per district.
- A JSON that lost what it says ends with 3 and a sentence.
- A sheet that a hand changed is not taken for what its inputs give.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.findings import Place, make_finding
from kbo_screen.letters.loading import load_letter_file
from kbo_screen.results.schemas import json_schema

SIDES = ("old", "new")
SAMPLES = Path(__file__).parents[2] / "sample_data"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The samples in a folder of their own, and a newer edition in which some cells differ."""
    for path in SAMPLES.glob("*.xlsx"):
        shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*words: str, code: int = 1) -> str:
    done = CliRunner().invoke(app, ["compare", *words, "--lang", "en", "-q"])
    assert done.exit_code == code, done.output
    return done.stdout


def payload_of(*words: str) -> Any:
    payload = json.loads(call(*words, "--format", "json"))
    jsonschema.validate(payload, json_schema("compare"))
    return payload


def write_newer(changes: dict[str, object]) -> None:
    book = openpyxl.load_workbook("registry.xlsx")
    for cell, value in changes.items():
        book.worksheets[0][cell] = value
    book.save("newer.xlsx")


def groups_of(payload: Any, *moves: str) -> dict[str, Any]:
    return {
        group["group_name"]: group
        for district in payload["districts"]
        for group in district["groups"]
        if group["move"] in moves
    }


@cache
def first_proposed(district: str) -> tuple[str, str]:
    """A proposed group of one product in the sample, and the cell of its other projects."""
    words = ["rank", "registry.xlsx", "--district", district, "--format", "json"]
    groups = json.loads(CliRunner().invoke(app, words).stdout)["districts"][0]["groups"]
    group = next(each for each in groups if not each["other_products"])
    return group["group_name"], group["source"]["cells"]["other_project"]


def test_nothing_moves_between_equal_editions(desk: Path) -> None:
    shutil.copy("registry.xlsx", "again.xlsx")
    words = call("registry.xlsx", "again.xlsx", code=0)
    assert "Nothing moved" in words


def test_a_cell_is_told_with_its_place_in_both_editions(desk: Path) -> None:
    name, cell = first_proposed("สนามชัยเขต")
    write_newer({cell: "Young OTOP"})
    payload = payload_of("registry.xlsx", "newer.xlsx")
    assert payload["totals"]["left"] == payload["totals"]["entered"] == 1
    (cause, *_) = groups_of(payload, "left")[name]["causes"]
    place = {"file": "newer.xlsx", "sheet": "ทะเบียน", "cell": cell}
    assert cause["new"] == place | {"value": "Young OTOP"}
    told = (cause["kind"], cause["field"], cause["clause"], cause["proof"])
    assert told == ("cell", "other_project", "1(2)", "alone")
    (entered,) = groups_of(payload, "entered").values()
    (cause,) = entered["causes"]
    assert (cause["kind"], cause["groups"]) == ("others", [name])
    screen = call("registry.xlsx", "newer.xlsx")
    assert f"{cell} “Young OTOP”" in screen


def test_reserves_that_moved_are_counted_as_no_proposed_ones(desk: Path) -> None:
    """P94 says of a reserve whether it has potential."""
    write_newer({"P94": "ไม่มี"})
    screen = call("registry.xlsx", "newer.xlsx")
    assert "No group entered or left those proposed; " in screen
    assert "that entered, left or changed rank" not in screen


def test_sums_add_up_and_all_formats_tell_the_same_groups(desk: Path) -> None:
    names = ["registry.xlsx", "registry.xlsx", "--new-projects", "projects.xlsx"]
    names += ["--new-answers", "answers.xlsx"]
    payload = payload_of(*names)
    for sums in (*payload["districts"], payload["totals"]):
        proposed = sums["proposed_old"] - sums["left"] + sums["entered"]
        listed = sums["listed_old"] - sums["off_list"] + sums["on_list"]
        assert (proposed, listed) == (sums["proposed_new"], sums["listed_new"])
    for key in payload["totals"]:
        in_districts = sum(district[key] for district in payload["districts"])
        assert in_districts == payload["totals"][key], key
    moved = groups_of(
        payload, "entered", "left", "moved", "state", "listed", "unlisted"
    )
    kinds = {cause["kind"] for group in moved.values() for cause in group["causes"]}
    assert {"list", "others"} <= kinds
    rows = list(csv.DictReader(io.StringIO(call(*names, "--format", "csv"))))
    assert {row["group_name"] for row in rows} == set(moved)
    call(*names, "-o", "compared.xlsx")
    sheet = openpyxl.load_workbook("compared.xlsx").worksheets[1]
    told = {row[2].value for row in sheet.iter_rows() if row[5].value}
    assert set(moved) <= told


def test_an_answer_is_named_as_one(desk: Path) -> None:
    payload = payload_of(
        "registry.xlsx", "registry.xlsx", "--new-answers", "answers.xlsx"
    )
    causes = [
        cause
        for group in groups_of(payload, "entered", "left", "moved", "state").values()
        for cause in group["causes"]
        if cause["kind"] == "answer"
    ]
    assert causes
    assert {cause["new"]["file"] for cause in causes} == {"answers.xlsx"}


@pytest.mark.parametrize(
    ("line", "other_line", "kind", "part"),
    [
        ("groups_per_district = 3", "groups_per_district = 2", "letter", "quota"),
        (
            '\npreference_scope = "within-tier"',
            '\npreference_scope = "before-tiers"',
            "reading",
            "preference-scope",
        ),
    ],
)
def test_another_letter_is_named_by_its_part(
    line: str,
    other_line: str,
    kind: str,
    part: str,
    desk: Path,
) -> None:
    text = load_letter_file().text
    assert line in text
    changed = text.replace(line, other_line)
    Path("older.toml").write_text(changed, encoding="utf-8")
    words = ["registry.xlsx", "registry.xlsx", "--old-letter", "older.toml"]
    payload = payload_of(*words)
    causes = [
        (cause["kind"], cause["part"])
        for group in groups_of(payload, "entered", "left", "moved", "state").values()
        for cause in group["causes"]
    ]
    assert causes
    assert set(causes) == {(kind, part)}


def test_take_and_a_lost_column_are_named(desk: Path) -> None:
    payload = payload_of("registry.xlsx", "registry.xlsx", "--old-take", "2")
    for group in groups_of(payload, "entered").values():
        (cause,) = group["causes"]
        assert (cause["kind"], cause["old"]["value"]) == ("take", "2")
    write_newer({"N4": "หมายเหตุ"})
    payload = payload_of("registry.xlsx", "newer.xlsx")
    moved = groups_of(payload, "entered", "left", "moved", "state")
    kinds = {
        (cause["kind"], cause["field"])
        for group in moved.values()
        for cause in group["causes"]
    }
    assert kinds == {("column", "standard")}


def test_a_folder_is_one_registry(desk: Path) -> None:
    folder = desk / "edition"
    folder.mkdir()
    shutil.copy("registry.xlsx", folder / "part.xlsx")
    assert "Nothing moved" in call("registry.xlsx", "edition", code=0)


def test_a_missing_edition_ends_with_3(desk: Path) -> None:
    call("registry.xlsx", "nothing.xlsx", code=3)


def write_results(*words: str) -> None:
    """A workbook of the samples and a JSON of a newer edition, in a folder without their inputs."""
    _, cell = first_proposed("สนามชัยเขต")
    write_newer({cell: "Young OTOP"})
    Path("results").mkdir()
    rank("registry.xlsx", "results/old.xlsx", *words)
    rank("newer.xlsx", "results/new.json", *words)


def rank(registry: str, file: str, *words: str) -> None:
    content = Path(registry).read_bytes()
    Path(file).write_bytes(result_of(content, registry, Path(file).suffix, words))


@cache
def result_of(
    content: bytes,
    registry: str,
    suffix: str,
    words: tuple[str, ...],
) -> bytes:
    """What rank writes of a registry of the current folder that holds `content`."""
    assert Path(registry).read_bytes() == content
    call = ["rank", registry, *words, "-o", f"ranked{suffix}", "-q"]
    assert CliRunner().invoke(app, call).exit_code == 0
    result = Path(f"ranked{suffix}")
    result_bytes = result.read_bytes()
    result.unlink()
    return result_bytes


def test_results_stand_for_their_inputs(desk: Path) -> None:
    write_results()
    names = ["results/old.xlsx", "results/new.json", "--inputs", "."]
    payload = payload_of(*names)
    sides = [(payload[side]["result"], payload[side]["inputs_found"]) for side in SIDES]
    assert sides == [("old.xlsx", True), ("new.json", True)]
    by_registry = payload_of("registry.xlsx", "newer.xlsx")
    assert payload["districts"] == by_registry["districts"]


def test_what_results_state_is_compared_without_their_inputs(desk: Path) -> None:
    write_results()
    names = ["results/old.xlsx", "results/new.json"]
    payload = payload_of(*names)
    assert payload["old"]["inputs_found"] is False
    by_registry = payload_of("registry.xlsx", "newer.xlsx")
    assert payload["totals"] == by_registry["totals"]
    for move in ("entered", "left", "moved"):
        groups = groups_of(payload, move)
        assert set(groups) == set(groups_of(by_registry, move))
        for group in groups.values():
            (cause,) = group["causes"]
            told = cause["kind"], cause["part"], cause["new"]["value"], cause["proof"]
            assert told == ("input", "registry", "newer.xlsx", "alone")
    assert "--inputs" in call(*names)


#: The result that is told, by the option that it does not follow.
RESULTS = {
    "--take": "old.xlsx",
    "--projects": "old.xlsx",
    "--old-take": "old.xlsx",
    "--new-answers": "new.json",
}


@pytest.mark.parametrize(
    "option",
    ["--take 4", "--projects p.csv", "--old-take 4", "--new-answers a.xlsx"],
)
def test_an_option_that_a_result_would_not_follow_is_refused(
    option: str, desk: Path
) -> None:
    write_results()
    words = ["compare", "results/old.xlsx", "results/new.json", *option.split()]
    done = CliRunner().invoke(app, [*words, "--lang", "en"])
    assert done.exit_code == 2
    (name, _) = option.split()
    told = make_finding("usage.option-of-registries", Place(RESULTS[name]), option=name)
    assert told.message("en") in " ".join(done.stderr.split())
    beside = ["compare", "registry.xlsx", "results/new.json", "--old-take", "3"]
    assert CliRunner().invoke(app, beside).exit_code == 1


def test_a_sheet_changed_by_hand_is_compared_as_it_stands(desk: Path) -> None:
    rank("registry.xlsx", "old.xlsx")
    book = openpyxl.load_workbook("old.xlsx")
    sheet = book["บัญชีรายชื่อ"]
    rows = [row for row in sheet.iter_rows() if row[1].value in (1, 2)][:2]
    rows[0][1].value, rows[1][1].value = 2, 1
    book.save("old.xlsx")
    payload = payload_of("old.xlsx", "registry.xlsx")
    moved = groups_of(payload, "moved")
    assert set(moved) == {row[3].value for row in rows}
    kinds = {cause["kind"] for each in moved.values() for cause in each["causes"]}
    assert kinds == {"by_hand"}


def test_stated_districts_of_one_name_stay_apart_and_ids_pair_groups(
    desk: Path,
) -> None:
    rank("registry.xlsx", "old.json")
    payload = json.loads(Path("old.json").read_text("utf-8-sig"))
    first, second, *_ = payload["districts"]
    second["district"] = first["district"]
    second["province"] = "เชียงใหม่"
    write_result(payload, "results/old.json")
    renamed = first["groups"][0]
    renamed["group_name"] = "กลุ่มชื่อใหม่"
    second["groups"].pop()
    write_result(payload, "results/new.json")
    compared = payload_of("results/old.json", "results/new.json")
    by_area = {
        (each["province"], each["district"]): each for each in compared["districts"]
    }
    assert by_area[first["province"], first["district"]]["groups"] == []
    (gone,) = by_area["เชียงใหม่", first["district"]]["groups"]
    assert gone["new"] is None


def test_a_json_that_lost_what_it_says_is_refused(desk: Path) -> None:
    rank("registry.xlsx", "old.json")
    payload = json.loads(Path("old.json").read_text("utf-8-sig"))
    del payload["districts"][0]["groups"][0]["rank"]
    write_result(payload, "results/rankless.json")
    del payload["districts"]
    write_result(payload, "results/empty.json")
    Path("results/brackets.json").write_text("[" * 200_000, encoding="utf-8")
    for name in ("rankless", "empty", "brackets"):
        call(f"results/{name}.json", "registry.xlsx", code=3)


def write_result(payload: Any, path: str) -> None:
    """A JSON in a folder in which its inputs are not found."""
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).write_text(json.dumps(payload), encoding="utf-8")


def test_no_number_per_district_is_told_of_a_quota_of_the_province(desk: Path) -> None:
    letter = Path(__file__).parents[1] / "letters/data/twenty_per_province.toml"
    words = ["registry.xlsx", "registry.xlsx", "--letter", str(letter)]
    payload = payload_of(*words, "--old-take", "1")
    groups = groups_of(payload, "entered", "left").values()
    values = {
        (cause["old"]["value"], cause["new"]["value"])
        for group in groups
        for cause in group["causes"]
    }
    assert values == {("1", None)}


def test_equal_results_are_the_same_in_either_format(desk: Path) -> None:
    rank("registry.xlsx", "a.xlsx", "--lang", "en")
    rank("registry.xlsx", "b.json")
    assert "Nothing moved" in call("a.xlsx", "b.json", code=0)


def test_a_shortfall_stands_for_its_inputs_alone(desk: Path) -> None:
    words = ["shortfall", "registry.xlsx", "-o", "short.json", "-q"]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert "Nothing moved" in call("short.json", "registry.xlsx", code=0)
    Path("elsewhere").mkdir()
    shutil.move("short.json", "elsewhere")
    call("elsewhere/short.json", "registry.xlsx", code=3)


def test_the_lists_of_a_shortfall_are_told_as_what_they_are(desk: Path) -> None:
    """A registry beside it has none: the files differ, and no group moves by that."""
    sent = Path(__file__).parents[2] / "sample_data" / "submissions"
    shutil.copytree(sent, "submissions")
    words = ["shortfall", "registry.xlsx", "--submissions", "submissions"]
    assert CliRunner().invoke(app, [*words, "-o", "s.json", "-q"]).exit_code == 0
    told = call("s.json", "registry.xlsx", "--inputs", ".", code=0)
    assert "(lists): 2403 บางน้ำเปรี้ยว.xlsx" in told


def test_a_renamed_group_is_told_by_both_names(desk: Path) -> None:
    name, cell = first_proposed("สนามชัยเขต")
    column = openpyxl.load_workbook("registry.xlsx").worksheets[0]
    row = int("".join(filter(str.isdigit, cell)))
    names = {each.value: each.column_letter for each in column[row]}
    write_newer({cell: "Young OTOP", f"{names[name]}{row}": "กลุ่มชื่อใหม่"})
    payload = payload_of("registry.xlsx", "newer.xlsx")
    group = groups_of(payload, "left")["กลุ่มชื่อใหม่"]
    assert group["group_name_old"] == name
    (entered,) = groups_of(payload, "entered").values()
    assert entered["group_name_old"] is None
    assert f"left: {name} > กลุ่มชื่อใหม่" in call("registry.xlsx", "newer.xlsx")


def test_what_all_groups_moved_by_is_told_once(desk: Path) -> None:
    write_results()
    cause = "Every group that moved: an input differs (registry)"
    names = ["results/old.xlsx", "results/new.json"]
    words = " ".join(call(*names, "--verbose").split())
    assert words.count(cause) == 1
    call(*names, "-o", "compared.xlsx")
    sheet = openpyxl.load_workbook("compared.xlsx").worksheets[1]
    cells = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert [cause in str(value) for value in cells].count(True) == 1


def write_own_letter(last_line: str) -> None:
    letter = load_letter_file().text
    Path("own.toml").write_text(f"{letter}\n{last_line}\n", "utf-8")


def test_a_letter_file_that_changed_since_is_told(desk: Path) -> None:
    write_own_letter("# as it was")
    own_letter = ["--letter", "own.toml"]
    rank("registry.xlsx", "old.xlsx", *own_letter)
    words = ["shortfall", "registry.xlsx", *own_letter, "-o", "short.json", "-q"]
    assert CliRunner().invoke(app, words).exit_code == 0
    _, cell = first_proposed("สนามชัยเขต")
    write_newer({cell: "Young OTOP"})
    write_own_letter("# with another comment")
    names = ["old.xlsx", "newer.xlsx", *own_letter]
    payload = payload_of(*names)
    assert (payload["old"]["letter_found"], payload["causes_tried"]) == (False, True)
    (letter,) = [each for each in payload["differences"] if each["kind"] == "letter"]
    assert letter["old"] != letter["new"]
    assert "it gives the same list" in " ".join(call(*names).split())
    number = "groups_per_district = 3"
    other_letter = load_letter_file().text.replace(number, "groups_per_district = 2")
    Path("own.toml").write_text(other_letter, "utf-8")
    payload = payload_of(*names)
    assert (payload["old"]["letter_found"], payload["causes_tried"]) == (False, False)
    causes = [
        cause["kind"]
        for group in groups_of(payload, "left").values()
        for cause in group["causes"]
    ]
    assert "letter" in causes
    assert "by_hand" not in causes
    assert "Put the letter file back" in " ".join(call(*names).split())
    done = CliRunner().invoke(
        app, ["compare", "short.json", "newer.xlsx", "--lang", "en"]
    )
    assert done.exit_code == 3
    fault = make_finding(
        "file.letter-changed", Place("short.json"), letter="chachoengsao_2566"
    )
    assert fault.message("en") in " ".join(done.stderr.split())
