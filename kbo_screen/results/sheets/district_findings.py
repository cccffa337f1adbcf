"""Which findings of a run are about which of its districts.

A district's own workbook tells of another district no more than that it has the same
group. What a finding names is looked at, not its code: a cell, file, group or product of
others is hidden in any of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings.masking import MASK
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS
from kbo_screen.results.rows import each_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Finding, Place
    from kbo_screen.registry.registry import Registry, TableSource

#: A sheet of a file: the names of both.
SheetKey = tuple[str | None, str | None]
#: A row of a file: its name, its sheet, the number of the row from 1.
Row = tuple[str | None, str | None, int]
#: Whose is what: the districts by their positions in the scope; a list of no known district by a number below 0.
Districts = set[int]
#: Names of fields that quote what stands in the other cell that a finding names, and of the district there.
_OF_OTHER: Final = re.compile(r"other(_|$)|known$")
_OTHER_DISTRICT: Final = "other_district"
#: The id of a field, which is put into words only when it is shown.
_OF_FIELD: Final = "field"
#: A place in words, as `Place.in_words` puts it: file and sheet where they are told, then the cell.
_PLACE_IN_WORDS: Final = re.compile(r"^(?:(.+) )?[A-Z]{1,3}(\d{1,7})(?: \.\.\.)?")
_NAMES: Final = ("group_name", "product_name")
_ROW_OF_CELL: Final = re.compile(r"^[A-Z]{1,3}(\d{1,7})")


class OwnFindings:
    """The findings of a run by the districts (positions in its scope) that they are about."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._owners = Owners(run.registry)
        self._by_district: dict[int, list[int]] = defaultdict(list)
        for position, finding in enumerate(run.findings):
            for district in self._districts_of(finding):
                self._by_district[district].append(position)

    def of(self, districts: Collection[int]) -> tuple[Finding, ...]:
        """What these districts are told, in the order of the run: their rows, and files and sheets of theirs alone."""
        readers = Readers(set(districts))
        positions: set[int] = set()
        for district in readers.districts:
            positions.update(self._by_district[district])
        findings = []
        for position in sorted(positions):
            finding = self._run.findings[position]
            if self._is_of(finding, readers):
                findings.append(self._owners.without_others(finding, readers))
        return tuple(findings)

    def run_of(self, districts: Collection[int]) -> Run:
        """The run as these districts read it: of cells that contradict each other, theirs alone."""
        registry, readers = self._run.registry, Readers(set(districts))
        cells_to_read = {}
        for key, cells in registry.disputed_cells.items():
            cells_to_read[key] = tuple(
                cell for cell in cells if self._owners.is_read_by(cell.place, readers)
            )
        if cells_to_read == registry.disputed_cells:
            return self._run
        registry = replace(registry, disputed_cells=cells_to_read)
        return replace(self._run, registry=registry)

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

    def _is_of(
        self,
        finding: Finding,
        readers: Readers,
    ) -> bool:
        """A row is told to each of its districts; a file or a sheet to its only ones."""
        if row_of(finding) is not None:
            return True
        return self._districts_of(finding) <= readers.districts


class Readers(NamedTuple):
    """The districts that read a finding, and what they wrote themselves."""

    districts: Districts
    own_words: Collection[str] = ()

    def are_others(self, owners: Districts) -> bool:
        """None of those whose something is reads the finding; what is nobody's is no secret."""
        return bool(owners) and owners.isdisjoint(self.districts)


def row_of(finding: Finding) -> Row | None:
    """The row that a finding stands at; None for one about a file or a sheet."""
    return _row_of_place(finding.place)


def _row_of_place(place: Place) -> Row | None:
    match = _ROW_OF_CELL.match(place.cell or "")
    return (place.file, place.sheet, int(match[1])) if match else None


