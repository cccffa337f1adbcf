"""A stacked bar chart under a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from kbo_screen.formats.workbook.book import Page
    from kbo_screen.results.sheet import Chart

_FONT_POINTS: Final = 12
_TITLE_POINTS: Final = 16
#: In pixels: the width of a chart, what it takes without bars, and what a bar takes.
_WIDTH, _HEIGHT, _BAR_HEIGHT = 1000, 160, 32


def insert_chart(page: Page, chart: Chart, rows: range) -> None:
    """Put the chart of these rows below what is written on the page."""
    drawing = page.book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for bars in chart.bars:
        drawing.add_series(
            {
                "name": page.columns[bars.column].label,
                "categories": _cells(page, rows, 0),
                "values": _cells(page, rows, bars.column),
                "fill": {"color": bars.colour},
            }
        )
    font = {"name": page.book.font, "size": _FONT_POINTS}
    title_font = {"name": page.book.font, "size": _TITLE_POINTS}
    no_lines = {"visible": False}
    whole_numbers = {"major_unit": 1, "min": 0, "label_position": "low"}
    drawing.set_title({"name": chart.title, "name_font": title_font})
    drawing.set_y_axis({"reverse": True, "num_font": font, "major_gridlines": no_lines})
    drawing.set_x_axis({"num_font": font, **whole_numbers})
    drawing.set_legend({"position": "bottom", "font": font})
    drawing.set_size({"width": _WIDTH, "height": _HEIGHT + _BAR_HEIGHT * len(rows)})
    page.sheet.insert_chart(page.row + 1, 0, drawing)


def _cells(page: Page, rows: range, column: int) -> list[Any]:
    return [page.sheet.get_name(), rows[0], column, rows[-1], column]
