"""A workbook that prints: A4 landscape, a header that repeats, rows as high as Thai needs.

Paper, fonts, colours and heights stand here (heights measured in print: 16 pt Thai takes
22 to 26 pt a line, by font).
"""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings import Place, make_finding
from kbo_screen.formats.workbook.cell_xml import unmarked
from kbo_screen.formats.workbook.finishing import (
    SheetTable,
    finish_workbook,
    sheet_part,
)
from kbo_screen.formats.workbook.limits import (
    EXCEL_LIMITS,
    Limits,
    accepted,
    utf16_units,
)
from kbo_screen.formats.workbook.printed_pages import (
    MARGINS,
    USUAL_POINTS,
    PrintedPages,
)
from kbo_screen.formats.workbook.text_fitter import TextFitter
from kbo_screen.registry.form_stamp import CHOICES_SHEET, STAMP_SHEET
from kbo_screen.registry.question import ANSWER_WORDS_SHEET
from kbo_screen.registry.typed_cells import PROPERTY, TypedCells, digest_of
from kbo_screen.results.sheets.sheet import LinkedText
from kbo_screen.vocabulary.file_names import same_name, unique_sheet_name
from kbo_screen.vocabulary.thai_text import display_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from kbo_screen.findings import Finding
    from kbo_screen.formats.workbook.column_rows import SheetRows
    from kbo_screen.results.sheets.sheet import SheetColumn

LINE_POINTS: Final = 27
FONT_POINTS: Final = 16
TITLE_POINTS: Final = 20
A4: Final = 9
#: The tallest row that Excel takes, in points: of its 409 the last that is a whole pixel of 0.75, as every height
#: here is, since newer versions of the writer round to pixels and older ones do not.
TALLEST_ROW: Final = 408.75
#: Columns of a text that fit per unit of a sheet column's width, less what the indent takes.
_FIT: Final = 0.8
_INDENT: Final = 2
#: A label is centred, and touches no border.
_HEADER_INDENT: Final = 1
#: Texts stay texts, whatever they look like.
_TEXTS_STAY: Final = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
#: How cells look, by the name of their style, over the base of all and the frame of a table.
_LINE_STYLES: Final[dict[str, dict[str, Any]]] = {
    "title": {
        "bold": True,
        "font_size": TITLE_POINTS,
        "align": "center",
        "shrink": True,
    },
    "line": {"align": "center", "text_wrap": True},
    "stamp": {
        "bold": True,
        "font_color": "#9C0006",
        "text_wrap": True,
    },
    "plain": {"text_wrap": True},
}
_FRAME: Final = {
    "border": 1,
    "text_wrap": True,
    "valign": "top",
    "align": "left",
}
_CELL_STYLES: Final[dict[str, dict[str, Any]]] = {
    "header": {
        "bold": True,
        "align": "center",
        "valign": "vcenter",
        "bg_color": "#E7E6E6",
    },
    "text": {"indent": 1},
    "centred": {"align": "center"},
    "shaded": {"indent": 1, "bg_color": "#FFF9E5"},
    "total": {"indent": 1, "bold": True, "bg_color": "#E7E6E6"},
    "total centred": {"align": "center", "bold": True, "bg_color": "#E7E6E6"},
}