class Owners:
    """Whose the rows, sheets, files and names are that a finding may tell of.

    files: further files, with the districts whose they are.
    """

    def __init__(
        self, registry: Registry, files: Mapping[str, Districts] | None = None
    ) -> None:
        self._registry = registry
        self.of_row = _districts_of_rows(registry)
        self._sum_up_rows()
        for file, districts in (files or {}).items():
            self.of_file[file] |= districts
        self._sheets_in_words = {
            " ".join(filter(None, sheet)): sheet for sheet in self.of_sheet
        }
        districts_of_scope = registry.scope.districts
        self._district_names = {area.district for area in districts_of_scope}

    def _sum_up_rows(self) -> None:
        """The districts of a sheet and of a file are those of their rows."""
        self.of_sheet: dict[SheetKey, Districts] = defaultdict(set)
        self.of_file: dict[str, Districts] = defaultdict(set)
        for (file, sheet, _), districts in self.of_row.items():
            self.of_sheet[file, sheet] |= districts
            self.of_file[file or ""] |= districts

    def is_read_by(self, place: Place, readers: Readers) -> bool:
        """A cell is not of other districts alone."""
        row = _row_of_place(place)
        return row is None or not readers.are_others(self.of_row.get(row, set()))

    def without_others(self, finding: Finding, readers: Readers) -> Finding:
        """A finding as these districts read it.

        It says which district another is, and nothing that is the other's alone.
        """
        hidden = self._hidden_fields(finding, readers)
        if hidden or _OTHER_DISTRICT in finding.fields:
            for name in self._fields_of_other(finding):
                hidden[name] = MASK
        suggestion = finding.suggestion
        if self._is_name_of_others(suggestion, readers):
            suggestion = MASK
        if not hidden and suggestion == finding.suggestion:
            return finding
        fields = finding.fields | hidden
        return replace(
            finding,
            suggestion=suggestion,
            fields=fields,
        )

    def _hidden_fields(self, finding: Finding, readers: Readers) -> dict[str, str]:
        """The texts of a finding that name others, without what is theirs."""
        hidden = {}
        for name, words in finding.fields.items():
            if not isinstance(words, str) or name == _OF_FIELD:
                continue
            shown_words = self._without_others(words, finding, readers)
            if shown_words != words:
                hidden[name] = shown_words
        return hidden

    def _fields_of_other(self, finding: Finding) -> Iterator[str]:
        """The fields that quote the other cell, but for the name of its district."""
        for name, words in finding.fields.items():
            if _OF_OTHER.match(name) and not self._is_district(words):
                yield name

    def _without_others(
        self,
        words: str,
        finding: Finding,
        readers: Readers,
    ) -> str:
        """A text without places and names of others."""
        if self._is_name_of_others(words, readers):
            return MASK
        places = words.split(", ")
        shown_places = [
            place
            for place in places
            if not self._is_place_of_others(place, finding, readers)
        ]
        if len(shown_places) < len(places):
            shown_places.append(MASK)
        shown_words = ", ".join(shown_places)
        if self._names_file_of_others(shown_words, finding, readers):
            return MASK
        return shown_words

    def _is_place_of_others(
        self,
        words: str,
        finding: Finding,
        readers: Readers,
    ) -> bool:
        match = _PLACE_IN_WORDS.fullmatch(words)
        if not match:
            return False
        sheet: SheetKey | None = (finding.place.file, finding.place.sheet)
        if match[1]:
            sheet = self._sheets_in_words.get(match[1])
        if sheet is None:
            return False
        districts = self.of_row.get((*sheet, int(match[2])))
        return readers.are_others(districts or self.of_sheet.get(sheet, set()))

    def _names_file_of_others(
        self,
        words: str,
        finding: Finding,
        readers: Readers,
    ) -> bool:
        if not any(ending in words for ending in self._endings):
            return False
        for file in self._file_names.findall(words):
            if file != finding.place.file and readers.are_others(self.of_file[file]):
                return True
        return False

    def _is_name_of_others(self, words: str | None, readers: Readers) -> bool:
        if not words or words in readers.own_words or self._is_district(words):
            return False
        return readers.are_others(self._of_name.get(words, set()))

    def _is_district(self, words: object) -> bool:
        if not isinstance(words, str):
            return False
        return self._district_names.issuperset(words.split(", "))

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
        districts: dict[str, Districts] = defaultdict(set)
        for name in _NAMES:
            pairs = self._registry.products[[name, "district_ix"]].dropna()
            pairs = pairs.astype(object).drop_duplicates()
            for words, district in pairs.itertuples(index=False):
                districts[str(words)].add(int(district))
        return dict(districts)


def _districts_of_rows(registry: Registry) -> dict[Row, Districts]:
    """Whose rows stand where: in the registry, in lists that say something of a product, in answers that settled it.

    A row of the registry is its own product's alone, though another takes a value from it.
    """
    districts = registry.products["district_ix"].tolist()
    of_products: dict[Row, Districts] = defaultdict(set)
    for row, product in _product_rows(registry):
        of_products[row].add(districts[product])
    of_lists: dict[Row, Districts] = defaultdict(set)
    for row, product in (*_list_rows(registry), *_answer_rows(registry)):
        of_lists[row].add(districts[product])
    return of_lists | of_products


def _product_rows(registry: Registry) -> Iterator[tuple[Row, int]]:
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
        origins = registry.origins[field].tolist()
        addresses = registry.addresses[field].tolist()
        pairs = zip(origins, addresses, strict=True)
        for product, (position, address) in enumerate(pairs):
            if position >= 0 and address >= 0:
                yield _row_of_address(tables[position], address), product
    for line in each_row(registry.perhaps):
        if line.address >= 0:
            yield _row_of_address(tables[line.table], line.address), line.product


def _row_of_address(table: TableSource, address: int) -> Row:
    return table.file, table.sheet, address // EXCEL_MAX_COLUMNS + 1


def _answer_rows(registry: Registry) -> Iterator[tuple[Row, int]]:
    for answer in each_row(registry.answers):
        row = _row_of_place(answer.place)
        if row:
            yield row, answer.product
