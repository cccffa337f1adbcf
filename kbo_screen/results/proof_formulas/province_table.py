"""A row per group in the order of its province: who fills what the least of the districts leave of a quota."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.results.proof_formulas.product_table import agrees
from kbo_screen.results.proof_formulas.proof_table import (
    ProofColumn,
    ProofTable,
    labelled_column,
    program_columns,
)
from kbo_screen.results.proof_formulas.ranks import (
    carry_order,
    carry_sum,
    rank_term,
    units_before,
)
from kbo_screen.results.proof_formulas.terms import (
    NOTHING,
    every,
    is_below,
    minus,
    same,
    when,
)
from kbo_screen.results.rows import plain
from kbo_screen.vocabulary.grouping import ranges_by_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.results.proof_formulas.group_table import GroupTable
    from kbo_screen.results.proof_formulas.letter_cells import LetterCells
    from kbo_screen.results.proof_formulas.proof_table import ProofRow
    from kbo_screen.results.proof_formulas.read_values import ReadValues
    from kbo_screen.results.proof_formulas.terms import Term

_NAMES: Final = ("province", "district", "group_number", "group", "group_id")
_FILLING: Final = ("own_so_far", "filling", "filling_so_far", "filling_before", "fills")
_PROGRAM: Final = ("province_rank",)
_WIDTHS: Final = {"group": 30, "key": 18}


class ProvinceTable:
    """The sheet of a province's list, in its order, those that are not on it behind."""

    def __init__(
        self,
        values: ReadValues,
        letter: LetterCells,
        sheet_name: str,
        first_row: int,
    ) -> None:
        self.values, self.letter = values, letter
        self.lang = values.run.lang
        self.table = ProofTable(sheet_name, self._columns(), first_row, area="province")
        self.row_of = {
            group: self.table.add_row(values.names_of(group))
            for group in values.province_order
        }
        #: By province its rows.
        self.rows_of = ranges_by_key(row["province"] for row in self.table.rows)

    def _columns(self) -> Iterator[ProofColumn]:
        filling = _FILLING if self.values.fills_province else ()
        formulas = ("key", "out_of_order", "listed_so_far", "province_rank", *filling)
        for name in (*_NAMES, *formulas):
            yield labelled_column(name, self.lang, _WIDTHS.get(name, 14))
        yield from program_columns(_PROGRAM, self.lang)
        yield labelled_column("agrees", self.lang)

    def rank(self, groups: GroupTable) -> None:
        """Write the rank of every group in its province, and whether the program says the same."""
        for group, row in self.row_of.items():
            row["key"] = groups.row_of[group].far("key")
            carry_order(row)
        for row, rows in self._rows_of_provinces():
            row["province_rank"] = rank_term(row, rows, NOTHING)
        if self.values.fills_province:
            self._fill(groups)
        ranks = self.values.run.screening.groups["province_rank"]
        for group, row in self.row_of.items():
            row["program:province_rank"] = plain(ranks.loc[group])
            row["agrees"] = agrees(row, _PROGRAM, self.letter)

    def _rows_of_provinces(self) -> Iterator[tuple[ProofRow, range]]:
        """Every row, with the positions of those of its province."""
        for rows in self.rows_of.values():
            for position in rows:
                yield self.table.row(position), rows

    def _fill(self, groups: GroupTable) -> None:
        """Write who fills what the least of the districts leave of the quota."""
        for group, row in self.row_of.items():
            row_of_group = groups.row_of[group]
            units = groups.units_of(group)
            own_units = when(same(row_of_group.far("own"), 1), units, 0)
            carry_sum(row, "own_so_far", own_units)
            row["filling"] = when(same(row_of_group.far("may_fill"), 1), units, 0)
            carry_sum(row, "filling_so_far", row["filling"])
        for row, rows in self._rows_of_provinces():
            self._add_fills(row, rows)

    def _add_fills(self, row: ProofRow, rows: range) -> None:
        before = units_before(row, rows, "filling", "filling_so_far")
        row["filling_before"] = before
        of_districts = self.table.row(rows[-1])["own_so_far"]
        left = minus(self.letter["per_province"], of_districts)
        may_fill = is_below(0, row["filling"])
        is_first = is_below(row["filling_before"], left)
        row["fills"] = self.letter.yes_if(every([may_fill, is_first]))

    def fills(self) -> dict[int, Term]:
        """By group the cell that says whether it fills the quota of its province."""
        return {group: row.far("fills") for group, row in self.row_of.items()}