class Book:
    """An xlsxwriter workbook with the styles that all its sheets share."""

    def __init__(
        self,
        path: Path,
        font: str,
        limits: Limits = EXCEL_LIMITS,
    ) -> None:
        import xlsxwriter

        # What xlsxwriter writes is small and finished in memory: the pattern of the file.
        self._pattern = BytesIO()
        options = {"in_memory": True, **_TEXTS_STAY}
        self.workbook = xlsxwriter.Workbook(self._pattern, options)
        self.path, self.limits = path, limits
        self.fitting = TextFitter(path.name, limits)
        #: The rows that the finished file gets.
        self._tables: list[SheetTable] = []
        self.font = font
        self.styles: dict[str, Any] = {}
        for name, look in _LINE_STYLES.items():
            self.styles[name] = self.style(look)
        for name, look in _CELL_STYLES.items():
            self.styles[name] = self.style(_FRAME | look)
        #: Cells that people type into, beside those of the pages.
        self.typed: list[TypedCells] = []
        self._pages: list[Page] = []
        hidden_names = (ANSWER_WORDS_SHEET, CHOICES_SHEET, STAMP_SHEET)
        self._names = {same_name(name) for name in hidden_names}

    def style(self, look: dict[str, Any]) -> Any:
        """A style of cells in the font of the workbook."""
        base = {
            "font_name": self.font,
            "font_size": FONT_POINTS,
            "valign": "vcenter",
        }
        return self.workbook.add_format(base | look)

    def page(self, name: str, columns: Sequence[SheetColumn]) -> Page:
        """A new sheet, set up for print, with the widths of its columns."""
        unique_name = unique_sheet_name(name, self._names)
        self._names.add(same_name(unique_name))
        page = Page(self, self.workbook.add_worksheet(unique_name), columns)
        self._pages.append(page)
        return page

    def hidden_sheet(self, name: str, rows: Sequence[Sequence[Any]]) -> Any:
        """A sheet of rows for formulas and lists of words, hidden, its cells without a style; returns it."""
        sheet = self.workbook.add_worksheet(name)
        width = len(rows[0])
        table = self.fitting.rows(rows, width, name)
        self.put(table, [None] * width, sheet)
        sheet.hide()
        return sheet

    def put(
        self,
        table: SheetRows,
        looks: Sequence[Any],
        sheet: Any,
        points: Sequence[float] | None = None,
    ) -> None:
        """Let the finished file hold these rows, a style per column (None: none), each as high as is said.

        xlsxwriter writes the first and the last of them as their pattern.
        """
        for row in {table.positions[0], table.positions[-1]}:
            for column, look in enumerate(looks):
                accepted(sheet.write_number(row, column, 0, look))
        number = self.workbook.worksheets().index(sheet) + 1
        self._tables.append(SheetTable(sheet_part(number), table, points))

    def text(
        self,
        text: str,
        sheet: Any,
        row: int,
        column: int,
    ) -> str:
        """A text as a cell of a sheet takes it; what is cut is told."""
        place = self.fitting.place(sheet.get_name(), row, column)
        return self.fitting.text(text, place)

    @property
    def findings(self) -> list[Finding]:
        """What does not fit into the file."""
        return self.fitting.findings

    def close(self) -> None:
        """Write the file. Raises OSError where the system says no."""
        self.close_into(self.path)

    def close_into(self, target: Path | BinaryIO) -> None:
        """Write the file somewhere else. Raises OSError where the system says no."""
        for page in self._pages:
            self.typed += page.typed_cells()
        for number, cells in enumerate(self.typed, start=1):
            name = f"{PROPERTY} {number}"
            accepted(self.workbook.set_custom_property(name, cells.mark(), "text"))
        self.workbook.close()
        finish_workbook(self._pattern, self._tables, target)


