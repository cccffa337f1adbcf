"""A stacked bar chart under a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.formats.workbook.limits import accepted

if TYPE_CHECKING:
    from kbo_screen.formats.workbook.book import Page
    from kbo_screen.results.sheets.sheet import Bars, Chart

_FONT_POINTS: Final = 12
_TITLE_POINTS: Final = 16
#: In pixels: the width of a chart, what it takes without bars, and what a bar takes.
_WIDTH, _HEIGHT, _BAR_HEIGHT = 1000, 160, 32


def insert_chart(
    page: Page,
    chart: Chart,
    rows: range,
) -> None:
    """Put the chart of these rows below what is written on the page."""
    drawing = page.book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for bars in chart.bars:
        drawing.add_series(_series(page, bars, rows))
    _set_texts(drawing, chart.title, page.book.font)
    height = _HEIGHT + _BAR_HEIGHT * len(rows)
    drawing.set_size({"width": _WIDTH, "height": height})
    accepted(page.sheet.insert_chart(page.row + 1, 0, drawing))


def _series(
    page: Page,
    bars: Bars,
    rows: range,
) -> dict[str, Any]:
    # What the cells hold stands in the chart too, for programs that only show the file.
    return {
        "name": page.columns[bars.column].label,
        "categories": _cells(page, rows, 0),
        "categories_data": page.column_values(0),
        "values": _cells(page, rows, bars.column),
        "values_data": page.column_values(bars.column),
        "fill": {"color": bars.colour},
    }


def _set_texts(
    drawing: Any,
    title: str,
    font_name: str,
) -> None:
    """Title, axes and legend; the first row stands at the top, counts are whole."""
    font = {"name": font_name, "size": _FONT_POINTS}
    title_font = {"name": font_name, "size": _TITLE_POINTS}
    row_axis = {
        "reverse": True,
        "num_font": font,
        "major_gridlines": {"visible": False},
    }
    count_axis = {
        "num_font": font,
        "major_unit": 1,
        "min": 0,
        "label_position": "low",
    }
    drawing.set_title({"name": title, "name_font": title_font})
    drawing.set_y_axis(row_axis)
    drawing.set_x_axis(count_axis)
    drawing.set_legend({"position": "bottom", "font": font})


def _cells(
    page: Page,
    rows: range,
    column: int,
) -> list[Any]:
    return [page.name, rows[0], column, rows[-1], column]
