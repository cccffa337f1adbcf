"""What the fast reader of ods does not tell: traps, merges, error values, what is hidden."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import islice, product
from typing import IO, TYPE_CHECKING, Final, NamedTuple
from xml.etree import ElementTree
from zipfile import ZipFile

from kbo_screen.grid.grid import NOT_CALCULATED, CellError
from kbo_screen.grid.notices import unreadable
from kbo_screen.grid.ods_styles import STYLE_TAG, OdsStyles
from kbo_screen.grid.package import MAX_SHEETS, numbered, with_names, with_parts
from kbo_screen.grid.sheet_facts import (
    MAX_COLUMNS,
    MOST_GRID_CELLS,
    Extent,
    SheetFacts,
    is_sparse,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from kbo_screen.grid.grid import Merge, Position

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALCEXT: Final = (
    "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
)
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE_TAG: Final = f"{_TABLE}table"
_COLUMN_TAG: Final = f"{_TABLE}table-column"
_ROW_TAG: Final = f"{_TABLE}table-row"
_CELL_TAGS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
#: The beginning of a sheet, up to its name.
_TABLE_NAME: Final = re.compile(
    rb"""(<table:table\s(?:[^<>]*?\s)?table:name=)(?:"[^"<]*"|'[^'<]*')"""
)
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_BLANKS_TAG: Final = f"{_TEXT}s"
_BLANKS: Final = f"{_TEXT}c"
_PARAGRAPH: Final = f"{_TEXT}p"
_SPAN_TAG: Final = f"{_TEXT}span"
_TEXT_STYLE: Final = f"{_TEXT}style-name"
_NOTE_TAG: Final = f"{_OFFICE}annotation"
_STYLE_OF: Final = f"{_TABLE}style-name"
_CELL_STYLE: Final = f"{_TABLE}default-cell-style-name"
#: More blank cells of one look beside each other are the look of a sheet, no marks.
_MOST_ALIKE: Final = 40
#: Attributes of a cell that is more than a place.
_SIGNS_OF_CONTENT: Final = (
    f"{_OFFICE}value-type",
    f"{_TABLE}formula",
    f"{_TABLE}number-rows-spanned",
)
_HIDDEN: Final = ("collapse", "filter")
#: Programs that save no formula without its result, as they name themselves.
CALCULATING: Final = ("LibreOffice", "OpenOffice", "Collabora")
#: Faults that are noted cell by cell; a sheet of more holds nothing to read.
MAX_ERRORS: Final = 1_000_000
#: Rows with content that are stored as a number of equal ones: a registry has none.
MAX_REPEATED_ROWS: Final = 100_000
#: Blanks that are stored as a number, of all texts together.
MAX_BLANKS: Final = 1_000_000


def look_at_ods(data: bytes) -> list[SheetFacts] | None:
    """Look at every sheet, in order; None where repeats lay out more cells than a sheet can hold.

    Raises ReadError for more sheets than a workbook has, or texts of blanks alone.
    """
    sheets: list[SheetFacts] = []
    size = _Size()
    with ZipFile(BytesIO(data)) as package:
        styles = _named_styles(package)
        calculates = _calculates(package)
        table = _Table(styles, calculates=calculates)
        with package.open("content.xml") as content:
            for event, element in _elements(content):
                if event == "start":
                    size.add(table.facts)
                    table = _Table(styles, calculates=calculates)
                    table.facts.name = element.get(f"{_TABLE}name")
                    sheets.append(table.facts)
                    _refuse_too_many(sheets)
                elif element.tag == STYLE_TAG:
                    styles.add(element)
                elif element.tag == _COLUMN_TAG:
                    table.column(element)
                elif element.tag == _ROW_TAG:
                    table.row(element)
                    element.clear()
                    if size.is_too_large_with(table):
                        return None
                elif element.tag == _BLANKS_TAG:
                    size.add_blanks(element)
    return None if is_sparse(facts.extent for facts in sheets) else sheets


def with_names_apart(data: bytes, sheets: list[SheetFacts]) -> bytes:
    """The package with sheets of one name told apart by a number: the fast reader finds a sheet by its name alone."""
    names = [facts.name or "" for facts in sheets]
    if len(set(names)) == len(names):
        return data
    with ZipFile(BytesIO(data)) as package:
        content = package.read("content.xml")
        if len(_TABLE_NAME.findall(content)) != len(names):
            return data  # it is spelled in another way, and refused
        renamed = with_names(content, _TABLE_NAME, numbered(names))
        return with_parts(package, {"content.xml": renamed})


