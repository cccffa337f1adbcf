"""What need not be said of the cells of a district's list: their file and sheet."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.findings import Place
from kbo_screen.findings.catalogue import text
from kbo_screen.findings.finding import where_words
from kbo_screen.results.rows import each_row
from kbo_screen.results.wording.cell_places import place_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kbo_screen.desk.run import Run
    from kbo_screen.registry.registry import TableSource


class ListSource(NamedTuple):
    """The file and sheet that all rows of a list are of; None where they are several.

    words: the line that says it, where a registry has several tables.
    """

    file: str | None
    sheet: str | None
    words: str | None = None

    def place_in_words(self, place: Place) -> str:
        """A cell, with its file and sheet where they are others than the list's."""
        return place_words(place, Place(self.file, self.sheet))


def source_by_district(run: Run) -> Mapping[int, ListSource]:
    """The one table that the rows of a district come from.

    Where they come from several, the one file of all.
    """
    tables = run.registry.tables
    if len(tables) == 1:
        return defaultdict(lambda: ListSource(tables[0].file, tables[0].sheet))
    files = {table.file for table in tables}
    common_file = files.pop() if len(files) == 1 else None
    several_tables = ListSource(common_file, None)
    sources: dict[int, ListSource] = defaultdict(lambda: several_tables)
    positions = run.registry.products.groupby("district_ix")["table"]
    for row in each_row(positions.agg(["min", "max"])):
        if row.min == row.max:
            sources[row.Index] = _source_of_table(tables[row.min], run.lang)
    return sources


def _source_of_table(table: TableSource, lang: str) -> ListSource:
    where = where_words(Place(table.file, table.sheet), lang)
    return ListSource(table.file, table.sheet, text("page.cells_in", lang, where=where))
