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
    number,
    quoted,
    same,
    when,
)
from kbo_screen.results.rows import plain
from kbo_screen.vocabulary.grouping import ranges_by_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.results.proof_formulas.group_table import GroupTable
    from kbo_screen.results.proof_formulas.letter_cells import LetterCells
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
        self.table = ProofTable(sheet_name, list(self._columns()), first_row)
        self.table.rows += map(self._names_of, values.province_order)
        self.row_of = {group: row for row, group in enumerate(values.province_order)}
        #: By province its rows.
        self.rows_of = ranges_by_key(row["province"] for row in self.table.rows)

    def _columns(self) -> Iterator[ProofColumn]:
        filling = _FILLING if self.values.fills_province else ()
        formulas = ("key", "out_of_order", "listed_so_far", "province_rank", *filling)
        for name in (*_NAMES, *formulas):
            yield labelled_column(name, self.lang, _WIDTHS.get(name, 14))
        yield from program_columns(_PROGRAM, self.lang)
        yield labelled_column("agrees", self.lang)

    def _names_of(self, group: int) -> dict[str, object]:
        decided = self.values.run.screening.groups.loc[group]
        return {
            "province": plain(decided["province"]),
            "district": plain(decided["district"]),
            "group_number": group + 1,
            "group": plain(decided["group_name"]),
            "group_id": plain(decided["group_id"]),
        }

    def rank(self, groups: GroupTable) -> None:
        """Write the rank of every group in its province, and whether the program says the same."""
        for group, row in self.row_of.items():
            key = groups.table.far(groups.row_of[group], "key")
            self.table.rows[row]["key"] = key
            carry_order(self.table, row, "province")
        for rows in self.rows_of.values():
            for row in rows:
                rank = rank_term(self.table, row, rows, NOTHING)
                self.table.rows[row]["province_rank"] = rank
        if self.values.fills_province:
            self._fill(groups)
        for group, row in self.row_of.items():
            decided = self.values.run.screening.groups.loc[group]
            cells = self.table.rows[row]
            cells["program:province_rank"] = plain(decided["province_rank"])
            cells["agrees"] = agrees(self.table, row, _PROGRAM, self.letter)

    def _fill(self, groups: GroupTable) -> None:
        """Write who fills what the least of the districts leave of the quota."""
        for group, row in self.row_of.items():
            own = groups.table.far(groups.row_of[group], "own")
            may_fill = groups.table.far(groups.row_of[group], "may_fill")
            units = groups.units_of(group)
            own_units = when(same(own, number(1)), units, number(0))
            carry_sum(self.table, row, "province", "own_so_far", own_units)
            filling = when(same(may_fill, number(1)), units, number(0))
            self.table.rows[row]["filling"] = filling
            of_row = self.table.near(row, "filling")
            carry_sum(self.table, row, "province", "filling_so_far", of_row)
        for rows in self.rows_of.values():
            for row in rows:
                self._add_fills(row, rows)

    def _add_fills(self, row: int, rows: range) -> None:
        cells = self.table.rows[row]
        before = units_before(self.table, row, rows, "filling", "filling_so_far")
        cells["filling_before"] = before
        of_districts = self.table.near(rows[-1], "own_so_far")
        left = minus(self.letter.cell("per_province"), of_districts)
        may_fill = is_below(number(0), self.table.near(row, "filling"))
        is_first = is_below(self.table.near(row, "filling_before"), left)
        yes = self.letter.cell("word:yes")
        cells["fills"] = when(every([may_fill, is_first]), yes, quoted("-"))

    def fills(self) -> dict[int, Term]:
        """By group the cell that says whether it fills the quota of its province."""
        return {
            group: self.table.far(row, "fills") for group, row in self.row_of.items()
        }
