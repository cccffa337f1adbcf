"""What readings decide under letters that judge whole provinces, over a registry of several.

1. Each alone, the counts of districts and provinces and who loses a place are those of a run of its own.
2. Over all combinations the bounds, and who stands in all, equal brute force: every combination read and screened anew.
3. A quota that a side changes for a province alone counts as a change.
"""

from __future__ import annotations

import random
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import pytest

from kbo_screen.letters.loading import load_letter_file
from kbo_screen.letters.other_sides import other_letters, under_sets
from kbo_screen.results.wording.province_quota import provinces_under_reading
from kbo_screen.screening.quotas import quota_columns
from kbo_screen.screening.screening import NOT_TOGETHER, ROBUST
from kbo_screen.tasks.build_run import nobody, read_inputs, screen_registry
from kbo_screen.tasks.run_options import RunOptions
from kbo_screen.tasks.run_readings import with_readings
from tests.letters.test_readings import PROJECTS, STANDARDS
from tests.tools import registries
from tests.tools.looks import flat
from tests.tools.seeds import seeds

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.desk.run import Run
    from kbo_screen.letters.model import Letter

LOADED = load_letter_file()
OPTIONS = RunOptions(letter="chachoengsao_2566", lang="en", quiet=True, province="all")
PROVINCE_OF: Final = {
    "บางคล้า": "ฉะเชิงเทรา",
    "บ้านโพธิ์": "ฉะเชิงเทรา",
    "กำแพงแสน": "นครปฐม",
    "เมืองนครปฐม": "นครปฐม",
    "บางละมุง": "ชลบุรี",
}
COUNTS = (
    "certain",
    "possible",
    "certain_of_quota",
    "to_confirm",
    "shortfall",
    "status",
)
QUOTAS: Final = {
    "alone": {"groups_per_district": None, "per_province": 5},
    "with a least": {"groups_per_district": 1, "per_province": 5},
    "with a most": {
        "groups_per_district": 1,
        "per_province": 6,
        "most_per_district": 3,
    },
    "of products": {
        "groups_per_district": 2,
        "per_province": 9,
        "unit": "products",
    },
}


def letters_of_provinces() -> dict[str, Letter]:
    """Letters that look at the districts of a province together."""
    base = LOADED.letter
    letters = {}
    for name, numbers in QUOTAS.items():
        quota = base.quota.model_copy(update=numbers)
        letters[name] = base.model_copy(update={"quota": quota})
    choices = base.choices.model_copy(update={"insufficient": "per-province"})
    letters["asked together"] = base.model_copy(update={"choices": choices})
    return letters


LETTERS = letters_of_provinces()


def write_provinces(path: Path, seed: int) -> Path:
    """A registry of five districts in three provinces, in which many readings decide something."""
    chance = random.Random(seed)
    products = registries.invent(chance, [*PROVINCE_OF], 30, [2550, 2557, 2560, 2566])
    columns = [*registries.HEADERS]
    header = [registries.HEADERS[name] for name in columns]
    header[columns.index("star")] = "ระดับดาว ปี 2565"
    header += ["ระดับดาว ปี 2562", "ระดับดาว ปี 2567", "จังหวัด"]
    rows = []
    for each in products:
        row = registries.row_of(each, columns, chance)
        row[columns.index("project")] = chance.choice(PROJECTS)
        row[columns.index("standard")] = chance.choice(STANDARDS)
        stars = [chance.choice(["", "2", "4"]), chance.choice(["", "-", "1", "?"])]
        rows.append([*row, *stars, PROVINCE_OF[each["district"]]])
    return registries.write_csv(path, header, rows)


def run_under(path: Path, letter: Letter) -> Run:
    """Everything read and decided anew under a letter."""
    registry = read_inputs([path], letter, OPTIONS, nobody)
    return screen_registry(registry, LOADED._replace(letter=letter), OPTIONS)


def with_readings_of(letter: Letter, kept: set[str]) -> Letter:
    """The letter with some of its readings alone."""
    readings = tuple(each for each in letter.readings if each.id in kept)
    return letter.model_copy(update={"readings": readings})


def key_of(group: Any) -> tuple[str, str]:
    return group.district_code, group.group_id or group.group_name


def proposed(screening: Any) -> set[tuple[str, str]]:
    groups = screening.groups
    return set(map(key_of, groups[groups["selected"]].itertuples()))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", LETTERS)
