"""What the fast reader of ods does not tell: repeats that would fill the memory, merges, error values.

Knows the content.xml of an OpenDocument sheet. Refuses to read values: calamine does.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from kbo_screen.sources.spreadsheet.grid import CellError, Merge
from kbo_screen.sources.spreadsheet.sheet_xml import MAX_GRID_CELLS, Position

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALCEXT: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


@dataclass(slots=True)
class OdsFacts:
    """What was seen of one sheet; positions are (row, column) from 0."""

    errors: dict[Position, CellError] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    formulas: set[Position] = field(default_factory=set)


def look_at_ods(data: bytes) -> dict[str, OdsFacts] | None:
    """Look at every sheet by name; None where repeats lay out more cells than a sheet can hold."""
    with zipfile.ZipFile(BytesIO(data)) as package, package.open("content.xml") as content:
        facts: dict[str, OdsFacts] = {}
        for _, element in ElementTree.iterparse(content):  # noqa: S314 - entities were refused
            if element.tag == f"{_TABLE}table":
                seen = _look_at_table(element)
                if seen is None:
                    return None
                facts[element.get(f"{_TABLE}name", "")] = seen
                element.clear()
        return facts


def _look_at_table(table: ElementTree.Element) -> OdsFacts | None:
    facts, row, last_row, last_column = OdsFacts(), 0, 0, 0
    for line in table.iter(f"{_TABLE}table-row"):
        repeats = int(line.get(f"{_TABLE}number-rows-repeated", "1"))
        width = _look_at_row(line, row, facts)
        row += repeats
        if width:
            last_row, last_column = row, max(last_column, width)
            if last_row * last_column > MAX_GRID_CELLS:
                return None
    return facts


def _look_at_row(line: ElementTree.Element, row: int, facts: OdsFacts) -> int:
    """Note errors and merges of a row; returns the column after its last cell that holds something."""
    width = 0
    for cell, column, repeats in _cells(line):
        if len(cell) or cell.get(f"{_OFFICE}value-type"):
            width = column + repeats
        if cell.get(f"{_CALCEXT}value-type") == "error":
            facts.errors[row, column] = CellError("".join(cell.itertext()) or "#ERR")
        if cell.get(f"{_TABLE}formula"):
            facts.formulas.add((row, column))
        down = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
        right = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
        if down > 1 or right > 1:
            facts.merges.append((row, column, row + down - 1, column + right - 1))
    return width


def _cells(line: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, int, int]]:
    column = 0
    for cell in line:
        if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            repeats = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            yield cell, column, repeats
            column += repeats
