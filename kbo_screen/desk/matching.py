"""Which products a line of a side list means: by id, else by name as people write names.

Names are compared inside the district that a line says, else inside the scope. "Perhaps" is never taken for "the same".
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kbo_screen.desk.alike_names import compare_names, most_like, score_blocks
from kbo_screen.vocabulary.names import (
    SHORTEST_CUT,
    group_key,
    likeness,
    names_inside,
    product_likeness,
    product_word,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from kbo_screen.letters.model import Matching
    from kbo_screen.registry.registry import Registry

#: Of two names that are alike enough, the one that is more alike by this (of 100) is the one that is meant.
MARGIN = 5.0
#: Names suggested for a line that matches nothing.
NAMES_SUGGESTED = 3
EXACT = 100.0
#: The place of a line that names no district: it is looked for everywhere.
_ANYWHERE = -1

#: (likeness, number of a group or a product), best first.
Scored = list[tuple[float, int]]


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

    matches: tuple[Match, ...]
    nearest: dict[int, tuple[str, ...]]


def match_rows(
    rows: pd.DataFrame,
    registry: Registry,
    groups: pd.Series[int],
    cut: Matching,
    *,
    by_product: bool,
) -> Matches:
    """Match every line of a list with products of the registry.

    rows: as `SideList.rows`. groups: the group number of every product. by_product: a line that names a product means
    that product alone; otherwise, and where it names none, all products of its group.
    """
    index = _Index(registry.products, groups)
    columns = [rows[name].tolist() for name in _Line._fields]
    lines = [_Line(*values) for values in zip(*columns, strict=True)]
    alike_products = _alike_products(lines, index, cut) if by_product else {}
    lookup = _Lookup(
        index, _alike_groups(lines, index, cut), alike_products, cut, by_product
    )
    matches: list[Match] = []
    unmatched_lines: dict[int, _Line] = {}
    for row, line in enumerate(lines):
        matches_of_line = _match_line(row, line, lookup)
        matches += matches_of_line
        if not matches_of_line:
            unmatched_lines[row] = line
    return Matches(tuple(matches), _nearest_names(unmatched_lines, lookup))


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
        return (
            self.group_id is None
            and self.group_name is None
            and self.product_name is not None
        )


class _Index:
    """The registry's products by id, group and name."""

    def __init__(self, products: pd.DataFrame, groups: pd.Series[int]) -> None:
        self.district_of = products["district_ix"].to_numpy()
        self.product_names = products["product_name"].tolist()
        self.group_of = groups.to_numpy()
        self.by_product_id = _positions(products["product_id"])
        self.by_group_id = _positions(products["group_id"])
        self.of_group = _positions(groups)
        self.groups_named: dict[int, dict[str, set[int]]] = defaultdict(
            lambda: defaultdict(set)
        )
        self.names_of: dict[int, set[str]] = defaultdict(set)
        for name, group, district in zip(
            products["group_name"], groups, self.district_of.tolist(), strict=True
        ):
            self.groups_named[district][name].add(group)
            self.groups_named[_ANYWHERE][name].add(group)
            self.names_of[group].add(name)

    def in_district(self, products: Iterable[int], line: _Line) -> list[int]:
        """Those of the products that stand in the district that the line says."""
        if line.district == _ANYWHERE:
            return list(products)
        return [
            product
            for product in products
            if self.district_of[product] == line.district
        ]

    def products_in(self, district: int) -> Sequence[int]:
        """The products of a district, or all."""
        if district == _ANYWHERE:
            return range(len(self.product_names))
        products: list[int] = np.flatnonzero(self.district_of == district).tolist()
        return products

    def groups_of_id(self, line: _Line) -> list[int]:
        """The groups of the line's district that have the id which the line gives."""
        products = self.in_district(self.by_group_id.get(line.group_id, ()), line)
        return sorted({int(self.group_of[product]) for product in products})


def _positions(values: pd.Series) -> dict[Any, list[int]]:
    """The positions of every value but the missing ones."""
    positions: dict[Any, list[int]] = defaultdict(list)
    is_missing = values.isna().to_numpy()
    for position, value in enumerate(values.tolist()):
        if not is_missing[position]:
            positions[value].append(position)
    return positions


