"""The shortlist that stands in a workbook of ours, row by row, read by the words of its columns in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.sources.old_results.changed_cells import joined
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kbo_screen.grid import SheetGrid
    from kbo_screen.sources.old_results.changed_cells import ResultBook

_COLUMNS: Final = ("district", "rank", "selected", "group", "certainty")
_CERTAINTIES: Final = ("certain", "judgement", "check")


class ListRow(NamedTuple):
    """A listed group as a sheet states it; certainty: its code, "" where the words are none of ours."""

    district: str
    rank: int
    is_selected: bool
    group_name: str
    certainty: str


def rows_of_list(book: ResultBook) -> Iterator[ListRow]:
    """The rows of the sheet of the shortlist, all its parts; none where there is no such sheet."""
    for lang in LANGUAGES:
        for grid in book.workbook.sheets:
            if (grid.sheet or "").startswith(text("workbook.sheet.shortlist", lang)):
                yield from _rows_of_sheet(grid, lang)


def _rows_of_sheet(grid: SheetGrid, lang: str) -> Iterator[ListRow]:
    texts = [
        [cell_text(value) for value in grid.columns[column]]
        for column in range(grid.width)
    ]
    columns, header = _columns_of(texts, lang)
    if len(columns) < len(_COLUMNS):
        return
    proposed = text("words.selected.yes", lang)
    codes = {text(f"words.certainty.{code}", lang): code for code in _CERTAINTIES}
    for row in range(header + 1, grid.height):
        words = {name: _text_at(texts[columns[name]], row) for name in _COLUMNS}
        if words["rank"].isdecimal():
            yield ListRow(
                district=words["district"],
                rank=int(words["rank"]),
                is_selected=words["selected"] == proposed,
                group_name=words["group"],
                certainty=codes.get(words["certainty"], ""),
            )


def _text_at(texts: list[str], row: int) -> str:
    return texts[row] if row < len(texts) else ""


def _columns_of(
    texts: list[list[str]],
    lang: str,
) -> tuple[Mapping[str, int], int]:
    """By name the column whose head has its label, and the row of the heads."""
    labels = {joined(text(f"workbook.column.{name}", lang)): name for name in _COLUMNS}
    columns: dict[str, int] = {}
    header = 0
    for column, texts_of_column in enumerate(texts):
        for row, words in enumerate(texts_of_column):
            name = labels.get(joined(words))
            if name and name not in columns:
                columns[name] = column
                header = max(header, row)
    return columns, header
