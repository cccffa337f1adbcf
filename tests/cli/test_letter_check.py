"""`kbo-screen letter check`: from every sentence of the letter to what rests on it.

- The JSON is what its schema says, and leads from a sentence to its rules, readings and examples.
- With a registry the rows that each part hits are those of the screening, the groups of a reading those of `rank`.
- No name and no telephone number of the letter is shown.
- Where the file says something else than the letter, the exit code is 2 and every place is told.
- A letter file without a text is fine, and told as not watched.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.results.schemas import json_schema
from tests.tools.lists import make_run
from tests.tools.looks import flat

ROOT = Path(__file__).parents[2]
LETTERS = ROOT / "kbo_screen" / "letters"


def checked(*words: object) -> dict[str, Any]:
    arguments = ["letter", "check", *map(str, words), "--format", "json"]
    done = CliRunner().invoke(app, arguments)
    payload = json.loads(done.stdout)
    jsonschema.validate(payload, json_schema("letter-check"))
    return {**payload, "exit_code": done.exit_code}


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    return checked("chachoengsao_2566", "--lang", "en")


def test_every_sentence_is_placed(shipped: dict[str, Any]) -> None:
    assert shipped["exit_code"] == 0
    assert shipped["findings"] == []
    assert shipped["text"]["is_as_received"]
    assert shipped["text"]["states"] == {
        "quoted": 20,
        "not_encoded": 10,
        "printed_error": 1,
        "partly_covered": 0,
        "not_covered": 0,
    }


def test_a_sentence_leads_to_what_rests_on_it(shipped: dict[str, Any]) -> None:
    sentence = next(
        each for each in shipped["sentences"] if each["words"].startswith("หากผู้ผลิต")
    )
    assert sentence["clauses"] == ["1(2)"]
    assert sentence["conditions"] == ["quadrant-d", "registered-in-window", "potential"]
    assert sentence["tiers"] == ["fallback"]
    assert sentence["not_encoded"] == ["certifying potential"]
    assert {"potential", "exhaust-primary"} <= set(sentence["readings"])
    assert "registered-too-early" in sentence["examples"]


def test_every_part_rests_on_a_sentence_and_every_condition_is_put_to_the_test(
    shipped: dict[str, Any],
) -> None:
    for part in shipped["parts"]:
        assert part["sentences"], part["id"]
        assert part["examples"] or part["kind"] not in ("condition", "tier"), part
    numbers = {part["id"]: part["sentences"] for part in shipped["parts"]}
    assert (numbers["star-in-range"], numbers["quota"]) == ([15], [17])


def test_rows_are_those_of_the_screening(tmp_path: Path) -> None:
    screening = make_run(tmp_path).screening
    payload = checked("chachoengsao_2566", "--registry", tmp_path / "registry.xlsx")
    parts = {part["id"]: part for part in payload["parts"]}
    products = parts["star-in-range"]["products"]
    assert sum(products.values()) == len(screening.products)
    assert products["yes"] == screening.is_true["star-in-range"].sum()
    groups = [parts[tier]["groups"] for tier in ("primary", "fallback")]
    assert sum(groups) == len(screening.listed)
    assert parts["quota"]["groups"] == screening.groups["selected"].sum()


def test_groups_of_a_reading_are_those_that_rank_tells(
    shipped: dict[str, Any], tmp_path: Path
) -> None:
    make_run(tmp_path)
    registry = tmp_path / "registry.xlsx"
    letter = "chachoengsao_2566"
    of_run = checked(letter, "--registry", registry)["parts"]
    sides = flat(part["sides"] or () for part in of_run)
    words = ["rank", str(registry), "--readings", "--format", "json"]
    ranked = json.loads(CliRunner().invoke(app, words).stdout)
    in_order = sorted(ranked["readings"], key=lambda reading: reading["id"])
    assert sorted(sides, key=lambda reading: reading["id"]) == in_order
    lateness = next(part for part in of_run if part["id"] == "lateness")
    assert lateness["sides"] == []
    assert {part["sides"] is None for part in shipped["parts"]} == {True}

    words = ["letter", "check", letter, "--registry", str(registry), "--lang", "en"]
    shown = " ".join(CliRunner().invoke(app, words).stdout.split())
    [side] = [side for side in sides if side["id"] == "registration-window"]
    assert f"registration-window {side['decides']}" in shown


def test_nobody_of_the_letter_is_named() -> None:
    words = ["letter", "check", "chachoengsao_2566", "--all"]
    shown = CliRunner().invoke(app, words).stdout
    shown += CliRunner().invoke(app, [*words, "--format", "json"]).stdout
    assert "นางสาว***" in shown
    assert "นิยม" not in shown
    assert "๓๘๕๑" not in shown


def test_a_letter_that_departs_is_told_everywhere(tmp_path: Path) -> None:
    for name in ("chachoengsao_2566.toml", "chachoengsao_2566.txt"):
        shutil.copy(LETTERS / name, tmp_path)
    path = tmp_path / "chachoengsao_2566.toml"
    letter = path.read_text("utf-8").replace(
        'ประเภทกลุ่มผู้ผลิตชุมชน"\ntest', 'ประเภทผู้ผลิตชุมชน"\ntest'
    )
    path.write_text(letter, "utf-8")

    done = CliRunner().invoke(app, ["letter", "check", str(path), "--lang", "en"])

    assert done.exit_code == 2
    shown = " ".join(done.stdout.split())
    assert "places where it departs from the letter: 1" in shown
    assert "conditions[0].quote: “ประเภทผู้ผลิตชุมชน” does not" in done.stderr
    payload = checked(path)
    codes = [finding["code"] for finding in payload["findings"]]
    assert (payload["exit_code"], codes) == (2, ["letter.quote-not-in-text"])


def test_a_letter_without_a_text_is_fine() -> None:
    payload = checked(ROOT / "tests" / "letters" / "second_letter.toml")
    codes = [finding["code"] for finding in payload["findings"]]
    assert (payload["exit_code"], payload["text"], codes) == (
        0,
        None,
        ["letter.not-watched"],
    )
    assert payload["sentences"] == []
    assert {part["id"] for part in payload["parts"]} > {"quota"}
