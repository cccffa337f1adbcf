"""The sheets of a proof, in the order in which they decide: products, groups, districts, and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.proof_formulas.district_table import DistrictTable
from kbo_screen.results.proof_formulas.group_table import GroupTable
from kbo_screen.results.proof_formulas.letter_cells import LetterCells
from kbo_screen.results.proof_formulas.product_table import ProductTable
from kbo_screen.results.proof_formulas.province_table import ProvinceTable
from kbo_screen.results.proof_formulas.read_values import (
    ReadValues,
    refuse_too_many,
)
from kbo_screen.results.proof_formulas.terms import Term
from kbo_screen.results.sheets.sheet import Line, Sheet
from kbo_screen.results.wording.head_lines import letter_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.results.proof_formulas.proof_table import ProofTable
    from kbo_screen.results.proof_formulas.read_values import Orders

_SHEETS: Final = ("letter", "products", "groups", "districts", "province")


def proof_sheets(run: Run, orders: Orders) -> list[Sheet]:
    """Sheets in which a spreadsheet decides again, and compares.

    run: as it is shown. orders: those of the whole run. Raises UsageError for a run that is too large.
    """
    refuse_too_many(run)
    values = ReadValues(run, orders)
    lang = run.lang
    head = _title_block(run)
    first_row = len(head) + 2  # behind the title block stands the header
    names = {name: text(f"proof.sheet.{name}", lang) for name in _SHEETS}
    letter = LetterCells(run.letter, values.take, lang, names["letter"], first_row)
    products = ProductTable(values, letter, names["products"], first_row)
    groups = GroupTable(values, letter, products, names["groups"], first_row)
    districts = DistrictTable(values, letter, names["districts"], first_row)
    province = ProvinceTable(values, letter, names["province"], first_row)
    _decide(values, products, groups, districts, province)
    tables = [products.table, groups.table, districts.table]
    if values.has_province_quota:
        tables.append(province.table)
    letter.say_differences(_differences(letter, tables))
    return [
        Sheet(
            name=table.sheet_name,
            title_block=head,
            columns=table.sheet_columns(),
            rows=list(table.sheet_rows()),
            has_filter=False,  # a row that is sorted away from those above it would be wrong
            is_for_screen=table in (products.table, groups.table),
        )
        for table in (letter.table, *tables)
    ]


def _title_block(run: Run) -> Sequence[Line]:
    """Lines over every table, as many on each sheet: formulas count on it."""
    return [
        Line(text("proof.title", run.lang), "plain"),
        Line(letter_line(run), "plain"),
        Line(text("proof.how", run.lang), "plain"),
    ]


def _decide(
    values: ReadValues,
    products: ProductTable,
    groups: GroupTable,
    districts: DistrictTable,
    province: ProvinceTable,
) -> None:
    """From products to groups, to districts, and back: which tier is needed decides who is certain."""
    units = products if values.counts_products else groups
    products.decide_tiers(groups.row_of)
    groups.decide_tiers()
    districts.open_tiers(units)
    states = districts.states()
    products.decide_standing(states)
    groups.decide_outcomes(states)
    products.compare(states)
    groups.rank()
    if values.has_province_quota:
        province.rank(groups)
    groups.propose(province.fills() if values.fills_province else {})
    districts.compare(units)


def _differences(letter: LetterCells, tables: Sequence[ProofTable]) -> Term:
    """How many rows of all sheets do not say what the program says; a row with an error counts too."""
    agreeing = letter["word:agrees"]
    parts = []
    count = 0
    for table in tables:
        rows = range(len(table.rows))
        if rows:
            block = table.block(rows, "agrees")
            parts.append(f"ROWS({block})-COUNTIF({block},{agreeing.text})")
        for row in table.each_row():
            count += row["agrees"].value != agreeing.value
    return Term("+".join(parts), count)
