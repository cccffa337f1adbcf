"""A workbook that prints: A4 landscape, a header that repeats, rows as high as Thai needs.

Paper, fonts, colours and heights stand here (heights measured in print: 16 pt Thai takes
22 to 26 pt a line, by font).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.registry.form_stamp import CHOICES_SHEET, STAMP_SHEET
from kbo_screen.registry.question import ANSWER_WORDS_SHEET
from kbo_screen.registry.typed_cells import PROPERTY, TypedCells, digest_of
from kbo_screen.results.sheet import LinkedText
from kbo_screen.vocabulary.file_names import same_name, unique_sheet_name
from kbo_screen.vocabulary.thai_text import display_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kbo_screen.results.sheet import SheetColumn

LINE_POINTS: Final = 27
FONT_POINTS: Final = 16
TITLE_POINTS: Final = 20
A4: Final = 9
#: The tallest row that Excel takes, in points.
TALLEST_ROW: Final = 409
#: Columns of a text that fit per unit of a sheet column's width, less what the indent takes.
_FIT: Final = 0.8
_INDENT: Final = 2
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
    },
    "line": {"align": "center"},
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
}


class Book:
    """An xlsxwriter workbook with the styles that all its sheets share."""

    def __init__(self, path: Path, font: str) -> None:
        import xlsxwriter

        # Rows wait in files until the workbook is closed: in the draft's folder, which
        # is swept, never in one that nobody sweeps.
        options = {
            "constant_memory": True,
            "tmpdir": str(path.parent),
            **_TEXTS_STAY,
        }
        self.workbook = xlsxwriter.Workbook(str(path), options)
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

    def close(self) -> None:
        """Write the file. Raises OSError where the system says no."""
        from xlsxwriter.exceptions import FileCreateError

        for page in self._pages:
            self.typed += page.typed_cells()
        for number, cells in enumerate(self.typed, start=1):
            name = f"{PROPERTY} {number}"
            self.workbook.set_custom_property(name, cells.mark(), "text")
        try:
            self.workbook.close()
        except FileCreateError as error:
            raise error.args[0] from None


class Page:
    """One sheet, written from the top: lines first, then a table, then lines below it."""

    def __init__(
        self,
        book: Book,
        sheet: Any,
        columns: Sequence[SheetColumn],
    ) -> None:
        self.book, self.sheet, self.columns = book, sheet, columns
        self.row = 0
        #: The column behind the last that is written.
        self.end = len(columns)
        #: What was written into the columns that people type into, below the header.
        self._typed: dict[int, list[str]] = {}
        self._typed_from = 0
        self._set_up_print()
        for position, column in enumerate(columns):
            sheet.set_column(position, position, column.width)

    def _set_up_print(self) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(
            left=0.4,
            right=0.4,
            top=0.5,
            bottom=0.7,
        )
        footer = f'&R&"{self.book.font}"&12&P / &N'
        self.sheet.set_footer(footer, {"margin": 0.3})
        self.sheet.hide_gridlines(2)

    def fit_one_page(self) -> None:
        """Print the whole sheet on one page."""
        self.sheet.fit_to_pages(1, 1)

    def line(self, text: str, style: str = "line") -> None:
        """A line over the whole width, as high as it needs."""
        points = LINE_POINTS + 6 if style == "title" else LINE_POINTS
        width = sum(column.width for column in self.columns)
        self._set_height(points * lines_of(text, width))
        look = self.book.styles[style]
        last = len(self.columns) - 1
        if last:
            self.sheet.merge_range(self.row, 0, self.row, last, text, look)
        else:
            self.sheet.write_string(self.row, 0, text, look)
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
        labels = [column.label for column in self.columns]
        self._set_height(LINE_POINTS * self._lines_of_row(labels))
        for position, label in enumerate(labels):
            look = self.book.styles["header"]
            self.sheet.write_string(self.row, position, label, look)
        self.sheet.repeat_rows(self.row)
        self.sheet.freeze_panes(self.row + 1, 0)
        self.row += 1
        self._typed_from = self.row
        for position, column in enumerate(self.columns):
            if column.is_typed:
                self._typed[position] = []

    def table(self, rows: Iterable[Sequence[Any]]) -> range:
        """Write rows under the header; returns their positions on the sheet (from 0)."""
        first = self.row
        looks = [self.book.styles[_style_of(column)] for column in self.columns]
        for values in rows:
            self._write_row(values, looks)
        return range(first, self.row)

    def _write_row(self, values: Sequence[Any], looks: Sequence[Any]) -> None:
        texts = ["" if value is None else str(value) for value in values]
        self._set_height(LINE_POINTS * self._lines_of_row(texts))
        for position, typed_texts in self._typed.items():
            typed_texts.append(texts[position])
        cells = zip(values, texts, looks, strict=True)
        for position, (value, text, look) in enumerate(cells):
            self._write_cell(position, value, text, look)
        self.row += 1

    def _write_cell(
        self,
        position: int,
        value: Any,
        text: str,
        look: Any,
    ) -> None:
        sheet, row = self.sheet, self.row
        if not text:
            sheet.write_blank(row, position, None, look)
        elif isinstance(value, int | float):
            sheet.write_number(row, position, value, look)
        else:
            sheet.write_string(row, position, text, look)
        if isinstance(value, LinkedText):
            sheet.write_url(row, position, value.target, look, text)

    def typed_cells(self) -> Iterator[TypedCells]:
        """The cells that people type into: their columns, and all that nothing fills."""
        name = self.sheet.get_name()
        for column, texts in self._typed.items():
            digest = digest_of(texts)
            yield TypedCells(name, self._typed_from, None, column, column, digest)
        yield TypedCells(name, 0, None, self.end, None)

    def _lines_of_row(self, texts: Sequence[str]) -> int:
        """The lines of the highest cell of a row."""
        columns = zip(texts, self.columns, strict=True)
        return max([lines_of(text, column.width) for text, column in columns])

    def _set_height(self, points: float) -> None:
        self.sheet.set_row(self.row, min(points, TALLEST_ROW))


def _style_of(column: SheetColumn) -> str:
    if column.is_shaded:
        return "shaded"
    return "centred" if column.is_centred else "text"


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column: Thai breaks between words, so a line is rarely full."""
    room = max(int(width * _FIT) - _INDENT, 3)
    if len(text) <= room and "\n" not in text:
        return 1  # no character is wider than one column
    return sum(max(1, -(-display_width(part) // room)) for part in text.split("\n"))
