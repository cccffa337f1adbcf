"""What each reading decides in a run.

1. Alone and from the masks of the run it is what a run under the other side gives, also where nothing is read again.
2. A proposed group is robust where it is proposed under every other side, each in a run of its own.
3. JSON, the workbook's sheet of rules, the page and `explain` say it; without being asked JSON does not.
"""

from __future__ import annotations

import json
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from openpyxl import load_workbook

from kbo_screen.letters.loading import load_letter_file
from kbo_screen.letters.other_sides import other_letters
from kbo_screen.results.schemas import json_schema
from kbo_screen.screening.screening import RESTS_ON, ROBUST
from kbo_screen.tasks.build_run import build_run, read_inputs, screen_registry
from kbo_screen.tasks.run_options import RunOptions
from kbo_screen.tasks.run_readings import with_readings
from tests.cli.test_commands import SAMPLE
from tests.letters.test_readings import write_registry
from tests.tools.looks import texts_of
from tests.tools.program import run_program
from tests.tools.registries import write_csv
from tests.tools.seeds import seeds

if TYPE_CHECKING:
    from pathlib import Path

HEADER_OF_ONE = [
    "อำเภอ", "รหัสผู้ผลิต", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว ปี 2565", "Quadrant",
    "ปีที่ลงทะเบียน", "ศักยภาพ",
]  # fmt: skip
LOADED = load_letter_file()
OPTIONS = RunOptions(letter="chachoengsao_2566", lang="en", quiet=True)


def key_of(group: Any) -> tuple[str, str]:
    return group.district, group.group_id or group.group_name


def keys(screening: Any, flag: str) -> set[tuple[str, str]]:
    groups = screening.groups
    is_flagged = groups[flag] == (True if flag == "selected" else "listed")
    return {key_of(group) for group in groups[is_flagged].itertuples()}


@pytest.mark.parametrize("seed", seeds(50, ordinary=1))
def test_readings_are_what_runs_of_their_own_give(seed: int, tmp_path: Path) -> None:
    path = write_registry(tmp_path / "r.csv", seed)
    now = build_run([path], OPTIONS)
    computed = with_readings(now, [path], OPTIONS).screening
    effects = {effect.name: effect for effect in computed.readings or ()}
    proposed_everywhere = keys(now.screening, "selected")
    for side in other_letters(LOADED.letter):
        if "screening" not in side.reading.affects:
            continue
        registry = read_inputs([path], side.letter, OPTIONS, lambda _: None)
        under_side = screen_registry(
            registry, LOADED._replace(letter=side.letter), OPTIONS
        ).screening
        effect = effects[side.name]
        listed_now, listed = keys(now.screening, "outcome"), keys(under_side, "outcome")
        moved = (len(listed - listed_now), len(listed_now - listed))
        assert (effect.enters, effect.leaves) == moved, side.name
        lost = keys(now.screening, "selected") - keys(under_side, "selected")
        losing = now.screening.groups.loc[sorted(effect.losing)]
        assert {key_of(group) for group in losing.itertuples()} == lost, side.name
        for name in ("certain", "possible", "shortfall"):
            counts = under_side.districts[name].tolist()
            assert getattr(effect.counts, name).tolist() == counts, side.name
        proposed_everywhere -= lost
    robust = {
        key_of(group) for group in computed.groups.itertuples() if ROBUST in group.notes
    }
    assert robust == proposed_everywhere


