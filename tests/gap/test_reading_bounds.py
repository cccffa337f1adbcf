"""What several readings decide at once.

1. The bounds of every district, and who stands in all, equal brute force: every combination screened from the files.
2. Of too many sides, of too large a registry, and of sides that contradict each other, each is taken alone.
3. A group that stands under every reading alone and not under some together says so.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from kbo_screen.gap import reading_bounds
from kbo_screen.gap.reading_bounds import combinations_of
from kbo_screen.letters.loading import load_letter_file
from kbo_screen.letters.other_sides import other_letters, under_sets
from kbo_screen.screening.screening import NOT_TOGETHER, ROBUST
from kbo_screen.tasks.build_run import build_run, nobody, read_inputs, screen_registry
from kbo_screen.tasks.run_options import RunOptions
from kbo_screen.tasks.run_readings import with_readings
from tests.gap.test_run_readings import key_of, keys
from tests.letters.test_readings import write_registry
from tests.tools.looks import flat
from tests.tools.seeds import seeds

if TYPE_CHECKING:
    from pathlib import Path


LOADED = load_letter_file()
SIDES = {side.name: side for side in other_letters(LOADED.letter)}
OPTIONS = RunOptions(
    letter="chachoengsao_2566",
    lang="en",
    quiet=True,
)
#: Of the sides that change something so many are taken at once in the tests: each asks for a run of its own.
TAKEN = 4


def screened(path: Path, sets: list[dict[str, Any]]) -> Any:
    """The screening under a letter in which the sides are set, everything read and decided anew."""
    letter = under_sets(LOADED.letter, sets)
    registry = read_inputs([path], letter, OPTIONS, nobody)
    return screen_registry(registry, LOADED._replace(letter=letter), OPTIONS).screening


def with_sides_of(path: Path, names: list[str]) -> Any:
    """The screening with its readings; only some of the letter's sides are there."""
    kept = {name.partition("/")[0] for name in names}
    readings = [each for each in LOADED.letter.readings if each.id in kept]
    letter = LOADED.letter.model_copy(update={"readings": tuple(readings)})
    registry = read_inputs([path], letter, OPTIONS, nobody)
    run = screen_registry(registry, LOADED._replace(letter=letter), OPTIONS)
    return with_readings(run, [path], OPTIONS, together=True).screening


def changing(path: Path) -> list[str]:
    """The sides that change something, those that the files are read again for first."""
    run = with_readings(build_run([path], OPTIONS), [path], OPTIONS)
    effects = run.screening.readings or ()
    names = [effect.name for effect in effects if effect.districts_changed]
    first = ("star-year", "withdrawn", "old-standard", "blank-project-cell")
    return sorted(names, key=lambda name: name not in first)


@pytest.mark.parametrize("seed", seeds(20, ordinary=1))
def test_bounds_equal_brute_force(seed: int, tmp_path: Path) -> None:
    path = write_registry(tmp_path / "r.csv", seed)
    names = changing(path)[: TAKEN if seed else 3]
    computed = with_sides_of(path, names)
    bounds = computed.reading_bounds
    assert bounds.singly is None
    by_reading: dict[str, list[list[dict[str, Any]]]] = {}
    for name in bounds.sides:
        ways = by_reading.setdefault(SIDES[name].reading.id, [[]])
        ways.append([SIDES[name].side.set])
    counts, proposed, totals = [], [], []
    for combination in product(*by_reading.values()):
        screening = screened(path, flat(combination))
        groups = screening.groups
        selected = groups[groups["selected"]]
        of_district = selected["district_ix"].value_counts()
        counts.append([of_district.get(ix, 0) for ix in screening.districts.index])
        proposed.append(keys(screening, "selected"))
        totals.append(len(selected))
    assert bounds.ways == len(totals)
    assert bounds.districts["least"].tolist() == list(
        map(min, zip(*counts, strict=True))
    )
    assert bounds.districts["most"].tolist() == list(
        map(max, zip(*counts, strict=True))
    )
    assert (bounds.least, bounds.most) == (min(totals), max(totals))
    in_all = computed.groups.loc[sorted(bounds.in_all)]
    assert {key_of(group) for group in in_all.itertuples()} == set.intersection(
        *proposed
    )
    for group in computed.groups[computed.groups["selected"]].itertuples():
        is_marked = NOT_TOGETHER in group.notes
        assert is_marked == (ROBUST in group.notes and group.Index not in bounds.in_all)


def test_sides_of_one_reading_are_never_taken_together() -> None:
    sides = [SIDES["withdrawn"], SIDES["withdrawn/2"], SIDES["insufficient"]]
    names = [tuple(side.name for side in each) for each in combinations_of(sides)]
    assert names == [
        (),
        ("insufficient",),
        ("withdrawn",),
        ("withdrawn", "insufficient"),
        ("withdrawn/2",),
        ("withdrawn/2", "insufficient"),
    ]


def test_many_sides_and_much_work_are_taken_singly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_registry(tmp_path / "r.csv", 0)
    run = build_run([path], OPTIONS)
    screening = with_readings(run, [path], OPTIONS, together=True).screening
    bounds = screening.reading_bounds
    assert bounds is not None
    changed = [each for each in screening.readings or () if each.districts_changed]
    assert bounds.singly == "many-sides"
    assert bounds.ways == 1 + len(changed) > reading_bounds.MOST_SIDES
    robust = {
        group.Index for group in screening.groups.itertuples() if ROBUST in group.notes
    }
    assert bounds.in_all == robust
    monkeypatch.setattr(reading_bounds, "MOST_PRODUCTS_DECIDED", 10)
    few = with_sides_of(path, [each.name for each in changed[:2]])
    assert few.reading_bounds.singly == "much-work"
    assert few.reading_bounds.ways == 1 + len(few.reading_bounds.sides)


def test_sides_that_leave_nothing_to_ask_are_contrary(tmp_path: Path) -> None:
    """Each takes the last two conditions of the fallback apart; together they leave a tier without any."""
    path = write_registry(tmp_path / "r.csv", 0)
    readings = []
    for name, requires in (
        ("duplicate-on-fallback", ["community-group"]),
        ("fallback-is-groups", ["no-other-project"]),
    ):
        reading = SIDES[name].reading
        side = reading.other.model_copy(
            update={"set": {"tiers.fallback.requires": requires}}
        )
        readings.append(reading.model_copy(update={"other": side, "also": ()}))
    letter = LOADED.letter.model_copy(update={"readings": tuple(readings)})
    run = screen_registry(
        read_inputs([path], letter, OPTIONS, nobody),
        LOADED._replace(letter=letter),
        OPTIONS,
    )
    bounds = with_readings(run, [path], OPTIONS, together=True).screening.reading_bounds
    assert bounds is not None
    assert bounds.singly == "contrary"
