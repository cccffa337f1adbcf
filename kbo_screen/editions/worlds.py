"""What would stand where if some changes were undone: many such worlds at once, by one call of what always decides.

A world is an area with some of its rows as they were. All worlds are laid side by side as districts of their own, so
that each is decided alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.editions.changes import GROUP, ROW, columns_of, fields_of_verdicts
from kbo_screen.editions.edition import standings_of
from kbo_screen.editions.moves import standings_by_group
from kbo_screen.editions.pairing import NO_PRODUCT
from kbo_screen.registry.identity import pair_codes
from kbo_screen.registry.registry import Scope, ScopeDistrict
from kbo_screen.screening.conditions import answer_conditions
from kbo_screen.screening.decision import decide
from kbo_screen.screening.group_facts import GroupFacts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kbo_screen.editions.changes import Change, ProductPair
    from kbo_screen.editions.edition_rows import EditionRows
    from kbo_screen.editions.moves import Standings
    from kbo_screen.registry.registry import Verdicts
    from kbo_screen.screening.decision import Decision

#: Rows that all worlds of a comparison may hold together; what does not fit is told as not tried.
MOST_ROWS: Final = 400_000
#: Rows that are decided at a time.
_ROWS_AT_A_TIME: Final = 100_000
#: The editions that a world can start from.
OLD: Final = 0
NEW: Final = 1


class FieldSwap(NamedTuple):
    """A field of a row that is taken from another row."""

    field: str
    row: int
    source: int


class World(NamedTuple):
    """The rows of a world, positions in `EditionRows.products`, and the fields that are taken from other rows."""

    rows: np.ndarray
    swaps: tuple[FieldSwap, ...] = ()


def swap_groups(
    rows: EditionRows,
    groups: Collection[int],
    start: int,
    area: int,
) -> World:
    """An edition's area with all rows of some groups as the other edition has them. start: OLD or NEW."""
    base_rows = rows.of_area(area, start)
    other_rows = rows.of_area(area, 1 - start)
    staying = base_rows[~np.isin(rows.groups[base_rows], list(groups))]
    coming = other_rows[np.isin(rows.groups[other_rows], list(groups))]
    return World(rows.in_order(np.concatenate([staying, coming])))


def swap_change(
    rows: EditionRows,
    change: Change,
    start: int,
) -> World:
    """An edition's area with one change as the other edition has it."""
    area = rows.area_of_group[change.group]
    if change.field == GROUP:
        return swap_groups(
            rows,
            [change.group],
            start,
            area,
        )
    base_rows = rows.of_area(area, start)
    pairs = [
        _positions(
            rows,
            pair,
            start,
        )
        for pair in change.pairs
    ]
    if change.field == ROW:
        return World(
            _with_row_swapped(
                rows,
                base_rows,
                *pairs[0],
            )
        )
    swaps = tuple(
        FieldSwap(
            change.field,
            row,
            source,
        )
        for row, source in pairs
    )
    return World(base_rows, swaps)


def _positions(
    rows: EditionRows,
    pair: ProductPair,
    start: int,
) -> tuple[int, int]:
    """The row of a product in the edition that a world starts from, and in the other one."""
    old, new = pair
    new_row = NO_PRODUCT if new == NO_PRODUCT else new + rows.n_old
    return (new_row, old) if start == NEW else (old, new_row)


def _with_row_swapped(
    rows: EditionRows,
    base_rows: np.ndarray,
    row: int,
    source: int,
) -> np.ndarray:
    """Without a row, or with one of the other edition."""
    if source == NO_PRODUCT:
        return base_rows.compress(base_rows != row)
    return rows.in_order(np.append(base_rows, source))


class _Layout(NamedTuple):
    """Worlds under each other: their rows, of which world each is, and the products that these rows are there."""

    worlds: Sequence[World]
    rows: np.ndarray
    world_of_row: np.ndarray
    products: pd.DataFrame


def decide_worlds(rows: EditionRows, worlds: Iterable[World]) -> list[Standings]:
    """Per world where its groups stand, by common number."""
    results: list[Standings] = []
    for batch in _batches(worlds):
        results += _decide_batch(rows, batch)
    return results


def _batches(worlds: Iterable[World]) -> Iterator[list[World]]:
    batch: list[World] = []
    n_rows = 0
    for world in worlds:
        batch.append(world)
        n_rows += len(world.rows)
        if n_rows >= _ROWS_AT_A_TIME:
            yield batch
            batch, n_rows = [], 0
    if batch:
        yield batch


