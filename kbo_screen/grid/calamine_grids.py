"""The fast reader's values as grids, with what it does not tell put back in its place."""

from __future__ import annotations

from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from python_calamine import SheetTypeEnum, SheetVisibleEnum

from kbo_screen.grid.addresses import column_letters
from kbo_screen.grid.grid import SheetGrid, to_columns
from kbo_screen.grid.notices import Notice, ReadError, unreadable
from kbo_screen.grid.package import MAX_SHEET_NAME, MAX_SHEETS
from kbo_screen.grid.sheet_facts import MAX_FILLS, SheetFacts, covers_too_often
from kbo_screen.grid.symbols import with_symbols

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

    from kbo_screen.grid.grid import Column, Merge, Visibility
    from kbo_screen.grid.scanned_sheets import ScannedSheet

    Look = Callable[[], SheetFacts]

#: Of a workbook all of whose sheets this reader reads.
NO_SCANS: Final[Mapping[int, ScannedSheet]] = MappingProxyType({})


@contextmanager
def faults_refuse() -> Iterator[None]:
    """Whatever the Rust reader raises refuses the file: a panic of it is no Exception."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, ReadError, MemoryError):
        raise
    except BaseException as error:  # noqa: BLE001
        what = type(error).__name__
        if "assword" in str(error):
            raise unreadable("encrypted", what) from None
        raise unreadable("corrupt", what) from None


def read_grids(
    workbook: CalamineWorkbook,
    file: str,
    looks: Sequence[Look | None],
    scans: Mapping[int, ScannedSheet] = NO_SCANS,
    names: Sequence[str] | None = None,
) -> list[SheetGrid]:
    """All worksheets; the looks are of the same sheets, in the same order.

    Without a look an error would be read as a blank. So a worksheet that was not looked
    at refuses the file, and so does one that has the name of another: only one of them
    is read. scans: the sheets, by their places, that this reader need not read. names:
    what the sheets are called where the reader was given other names.
    """
    grids = []
    sheets = workbook.sheets_metadata
    stored_names = [sheet.name for sheet in sheets]
    names = names or stored_names
    is_complete = len(looks) == len(sheets)
    longest = max(map(len, names), default=0)
    if len(names) > MAX_SHEETS or longest > MAX_SHEET_NAME:
        raise unreadable("too-large")
    for number, sheet in enumerate(sheets):
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        is_single = stored_names.count(sheet.name) == 1
        look = looks[number] if is_complete and is_single else None
        if look is None:
            raise ReadError(Notice("sheet-unseen", names[number]))
        facts = look()
        if number in scans:
            columns = scans[number].columns
        else:
            stored = workbook.get_sheet_by_name(sheet.name)
            columns = _columns(stored, facts)
            facts.merges = _merges(stored, facts)
        visibility = _visibility(sheet)
        grids.append(_grid(file, names[number], visibility, columns, facts))
    return grids


def _grid(
    file: str,
    name: str,
    visibility: Visibility,
    columns: list[Column],
    facts: SheetFacts,
) -> SheetGrid:
    _refuse_overlaps(columns, facts)
    for pivot in facts.pivots:
        _blank_out(columns, pivot)
    is_coloured_all_over = len(facts.fills) > MAX_FILLS
    formulas = None if facts.formulas is None else frozenset(facts.formulas)
    return SheetGrid(
        file,
        name,
        with_symbols(columns, facts.symbols),
        merges=tuple(facts.merges or ()),
        hidden_rows=frozenset(facts.hidden_rows),
        hidden_columns=facts.hidden_columns,
        visibility=visibility,
        formulas=formulas,
        has_formulas=facts.has_formulas,
        struck=frozenset(facts.struck),
        fills={} if is_coloured_all_over else facts.fills,
        symbol_fonts=facts.symbols,
        notes=facts.notes,
    )


def _columns(
    stored: CalamineSheet,
    facts: SheetFacts,
) -> list[Column]:
    # the reader gives the blank rows in front, and not the blank columns
    blank_columns = stored.start[1] if stored.start else 0
    return to_columns(
        stored.iter_rows(),
        blank_columns=blank_columns,
        put=facts.errors,
    )


def _refuse_overlaps(columns: list[Column], facts: SheetFacts) -> None:
    """Refuse merged cells and pivot tables that lie upon each other: going through them would take for ever."""
    for ranges in (facts.merges or (), facts.pivots):
        if covers_too_often(ranges, columns):
            raise unreadable("corrupt")


def _blank_out(
    columns: list[Column],
    pivot: Merge,
) -> None:
    """Take a pivot table out: it repeats what stands elsewhere, and is noticed."""
    top, first, bottom, last = pivot
    end = min(last + 1, len(columns))
    for number in range(first, end):
        columns[number] = columns[number].without(top, bottom)


def _merges(
    stored: CalamineSheet,
    facts: SheetFacts,
) -> list[Merge]:
    if facts.merges is not None:
        return facts.merges
    return [first + last for first, last in stored.merged_cell_ranges or ()]


def _visibility(sheet: SheetMetadata) -> Visibility:
    """By comparison: the reader's enumerations can not be hashed."""
    if sheet.visible == SheetVisibleEnum.Visible:
        return "visible"
    return "hidden" if sheet.visible == SheetVisibleEnum.Hidden else "very-hidden"


def sheet_notices(
    names: Iterable[str], facts_of_sheets: Iterable[SheetFacts | None]
) -> Iterator[Notice]:
    """What the stored form of each sheet tells of how it was saved."""
    for name, facts in zip(names, facts_of_sheets, strict=False):
        if facts is None:
            continue
        if facts.rows_in_disorder:
            yield Notice("rows-in-disorder", name)
        for top, column, _, _ in facts.pivots:
            cell = f"{column_letters(column)}{top + 1}"
            yield Notice("pivot-table", name, cell)
        if facts.is_stale:
            yield Notice("not-recalculated", name)
