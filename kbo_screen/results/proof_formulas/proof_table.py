"""A table of formulas: cells that name each other by column and row, before the sheet is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.registry.registry import column_letters
from kbo_screen.results.proof_formulas.terms import Term, as_formula
from kbo_screen.results.sheets.sheet import SheetColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


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
        columns: Sequence[ProofColumn],
        first_row: int,
    ) -> None:
        """first_row: of the rows on the sheet, from 1; the header stands over it."""
        self.sheet_name, self.columns, self.first_row = sheet_name, columns, first_row
        self.rows: list[dict[str, Any]] = []
        self._letters = {
            column.id: column_letters(position)
            for position, column in enumerate(columns)
        }
        self._labels = {column.id: column.label for column in columns}
        self._mark = f"'{sheet_name}'!"

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

    def near(
        self,
        row: int,
        column: str,
    ) -> Term:
        """A cell, as the formulas of its own sheet name it."""
        place = f"{self._letters[column]}{self.first_row + row}"
        return Term(place, self.value(row, column))

    def far(
        self,
        row: int,
        column: str,
    ) -> Term:
        """A cell, as the formulas of other sheets name it."""
        term = self.near(row, column)
        return Term(self._mark + term.text, term.value)

    def block(
        self,
        rows: range,
        column: str,
    ) -> str:
        """Some cells of a column, as formulas of other sheets name them."""
        letters = self._letters[column]
        first, last = self.first_row + rows[0], self.first_row + rows[-1]
        return f"{self._mark}${letters}${first}:${letters}${last}"

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
        """The rows as a sheet has them."""
        for row in self.rows:
            yield [_as_cell(row[column.id]) for column in self.columns]


def _as_cell(content: Any) -> Any:
    return as_formula(content) if isinstance(content, Term) else content
