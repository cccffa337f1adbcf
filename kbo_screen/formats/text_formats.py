"""The formats of text, one row each: its name, what of a result it takes, and what makes a text of it.

The name is the word of `--format` and the suffix of a file. Nothing heavy is imported here: `--help` reads the names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from kbo_screen.formats.text.csv_file import to_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: What a result gives to formats: its payload as plain values, its rows as a FlatTable, its page as content.
Content = Literal["payload", "rows", "page"]

WORKBOOK: Final = "xlsx"


class TextFormat(NamedTuple):
    """takes: what it writes of a result. write: gives the text."""

    takes: Content
    write: Callable[[Any], str]


def _to_json(payload: Any) -> str:
    from kbo_screen.formats.text.json_text import to_json

    return to_json(payload)


def _to_html(content: Any) -> str:
    from kbo_screen.formats.page import render_explanation, render_page
    from kbo_screen.results.page.explanation_page import ExplanationPage

    if isinstance(content, ExplanationPage):
        return render_explanation(content)
    return render_page(content)


TEXT_FORMATS: Final = {
    "json": TextFormat("payload", _to_json),
    "csv": TextFormat("rows", to_csv),
    "html": TextFormat("page", _to_html),
}


def formats_of(contents: Iterable[Content]) -> list[str]:
    """The names of the formats that a result with these contents has, in the order of the table."""
    kinds = set(contents)
    return [name for name, row in TEXT_FORMATS.items() if row.takes in kinds]


def suffixes_of(contents: Iterable[Content]) -> str:
    """The suffixes of the files that a result with these contents can be written to, in words.

    >>> suffixes_of(["payload", "page"])
    '.xlsx, .json, .html'
    """
    return ", ".join(f".{name}" for name in (WORKBOOK, *formats_of(contents)))
