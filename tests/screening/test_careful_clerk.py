"""The program certifies what a careful clerk would sign for, and nothing else (tests/tools/typist.py, tests/tools/clerk.py).

1. On generated registries, with columns of several years, editions that contradict, ditto marks, words that say
   nothing and lists of projects, it lists the same groups in the same order, tier and certainty, with the same counts.
2. Of every two values that contradict, each cell is named by a finding; a row that repeats another is told as that.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

import pytest

from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.tools import clerk, oracle, typist

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.registry.side_list import Role

OPTIONS = RunOptions(
    letter="chachoengsao_2566", lang="th", quiet=True, today=dt.date(2025, 6, 1)
)
ORDINARY = range(40)
SLOW = [pytest.param(seed, marks=pytest.mark.slow) for seed in range(40, 300)]


def districts_of(run: Any) -> dict[str, Any]:
    """Counts and groups of each district, in the oracle's shape."""
    names = run.registry.products["product_name"]
    districts = {
        row.district: {
            name: getattr(row, name)
            for name in ("certain", "possible", "to_confirm", "shortfall")
        }
        | {"groups": []}
        for row in run.screening.districts.itertuples()
    }
    for row in run.screening.listed.itertuples():
        groups = districts[row.district]["groups"]
        groups.append((row.group_name, row.tier, row.certainty, names[row.product]))
    return districts


def type_and_run(folder: Path, seed: int) -> tuple[Any, clerk.Findings]:
    chance = random.Random(seed)
    sheets = typist.type_out(chance, chance.choice([4, 8, 14]))
    paths = typist.write_files(folder / "registry", sheets, chance)
    projects = typist.type_projects_list(chance, sheets)
    stars = typist.type_stars_list(chance, sheets) if chance.random() < 0.5 else None
    lists: list[tuple[Role, Path]] = []
    if projects:
        lists += [
            ("projects", path)
            for path in typist.write_files(folder / "projects", [projects], chance)
        ]
    if stars:
        lists += [
            ("stars", path)
            for path in typist.write_files(folder / "stars", [stars], chance)
        ]
    run = build_run(paths, replace(OPTIONS, lists=tuple(lists)))
    return run, clerk.read_projects_list(clerk.read(sheets, stars), projects)


@pytest.mark.parametrize("seed", [*ORDINARY, *SLOW])
def test_the_program_certifies_what_a_careful_clerk_signs_for(
    tmp_path: Path, seed: int
) -> None:
    run, concluded = type_and_run(tmp_path, seed)
    expected = oracle.rank(
        concluded.products,
        list(typist.DISTRICTS),
        oracle.CHACHOENGSAO,
        concluded.columns,
    )
    actual = districts_of(run)
    assert {name: actual[name] for name in typist.DISTRICTS} == expected
    mentions = [where_told(finding) for finding in run.findings]
    for places in concluded.contradictions.values():
        for place in places:
            assert is_repeated(place, run.findings) or any(
                is_named(place, texts) for texts in mentions
            ), place


def where_told(finding: Any) -> list[str]:
    return [finding.place.in_words, *(str(value) for value in finding.fields.values())]


def is_named(place: clerk.Place, texts: list[str]) -> bool:
    """A finding stands at the cell, or says it."""
    return any(place.file in text and text.split()[-1] == place.cell for text in texts)


def is_repeated(place: clerk.Place, findings: Any) -> bool:
    """The row of a cell is told to state again what another row states."""
    rows = [
        finding.place
        for finding in findings
        if finding.code == "registry.product-repeated"
    ]
    number = place.cell.lstrip(ascii_uppercase)
    return any(
        row.file.startswith(place.file)
        and row.sheet in (None, place.sheet)
        and row.cell.lstrip(ascii_uppercase) == number
        for row in rows
    )
