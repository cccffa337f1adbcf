"""The registry as the rooms hand it on: one row per product, the cell of every value, and what was left aside.

It knows the shape of a registry and how an address reads.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from kbo_screen.findings import Finding, Place
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd

    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.question import Answer

#: Columns an Excel sheet can have; an address is row * EXCEL_MAX_COLUMNS + column, both counted from 0.
EXCEL_MAX_COLUMNS: Final = 16_384
NO_CELL: Final = -1
#: The name of each of some cells, None for NO_CELL.
CellNames = list[str | None]
#: product: index of the product. field: which value is in doubt. name: as the list writes it. likeness: 0 to 100.
#: table: position in `tables + side_tables`. address: the cell of the name. value: what the line says (None: unknown;
#: "none": not rated), in the cell value_address. state: what stood of the product before the doubt, as `value`.
PERHAPS_COLUMNS: Final = (
    "product", "field", "name", "likeness", "table", "address", "value", "value_address", "state",
)  # fmt: skip
#: product: index. field, condition: what was asked. words: the answer. by, date, reason: as written. place: where it
#: stands. doubt: the line of a list that the question was about, None for a question about a cell. before, after: the
#: field's value (None: unknown; of stars "none" for not rated), after a yes or no to the condition itself "yes", "no".
ANSWER_COLUMNS: Final = (
    "product",
    "field",
    "condition",
    "words",
    "by",
    "date",
    "reason",
    "place",
    "doubt",
    "before",
    "after",
)


Value = TypeVar("Value")
#: By product and the name of a field or condition.
OfValues = dict[tuple[int, str], Value]


class ScopeDistrict(NamedTuple):
    """A district that must name groups: bare names, and the official code."""

    province: str
    district: str
    code: str


@dataclass(frozen=True)
class Scope:
    """The districts that a run looks at, in the order of the letter (elsewhere: by code)."""

    provinces: tuple[str, ...]
    districts: tuple[ScopeDistrict, ...]
    #: True for the letter's own province, False where `--province` applies its rules elsewhere.
    is_of_letter: bool = True

    @cached_property
    def position_of(self) -> dict[tuple[str, str], int]:
        """The position of a district by the names of its province and itself."""
        return {
            (place.province, place.district): position
            for position, place in enumerate(self.districts)
        }

    @cached_property
    def district_names(self) -> list[str]:
        """What the districts are called, in order."""
        return [each.district for each in self.districts]

    @cached_property
    def districts_of(self) -> dict[str, list[ScopeDistrict]]:
        """The districts of each province, in order."""
        return lists_by_key((each.province, each) for each in self.districts)


@dataclass(frozen=True, slots=True)
class TableSource:
    """One table that was read: where it stands, which column gave which field, what its rows were."""

    file: str
    sheet: str | None
    #: Sheet rows of the header, counted from 1.
    header_rows: tuple[int, ...]
    #: field -> (column counted from 0, header as it stands there).
    columns: dict[str, tuple[int, str]]
    #: Rows by kind: "data", "title", "header", "total", "note", "blank".
    rows: dict[str, int]
    #: field -> the other headers that could have been it.
    alternatives: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: Headers that were taken for no field.
    unused_headers: tuple[str, ...] = ()

    def place(self, address: int) -> Place:
        """A cell of its sheet, or with NO_CELL the sheet."""
        return Place(self.file, self.sheet, cell_at(address))


class InputFile(NamedTuple):
    """A file that was read, as the receipt records it. `rows` counts sheet rows read, of all its sheets."""

    name: str
    sha256: str
    size_bytes: int
    rows: int
    role: str = "registry"


class DisputedCell(NamedTuple):
    """A cell of several that contradict each other.

    value: a code or a number, of stars "none" for not rated; None where it was not understood.
    """

    value: Any
    place: Place


DisputedCells = tuple[DisputedCell, ...]


class UnusableRow(NamedTuple):
    """A row that holds data but can not be used; `reason` is the slug of its finding ("no-group", "no-district")."""

    place: Place
    row: int
    reason: str
    group_name: str | None = None
    product_name: str | None = None
    group_id: str | None = None


class RepeatedRow(NamedTuple):
    """A row that states a product again, which another row stands for.

    table: position in `tables`. row: of its sheet, from 1. product: index of the product.
    """

    table: int
    row: int
    product: int


class OpenLine(NamedTuple):
    """A line of a projects list that means no group for sure: which of the candidates it is, or none, is asked.

    id: of its question. candidates: the names of the registry that come nearest, best first. table: position in
    `tables + side_tables`; name_address, value_address: its cells there. value: what it says ("in_project", None for
    unknown), in its words. district_ix: None where the line names none.
    """

    id: str
    name: str
    district_ix: int | None
    candidates: tuple[str, ...]
    table: int
    name_address: int
    value: str | None
    value_address: int
    words: str | None


#: By product and id of a condition, a person's yes or no.
Verdicts = dict[tuple[int, str], bool]


@dataclass(frozen=True, eq=False)
class Registry:
    """What was read from all files together.

    products: one row per usable product in scope, index 0..n-1 in reading order. Columns: every name of
        `vocabulary.fields.FIELDS`; `star_rated` (boolean: False is not rated, NA unknown),
        `standard_said_failed` (bool: the cell says ไม่ผ่าน, which may hide a group under development), `project_said`
        (bool: the other-project cell says something of the letter's fiscal year), `project_words` (what it says, or
        the line of a list that completed it), `standard_year_be`, `quadrant_year_be` (Int16: of which year the value
        is, NA where nothing says it), `star_said` (bool: the star's cell holds something), `district_ix`
        (position in `scope.districts`), `table` (position in `tables`), `row` (sheet row from 1).
        Coded fields are categoricals, numbers Int16 (star NA where not rated or unknown), texts are
        normalised `str` with None for none. NA is unknown wherever a column is; a field that no table
        has is all NA and stands in `absent_fields`.
    addresses: same index, one int64 column per field: row * EXCEL_MAX_COLUMNS + column (from 0) of the cell
        the value came from, of a merged cell its anchor; NO_CELL where the table lacks the column.
    """

    products: pd.DataFrame
    addresses: pd.DataFrame
    tables: tuple[TableSource, ...]
    inputs: tuple[InputFile, ...]
    scope: Scope
    absent_fields: frozenset[str]
    unusable: tuple[UnusableRow, ...] = ()
    #: Rows that state a product again and agree with the row that stands for it: no products of their own.
    repeated: tuple[RepeatedRow, ...] = ()
    #: Same index as products: per field that a list completed, the position of the table it came from in
    #: `tables + side_tables`, -1 for the product's own.
    origins: pd.DataFrame = field(default_factory=lambda: _empty())
    side_tables: tuple[TableSource, ...] = ()
    #: One row per line of a list that is perhaps about a product, columns PERHAPS_COLUMNS.
    perhaps: pd.DataFrame = field(default_factory=lambda: _empty(PERHAPS_COLUMNS))
    #: (product, field) -> what the sources that disagree on it say, sorted: rows of the registry, and lists. Its value
    #: is unknown (of a standard: the best) until an answer settles it, and the key stays when one does.
    disputed: OfValues[tuple[str, ...]] = field(default_factory=dict)
    #: The same keys -> every cell that says something of it, the registry's first.
    disputed_cells: OfValues[DisputedCells] = field(default_factory=dict)
    #: Every answer that was read, in the order of the files.
    given_answers: tuple[Answer, ...] = ()
    #: One row per answer that settled something, columns ANSWER_COLUMNS.
    answers: pd.DataFrame = field(default_factory=lambda: _empty(ANSWER_COLUMNS))
    #: (product, condition id) -> a person's yes or no to that condition, or to the letter's preference.
    verdicts: Verdicts = field(default_factory=dict)
    #: The letter whose questions were answered: a yes or no holds for what it asks, no more.
    answered_under: Letter | None = None
    #: By question, the answer of a person who was asked and is not sure: it stays open, and is not asked as new.
    not_sure: dict[str, Answer] = field(default_factory=dict)
    #: Lines of projects lists that mean nothing in the registry, and that somebody has still to place.
    open_lines: tuple[OpenLine, ...] = ()
    out_of_scope: int = 0
    findings: tuple[Finding, ...] = ()
    #: One per header that was mapped by hand and stands in none of the tables; it may stand in a district's list.
    unknown_headers: tuple[Finding, ...] = ()

    def verdicts_on(self, condition_id: str) -> dict[int, bool]:
        """By product a person's yes or no to a condition, or to the letter's preference."""
        return {
            product: verdict
            for (product, name), verdict in self.verdicts.items()
            if name == condition_id
        }

    def place(
        self,
        product: int,
        field_name: str,
    ) -> Place:
        """Where the value of a field of a product stands; the cell is None where its table lacks the column."""
        address: int = self._addresses[field_name].item(product)
        return self.table_of(product, field_name).place(address)

    def cell(
        self,
        product: int,
        field_name: str,
    ) -> str | None:
        """The name of the cell alone; None where its table lacks the column."""
        return cell_at(self._addresses[field_name].item(product))

    def own_cells(
        self,
        products: np.ndarray,
        field_name: str,
    ) -> CellNames:
        """Per product the name of the cell of its own row; None where a list says the value, or there is no column."""
        addresses = self._addresses[field_name][products]
        if field_name in self._origins:
            addresses[self._origins[field_name][products] >= 0] = NO_CELL
        return _cell_names(addresses)

    def cells(
        self,
        products: np.ndarray,
        field_name: str,
    ) -> CellNames:
        """As `cell`, of many products."""
        return _cell_names(self._addresses[field_name][products])

    def cells_in_dispute(self, product: int, field: str) -> DisputedCells:
        """The cells that contradict each other in a value; none where it is not in dispute."""
        return self.disputed_cells.get((product, field), ())

    def place_of_line(self, line: OpenLine) -> Place:
        """Where a line of a list names what it is about."""
        return self._all_tables[line.table].place(line.name_address)

    def is_unclear(
        self,
        product: int,
        field_name: str,
    ) -> bool:
        """The cell holds a word that was not understood, and that is none for nothing."""
        place = self.place(product, field_name)
        is_blank = place in self.places_of_null_words
        return place in self.not_understood and not is_blank

    @cached_property
    def not_understood(self) -> dict[Place, str]:
        """What stands in the cells whose value was not understood, or not for sure."""
        return {
            f.place: f.value or "" for f in self.findings if f.code.startswith("cell.")
        }

    @cached_property
    def places_of_null_words(self) -> frozenset[Place]:
        """The cells whose words say nothing ("nan", "(ว่าง)"): they are blank, and that is told."""
        return frozenset(
            finding.place
            for finding in self.findings
            if finding.code == "cell.null-word"
        )

    @cached_property
    def files(self) -> frozenset[str]:
        """The files that values come from: the registry's, and of lists."""
        return frozenset(table.file for table in self.tables + self.side_tables)

    @cached_property
    def own_files(self) -> frozenset[str]:
        """The files that its own rows stand in; where they are several, sheet and cell alone do not say where."""
        return frozenset(table.file for table in self.tables)

    def is_completed(
        self,
        product: int,
        field_name: str,
    ) -> bool:
        """A list says the value, not the product's own row."""
        return (
            field_name in self._origins and int(self._origins[field_name][product]) >= 0
        )

    def sheet_row(self, product: int) -> int:
        """The row of its sheet, from 1, in which a product stands."""
        return int(self._sheet_rows[product])

    @cached_property
    def _sheet_rows(self) -> np.ndarray:
        return self.products["row"].to_numpy()

    @cached_property
    def _addresses(self) -> dict[str, np.ndarray]:
        """The columns of `addresses`, taken out of the frame once: a place is asked for often."""
        return {str(name): self.addresses[name].to_numpy() for name in self.addresses}

    @cached_property
    def _origins(self) -> dict[str, np.ndarray]:
        return {str(name): self.origins[name].to_numpy() for name in self.origins}

    @cached_property
    def _own_tables(self) -> np.ndarray:
        return self.products["table"].to_numpy()

    @cached_property
    def _all_tables(self) -> tuple[TableSource, ...]:
        return self.tables + self.side_tables

    def table_of(
        self,
        product: int,
        field_name: str,
    ) -> TableSource:
        """The table that the value of a field came from: a list's where one completed it."""
        tables = self._own_tables
        if self.is_completed(product, field_name):
            tables = self._origins[field_name]
        return self._all_tables[int(tables[product])]


def _empty(columns: Sequence[str] = ()) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(columns=list(columns), dtype=object)


def _cell_names(addresses: np.ndarray) -> CellNames:
    return list(map(cell_at, addresses.tolist()))


def cell_at(address: int) -> str | None:
    """The name of a cell; None for NO_CELL."""
    return None if address == NO_CELL else cell_name(address)


def cell_name(address: int) -> str:
    """The name of a cell in Excel's way.

    >>> cell_name(4 * EXCEL_MAX_COLUMNS + 27)
    'AB5'
    """
    row, column = divmod(address, EXCEL_MAX_COLUMNS)
    return f"{column_letters(column)}{row + 1}"


@cache
def column_letters(column: int) -> str:
    """The letters of a column counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
