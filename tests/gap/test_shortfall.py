"""Levers and questions equal brute force.

- A lever equals a run with the changed letter, district by district, over generated registries with missing columns:
  who comes in, who goes out, the counts; it is felt where any of these, or the status, is another.
- Answering what is asked, and only that, brings a district as far as its possible groups reach, and no fewer
  questions do.
- Nearly in: the groups, all of them, that have a tier once one condition is switched off; the counts of what each
  condition alone keeps out are theirs.
- Certain and possible, up to the quota, bound what a district gets under every filling of the unknown cells, and some
  filling reaches each of them.
- Boundary cases are those, all of them, that a range one unit wider would take in, or one unit narrower leave out.
- A blank in the preference's field is asked only where its answer changes who is proposed.
- The status told for so many yeses is that of a run with those answers.
- Where lists were sent, an accepted group is not asked about, and a certain one that was left out is to be named.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from itertools import combinations
from itertools import product as product_of
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kbo_screen import load_letter, read_registry
from kbo_screen.desk.answering import apply_answers
from kbo_screen.desk.questions import open_questions, preference_questions
from kbo_screen.findings import Place
from kbo_screen.gap.levers import pull_levers, variants_of
from kbo_screen.gap.near_misses import (
    boundary_cases,
    kept_out,
    nearly_in,
    one_away,
)
from kbo_screen.gap.variants import vary_letter
from kbo_screen.gap.whom_to_ask import (
    groups_to_name,
    sure_groups,
    unsettled_questions,
    whom_to_ask,
)
from kbo_screen.gap.yes_answers import results_of_yes
from kbo_screen.registry.question import Answer
from kbo_screen.screening.screen import screen
from tests.tools import registries
from tests.tools.looks import flat
from tests.tools.seeds import seeds

LETTER = load_letter()
LETTERS = Path(__file__).parents[1] / "letters"
SECOND = load_letter(LETTERS / "second_letter.toml")
COUNTS = ["certain", "possible", "shortfall"]


def invented(
    seed: int,
    folder: Path,
    letter: Any,
    groups: int = 25,
) -> Any:
    chance = random.Random(seed)
    districts = [d.name for d in letter.districts][:3]
    missing = chance.sample(registries.OPTIONAL, chance.choice([0, 0, 1]))
    columns = [name for name in registries.HEADERS if name not in missing]
    products = registries.invent(
        chance, districts, groups, [2556, 2557, 2560, 2566, 2568]
    )
    return read_registry(
        registries.write_products(folder / "r.csv", products, columns, chance), letter
    )


@pytest.mark.parametrize("seed", seeds(25, ordinary=8))
@pytest.mark.parametrize("letter", [LETTER, SECOND], ids=["first", "second"])
def test_lever_is_a_run_with_the_changed_letter(
    letter: Any,
    seed: int,
    tmp_path: Path,
) -> None:
    registry = invented(seed, tmp_path, letter)
    now = screen(registry, letter)
    listed_now = set(now.groups.index[now.groups["outcome"] == "listed"])
    levers = pull_levers(registry, now, letter)
    assert levers
    for lever in levers:
        then = screen(registry, vary_letter(letter, lever.variant.path))
        assert (
            lever.districts[COUNTS].to_numpy().tolist()
            == then.districts[COUNTS].to_numpy().tolist()
        ), lever.variant.path
        assert lever.districts["status"].tolist() == then.districts["status"].tolist()
        listed_then = set(then.groups.index[then.groups["outcome"] == "listed"])
        district = then.groups["district_ix"].to_dict()
        for name, moved in (
            ("entering", listed_then - listed_now),
            ("leaving", listed_now - listed_then),
        ):
            counts = Counter(district[group] for group in moved)
            assert lever.districts[name].tolist() == [
                counts[ix] for ix in range(len(then.districts))
            ]
        columns = ["certain", "possible", "status"]
        other = (
            then.districts[columns].astype(object)
            != now.districts[columns].astype(object)
        ).any(axis=1)
        moves = lever.districts[["entering", "leaving"]].any(axis=1)
        assert lever.districts["is_felt"].tolist() == (other | moves).tolist()


def test_a_lever_that_only_makes_sure_is_felt(tmp_path: Path) -> None:
    """No group comes in: the district's word on potential is no longer needed, and the district is met."""
    header, *rows = registries.text_table("""
        | อำเภอ   | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ดาว | Quadrant | ปีที่ลงทะเบียน | ศักยภาพ |
        | บางคล้า | ก      | กลุ่ม        | ผ้า         | -   | D        | 2560         |        |
        | บางคล้า | ข      | กลุ่ม        | ผ้า         | -   | D        | 2560         |        |
        | บางคล้า | ค      | กลุ่ม        | ผ้า         | -   | D        | 2560         |        |
        """)
    registry = read_registry(
        registries.write_csv(tmp_path / "r.csv", header, rows), LETTER
    )
    levers = {
        lever.variant.path: lever.districts.iloc[1]
        for lever in pull_levers(registry, screen(registry, LETTER), LETTER)
    }
    told = levers["potential=off"]
    assert (
        told["entering"],
        told["leaving"],
        told["certain"],
        told["status"],
        bool(told["is_felt"]),
    ) == (
        0,
        0,
        3,
        "met",
        True,
    )
    assert not levers["star-in-range.max=4"]["is_felt"]


