"""What the fast reader of ods does not tell: repeats that would fill the memory, merges, error values, what is hidden.

Knows the content.xml of an OpenDocument sheet. Refuses to read values: calamine does.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from kbo_screen.grid.grid import NOT_CALCULATED, CellError
from kbo_screen.grid.sheet_facts import MAX_GRID_CELLS, Extent, SheetFacts, span

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALCEXT: Final = (
    "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
)
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_HIDDEN: Final = ("collapse", "filter")
#: Programs that save no formula without its result, as they name themselves.
CALCULATING: Final = ("LibreOffice", "OpenOffice", "Collabora")
#: Faults that are noted cell by cell; a sheet of more holds nothing to read.
MAX_ERRORS: Final = 1_000_000


def look_at_ods(data: bytes) -> list[SheetFacts] | None:
    """Look at every sheet, in order; None where repeats lay out more cells than a sheet can hold."""
    facts: list[SheetFacts] = []
    unseen: set[str] = set()
    with (
        zipfile.ZipFile(BytesIO(data)) as package,
        package.open("content.xml") as content,
    ):
        calculates = _calculates(package)
        look = _Table(unseen, calculates=calculates)
        for event, element in ElementTree.iterparse(content, events=("start", "end")):  # noqa: S314 - no entities
            if event == "start" and element.tag == f"{_TABLE}table":
                look = _Table(unseen, calculates=calculates)
                facts.append(look.facts)
            elif (
                event == "end"
                and element.tag == f"{_STYLE}style"
                and _has_no_size(element)
            ):
                unseen.add(element.get(f"{_STYLE}name", ""))
            elif event == "end" and element.tag == f"{_TABLE}table-column":
                look.column(element)
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                look.row(element)
                element.clear()
                if _is_too_large(facts):
                    return None
    return facts


def _calculates(package: zipfile.ZipFile) -> bool:
    """True where a program saved the file that always calculates: it stores a text that came out empty as nothing."""
    if "meta.xml" not in package.namelist():
        return False
    meta = package.read("meta.xml")
    return any(f"generator>{name}".encode() in meta for name in CALCULATING)


def has_outside_links(facts: list[SheetFacts], data: bytes) -> bool:
    """True where a formula looks into another file; the sheets without a formula need no look."""
    if not any(seen.has_formulas for seen in facts):
        return False
    with (
        zipfile.ZipFile(BytesIO(data)) as package,
        package.open("content.xml") as content,
    ):
        for _, element in ElementTree.iterparse(content):  # noqa: S314 - entities were refused
            if element.tag == f"{_TABLE}table-source" or "'file:" in element.get(
                f"{_TABLE}formula", ""
            ):
                return True
            element.clear()
    return False


def _is_too_large(facts: list[SheetFacts]) -> bool:
    laid_out = sum(seen.extent.rows * seen.extent.columns for seen in facts)
    return (
        laid_out > MAX_GRID_CELLS
        or sum(len(seen.errors) for seen in facts) > MAX_ERRORS
    )


class _Table:
    """One sheet, looked at row by row."""

    def __init__(self, unseen: set[str], *, calculates: bool) -> None:
        self.unseen = unseen
        self.calculates = calculates
        self.facts = SheetFacts(merges=[], formulas=set())
        self.next_row = self.next_column = 0

    def column(self, element: ElementTree.Element) -> None:
        """A column, or several alike."""
        repeats = _repeats(element, "columns")
        if self._is_hidden(element):
            self.facts.hidden_columns.update(
                span(self.next_column, self.next_column + repeats - 1)
            )
        self.next_column += repeats

    def row(self, line: ElementTree.Element) -> None:
        """A row, or several alike: those after the last that holds something lie out of the sheet."""
        repeats = _repeats(line, "rows")
        cells = [
            (cell, at, count)
            for cell, at, count in _cells(line)
            if _holds_something(cell)
        ]
        rows = range(self.next_row, self.next_row + repeats)
        if cells:
            columns = max(at + count for _, at, count in cells)
            self.facts.extent = Extent(
                rows.stop, max(self.facts.extent.columns, columns)
            )
            if rows.stop * columns <= MAX_GRID_CELLS:
                self._look_at_cells(cells, rows)
        if self._is_hidden(line) and cells:
            self.facts.hidden_rows.update(rows)
        self.next_row = rows.stop

    def _is_hidden(self, element: ElementTree.Element) -> bool:
        """Hidden, filtered away, or of a style without a height or width."""
        return (
            element.get(f"{_TABLE}visibility") in _HIDDEN
            or element.get(f"{_TABLE}style-name") in self.unseen
        )

    def _look_at_cells(
        self, cells: list[tuple[ElementTree.Element, int, int]], rows: range
    ) -> None:
        for cell, at, count in cells:
            places = product(rows, range(at, at + count))
            formula = cell.get(f"{_TABLE}formula")
            fault = _fault(cell, formula if not self.calculates else None)
            if fault and len(rows) * count <= MAX_ERRORS:
                self.facts.errors.update(dict.fromkeys(places, fault))
            if formula:
                self.facts.has_formulas = True
                if self.facts.formulas is not None:
                    self.facts.formulas.add((rows.start, at))
            down, right = (
                int(cell.get(f"{_TABLE}number-{way}-spanned", "1"))
                for way in ("rows", "columns")
            )
            if (down > 1 or right > 1) and self.facts.merges is not None:
                self.facts.merges.append(
                    (rows.start, at, rows.start + down - 1, at + right - 1)
                )


def _has_no_size(style: ElementTree.Element) -> bool:
    """True for the style of a row or column whose height or width is 0, whatever the unit."""
    sizes = (
        part.get(f"{_STYLE}{name}", "")
        for part in style
        for name in ("row-height", "column-width")
    )
    return any(
        size and not size.rstrip("abcdefghijklmnopqrstuvwxyz").strip("0.")
        for size in sizes
    )


def _fault(cell: ElementTree.Element, formula: str | None) -> CellError | None:
    """An error value; a formula without a result, which a text that came out empty is not."""
    if cell.get(f"{_CALCEXT}value-type") == "error":
        return CellError("".join(cell.itertext()) or "#ERR")
    if formula and cell.get(f"{_OFFICE}value-type") is None:
        return NOT_CALCULATED
    return None


def _holds_something(cell: ElementTree.Element) -> bool:
    return bool(len(cell)) or any(
        cell.get(name) is not None
        for name in (
            f"{_OFFICE}value-type",
            f"{_TABLE}formula",
            f"{_TABLE}number-rows-spanned",
        )
    )


def _repeats(element: ElementTree.Element, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))


def _cells(line: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, int, int]]:
    column = 0
    for cell in line:
        if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            repeats = _repeats(cell, "columns")
            yield cell, column, repeats
            column += repeats
