"""Which products a line of a side list means: by id, else by name as people write names.

Knows how names are compared inside a district or the scope. Refuses to take "perhaps" for "the same".
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kbo_screen.screening.alike_names import compare_names, most_like, score_blocks
from kbo_screen.vocabulary.names import group_key, likeness, product_likeness, product_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from kbo_screen.letters.model import Matching
    from kbo_screen.screening.registry import Registry

#: Of two names that are alike enough, the one that is more alike by this (of 100) is the one that is meant.
MARGIN = 5.0
#: Names suggested for a line that matches nothing.
NAMES_SUGGESTED = 3
EXACT = 100.0


class Match(NamedTuple):
    """A product that a line of a list means, and how alike the names are (100: by id, or the same name).

    id_differs: the line gives the product's or its group's id beside a name that is another's.
    """

    row: int
    product: int
    likeness: float
    same: bool
    id_differs: bool = False


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
    lines = list(map(_Line._make, zip(*(rows[name].tolist() for name in _Line._fields), strict=True)))
    looked_up = _Alike(_alike_groups(lines, index, cut), _alike_products(lines, index, cut) if by_product else {})
    found: list[Match] = []
    lost: dict[int, _Line] = {}
    for row, line in enumerate(lines):
        matches = _match_line(row, line, index, looked_up, cut, by_product=by_product)
        found += matches
        if not matches:
            lost[row] = line
    return Matches(tuple(found), _nearest(lost, looked_up, index, by_product=by_product))


class _Line(NamedTuple):
    district_ix: int
    group_id: Any
    group_name: Any
    product_id: Any
    product_name: Any

    @property
    def district(self) -> int:
        """The district that the line says, else _ANYWHERE."""
        return max(self.district_ix, _ANYWHERE)

    @property
    def names_product_alone(self) -> bool:
        return self.group_id is None and self.group_name is None and self.product_name is not None


class _Alike(NamedTuple):
    """By name and district: (likeness, group) of the groups, (likeness, product) of the products that it may be."""

    groups: dict[tuple[str, int], list[tuple[float, int]]]
    products: dict[tuple[str, int], list[tuple[float, int]]]


#: The place of a line that names no district: it is looked for everywhere.
_ANYWHERE = -1


class _Index:
    """The registry's products by id, group and name."""

    def __init__(self, products: pd.DataFrame, groups: pd.Series[int]) -> None:
        self.district_of = products["district_ix"].to_numpy()
        self.product_names = products["product_name"].tolist()
        self.group_of = groups.to_numpy()
        self.by_product_id = _positions(products["product_id"])
        self.by_group_id = _positions(products["group_id"])
        self.of_group = _positions(groups)
        self.groups_named: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        self.names_of: dict[int, set[str]] = defaultdict(set)
        for name, group, district in zip(products["group_name"], groups, self.district_of.tolist(), strict=True):
            self.groups_named[district][name].add(group)
            self.groups_named[_ANYWHERE][name].add(group)
            self.names_of[group].add(name)

    def in_district(self, products: Iterable[int], line: _Line) -> list[int]:
        """Those of the products that stand in the district that the line says."""
        return [p for p in products if line.district == _ANYWHERE or self.district_of[p] == line.district]

    def products_in(self, district: int) -> Sequence[int]:
        """The products of a district, or all."""
        everything = range(len(self.product_names))
        return everything if district == _ANYWHERE else np.flatnonzero(self.district_of == district).tolist()


def _positions(values: pd.Series) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = defaultdict(list)
    for position, value in enumerate(values.tolist()):
        if value is not None and value == value:
            found[value].append(position)
    return found


def _match_line(row: int, line: _Line, index: _Index, alike: _Alike, cut: Matching, *, by_product: bool) -> list[Match]:
    """The products that one line means: by product id, else by its group (id or name) and product name."""
    if by_product and (own := index.in_district(index.by_product_id.get(line.product_id, ()), line)):
        scores = (
            (product, _score_beside_id(line, int(index.group_of[product]), product, index, alike, cut))
            for product in own
        )
        return [_by_id(row, product, score) for product, score in scores]
    if by_product and line.names_product_alone:
        scored = alike.products.get((line.product_name, line.district), [])
        return _of_products(row, scored, index, EXACT, cut, is_sure=True)
    if groups := {int(index.group_of[p]) for p in index.in_district(index.by_group_id.get(line.group_id, ()), line)}:
        return [
            match
            for group in sorted(groups)
            for match in _of_group_id(
                row, line, group, index, alike, cut, by_product=by_product, is_alone=len(groups) == 1
            )
        ]
    return _by_group_name(row, line, index, alike, cut, by_product=by_product)