def test_variants_are_those_of_the_letter() -> None:
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


@pytest.mark.parametrize("seed", seeds(10, ordinary=5))
@pytest.mark.parametrize("letter", [LETTER, SECOND], ids=["first", "second"])
def test_what_is_asked_settles_the_district_with_the_fewest_questions(
    letter: Any,
    seed: int,
    tmp_path: Path,
) -> None:
    """Brute force over all smaller sets of questions, about all products, answered yes or no in every way."""
    registry = invented(300 + seed, tmp_path, letter, groups=5)
    now = screen(registry, letter)
    questions = open_questions(registry, now, letter)
    for district_ix, asks in whom_to_ask(now, questions).items():
        asked = flat(ask.questions for ask in asks)
        assert asked
        required, certain = (
            int(now.districts[name][district_ix]) for name in ("required", "certain")
        )
        reached = certain_with(
            registry, letter, dict.fromkeys(keys(asked), True), district_ix
        )
        assert min(reached, required) >= min(certain + len(asks), required)
        own = keys(
            q
            for q in questions
            if registry.products["district_ix"][q.product] == district_ix
        )
        for size in range(len(asked)) if len(own) <= MOST_ASKED else ():
            for fewer in combinations(own, size):
                for said in product_of((True, False), repeat=size):
                    got = certain_with(
                        registry,
                        letter,
                        dict(zip(fewer, said, strict=True)),
                        district_ix,
                    )
                    assert min(got, required) < min(reached, required), (fewer, said)


#: Questions of a district whose sets are all tried.
MOST_ASKED = 6


def keys(questions: Any) -> list[tuple[int, str]]:
    return list(dict.fromkeys((q.product, q.condition) for q in questions))


def certain_with(
    registry: Any,
    letter: Any,
    verdicts: dict[tuple[int, str], bool],
    district_ix: int,
) -> int:
    """The certain groups of a district when these questions are answered so."""
    return int(
        screen(replace(registry, verdicts=verdicts), letter).districts["certain"][
            district_ix
        ]
    )


@pytest.mark.parametrize("seed", seeds(5, ordinary=3))
@pytest.mark.parametrize("letter", [LETTER, SECOND], ids=["first", "second"])
def test_nearly_in_is_every_group_with_a_tier_once_a_condition_is_off(
    letter: Any,
    seed: int,
    tmp_path: Path,
) -> None:
    """And the product named has one once its own answer is yes."""
    registry = invented(600 + seed, tmp_path, letter)
    now = screen(registry, letter)
    near = nearly_in(one_away(registry, now, letter), letter)
    without = now.groups.index[now.groups["tier"].isna()]
    expected = set()
    for name in now.is_true:
        then = screen(registry, vary_letter(letter, f"{name}=off"))
        if name in {gap.condition for gap in now.not_evaluated}:
            continue
        expected |= {
            (int(group), name)
            for group in without
            if then.groups["tier"].notna()[group]
        }
    assert {(int(row.group), row.condition) for row in near.itertuples()} == expected
    assert len(near) == len(expected)
    for row in near.itertuples():
        then = screen(
            replace(registry, verdicts={(int(row.product), str(row.condition)): True}),
            letter,
        )
        assert then.products["tier"][row.product] == row.tier
    counts = kept_out(near, now)
    district = now.groups["district_ix"].to_dict()
    own = Counter((district[group], name) for group, name in expected)
    assert {
        (ix, name): counts[name][ix]
        for ix in counts.index
        for name in counts
        if counts[name][ix]
    } == dict(own)


