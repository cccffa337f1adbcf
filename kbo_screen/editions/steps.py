"""The steps between two editions, and who moves by what holds for all rows: letter, option, a column that came."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.editions.edition import edition_under
from kbo_screen.editions.letter_parts import letter_parts, without_part
from kbo_screen.editions.moves import (
    ASPECT_OF,
    Cause,
    standing_in,
    standings_by_group,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from kbo_screen.editions.edition import Edition
    from kbo_screen.editions.moves import (
        CauseKind,
        Causes,
        GroupMove,
        Proof,
        Standings,
    )
    from kbo_screen.editions.pairing import CommonDistricts

    #: By common number of a group what became of it, and why.
    Moves = Mapping[int, GroupMove]
    CausesByGroup = Mapping[int, Causes]

#: Products that may be decided again for the parts of a letter, all parts together.
MOST_PRODUCTS_AGAIN: Final = 1_000_000
#: The last steps: the new data under the old orders, and under the new ones.
_NEW_DATA: Final = 2
_NEW: Final = 3


class PairedSteps(NamedTuple):
    """The editions in the order of the steps: old, without lost columns, with the new data, new.

    Per step: the common number of each of its groups; its districts; by common number where its listed groups stand.
    """

    editions: tuple[Edition, ...]
    groups: tuple[pd.Series[int], ...]
    districts: CommonDistricts
    standings: tuple[Standings, ...]


class _Element(NamedTuple):
    """What holds for all rows of the new edition alone; without: makes the new edition without it, None if unable."""

    kind: CauseKind
    part: str
    without: Callable[[], Edition] | None


def moved_between(
    steps: PairedSteps,
    start: int,
    end: int,
    moves: Moves,
) -> list[int]:
    """The groups that move in all, and between two steps in that which says so."""
    if steps.editions[start] is steps.editions[end]:
        return []
    moved = []
    for group, move in moves.items():
        if move.move == "same":
            continue
        old_standing = standing_in(steps.standings[start], group)
        new_standing = standing_in(steps.standings[end], group)
        aspect = ASPECT_OF[move.move]
        if getattr(old_standing, aspect) != getattr(new_standing, aspect):
            moved.append(group)
    return moved


def causes_for_all(
    steps: PairedSteps,
    moves: Moves,
    absent: frozenset[str],
) -> CausesByGroup:
    """Who moves by the letter, an option or a column that came; of several each is taken back alone.

    absent: the fields that one of the editions has no column for.
    """
    moved = moved_between(
        steps,
        _NEW_DATA,
        _NEW,
        moves,
    )
    elements = list(_elements(steps, absent)) if moved else []
    if len(elements) == 1:
        return dict.fromkeys(moved, _told(elements, "alone"))
    if not _can_try(elements, len(steps.editions[_NEW].registry.products)):
        return dict.fromkeys(moved, _told(elements, "not-tried"))
    trials = [(element, _standings_without(steps, element)) for element in elements]
    return {
        group: _causes_among(
            moves[group],
            steps,
            trials,
        )
        for group in moved
    }


def _told(elements: Iterable[_Element], proof: Proof) -> Causes:
    return tuple(
        Cause(
            each.kind,
            proof,
            part=each.part,
        )
        for each in elements
    )


def _can_try(elements: Sequence[_Element], n_products: int) -> bool:
    is_cheap = n_products * len(elements) <= MOST_PRODUCTS_AGAIN
    return is_cheap and all(element.without for element in elements)


def _elements(steps: PairedSteps, absent: frozenset[str]) -> Iterator[_Element]:
    """What differs, each with the new edition without it."""
    old, new = steps.editions[0], steps.editions[_NEW]
    yield from _parts_of_letter(steps)
    lacking = new.registry.absent_fields
    if old.take != new.take:
        without = partial(
            edition_under,
            new.registry,
            new.letter,
            old.take,
            lacking,
        )
        yield _Element(
            "take",
            "",
            without,
        )
    for field in sorted(absent - lacking):
        fields = lacking | {field}
        without = partial(
            edition_under,
            new.registry,
            new.letter,
            new.take,
            fields,
        )
        yield _Element(
            "column",
            field,
            without,
        )


def _parts_of_letter(steps: PairedSteps) -> Iterator[_Element]:
    """The parts in which the letters differ; none is taken back alone where cells read otherwise under the old one."""
    old, new = steps.editions[0], steps.editions[_NEW]
    read_as_old = steps.editions[_NEW_DATA].registry.products
    is_read_alike = read_as_old is new.registry.products
    lacking = new.registry.absent_fields
    for part in letter_parts(old.letter, new.letter):
        letter = without_part(
            old.letter,
            new.letter,
            part,
        )
        without = partial(
            edition_under,
            new.registry,
            letter,
            new.take,
            lacking,
        )
        yield _Element(
            "letter",
            part.name,
            without if is_read_alike else None,
        )


def _standings_without(steps: PairedSteps, element: _Element) -> Standings:
    """By common number where the listed groups of the new edition stand without an element."""
    assert element.without is not None  # noqa: S101 - the caller looked
    edition = element.without()
    new = steps.editions[_NEW]
    common = steps.groups[_NEW].loc[new.group_of_product].to_numpy()
    standings = standings_by_group(edition.standings)
    products = edition.standing_product
    return {int(common[products.loc[group]]): standings[group] for group in standings}


def _causes_among(
    move: GroupMove,
    steps: PairedSteps,
    trials: Sequence[tuple[_Element, Standings]],
) -> Causes:
    """The elements without which the group stands as before, else those that shift it, else all."""
    aspect = ASPECT_OF[move.move]
    old = standing_in(steps.standings[_NEW_DATA], move.group)
    needed = []
    shifting = []
    for element, standings in trials:
        standing = standing_in(standings, move.group)
        if getattr(standing, aspect) == getattr(old, aspect):
            needed.append(element)
        elif standing != move.new:
            shifting.append(element)
    if needed:
        return _told(needed, "alone")
    return _told(shifting or [element for element, _ in trials], "together")