class Page:
    """One sheet, written from the top: lines first, then a table, then lines below it."""

    def __init__(
        self,
        book: Book,
        sheet: Any,
        columns: Sequence[SheetColumn],
    ) -> None:
        self.book, self.sheet, self.columns = book, sheet, columns
        self._table: SheetRows | None = None
        self.row = 0
        #: How high the lines are, in points, by their row, and the rows of the table; all others are as usual.
        self._line_points: dict[int, float] = {}
        self._table_points: Sequence[float] = ()
        self._header_row = 0
        #: The column behind the last that is written.
        self.end = len(columns)
        #: What was written into the columns that people type into, below the header.
        self._typed: dict[int, list[object]] = {}
        self._typed_from = 0
        self._links = 0
        self._left_links = 0
        self._set_up_print()
        for position, column in enumerate(columns):
            accepted(sheet.set_column(position, position, column.width))

    def _set_up_print(self) -> None:
        lay_out(self.sheet)
        footer = f'&R&"{self.book.font}"&12&P / &N'
        self.sheet.set_footer(footer, {"margin": 0.3})
        self.sheet.hide_gridlines(2)

    @property
    def name(self) -> str:
        """What stands on the tab."""
        return str(self.sheet.get_name())

    def fit_one_page(self) -> None:
        """Print the whole sheet on one page."""
        self.sheet.fit_to_pages(1, 1)

    def line(self, text: str, style: str = "line") -> None:
        """A line over the whole width, as high as it needs."""
        points = LINE_POINTS + 6 if style == "title" else LINE_POINTS
        self._set_height(points * lines_of(text, self._total_width()))
        look = self.book.styles[style]
        words = unmarked(self.book.text(text, self.sheet, self.row, 0))
        row, last = self.row, len(self.columns) - 1
        if last:
            accepted(self.sheet.merge_range(row, 0, row, last, words, look))
        else:
            accepted(self.sheet.write_string(row, 0, words, look))
        if 0 in self._typed:
            self._typed[0].append(text)
        self.row += 1

    def blank(self) -> None:
        """An empty line."""
        self.row += 1

    def header(self) -> None:
        """The labels of the columns, which repeat on paper and stay in sight.

        From here on people type into the columns that are theirs.
        """
        labels = [broken_label(column.label, column.width) for column in self.columns]
        self._set_height(LINE_POINTS * self._lines_of_row(labels, _HEADER_INDENT))
        for position, label in enumerate(labels):
            look = self.book.styles["header"]
            accepted(self.sheet.write_string(self.row, position, label, look))
        self._header_row = self.row
        self.sheet.repeat_rows(self.row)
        self.sheet.freeze_panes(self.row + 1, 0)
        self.row += 1
        self._typed_from = self.row
        for position, column in enumerate(self.columns):
            if column.is_typed:
                self._typed[position] = []

    def table(self, rows: Iterable[Sequence[Any]]) -> range:
        """Write rows under the header; returns their positions on the sheet (from 0)."""
        width = len(self.columns)
        table = self.book.fitting.rows(rows, width, self.name, self.row)
        positions = table.positions
        if not positions:
            return positions
        for position, typed in self._typed.items():
            values = table.columns[position]
            typed += [value for value in values if value is not None]
        looks = [self.book.styles[_style_of(column)] for column in self.columns]
        self._table_points = self._points_of(table)
        self.book.put(table, looks, self.sheet, self._table_points)
        self._write_links(table)
        self._table = table
        self.row += len(positions)
        return positions

    def total(self, values: Sequence[Any]) -> None:
        """The last row of a table: sums of the rows above it, which a filter leaves where it is."""
        self._set_height(LINE_POINTS * self._lines_of_row(list(map(_shown, values))))
        for position, value in enumerate(values):
            is_centred = self.columns[position].is_centred
            look = self.book.styles["total centred" if is_centred else "total"]
            accepted(self.sheet.write(self.row, position, value, look))
            if position in self._typed and value is not None:
                self._typed[position].append(value)
        self.row += 1

    def filter_rows(self, rows: range) -> None:
        """Let whoever looks at the sheet filter and sort these rows by the columns."""
        last = len(self.columns) - 1
        accepted(self.sheet.autofilter(self._header_row, 0, rows[-1], last))

    def print_no_further(self, rows_left_out: int = 0) -> None:
        """Print what stands above but for so many of its last rows, and nothing of what follows."""
        last_row = self.row - 1 - rows_left_out
        accepted(self.sheet.print_area(0, 0, last_row, len(self.columns) - 1))

    def signature(self, lines: Sequence[str]) -> None:
        """Lines to sign on below an empty one, on a page on which something stands that is signed."""
        self.blank()
        for line in lines:
            self.line(line)
        pages = PrintedPages(self._total_width(), self._heights(), self._header_row)
        if pages.is_one():
            self.fit_one_page()
        else:
            first_row = pages.start_of_last(self._last_row_of_table())
            self.sheet.set_h_pagebreaks([first_row])

    def _heights(self) -> list[float]:
        """How high every row is, in points."""
        points = dict(self._line_points)
        if self._table:
            points |= zip(self._table.positions, self._table_points, strict=True)
        return [points.get(row, USUAL_POINTS) for row in range(self.row)]

    def _last_row_of_table(self) -> int:
        return self._table.positions[-1] if self._table else self._header_row

    def _total_width(self) -> int:
        return sum(column.width for column in self.columns)

    def rows(
        self,
        rows: Iterable[Sequence[Any]],
        looks: Sequence[Any],
        points: float,
    ) -> None:
        """Write rows of one height, as wide as there are styles."""
        table = self.book.fitting.rows(rows, len(looks), self.name, self.row)
        self.book.put(table, looks, self.sheet, [points] * len(table))
        self.row += len(table)

    def column_values(self, position: int) -> list[Any]:
        """What stands in a column of the table, row by row."""
        return list(self._table.columns[position]) if self._table else []

    def _write_links(self, table: SheetRows) -> None:
        """Let the texts lead to their targets that have some, as many as a sheet takes."""
        for position, column in enumerate(table.columns):
            for code, value in enumerate(column.values):
                if isinstance(value, LinkedText):
                    for row in column.rows_of(code):
                        self._write_link(table.first_row + row, position, value.target)
        if self._left_links:
            place = Place(self.book.path.name, self.name)
            count = self._left_links
            self.book.findings.append(
                make_finding("output.links-left-out", place, count=count)
            )

    def _write_link(
        self,
        row: int,
        column: int,
        target: str,
    ) -> None:
        limits = self.book.limits
        longest = max(map(utf16_units, target.split("#", 1)))
        if longest > limits.link_units or self._links == limits.links:
            self._left_links += 1
            return
        # Of the cell only the style counts; its text is put there with all others.
        look = self.book.styles[_style_of(self.columns[column])]
        accepted(self.sheet.write_url(row, column, target, look, "-"))
        self._links += 1

    def _points_of(self, table: SheetRows) -> list[float]:
        """The height of each row of a table."""
        measures = [partial(_lines_of_values, width=c.width) for c in self.columns]
        lines = table.line_counts(measures)
        return [min(LINE_POINTS * count, TALLEST_ROW) for count in lines.tolist()]

    def typed_cells(self) -> Iterator[TypedCells]:
        """The cells that people type into: their columns, and all that nothing fills."""
        name = self.name
        for column, texts in self._typed.items():
            digest = digest_of(texts)
            yield TypedCells(name, self._typed_from, None, column, column, digest)
        yield TypedCells(name, 0, None, self.end, None)

    def _lines_of_row(self, texts: Sequence[str], indent: int = _INDENT) -> int:
        """The lines of the highest cell of a row."""
        columns = zip(texts, self.columns, strict=True)
        return max(lines_of(text, column.width, indent) for text, column in columns)

    def _set_height(self, points: float) -> None:
        height = min(points, TALLEST_ROW)
        self._line_points[self.row] = height
        accepted(self.sheet.set_row(self.row, height))