def test_every_way_in_is_told_not_only_the_first(tmp_path: Path) -> None:
    """By its stars for the first tier, by its year for the next; another product by its project."""
    header, *rows = registries.text_table("""
        | อำเภอ   | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ดาว | Quadrant | ปีที่ลงทะเบียน | ศักยภาพ | โครงการอื่น   |
        | บางคล้า | ก      | กลุ่ม        | ผ้า 1       | 4   | D        | 2566         | มี      |             |
        | บางคล้า | ก      | กลุ่ม        | ผ้า 2       | 3   | A        |              |        | Young OTOP  |
        """)
    registry = read_registry(
        registries.write_csv(tmp_path / "r.csv", header, rows), LETTER
    )
    now = screen(registry, LETTER)
    away = one_away(registry, now, LETTER)
    near = nearly_in(away, LETTER)
    cells = [
        registry.place(row.product, LETTER.condition(row.condition).field).cell
        for row in near.itertuples()
    ]
    assert list(zip(near["condition"], near["tier"], cells, strict=True)) == [
        ("star-in-range", "primary", "E2"),
        ("no-other-project", "primary", "I3"),
        ("registered-in-window", "fallback", "G2"),
    ]
    edges = boundary_cases(registry, now, LETTER, away)
    assert [(row.condition, row.value, row.listed) for row in edges.itertuples()] == [
        ("star-in-range", 4, False),
        ("registered-in-window", 2566, False),
    ]


@pytest.mark.parametrize("seed", seeds(8, ordinary=4))
@pytest.mark.parametrize("letter", [LETTER, SECOND], ids=["first", "second"])
def test_certain_and_possible_bound_every_filling(
    letter: Any,
    seed: int,
    tmp_path: Path,
) -> None:
    """All unknowns of a registry of few groups filled in every way: none is settled beforehand."""
    registry, now, unknown = small(letter, seed, tmp_path)
    quota = letter.quota.groups_per_district
    certain, possible = (
        now.districts[name].clip(upper=quota).to_numpy()
        for name in ("certain", "possible")
    )
    least, best = possible, certain * 0
    for answers in product_of((False, True), repeat=len(unknown)):
        filled = replace(registry, verdicts=dict(zip(unknown, answers, strict=True)))
        known = screen(filled, letter).districts
        assert known["certain"].tolist() == known["possible"].tolist()
        counts = known["certain"].clip(upper=quota).to_numpy()
        assert (certain <= counts).all()
        assert (counts <= possible).all()
        least, best = np.minimum(least, counts), np.maximum(best, counts)
    assert best.tolist() == possible.tolist(), (
        "the upper bound is reached by some filling"
    )
    assert least.tolist() == certain.tolist(), (
        "the lower bound is reached by some filling"
    )


#: Unknown answers that are filled in every way: 2 ** 6 runs.
FEW = 6


def small(
    letter: Any,
    seed: int,
    folder: Path,
) -> Any:
    """A registry of as many groups as leave few unknowns."""
    for groups in (5, 4, 3, 2, 1):
        registry = invented(seed, folder, letter, groups=groups)
        now = screen(registry, letter)
        unknown = [
            (product, name)
            for name in now.is_unknown
            for product in now.is_unknown.index[now.is_unknown[name]]
        ]
        if len(unknown) <= FEW:
            return registry, now, unknown
    pytest.skip("one group alone leaves many unknowns")


def filled_counts(registry: Any, district_ix: int) -> set[int]:
    """The groups of a district under every filling of its unknowns."""
    now = screen(registry, LETTER)
    unknown = [
        (product, name)
        for (product, name), is_unknown in now.is_unknown.stack().items()
        if is_unknown
    ]
    fillings = [
        dict(zip(unknown, said, strict=True))
        for said in product_of((False, True), repeat=len(unknown))
    ]
    runs = [screen(replace(registry, verdicts=filled), LETTER) for filled in fillings]
    return {min(int(run.districts["certain"][district_ix]), 3) for run in runs}


EITHER_WAY = "| บางคล้า | {name} | กลุ่ม | ผ้า | รอผล | D | 2560 | มี |"
THREE_STARS = "| บางคล้า | {name} | กลุ่ม | ผ้า | 3 | A | 2560 | |"
STARS_OR_NOTHING = "| บางคล้า | {name} | กลุ่ม | ผ้า | รอผล | A | 2560 | มี |"
HEADER = (
    "| อำเภอ | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ดาว | Quadrant | ปีที่ลงทะเบียน | ศักยภาพ |"
)


