"""Two editions compared: what became of every group, why, and the sums.

Between the two stand editions of which one thing alone differs from the last: columns that are gone, then cells, rows,
lists and answers, then the letter, the options and columns that came. Who moves in such a step moves by it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from kbo_screen.editions.causes import causes_of_moves
from kbo_screen.editions.changes import EditionPair
from kbo_screen.editions.edition import edition_under
from kbo_screen.editions.letter_parts import letter_parts
from kbo_screen.editions.moves import (
    Cause,
    GroupMove,
    move_of,
    standing_in,
    standings_by_group,
)
from kbo_screen.editions.pairing import (
    CommonDistricts,
    common_districts,
    identities_of,
    pair_groups,
)
from kbo_screen.editions.steps import PairedSteps, causes_for_all, moved_between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import numpy as np
    import pandas as pd

    from kbo_screen.editions.edition import ByEdition, Edition
    from kbo_screen.editions.moves import Proof, Standings
    from kbo_screen.editions.steps import CausesByGroup, Moves
    from kbo_screen.registry.registry import Registry


@dataclass(frozen=True, eq=False)
class EditionComparison:
    """What became of every group that either edition lists, in the order of districts and ranks.

    district_of_group: by common number of a group that of its district. groups: per edition, by common number, its own
    number. old_data, new_data: editions under one letter; a `Change` tells products of their registries. partners: per
    product of the new one that of the old one, None where no row, cell, list or answer moved anybody.
    """

    moves: tuple[GroupMove, ...]
    districts: CommonDistricts
    district_of_group: Mapping[int, int]
    groups: ByEdition[Mapping[int, int]]
    old_data: Edition
    new_data: Edition
    partners: np.ndarray | None


def compare_editions(
    old: Edition,
    new: Edition,
    read_as_old: Callable[[], Registry],
) -> EditionComparison:
    """Compare two editions.

    read_as_old: gives the new edition's inputs as they read under the old one's letter.
    """
    absent = old.registry.absent_fields | new.registry.absent_fields
    steps = _pair(
        [
            old,
            _without_columns(old, absent),
            _under_old_orders(
                old,
                new,
                absent,
                read_as_old,
            ),
            new,
        ]
    )
    moves = _moves(steps)
    pair = _pair_of_data(steps, moves)
    causes = [
        _causes_of_lost_columns(
            steps,
            moves,
            absent,
        ),
        _causes_in_data(
            pair,
            steps,
            moves,
        )
        if pair
        else {},
        causes_for_all(
            steps,
            moves,
            absent,
        ),
    ]
    return _comparison(
        steps,
        [_with_causes(move, causes) for move in moves.values()],
        pair,
    )


def _without_columns(edition: Edition, absent: frozenset[str]) -> Edition:
    """The edition as if the fields that either one lacks had no column."""
    if absent == edition.registry.absent_fields:
        return edition
    return edition_under(
        edition.registry,
        edition.letter,
        edition.take,
        absent,
    )


def _under_old_orders(
    old: Edition,
    new: Edition,
    absent: frozenset[str],
    read_as_old: Callable[[], Registry],
) -> Edition:
    """The new edition's rows under the letter, the options and the columns of the old one."""
    has_other_letter = bool(letter_parts(old.letter, new.letter))
    is_same_rule = not has_other_letter and old.take == new.take
    if is_same_rule and absent == new.registry.absent_fields:
        return new
    registry = read_as_old() if has_other_letter else new.registry
    return edition_under(
        registry,
        old.letter,
        old.take,
        absent,
    )


def _pair(editions: Sequence[Edition]) -> PairedSteps:
    """Pair the groups of all steps; an edition that stands for two steps is looked at once."""
    distinct = list(dict.fromkeys(editions))
    districts = common_districts(edition.registry.scope for edition in distinct)
    numbers_of_districts = dict(
        zip(
            distinct,
            districts.numbers,
            strict=True,
        )
    )
    identities = [
        identities_of(edition, numbers_of_districts[edition]) for edition in distinct
    ]
    groups = pair_groups(identities, distinct[-1].letter.choices)
    groups_of = dict(
        zip(
            distinct,
            groups,
            strict=True,
        )
    )
    standings_of = {
        edition: _by_common_number(edition, groups_of[edition]) for edition in distinct
    }
    return PairedSteps(
        editions=tuple(editions),
        groups=tuple(groups_of[edition] for edition in editions),
        districts=CommonDistricts(
            districts.districts,
            tuple(numbers_of_districts[edition] for edition in editions),
        ),
        standings=tuple(standings_of[edition] for edition in editions),
    )