def test_json_says_it_where_it_is_asked() -> None:
    payload = json.loads(
        run_program("rank", SAMPLE, "--readings", "--format", "json").stdout
    )
    jsonschema.validate(payload, json_schema("rank"))
    readings = {reading["id"]: reading for reading in payload["readings"]}
    assert readings["duplicate-unit"] == {
        "id": "duplicate-unit",
        "districts_changed": 2,
        "enters": 0,
        "leaves": 2,
        "decides": 3,
    }
    groups = chain.from_iterable(map(itemgetter("groups"), payload["districts"]))
    proposed = [group for group in groups if group["selected"]]
    marks = [
        [note for note in group["notes"] if note == ROBUST or note.startswith(RESTS_ON)]
        for group in proposed
    ]
    assert all(marks)
    together = payload["readings_together"]
    assert (together["singly"], together["ways"]) == ("many-sides", 12)
    figures = [district["under_readings"] for district in payload["districts"]]
    robust = [group for group in proposed if ROBUST in group["notes"]]
    assert sum(each["in_all"] for each in figures) == together["in_all"] == len(robust)
    assert "readings" not in json.loads(
        run_program("rank", SAMPLE, "--format", "json").stdout
    )


def test_the_workbook_and_the_page_say_it(tmp_path: Path) -> None:
    assert (
        run_program(
            "rank", SAMPLE, "-o", tmp_path / "r.xlsx", "--lang", "en"
        ).returncode
        == 0
    )
    book = load_workbook(tmp_path / "r.xlsx", read_only=True)
    words = "\n".join(texts_of(*book.worksheets))
    assert "in this run: the other side decides 3 groups in 2 districts" in words
    assert "robust: proposed under every reading" in words
    assert "[3] rests on the reading duplicate-unit: " in words
    assert "in no other project (clauses 1(1), 1(2)) [2][3]" in words
    assert "Is it the product or the group" in words
    assert "Whichever way it is read" in words
    assert "each taken alone (too many to combine)" in words
    assert "3 groups proposed, 1 of them whichever way" in words
    assert (
        run_program(
            "rank", SAMPLE, "-o", tmp_path / "r.html", "--lang", "en"
        ).returncode
        == 0
    )
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "Readings of the letter that decide something here" in page
    assert "duplicate-unit: Is it the product or the group" in page
    assert "บางคล้า: 3 groups proposed, 1 of them whichever way" in page


def test_explain_says_under_which_reading_a_group_would_stand_otherwise() -> None:
    payload = json.loads(
        run_program("rank", SAMPLE, "--readings", "--format", "json").stdout
    )
    groups = chain.from_iterable(map(itemgetter("groups"), payload["districts"]))
    rests_on = f"{RESTS_ON}duplicate-unit"
    group = next(group for group in groups if rests_on in group["notes"])
    told = run_program("explain", SAMPLE, group["group_id"], "--lang", "en").stdout
    assert "rests on the reading duplicate-unit" in " ".join(told.split())


def test_shortfall_says_which_reading_would_close_a_gap(tmp_path: Path) -> None:
    """The third producer is a sole owner, whom the other side of fallback-is-groups lets in."""
    rows = [
        ["บางคล้า", f"24020000{n}", f"กลุ่ม {n}", kind, f"ผ้า {n}", "-", "D", "2560", "มี"]
        for n, kind in enumerate(["กลุ่ม", "กลุ่ม", "รายเดี่ยว"], start=1)
    ]
    path = write_csv(tmp_path / "r.csv", HEADER_OF_ONE, rows)
    words = ["--levers", "--district", "บางคล้า", "--lang", "en"]
    told = " ".join(run_program("shortfall", path, *words).stdout.split())
    assert (
        "Under the other side of the reading fallback-is-groups the district would lack none"
        in told
    )
    assert "(A reading of the letter, not a way out.)" in told
    payload = json.loads(
        run_program("shortfall", path, *words, "--format", "json").stdout
    )
    jsonschema.validate(payload, json_schema("shortfall"))
    [district] = payload["districts"]
    assert "fallback-is-groups" in district["closed_by_readings"]
    assert district["shortfall"] == 1


def test_shortfall_json_has_no_readings_where_they_are_not_asked_for() -> None:
    payload = json.loads(run_program("shortfall", SAMPLE, "--format", "json").stdout)
    jsonschema.validate(payload, json_schema("shortfall"))
    assert {each["closed_by_readings"] for each in payload["districts"]} == {None}