def _refuse_too_many(sheets: list[SheetFacts]) -> None:
    if len(sheets) > MAX_SHEETS:
        raise unreadable("too-large")


def _elements(content: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """Every table of a part when it begins ("start"), and every element when it is whole ("end")."""
    for event, element in ElementTree.iterparse(content, events=("start", "end")):  # noqa: S314 - entities were refused
        if event == "end" or element.tag == _TABLE_TAG:
            yield event, element


def _named_styles(package: ZipFile) -> OdsStyles:
    """The styles that those of the cells stand on."""
    styles = OdsStyles()
    if "styles.xml" in package.namelist():
        root = ElementTree.fromstring(package.read("styles.xml"))  # noqa: S314 - entities were refused
        for style in root.iter(STYLE_TAG):
            styles.add(style)
    return styles


def _calculates(package: ZipFile) -> bool:
    """True where a program saved the file that always calculates: it stores a text that came out empty as nothing."""
    if "meta.xml" not in package.namelist():
        return False
    meta = package.read("meta.xml")
    return any(f"generator>{name}".encode() in meta for name in CALCULATING)


class _Size:
    """What the sheets ask for that were looked at so far."""

    def __init__(self) -> None:
        self.laid_out = self.fault_count = self.blank_count = 0

    def add(self, facts: SheetFacts) -> None:
        """A sheet is whole."""
        self.laid_out += facts.extent.area
        self.fault_count += facts.fault_count

    def is_too_large_with(self, table: _Table) -> bool:
        """True where no sheet can hold what these sheets and the open one lay out."""
        facts = table.facts
        return (
            table.repeated_rows > MAX_REPEATED_ROWS
            or self.laid_out + facts.extent.area > MOST_GRID_CELLS
            or self.fault_count + facts.fault_count > MAX_ERRORS
        )

    def add_blanks(self, element: Element) -> None:
        """Blanks beside each other are stored as their number. Raises ReadError for more than texts hold."""
        self.blank_count += max(0, int(element.get(_BLANKS, "1")))
        if self.blank_count > MAX_BLANKS:
            raise unreadable("too-large")


def has_outside_links(
    sheets: list[SheetFacts],
    data: bytes,
) -> bool:
    """True where a formula looks into another file; the sheets without a formula need no look."""
    if not any(facts.has_formulas for facts in sheets):
        return False
    with (
        ZipFile(BytesIO(data)) as package,
        package.open("content.xml") as content,
    ):
        for _, element in ElementTree.iterparse(content):  # noqa: S314 - entities were refused
            formula = element.get(f"{_TABLE}formula", "")
            if element.tag == f"{_TABLE}table-source" or "'file:" in formula:
                return True
            element.clear()
    return False


class _Cell(NamedTuple):
    """A cell, or several alike beside each other: the element, the first column, how many."""

    element: Element
    column: int
    repeats: int

    @property
    def end(self) -> int:
        """The column behind the last."""
        return self.column + self.repeats

    @property
    def holds_something(self) -> bool:
        return bool(len(self.element)) or any(
            self.element.get(name) is not None for name in _SIGNS_OF_CONTENT
        )


class _Table:
    """One sheet, looked at row by row."""

    def __init__(
        self,
        styles: OdsStyles,
        *,
        calculates: bool,
    ) -> None:
        self.styles = styles
        self.calculates = calculates
        self.merges: list[Merge] = []
        self.formulas: set[Position] = set()
        self.notes: dict[Position, str] = {}
        self.facts = SheetFacts(
            merges=self.merges,
            formulas=self.formulas,
            notes=self.notes,
        )
        #: By column the style of its cells that name none themselves.
        self.column_styles: dict[int, str | None] = {}
        self.next_row = self.next_column = 0
        self.repeated_rows = 0

    def column(self, element: Element) -> None:
        """A column, or several alike."""
        end = self.next_column + _repeats(element, "columns")
        columns = range(self.next_column, min(end, MAX_COLUMNS))
        self.column_styles.update(dict.fromkeys(columns, element.get(_CELL_STYLE)))
        if self._is_hidden(element, "table-column"):
            self.facts.hide_columns(self.next_column, end - 1)
        self.next_column = end

    def row(self, element: Element) -> None:
        """A row, or several alike: those after the last that holds something lie out of the sheet."""
        end = self.next_row + _repeats(element, "rows")
        rows = range(self.next_row, end)
        self.next_row = rows.stop
        cells = [cell for cell in _cells(element) if cell.holds_something]
        if not cells:
            return
        row_width = max(cell.end for cell in cells)
        sheet_width = max(self.facts.extent.columns, row_width)
        self.repeated_rows += len(rows) - 1
        stored_cells = self.facts.extent.cells + len(cells)
        self.facts.extent = Extent(rows.stop, sheet_width, stored_cells)
        if rows.stop * sheet_width > MOST_GRID_CELLS:
            return  # whoever looks refuses it
        for cell in cells:
            self._look_at_cell(cell, rows)
        if self.styles.has_marks:
            self._look_at_marks(element, rows)
        if self._is_hidden(element, "table-row"):
            self.facts.hidden_rows.update(rows)

    def _is_hidden(self, element: Element, family: str) -> bool:
        """Hidden, filtered away, or of a style without a height or width."""
        is_filtered = element.get(f"{_TABLE}visibility") in _HIDDEN
        return is_filtered or self.styles.has_no_size(family, element.get(_STYLE_OF))

    def _look_at_marks(self, row: Element, rows: range) -> None:
        """What a person sees at the cells of a row that holds something, at the blank ones their colour too."""
        for cell in _cells(row):
            if cell.repeats > _MOST_ALIKE and not cell.holds_something:
                continue
            look = self.styles.look("table-cell", self._style_of(cell, row))
            columns = range(cell.column, cell.end)
            if look.is_struck or self._has_struck_run(cell.element):
                self.facts.struck.update(product(rows, columns))
            if look.symbol_font:
                font = dict.fromkeys(product(rows, columns), look.symbol_font)
                self.facts.symbols.update(font)
            if look.fill:
                positions = islice(product(rows, columns), self.facts.free_fills)
                self.facts.fills.update(dict.fromkeys(positions, look.fill))

    def _style_of(self, cell: _Cell, row: Element) -> str | None:
        """The cell's own style, else that of its row, else that of its column."""
        style = cell.element.get(_STYLE_OF) or row.get(_CELL_STYLE)
        return style or self.column_styles.get(cell.column)

    def _has_struck_run(self, cell: Element) -> bool:
        """A part of the cell's text is struck out."""
        for paragraph in cell.iterfind(_PARAGRAPH):
            for span in paragraph.iter(_SPAN_TAG):
                if self.styles.look("text", span.get(_TEXT_STYLE)).is_struck:
                    return True
        return False

    def _look_at_cell(self, cell: _Cell, rows: range) -> None:
        formula = cell.element.get(f"{_TABLE}formula")
        columns = range(cell.column, cell.end)
        has_bare_formula = bool(formula) and not self.calculates
        error = _error(cell.element, may_wait=has_bare_formula)
        if error:
            positions = product(rows, columns)
            self.facts.errors.update(dict.fromkeys(positions, error))
        top = rows.start
        note = _note_of(cell.element)
        if note:
            self.notes[top, cell.column] = note
        if formula:
            self.facts.has_formulas = True
            self.formulas.add((top, cell.column))
        height = _spanned(cell.element, "rows")
        width = _spanned(cell.element, "columns")
        if height > 1 or width > 1:
            bottom = top + height - 1
            last_column = cell.column + width - 1
            self.merges.append((top, cell.column, bottom, last_column))


def _note_of(cell: Element) -> str:
    """The text of the note on a cell, on one line; "" without one. Who wrote it and when is no part of it."""
    note = cell.find(_NOTE_TAG)
    if note is None:
        return ""
    paragraphs = ["".join(part.itertext()) for part in note.iterfind(_PARAGRAPH)]
    return " ".join(" ".join(paragraphs).split())


def _error(
    cell: Element,
    *,
    may_wait: bool,
) -> CellError | None:
    """An error value; a formula without a result, which a text that came out empty is not.

    may_wait: a formula whose program may not have calculated it.
    """
    if cell.get(f"{_CALCEXT}value-type") == "error":
        return CellError("".join(cell.itertext()) or "#ERR")
    if may_wait and cell.get(f"{_OFFICE}value-type") is None:
        return NOT_CALCULATED
    return None


def _cells(row: Element) -> Iterator[_Cell]:
    column = 0
    for element in row:
        if element.tag in _CELL_TAGS:
            cell = _Cell(
                element,
                column,
                _repeats(element, "columns"),
            )
            yield cell
            column = cell.end


def _repeats(element: Element, kind: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{kind}-repeated", "1")))


def _spanned(cell: Element, kind: str) -> int:
    return int(cell.get(f"{_TABLE}number-{kind}-spanned", "1"))
