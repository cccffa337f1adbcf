"""Which findings of a run are about which of its districts: a district's own workbook tells it nothing of the others.

Knows whose rows stand where. Refuses to say more of another district than that it has the same group. What a finding
names is looked at, not its code: a cell, file, group or product of others is hidden in any of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.masking import MASK
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS
from kbo_screen.results.rows import each_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Finding, Place
    from kbo_screen.registry.registry import Registry

#: A row of a file: its name, its sheet, the number of the row from 1.
Row = tuple[str | None, str | None, int]
#: Whose is what: the districts by their positions in the scope; a list of no known district by a number below 0.
Districts = set[int]
#: Names of fields that quote what stands in the other cell that a finding names, and of the district there.
_OF_OTHER: Final = re.compile(r"other(_|$)|known$")
_OTHER_DISTRICT: Final = "other_district"
#: The id of a field, which is put into words only when it is shown.
_OF_FIELD: Final = "field"
#: A place in words, as `Place.whole` and `Place.beside` put it: file and sheet where they are told, then the cell.
_PLACE_IN_WORDS: Final = re.compile(r"(?:(.+) )?[A-Z]{1,3}(\d+)(?: \.\.\.)?")
_NAMES: Final = ("group_name", "product_name")
_ROW_OF_CELL: Final = re.compile(r"[A-Z]+(\d+)")


class OwnFindings:
    """The findings of a run by the districts (positions in its scope) that they are about."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._findings = run.findings
        self._owners = Owners(run.registry)
        self._by_district: dict[int, list[int]] = defaultdict(list)
        for position, finding in enumerate(run.findings):
            for district in self._districts_of(finding):
                self._by_district[district].append(position)

    def of(self, districts: Collection[int]) -> tuple[Finding, ...]:
        """What these districts are told, in the order of the run: their rows, and files and sheets of theirs alone."""
        positions = {
            position
            for district in districts
            for position in self._by_district[district]
        }
        findings = [self._findings[position] for position in sorted(positions)]
        own = [finding for finding in findings if self._is_of(finding, districts)]
        return tuple(
            self._owners.without_others(finding, set(districts)) for finding in own
        )

    def run_of(self, districts: Collection[int]) -> Run:
        """The run as these districts read it: of cells that contradict each other, theirs alone."""
        registry = self._run.registry
        own_cells = {}
        for key, cells in registry.disputed_cells.items():
            own_cells[key] = tuple(
                cell
                for cell in cells
                if self._owners.is_read_by(cell.place, set(districts))
            )
        if own_cells == registry.disputed_cells:
            return self._run
        return replace(self._run, registry=replace(registry, disputed_cells=own_cells))

    def files_of(self, districts: Collection[int]) -> set[str]:
        """The files in which rows of these districts stand."""
        return {
            file
            for file, whose in self._owners.of_file.items()
            if not whose.isdisjoint(districts)
        }

    def _districts_of(self, finding: Finding) -> Districts:
        row = row_of(finding)
        if row is not None:
            return self._owners.of_row.get(row, set())
        place = finding.place
        if place.sheet is None:
            return self._owners.of_file.get(place.file or "", set())
        return self._owners.of_sheet.get((place.file, place.sheet), set())

    def _is_of(self, finding: Finding, districts: Collection[int]) -> bool:
        """A row is told to each of its districts; a file or a sheet only where no other district stands in it."""
        return row_of(finding) is not None or self._districts_of(finding) <= set(
            districts
        )


def row_of(finding: Finding) -> Row | None:
    """The row that a finding stands at; None for one about a file or a sheet."""
    cell = _ROW_OF_CELL.match(finding.place.cell or "")
    return (finding.place.file, finding.place.sheet, int(cell[1])) if cell else None


