"""Compares many names with many at once: which are alike, and which are most alike.

A hundred million pairs are too many to compare in full: a rough comparison of words finds those that are worth it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from kbo_screen.vocabulary.names import (
    COMMUNITY_FORMS,
    is_cut_from,
    likeness_of_parts,
    name_parts,
    word_of_parts,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from kbo_screen.vocabulary.names import NameParts

#: Pairs of names whose likeness is held in memory at once, a byte each.
PAIRS_AT_ONCE = 32_000_000


def compare_names(
    names: Sequence[str], known: Sequence[str], least: float
) -> dict[str, list[tuple[float, str]]]:
    """Per name the known names that are alike by `least` (0 to 100) or more, with their likeness, in no order."""
    mine = [name_parts(name) for name in names]
    theirs = [name_parts(name) for name in known]
    alike: dict[str, list[tuple[float, str]]] = {name: [] for name in names}
    for row, column in _pairs_to_look_at(mine, theirs, least):
        score = likeness_of_parts(mine[row], theirs[column])
        if score >= least:
            alike[names[row]].append((score, known[column]))
    return alike


def _pairs_to_look_at(
    mine: Sequence[NameParts], theirs: Sequence[NameParts], least: float
) -> Iterator[tuple[int, int]]:
    """The pairs that can be so much alike, with no other number and no other form.

    They are alike as a whole, for craft and village can only both be alike where the whole is; or by craft, where one
    of them leaves out the village; or by their subdistricts, where an address is all that tells the village; or they
    say the same letters in another order; or ฯ cuts one of them short.
    """
    my_forms, their_forms = _form_codes(mine, theirs)
    my_numbers, their_numbers = _number_codes(mine, theirs)
    my_words = [word_of_parts(parts) for parts in mine]
    their_words = [word_of_parts(parts) for parts in theirs]
    others = _pairs_of_other_kinds(mine, theirs, least)
    for start, scores in score_blocks(my_words, their_words, least):
        near = scores > 0
        _mark_alike_crafts(near, mine[start : start + len(near)], theirs, least)
        for row in range(len(near)):
            near[row, others.get(start + row, ())] = True
        rows, columns = np.nonzero(near)
        rows += start
        my_number, their_number = my_numbers[rows], their_numbers[columns]
        may_be = (my_number == their_number) | (my_number == 0) | (their_number == 0)
        may_be &= my_forms[rows] == their_forms[columns]
        yield from zip(rows[may_be].tolist(), columns[may_be].tolist(), strict=True)


def _pairs_of_other_kinds(
    mine: Sequence[NameParts], theirs: Sequence[NameParts], least: float
) -> dict[int, list[int]]:
    """Per name of mine the names of theirs that a comparison of whole words would miss, by position."""
    pairs: dict[int, list[int]] = defaultdict(list)
    _add_reordered(pairs, mine, theirs)
    _add_cut_short(pairs, mine, theirs)
    _add_by_subdistrict(pairs, mine, theirs, least)
    return pairs


def _add_reordered(
    pairs: dict[int, list[int]], mine: Sequence[NameParts], theirs: Sequence[NameParts]
) -> None:
    """Names whose crafts hold the same letters in another order, in one village."""
    by_letters: dict[tuple[str, str], list[int]] = defaultdict(list)
    for column, parts in enumerate(theirs):
        by_letters["".join(sorted(parts.craft)), parts.village].append(column)
    for row, parts in enumerate(mine):
        pairs[row] += by_letters.get(("".join(sorted(parts.craft)), parts.village), [])


def _add_cut_short(
    pairs: dict[int, list[int]], mine: Sequence[NameParts], theirs: Sequence[NameParts]
) -> None:
    """Names of which ฯ cuts one short where the other goes on."""
    cut_columns = [column for column, parts in enumerate(theirs) if parts.is_cut]
    for row, parts in enumerate(mine):
        columns = range(len(theirs)) if parts.is_cut else cut_columns
        for column in columns:
            other = theirs[column]
            if is_cut_from(parts, other) or is_cut_from(other, parts):
                pairs[row].append(column)


def _add_by_subdistrict(
    pairs: dict[int, list[int]],
    mine: Sequence[NameParts],
    theirs: Sequence[NameParts],
    least: float,
) -> None:
    """Names that are alike when the subdistrict behind one of them is read as the place it is called by."""
    my_rows = [row for row, parts in enumerate(mine) if parts.subdistrict]
    if my_rows:
        their_words = [word_of_parts(parts) for parts in theirs]
        my_words = [word_of_parts(mine[row]) + mine[row].subdistrict for row in my_rows]
        for start, scores in score_blocks(my_words, their_words, least):
            for at, column in zip(*np.nonzero(scores), strict=True):
                pairs[my_rows[start + at]].append(int(column))
    their_columns = [column for column, parts in enumerate(theirs) if parts.subdistrict]
    if their_columns:
        their_words = [
            word_of_parts(theirs[column]) + theirs[column].subdistrict
            for column in their_columns
        ]
        for start, scores in score_blocks(
            [word_of_parts(parts) for parts in mine], their_words, least
        ):
            for at, column in zip(*np.nonzero(scores), strict=True):
                pairs[start + int(at)].append(their_columns[column])


def _mark_alike_crafts(
    near: np.ndarray,
    mine: Sequence[NameParts],
    theirs: Sequence[NameParts],
    least: float,
) -> None:
    """Mark the pairs of which one names a village, the other none, and whose crafts are alike; few crafts differ."""
    my_placed = np.array([bool(parts.village) for parts in mine], dtype=bool)
    their_placed = np.array([bool(parts.village) for parts in theirs], dtype=bool)
    for is_placed in (True, False):
        rows = np.flatnonzero(my_placed == is_placed)
        columns = np.flatnonzero(their_placed != is_placed)
        my_crafts, my_codes = np.unique(
            [mine[row].craft for row in rows.tolist()], return_inverse=True
        )
        their_crafts, their_codes = np.unique(
            [theirs[column].craft for column in columns.tolist()], return_inverse=True
        )
        for start, scores in score_blocks(
            my_crafts.tolist(), their_crafts.tolist(), least
        ):
            for at in range(len(scores)):
                alike_columns = columns[scores[at][their_codes] > 0]
                near[np.ix_(rows[my_codes == start + at], alike_columns)] = True


def _form_codes(
    mine: Sequence[NameParts], theirs: Sequence[NameParts]
) -> tuple[np.ndarray, np.ndarray]:
    """Per name of both sides its legal form as a code, 0 for any community form."""
    codes: dict[Hashable, int] = dict.fromkeys(COMMUNITY_FORMS, 0)
    return _codes([parts.form for parts in mine], codes), _codes(
        [parts.form for parts in theirs], codes
    )


def _number_codes(
    mine: Sequence[NameParts], theirs: Sequence[NameParts]
) -> tuple[np.ndarray, np.ndarray]:
    """Per name of both sides its numbers as a code, 0 for none."""
    codes: dict[Hashable, int] = {(): 0}
    return _codes([parts.numbers for parts in mine], codes), _codes(
        [parts.numbers for parts in theirs], codes
    )


def _codes(values: Sequence[Hashable], codes: dict[Hashable, int]) -> np.ndarray:
    """A code per value; a value that has none yet gets the next one."""
    return np.array(
        [codes.setdefault(value, len(codes)) for value in values], dtype=np.int64
    )


def score_blocks(
    mine: Sequence[str], theirs: Sequence[str], least: float
) -> Iterator[tuple[int, np.ndarray]]:
    """Likeness of all pairs of words (0 to 100, 0 below `least`), some rows at a time, each with its first row."""
    from rapidfuzz import fuzz, process

    if not theirs:
        return
    rows = max(1, PAIRS_AT_ONCE // len(theirs))
    for start in range(0, len(mine), rows):
        block = mine[start : start + rows]
        yield (
            start,
            process.cdist(
                block,
                theirs,
                scorer=fuzz.ratio,
                score_cutoff=least,
                dtype=np.uint8,
                workers=-1,
            ),
        )


def most_like(
    names: Sequence[str], known: Sequence[str], limit: int
) -> list[tuple[str, ...]]:
    """For each name the known names that share most of its letters, best first."""
    nearest_names: list[tuple[str, ...]] = []
    for _, scores in score_blocks(names, known, 0):
        for row in scores:
            best = np.argsort(-row.astype(np.int16), kind="stable")[:limit]
            nearest_names.append(tuple(known[at] for at in best.tolist()))
    return nearest_names or [() for _ in names]
