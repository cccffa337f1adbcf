"""The functions of a notebook: the same results as the command line's, with tables that carry what people see."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import kbo_screen as kbo
from kbo_screen.findings import InputError, UsageError
from tests.cli.test_commands import SAMPLE
from tests.tools.looks import groups_of
from tests.tools.program import run_program
from tests.tools.registries import write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.tasks.notebook import Shortlist

FOLDER = SAMPLE.parent
LISTS = {"projects": FOLDER / "projects.xlsx", "stars": FOLDER / "stars.xlsx"}
ANSWERS = FOLDER / "answers.xlsx"


@pytest.fixture(scope="module")
def shortlist() -> Shortlist:
    inputs = kbo.lists(kbo.read(SAMPLE), **LISTS)
    return kbo.screen(kbo.answers(inputs, ANSWERS))


def payload_of(*words: object) -> dict[str, Any]:
    """What a command prints as JSON, without the receipt: it holds the time."""
    payload = json.loads(run_program(*words, "--format", "json", "--lang", "th").stdout)
    return without_receipt(payload)


def without_receipt(payload: dict[str, Any]) -> dict[str, Any]:
    payload = json.loads(json.dumps(payload))
    return {name: value for name, value in payload.items() if name != "receipt"}


def list_options() -> list[object]:
    words: list[object] = ["--answers", ANSWERS]
    for role, path in LISTS.items():
        words += [f"--{role}", path]
    return words


def test_a_shortlist_is_the_command_line_s(shortlist: Shortlist) -> None:
    expected = payload_of("rank", SAMPLE, *list_options(), "--all-rows")
    assert expected == without_receipt(shortlist.payload)


def test_a_shortfall_a_check_and_variants_are_the_command_line_s(
    shortlist: Shortlist,
) -> None:
    submissions = FOLDER / "submissions"
    expected = payload_of(
        "shortfall", SAMPLE, *list_options(), "--submissions", submissions
    )
    assert expected == without_receipt(kbo.shortfall(shortlist, submissions).payload)
    expected = payload_of(
        "validate", submissions, "--registry", SAMPLE, *list_options()
    )
    assert expected == without_receipt(kbo.validate(shortlist, submissions).payload)
    expected = payload_of("whatif", SAMPLE, *list_options(), "--variant", "quota=4")
    assert expected == without_receipt(kbo.whatif(shortlist, "quota=4").payload)


def test_a_comparison_is_the_command_line_s(shortlist: Shortlist) -> None:
    words = [SAMPLE, SAMPLE, "--new-answers", ANSWERS]
    for role, path in LISTS.items():
        words += [f"--new-{role}", path]
    moved = kbo.compare(kbo.screen(kbo.read(SAMPLE)), shortlist)
    expected = payload_of("compare", *words)
    assert expected["districts"] == moved.payload["districts"]
    causes = sum(len(group["causes"]) for group in groups_of(expected))
    assert len(moved.moves) == causes


def test_lists_one_after_the_other_are_lists_at_once() -> None:
    inputs = kbo.read(SAMPLE)
    for role in ("stars", "projects"):
        inputs = kbo.lists(inputs, **{role: LISTS[role]})
    at_once = kbo.lists(kbo.read(SAMPLE), **LISTS)
    assert (
        kbo.screen(at_once).payload["districts"]
        == (kbo.screen(inputs).payload["districts"])
    )


def test_a_list_may_bring_a_column_that_the_registry_lacks(tmp_path: Path) -> None:
    registry = write_csv(
        tmp_path / "registry.csv",
        ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์"],
        [["บางคล้า", "กลุ่มทอผ้า", "กลุ่ม", "ผ้า"]],
    )
    stars = write_csv(
        tmp_path / "stars.csv",
        ["อำเภอ", "ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์", "ดาว ปี 2565"],
        [["บางคล้า", "กลุ่มทอผ้า", "ผ้า", 3]],
    )
    with pytest.raises(InputError):
        kbo.read(registry)
    inputs = kbo.read(registry, lists_follow=["stars"])
    listed = kbo.screen(kbo.lists(inputs, stars=stars)).listed
    assert listed[["product_name", "star", "cell"]].to_numpy().tolist() == [
        ["ผ้า", 3, "D2"]
    ]


@pytest.mark.parametrize("order", [("a", "b", "none"), ("none", "b", "a")])
def test_a_reading_depends_on_its_own_spellings_alone(
    order: tuple[str, ...], tmp_path: Path
) -> None:
    """Two offices' words in one process, one after the other in either order, and a reading without any."""
    header = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว"]
    row = ["บางคล้า", "หนึ่ง", "กลุ่ม", "ผ้า", "สามแฉก"]
    registry = write_csv(tmp_path / "registry.csv", header, [row])
    configs: dict[str, Path | None] = {"none": None}
    for name, star in (("a", 3), ("b", 1)):
        configs[name] = tmp_path / f"{name}.toml"
        configs[name].write_text(
            f'[values.star]\n{star} = ["สามแฉก"]\n', encoding="utf-8"
        )
    stars = {}
    for name in order:
        products = kbo.read(registry, config=configs[name]).registry.products
        stars[name] = products["star"].astype(object).tolist()
    assert stars == {"a": [3], "b": [1], "none": [pd.NA]}


def test_a_result_is_not_written_over_what_was_read(shortlist: Shortlist) -> None:
    with pytest.raises(UsageError) as caught:
        kbo.write(shortlist, SAMPLE, force=True)
    assert [finding.code for finding in caught.value.findings] == ["output.is-input"]


def test_no_table_names_a_person(shortlist: Shortlist) -> None:
    assert shortlist.inputs.products["representative"].isna().all()
    assert shortlist.inputs.products["phone"].isna().all()


def test_help_leads_through_and_importing_is_light() -> None:
    script = (
        "import sys, kbo_screen\n"
        "assert 'pandas' not in sys.modules\n"
        "import pydoc; print(pydoc.render_doc(kbo_screen, renderer=pydoc.plaintext))"
    )
    words = [sys.executable, "-c", script]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=True)
    for name in kbo.__all__:
        assert name in done.stdout
    assert "Screen a registry under its letter" in done.stdout


def test_the_meeting_calls_what_was_accepted(
    shortlist: Shortlist, tmp_path: Path
) -> None:
    checked = kbo.validate(shortlist, FOLDER / "submissions")
    paths = kbo.meeting(checked, tmp_path / "meeting")
    assert all(path.is_file() for path in paths)
    names = [path.name for path in paths]
    assert "หนังสือเชิญ 2401 เมืองฉะเชิงเทรา.docx" in names
    assert not any("2402" in name for name in names), "its list was sent back"
    with pytest.raises(UsageError) as caught:
        kbo.meeting(checked, tmp_path / "meeting")
    assert caught.value.findings[0].code == "output.exists"
