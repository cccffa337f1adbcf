"""The groups of every list, as the page shows them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.results.page.facts import Fact, facts_of_groups
from kbo_screen.results.page.list_source import source_by_district
from kbo_screen.results.rows import plain_column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.results.page.list_source import ListSource

_CERTAINTIES: Final = ("certain", "judgement", "check")


class GroupRow(NamedTuple):
    """One group of a list.

    source: the file and sheet of its cells, where its list does not say. notes: numbers.
    """

    rank: int
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


def groups_by_district(run: Run, notes: Sequence[str]) -> Mapping[int, GroupList]:
    """Every listed group by district, in rank order.

    notes: codes, in the order of their numbers.
    """
    listed = run.screening.listed
    products = run.registry.products.loc[listed["product"]]
    source_of = source_by_district(run)
    district_ixs = plain_column(listed["district_ix"])
    sources = [source_of[district_ix] for district_ix in district_ixs]
    note_numbers = {note: number for number, note in enumerate(notes, start=1)}
    certainty_words = {
        certainty: text(f"page.certainty.{certainty}", run.lang)
        for certainty in _CERTAINTIES
    }
    columns = (
        district_ixs,
        plain_column(listed["selected"]),
        plain_column(listed["product"]),
        plain_column(listed["rank"]),
        plain_column(listed["group_name"]),
        plain_column(listed["group_id"]),
        plain_column(products["product_name"]),
        plain_column(listed["certainty"]),
        listed["notes"],
        sources,
        facts_of_groups(run, listed, sources),
    )
    lists: dict[int, GroupList] = defaultdict(lambda: GroupList([], []))
    for (
        district_ix,
        is_selected,
        product,
        rank,
        name,
        group_id,
        product_name,
        certainty,
        group_notes,
        source,
        facts,
    ) in zip(*columns, strict=True):
        row = GroupRow(
            rank=rank,
            name=name,
            group_id=group_id or "",
            source=_table_words(run, product, source),
            product=product_name or "-",
            facts=facts,
            certainty=certainty_words[certainty],
            notes=sorted(note_numbers[note] for note in group_notes),
        )
        group_list = lists[district_ix]
        part = group_list.proposed if is_selected else group_list.reserves
        part.append(row)
    return lists


def _table_words(run: Run, product: int, source: ListSource) -> str:
    """The file and sheet of a product, where its list is not of one sheet."""
    if source.sheet:
        return ""
    place = run.registry.place(product, "group_name")
    return source.place_in_words(place._replace(cell=None))
