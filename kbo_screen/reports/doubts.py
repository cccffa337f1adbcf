"""The lines of side lists that are perhaps about a product, as reports show them. Decides nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.findings import Place
from kbo_screen.reports.rows import each_row
from kbo_screen.screening.registry import cell_name

if TYPE_CHECKING:
    from kbo_screen.screening.registry import Registry


class Doubt(NamedTuple):
    """A name in a list that is perhaps the product's group: where it stands and how alike it is, 0 to 100."""

    name: str
    likeness: float
    place: Place


def doubts_of(registry: Registry) -> dict[tuple[int, str], list[Doubt]]:
    """By product and field, the lines that leave it in doubt."""
    tables = registry.tables + registry.side_tables
    found: dict[tuple[int, str], list[Doubt]] = defaultdict(list)
    for row in each_row(registry.perhaps):
        table = tables[row.table]
        place = Place(table.file, table.sheet, cell_name(row.address) if row.address >= 0 else None)
        found[row.product, row.field].append(Doubt(row.name, row.likeness, place))
    return dict(found)
