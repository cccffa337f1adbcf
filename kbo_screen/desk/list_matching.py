"""Which products a line of a side list means: by product id, else by its group and the product's name.

Names are compared inside the district that a line says, else inside the scope.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kbo_screen.desk.alike_names import alike_words, most_like
from kbo_screen.desk.group_matching import (
    ANYWHERE,
    EXACT,
    GroupIndex,
    GroupMatcher,
    GroupQuery,
    is_clear,
    rules_of_lists,
)
from kbo_screen.vocabulary.grouping import lists_by_key
from kbo_screen.vocabulary.names import SHORTEST_CUT, product_likeness, product_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from kbo_screen.desk.group_matching import MatchRules, NameInDistrict
    from kbo_screen.letters.model import MatchCuts
    from kbo_screen.registry.registry import Registry

#: Names suggested for a line that matches nothing.
NAMES_SUGGESTED = 3

#: (likeness, index of a product), best first.
ScoredProducts = list[tuple[float, int]]
#: By the row of a line, the names that come nearest.
NamesOfRow = dict[int, tuple[str, ...]]


class LineMatch(NamedTuple):
    """A product that a line of a list means, and how alike the names are (100: by id, or the same name).

    is_sure: it is clearly meant. id_differs: the line gives the product's or its group's id beside a name that is
    another's.
    """

    row: int
    product: int
    likeness: float
    is_sure: bool
    id_differs: bool = False


@dataclass(frozen=True, slots=True)
class ListMatches:
    """The matches of one list; `nearest`: for every line that means nothing, the names that come nearest.

    `not_compared`: the lines of these whose names were not compared with those that are like them.
    """

    matches: tuple[LineMatch, ...]
    nearest: NamesOfRow
    not_compared: tuple[int, ...] = ()


def match_rows(
    rows: pd.DataFrame,
    registry: Registry,
    groups: pd.Series[int],
    cut: MatchCuts,
    *,
    by_product: bool,
) -> ListMatches:
    """Match every line of a list with products of the registry.

    rows: as `SideList.rows`. groups: the group number of every product. by_product: a line that names a product means
    that product alone; otherwise, and where it names none, all products of its group.
    """
    columns = [rows[name].tolist() for name in ListLine._fields]
    lines = [ListLine(*values) for values in zip(*columns, strict=True)]
    matcher = _LineMatcher(
        registry.products,
        groups,
        rules_of_lists(cut),
        by_product,
    )
    matcher.compare_at_once(lines)
    matches = [matcher.match(row, line) for row, line in enumerate(lines)]
    unmatched = {row: lines[row] for row in range(len(lines)) if not matches[row]}
    not_compared = [
        row
        for row, line in unmatched.items()
        if (line.group_name, line.district) in matcher.groups.not_compared
    ]
    return ListMatches(
        tuple(chain.from_iterable(matches)),
        _nearest_names(unmatched, matcher),
        tuple(not_compared),
    )


class ListLine(NamedTuple):
    """What a line of a list names, in the columns of `SideList.rows`."""

    district_ix: int
    group_id: Any
    group_name: Any
    product_id: Any
    product_name: Any

    @property
    def district(self) -> int:
        """The district that the line says, else ANYWHERE."""
        return max(self.district_ix, ANYWHERE)

    @property
    def names_product_alone(self) -> bool:
        """The line says nothing of the group."""
        names_group = self.group_id is not None or self.group_name is not None
        return self.product_name is not None and not names_group

    @property
    def query(self) -> GroupQuery:
        """What the line says of the group."""
        return GroupQuery(self.district, self.group_id, self.group_name)


class _LineMatcher:
    """Matches lines with products. by_product: as for `match_rows`."""

    def __init__(
        self,
        products: pd.DataFrame,
        groups: pd.Series[int],
        rules: MatchRules,
        by_product: bool,
    ) -> None:
        self.rules = rules
        self.by_product = by_product
        self.products = ProductIndex(products, groups)
        self.groups = GroupMatcher(GroupIndex(products, groups), rules)
        self._alike_products: dict[NameInDistrict, ScoredProducts] = {}

    def compare_at_once(self, lines: Sequence[ListLine]) -> None:
        """Compare the names of all lines with the registry's, before the lines are matched one by one."""
        groups_in: dict[int, set[str]] = defaultdict(set)
        products_in: dict[int, set[str]] = defaultdict(set)
        for line in lines:
            if line.group_name is not None:
                groups_in[line.district].add(line.group_name)
            if line.names_product_alone:
                products_in[line.district].add(line.product_name)
        self.groups.compare_at_once(groups_in)
        if self.by_product:
            self._compare_products(products_in)

    def _compare_products(self, names_in: Mapping[int, set[str]]) -> None:
        """Compare names of products, by district, with those of the registry."""
        for district, names in names_in.items():
            alike = self.products.alike(
                sorted(names),
                district,
                self.rules.perhaps,
            )
            for name, candidates in alike.items():
                self._alike_products[name, district] = _best_first(candidates)

    def match(
        self,
        row: int,
        line: ListLine,
    ) -> list[LineMatch]:
        """The products that one line means: by product id, else by its group (id or name) and product name."""
        if self.by_product:
            products = self.products.with_id(line.product_id, line.district)
            if products:
                return [self._by_product_id(row, line, product) for product in products]
            if line.names_product_alone:
                alike = self._alike_products[line.product_name, line.district]
                return self._of_products(row, alike, EXACT, is_sure=True)
        return self._of_groups(row, line)

    def _by_product_id(
        self,
        row: int,
        line: ListLine,
        product: int,
    ) -> LineMatch:
        """The product whose id the line gives; in doubt where its name is another's."""
        score = self._score_of_another(line, product)
        if score is None:
            return LineMatch(row, product, EXACT, is_sure=True)
        return LineMatch(
            row,
            product,
            score,
            is_sure=False,
            id_differs=True,
        )

    def _score_of_another(
        self,
        line: ListLine,
        product: int,
    ) -> float | None:
        """How alike a name beside a product's id is, where it is another's; None where both agree."""
        if line.group_name is not None:
            group = self.products.group_of(product)
            candidate = self.groups.beside_id(line.query, group)
            return candidate.likeness if candidate.id_differs else None
        name = self.products.names[product]
        if line.product_name is None or name is None:
            return None
        score = product_likeness(line.product_name, name)
        return score if score < self.rules.perhaps else None

    def _of_groups(
        self,
        row: int,
        line: ListLine,
    ) -> list[LineMatch]:
        """The products of the one group that is clearly meant, else of all that may be."""
        match = self.groups.match(line.query)
        is_sure = match.group is not None
        matches: list[LineMatch] = []
        for candidate in match.candidates:
            if is_sure and candidate.group != match.group:
                continue
            is_agreeing_id = match.basis == "id" and not candidate.id_differs
            score = EXACT if is_agreeing_id else candidate.likeness
            group = candidate.group
            for of_group in self._of_group(
                row,
                line,
                group,
                score,
                is_sure=is_sure,
            ):
                if candidate.id_differs:
                    of_group = of_group._replace(likeness=score, id_differs=True)
                matches.append(of_group)
        return matches

    def _of_group(
        self,
        row: int,
        line: ListLine,
        group: int,
        score: float,
        *,
        is_sure: bool,
    ) -> list[LineMatch]:
        """All products of a group, or those whose name the line names."""
        products = self.products.of_group[group]
        if not self.by_product or line.product_name is None:
            return [LineMatch(row, product, score, is_sure) for product in products]
        alike = self._alike_of_group(line.product_name, products)
        return self._of_products(row, alike, score, is_sure=is_sure)

    def _alike_of_group(
        self,
        product_name: str,
        products: Iterable[int],
    ) -> ScoredProducts:
        """Those of the products that perhaps are called so, best first."""
        candidates: ScoredProducts = []
        for product in products:
            name = self.products.names[product]
            if name is None:
                continue
            score = self._product_score(product_name, name)
            if score >= self.rules.perhaps:
                candidates.append((score, product))
        return _best_first(candidates)

    def _product_score(
        self,
        name: str,
        registry_name: str,
    ) -> float:
        """How alike two names of products are; a longer name of one is perhaps the same."""
        score = product_likeness(name, registry_name)
        if _is_longer_name(name, registry_name):
            return max(score, self.rules.perhaps)
        return score

    def _of_products(
        self,
        row: int,
        candidates: ScoredProducts,
        score: float,
        *,
        is_sure: bool,
    ) -> list[LineMatch]:
        """The product (best first) that is clearly the named one, else all that may be; rows of one name count as one.

        score: how alike the names of the groups are.
        """
        if not candidates:
            return []
        best_score = candidates[0][0]
        best = [candidate for candidate in candidates if candidate[0] == best_score]
        next_scores = [name_score for name_score, _ in candidates[len(best) :]]
        is_clearly_best = is_clear([best_score, *next_scores[:1]], self.rules)
        is_sure = is_sure and is_clearly_best and self.products.are_one(best)
        possible = best if is_sure or best_score == EXACT else candidates
        return [
            LineMatch(row, product, min(score, name_score), is_sure)
            for name_score, product in possible
        ]

    def names_in(
        self,
        district: int,
        *,
        of_products: bool,
    ) -> list[str]:
        """The names of a district's products, else of its groups, sorted."""
        if of_products:
            return self.products.names_of(self.products.in_district(district))
        return sorted(self.groups.index.spellings_in(district))


