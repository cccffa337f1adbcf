"""A table as CSV that Excel opens; no text in it becomes a formula."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.formats.controls import without_controls

if TYPE_CHECKING:
    from kbo_screen.results.sheets.flat_table import FlatTable

BOM: Final = "\ufeff"
#: The signs that begin a formula; of full width (U+FF1D, U+FF0B, U+FF0D, U+FF20) some Excels take them so too.
_FORMULA: Final = re.compile("^\\s*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER: Final = re.compile(r"^-?\d+(\.\d+)?$")


def to_csv(table: FlatTable) -> str:
    """The text of the file, its byte-order mark in front: utf-8-sig, as Excel wants it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(map(as_text, row) for row in table.rows)
    return BOM + out.getvalue()


def as_text(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula and no terminal for a command; negative numbers stay numbers.

    >>> as_text("=1+1"), as_text("-5"), as_text(None)
    ("'=1+1", '-5', '')
    """
    words = "" if value is None else without_controls(str(value))
    is_formula = _FORMULA.match(words) and not _NUMBER.match(words)
    return f"'{words}" if is_formula else words
