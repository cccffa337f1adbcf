"""Scans the large worksheets of an xlsx workbook, and leaves to the fast reader what is not spelled as usual.

Where a copy of the process can be made, it scans the second half of all rows beside this one. The halves are joined by
what their cells hold, so that nobody can tell where one ends.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.cores.beside import WorkBeside, can_copy
from kbo_screen.cores.threads import core_count
from kbo_screen.grid.notices import unreadable
from kbo_screen.grid.scanned_columns import (
    CellsWithTexts,
    TextNumbers,
    join_rows,
)
from kbo_screen.grid.shared_texts import UnusualSpellingError, open_shared_texts
from kbo_screen.grid.sheet_facts import SheetFacts, is_sparse
from kbo_screen.grid.sheet_scan import ScanSettings, join_facts, looks_of, scan_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kbo_screen.grid.grid import Column
    from kbo_screen.grid.scan_cells import Looks
    from kbo_screen.grid.sheet_scan import ScannedRows
    from kbo_screen.grid.stored_sheets import StoredSheet
    from kbo_screen.grid.styles_xml import Marks
    from kbo_screen.grid.xml_tree import Package

    Sheets = Mapping[int, StoredSheet]
    #: By the place of a sheet the bytes of its XML of which the rows are scanned.
    Shares = dict[int, range]
    #: By the place of a sheet its rows; None where it is not spelled as usual.
    Scans = dict[int, ScannedRows | None]

#: A row of 25 cells takes at least so much XML.
ROW_BYTES: Final = 500
#: The part of all XML that this process scans where a copy of it scans the rest: it reads the shared texts, too, and
#: the copy unpacks what it does not scan.
SHARE_HERE: Final = 0.5


class ScannedSheet(NamedTuple):
    """The columns of a worksheet that needs no other reader, and what its XML tells."""

    columns: list[Column]
    facts: SheetFacts

    def look(self) -> SheetFacts:
        """What the XML tells, as a look at it would."""
        return self.facts


def scan_sheets(
    package: Package,
    sheets: Sheets,
    marks: Marks,
    *,
    share_here: float | None = None,
    how: ScanSettings | None = None,
) -> dict[int, ScannedSheet]:
    """Those of the sheets that are spelled as usual, by their places. Raises ReadError for a trap.

    share_here: the part of all XML that is scanned before the rest, which a copy of this process scans, if it can; how:
    in what pieces. Both are as the machine has it where nothing is said.
    """
    try:
        shared_texts = open_shared_texts(package)
    except UnusualSpellingError:
        return {}
    total_bytes = sum(sheet.part.file_size for sheet in sheets.values())
    rows = total_bytes // ROW_BYTES
    is_copied = can_copy(rows)
    if share_here is None:
        share_here = SHARE_HERE if is_copied else 1
    first_shares, last_shares = _shares(sheets, round(total_bytes * share_here))
    how = how or ScanSettings(threads=_threads(is_copied=is_copied))
    looks = looks_of(marks, shared_texts.text_count)
    scan = partial(_scan_shares, sheets, looks, marks, how)
    last_scans = WorkBeside(partial(scan, last_shares), rows=rows)
    try:
        texts = TextNumbers(shared_texts.texts())
    except UnusualSpellingError:
        return {}
    first_scans = scan(first_shares)
    may_be_usual = [first_scans.get(number, True) for number in sheets]
    if not any(may_be_usual):
        return {}
    scans = _scans_of_usual(sheets, [first_scans, last_scans.result()])
    return _joined(sheets, scans, texts)


def _threads(*, is_copied: bool) -> int:
    """How many threads scan beside each other in each of the processes that scan."""
    return max(core_count() // 2, 1) if is_copied else core_count()


def _shares(sheets: Sheets, first_bytes: int) -> tuple[Shares, Shares]:
    """What of each sheet is scanned first, and what last: the first bytes of all sheets, and all others."""
    first_shares = {}
    last_shares = {}
    for number, sheet in sheets.items():
        size = sheet.part.file_size
        boundary = min(size, first_bytes)
        first_bytes -= boundary
        if boundary:
            first_shares[number] = range(boundary)
        if boundary < size:
            last_shares[number] = range(boundary, size)
    return first_shares, last_shares


def _scan_shares(
    sheets: Sheets,
    looks: Looks,
    marks: Marks,
    how: ScanSettings,
    shares: Shares,
) -> Scans:
    scans: Scans = {}
    for number, share in shares.items():
        try:
            with sheets[number].open_part() as part:
                scans[number] = scan_rows(part, share, looks, marks, how)
        except UnusualSpellingError:
            scans[number] = None
    return scans


def _scans_of_usual(
    sheets: Sheets,
    scans_of_shares: Sequence[Scans],
) -> dict[int, list[ScannedRows]]:
    """The rows of the sheets of which all could be scanned, in their order."""
    scans_of_usual = {}
    for number in sheets:
        parts = [scans[number] for scans in scans_of_shares if number in scans]
        usual_parts = [part for part in parts if part]
        if len(usual_parts) == len(parts):
            scans_of_usual[number] = usual_parts
    return scans_of_usual


def _joined(
    sheets: Sheets,
    scans: Mapping[int, list[ScannedRows]],
    texts: TextNumbers,
) -> dict[int, ScannedSheet]:
    """The columns of the sheets and what is told of them. Raises ReadError for a trap."""
    facts_of_sheets = {}
    for number, parts in scans.items():
        with suppress(UnusualSpellingError):
            facts_of_sheets[number] = join_facts(parts)
    if is_sparse(facts.extent for facts in facts_of_sheets.values()):
        raise unreadable("sparse")
    cells_of_sheets = {}
    for number in facts_of_sheets:
        cells_of_sheets[number] = [
            CellsWithTexts(part.cells, texts.of_keys(part.texts))
            for part in scans[number]
        ]
    values = texts.values()
    scanned = {}
    for number, facts in facts_of_sheets.items():
        columns = join_rows(cells_of_sheets[number], values)
        facts = sheets[number].with_extras(facts)
        scanned[number] = ScannedSheet(columns, facts)
    return scanned
