"""Which cell, line of a list or answer a change between two editions is, and what it says in both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.editions.changes import GROUP, ROW
from kbo_screen.findings import Place
from kbo_screen.findings.masking import mask_people
from kbo_screen.registry.registry import cell_name
from kbo_screen.results.comparison.moved_rows import ToldChange, told_row, value_at
from kbo_screen.results.explanation.explanation_lines import value_as_read
from kbo_screen.results.rows import each_row, plain
from kbo_screen.results.wording.sentences import disputed_value

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.editions.changes import Change
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
    old_entries: list[_Entry] = []
    new_entries: list[_Entry] = []
    for old_product, new_product in change.pairs:
        old_entries += _entries(
            compared.old_data,
            old_product,
            change.field,
        )
        new_entries += _entries(
            compared.new_data,
            new_product,
            change.field,
        )
    old = _first_unlike(old_entries, new_entries)
    new = _first_unlike(new_entries, old_entries)
    if (change.new, change.field) in compared.new_data.registry.disputed_cells:
        old = (
            _same_cell_before(
                change,
                new,
                compared,
            )
            or old
        )
    return old, new


def _first_unlike(entries: list[_Entry], compared_entries: list[_Entry]) -> _Entry:
    values = [entry.value for entry in compared_entries]
    unlike = [entry for entry in entries if entry.value not in values]
    return (unlike or entries)[0]


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
            return _cell_itself(
                compared.old_data,
                partner,
                change.field,
            )
    return None


def _entries(
    run: Run,
    product: int,
    field: str,
) -> list[_Entry]:
    """What says a value of a product: an answer, the cells that contradict each other, a doubtful line, or its cell."""
    answer = _answer(
        run,
        product,
        field,
    )
    if answer:
        return [answer]
    cells = run.registry.cells_in_dispute(product, field)
    if cells:
        return [
            _disputed_entry(
                run,
                product,
                field,
                cell,
            )
            for cell in cells
        ]
    line = _doubtful_line(
        run,
        product,
        field,
    )
    return [
        line
        or _cell_itself(
            run,
            product,
            field,
        )
    ]


def _answer(
    run: Run,
    product: int,
    field: str,
) -> _Entry | None:
    """The last answer that settled the value."""
    answers = run.registry.answers
    if answers.empty:
        return None
    is_about = (answers["product"] == product) & (answers["field"] == field)
    entry = None
    for row in each_row(answers[is_about]):
        entry = _Entry(
            row.place,
            row.words,
            row.words,
            "answer",
        )
    return entry


def _disputed_entry(
    run: Run,
    product: int,
    field: str,
    cell: DisputedCell,
) -> _Entry:
    is_of_registry = cell.place.file == run.registry.place(product, "group_name").file
    source = "cell" if is_of_registry else "list"
    return _Entry(
        cell.place,
        cell.value,
        disputed_value(
            run,
            field,
            cell,
        ),
        source,
    )


def _doubtful_line(
    run: Run,
    product: int,
    field: str,
) -> _Entry | None:
    """The line of a list that is perhaps about a product and leaves its value open."""
    lines = run.registry.perhaps
    if lines.empty or plain(run.registry.products[field].iloc[product]) is not None:
        return None
    is_about = (lines["product"] == product) & (lines["field"] == field)
    for line in each_row(lines[is_about]):
        words = mask_people(str(line.name))
        return _Entry(
            _place_of_line(run, line),
            None,
            words,
            "list",
        )
    return None


def _place_of_line(run: Run, line: Any) -> Place:
    """Where a line of `Registry.perhaps` names what it is about."""
    table = (run.registry.tables + run.registry.side_tables)[line.table]
    cell = cell_name(line.address) if line.address >= 0 else None
    return Place(
        table.file,
        table.sheet,
        cell,
    )


def _cell_itself(
    run: Run,
    product: int,
    field: str,
) -> _Entry:
    """The cell of the value, or the line of the list that brought it."""
    registry = run.registry
    place = registry.place(product, field)
    words = registry.not_understood.get(place) or _value_words(
        run,
        product,
        field,
    )
    value = plain(registry.products[field].iloc[product])
    if field == "star":  # not rated and unknown are both without a number
        value = words
    source = "list" if registry.is_completed(product, field) else "cell"
    return _Entry(
        place,
        value,
        words,
        source,
    )


def _value_words(
    run: Run,
    product: int,
    field: str,
) -> str:
    """What the registry read; of other projects what stands there."""
    project = run.registry.products["project_words"].iloc[product]
    if field == "other_project" and plain(project):
        return mask_people(str(project))
    return value_as_read(
        run,
        product,
        field,
    )