def test_each_alone_is_what_a_run_of_its_own_gives(
    name: str,
    seed: int,
    tmp_path: Path,
) -> None:
    path = write_provinces(tmp_path / "r.csv", seed)
    letter = LETTERS[name]
    sides = {side.name: side for side in other_letters(letter)}
    run = run_under(path, letter)
    run = with_readings(run, [path], OPTIONS)
    for effect in run.screening.readings or ():
        under_side = run_under(path, sides[effect.name].letter).screening
        losing = run.screening.groups.loc[sorted(effect.losing)]
        lost = proposed(run.screening) - proposed(under_side)
        assert set(map(key_of, losing.itertuples())) == lost, effect.name
        assert_same_counts(quota_columns(effect.counts), under_side.districts)
        if effect.provinces is not None:
            assert_same_counts(effect.provinces, under_side.provinces)
            gained = proposed(under_side) - proposed(run.screening)
            units_lost = units_of(run.screening, lost)
            assert effect.provinces["losing"].sum() == units_lost
            assert effect.provinces["gaining"].sum() == units_of(under_side, gained)


def assert_same_counts(counted: Any, expected: Any) -> None:
    for name in COUNTS:
        assert list(counted[name]) == list(expected[name]), name


def units_of(screening: Any, keys: set[tuple[str, str]]) -> int:
    groups = screening.groups
    return sum(row.units for row in groups.itertuples() if key_of(row) in keys)


@pytest.mark.parametrize("seed", seeds(12, ordinary=1))
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow) if name != "with a most" else name
        for name in LETTERS
    ],
)
def test_bounds_over_several_provinces_equal_brute_force(
    name: str,
    seed: int,
    tmp_path: Path,
) -> None:
    path = write_provinces(tmp_path / "r.csv", seed)
    # two readings of the cells and one of the quota: a run of its own for each combination
    kept = {"withdrawn", "insufficient", "preference-scope"}
    if seed % 2:
        kept = {"blank-project-cell", "duplicate-unit", "higher-star-sibling"}
    letter = with_readings_of(LETTERS[name], kept)
    run = run_under(path, letter)
    run = with_readings(run, [path], OPTIONS, together=True)
    bounds = run.screening.reading_bounds
    assert bounds is not None
    assert bounds.singly is None
    screenings = list(combinations(path, letter, bounds.sides))
    assert bounds.ways == len(screenings)
    counts = [counts_of_districts(each) for each in screenings]
    by_district = list(zip(*counts, strict=True))
    assert bounds.districts["least"].tolist() == list(map(min, by_district))
    assert bounds.districts["most"].tolist() == list(map(max, by_district))
    totals = list(map(sum, counts))
    assert (bounds.least, bounds.most) == (min(totals), max(totals))
    in_all = run.screening.groups.loc[sorted(bounds.in_all)]
    everywhere = set.intersection(*map(proposed, screenings))
    assert set(map(key_of, in_all.itertuples())) == everywhere
    for group in run.screening.groups.itertuples():
        is_marked = NOT_TOGETHER in group.notes
        assert is_marked == (ROBUST in group.notes and group.Index not in bounds.in_all)


def combinations(
    path: Path,
    letter: Letter,
    names: tuple[str, ...],
) -> Any:
    """The screening under every combination of sides, each read from the files."""
    sides = {side.name: side for side in other_letters(letter)}
    by_reading: dict[str, list[list[dict[str, Any]]]] = {}
    for name in names:
        ways = by_reading.setdefault(sides[name].reading.id, [[]])
        ways.append([sides[name].side.set])
    for combination in product(*by_reading.values()):
        yield run_under(path, under_sets(letter, flat(combination))).screening


def counts_of_districts(screening: Any) -> list[int]:
    groups = screening.groups
    counts = groups.loc[groups["selected"], "district_ix"].value_counts()
    return [counts.get(ix, 0) for ix in screening.districts.index]


def test_a_quota_that_is_another_for_a_province_alone_is_a_change(
    tmp_path: Path,
) -> None:
    """No group moves: all that may stand are proposed, and more of them are asked for."""
    path = write_provinces(tmp_path / "r.csv", 1)
    quota = LOADED.letter.quota.model_copy(
        update={"groups_per_district": None, "per_province": 200}
    )
    reading = next(each for each in LOADED.letter.readings if each.id == "minimum-only")
    other = reading.other.model_copy(update={"set": {"quota.per_province": 300}})
    reading = reading.model_copy(update={"other": other, "affects": ("screening",)})
    update = {"quota": quota, "readings": (reading,)}
    letter = LOADED.letter.model_copy(update=update)
    run = run_under(path, letter)
    run = with_readings(run, [path], OPTIONS, together=True)
    (effect,) = run.screening.readings or ()
    assert effect.districts_changed == 0
    assert effect.changes_anything
    rows = {row["province"]: row for row in provinces_under_reading(effect, run)}
    assert rows["นครปฐม"]["required"] == 300
    assert rows["นครปฐม"]["places"] == 0
    assert run.screening.reading_bounds is not None
    assert run.screening.reading_bounds.sides == ("minimum-only",)