@dataclass(frozen=True, slots=True)
class _Lookup:
    """What lines are looked up in.

    alike_groups, alike_products: by name and district what may be meant, best first. by_product: as for `match_rows`.
    """

    index: _Index
    alike_groups: dict[tuple[str, int], Scored]
    alike_products: dict[tuple[str, int], Scored]
    cut: Matching
    by_product: bool

    def groups_like(self, line: _Line) -> Scored:
        """The groups that are called by the line's name or perhaps by it."""
        return self.alike_groups.get((line.group_name, line.district), [])


def _match_line(row: int, line: _Line, lookup: _Lookup) -> list[Match]:
    """The products that one line means: by product id, else by its group (id or name) and product name."""
    index = lookup.index
    if lookup.by_product:
        products_of_id = index.in_district(
            index.by_product_id.get(line.product_id, ()), line
        )
        if products_of_id:
            return [
                _by_product_id(row, line, product, lookup) for product in products_of_id
            ]
        if line.names_product_alone:
            candidates = lookup.alike_products.get(
                (line.product_name, line.district), []
            )
            return _of_products(row, candidates, EXACT, lookup, is_sure=True)
    groups = index.groups_of_id(line)
    if groups:
        matches: list[Match] = []
        for group in groups:
            matches += _by_group_id(row, line, group, lookup, is_alone=len(groups) == 1)
        return matches
    return _by_group_name(row, line, lookup)


def _by_product_id(row: int, line: _Line, product: int, lookup: _Lookup) -> Match:
    """The product whose id the line gives; in doubt where its name is another's."""
    group = int(lookup.index.group_of[product])
    score = _score_beside_id(line, group, product, lookup)
    if score is None:
        return Match(row, product, EXACT, same=True)
    return Match(row, product, score, same=False, id_differs=True)


def _score_beside_id(
    line: _Line, group: int, product: int | None, lookup: _Lookup
) -> float | None:
    """None where an id and the name beside it agree, else how alike the names are: the name is another's."""
    index, cut = lookup.index, lookup.cut
    if line.group_name is not None:
        score = max(likeness(line.group_name, name) for name in index.names_of[group])
        is_called_by_another = any(
            other_score > score and other_score >= cut.same
            for other_score, _ in lookup.groups_like(line)
        )
        is_another = score < cut.perhaps or (score < cut.same and is_called_by_another)
        return score if is_another else None
    product_name = None if product is None else index.product_names[product]
    if line.product_name is None or product_name is None:
        return None
    score = product_likeness(line.product_name, product_name)
    return score if score < cut.perhaps else None


def _by_group_id(
    row: int, line: _Line, group: int, lookup: _Lookup, *, is_alone: bool
) -> list[Match]:
    """The products of a group whose id the line gives; in doubt where its name is another group's."""
    score = _score_beside_id(line, group, None, lookup)
    matches = _of_group(
        row, line, group, EXACT, lookup, is_sure=is_alone and score is None
    )
    if score is None:
        return matches
    return [match._replace(likeness=score, id_differs=True) for match in matches]


def _by_group_name(row: int, line: _Line, lookup: _Lookup) -> list[Match]:
    """The products of the one group that is clearly meant, else of all that may be."""
    candidates = lookup.groups_like(line)
    best = _clearly_meant(candidates, lookup.cut)
    if best is not None:
        score, group = best
        return _of_group(row, line, group, score, lookup, is_sure=True)
    matches: list[Match] = []
    for score, group in candidates:
        matches += _of_group(row, line, group, score, lookup, is_sure=False)
    return matches


def _clearly_meant(
    candidates: Sequence[tuple[float, int]], cut: Matching
) -> tuple[float, int] | None:
    """The best of the candidates (best first) if it is the same and the next is less alike by the margin."""
    if not candidates or candidates[0][0] < cut.same:
        return None
    if len(candidates) == 1:
        return candidates[0]
    lead = candidates[0][0] - candidates[1][0]
    return candidates[0] if lead >= MARGIN else None