def _is_longer_name(name: str, registry_name: str) -> bool:
    """One of two names of products holds the other whole: it may be a longer name of the same product."""
    words = (product_word(name), product_word(registry_name))
    shorter, longer = sorted(words, key=len)
    return len(shorter) >= SHORTEST_CUT and shorter in longer


def _best_first(candidates: Iterable[tuple[float, int]]) -> ScoredProducts:
    return sorted(candidates, key=_rank)


def _rank(candidate: tuple[float, int]) -> tuple[float, int]:
    score, product = candidate
    return -score, product


class ProductIndex:
    """The registry's products by id, by group and by district."""

    def __init__(
        self,
        products: pd.DataFrame,
        groups: pd.Series[int],
    ) -> None:
        self.names: list[str | None] = products["product_name"].tolist()
        self.of_group = _positions(groups)
        self._with_id = _positions(products["product_id"])
        self._district_of = products["district_ix"].to_numpy()
        self._group_of = groups.to_numpy()

    def group_of(self, product: int) -> int:
        """The number of a product's group."""
        return int(self._group_of[product])

    def with_id(
        self,
        product_id: Any,
        district: int,
    ) -> list[int]:
        """The products of a district that have an id."""
        return [
            product
            for product in self._with_id.get(product_id, [])
            if district in (ANYWHERE, self._district_of[product])
        ]

    def in_district(self, district: int) -> Sequence[int]:
        """The products of a district, or all."""
        if district == ANYWHERE:
            return range(len(self.names))
        return np.flatnonzero(self._district_of == district).tolist()

    def names_of(self, products: Iterable[int]) -> list[str]:
        """The different names of products, sorted."""
        names = {self.names[product] for product in products}
        return sorted(name for name in names if name is not None)

    def are_one(self, products: ScoredProducts) -> bool:
        """The scored products have one name and one group."""
        kinds = {
            (product_word(str(self.names[product])), self.group_of(product))
            for _, product in products
        }
        return len(kinds) == 1

    def _named(self, district: int) -> Iterator[tuple[str, int]]:
        """The products of a district that have a name, each behind it."""
        for product in self.in_district(district):
            name = self.names[product]
            if name is not None:
                yield name, product

    def alike(
        self,
        names: list[str],
        district: int,
        least: float,
    ) -> dict[str, ScoredProducts]:
        """Per name the products of a district that are called like it by `least` (0 to 100) or more, in no order."""
        products_named = lists_by_key(self._named(district))
        candidates: dict[str, ScoredProducts] = {name: [] for name in names}
        for name, registry_name in _pairs_alike(names, sorted(products_named), least):
            score = product_likeness(name, registry_name)
            if score >= least:
                candidates[name] += [
                    (score, product) for product in products_named[registry_name]
                ]
        return candidates


