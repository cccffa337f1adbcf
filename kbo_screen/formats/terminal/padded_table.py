"""Tables of plain text: columns padded by displayed width, for Thai letters that take none.

A table of rich costs about ten times as much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.vocabulary.thai_text import display_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.formats.terminal.console import Screen

#: Blanks between two columns.
COLUMN_GAP: Final = 2


class TableColumn(NamedTuple):
    """A column by its label; numbers stand to the right."""

    label: str
    is_number: bool = False


class TableRow(NamedTuple):
    """The cells of a row, and the style of the whole line."""

    cells: Sequence[str]
    style: str = ""


def show_table(
    screen: Screen,
    columns: Sequence[TableColumn],
    rows: Sequence[TableRow],
    *,
    indent: int = 0,
) -> None:
    """Show a table with a line under its header; one without labels has neither."""
    labels = [column.label for column in columns]
    has_header = any(labels)
    all_cells = [row.cells for row in rows]
    if has_header:
        all_cells.append(labels)
    widths = column_widths(all_cells)
    margin = " " * indent
    if has_header:
        header = _line(labels, columns, widths)
        ruler = "-" * (sum(widths) + COLUMN_GAP * (len(widths) - 1))
        screen.print(margin + header, style="bold")
        screen.print(margin + ruler)
    for row in rows:
        screen.print(margin + _line(row.cells, columns, widths), style=row.style)


def column_widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """The width of every column: of the widest of its cells."""
    return [max(map(display_width, cells)) for cells in zip(*rows, strict=True)]


def _line(
    cells: Sequence[str],
    columns: Sequence[TableColumn],
    widths: Sequence[int],
) -> str:
    padded_cells = []
    for cell, column, width in zip(cells, columns, widths, strict=True):
        blanks = " " * (width - display_width(cell))
        padded_cells.append(blanks + cell if column.is_number else cell + blanks)
    return (" " * COLUMN_GAP).join(padded_cells).rstrip()
