"""A table of formulas: cells that name each other by column and row, before the sheet is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.registry.registry import column_letters
from kbo_screen.results.proof_formulas.terms import Term, as_formula, same
from kbo_screen.results.sheets.sheet import SheetColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class ProofColumn(NamedTuple):
    """A column. is_typed: an officer changes its values to see what follows."""

    id: str
    label: str
    width: int = 12
    is_typed: bool = False


def labelled_column(name: str, lang: str, width: int = 12) -> ProofColumn:
    """A column that the catalogue knows by its id."""
    return ProofColumn(name, text(f"proof.column.{name}", lang), width)


def program_columns(names: Iterable[str], lang: str) -> Iterator[ProofColumn]:
    """What the program says of the same things, to compare with."""
    for name in names:
        label = text(f"proof.column.{name}", lang)
        label_of_program = text("proof.program", lang, what=label)
        yield ProofColumn(f"program:{name}", label_of_program, 16)


class ProofTable:
    """The rows of one sheet, each a cell per column: a value, or a term for a formula."""

    def __init__(
        self,
        sheet_name: str,
        columns: Iterable[ProofColumn],
        first_row: int,
        area: str = "",
    ) -> None:
        """first_row: of the rows on the sheet, from 1; the header stands over it.

        area: the column that says of which area a row is, where those of one stand together.
        """
        self.sheet_name, self.first_row, self.area = sheet_name, first_row, area
        self.columns = list(columns)
        self.rows: list[dict[str, Any]] = []
        self._letters = {
            column.id: column_letters(position)
            for position, column in enumerate(self.columns)
        }
        self._labels = {column.id: column.label for column in self.columns}

    def add_row(self, cells: dict[str, Any]) -> ProofRow:
        """A new row below the others, with these values by column."""
        self.rows.append(cells)
        return self.row(len(self.rows) - 1)

    def row(self, position: int) -> ProofRow:
        """The row at a position, from 0; -1: the header."""
        return ProofRow(self, position)

    def each_row(self) -> Iterator[ProofRow]:
        """The rows from the top."""
        return map(self.row, range(len(self.rows)))

    def value(
        self,
        row: int,
        column: str,
    ) -> Any:
        """What stands in a cell; in the one over the first row the label."""
        if row < 0:
            return self._labels[column]
        content = self.rows[row][column]
        return content.value if isinstance(content, Term) else content

    def place(self, row: int, column: str, anchor: str = "") -> str:
        """The address of a cell on its sheet. anchor: "$" for one that stays when a formula is copied."""
        return f"{anchor}{self._letters[column]}{anchor}{self.first_row + row}"

    def block(
        self,
        rows: range,
        column: str,
    ) -> str:
        """Some cells of a column, as formulas of other sheets name them."""
        first = self.place(rows[0], column, "$")
        last = self.place(rows[-1], column, "$")
        return f"{self.mark}{first}:{last}"

    @property
    def mark(self) -> str:
        """What stands before a cell in the formulas of other sheets."""
        return f"'{self.sheet_name}'!"

    def sheet_columns(self) -> list[SheetColumn]:
        """The columns as a sheet has them."""
        return [
            SheetColumn(
                column.label,
                column.width,
                is_typed=column.is_typed,
                is_shaded=column.is_typed,
            )
            for column in self.columns
        ]

    def sheet_rows(self) -> Iterator[list[Any]]:
        """The rows as a sheet has them; where nothing was written a cell is blank."""
        for row in self.rows:
            yield [_as_cell(row.get(column.id)) for column in self.columns]


class ProofRow:
    """A row of a table. A cell that is read is one as formulas of its sheet name it; a value or a term is written."""

    def __init__(
        self,
        table: ProofTable,
        position: int,
    ) -> None:
        self.table, self.position = table, position

    def __getitem__(self, column: str) -> Term:
        place = self.table.place(self.position, column)
        return Term(place, self.table.value(self.position, column))

    def __setitem__(self, column: str, content: Any) -> None:
        self.table.rows[self.position][column] = content

    def far(
        self,
        column: str,
    ) -> Term:
        """A cell, as the formulas of other sheets name it."""
        text, value = self[column]
        return Term(f"{self.table.mark}{text}", value)

    @property
    def above(self) -> ProofRow:
        """The row over this one; over the first the header."""
        return self.table.row(self.position - 1)

    @property
    def is_of_area_above(self) -> Term:
        """The row over this one is of the same area."""
        area = self.table.area
        return same(self[area], self.above[area])


def _as_cell(content: Any) -> Any:
    return as_formula(content) if isinstance(content, Term) else content
