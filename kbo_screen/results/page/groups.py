"""The groups of every list, as the page shows them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.results.page.facts import Fact, facts_of_groups
from kbo_screen.results.page.list_source import source_by_district
from kbo_screen.results.rows import each_row, plain, plain_column

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.results.page.list_source import ListSource


class GroupRow(NamedTuple):
    """One group of a list.

    tier: its position in the letter. source: the file and sheet of its cells, where its list does not say. notes:
    numbers.
    """

    rank: int
    tier: int
    name: str
    group_id: str
    source: str
    product: str
    facts: list[Fact]
    certainty: str
    notes: list[int]


class GroupList(NamedTuple):
    """The list of a district, in rank order."""

    proposed: list[GroupRow]
    reserves: list[GroupRow]

    def __bool__(self) -> bool:
        return bool(self.proposed or self.reserves)

    def __len__(self) -> int:
        return len(self.proposed) + len(self.reserves)

    @property
    def notes(self) -> list[int]:
        """The numbers of the notes that its groups bear."""
        numbers: set[int] = set()
        for row in (*self.proposed, *self.reserves):
            numbers.update(row.notes)
        return sorted(numbers)

    def counts_by_tier(self, tiers: int) -> list[int]:
        """How many of its groups are of each of the letter's tiers."""
        counts = [0] * tiers
        for row in (*self.proposed, *self.reserves):
            counts[row.tier] += 1
        return counts


def groups_by_district(run: Run, notes: Sequence[str]) -> Mapping[int, GroupList]:
    """Every listed group by district, in rank order.

    notes: codes, in the order of their numbers.
    """
    listed = run.screening.listed
    lists: dict[int, GroupList] = defaultdict(lambda: GroupList([], []))
    columns = (listed["district_ix"], listed["selected"], _rows(run, notes))
    for district_ix, is_proposed, row in zip(*columns, strict=True):
        group_list = lists[district_ix]
        part = group_list.proposed if is_proposed else group_list.reserves
        part.append(row)
    return lists


def _rows(run: Run, notes: Sequence[str]) -> Iterator[GroupRow]:
    """Every listed group, in their order."""
    listed = run.screening.listed
    source_of = source_by_district(run)
    sources = [source_of[ix] for ix in plain_column(listed["district_ix"])]
    products = run.registry.products["product_name"].loc[listed["product"]]
    facts_by_group = facts_of_groups(run, listed, sources)
    tier_ids = [tier.id for tier in run.letter.tiers]
    columns = (each_row(listed), plain_column(products), sources, facts_by_group)
    for group, product_name, source, facts in zip(*columns, strict=True):
        yield GroupRow(
            rank=plain(group.rank),
            tier=tier_ids.index(group.tier),
            name=plain(group.group_name),
            group_id=plain(group.group_id) or "",
            source=_table_words(run, group.product, source),
            product=product_name or "-",
            facts=facts,
            certainty=text(f"page.certainty.{group.certainty}", run.lang),
            notes=sorted(notes.index(note) + 1 for note in group.notes),
        )


def _table_words(
    run: Run,
    product: int,
    source: ListSource,
) -> str:
    """The file and sheet of a product, where its list is not of one sheet."""
    if source.sheet:
        return ""
    place = run.registry.place(product, "group_name")
    return source.place_in_words(place._replace(cell=None))
