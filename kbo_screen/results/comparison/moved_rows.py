"""A row, or a whole group, that came or went between two editions: where it stood, or where it stands instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.editions.changes import GROUP
from kbo_screen.editions.pairing import NO_PRODUCT
from kbo_screen.findings import Place
from kbo_screen.findings.catalogue import text
from kbo_screen.results.rank.rank_payload import place_payload
from kbo_screen.results.rows import plain
from kbo_screen.vocabulary.names import group_key

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.editions.changes import Change
    from kbo_screen.registry.registry import UnusableRow
    from kbo_screen.results.comparison.two_editions import ComparedRuns
    from kbo_screen.results.schemas import ComparedValueShape

#: What names a row, the widest first: a row that is named otherwise stands under another group.
_NAMING: Final = ("district", "group_id", "group_name")


class ToldChange(NamedTuple):
    """A change as it is told: "cell", "list", "answer", "row_gone", "row_new", "row_unusable"; field: None for rows."""

    kind: str
    field: str | None
    old: ComparedValueShape | None
    new: ComparedValueShape | None


class ProductRow(NamedTuple):
    """A product of a run."""

    run: Run
    product: int

    def value(self, field: str) -> str | None:
        """What the registry holds of a field; None for nothing."""
        value: str | None = plain(self.run.registry.products[field].iloc[self.product])
        return value

    def place(self, field: str) -> Place:
        """Where that stands."""
        return self.run.registry.place(self.product, field)

    def told(self, field: str) -> ComparedValueShape:
        """A field that names the row, with its place."""
        return value_at(self.place(field), self.value(field) or "-")


def value_at(place: Place, words: str | None) -> ComparedValueShape:
    """What a cell says, with its place."""
    return {**place_payload(place), "value": words}


def place_of(value: ComparedValueShape) -> Place:
    """The place of what a cell says."""
    return Place(
        value["file"],
        value["sheet"],
        value["cell"],
    )


def told_row(change: Change, compared: ComparedRuns) -> ToldChange:
    """The row with its place in both editions, as far as there is one."""
    is_gone = change.new == NO_PRODUCT
    if is_gone:
        row, other_run = ProductRow(compared.old_data, change.old), compared.new_data
    else:
        row, other_run = ProductRow(compared.new_data, change.new), compared.old_data
    partner = compared.partner_of(change)
    if partner is None and change.field == GROUP:
        partner = _group_elsewhere(row, other_run)
    row_place = row.told("group_name")
    if partner is not None:
        match = ProductRow(other_run, partner)
        field = _named_otherwise(row, match)
        row_change = ToldChange(
            "cell",
            field,
            row.told(field),
            match.told(field),
        )
    elif unusable := _unusable_row(row, other_run):
        other_place = _unusable_place(unusable, row.run.lang)
        row_change = ToldChange(
            "row_unusable",
            None,
            row_place,
            other_place,
        )
    else:
        kind = "row_gone" if is_gone else "row_new"
        row_change = ToldChange(
            kind,
            None,
            row_place,
            None,
        )
    if is_gone:  # the row stood in the old edition
        return row_change
    return row_change._replace(old=row_change.new, new=row_change.old)


def _group_elsewhere(row: ProductRow, other_run: Run) -> int | None:
    """A product of the group of the same id, else name, in a district that has no such group in the row's edition.

    That is the row of the other edition that stands for it.
    """
    field = "group_id" if row.value("group_id") else "group_name"
    districts = _districts_with(
        row.run,
        field,
        row.value(field),
    )
    candidates = _districts_with(
        other_run,
        field,
        row.value(field),
    )
    for product, district in candidates.items():
        if district not in districts.values():
            return int(product)
    return None


def _districts_with(
    run: Run,
    field: str,
    value: str | None,
) -> dict[Any, str]:
    """By product that says so of a field its district."""
    products = run.registry.products
    return products.loc[products[field] == value, "district"].to_dict()


def _named_otherwise(row: ProductRow, other_row: ProductRow) -> str:
    """The first naming field in which two rows differ."""
    for field in _NAMING:
        if row.value(field) != other_row.value(field):
            return field
    return _NAMING[-1]


def _unusable_row(row: ProductRow, other_run: Run) -> UnusableRow | None:
    """The row of the other edition that holds the same group and product, and cannot be used."""
    group = group_key(row.value("group_name") or "")
    for unusable in other_run.registry.unusable:
        is_same_product = unusable.product_name == row.value("product_name")
        is_same_group = group_key(unusable.group_name or "") in ("", group)
        if is_same_product and is_same_group:
            return unusable
    return None


def _unusable_place(row: UnusableRow, lang: str) -> ComparedValueShape:
    words = text(
        "compare.unusable",
        lang,
        row=row.row,
        reason=text(f"workbook.unusable.{row.reason}", lang),
    )
    return value_at(row.place._replace(cell=None), words)
