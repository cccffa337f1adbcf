"""Compares many names with many at once: which are alike, and which are most alike.

A hundred million pairs are too many to compare in full: a rough comparison of words finds those that are worth it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import numpy as np

from kbo_screen.vocabulary.grouping import lists_by_key
from kbo_screen.vocabulary.names import (
    COMMUNITY_FORMS,
    is_cut_from,
    likeness_of_parts,
    name_parts,
    word_of_parts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kbo_screen.vocabulary.names import NameParts

#: A longer text is no name. The longest of a group in 95,000 has 150 letters.
LONGEST_NAME: Final = 300
#: Pairs of names that are compared in full, in one district: what takes some 8 s. A list of 1,500 lines without a
#: district has 90,000 with a registry of 14,000 names.
MOST_PAIRS: Final = 600_000
#: Pairs of names whose likeness is held in memory at once, a byte each.
PAIRS_AT_ONCE = 32_000_000
Value = TypeVar("Value")


def compare_names(
    names: Sequence[str],
    registry_names: Sequence[str],
    least: float,
) -> dict[str, list[tuple[float, str]]]:
    """Per name those of the registry that are alike by `least` (0 to 100) or more, with their likeness, in no order.

    A name is left out where it was not compared: it is longer than any name, or the pairs of names that come near are
    more than a run may look at.
    """
    names = _comparable(names)
    registry_names = _comparable(registry_names)
    rows = NameTable(list(map(name_parts, names)))
    columns = NameTable(list(map(name_parts, registry_names)))
    alike: dict[str, list[tuple[float, str]]] = {name: [] for name in names}
    pairs = _pairs_to_look_at(rows, columns, least)
    for pair_count, (row, column) in enumerate(pairs):
        if pair_count >= MOST_PAIRS:
            return {name: alike[name] for name in names[:row]}
        score = likeness_of_parts(rows.parts[row], columns.parts[column])
        if score >= least:
            alike[names[row]].append((score, registry_names[column]))
    return alike


def _comparable(names: Sequence[str]) -> list[str]:
    return [name for name in names if len(name) <= LONGEST_NAME]


class Pair(NamedTuple):
    """Positions of two names that are worth a comparison: row of the names, column of the registry's."""

    row: int
    column: int


@dataclass(frozen=True)
class NameTable:
    """Many names taken apart."""

    parts: list[NameParts]

    @cached_property
    def words(self) -> list[str]:
        """Craft and village of every name in one word."""
        return [word_of_parts(parts) for parts in self.parts]

    @cached_property
    def has_village(self) -> np.ndarray:
        """Per name, whether it has a village."""
        villages = [parts.village for parts in self.parts]
        return np.array(villages, dtype=object).astype(bool)

    @cached_property
    def with_subdistrict(self) -> list[int]:
        """The positions of the names behind which a subdistrict stands."""
        return [at for at, parts in enumerate(self.parts) if parts.subdistrict]

    @cached_property
    def crafts(self) -> np.ndarray:
        """The craft of every name."""
        return np.array([parts.craft for parts in self.parts], dtype=object)

    def crafts_at(self, positions: np.ndarray) -> tuple[list[str], np.ndarray]:
        """The crafts of some names, each once, and per name the position of its craft among them."""
        crafts, codes = np.unique(self.crafts[positions], return_inverse=True)
        return crafts.tolist(), codes

    def words_as_places(self) -> list[str]:
        """The words of `with_subdistrict`, each read as called by its subdistrict."""
        return [
            self.words[at] + self.parts[at].subdistrict for at in self.with_subdistrict
        ]


def _pairs_to_look_at(
    names: NameTable,
    registry: NameTable,
    least: float,
) -> Iterator[tuple[int, int]]:
    """The pairs that can be so much alike, with no other number and no other form.

    They are alike as a whole, for craft and village can only both be alike where the whole is; or by craft, where one
    of them leaves out the village; or by their subdistricts, where an address is all that tells the village; or they
    say the same letters in another order; or ฯ cuts one of them short.
    """
    community = dict.fromkeys(COMMUNITY_FORMS, 0)
    forms, registry_forms = _codes(names, registry, attrgetter("form"), community)
    numbers, registry_numbers = _codes(names, registry, attrgetter("numbers"), {(): 0})
    for rows, columns in _near_pairs(names, registry, least):
        may_be = _are_compatible(numbers[rows], registry_numbers[columns])
        may_be &= forms[rows] == registry_forms[columns]
        pairs = np.column_stack([rows, columns])[may_be]
        yield from map(tuple, pairs.tolist())


