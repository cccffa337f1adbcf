"""Which findings of a run are about which of its districts: a district's own workbook tells it nothing of the others.

Knows whose rows stand where. Refuses to say more of another district than that it has the same group.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.masking import MASK
from kbo_screen.reports.rows import each_row
from kbo_screen.screening.registry import EXCEL_MAX_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kbo_screen.findings import Finding
    from kbo_screen.screening.registry import Registry
    from kbo_screen.screening.run import Run

#: A row of a file: its name, its sheet, the number of the row from 1.
Row = tuple[str | None, str | None, int]
#: Findings about two districts, with the field that names a cell of the other.
OF_TWO_DISTRICTS: Final = {"registry.id-in-two-districts": "other_cell", "cross.claimed-twice": "other_place"}
_ROW_OF_CELL: Final = re.compile(r"[A-Z]+(\d+)")


class OwnFindings:
    """The findings of a run by the districts (positions in its scope) that they are about."""

    def __init__(self, run: Run) -> None:
        self._findings = run.findings
        self._rows = _districts_of_rows(run.registry)
        self.districts_of_file: dict[str, set[int]] = defaultdict(set)
        districts_of_sheet: dict[tuple[str | None, str | None], set[int]] = defaultdict(set)
        for (file, sheet, _), districts in self._rows.items():
            self.districts_of_file[file or ""] |= districts
            districts_of_sheet[file, sheet] |= districts
        self._sheets = districts_of_sheet
        self._by_district: dict[int, list[int]] = defaultdict(list)
        for position, finding in enumerate(run.findings):
            for district in self._districts_of(finding):
                self._by_district[district].append(position)

    def of(self, districts: Collection[int]) -> tuple[Finding, ...]:
        """What these districts are told, in the order of the run: their rows, and files and sheets of theirs alone."""
        positions = {position for district in districts for position in self._by_district[district]}
        findings = [self._findings[position] for position in sorted(positions)]
        return tuple(without_other_cells(finding) for finding in findings if self._is_of(finding, districts))

    def _districts_of(self, finding: Finding) -> set[int]:
        row = row_of(finding)
        if row is not None:
            return self._rows.get(row, set())
        place = finding.place
        if place.sheet is None:
            return self.districts_of_file.get(place.file or "", set())
        return self._sheets.get((place.file, place.sheet), set())

    def _is_of(self, finding: Finding, districts: Collection[int]) -> bool:
        """A row is told to each of its districts; a file or a sheet only where no other district stands in it."""
        return row_of(finding) is not None or self._districts_of(finding) <= set(districts)


def row_of(finding: Finding) -> Row | None:
    """The row that a finding stands at; None for one about a file or a sheet."""
    cell = _ROW_OF_CELL.match(finding.place.cell or "")
    return (finding.place.file, finding.place.sheet, int(cell[1])) if cell else None


def without_other_cells(finding: Finding) -> Finding:
    """A finding about two districts as one of them reads it: which the other is, and not where it stands."""
    name = OF_TWO_DISTRICTS.get(finding.code)
    return replace(finding, fields=finding.fields | {name: MASK}) if name else finding


def _districts_of_rows(registry: Registry) -> dict[Row, set[int]]:
    """Whose rows stand where: in the registry, in lists that say something of a product, in answers that settled it."""
    districts = registry.products["district_ix"].tolist()
    rows: dict[Row, set[int]] = defaultdict(set)
    for row, product in (*_own_rows(registry), *_list_rows(registry), *_answer_rows(registry)):
        rows[row].add(districts[product])
    return dict(rows)


def _own_rows(registry: Registry) -> Iterator[tuple[Row, int]]:
    columns = (registry.products[name].tolist() for name in ("table", "row"))
    for product, (position, row) in enumerate(zip(*columns, strict=True)):
        table = registry.tables[position]
        yield (table.file, table.sheet, row), product


def _list_rows(registry: Registry) -> Iterator[tuple[Row, int]]:
    tables = registry.tables + registry.side_tables
    for field in registry.origins:
        origins, addresses = registry.origins[field].tolist(), registry.addresses[field].tolist()
        for product, (position, address) in enumerate(zip(origins, addresses, strict=True)):
            if position >= 0 and address >= 0:
                table = tables[position]
                yield (table.file, table.sheet, address // EXCEL_MAX_COLUMNS + 1), product
    for line in each_row(registry.perhaps):
        if line.address >= 0:
            table = tables[line.table]
            yield (table.file, table.sheet, line.address // EXCEL_MAX_COLUMNS + 1), line.product


def _answer_rows(registry: Registry) -> Iterator[tuple[Row, int]]:
    for answer in each_row(registry.answers):
        cell = _ROW_OF_CELL.match(answer.place.cell or "")
        if cell:
            yield (answer.place.file, answer.place.sheet, int(cell[1])), answer.product