def _by_id(row: int, product: int, score: float | None) -> Match:
    return Match(row, product, EXACT if score is None else score, same=score is None, id_differs=score is not None)


def _score_beside_id(
    line: _Line, group: int, product: int | None, index: _Index, alike: _Alike, cut: Matching
) -> float | None:
    """None where an id and the name beside it agree, else how alike the names are: the name is another's."""
    if line.group_name is not None:
        score = max(likeness(line.group_name, known) for known in index.names_of[group])
        others = [g for s, g in alike.groups.get((line.group_name, line.district), []) if s > score and s >= cut.same]
        return score if score < cut.perhaps or (score < cut.same and others) else None
    known = None if product is None else index.product_names[product]
    if line.product_name is None or known is None:
        return None
    score = product_likeness(line.product_name, known)
    return score if score < cut.perhaps else None


def _of_group_id(
    row: int, line: _Line, group: int, index: _Index, alike: _Alike, cut: Matching, *, by_product: bool, is_alone: bool
) -> list[Match]:
    """The products of a group whose id the line gives; in doubt where its name is another group's."""
    score = _score_beside_id(line, group, None, index, alike, cut)
    is_sure = is_alone and score is None
    matches = _of_group(row, line, group, EXACT, index, cut, by_product=by_product, is_sure=is_sure)
    return matches if score is None else [m._replace(likeness=score, id_differs=True) for m in matches]


def _by_group_name(
    row: int, line: _Line, index: _Index, alike: _Alike, cut: Matching, *, by_product: bool
) -> list[Match]:
    """The products of the one group that is clearly meant, else of all that may be."""
    candidates = alike.groups.get((line.group_name, line.district), [])
    meant = _clearly_meant(candidates, cut)
    return [
        match
        for score, group in (candidates if meant is None else [meant])
        for match in _of_group(row, line, group, score, index, cut, by_product=by_product, is_sure=meant is not None)
    ]


def _clearly_meant(candidates: Sequence[tuple[float, int]], cut: Matching) -> tuple[float, int] | None:
    """The best of the candidates (best first) if it is the same and the next is less alike by the margin."""
    if not candidates or candidates[0][0] < cut.same:
        return None
    return candidates[0] if len(candidates) == 1 or candidates[0][0] - candidates[1][0] >= MARGIN else None


def _of_group(
    row: int, line: _Line, group: int, score: float, index: _Index, cut: Matching, *, by_product: bool, is_sure: bool
) -> list[Match]:
    """All products of a group, or those whose name the line names."""
    if not by_product or line.product_name is None:
        return [Match(row, product, score, same=is_sure) for product in index.of_group[group]]
    named = ((index.product_names[product], product) for product in index.of_group[group])
    scored = [(product_likeness(line.product_name, name), product) for name, product in named if name is not None]
    close = sorted((one for one in scored if one[0] >= cut.perhaps), key=lambda one: (-one[0], one[1]))
    return _of_products(row, close, index, score, cut, is_sure=is_sure)


def _of_products(
    row: int, scored: Sequence[tuple[float, int]], index: _Index, score: float, cut: Matching, *, is_sure: bool
) -> list[Match]:
    """The product (best first) that is clearly the named one, else all that may be; rows of one name count as one."""
    if not scored:
        return []
    best = [product for own, product in scored if own == scored[0][0]]
    words = {product_word(str(index.product_names[product])) for product in best}
    one_of_each = [scored[0], *scored[len(best) : len(best) + 1]]
    if is_sure and len(words) == 1 and len({index.group_of[p] for p in best}) == 1 and _clearly_meant(one_of_each, cut):
        return [Match(row, product, min(score, scored[0][0]), same=True) for product in best]
    exact = best if scored[0][0] == EXACT else [product for _, product in scored]
    return [Match(row, product, min(score, own), same=False) for own, product in scored if product in exact]


