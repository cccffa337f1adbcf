"""Which cell, line of a list or answer a change between two editions is, and what it says in both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.editions.changes import GROUP, ROW
from kbo_screen.findings.masking import mask_people
from kbo_screen.results.comparison.moved_rows import (
    ProductRow,
    ToldChange,
    told_row,
    value_at,
)
from kbo_screen.results.explanation.explanation_lines import value_as_read
from kbo_screen.results.rows import each_row
from kbo_screen.results.wording.sentences import disputed_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from kbo_screen.desk.run import Run
    from kbo_screen.editions.changes import Change
    from kbo_screen.findings import Place
    from kbo_screen.registry.registry import DisputedCell
    from kbo_screen.results.comparison.two_editions import ComparedRuns

#: Where a value can come from, the first that says it goes before the others.
_SOURCES: Final = ("answer", "list", "cell")


class _Entry(NamedTuple):
    """What says a value: its place, what it says for comparing, and in words; source: as in _SOURCES."""

    place: Place
    value: Any
    words: str
    source: str


def told_change(change: Change, compared: ComparedRuns) -> ToldChange:
    """A change with its cells."""
    if change.field in (ROW, GROUP):
        return told_row(change, compared)
    old, new = _entries_that_differ(change, compared)
    sources = {old.source, new.source}
    return ToldChange(
        kind=next(name for name in _SOURCES if name in sources),
        field=change.field,
        old=value_at(old.place, old.words),
        new=value_at(new.place, new.words),
    )


def _entries_that_differ(
    change: Change, compared: ComparedRuns
) -> tuple[_Entry, _Entry]:
    """Of both editions the first entry that says what none of the other says; else the first."""
    field = change.field
    old_entries: list[_Entry] = []
    new_entries: list[_Entry] = []
    for old_product, new_product in change.pairs:
        old_entries += _entries(ProductRow(compared.old_data, old_product), field)
        new_entries += _entries(ProductRow(compared.new_data, new_product), field)
    old = _first_unlike(old_entries, new_entries)
    new = _first_unlike(new_entries, old_entries)
    if (change.new, field) in compared.new_data.registry.disputed_cells:
        old = _same_cell_before(change, new, compared) or old
    return old, new


def _first_unlike(entries: list[_Entry], compared_entries: list[_Entry]) -> _Entry:
    values = [entry.value for entry in compared_entries]
    return next((entry for entry in entries if entry.value not in values), entries[0])


def _same_cell_before(
    change: Change,
    entry: _Entry,
    compared: ComparedRuns,
) -> _Entry | None:
    """What the same cell said in the old edition, where the cell of any row of the group began to contradict."""
    edition = compared.comparison.new_data
    group = int(edition.group_of_product[change.new])
    for product in edition.products_of_group[group]:
        partner = compared.old_of_new.get(product)
        is_its_cell = edition.registry.place(product, change.field) == entry.place
        if is_its_cell and partner is not None:
            return _cell_itself(ProductRow(compared.old_data, partner), change.field)
    return None


def _entries(row: ProductRow, field: str) -> list[_Entry]:
    """What says a value of a product: an answer, the cells that contradict each other, a doubtful line, or its cell."""
    if answer := _answer(row, field):
        return [answer]
    cells = row.run.registry.cells_in_dispute(row.product, field)
    if cells:
        return [_disputed_entry(row, field, cell) for cell in cells]
    return [_doubtful_line(row, field) or _cell_itself(row, field)]


def _answer(row: ProductRow, field: str) -> _Entry | None:
    """The last answer that settled the value."""
    entry = None
    for answer in _rows_about(row, field, row.run.registry.answers):
        entry = _Entry(
            answer.place,
            answer.words,
            answer.words,
            "answer",
        )
    return entry


def _rows_about(
    row: ProductRow,
    field: str,
    frame: pd.DataFrame,
) -> Iterator[Any]:
    """Those of the answers, or of the lines of lists, that are about a value of a product."""
    if not frame.empty:
        is_about = (frame["product"] == row.product) & (frame["field"] == field)
        yield from each_row(frame[is_about])


def _disputed_entry(
    row: ProductRow,
    field: str,
    cell: DisputedCell,
) -> _Entry:
    is_of_registry = cell.place.file == row.place("group_name").file
    words = disputed_value(
        row.run,
        field,
        cell,
    )
    source = "cell" if is_of_registry else "list"
    return _Entry(
        cell.place,
        cell.value,
        words,
        source,
    )


def _doubtful_line(row: ProductRow, field: str) -> _Entry | None:
    """The line of a list that is perhaps about a product and leaves its value open."""
    if row.value(field) is not None:
        return None
    for line in _rows_about(row, field, row.run.registry.perhaps):
        words = mask_people(str(line.name))
        return _Entry(
            _place_of_line(row.run, line),
            None,
            words,
            "list",
        )
    return None


def _place_of_line(run: Run, line: Any) -> Place:
    """Where a line of `Registry.perhaps` names what it is about."""
    tables = run.registry.tables + run.registry.side_tables
    return tables[int(line.table)].place(line.address)


def _cell_itself(row: ProductRow, field: str) -> _Entry:
    """The cell of the value, or the line of the list that brought it."""
    registry, place = row.run.registry, row.place(field)
    words = registry.not_understood.get(place) or _value_words(row, field)
    # a star not rated and one unknown are both without a number
    value = words if field == "star" else row.value(field)
    source = "list" if registry.is_completed(row.product, field) else "cell"
    return _Entry(
        place,
        value,
        words,
        source,
    )


def _value_words(row: ProductRow, field: str) -> str:
    """What the registry read; of other projects what stands there."""
    project = row.value("project_words")
    if field == "other_project" and project:
        return mask_people(project)
    return value_as_read(
        row.run,
        row.product,
        field,
    )
