"""Which products a line of a side list means: by id, else by name as people write names.

Knows how names are compared inside a district or the scope. Refuses to take "perhaps" for "the same".
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kbo_screen.vocabulary.names import likeness_of_parts, name_parts, product_likeness, word_of_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from kbo_screen.letters.model import Matching
    from kbo_screen.screening.registry import Registry
    from kbo_screen.vocabulary.names import NameParts

#: Names that share less than this part of their letters (0 to 100) are not looked at closer.
ROUGHLY_ALIKE = 45
#: Names suggested for a line that matches nothing.
NAMES_SUGGESTED = 3
EXACT = 100.0


class Match(NamedTuple):
    """A product that a line of a list means, and how alike the names are (100: by id, or the same name)."""

    row: int
    product: int
    likeness: float
    same: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """The matches of one list; `nearest`: for every line that means nothing, the names that come nearest."""

    found: tuple[Match, ...]
    nearest: dict[int, tuple[str, ...]]


def match_rows(
    rows: pd.DataFrame, registry: Registry, groups: pd.Series[int], cut: Matching, *, by_product: bool
) -> Matches:
    """Match every line of a list with products of the registry.

    rows: as `SideList.rows`. groups: the group number of every product. by_product: a line that names a product means
    that product alone; otherwise, and where it names none, all products of its group.
    """
    index = _Index(registry.products, groups)
    found: list[Match] = []
    nearest: dict[int, tuple[str, ...]] = {}
    names = _compare_names(rows["group_name"], index.names, cut)
    lines = zip(*(rows[name].tolist() for name in _LINE_FIELDS), strict=True)
    for row, line in enumerate(map(_Line._make, lines)):
        matches = _match_line(row, line, index, names, cut, by_product=by_product)
        found += matches
        if not matches:
            nearest[row] = _nearest(line, names, index)
    return Matches(tuple(found), nearest)


class _Line(NamedTuple):
    district_ix: int
    group_id: Any
    group_name: Any
    product_id: Any
    product_name: Any


_LINE_FIELDS = _Line._fields


class _Index:
    """The registry's products by id, group and name."""

    def __init__(self, products: pd.DataFrame, groups: pd.Series[int]) -> None:
        self.district_of = products["district_ix"].to_numpy()
        self.product_names = products["product_name"].tolist()
        self.group_of = groups.to_numpy()
        self.by_product_id = _positions(products["product_id"])
        self.by_group_id = _positions(products["group_id"])
        self.of_group = _positions(groups)
        first = products.loc[~groups.duplicated()]
        self.names = sorted(set(products["group_name"]))
        self.groups_named: dict[str, set[int]] = defaultdict(set)
        for name, group in zip(products["group_name"], groups, strict=True):
            self.groups_named[name].add(group)
        self.district_of_group = dict(zip(groups.loc[first.index], first["district_ix"], strict=True))

    def groups_of_name(self, name: str, district_ix: int) -> list[int]:
        """The groups of that exact name, of that district where one is known."""
        groups = self.groups_named[name]
        return sorted(g for g in groups if district_ix < 0 or self.district_of_group[g] == district_ix)


def _positions(values: pd.Series) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = defaultdict(list)
    for position, value in enumerate(values.tolist()):
        if value is not None and value == value:
            found[value].append(position)
    return found


def _match_line(
    row: int, line: _Line, index: _Index, names: dict[str, list[tuple[float, str]]], cut: Matching, *, by_product: bool
) -> list[Match]:
    """The products that one line means: by product id, else by its group (id or name) and product name."""
    if by_product and line.product_id in index.by_product_id:
        return [
            Match(row, product, EXACT, same=True)
            for product in _in_district(index.by_product_id[line.product_id], line, index)
        ]
    candidates = _group_candidates(line, index, names)
    if not candidates and line.group_id is None and line.group_name is None:
        everything = range(len(index.product_names))
        return (
            _by_product_name(row, line, _in_district(everything, line, index), EXACT, index, cut) if by_product else []
        )
    found: list[Match] = []
    is_alone = sum(score >= cut.same for score, _ in candidates) == 1
    for score, group in candidates:
        if is_alone and score < cut.same:
            continue  # one group is clearly meant: the rest only look like it
        products = index.of_group[group]
        if by_product and line.product_name is not None:
            found += _by_product_name(row, line, products, score, index, cut, is_sure=is_alone)
        else:
            found += [Match(row, product, score, same=is_alone and score >= cut.same) for product in products]
    return found


