"""Levers and questions equal brute force.

1. A lever equals a run with the changed letter, district by district, over generated registries with missing columns.
2. Answering what is asked, and only that, brings a district as far as its possible groups reach, and no fewer
   questions do.
3. Nearly in: exactly one condition of the nearest tier is false.
4. Certain and possible, up to the quota, bound what a district gets under every filling of the unknown cells.
5. Boundary cases are those that a range moved by one unit would take in.
6. A blank in the preference's field is asked only where its answer changes who is proposed.
7. The status told for so many yeses is that of a run with those answers.
"""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations
from itertools import product as product_of
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kbo_screen import load_letter, read_registry, screen
from kbo_screen.findings import Place
from kbo_screen.screening.answering import apply_answers
from kbo_screen.screening.questions import Answer, open_questions, preference_questions
from kbo_screen.screening.shortfall import (
    boundary_cases,
    nearly_in,
    pull_levers,
    status_if_confirmed,
    variants_of,
    whom_to_ask,
)
from kbo_screen.screening.variants import vary_letter
from tests import registries

LETTER = load_letter()
SECOND = load_letter(Path(__file__).parents[1] / "letters" / "second_letter.toml")
COUNTS = ["certain", "possible", "shortfall"]


def invented(seed: int, folder: Path, letter: Any, groups: int = 25) -> Any:
    chance = random.Random(seed)
    districts = [d.name for d in letter.districts][:3]
    missing = chance.sample(registries.OPTIONAL, chance.choice([0, 0, 1]))
    columns = [name for name in registries.HEADERS if name not in missing]
    products = registries.invent(chance, districts, groups, [2556, 2557, 2560, 2566, 2568])
    return read_registry(registries.write_products(folder / "r.csv", products, columns, chance), letter)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("letter", [LETTER, SECOND], ids=["first", "second"])
def test_lever_is_a_run_with_the_changed_letter(letter: Any, seed: int, tmp_path: Path) -> None:
    """1."""
    registry = invented(seed, tmp_path, letter)
    now = screen(registry, letter)
    listed_now = set(now.groups.index[now.groups["outcome"] == "listed"])
    levers = pull_levers(registry, now, letter)
    assert levers
    for lever in levers:
        then = screen(registry, vary_letter(letter, lever.variant.path))
        assert lever.districts[COUNTS].to_numpy().tolist() == then.districts[COUNTS].to_numpy().tolist(), (
            lever.variant.path
        )
        assert lever.districts["status"].tolist() == then.districts["status"].tolist()
        entering = then.groups[(then.groups["outcome"] == "listed") & ~then.groups.index.isin(listed_now)]
        expected = [int((entering["district_ix"] == ix).sum()) for ix in range(len(then.districts))]
        assert lever.districts["entering"].tolist() == expected


def test_variants_are_those_of_the_letter() -> None:
    """1."""
    assert [v.path for v in variants_of(LETTER)] == [
        "community-group=off",
        "star-in-range=off",
        "star-in-range.max=4",
        "no-other-project=off",
        "quadrant-d=off",
        "registered-in-window=off",
        "registered-in-window.min=2556",
        "registered-in-window.max=2566",
        "potential=off",
    ]


@pytest.mark.parametrize("seed", range(30))
def test_what_is_asked_settles_the_district_with_the_fewest_questions(seed: int, tmp_path: Path) -> None:
    """2. Brute force over sets of questions: none that is smaller reaches as many certain groups."""
    registry = invented(300 + seed, tmp_path, LETTER, groups=9)
    now = screen(registry, LETTER)
    questions = open_questions(registry, now, LETTER)
    for district_ix, asks in whom_to_ask(now, questions).items():
        asked = [question for ask in asks for question in ask.questions]
        assert asked
        reached = certain_with(registry, asked, district_ix)
        row = now.districts.loc[district_ix]
        assert min(reached, row["required"]) >= min(row["certain"] + len(asks), row["required"])
        stands = now.products["stands"]
        own = [q for q in questions if stands[q.product] and registry.products["district_ix"][q.product] == district_ix]
        if len(own) <= 8 and len(asked) <= 4:
            for fewer in combinations(own, len(asked) - 1):
                assert min(certain_with(registry, fewer, district_ix), row["required"]) < min(reached, row["required"])


def certain_with(registry: Any, questions: Any, district_ix: int) -> int:
    """The certain groups of a district when these questions are answered with yes."""
    verdicts = {(q.product, q.condition): True for q in questions}
    return int(screen(replace(registry, verdicts=verdicts), LETTER).districts["certain"][district_ix])