def _decide_batch(rows: EditionRows, worlds: Sequence[World]) -> list[Standings]:
    if not any(len(world.rows) for world in worlds):
        return [{} for _ in worlds]
    layout = _lay_out(rows, worlds)
    standings = standings_of(_decision(rows, layout), rows.pair.new.letter)
    # groups are numbered in the order in which they first appear
    is_first = ~layout.products["group"].duplicated().to_numpy()
    standings.index = pd.Index(layout.products["common_group"].to_numpy()[is_first])
    by_world = {
        int(str(world)): standings_by_group(part)
        for world, part in standings.groupby(layout.world_of_row[is_first])
    }
    return [by_world.get(number, {}) for number in range(len(worlds))]


def _lay_out(rows: EditionRows, worlds: Sequence[World]) -> _Layout:
    positions = np.concatenate([world.rows for world in worlds])
    lengths = [len(world.rows) for world in worlds]
    world_of_row = np.repeat(np.arange(len(worlds)), lengths)
    products = _with_swaps(
        rows,
        worlds,
        positions,
    )
    products = products.assign(
        district_ix=pair_codes(world_of_row, products["common_district"].to_numpy()),
        group=pair_codes(world_of_row, products["common_group"].to_numpy()),
    )
    return _Layout(
        worlds,
        positions,
        world_of_row,
        products,
    )


def _with_swaps(
    rows: EditionRows,
    worlds: Sequence[World],
    positions: np.ndarray,
) -> pd.DataFrame:
    """The rows of all worlds under each other, each field from the row that a world takes it from."""
    sources: dict[str, np.ndarray] = {}
    for position, swap in _placed_swaps(worlds):
        for column in columns_of(swap.field):
            sources.setdefault(column, positions.copy())[position] = swap.source
    columns = {}
    for name in rows.products:
        rows_of_column = sources.get(str(name), positions)
        columns[name] = rows.products[name].array.take(rows_of_column)
    return pd.DataFrame(columns)


def _placed_swaps(worlds: Sequence[World]) -> Iterator[tuple[int, FieldSwap]]:
    """Every swap with the position of its row among all rows."""
    start = 0
    for world in worlds:
        for swap in world.swaps:
            yield start + int(np.flatnonzero(world.rows == swap.row)[0]), swap
        start += len(world.rows)


def _decision(rows: EditionRows, layout: _Layout) -> Decision:
    """What always decides, of all worlds as one registry."""
    new = rows.pair.new
    registry = replace(
        new.registry,
        products=layout.products,
        scope=_scope(rows, layout),
        verdicts=_verdicts(rows, layout),
    )
    facts = GroupFacts(registry, layout.products["group"])
    answers = answer_conditions(facts, new.letter)
    return decide(
        facts,
        answers,
        new.letter,
        take=new.take,
    )


def _scope(rows: EditionRows, layout: _Layout) -> Scope:
    """The districts of every world, which is a province of its own."""
    is_first = ~layout.products["district_ix"].duplicated().to_numpy()
    worlds = layout.world_of_row[is_first].tolist()
    all_worlds = [*worlds, *_worlds_of_empty_districts(rows, layout, worlds)]
    districts = tuple(
        ScopeDistrict(
            str(world),
            str(number),
            "",
        )
        for number, world in enumerate(all_worlds)
    )
    return Scope(tuple(map(str, dict.fromkeys(worlds))), districts)


def _worlds_of_empty_districts(
    rows: EditionRows,
    layout: _Layout,
    worlds: Sequence[int],
) -> Iterator[int]:
    """The world of every district of its area that has no row there: a province's mean counts it.

    worlds: of every district that has rows.
    """
    for world, n_with_rows in Counter(worlds).items():
        first_row = layout.rows[np.searchsorted(layout.world_of_row, world)]
        area = rows.area_of_group[int(rows.groups[first_row])]
        yield from repeat(world, rows.districts_of_area[area] - n_with_rows)


def _verdicts(
    rows: EditionRows,
    layout: _Layout,
) -> Verdicts:
    """What people said yes or no to, of a field that is taken from another row what they said of that one."""
    verdicts: Verdicts = {}
    if not rows.verdicts:
        return verdicts
    is_answered = np.isin(layout.rows, list(rows.verdicts))
    for position in np.flatnonzero(is_answered).tolist():
        for condition, verdict in rows.verdicts[int(layout.rows[position])].items():
            verdicts[position, condition] = verdict
    for position, swap in _placed_swaps(layout.worlds):
        _take_verdicts(
            rows,
            verdicts,
            position,
            swap,
        )
    return verdicts


def _take_verdicts(
    rows: EditionRows,
    verdicts: Verdicts,
    position: int,
    swap: FieldSwap,
) -> None:
    """What people said of a field, as they said it of the row that the field is taken from."""
    field_of = fields_of_verdicts(rows.pair.new.letter)
    for condition in field_of:
        if field_of[condition] != swap.field:
            continue
        verdicts.pop((position, condition), None)
        verdict = rows.verdicts.get(swap.source, {}).get(condition)
        if verdict is not None:
            verdicts[position, condition] = verdict
