"""A sheet as it prints: A4 landscape, title block, repeating header, every height set so that no Thai is clipped.

Knows paper, fonts and heights (measured in print: 16 pt Thai takes 22 to 26 pt a line, by font). Refuses to know
what is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.registry.form_stamp import CHOICES_SHEET, STAMP_SHEET
from kbo_screen.registry.question import ANSWER_WORDS_SHEET
from kbo_screen.registry.typed_cells import PROPERTY, TypedCells, digest_of
from kbo_screen.vocabulary.file_names import same_name, unique_sheet_name
from kbo_screen.vocabulary.thai_text import display_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

LINE_POINTS: Final = 27
FONT_POINTS: Final = 16
TITLE_POINTS: Final = 20
A4: Final = 9
#: The tallest row that Excel takes, in points.
TALLEST_ROW: Final = 409
#: Columns of a text that fit per unit of a sheet column's width, less what the indent takes.
_FIT: Final = 0.8
_INDENT: Final = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its label, its width in Excel's units, and whether it is centred."""

    label: str
    width: int
    centred: bool = False


class Book:
    """An xlsxwriter workbook with the formats that all sheets share; strings stay strings."""

    def __init__(self, path: Path, font: str) -> None:
        import xlsxwriter

        keep = {
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        #: Rows wait in files until the workbook is closed: beside it, never in a folder that nobody sweeps.
        beside = {"constant_memory": True, "tmpdir": str(path.parent)}
        self.workbook = xlsxwriter.Workbook(str(path), beside | keep)
        base = {"font_name": font, "font_size": FONT_POINTS, "valign": "vcenter"}
        cell = base | {"border": 1, "text_wrap": True, "valign": "top", "align": "left"}
        self.formats = {
            "title": self._format(
                base, bold=True, font_size=TITLE_POINTS, align="center"
            ),
            "line": self._format(base, align="center"),
            "stamp": self._format(
                base, bold=True, font_color="#9C0006", text_wrap=True
            ),
            "plain": self._format(base, text_wrap=True),
            "header": self._format(
                cell, bold=True, align="center", valign="vcenter", bg_color="#E7E6E6"
            ),
            "text": self._format(cell, indent=1),
            "centred": self._format(cell, align="center"),
            "proposed": self._format(cell, indent=1, bold=True),
            "answer": self._format(cell, indent=1, bg_color="#FFF9E5"),
        }
        self.font = font
        #: Cells that people type into, beside those of the pages.
        self.typed: list[TypedCells] = []
        self._pages: list[Page] = []
        self._names = {
            same_name(hidden)
            for hidden in (ANSWER_WORDS_SHEET, CHOICES_SHEET, STAMP_SHEET)
        }

    def close(self) -> None:
        """Write the file. Raises OSError where the system says no, as a file of any other kind does."""
        from xlsxwriter.exceptions import FileCreateError

        for page in self._pages:
            self.typed += page.typed_cells()
        for number, cells in enumerate(self.typed, start=1):
            self.workbook.set_custom_property(
                f"{PROPERTY} {number}", cells.mark(), "text"
            )
        try:
            self.workbook.close()
        except FileCreateError as error:
            raise error.args[0] from None

    def _format(self, base: dict[str, Any], **more: Any) -> Any:
        return self.workbook.add_format(base | more)

    def page(self, name: str, columns: Sequence[Column]) -> Page:
        """A new sheet, set up for print, with the widths of its columns."""
        page = Page(self, self.workbook.add_worksheet(self._sheet_name(name)), columns)
        self._pages.append(page)
        return page

    def _sheet_name(self, name: str) -> str:
        """A name that Excel takes and that no other sheet has."""
        unique = unique_sheet_name(name, self._names)
        self._names.add(same_name(unique))
        return unique


class Page:
    """One sheet, written from the top: lines first, then a table, then lines below it."""

    def __init__(self, book: Book, sheet: Any, columns: Sequence[Column]) -> None:
        self.book, self.sheet, self.columns = book, sheet, columns
        self.row = 0
        #: The column behind the last that is written.
        self.end = len(columns)
        #: What was written into the columns that people type into, and the row from which they do.
        self._typed: dict[int, list[str]] = {}
        self._typed_from = 0
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
        sheet.set_footer(f'&R&"{book.font}"&12&P / &N', {"margin": 0.3})
        sheet.hide_gridlines(2)
        for position, column in enumerate(columns):
            sheet.set_column(position, position, column.width)

    @property
    def width(self) -> int:
        """All columns together."""
        return sum(column.width for column in self.columns)

    def line(self, text: str, style: str = "line") -> None:
        """A line over the whole width, as high as it needs."""
        points = LINE_POINTS + 6 if style == "title" else LINE_POINTS
        self._height(points * lines_of(text, self.width), points)
        form = self.book.formats[style]
        if len(self.columns) > 1:
            self.sheet.merge_range(
                self.row, 0, self.row, len(self.columns) - 1, text, form
            )
        else:
            self.sheet.write_string(self.row, 0, text, form)
        if 0 in self._typed:
            self._typed[0].append(text)
        self.row += 1

    def let_type(self, *labels: str) -> None:
        """People type into these columns from here on: a file in which they did is not replaced."""
        self._typed_from = self.row
        self._typed = {
            at: [] for at, column in enumerate(self.columns) if column.label in labels
        }

    def typed_cells(self) -> Iterator[TypedCells]:
        """The cells that people type into: their columns, and all beside what is written."""
        name = self.sheet.get_name()
        for column, texts in self._typed.items():
            yield TypedCells(
                name, self._typed_from, None, column, column, digest_of(texts)
            )
        yield TypedCells(name, 0, None, self.end, None)

    def fit_one_page(self) -> None:
        """Print the whole sheet on one page."""
        self.sheet.fit_to_pages(1, 1)

    def blank(self) -> None:
        """An empty line."""
        self.row += 1

    def header(self) -> None:
        """The labels of the columns; they repeat on every printed page and stay in sight on the screen."""
        labels = [column.label for column in self.columns]
        tall = max(
            lines_of(label, column.width)
            for label, column in zip(labels, self.columns, strict=True)
        )
        self._height(LINE_POINTS * tall)
        for position, label in enumerate(labels):
            self.sheet.write_string(
                self.row, position, label, self.book.formats["header"]
            )
        self.sheet.repeat_rows(self.row)
        self.sheet.freeze_panes(self.row + 1, 0)
        self.row += 1

    def table(
        self,
        rows: Iterable[Sequence[Any]],
        styles: Sequence[str | None] | None = None,
        links: Mapping[int, str] | None = None,
    ) -> tuple[int, int]:
        """Write rows under the header; returns the first and the last sheet row written (from 0).

        links: column -> where a click on it leads.
        """
        first = self.row
        own = [
            self.book.formats[style or ("centred" if c.centred else "text")]
            for c, style in zip(
                self.columns, styles or [None] * len(self.columns), strict=True
            )
        ]
        for values in rows:
            self._table_row(values, own)
            for column, link in (links or {}).items():
                self.sheet.write_url(
                    self.row - 1, column, link, own[column], str(values[column])
                )
        return first, self.row - 1

    def _table_row(self, values: Sequence[Any], forms: Sequence[Any]) -> None:
        texts = ["" if value is None else str(value) for value in values]
        tall = max(
            [
                lines_of(text, column.width)
                for text, column in zip(texts, self.columns, strict=True)
            ]
        )
        self._height(LINE_POINTS * tall)
        for column, written in self._typed.items():
            written.append(texts[column])
        for position, (value, text, form) in enumerate(
            zip(values, texts, forms, strict=True)
        ):
            if not text:
                self.sheet.write_blank(self.row, position, None, form)
            elif isinstance(value, int | float):
                self.sheet.write_number(self.row, position, value, form)
            else:
                self.sheet.write_string(self.row, position, text, form)
        self.row += 1

    def _height(self, points: float, least: float = LINE_POINTS) -> None:
        self.sheet.set_row(self.row, min(max(points, least), TALLEST_ROW))


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column: Thai breaks between words, so a line is rarely full."""
    room = max(int(width * _FIT) - _INDENT, 3)
    if len(text) <= room and "\n" not in text:
        return 1  # no character is wider than one column
    return sum(max(1, -(-display_width(part) // room)) for part in text.split("\n"))