@pytest.mark.parametrize(
    ("rows", "states", "certain", "of_primary"),
    [
        ([EITHER_WAY], ["open", "open"], 1, 0),
        ([EITHER_WAY] * 3, ["open", "maybe"], 3, 0),
        ([EITHER_WAY] * 5, ["open", "maybe"], 5, 0),
        ([THREE_STARS, THREE_STARS, EITHER_WAY, EITHER_WAY], ["open", "maybe"], 4, 2),
        ([THREE_STARS, STARS_OR_NOTHING, EITHER_WAY], ["open", "maybe"], 2, 1),
        ([THREE_STARS, THREE_STARS, THREE_STARS, EITHER_WAY], ["open", "closed"], 3, 3),
    ],
    ids=[
        "alone",
        "three",
        "five",
        "beside two certain",
        "beside one that may fall out",
        "later tier closed",
    ],
)
def test_a_group_that_stands_in_one_tier_or_the_next_is_certain(
    rows: list[str],
    states: list[str],
    certain: int,
    of_primary: int,
    tmp_path: Path,
) -> None:
    """Its star decides in which tier it stands, not whether it does; where the next tier is closed it does."""
    lines = [line.format(name=f"กลุ่ม {number}") for number, line in enumerate(rows)]
    header, *table = registries.text_table("\n".join([HEADER, *lines]))
    registry = read_registry(
        registries.write_csv(tmp_path / "r.csv", header, table), LETTER
    )
    now = screen(registry, LETTER)
    tiers = now.tiers[now.tiers["district_ix"] == 1]
    told = (
        tiers["state"].tolist(),
        now.districts.loc[1, "certain"],
        tiers["certain"].iat[0],
    )
    assert told == (states, certain, of_primary)
    assert min(filled_counts(registry, 1)) == min(
        certain, LETTER.quota.groups_per_district
    )
    asked = {row.group_name for row in now.listed.itertuples() if row.to_confirm}
    waiting = {
        row.group_name for row in now.listed.itertuples() if row.certainty != "certain"
    }
    assert asked == waiting
    stands = registry.products["group_name"]
    assert {
        stands[question.product] for question in open_questions(registry, now, LETTER)
    } == waiting


@pytest.mark.parametrize("seed", seeds(8, ordinary=4))
@pytest.mark.parametrize("letter", [LETTER, SECOND], ids=["first", "second"])
def test_boundary_cases_are_one_unit_from_the_other_side(
    letter: Any,
    seed: int,
    tmp_path: Path,
) -> None:
    """Against runs with each end of each range moved by one, both ways."""
    registry = invented(seed, tmp_path, letter)
    now = screen(registry, letter)
    cases = boundary_cases(registry, now, letter, one_away(registry, now, letter))
    found = {
        (int(row.group), row.condition, int(row.value), bool(row.listed))
        for row in cases.itertuples()
    }
    assert len(found) == len(cases)
    has_tier = now.groups["tier"].notna()
    expected = set()
    for condition in letter.conditions:
        if not hasattr(condition, "min") or condition.id not in now.is_true:
            continue
        for part, step in (("min", -1), ("max", 1)):
            end = getattr(condition, part)
            for moved, wider in ((end + step, True), (end - step, False)):
                if condition.field == "star" and not 1 <= moved <= 5:
                    continue
                then = (
                    screen(
                        registry, vary_letter(letter, f"{condition.id}.{part}={moved}")
                    )
                    .groups["tier"]
                    .notna()
                )
                if wider:
                    crossed = now.groups.index[~has_tier & then]
                else:
                    crossed = now.groups.index[
                        (now.groups["outcome"] == "listed") & ~then
                    ]
                expected |= {
                    (int(group), condition.id, moved if wider else end, not wider)
                    for group in crossed
                }
    assert found == expected


@pytest.mark.parametrize("seed", seeds(30, ordinary=10))
def test_a_blank_standard_is_asked_only_where_it_changes_who_is_proposed(
    seed: int, tmp_path: Path
) -> None:
    """Against setting each blank to passed and running again; the answer is taken by its id."""
    registry = invented(seed, tmp_path, LETTER)
    if "standard" in registry.absent_fields:
        pytest.skip("this registry has no such column")
    now = screen(registry, LETTER)
    asked = preference_questions(registry, now, LETTER)
    groups = now.products["group"].to_numpy()
    expected = set()
    proposed = set(
        now.groups.index[now.groups["selected"].eq(True).fillna(value=False)]
    )
    for group, row in now.listed.iterrows():
        if row["standard"] is None or row["standard"] != row["standard"]:
            products = registry.products.copy()
            products.loc[int(row["product"]), "standard"] = "passed"
            then = screen(replace(registry, products=products), LETTER).groups
            if (
                set(then.index[then["selected"].eq(True).fillna(value=False)])
                != proposed
            ):
                expected.add(int(group))
    assert {int(groups[question.product]) for question in asked} == expected
    if asked:
        answer = Answer(
            asked[0].id, "ผ่าน", "พัฒนากร", None, Place("answers.xlsx", "รอยืนยัน", "C3")
        )
        then = screen(apply_answers(registry, [answer], LETTER), LETTER).groups
        assert bool(then["selected"][groups[asked[0].product]])