def _of_group(
    row: int, line: _Line, group: int, score: float, lookup: _Lookup, *, is_sure: bool
) -> list[Match]:
    """All products of a group, or those whose name the line names."""
    products = lookup.index.of_group[group]
    if not lookup.by_product or line.product_name is None:
        return [Match(row, product, score, same=is_sure) for product in products]
    candidates: Scored = []
    for product in products:
        name = lookup.index.product_names[product]
        name_score = 0.0 if name is None else product_likeness(line.product_name, name)
        if name is not None and _is_longer_name(line.product_name, name):
            name_score = max(name_score, lookup.cut.perhaps)
        if name_score >= lookup.cut.perhaps:
            candidates.append((name_score, product))
    return _of_products(row, _best_first(candidates), score, lookup, is_sure=is_sure)


def _is_longer_name(name: str, other: str) -> bool:
    """One of two names of products holds the other whole: it may be a longer name of the same product."""
    shorter, longer = sorted((product_word(name), product_word(other)), key=len)
    return len(shorter) >= SHORTEST_CUT and shorter in longer


def _best_first(candidates: Iterable[tuple[float, int]]) -> Scored:
    return sorted(candidates, key=lambda candidate: (-candidate[0], candidate[1]))


def _of_products(
    row: int, candidates: Scored, score: float, lookup: _Lookup, *, is_sure: bool
) -> list[Match]:
    """The product (best first) that is clearly the named one, else all that may be; rows of one name count as one.

    score: how alike the names of the groups are.
    """
    if not candidates:
        return []
    best_score = candidates[0][0]
    best = [product for name_score, product in candidates if name_score == best_score]
    if is_sure and _are_one_product(best, lookup.index):
        next_best = candidates[len(best) : len(best) + 1]
        if _clearly_meant([candidates[0], *next_best], lookup.cut):
            return [
                Match(row, product, min(score, best_score), same=True)
                for product in best
            ]
    possible = candidates[: len(best)] if best_score == EXACT else candidates
    return [
        Match(row, product, min(score, name_score), same=False)
        for name_score, product in possible
    ]


def _are_one_product(products: Sequence[int], index: _Index) -> bool:
    """The products have one name and one group."""
    words = {product_word(str(index.product_names[product])) for product in products}
    groups = {int(index.group_of[product]) for product in products}
    return len(words) == 1 and len(groups) == 1


def _alike_groups(
    lines: list[_Line], index: _Index, cut: Matching
) -> dict[tuple[str, int], Scored]:
    """Per name and district of the lines the groups that are the same or perhaps the same, best first.

    Where a group is called exactly so, a group that is only like it is not meant.
    """
    names_in: dict[int, set[str]] = defaultdict(set)
    for line in lines:
        if line.group_name is not None:
            names_in[line.district].add(line.group_name)
    alike_groups = {}
    for district, names in names_in.items():
        groups_named = index.groups_named[district]
        alike_names = compare_names(sorted(names), sorted(groups_named), cut.perhaps)
        for name, alike in alike_names.items():
            alike_groups[name, district] = _best_of_each(name, alike, groups_named)
        unlike_names = [name for name in names if not alike_names[name]]
        for name, groups in _groups_named_inside(unlike_names, groups_named).items():
            alike_groups[name, district] = [(cut.perhaps, group) for group in groups]
    return alike_groups


def _groups_named_inside(
    names: list[str], groups_named: dict[str, set[int]]
) -> dict[str, list[int]]:
    """Per name that is like none the groups whose whole name stands in it beside other words: perhaps meant."""
    groups_of_key: dict[str, set[int]] = defaultdict(set)
    if names:
        for spelling, groups in groups_named.items():
            groups_of_key[group_key(spelling)] |= groups
    named_inside: dict[str, list[int]] = {}
    for name in names:
        groups_inside: set[int] = set()
        for key in names_inside(name):
            groups_inside |= groups_of_key.get(key, set())
        named_inside[name] = sorted(groups_inside)
    return named_inside


def _best_of_each(
    name: str, alike: list[tuple[float, str]], groups_named: dict[str, set[int]]
) -> Scored:
    """Every group once, by its best spelling; only those that are called exactly so, where there are any."""
    best: dict[int, float] = {}
    called_so: set[int] = set()
    key = group_key(name)
    for score, spelling in alike:
        groups = groups_named[spelling]
        for group in groups:
            best[group] = max(score, best.get(group, 0.0))
        if group_key(spelling) == key:
            called_so |= groups
    return _best_first((best[group], group) for group in called_so or best)


