"""HTML tables saved under the name .xls, as web portals export them.

Knows rows, cells and spans of a table. Refuses styles, scripts and links.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.grid.sheet_facts import MAX_COLUMNS, MAX_GRID_CELLS

if TYPE_CHECKING:
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
_SECTION: Final = re.compile(r"<!\[[^>]*>")
#: What holds rows; where it is hidden, they are.
_ROW_HOLDERS: Final = ("table", "thead", "tbody", "tfoot")
#: HTML's own limits of a span.
_MAX_ROWSPAN: Final = 65_534
_MAX_COLSPAN: Final = 1_000


#: Styles, without blanks, in which nobody sees a row.
_HIDING: Final = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|mso-hide:all|mso-row-hidden:|height:0(?:pt|px)?(?:;|$))"
)


class WideTableError(ValueError):
    """The cells and spans of a page lay out more than a sheet can hold."""


class HtmlRows(NamedTuple):
    """The rows of all tables of a page, one below the other, the merges that its spans make, and the hidden rows."""

    rows: list[list[CellValue]]
    merges: tuple[Merge, ...]
    hidden_rows: frozenset[int]


def read_html_rows(data: bytes) -> HtmlRows:
    """Read all tables of a page; positions are from 0.

    Raises WideTableError.
    """
    parser = _TableParser()
    parser.feed(_SECTION.sub("", _decode(data)))
    parser.close()
    last = len(parser.rows) - 1
    merges = (
        (top, left, min(bottom, last), right)
        for top, left, bottom, right in parser.merges
    )
    spanned = tuple(merge for merge in merges if merge[:2] != merge[2:])
    return HtmlRows(parser.rows, spanned, frozenset(parser.hidden_rows))


def _is_hidden(named: dict[str, str | None]) -> bool:
    """True where a browser or Excel shows nothing: hidden, display:none, no height, or Excel's own word."""
    style = "".join((named.get("style") or "").lower().split())
    height = (named.get("height") or "").strip()
    return "hidden" in named or height == "0" or bool(_HIDING.search(style))


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    declared = _CHARSET.search(data[:4096])
    encoding = _ENCODINGS.get(
        declared[1].decode("ascii").lower() if declared else "utf-8", "utf-8-sig"
    )
    try:
        return data.decode(encoding)
    except UnicodeError:
        return data.decode("cp874", "replace")


class _TableParser(HTMLParser):
    """Lays cells out in a grid, leaving the places that a span covers blank."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[CellValue]] = []
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        #: Of the tables, and parts of them, that are open: whether each is hidden.
        self._hides: list[bool] = []
        #: Per column the last row that a span from above covers.
        self._covered: dict[int, int] = {}
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._silent = 0
        self._laid_out = self._width = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_cell()
            self.rows.append([])
            if any(self._hides) or _is_hidden(dict(attrs)):
                self.hidden_rows.add(len(self.rows) - 1)
        elif tag in _ROW_HOLDERS:
            self._hides.append(_is_hidden(dict(attrs)))
        elif tag in ("td", "th") and self.rows:
            self._end_cell()
            named = dict(attrs)
            self._span = (
                _span(named.get("rowspan"), _MAX_ROWSPAN),
                _span(named.get("colspan"), _MAX_COLSPAN),
            )
            self._cell = []
        elif tag in ("style", "script", "title"):
            self._silent += 1
        elif tag in ("br", "p") and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag in _ROW_HOLDERS and self._hides:
            self._hides.pop()
        elif tag in ("style", "script", "title"):
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        row, line = len(self.rows) - 1, self.rows[-1]
        while self._covered.get(len(line), -1) >= row:
            line.append(None)
        column = len(line)
        line.append(" ".join("".join(self._cell).split()) or None)
        self._cell = None
        self._cover(row, column)

    def _cover(self, row: int, column: int) -> None:
        height, width = self._span
        self._laid_out += width
        self._width = max(self._width, column + width)
        if (
            self._width > MAX_COLUMNS
            or max(self._laid_out, self._width * len(self.rows)) > MAX_GRID_CELLS
        ):
            raise WideTableError
        if (height, width) != (1, 1):
            self.merges.append((row, column, row + height - 1, column + width - 1))
            for right in range(column, column + width):
                self._covered[right] = max(
                    self._covered.get(right, -1), row + height - 1
                )


def _span(value: str | None, most: int) -> int:
    """How many rows or columns a cell spans; more digits than a number of a sheet has are no number."""
    plain = (value or "").strip()
    return (
        max(1, min(int(plain), most))
        if plain.isascii() and plain.isdigit() and len(plain) < 9
        else 1
    )