@pytest.mark.parametrize("seed", seeds(15, ordinary=6))
def test_the_status_after_every_yes_is_that_of_a_run_with_the_answers(
    seed: int, tmp_path: Path
) -> None:
    registry = invented(seed, tmp_path, LETTER)
    now = screen(registry, LETTER)
    asks_by_district = whom_to_ask(now, open_questions(registry, now, LETTER))
    outcomes = results_of_yes(registry, now, LETTER, asks_by_district)
    for district_ix, asks in asks_by_district.items():
        verdicts = dict(registry.verdicts)
        for number, ask in enumerate(asks):
            verdicts |= {
                (question.product, question.condition): True
                for question in ask.questions
            }
            then = screen(replace(registry, verdicts=verdicts), LETTER).districts
            assert outcomes[number].statuses[district_ix] == then["status"][district_ix]


def test_a_yes_leaves_a_group_the_standard_of_its_best_row(tmp_path: Path) -> None:
    """A letter that requires the standard: another row says it of the group whose own product is asked about."""
    letter = load_letter(LETTERS / "standard_needed.toml")
    stars_alone = letter.model_copy(update={"tiers": letter.tiers[:1]})
    header, *rows = registries.text_table("""
        | อำเภอ   | รหัสผู้ผลิต | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ดาว ปี 2567 | มชช. |
        | บางคล้า | 240200001  | ก      | กลุ่ม        | ผ้า         | 3          |     |
        | บางคล้า | 240200001  | ก      | กลุ่ม        | หมอน       | -          | ผ่าน |
        | บางคล้า | 240200002  | ข      | กลุ่ม        | ผ้า         | 3          |     |
        """)
    path = registries.write_csv(tmp_path / "r.csv", header, rows)
    registry = read_registry(path, stars_alone)
    now = screen(registry, stars_alone)
    asks = whom_to_ask(now, open_questions(registry, now, stars_alone))
    (result,) = results_of_yes(registry, now, stars_alone, asks)
    assert result.sure_units.tolist() == [1, 1]


def test_what_a_list_settles_is_not_asked(tmp_path: Path) -> None:
    """One certain group is left out of the list, one group that waits is on it, one is still to be asked."""
    header, *rows = registries.text_table("""
        | อำเภอ   | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ดาว  | Quadrant | ปีที่ลงทะเบียน | ศักยภาพ | มชช. |
        | บางคล้า | ก      | กลุ่ม        | ผ้า         | 3    | A        | 2560         |        |     |
        | บางคล้า | ข      | กลุ่ม        | ผ้า         | -    | D        | 2560         |        |     |
        | บางคล้า | ค      | กลุ่ม        | ผ้า         | -    | D        | 2560         |        |     |
        | บางคล้า | ง      | กลุ่ม        | ผ้า         | -    | D        | 2560         |        |     |
        """)
    registry = read_registry(
        registries.write_csv(tmp_path / "r.csv", header, rows), LETTER
    )
    now = screen(registry, LETTER)
    group = {name: number for number, name in now.groups["group_name"].items()}
    questions = open_questions(registry, now, LETTER)
    preference = preference_questions(registry, now, LETTER)
    by_registry = [ask.group for ask in whom_to_ask(now, questions)[1]]
    assert (by_registry, sure_groups(now)[1]) == ([group["ข"], group["ค"]], 1)
    accepted = {1: frozenset({group["ข"]})}
    assert [ask.group for ask in whom_to_ask(now, questions, accepted)[1]] == [
        group["ค"]
    ]
    assert (groups_to_name(now, accepted), sure_groups(now, accepted)[1]) == (
        {1: [group["ก"]]},
        2,
    )
    assert {q.product for q in unsettled_questions(preference, now, accepted)} == {
        q.product for q in preference
    }
    full = {1: frozenset({group["ข"], group["ค"], group["ง"]})}
    assert whom_to_ask(now, questions, full) == {}
    assert (groups_to_name(now, full), unsettled_questions(preference, now, full)) == (
        {},
        [],
    )
