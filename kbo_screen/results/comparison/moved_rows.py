"""A row, or a whole group, that came or went between two editions: where it stood, or where it stands instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.editions.changes import GROUP
from kbo_screen.editions.pairing import NO_PRODUCT
from kbo_screen.findings.catalogue import text
from kbo_screen.results.rows import plain
from kbo_screen.vocabulary.names import group_key

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.editions.changes import Change
    from kbo_screen.findings import Place
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


class _Row(NamedTuple):
    """A product of a run."""

    run: Run
    product: int

    def value(self, field: str) -> str | None:
        value: str | None = plain(self.run.registry.products[field].iloc[self.product])
        return value

    def told(self, field: str) -> ComparedValueShape:
        place = self.run.registry.place(self.product, field)
        return value_at(place, self.value(field) or "-")


def value_at(place: Place, words: str) -> ComparedValueShape:
    """What a cell says, with its place."""
    file, sheet, cell = place
    return {"file": file, "sheet": sheet, "cell": cell, "value": words}


def told_row(change: Change, compared: ComparedRuns) -> ToldChange:
    """The row with its place in both editions, as far as there is one."""
    is_gone = change.new == NO_PRODUCT
    if is_gone:
        row, other_run = _Row(compared.old_data, change.old), compared.new_data
    else:
        row, other_run = _Row(compared.new_data, change.new), compared.old_data
    match = _row_elsewhere(
        change,
        row,
        other_run,
        compared,
    )
    if match is not None:
        field = _named_otherwise(row, match)
        return _in_order(
            "cell",
            field,
            row.told(field),
            match.told(field),
            is_gone,
        )
    row_place = row.told("group_name")
    unusable = _unusable_row(row, other_run)
    if unusable:
        other_place = _unusable_place(unusable, row.run.lang)
        return _in_order(
            "row_unusable",
            None,
            row_place,
            other_place,
            is_gone,
        )
    kind = "row_gone" if is_gone else "row_new"
    return _in_order(
        kind,
        None,
        row_place,
        None,
        is_gone,
    )


def _in_order(
    kind: str,
    field: str | None,
    row_value: ComparedValueShape,
    other_value: ComparedValueShape | None,
    is_gone: bool,
) -> ToldChange:
    """A row that is gone stood in the old edition."""
    if is_gone:
        return ToldChange(
            kind,
            field,
            row_value,
            other_value,
        )
    return ToldChange(
        kind,
        field,
        other_value,
        row_value,
    )


def _row_elsewhere(
    change: Change,
    row: _Row,
    other_run: Run,
    compared: ComparedRuns,
) -> _Row | None:
    """The row of the other edition that is the same product under another group, or the group in another district."""
    partner = compared.partner_of(change)
    if partner is None and change.field == GROUP:
        partner = _group_elsewhere(row, other_run)
    return None if partner is None else _Row(other_run, partner)


def _group_elsewhere(row: _Row, other_run: Run) -> int | None:
    """A product of the group of the same id, else name, in a district that has no such group in the row's edition."""
    field = "group_id" if row.value("group_id") else "group_name"
    districts = set(
        _districts_with(
            row.run,
            field,
            row.value(field),
        ).values()
    )
    candidates = _districts_with(
        other_run,
        field,
        row.value(field),
    )
    for product, district in candidates.items():
        if district not in districts:
            return product
    return None


def _districts_with(
    run: Run,
    field: str,
    value: str | None,
) -> dict[int, str]:
    """By product that says so of a field its district."""
    products = run.registry.products
    matches = products.index[products[field] == value].tolist()
    return {product: str(products["district"].iloc[product]) for product in matches}


def _named_otherwise(row: _Row, other_row: _Row) -> str:
    """The first naming field in which two rows differ."""
    for field in _NAMING:
        if row.value(field) != other_row.value(field):
            return field
    return _NAMING[-1]


def _unusable_row(row: _Row, other_run: Run) -> UnusableRow | None:
    """The row of the other edition that holds the same group and product, and cannot be used."""
    group = group_key(row.value("group_name") or "")
    for unusable in other_run.registry.unusable:
        is_same_product = unusable.product_name == row.value("product_name")
        is_same_group = group_key(unusable.group_name or "") in ("", group)
        if is_same_product and is_same_group:
            return unusable
    return None


def _unusable_place(row: UnusableRow, lang: str) -> ComparedValueShape:
    reason = text(f"workbook.unusable.{row.reason}", lang)
    words = text(
        "compare.unusable",
        lang,
        row=row.row,
        reason=reason,
    )
    return value_at(row.place._replace(cell=None), words)
