"""What a row says of its group against what the registry says, field by field.

Knows which difference decides: one that changes the answer to a condition the group stands on. Refuses to say who is
right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kbo_screen.desk.submitted_groups import product_of_row
from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text, value_text
from kbo_screen.screening.conditions import evaluate_condition
from kbo_screen.vocabulary.fields import NUMBER_FIELDS, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.desk.run import Run
    from kbo_screen.registry.submission import CellEntry, SubmittedRow


def check_product(row: SubmittedRow, group: int, run: Run) -> tuple[int, list[Finding]]:
    """The product that a row stands by, and a finding where the one it names is none of the group's.

    A row that names no product stands by the group's own.
    """
    standing = int(run.screening.groups["product"].loc[group])
    if row.value("product_name") is None and row.value("product_id") is None:
        return standing, []
    own = run.screening.products.index[run.screening.products["group"] == group]
    products = run.registry.products.loc[own]
    known = list(
        zip(own, products["product_id"], products["product_name"], strict=True)
    )
    meant = product_of_row(row, known, run.letter.matching.same)
    if meant is not None:
        return meant, []
    names = (
        ", ".join(
            f"“{name}”" for name in dict.fromkeys(products["product_name"]) if name
        )
        or "-"
    )
    written = row.value("product_name") or row.value("product_id")
    place = row.place("product_name", "product_id")
    return standing, [
        make_finding(
            "registry.product-not-of-group",
            place,
            value=written,
            suggestion=names,
            group=_name(run, group),
        )
    ]


def check_values(
    row: SubmittedRow, group: int, product: int, run: Run
) -> Iterator[Finding]:
    """A finding per cell that says something else than the registry; an error where it decides.

    Stars of two rounds are not compared with one another: that the round differs is the finding.
    """
    of_round = _check_star_year(row, group, product, run)
    if of_round:
        yield of_round
    for compared_field in TABLE:
        field, code = compared_field.id, compared_field.differs_as
        written = row.cells.get(field)
        if (
            code is None
            or written is None
            or not written.is_clear
            or not written.text
            or (field == "star" and of_round)
        ):
            continue
        known, is_known = _known(field, group, product, run)
        if is_known and known != written.value:
            yield _differs(code, written, field, written.value, group, product, run)


def _check_star_year(
    row: SubmittedRow, group: int, product: int, run: Run
) -> Finding | None:
    """Stars of another round than the registry's, as a column of its own says it, or the cell of the star."""
    star, column = row.cells.get("star"), row.cells.get("star_year_be")
    if star is None or star.value is None:
        return None
    said, year_be = (
        (column, column.value)
        if column and column.value is not None
        else (star, star.year_be)
    )
    known, is_known = _known("star_year_be", group, product, run)
    if year_be is None or not is_known or known == year_be:
        return None
    return _differs(
        "registry.star-year-differs", said, "star_year_be", year_be, group, product, run
    )


def _differs(
    code: str,
    written: CellEntry,
    field: str,
    value: Any,
    group: int,
    product: int,
    run: Run,
) -> Finding:
    """A cell that says something else than the registry, with both values; an error where it decides."""
    words = registry_words(field, group, product, run)
    return make_finding(
        code,
        written.place,
        value=written.text,
        severity="error" if _decides(field, value, product, group, run) else "warning",
        suggestion=words["th"],
        known=words,
        registry_cell=_cell(run, product, field),
        group=_name(run, group),
        field=field,
    )


def registry_words(field: str, group: int, product: int, run: Run) -> dict[str, str]:
    """What the registry says of a field of a product (of a standard: of its group), in the words of each language."""
    known, is_known = _known(field, group, product, run)
    if not is_known:
        return {lang: text("words.value.star.unknown", lang) for lang in LANGUAGES}
    return {
        lang: value_text(field, "not_rated" if known is None else known, lang)
        for lang in LANGUAGES
    }


def _known(field: str, group: int, product: int, run: Run) -> tuple[Any, bool]:
    """What the registry says of a field, and whether it says anything; of a standard the group's best."""
    own: Any = run.registry.products.loc[product]
    if field == "star":
        rated = own["star_rated"]
        return (None if pd.isna(rated) or not rated else int(own["star"])), not pd.isna(
            rated
        )
    value = (
        run.screening.groups["standard"].loc[group]
        if field == "standard"
        else own[field]
    )
    if pd.isna(value):
        return None, False
    return (int(value) if field in NUMBER_FIELDS else str(value)), True


def _decides(field: str, value: Any, product: int, group: int, run: Run) -> bool:
    """The value, put in the registry's place, would change a condition of the group's tier, or its preference."""
    preference = run.letter.preference
    if preference and field == preference.field:
        return (value in preference.first) != bool(
            run.screening.groups["prefers"].loc[group]
        )
    tier_id = run.screening.products["tier"].loc[product]
    binding = {
        name
        for tier in run.letter.tiers
        if pd.isna(tier_id) or tier.id == tier_id
        for name in tier.requires
    }
    own = run.registry.products.loc[[product]]
    changed = own.copy()
    if field == "star":
        changed["star_rated"] = pd.array([value is not None], dtype="boolean")
        changed["star"] = pd.array([value], dtype="Int16")
    else:
        changed[field] = pd.Series([value], index=changed.index).astype(
            changed[field].dtype
        )
    asks = "star" if field == "star_year_be" else field
    return any(
        not evaluate_condition(changed, condition).equals(
            evaluate_condition(own, condition)
        )
        for condition in run.letter.conditions
        if condition.field == asks
        and condition.id in binding
        and condition.id in run.screening.is_true
    )


def _cell(run: Run, product: int, field: str) -> str:
    return run.registry.place(product, field).whole


def _name(run: Run, group: int) -> str:
    return str(run.screening.groups["group_name"].loc[group])
