"""Why a group moves between two editions is true: undone in the file itself, and run anew, it does not move.

- A change that is told alone, undone in the new file, puts the group back; one told with "each", made in the old file,
  moves it; what moved others does so by all of its rows.
- A group of which no change is told stands the same with its own changes made alone.
- What is told together, undone together, puts the group back; beside a change of its own that is enough no others are
  told but those without which it would not have moved either.
- Of many others the first are named and all counted: causes do not grow with the square of what changed.
- The sums add up, and every move has a cause.
- A world in which nothing is undone is its edition, also where a letter judges whole provinces.
- Where no rows are left to try, causes are told as not tried; what is not tried takes none from what is.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from kbo_screen.editions.causes import MOST_OTHERS, causes_of_moves
from kbo_screen.editions.changes import EditionPair, changes_by_group
from kbo_screen.editions.comparison import compare_editions
from kbo_screen.editions.edition import Edition, edition_of
from kbo_screen.editions.edition_rows import rows_of_editions
from kbo_screen.editions.moves import (
    ASPECT_OF,
    NOWHERE_LISTED,
    GroupMove,
    GroupStanding,
    standings_by_group,
    totals_of,
)
from kbo_screen.editions.pairing import common_districts, identities_of, pair_groups
from kbo_screen.editions.trials import Trials
from kbo_screen.editions.worlds import NEW, OLD, World, decide_worlds
from kbo_screen.screening.screen import screen
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.tools.registries import HEADERS, WORDS, invent, row_of, write_csv
from tests.tools.seeds import seeds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kbo_screen.editions.changes import Change
    from kbo_screen.editions.edition_rows import EditionRows
    from kbo_screen.letters.model import Letter


OPTIONS = RunOptions(lang="en", quiet=True)
DISTRICTS = ["บางคล้า", "บางปะกง"]
COLUMNS = list(HEADERS)
HEADER = list(HEADERS.values())
CHANGED = ["star", "project", "quadrant", "standard", "type", "year", "potential"]
#: By the place of a row in the first file, its cells; a row that is not there is gone.
Rows = dict[int, list[str]]


def edition(folder: Path, rows: Rows, columns: list[str] = COLUMNS) -> Edition:
    kept = [COLUMNS.index(name) for name in columns]
    table = [[row[at] for at in kept] for _, row in sorted(rows.items())]
    path = write_csv(folder / "r.csv", [HEADERS[name] for name in columns], table)
    run = build_run([path], OPTIONS)
    return edition_of(run.registry, run.screening, run.letter, None)


def invented_rows(chance: random.Random, groups: int = 20) -> Rows:
    products = invent(chance, DISTRICTS, groups, range(2555, 2567))
    for product in products:
        product["id"] = f"2402{product['group'][-3:]:0>5}"
        if product["star"] is None or chance.random() < 0.5:
            product["star"] = chance.choice([1, 2, 3])
    return {at: row_of(each, COLUMNS, chance) for at, each in enumerate(products)}


def changed_rows(rows: Rows, chance: random.Random) -> Rows:
    """Some cells written otherwise, some rows gone, some that come back under another name."""
    changed = {at: list(row) for at, row in rows.items()}
    for _ in range(chance.randint(2, 7)):
        at = chance.choice(list(changed))
        name = chance.choice(CHANGED)
        if name == "year":
            words = chance.choice(["", "2556", "2560", "2566"])
        else:
            words = chance.choice(chance.choice(list(WORDS[name].values())))
        changed[at][COLUMNS.index(name)] = words
    for _ in range(chance.choice([0, 0, 1, 2])):
        del changed[chance.choice(list(changed))]
    for number in range(chance.choice([0, 0, 1])):
        row = list(chance.choice(list(changed.values())))
        row[1], row[2], row[4] = f"99{number:07d}", f"กลุ่มใหม่ {number}", f"99{number}"
        changed[len(rows) + number] = row
    return changed


class Files:
    """Both files, and what they give when some rows or cells are taken from the other one."""

    def __init__(self, folder: Path, old: Rows, new: Rows) -> None:
        self.folder = folder
        self.rows = (old, new)
        self.editions = (edition(folder, old), edition(folder, new))
        self.result = compare_editions(
            *self.editions, lambda: self.editions[1].registry
        )

    def name(self, group: int) -> str:
        for at in (1, 0):
            own = self.result.groups[at].get(group)
            if own is not None:
                product = self.editions[at].products_of_group[own][0]
                return str(self.editions[at].registry.products["group_name"][product])
        raise KeyError(group)

    def rows_of(self, group: int) -> set[int]:
        """The places of all rows of a group, in either file."""
        name = self.name(group)
        places = set()
        for rows in self.rows:
            places |= {at for at, row in rows.items() if row[2] == name}
        return places

    def place(self, product: int, of: int) -> int:
        row = self.editions[of].registry.sheet_row(product)
        return sorted(self.rows[of])[row - 2]

    def standing(self, rows: Rows, group: int) -> GroupStanding:
        again = edition(self.folder, rows)
        name = self.name(group)
        names = again.registry.products["group_name"]
        for number, standing in standings_by_group(again.standings).items():
            if names[again.products_of_group[number][0]] == name:
                return standing
        return NOWHERE_LISTED

    def with_taken(self, base: int, places: set[int], column: str | None) -> Rows:
        """One file with some rows, or one cell of them, as in the other."""
        rows = {at: list(row) for at, row in self.rows[base].items()}
        other = self.rows[1 - base]
        for at in places:
            if column is not None:
                rows[at][COLUMNS.index(column)] = other[at][COLUMNS.index(column)]
            elif at in other:
                rows[at] = list(other[at])
            else:
                rows.pop(at, None)
        return rows


#: Field of the registry -> column of these files.
COLUMN_OF = {
    "star": "star",
    "other_project": "project",
    "quadrant": "quadrant",
    "standard": "standard",
    "producer_type": "type",
    "registered_year_be": "year",
    "potential": "potential",
}


def cells_of(files: Files, cause: Any) -> tuple[set[int], str | None]:
    """The rows, and the column of them, that a cause is about."""
    if cause.kind == "others":
        places: set[int] = set()
        for other in cause.others:
            places |= files.rows_of(other)
        return places, None
    change = cause.change
    if change.field in ("row", "group"):
        if change.field == "group":
            return files.rows_of(change.group), None
        at = (change.new, 1) if change.new >= 0 else (change.old, 0)
        return {files.place(*at)}, None
    if change.field in (
        "producer_type",
        "registered_year_be",
    ):  # any row can contradict
        return files.rows_of(change.group), COLUMN_OF[change.field]
    places = {files.place(new, 1) for _, new in change.pairs}
    return places, COLUMN_OF[change.field]


def check_no_others_beside_what_is_enough(move: GroupMove) -> None:
    of_others = {cause.proof for cause in move.causes if cause.kind == "others"}
    of_itself = {cause.proof for cause in move.causes if cause.kind == "change"}
    if of_itself & {"alone", "each"}:
        assert of_others <= {"alone"}, move


def check_move(files: Files, move: GroupMove) -> None:
    aspect = ASPECT_OF[move.move]
    before, now = getattr(move.old, aspect), getattr(move.new, aspect)
    proofs = {cause.proof for cause in move.causes}
    check_no_others_beside_what_is_enough(move)
    together: Rows = {at: list(row) for at, row in files.rows[1].items()}
    for cause in move.causes:
        places, column = cells_of(files, cause)
        undone = files.with_taken(1, places, column)
        if cause.proof == "alone" and len(cause.others) < 2:
            standing = files.standing(undone, move.group)
            assert getattr(standing, aspect) == before, (cause, move)
        if cause.proof == "each":
            made = files.with_taken(0, places, column)
            assert getattr(files.standing(made, move.group), aspect) == now
        for at in places:
            if at in undone:
                cells = undone[at]
                if column is not None and at in together:
                    here = COLUMNS.index(column)
                    together[at][here] = cells[here]
                else:
                    together[at] = list(cells)
            else:
                together.pop(at, None)
    if (
        "each" not in proofs
    ):  # undone alone, the group stays moved: that is what the word says
        standing = files.standing(together, move.group)
        assert getattr(standing, aspect) == before, move
    if not any(cause.kind == "change" for cause in move.causes):
        made = files.with_taken(0, files.rows_of(move.group), None)
        assert getattr(files.standing(made, move.group), aspect) == before


@pytest.mark.parametrize("seed", seeds(120, ordinary=2))
def test_causes_are_true(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    old = invented_rows(chance)
    files = Files(tmp_path, old, changed_rows(old, chance))
    totals_of(files.result.moves)
    for move in files.result.moves:
        assert bool(move.causes) == (move.move != "same"), move
        if move.move in ("entered", "left", "listed", "unlisted", "state"):
            check_move(files, move)


def paired(old: Edition, new: Edition) -> EditionPair:
    districts = common_districts(each.registry.scope for each in (old, new))
    identities = [
        identities_of(each, numbers)
        for each, numbers in zip((old, new), districts.numbers, strict=True)
    ]
    old_groups, new_groups = pair_groups(identities, new.letter.choices)
    return EditionPair(
        old,
        new,
        (old_groups, new_groups),
        (districts.numbers[0], districts.numbers[1]),
    )


def letter_that_judges(letter: Letter, area: str) -> Letter:
    """By a quota of the province, by the mean of its districts, or every district alone."""
    if area == "province":
        quota = {"groups_per_district": None, "per_province": 6}
        return letter.model_copy(
            update={"quota": letter.quota.model_copy(update=quota)}
        )
    if area == "mean of a province":
        choices = {"insufficient": "per-province"}
        return letter.model_copy(
            update={"choices": letter.choices.model_copy(update=choices)}
        )
    return letter


@pytest.mark.parametrize("area", ["district", "province", "mean of a province"])
def test_a_world_in_which_nothing_is_undone_is_its_edition(
    area: str,
    tmp_path: Path,
) -> None:
    chance = random.Random(5)
    rows = invented_rows(chance)
    editions = []
    for of_edition in (rows, changed_rows(rows, chance)):
        read = edition(tmp_path, of_edition)
        letter = letter_that_judges(read.letter, area)
        screening = screen(read.registry, letter)
        editions.append(edition_of(read.registry, screening, letter, None))
    pair = paired(*editions)
    rows_of_both = rows_of_editions(pair, changes_by_group(pair))
    for number in (OLD, NEW):
        worlds = [
            World(of_area) for of_area in rows_of_both.rows_of_area[number].values()
        ]
        standings: dict[int, GroupStanding] = {}
        for of_world in decide_worlds(rows_of_both, worlds):
            standings |= of_world
        assert standings == standings_by_group(pair.standings[number])


def test_where_no_rows_are_left_to_try_that_is_said(tmp_path: Path) -> None:
    chance = random.Random(0)
    old = invented_rows(chance)
    files = Files(tmp_path, old, changed_rows(old, chance))
    pair = paired(*files.editions)
    moves = {each.group: each.move for each in files.result.moves if each.causes}
    causes = causes_of_moves(pair, moves, most_rows=0)
    proofs = {cause.proof for told in causes.values() for cause in told}
    assert proofs == {"not-tried"}


def test_a_change_of_which_one_world_alone_fits_takes_no_rows(tmp_path: Path) -> None:
    """A change is tried in two worlds; what is left beside one of a large district is enough for a small one."""
    chance = random.Random(0)
    old = invented_rows(chance)
    files = Files(tmp_path, old, changed_rows(old, chance))
    pair = paired(*files.editions)
    changes = changes_by_group(pair)
    rows = rows_of_editions(pair, changes)
    sizes = {
        max(len(rows.of_area(area, side)) for side in (OLD, NEW)): area
        for area in rows.area_of_group.values()
    }
    large, small = max(sizes), min(sizes)
    assert small < large < 2 * small + 1
    trials = Trials(rows, 2 * large - 1)
    of_areas = [first_change(changes, rows, sizes[size]) for size in (large, small)]
    trials.try_changes(of_areas)
    assert list(trials.change_undone) == list(trials.change_made) == of_areas[1:]


def first_change(
    changes: Mapping[int, Sequence[Change]], rows: EditionRows, area: int
) -> Change:
    return next(
        change
        for group, of_group in changes.items()
        if rows.area_of_group[group] == area
        for change in of_group
    )


def test_of_many_others_the_first_are_named_and_all_are_counted(
    tmp_path: Path,
) -> None:
    old = {
        at: row_of(
            {
                "district": "บางคล้า",
                "id": f"24020{at:04d}",
                "group": f"กลุ่ม {at}",
                "type": "community",
                "product_id": f"P{at:04d}",
                "product": f"ผ้า {at}",
                "star": 3 if at < 60 else 2,
                "quadrant": "A",
                "year": 2560,
                "standard": "passed",
                "project": "clear",
                "potential": None,
            },
            COLUMNS,
            random.Random(at),
        )
        for at in range(61)
    }
    new = {at: list(row) for at, row in old.items()}
    for row in list(new.values())[:60]:
        row[COLUMNS.index("star")] = "1"
    files = Files(tmp_path, old, new)
    (unchanged,) = [
        each for each in files.result.moves if files.name(each.group) == "กลุ่ม 60"
    ]
    (cause,) = unchanged.causes
    assert (len(cause.others), cause.n_others) == (MOST_OTHERS, 60)