def _near_pairs(
    names: NameTable,
    registry: NameTable,
    least: float,
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The rows and the columns of pairs that are alike in one of these ways, some rows at a time."""
    missed_columns = lists_by_key(_pairs_that_words_miss(names, registry, least))
    for start, scores in score_blocks(names.words, registry.words, least):
        is_near = scores > 0
        block = NameTable(names.parts[start : start + len(is_near)])
        _mark_alike_crafts(is_near, block, registry, least)
        for row in range(len(is_near)):
            is_near[row, missed_columns.get(start + row, ())] = True
        rows, columns = np.nonzero(is_near)
        yield rows + start, columns


def _are_compatible(numbers: np.ndarray, registry_numbers: np.ndarray) -> np.ndarray:
    """The pairs of codes of numbers that are the same, or of which one is none."""
    lacks_number = (numbers == 0) | (registry_numbers == 0)
    are_compatible: np.ndarray = (numbers == registry_numbers) | lacks_number
    return are_compatible


def _pairs_that_words_miss(
    names: NameTable,
    registry: NameTable,
    least: float,
) -> Iterator[Pair]:
    """The names that a comparison of whole words would miss."""
    yield from _reordered(names, registry)
    yield from _cut_short(names, registry)
    yield from _called_by_subdistrict(names, registry, least)


def _reordered(names: NameTable, registry: NameTable) -> Iterator[Pair]:
    """Names whose crafts hold the same letters in another order, in one village."""
    columns_of_letters = lists_by_key(
        (_letters_of(parts), column) for column, parts in enumerate(registry.parts)
    )
    for row, parts in enumerate(names.parts):
        for column in columns_of_letters.get(_letters_of(parts), []):
            yield Pair(row, column)


def _letters_of(parts: NameParts) -> tuple[str, str]:
    return "".join(sorted(parts.craft)), parts.village


def _cut_short(names: NameTable, registry: NameTable) -> Iterator[Pair]:
    """Names of which ฯ cuts one short where the other goes on."""
    all_columns = range(len(registry.parts))
    cut_columns = [column for column in all_columns if registry.parts[column].is_cut]
    for row, parts in enumerate(names.parts):
        for column in all_columns if parts.is_cut else cut_columns:
            registry_parts = registry.parts[column]
            if is_cut_from(parts, registry_parts) or is_cut_from(registry_parts, parts):
                yield Pair(row, column)


def _called_by_subdistrict(
    names: NameTable,
    registry: NameTable,
    least: float,
) -> Iterator[Pair]:
    """Names that are alike when the subdistrict behind one of them is read as the place it is called by."""
    rows = names.with_subdistrict
    for row, column in alike_words(names.words_as_places(), registry.words, least):
        yield Pair(rows[row], column)
    columns = registry.with_subdistrict
    for row, column in alike_words(names.words, registry.words_as_places(), least):
        yield Pair(row, columns[column])


def alike_words(
    words: Sequence[str],
    registry_words: Sequence[str],
    least: float,
) -> Iterator[Pair]:
    """The positions of the words that are alike by `least` or more."""
    for start, scores in score_blocks(words, registry_words, least):
        for row, column in np.argwhere(scores).tolist():
            yield Pair(start + row, column)


def _mark_alike_crafts(
    is_near: np.ndarray,
    names: NameTable,
    registry: NameTable,
    least: float,
) -> None:
    """Mark the pairs of which one names a village, the other none, and whose crafts are alike; few crafts differ."""
    for has_village in (True, False):
        rows = np.flatnonzero(names.has_village == has_village)
        columns = np.flatnonzero(registry.has_village != has_village)
        crafts, craft_of_row = names.crafts_at(rows)
        registry_crafts, craft_of_column = registry.crafts_at(columns)
        for start, scores in score_blocks(crafts, registry_crafts, least):
            for position, scores_of_craft in enumerate(scores):
                alike_columns = columns[scores_of_craft[craft_of_column] > 0]
                rows_of_craft = rows[craft_of_row == start + position]
                is_near[np.ix_(rows_of_craft, alike_columns)] = True


def _codes(
    names: NameTable,
    registry: NameTable,
    part_of: Callable[[NameParts], Value],
    codes: dict[Value, int],
) -> Iterator[np.ndarray]:
    """Per name of each side the code of a part of it; a part that has none in `codes` gets the next one."""
    for table in (names, registry):
        values = map(part_of, table.parts)
        yield np.array([codes.setdefault(value, len(codes)) for value in values])


def score_blocks(
    words: Sequence[str],
    registry_words: Sequence[str],
    least: float,
) -> Iterator[tuple[int, np.ndarray]]:
    """Likeness of all pairs of words (0 to 100, 0 below `least`), some rows at a time, each with its first row."""
    from rapidfuzz import fuzz, process

    if not registry_words:
        return
    rows_at_once = max(1, PAIRS_AT_ONCE // len(registry_words))
    for start in range(0, len(words), rows_at_once):
        scores = process.cdist(
            words[start : start + rows_at_once],
            registry_words,
            scorer=fuzz.ratio,
            score_cutoff=least,
            dtype=np.uint8,
            workers=-1,
        )
        yield start, scores


def most_like(
    names: Sequence[str],
    registry_names: Sequence[str],
    limit: int,
) -> list[tuple[str, ...]]:
    """For each name those of the registry that share most of its letters, best first."""
    nearest_names: list[tuple[str, ...]] = []
    beginnings = [name[:LONGEST_NAME] for name in names]
    registry_beginnings = [name[:LONGEST_NAME] for name in registry_names]
    for _, scores in score_blocks(beginnings, registry_beginnings, 0):
        best_first = np.argsort(
            -scores.astype(np.int16),
            axis=1,
            kind="stable",
        )
        for columns in best_first[:, :limit].tolist():
            nearest = (registry_names[column] for column in columns)
            nearest_names.append(tuple(nearest))
    return nearest_names or [() for _ in names]
