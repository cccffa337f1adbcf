"""Who stands before whom, counted down rows that stand in the order of their keys.

Where a changed value breaks that order, the rows of that area are counted by their keys, which takes longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.results.proof_formulas.terms import (
    Term,
    every,
    is_below,
    is_number,
    minus,
    numeric,
    one_if,
    plus,
    same,
    when,
)

if TYPE_CHECKING:
    from kbo_screen.results.proof_formulas.proof_table import ProofRow, ProofTable
    from kbo_screen.results.proof_formulas.terms import Part


def carry_order(row: ProofRow) -> None:
    """Count down the rows of an area: `out_of_order`, that break the order of keys, and `listed_so_far`."""
    key, key_before = row["key"], row.above["key"]
    is_after = every([is_number(key_before), is_below(key_before, key)])
    breaks = every([row.is_of_area_above, is_number(key), same(is_after, False)])
    carry_sum(row, "out_of_order", one_if(breaks))
    carry_sum(row, "listed_so_far", one_if(is_number(key)))


def carry_sum(
    row: ProofRow,
    column: str,
    term: Term,
) -> None:
    """Write the sum of an area's rows down to this one."""
    before = numeric(row.above[column])
    carried = when(row.is_of_area_above, before, 0)
    row[column] = plus(carried, term)


def rank_term(
    row: ProofRow,
    rows: range,
    otherwise: Part,
) -> Term:
    """The place on the list of an area, from 1. rows: of the area. otherwise: for a row that is not on it."""
    key, count = row["key"], row["listed_so_far"]
    block = _block(row.table, rows, "key")
    counted_anew = Term(f'COUNTIF({block},"<"&{key.text})+1', count.value)
    is_in_order = _is_in_order(row.table, rows)
    if not is_in_order.value:
        n_before = len(_rows_before(row, rows))
        counted_anew = counted_anew._replace(value=n_before + 1)
    rank = when(is_in_order, count, counted_anew)
    return when(is_number(key), rank, otherwise)


def units_before(
    row: ProofRow,
    rows: range,
    units: str,
    units_so_far: str,
) -> Term:
    """The units of the rows of an area that stand before this one; 0 for a row that is not on the list.

    units, units_so_far: the columns that hold them, and their sum down to each row.
    """
    table, key = row.table, row["key"]
    count = minus(row[units_so_far], row[units])
    keys, unit_cells = _block(table, rows, "key"), _block(table, rows, units)
    sum_anew = Term(f'SUMIF({keys},"<"&{key.text},{unit_cells})', count.value)
    is_in_order = _is_in_order(table, rows)
    if not is_in_order.value:
        sum_before = sum(table.value(each, units) for each in _rows_before(row, rows))
        sum_anew = sum_anew._replace(value=sum_before)
    before_it = when(is_in_order, count, sum_anew)
    return when(is_number(key), before_it, 0)


def _is_in_order(table: ProofTable, rows: range) -> Term:
    """No row of an area breaks the order of the keys."""
    return same(table.row(rows[-1])["out_of_order"], 0)


def _block(
    table: ProofTable,
    rows: range,
    column: str,
) -> str:
    """Some cells of a column, as formulas of their own sheet name them."""
    return table.block(rows, column).removeprefix(table.mark)


def _rows_before(
    row: ProofRow,
    rows: range,
) -> list[int]:
    """The rows of an area whose keys are less; none for a row without a key."""
    key = row["key"].value
    if not isinstance(key, int):
        return []
    keys = {each: row.table.value(each, "key") for each in rows}
    return [each for each in rows if isinstance(keys[each], int) and keys[each] < key]