def _alike_products(
    lines: list[_Line], index: _Index, cut: Matching
) -> dict[tuple[str, int], Scored]:
    """Per product name and district of the lines that name a product alone, the products that it may be, best first."""
    names_in: dict[int, set[str]] = defaultdict(set)
    for line in lines:
        if line.names_product_alone:
            names_in[line.district].add(line.product_name)
    alike_products: dict[tuple[str, int], Scored] = {}
    for district, names in names_in.items():
        for name, candidates in _products_like(
            sorted(names), district, index, cut
        ).items():
            alike_products[name, district] = _best_first(candidates)
    return alike_products


def _products_like(
    names: list[str], district: int, index: _Index, cut: Matching
) -> dict[str, Scored]:
    """Per name the products of a district that are perhaps called so."""
    products_named: dict[str, list[int]] = defaultdict(list)
    for product in index.products_in(district):
        name = index.product_names[product]
        if name is not None:
            products_named[name].append(product)
    names_there = sorted(products_named)
    words = [product_word(name) for name in names]
    words_there = [product_word(name) for name in names_there]
    candidates: dict[str, Scored] = {name: [] for name in names}
    for start, scores in score_blocks(words, words_there, cut.perhaps):
        rows, columns = np.nonzero(scores)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            name, name_there = names[start + row], names_there[column]
            score = product_likeness(name, name_there)
            if score >= cut.perhaps:
                candidates[name] += [
                    (score, product) for product in products_named[name_there]
                ]
    return candidates


class _Wanted(NamedTuple):
    """A name that matches nothing, of a group or a product, and the district in which to look for near ones."""

    name: str
    district: int
    is_product: bool


def _nearest_names(
    unmatched_lines: dict[int, _Line], lookup: _Lookup
) -> dict[int, tuple[str, ...]]:
    """Names to suggest for the lines that match nothing: the products of its group where that is known, else groups."""
    index = lookup.index
    nearest: dict[int, tuple[str, ...]] = dict.fromkeys(unmatched_lines, ())
    rows_wanting: dict[_Wanted, list[int]] = defaultdict(list)
    for row, line in unmatched_lines.items():
        groups = index.groups_of_id(line) or [
            group for _, group in lookup.groups_like(line)
        ]
        if lookup.by_product and line.product_name is not None and groups:
            nearest[row] = most_like(
                [line.product_name], _product_names(groups, index), NAMES_SUGGESTED
            )[0]
        elif line.group_name is not None:
            rows_wanting[
                _Wanted(line.group_name, line.district, is_product=False)
            ].append(row)
        elif line.product_name is not None:
            rows_wanting[
                _Wanted(line.product_name, line.district, is_product=True)
            ].append(row)
    for wanted, names in _nearest_of_all(rows_wanting, index):
        nearest |= dict.fromkeys(rows_wanting[wanted], names)
    return nearest


def _product_names(groups: Iterable[int], index: _Index) -> list[str]:
    """The names of the groups' products."""
    names: set[str] = set()
    for group in groups:
        names |= {index.product_names[product] for product in index.of_group[group]} - {
            None
        }
    return sorted(names)


def _nearest_of_all(
    wanted_names: Iterable[_Wanted], index: _Index
) -> Iterable[tuple[_Wanted, tuple[str, ...]]]:
    """The nearest names of every wanted one; those of one district are looked for at once."""
    of_district: dict[tuple[int, bool], list[_Wanted]] = defaultdict(list)
    for wanted in wanted_names:
        of_district[wanted.district, wanted.is_product].append(wanted)
    for (district, is_product), wanted_here in of_district.items():
        if is_product:
            names_there = {
                index.product_names[product] for product in index.products_in(district)
            } - {None}
        else:
            names_there = set(index.groups_named[district])
        names = [wanted.name for wanted in wanted_here]
        yield from zip(
            wanted_here,
            most_like(names, sorted(names_there), NAMES_SUGGESTED),
            strict=True,
        )
