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
    number,
    numeric,
    plus,
    same,
    truth,
    when,
)

if TYPE_CHECKING:
    from kbo_screen.results.proof_formulas.proof_table import ProofTable


def carry_order(
    table: ProofTable,
    row: int,
    area: str,
) -> None:
    """Count down the rows of an area: `out_of_order`, that break the order of keys, and `listed_so_far`.

    area: the column that says of which area a row is.
    """
    key, key_before = table.near(row, "key"), table.near(row - 1, "key")
    is_after = every([is_number(key_before), is_below(key_before, key)])
    is_same_area = same(table.near(row, area), table.near(row - 1, area))
    breaks = every([is_same_area, is_number(key), same(is_after, truth(False))])
    broken = when(breaks, number(1), number(0))
    is_listed = when(is_number(key), number(1), number(0))
    carry_sum(table, row, area, "out_of_order", broken)
    carry_sum(table, row, area, "listed_so_far", is_listed)


def carry_sum(
    table: ProofTable,
    row: int,
    area: str,
    column: str,
    term: Term,
) -> None:
    """Write the sum of an area's rows down to this one."""
    is_same_area = same(table.near(row, area), table.near(row - 1, area))
    before = numeric(table.near(row - 1, column))
    carried = when(is_same_area, before, number(0))
    table.rows[row][column] = plus(carried, term)


def rank_term(
    table: ProofTable,
    row: int,
    rows: range,
    otherwise: Term,
) -> Term:
    """The place on the list of an area, from 1. rows: of the area. otherwise: for a row that is not on it."""
    key = table.near(row, "key")
    count = table.near(row, "listed_so_far")
    block = _block(table, rows, "key")
    counted_anew = Term(f'COUNTIF({block},"<"&{key.text})+1', count.value)
    if not _is_in_order(table, rows).value:
        n_before = len(_rows_before(table, row, rows))
        counted_anew = counted_anew._replace(value=n_before + 1)
    rank = when(_is_in_order(table, rows), count, counted_anew)
    return when(is_number(key), rank, otherwise)


def units_before(
    table: ProofTable,
    row: int,
    rows: range,
    units: str,
    units_so_far: str,
) -> Term:
    """The units of the rows of an area that stand before this one; 0 for a row that is not on the list.

    units, units_so_far: the columns that hold them, and their sum down to each row.
    """
    key = table.near(row, "key")
    count = minus(table.near(row, units_so_far), table.near(row, units))
    blocks = _block(table, rows, "key"), _block(table, rows, units)
    summed_anew = Term(f'SUMIF({blocks[0]},"<"&{key.text},{blocks[1]})', count.value)
    if not _is_in_order(table, rows).value:
        before = _rows_before(table, row, rows)
        sum_before = sum(table.value(each, units) for each in before)
        summed_anew = summed_anew._replace(value=sum_before)
    before_it = when(_is_in_order(table, rows), count, summed_anew)
    return when(is_number(key), before_it, number(0))


def _is_in_order(table: ProofTable, rows: range) -> Term:
    """No row of an area breaks the order of the keys."""
    return same(table.near(rows[-1], "out_of_order"), number(0))


def _block(
    table: ProofTable,
    rows: range,
    column: str,
) -> str:
    """Some cells of a column, as formulas of their own sheet name them."""
    return table.block(rows, column).rpartition("!")[2]


def _rows_before(
    table: ProofTable,
    row: int,
    rows: range,
) -> list[int]:
    """The rows of an area whose keys are less; none for a row without a key."""
    key = table.value(row, "key")
    if not isinstance(key, int):
        return []
    keys = {each: table.value(each, "key") for each in rows}
    return [each for each in rows if isinstance(keys[each], int) and keys[each] < key]