def _group_candidates(line: _Line, index: _Index, names: dict[str, list[tuple[float, str]]]) -> list[tuple[float, int]]:
    """The groups that a line may mean, each with its likeness; by id where it has one that is known."""
    if line.group_id in index.by_group_id:
        groups = {index.group_of[product] for product in _in_district(index.by_group_id[line.group_id], line, index)}
        if groups:
            return [(EXACT, int(group)) for group in sorted(groups)]
    if line.group_name is None:
        return []
    return [
        (score, group)
        for score, name in names.get(line.group_name, [])
        for group in index.groups_of_name(name, line.district_ix)
    ]


def _by_product_name(
    row: int, line: _Line, products: Iterable[int], score: float, index: _Index, cut: Matching, *, is_sure: bool = True
) -> list[Match]:
    """The products whose name the line names; several that are clearly it leave each in doubt."""
    scored = [
        (min(score, product_likeness(line.product_name, index.product_names[product])), product)
        for product in products
        if line.product_name is not None and index.product_names[product] is not None
    ]
    clear = [product for likeness, product in scored if likeness >= cut.same]
    if clear and is_sure and len({index.group_of[product] for product in clear}) == 1:
        return [Match(row, product, likeness, same=True) for likeness, product in scored if likeness >= cut.same]
    return [Match(row, product, likeness, same=False) for likeness, product in scored if likeness >= cut.perhaps]


def _in_district(products: Iterable[int], line: _Line, index: _Index) -> list[int]:
    return [p for p in products if line.district_ix < 0 or index.district_of[p] == line.district_ix]


def _compare_names(names: pd.Series, known: Sequence[str], cut: Matching) -> dict[str, list[tuple[float, str]]]:
    """Per different name of a list the known names that are the same or perhaps the same, best first.

    Names with other numbers are never the same, so that only names with the same numbers, or with none, are compared;
    a rough look at all of those pairs at once leaves few to compare by their parts.
    """
    wanted: dict[tuple[str, ...], list[tuple[str, NameParts]]] = defaultdict(list)
    for name in sorted({name for name in names.tolist() if name is not None and name == name}):
        wanted[name_parts(name).numbers].append((name, name_parts(name)))
    by_numbers: dict[tuple[str, ...], list[tuple[str, NameParts]]] = defaultdict(list)
    for name in known:
        by_numbers[name_parts(name).numbers].append((name, name_parts(name)))
    found: dict[str, list[tuple[float, str]]] = {}
    for numbers, mine in wanted.items():
        theirs = by_numbers.get(numbers, []) + by_numbers.get((), []) if numbers else list(chain(*by_numbers.values()))
        for start in range(0, len(mine), _CHUNK):
            found |= _compare_block(mine[start : start + _CHUNK], theirs, cut)
    return found


def _compare_block(
    mine: list[tuple[str, NameParts]], theirs: list[tuple[str, NameParts]], cut: Matching
) -> dict[str, list[tuple[float, str]]]:
    """All names of a block with all known names that they may be."""
    from rapidfuzz import fuzz, process

    if not theirs:
        return {name: [] for name, _ in mine}
    words = [[word_of_parts(parts) for _, parts in side] for side in (mine, theirs)]
    rough = process.cdist(*words, scorer=fuzz.ratio, score_cutoff=ROUGHLY_ALIKE, dtype=np.uint8)
    found = {}
    for (name, parts), row in zip(mine, rough, strict=True):
        near = (theirs[at] for at in np.flatnonzero(row).tolist())
        scored = ((likeness_of_parts(parts, other), known) for known, other in near)
        close = [(score, known) for score, known in scored if score >= cut.perhaps]
        found[name] = sorted(close, key=lambda pair: (-pair[0], pair[1]))
    return found


#: Names of a list that are compared at once: a block of bytes for each pair stays small.
_CHUNK = 4000


def _nearest(line: _Line, names: dict[str, list[tuple[float, str]]], index: _Index) -> tuple[str, ...]:
    """Names to suggest for a line that matches nothing."""
    from rapidfuzz import fuzz, process

    if line.group_name is None:
        known = [name for name in index.product_names if name is not None] if line.product_name else []
        found = process.extract(line.product_name or "", known, scorer=fuzz.ratio, limit=NAMES_SUGGESTED)
        return tuple(dict.fromkeys(name for name, _, _ in found))
    close = [name for _, name in names.get(line.group_name, [])]
    if len(close) < NAMES_SUGGESTED:
        found = process.extract(line.group_name, index.names, scorer=fuzz.ratio, limit=NAMES_SUGGESTED)
        close += [name for name, _, _ in found]
    return tuple(dict.fromkeys(close))[:NAMES_SUGGESTED]