@pytest.mark.parametrize("seed", range(5))
def test_nearly_in_is_one_condition_away(seed: int, tmp_path: Path) -> None:
    """3. Leaving the condition out lists the group."""
    registry = invented(600 + seed, tmp_path, LETTER)
    now = screen(registry, LETTER)
    near = nearly_in(now)
    for row in near.itertuples():
        condition = str(row.condition)
        verdicts = {(int(row.product), condition): True}
        then = screen(replace(registry, verdicts=verdicts), LETTER)
        assert then.products["tier"].notna()[row.product]


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("letter", [LETTER, SECOND], ids=["first", "second"])
def test_certain_and_possible_bound_every_filling(letter: Any, seed: int, tmp_path: Path) -> None:
    """4. However the unknown answers turn out, a district gets no fewer than certain, no more than possible."""
    registry = invented(seed, tmp_path, letter, groups=8)
    now = screen(registry, letter)
    unknown = [(product, name) for name in now.is_unknown for product in now.is_unknown.index[now.is_unknown[name]]]
    chance = random.Random(seed)
    kept = chance.sample(unknown, min(5, len(unknown)))
    settled = {key: chance.random() < 0.5 for key in unknown if key not in kept}
    half = screen(replace(registry, verdicts=settled), letter)
    quota = letter.quota.groups_per_district
    certain, possible = (half.districts[name].clip(upper=quota).to_numpy() for name in ("certain", "possible"))
    best = certain * 0
    for answers in product_of((False, True), repeat=len(kept)):
        filled = replace(registry, verdicts=settled | dict(zip(kept, answers, strict=True)))
        known = screen(filled, letter).districts
        assert known["certain"].tolist() == known["possible"].tolist()
        counts = known["certain"].clip(upper=quota).to_numpy()
        assert (certain <= counts).all()
        assert (counts <= possible).all()
        best = np.maximum(best, counts)
    assert best.tolist() == possible.tolist(), "the upper bound is reached by some filling"


@pytest.mark.parametrize("seed", range(25))
def test_boundary_cases_are_one_unit_from_the_other_side(seed: int, tmp_path: Path) -> None:
    """5. Against a run with each end of each range moved by one."""
    registry = invented(seed, tmp_path, LETTER)
    now = screen(registry, LETTER)
    cases = boundary_cases(registry, now, LETTER)
    found = {(int(row.group), row.condition) for row in cases.itertuples() if not row.listed}
    expected = set()
    for variant in variants_of(LETTER):
        if variant.value is None or variant.condition not in now.is_true:
            continue
        then = screen(registry, vary_letter(LETTER, variant.path))
        near = now.products["conditions_away"].eq(1) & now.products["first_blocking"].eq(variant.condition)
        for group, row in now.groups[now.groups["outcome"] == "not_listed"].iterrows():
            own = int(row["product"])
            is_met = bool(then.is_true[variant.condition][own]) and not bool(now.is_true[variant.condition][own])
            if bool(near.fillna(value=False)[own]) and is_met:
                expected.add((int(group), variant.condition))
    assert found == expected
    for row in cases[cases["listed"].astype(bool)].itertuples():
        condition = LETTER.condition(row.condition)
        assert row.value in (condition.min, condition.max)
        assert now.groups["outcome"][row.group] == "listed"


@pytest.mark.parametrize("seed", range(30))
def test_a_blank_standard_is_asked_only_where_it_changes_who_is_proposed(seed: int, tmp_path: Path) -> None:
    """6. Against setting each blank to passed and running again; the answer is taken by its id."""
    registry = invented(seed, tmp_path, LETTER)
    if "standard" in registry.absent_fields:
        pytest.skip("this registry has no such column")
    now = screen(registry, LETTER)
    asked = preference_questions(registry, now, LETTER)
    groups = now.products["group"].to_numpy()
    expected = set()
    proposed = set(now.groups.index[now.groups["selected"].eq(True).fillna(value=False)])
    for group, row in now.listed.iterrows():
        if row["standard"] is None or row["standard"] != row["standard"]:
            products = registry.products.copy()
            products.loc[int(row["product"]), "standard"] = "passed"
            then = screen(replace(registry, products=products), LETTER).groups
            if set(then.index[then["selected"].eq(True).fillna(value=False)]) != proposed:
                expected.add(int(group))
    assert {int(groups[question.product]) for question in asked} == expected
    if asked:
        answer = Answer(asked[0].id, "ผ่าน", "พัฒนากร", None, Place("answers.xlsx", "รอยืนยัน", "C3"))
        then = screen(apply_answers(registry, [answer], LETTER), LETTER).groups
        assert bool(then["selected"][groups[asked[0].product]])


@pytest.mark.parametrize("seed", range(15))
def test_the_status_after_every_yes_is_that_of_a_run_with_the_answers(seed: int, tmp_path: Path) -> None:
    """7."""
    registry = invented(seed, tmp_path, LETTER)
    now = screen(registry, LETTER)
    for district_ix, asks in whom_to_ask(now, open_questions(registry, now, LETTER)).items():
        verdicts = dict(registry.verdicts)
        row = next(row for row in now.districts.itertuples() if row.Index == district_ix)
        for number, ask in enumerate(asks, start=1):
            verdicts |= {(question.product, question.condition): True for question in ask.questions}
            then = screen(replace(registry, verdicts=verdicts), LETTER).districts
            assert status_if_confirmed(row, number) == then["status"][district_ix]