def _alike_groups(lines: list[_Line], index: _Index, cut: Matching) -> dict[tuple[str, int], list[tuple[float, int]]]:
    """Per name and district of the lines the groups that are the same or perhaps the same, best first.

    Where a group is called exactly so, a group that is only like it is not meant.
    """
    wanted: dict[int, set[str]] = defaultdict(set)
    for line in lines:
        if line.group_name is not None:
            wanted[line.district].add(line.group_name)
    found = {}
    for district, names in wanted.items():
        known = index.groups_named[district]
        for name, close in compare_names(sorted(names), sorted(known), cut.perhaps).items():
            found[name, district] = _best_of_each(name, close, known)
    return found


def _best_of_each(name: str, close: list[tuple[float, str]], known: dict[str, set[int]]) -> list[tuple[float, int]]:
    """Every group once, by its best spelling; only those that are called exactly so, where there are any."""
    best: dict[int, float] = {}
    exact: set[int] = set()
    key = group_key(name)
    for score, spelling in close:
        for group in known[spelling]:
            best[group] = max(score, best.get(group, 0.0))
            if group_key(spelling) == key:
                exact.add(group)
    return sorted(((best[group], group) for group in exact or best), key=lambda one: (-one[0], one[1]))


def _alike_products(lines: list[_Line], index: _Index, cut: Matching) -> dict[tuple[str, int], list[tuple[float, int]]]:
    """Per product name and district of the lines that name a product alone, the products that it may be, best first."""
    wanted: dict[int, set[str]] = defaultdict(set)
    for line in lines:
        if line.names_product_alone:
            wanted[line.district].add(line.product_name)
    found: dict[tuple[str, int], list[tuple[float, int]]] = {}
    for district, asked in wanted.items():
        names = sorted(asked)
        called: dict[str, list[int]] = defaultdict(list)
        for product in index.products_in(district):
            if index.product_names[product] is not None:
                called[index.product_names[product]].append(product)
        known = sorted(called)
        words = [[product_word(name) for name in side] for side in (names, known)]
        scored: dict[str, list[tuple[float, int]]] = {name: [] for name in names}
        for start, scores in score_blocks(words[0], words[1], cut.perhaps):
            for at, other in zip(*(ends.tolist() for ends in np.nonzero(scores)), strict=True):
                score = product_likeness(names[start + at], known[other])
                scored[names[start + at]] += [(score, p) for p in called[known[other]] if score >= cut.perhaps]
        found |= {(name, district): sorted(own, key=lambda one: (-one[0], one[1])) for name, own in scored.items()}
    return found


def _nearest(lost: dict[int, _Line], alike: _Alike, index: _Index, *, by_product: bool) -> dict[int, tuple[str, ...]]:
    """Names to suggest for the lines that match nothing: the products of its group where that is known, else groups."""
    found: dict[int, tuple[str, ...]] = dict.fromkeys(lost, ())
    asked: dict[tuple[str, int, bool], list[int]] = defaultdict(list)
    for row, line in lost.items():
        groups = {int(index.group_of[p]) for p in index.in_district(index.by_group_id.get(line.group_id, ()), line)}
        groups = groups or {group for _, group in alike.groups.get((line.group_name, line.district), [])}
        if by_product and line.product_name is not None and groups:
            own = {index.product_names[p] for group in groups for p in index.of_group[group]} - {None}
            found[row] = most_like([line.product_name], sorted(own), NAMES_SUGGESTED)[0]
        elif line.group_name is not None or line.product_name is not None:
            asked[line.group_name or line.product_name, line.district, line.group_name is None].append(row)
    for district, is_product in {key[1:] for key in asked}:
        names = [name for name, *rest in asked if rest == [district, is_product]]
        products = (index.product_names[p] for p in index.products_in(district)) if is_product else ()
        known = sorted({name for name in products if name} if is_product else index.groups_named[district])
        for name, nearest in zip(names, most_like(names, known, NAMES_SUGGESTED), strict=True):
            found |= dict.fromkeys(asked[name, district, is_product], nearest)
    return found
