"""HTML tables saved under the name .xls, as web portals export them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.grid.sheet_facts import MAX_COLUMNS, MOST_GRID_CELLS
from kbo_screen.grid.sniffing import UTF16_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.grid.grid import CellValue, Merge

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
#: What a page may say that it is in; Python knows more codecs, and some of them are no encodings.
_ENCODINGS: Final = {
    "utf-8": "utf-8-sig",
    "utf8": "utf-8-sig",
    "utf-16": "utf-16",
    "us-ascii": "utf-8",
    "windows-874": "cp874",
    "cp874": "cp874",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "windows-1252": "cp1252",
    "iso-8859-1": "cp1252",
}
#: Sections of Office, <![if !vml]>, that no browser shows; Python's parser takes a strange one for a fault of ours.
_SECTION: Final = re.compile(r"<!\[[^<>]*>")
_PAGE_TAGS: Final = ("html", "body")
#: What holds rows; where it is hidden, they are.
_ROW_HOLDERS: Final = ("table", "thead", "tbody", "tfoot")
#: HTML's own limits of a span.
_MAX_ROWSPAN: Final = 65_534
_MAX_COLSPAN: Final = 1_000
#: More digits than a number of a sheet has are no number.
_NUMBER: Final = re.compile(r"\s*([0-9]{1,8})\s*")
#: What holds words that nobody sees in the table.
_SILENT: Final = ("style", "script", "title")
#: Styles, without blanks, in which nobody sees a row.
_HIDING: Final = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|mso-hide:all|mso-row-hidden:|height:0(?:pt|px)?(?:;|$))"
)


#: Of a tag, by their names.
Attributes = dict[str, str | None]


class WideTableError(ValueError):
    """The cells and spans of a page lay out more than a sheet can hold."""


class HtmlRows(NamedTuple):
    """The rows of all tables of a page, one below the other, the merges that its spans make, and the hidden rows.

    `has_open_table`: the page ends inside a table. `is_cut`: it ends before `</html>`, or `</body>`.
    """

    rows: list[list[CellValue]]
    merges: tuple[Merge, ...]
    hidden_rows: frozenset[int]
    has_open_table: bool
    is_cut: bool


def read_html_rows(data: bytes) -> HtmlRows:
    """Read all tables of a page; positions are from 0.

    Raises WideTableError.
    """
    parser = _TableParser()
    parser.feed(_SECTION.sub("", _decode(data)))
    parser.close()
    return HtmlRows(
        parser.rows,
        merges=tuple(parser.spans()),
        hidden_rows=frozenset(parser.hidden_rows),
        has_open_table=bool(parser.open_tables),
        is_cut=parser.is_page_open,
    )


def _decode(data: bytes) -> str:
    if data.startswith(UTF16_MARKS):
        return data.decode("utf-16", "replace")
    charset = _CHARSET.search(data[:4096])
    name = charset[1].decode("ascii").lower() if charset else "utf-8"
    try:
        return data.decode(_ENCODINGS.get(name, "utf-8-sig"))
    except UnicodeError:
        return data.decode("cp874", "replace")


class _TableParser(HTMLParser):
    """Lays cells out in a grid, leaving the places that a span covers blank."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[CellValue]] = []
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.open_tables = 0
        self.is_page_open = False
        #: Of the tables, and parts of them, that are open: whether each is hidden, and of how many that is true.
        self._hides: list[bool] = []
        self._n_hiding = 0
        #: Per column the last row that a span from above covers.
        self._covered: dict[int, int] = {}
        #: The words of the cell that is open.
        self._words: list[str] | None = None
        self._height = self._width = 1
        self._silent = 0
        self._cell_count = self._table_width = 0

    def spans(self) -> Iterator[Merge]:
        """The merges that spans make, none behind the last row."""
        last_row = len(self.rows) - 1
        for top, first_column, bottom, last_column in self.merges:
            bottom = min(bottom, last_row)
            if (top, first_column) != (bottom, last_column):
                yield top, first_column, bottom, last_column

    def handle_starttag(
        self,
        tag: str,
        attrs: list[tuple[str, str | None]],
    ) -> None:
        attributes = dict(attrs)
        self.open_tables += tag == "table"
        self.is_page_open |= tag in _PAGE_TAGS
        if tag == "tr":
            self._begin_row(attributes)
        elif tag in _ROW_HOLDERS:
            self._hides.append(_is_hidden(attributes))
            self._n_hiding += self._hides[-1]
        elif tag in ("td", "th") and self.rows:
            self._begin_cell(attributes)
        elif tag in _SILENT:
            self._silent += 1
        elif tag in ("br", "p") and self._words:
            self._words.append("\n")

    def handle_data(self, data: str) -> None:
        if self._words is not None and not self._silent:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.open_tables = max(0, self.open_tables - 1)
        elif tag in _PAGE_TAGS:  # whatever a careless page left open ends with it
            self.is_page_open = False
            self.open_tables = 0
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag in _ROW_HOLDERS and self._hides:
            self._n_hiding -= self._hides.pop()
        elif tag in _SILENT:
            self._silent = max(0, self._silent - 1)

    def _begin_row(self, attributes: Attributes) -> None:
        self._end_cell()
        self.rows.append([])
        if self._n_hiding or _is_hidden(attributes):
            self.hidden_rows.add(len(self.rows) - 1)

    def _begin_cell(self, attributes: Attributes) -> None:
        self._end_cell()
        self._words = []
        self._height = _span(attributes.get("rowspan"), _MAX_ROWSPAN)
        self._width = _span(attributes.get("colspan"), _MAX_COLSPAN)

    def _end_cell(self) -> None:
        if self._words is None:
            return
        row = len(self.rows) - 1
        cells = self.rows[-1]
        while self._is_covered(row, len(cells)):
            cells.append(None)
        column = len(cells)
        text = "".join(self._words)
        cells.append(" ".join(text.split()) or None)
        self._words = None
        self._cover(row, column)

    def _is_covered(self, row: int, column: int) -> bool:
        return self._covered.get(column, -1) >= row

    def _cover(self, row: int, column: int) -> None:
        """Note the places that a cell covers. Raises WideTableError."""
        bottom = row + self._height - 1
        end = column + self._width
        self._cell_count += self._width
        self._table_width = max(self._table_width, end)
        table_area = self._table_width * len(self.rows)
        if self._table_width > MAX_COLUMNS:
            raise WideTableError
        if max(self._cell_count, table_area) > MOST_GRID_CELLS:
            raise WideTableError
        if self._height == self._width == 1:
            return
        self.merges.append((row, column, bottom, end - 1))
        for covered_column in range(column, end):
            last_row = self._covered.get(covered_column, -1)
            self._covered[covered_column] = max(last_row, bottom)


def _is_hidden(attributes: Attributes) -> bool:
    """True where a browser or Excel shows nothing: hidden, display:none, no height, or Excel's own word."""
    style = attributes.get("style") or ""
    height = attributes.get("height") or ""
    if "hidden" in attributes or height.strip() == "0":
        return True
    plain_style = "".join(style.lower().split())
    return bool(_HIDING.search(plain_style))


def _span(value: str | None, most: int) -> int:
    """How many rows or columns a cell spans; one where it names no number."""
    number = _NUMBER.fullmatch(value or "")
    if number is None:
        return 1
    return max(1, min(int(number[1]), most))