def lay_out(sheet: Any) -> None:
    """A4 landscape, as wide as its page, on as many pages as it takes."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**MARGINS)


def _style_of(column: SheetColumn) -> str:
    if column.is_shaded:
        return "shaded"
    return "centred" if column.is_centred else "text"


def _lines_of_values(values: Sequence[Any], width: int) -> list[int]:
    """As `lines_of` has it; most values stand on one line for sure, which their length tells."""
    room = _room(width, _INDENT)
    lines = [1] * len(values)
    for position, text in enumerate(map(_shown, values)):
        if len(text) > room or "\n" in text:
            lines[position] = lines_of(text, width)
    return lines


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def broken_label(label: str, width: int) -> str:
    r"""A label in as many lines as its column asks for, broken at its spaces alone.

    Left to a spreadsheet it would be broken wherever a dictionary sees a word.

    >>> broken_label("ครบถ้วน (ไม่เกินขั้นต่ำ)", 16), broken_label("ยังขาด", 16)
    ('ครบถ้วน\n(ไม่เกินขั้นต่ำ)', 'ยังขาด')
    """
    lines: list[str] = []
    for word in label.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and display_width(longer) <= label_room(width):
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def label_room(width: int) -> int:
    """How many columns of text a line of a label takes in a column of a sheet."""
    return _room(width, _HEADER_INDENT)


def _room(width: int, indent: int) -> int:
    return max(int(width * _FIT) - indent, 3)


def lines_of(text: str, width: int, indent: int = _INDENT) -> int:
    """How many lines a text takes in a column: Thai breaks between words, so a line is rarely full."""
    room = _room(width, indent)
    if len(text) <= room and "\n" not in text:
        return 1  # no character is wider than one column
    return sum(max(1, -(-display_width(part) // room)) for part in text.split("\n"))