class Owners:
    """Whose the rows, sheets, files and names are that a finding may tell of.

    files: further files, with the districts whose they are.
    """

    def __init__(
        self, registry: Registry, files: Mapping[str, Districts] | None = None
    ) -> None:
        self._registry = registry
        self.of_row = _districts_of_rows(registry)
        self.of_sheet: dict[tuple[str | None, str | None], Districts] = defaultdict(set)
        self.of_file: dict[str, Districts] = defaultdict(set)
        for (file, sheet, _), districts in self.of_row.items():
            self.of_sheet[file, sheet] |= districts
            self.of_file[file or ""] |= districts
        for file, districts in (files or {}).items():
            self.of_file[file] |= districts
        self._sheets_in_words = {
            " ".join(filter(None, sheet)): sheet for sheet in self.of_sheet
        }
        self._district_names = {one.district for one in registry.scope.districts}

    def is_read_by(self, place: Place, readers: Districts) -> bool:
        """A cell is not of other districts alone."""
        cell = _ROW_OF_CELL.match(place.cell or "")
        districts = (
            self.of_row.get((place.file, place.sheet, int(cell[1])), set())
            if cell
            else set()
        )
        return not districts or not districts.isdisjoint(readers)

    def without_others(
        self, finding: Finding, readers: Districts, own_words: Collection[str] = ()
    ) -> Finding:
        """A finding as these districts read it: which district another is, and nothing that is the other's alone.

        own_words: what they wrote themselves.
        """
        fields = finding.fields.items()
        told = {
            name: words
            for name, words in fields
            if isinstance(words, str) and name != _OF_FIELD
        }
        hidden = {
            name: self._shown(words, finding, readers, own_words)
            for name, words in told.items()
        }
        hidden = {name: words for name, words in hidden.items() if words != told[name]}
        if hidden or _OTHER_DISTRICT in finding.fields:
            hidden |= {
                name: MASK
                for name in finding.fields
                if _OF_OTHER.match(name) and not self._is_district(told.get(name))
            }
        suggestion = (
            MASK
            if self._is_name_of_others(finding.suggestion, readers, own_words)
            else finding.suggestion
        )
        return (
            replace(finding, suggestion=suggestion, fields=finding.fields | hidden)
            if hidden or suggestion != finding.suggestion
            else finding
        )

    def _shown(
        self,
        words: str,
        finding: Finding,
        readers: Districts,
        own_words: Collection[str],
    ) -> str:
        """A field of a finding without places and names of others."""
        if self._is_name_of_others(words, readers, own_words):
            return MASK
        places = words.split(", ")
        own = [
            place
            for place in places
            if not self._is_place_of_others(place, finding, readers)
        ]
        shown = ", ".join([*own, MASK] if len(own) < len(places) else own)
        return MASK if self._names_file_of_others(shown, finding, readers) else shown

    def _is_place_of_others(
        self, words: str, finding: Finding, readers: Districts
    ) -> bool:
        place = _PLACE_IN_WORDS.fullmatch(words)
        if not place:
            return False
        own_sheet = (finding.place.file, finding.place.sheet)
        sheet = self._sheets_in_words.get(place[1]) if place[1] else own_sheet
        if sheet is None:
            return False
        districts = self.of_row.get((*sheet, int(place[2]))) or self.of_sheet.get(
            sheet, set()
        )
        return bool(districts) and districts.isdisjoint(readers)

    def _names_file_of_others(
        self, words: str, finding: Finding, readers: Districts
    ) -> bool:
        if not any(ending in words for ending in self._endings):
            return False
        files = [
            file
            for file in self._file_names.findall(words)
            if file != finding.place.file
        ]
        return any(self.of_file[file].isdisjoint(readers) for file in files)

    def _is_name_of_others(
        self, words: str | None, readers: Districts, own_words: Collection[str]
    ) -> bool:
        districts = (
            self._of_name.get(words, set())
            if words and words not in own_words
            else set()
        )
        return (
            bool(districts)
            and districts.isdisjoint(readers)
            and not self._is_district(words)
        )

    def _is_district(self, words: str | None) -> bool:
        return words is not None and self._district_names.issuperset(words.split(", "))

    @cached_property
    def _endings(self) -> set[str]:
        """How the files' names end: words without any of these name no file, and that is told fast."""
        return {file[max(0, file.rfind(".")) :] for file in self.of_file if file}

    @cached_property
    def _file_names(self) -> re.Pattern[str]:
        """Any of the files; of names that begin alike the longest."""
        names = sorted(filter(None, self.of_file), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, names)) or r"(?!)")

    @cached_property
    def _of_name(self) -> dict[str, Districts]:
        """The districts in which a group or product has a name."""
        found: dict[str, Districts] = defaultdict(set)
        for name in _NAMES:
            pairs = (
                self._registry.products[[name, "district_ix"]]
                .dropna()
                .astype(object)
                .drop_duplicates()
            )
            for words, district in pairs.itertuples(index=False):
                found[str(words)].add(int(district))
        return dict(found)


def _districts_of_rows(registry: Registry) -> dict[Row, Districts]:
    """Whose rows stand where: in the registry, in lists that say something of a product, in answers that settled it.

    A row of the registry is its own product's alone, though another takes a value from it.
    """
    districts = registry.products["district_ix"].tolist()
    own: dict[Row, Districts] = defaultdict(set)
    for row, product in _own_rows(registry):
        own[row].add(districts[product])
    others: dict[Row, Districts] = defaultdict(set)
    for row, product in (*_list_rows(registry), *_answer_rows(registry)):
        others[row].add(districts[product])
    return others | own


def _own_rows(registry: Registry) -> Iterator[tuple[Row, int]]:
    columns = (registry.products[name].tolist() for name in ("table", "row"))
    for product, (position, row) in enumerate(zip(*columns, strict=True)):
        table = registry.tables[position]
        yield (table.file, table.sheet, row), product
    for repeated in registry.repeated:
        table = registry.tables[repeated.table]
        yield (table.file, table.sheet, repeated.row), repeated.product


def _list_rows(registry: Registry) -> Iterator[tuple[Row, int]]:
    tables = registry.tables + registry.side_tables
    for field in registry.origins:
        origins, addresses = (
            registry.origins[field].tolist(),
            registry.addresses[field].tolist(),
        )
        for product, (position, address) in enumerate(
            zip(origins, addresses, strict=True)
        ):
            if position >= 0 and address >= 0:
                table = tables[position]
                yield (
                    (table.file, table.sheet, address // EXCEL_MAX_COLUMNS + 1),
                    product,
                )
    for line in each_row(registry.perhaps):
        if line.address >= 0:
            table = tables[line.table]
            yield (
                (table.file, table.sheet, line.address // EXCEL_MAX_COLUMNS + 1),
                line.product,
            )


def _answer_rows(registry: Registry) -> Iterator[tuple[Row, int]]:
    for answer in each_row(registry.answers):
        cell = _ROW_OF_CELL.match(answer.place.cell or "")
        if cell:
            yield (answer.place.file, answer.place.sheet, int(cell[1])), answer.product
