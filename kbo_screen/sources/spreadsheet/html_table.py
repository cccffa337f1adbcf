"""HTML tables saved under the name .xls, as web portals export them.

Knows rows, cells and spans of a table. Refuses styles, scripts and links.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kbo_screen.sources.spreadsheet.grid import CellValue, Merge

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
#: Excel's own limits; a span beyond them is a fault of the page.
_MAX_SPAN: Final = 16_384


def read_html_rows(data: bytes) -> tuple[list[list[CellValue]], tuple[Merge, ...]]:
    """The rows of all tables of a page, one below the other, and the merges that its spans make."""
    declared = _CHARSET.search(data[:4096])
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        text = data.decode("cp874", "replace")
    parser = _TableParser()
    parser.feed(text)
    parser.close()
    return parser.rows, tuple(parser.merges)


class _TableParser(HTMLParser):
    """Lays cells out in a grid, leaving the places that a span covers blank."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[CellValue]] = []
        self.merges: list[Merge] = []
        self._covered: set[tuple[int, int]] = set()
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self._end_cell()
            named = dict(attrs)
            self._span = _span(named.get("rowspan")), _span(named.get("colspan"))
            self._cell = []
        elif tag in ("style", "script", "title"):
            self._silent += 1
        elif tag in ("br", "p") and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        elif tag in ("style", "script", "title"):
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        row, line = len(self.rows) - 1, self.rows[-1]
        while (row, len(line)) in self._covered:
            line.append(None)
        column = len(line)
        line.append(" ".join("".join(self._cell).split()) or None)
        self._cell = None
        self._cover(row, column)

    def _cover(self, row: int, column: int) -> None:
        height, width = self._span
        if (height, width) == (1, 1):
            return
        self.merges.append((row, column, row + height - 1, column + width - 1))
        self._covered |= {(row + down, column + right) for down in range(height) for right in range(width)}
        self._covered.discard((row, column))


def _span(value: str | None) -> int:
    return min(int(value), _MAX_SPAN) if value and value.isdigit() and int(value) else 1
