"""Scans the large worksheets of an xlsx workbook, and leaves to the fast reader what is not spelled as usual."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.grid.notices import unreadable
from kbo_screen.grid.shared_texts import UnusualSpellingError, read_shared_texts
from kbo_screen.grid.sheet_facts import SheetFacts, is_sparse
from kbo_screen.grid.sheet_scan import SheetScan, columns_of, looks_of, scan_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kbo_screen.grid.grid import Column
    from kbo_screen.grid.scan_cells import Looks
    from kbo_screen.grid.stored_sheets import StoredSheet
    from kbo_screen.grid.styles_xml import Marks
    from kbo_screen.grid.xml_tree import Package


class ScannedSheet(NamedTuple):
    """The columns of a worksheet that needs no other reader, and what its XML tells."""

    columns: list[Column]
    facts: SheetFacts

    def look(self) -> SheetFacts:
        """What the XML tells, as a look at it would."""
        return self.facts


def scan_sheets(
    package: Package,
    sheets: Mapping[int, StoredSheet],
    marks: Marks,
) -> dict[int, ScannedSheet]:
    """Those of the sheets that are spelled as usual, by their places. Raises ReadError for a trap."""
    try:
        texts = read_shared_texts(package)
    except UnusualSpellingError:
        return {}
    looks = looks_of(marks, len(texts))
    scans = {}
    for number, sheet in sheets.items():
        if scan := _scan(sheet, looks, marks, texts):
            scans[number] = scan
    if is_sparse(scan.facts.extent for scan in scans.values()):
        raise unreadable("sparse")
    scanned = {}
    for number, scan in scans.items():
        facts = sheets[number].with_extras(scan.facts)
        scanned[number] = ScannedSheet(columns_of(scan), facts)
    return scanned


def _scan(
    sheet: StoredSheet,
    looks: Looks,
    marks: Marks,
    texts: Sequence[str],
) -> SheetScan | None:
    """A sheet's cells; None where it is not spelled as usual."""
    try:
        with sheet.open_part() as part:
            return scan_sheet(part, looks, marks, texts)
    except UnusualSpellingError:
        return None
