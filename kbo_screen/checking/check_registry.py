"""What a row says of its group against what the registry says, field by field.

A difference is an error where it decides: where it changes the answer to a condition the group stands on. Who is right
is not said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kbo_screen.checking.registry_entry import RegistryEntry
from kbo_screen.desk.submitted_groups import product_of_row
from kbo_screen.findings import Finding, make_finding
from kbo_screen.registry.frame_values import value_at
from kbo_screen.vocabulary.fields import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Severity
    from kbo_screen.registry.submission import CellEntry, SubmittedRow


def entry_of_row(
    row: SubmittedRow,
    group: int,
    run: Run,
) -> RegistryEntry | None:
    """The product by which a row stands: the one it names, else the group's own; None: it names none of the group's."""
    if row.value("product_name") is None and row.value("product_id") is None:
        return standing_entry(group, run)
    products = run.registry.products
    candidates = [
        (
            ix,
            value_at(products, ix, "product_id"),
            value_at(products, ix, "product_name"),
        )
        for ix in run.screening.products_of(group)
    ]
    product = product_of_row(row, candidates, run.letter.matching.same)
    return None if product is None else RegistryEntry(run, group, product)


def standing_entry(group: int, run: Run) -> RegistryEntry:
    """A group by the product by which it stands."""
    product = int(value_at(run.screening.groups, group, "product"))
    return RegistryEntry(run, group, product)


def product_not_of_group(
    row: SubmittedRow,
    group: int,
    run: Run,
) -> Finding:
    """A row names a product that is none of its group's: the group's products."""
    names = run.registry.products.loc[run.screening.products_of(group), "product_name"]
    quoted = [f"“{name}”" for name in dict.fromkeys(names) if name]
    return make_finding(
        "registry.product-not-of-group",
        row.place("product_name", "product_id"),
        value=row.value("product_name") or row.value("product_id"),
        suggestion=", ".join(quoted) or "-",
        group=standing_entry(group, run).group_name,
    )


def check_values(row: SubmittedRow, entry: RegistryEntry) -> Iterator[Finding]:
    """A finding per cell that says something else than the registry; an error where it decides.

    Stars of two rounds are not compared with one another: that the round differs is the finding.
    """
    round_differs = _check_star_year(row, entry)
    if round_differs:
        yield round_differs
    for field in TABLE:
        if field.id == "star" and round_differs:
            continue
        cell = row.cells.get(field.id)
        if (
            field.differs_as
            and cell is not None
            and _says_otherwise(cell, field.id, entry)
        ):
            yield _differs(field.differs_as, cell, field.id, cell.value, entry)


def _says_otherwise(cell: CellEntry, field: str, entry: RegistryEntry) -> bool:
    """The cell says something, the registry too, and they are not the same."""
    is_said = cell.is_clear and bool(cell.text)
    return is_said and entry.is_known(field) and entry.value(field) != cell.value


def _check_star_year(row: SubmittedRow, entry: RegistryEntry) -> Finding | None:
    """Stars of another round than the registry's, as a column of its own says it, or the cell of the star."""
    star = row.cells.get("star")
    if star is None or star.value is None:
        return None
    cell, year_be = star, star.year_be
    year_cell = row.cells.get("star_year_be")
    if year_cell and year_cell.value is not None:
        cell, year_be = year_cell, year_cell.value
    registry_year_be = entry.value("star_year_be")
    if None in (year_be, registry_year_be) or year_be == registry_year_be:
        return None
    return _differs("registry.star-year-differs", cell, "star_year_be", year_be, entry)


def _differs(
    code: str,
    cell: CellEntry,
    field: str,
    value: Any,
    entry: RegistryEntry,
) -> Finding:
    """A cell that says something else than the registry, with both values; an error where it decides."""
    severity: Severity = "error" if entry.decides(field, value) else "warning"
    words = entry.words(field)
    return make_finding(
        code,
        cell.place,
        value=cell.text,
        severity=severity,
        suggestion=words["th"],
        known=words,
        registry_cell=entry.cell(field),
        group=entry.group_name,
        field=field,
    )