def _by_common_number(edition: Edition, numbers: pd.Series[int]) -> Standings:
    return standings_by_group(edition.renumbered_standings(numbers))


def _moves(steps: PairedSteps) -> dict[int, GroupMove]:
    """By common number what became of every group that is listed before or after."""
    old, new = steps.standings[0], steps.standings[-1]
    moves = {}
    for group in {**new, **old}:
        old_standing = standing_in(old, group)
        new_standing = standing_in(new, group)
        moves[group] = GroupMove(
            group,
            move_of(old_standing, new_standing),
            old_standing,
            new_standing,
        )
    return moves


def _causes_of_lost_columns(
    steps: PairedSteps,
    moves: Moves,
    absent: frozenset[str],
) -> CausesByGroup:
    """Who moves because the new edition has no column for a field that the old one has."""
    lost = sorted(absent - steps.editions[0].registry.absent_fields)
    moved = moved_between(
        steps,
        0,
        1,
        moves,
    )
    proof: Proof = "alone" if len(lost) == 1 else "together"
    causes = tuple(
        Cause(
            "column",
            proof,
            part=field,
        )
        for field in lost
    )
    return dict.fromkeys(moved, causes)


def _pair_of_data(
    steps: PairedSteps,
    moves: Moves,
) -> EditionPair | None:
    """The old data and the new, product by product; None where nobody moves by them."""
    if not moved_between(
        steps,
        1,
        2,
        moves,
    ):
        return None
    return EditionPair(
        steps.editions[1],
        steps.editions[2],
        (steps.groups[1], steps.groups[2]),
        (steps.districts.numbers[1], steps.districts.numbers[2]),
    )


def _causes_in_data(
    pair: EditionPair,
    steps: PairedSteps,
    moves: Moves,
) -> CausesByGroup:
    """Who moves by cells, rows, lists and answers."""
    moved = moved_between(
        steps,
        1,
        2,
        moves,
    )
    return causes_of_moves(pair, {group: moves[group].move for group in moved})


def _with_causes(move: GroupMove, causes: Iterable[CausesByGroup]) -> GroupMove:
    together = chain.from_iterable(of_step.get(move.group, ()) for of_step in causes)
    return replace(move, causes=tuple(together))


def _comparison(
    steps: PairedSteps,
    moves: Sequence[GroupMove],
    pair: EditionPair | None,
) -> EditionComparison:
    districts = _districts_of_groups(steps)

    def place(move: GroupMove) -> tuple[int, bool, int]:
        rank = move.new.rank or move.old.rank
        return districts[move.group], not move.new.listed, rank

    return EditionComparison(
        moves=tuple(sorted(moves, key=place)),
        districts=steps.districts,
        district_of_group=districts,
        groups=(_own_numbers(steps, 0), _own_numbers(steps, -1)),
        old_data=steps.editions[1],
        new_data=steps.editions[2],
        partners=pair.old_of_new if pair else None,
    )


def _own_numbers(steps: PairedSteps, step: int) -> dict[int, int]:
    numbers = steps.groups[step]
    return dict(
        zip(
            numbers.tolist(),
            numbers.index.tolist(),
            strict=True,
        )
    )


def _districts_of_groups(steps: PairedSteps) -> dict[int, int]:
    """By common number of a group that of its district."""
    districts: dict[int, int] = {}
    for step, edition in enumerate(steps.editions):
        common = steps.districts.numbers[step][edition.district_ix]
        groups = steps.groups[step].loc[edition.group_of_product]
        districts |= dict(
            zip(
                groups.tolist(),
                common.tolist(),
                strict=True,
            )
        )
    return districts
