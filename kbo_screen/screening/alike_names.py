"""Compares many names with many at once: which are alike, and which are most alike.

Knows how to look at few of a hundred million pairs. Refuses to know whose names they are and what follows from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kbo_screen.vocabulary.names import COMMUNITY_FORMS, likeness_of_parts, name_parts, word_of_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.vocabulary.names import NameParts

#: Pairs of names whose likeness is held in memory at once, a byte each.
PAIRS_AT_ONCE = 32_000_000


def compare_names(names: Sequence[str], known: Sequence[str], least: float) -> dict[str, list[tuple[float, str]]]:
    """Per name the known names that are alike by `least` (0 to 100) or more, with their likeness, in no order."""
    mine, theirs = ([name_parts(name) for name in side] for side in (names, known))
    found: dict[str, list[tuple[float, str]]] = {name: [] for name in names}
    for at, other in _pairs_to_look_at(mine, theirs, least):
        score = likeness_of_parts(mine[at], theirs[other])
        if score >= least:
            found[names[at]].append((score, known[other]))
    return found


def _pairs_to_look_at(
    mine: Sequence[NameParts], theirs: Sequence[NameParts], least: float
) -> Iterator[tuple[int, int]]:
    """The pairs that can be so much alike, with no other number and no other form.

    They are alike as a whole, for craft and village can only both be alike where the whole is; or by craft, where one
    of them leaves out the village.
    """
    forms, numbers = _codes(mine, theirs)
    words = [[word_of_parts(parts) for parts in side] for side in (mine, theirs)]
    for start, scores in score_blocks(words[0], words[1], least):
        near = scores > 0
        _mark_alike_crafts(near, mine[start : start + len(near)], theirs, least)
        at, other = np.nonzero(near)
        at += start
        one, two = numbers[0][at], numbers[1][other]
        may_be = (one == two) | (one == 0) | (two == 0)
        may_be &= forms[0][at] == forms[1][other]
        yield from zip(at[may_be].tolist(), other[may_be].tolist(), strict=True)


def _mark_alike_crafts(near: np.ndarray, mine: Sequence[NameParts], theirs: Sequence[NameParts], least: float) -> None:
    """Mark the pairs of which one names a village, the other none, and whose crafts are alike; few crafts differ."""
    placed = [np.array([bool(parts.village) for parts in side], dtype=bool) for side in (mine, theirs)]
    for is_placed in (True, False):
        rows, columns = np.flatnonzero(placed[0] == is_placed), np.flatnonzero(placed[1] != is_placed)
        crafts, codes = np.unique([mine[row].craft for row in rows.tolist()], return_inverse=True)
        others, other_codes = np.unique([theirs[column].craft for column in columns.tolist()], return_inverse=True)
        for start, scores in score_blocks(crafts.tolist(), others.tolist(), least):
            for at in range(len(scores)):
                alike = columns[scores[at][other_codes] > 0]
                near[np.ix_(rows[codes == start + at], alike)] = True


def _codes(mine: Sequence[NameParts], theirs: Sequence[NameParts]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Per name of both sides its form (0 for any community form) and its numbers (0 for none), as codes."""
    forms: dict[str, int] = dict.fromkeys(COMMUNITY_FORMS, 0)
    numbers: dict[tuple[str, ...], int] = {(): 0}
    return (
        [np.array([forms.setdefault(p.form, len(forms)) for p in side], dtype=np.int64) for side in (mine, theirs)],
        [
            np.array([numbers.setdefault(p.numbers, len(numbers)) for p in side], dtype=np.int64)
            for side in (mine, theirs)
        ],
    )


def score_blocks(mine: Sequence[str], theirs: Sequence[str], least: float) -> Iterator[tuple[int, np.ndarray]]:
    """Likeness of all pairs of words (0 to 100, 0 below `least`), some rows at a time, each with its first row."""
    from rapidfuzz import fuzz, process

    if not theirs:
        return
    rows = max(1, PAIRS_AT_ONCE // len(theirs))
    for start in range(0, len(mine), rows):
        block = mine[start : start + rows]
        yield start, process.cdist(block, theirs, scorer=fuzz.ratio, score_cutoff=least, dtype=np.uint8, workers=-1)


def most_like(names: Sequence[str], known: Sequence[str], limit: int) -> list[tuple[str, ...]]:
    """For each name the known names that share most of its letters, best first."""
    found: list[tuple[str, ...]] = []
    for _, scores in score_blocks(names, known, 0):
        for row in scores:
            best = np.argsort(-row.astype(np.int16), kind="stable")[:limit]
            found.append(tuple(known[at] for at in best.tolist()))
    return found or [() for _ in names]