def _positions(values: pd.Series) -> dict[Any, list[int]]:
    """The positions of every value but the missing ones."""
    present_values = values.reset_index(drop=True).dropna()
    return lists_by_key(zip(present_values, present_values.index, strict=True))


def _pairs_alike(
    names: list[str],
    registry_names: list[str],
    least: float,
) -> Iterator[tuple[str, str]]:
    """The names of products and those of the registry whose words are alike."""
    words = list(map(product_word, names))
    registry_words = list(map(product_word, registry_names))
    for row, column in alike_words(words, registry_words, least):
        yield names[row], registry_names[column]


class _NameQuery(NamedTuple):
    """A name that matches nothing, of a group or a product, and the district in which to look for near ones."""

    name: str
    district: int
    is_product: bool


def _nearest_names(
    unmatched_lines: dict[int, ListLine], matcher: _LineMatcher
) -> NamesOfRow:
    """Names to suggest for the lines that match nothing: the products of its group where that is known, else groups."""
    nearest: NamesOfRow = dict.fromkeys(unmatched_lines, ())
    rows_of_query: dict[_NameQuery, list[int]] = defaultdict(list)
    for row, line in unmatched_lines.items():
        product_names = _product_names_of(line, matcher)
        if product_names is not None:
            (nearest[row],) = most_like(
                [line.product_name], product_names, NAMES_SUGGESTED
            )
            continue
        name = line.product_name if line.group_name is None else line.group_name
        if name is not None:
            query = _NameQuery(name, line.district, line.group_name is None)
            rows_of_query[query].append(row)
    for query, names in _nearest_of_all(rows_of_query, matcher):
        nearest |= dict.fromkeys(rows_of_query[query], names)
    return nearest


def _product_names_of(line: ListLine, matcher: _LineMatcher) -> list[str] | None:
    """The names of the products of the groups that a line may mean; None where it names no product or no group."""
    if not matcher.by_product or line.product_name is None:
        return None
    groups = matcher.groups.groups_meant(line.query)
    products = chain.from_iterable(matcher.products.of_group[each] for each in groups)
    return matcher.products.names_of(products) if groups else None


def _nearest_of_all(
    queries: Iterable[_NameQuery], matcher: _LineMatcher
) -> Iterator[tuple[_NameQuery, tuple[str, ...]]]:
    """The nearest names of every query; those of one district are looked for at once."""
    queries_in = lists_by_key(
        ((query.district, query.is_product), query) for query in queries
    )
    for (district, is_product), queries_of_district in queries_in.items():
        registry_names = matcher.names_in(district, of_products=is_product)
        names = [query.name for query in queries_of_district]
        nearest = most_like(names, registry_names, NAMES_SUGGESTED)
        yield from zip(queries_of_district, nearest, strict=True)
