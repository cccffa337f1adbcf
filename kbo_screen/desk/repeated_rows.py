"""Rows that state one product again: where they agree they are one product, and the first of them stands for all.

Knows when rows agree. A row that says anything else of its product stays a row of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from kbo_screen.desk.contradictions import differ
from kbo_screen.findings import make_finding
from kbo_screen.registry.identity import number_groups, number_products
from kbo_screen.registry.registry import RepeatedRow
from kbo_screen.registry.same_product import take_values
from kbo_screen.registry.scope import keep_products
from kbo_screen.vocabulary.fields import DECISIVE_FIELDS, TABLE
from kbo_screen.vocabulary.names import group_key, product_word
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kbo_screen.findings import Finding
    from kbo_screen.letters.choices import Choices
    from kbo_screen.registry.registry import Registry

#: What makes two texts one, where the names of groups and products are written in different ways.
_KEYS_OF_NAMES: Final[dict[str, Callable[[str], str]]] = {
    "group_name": group_key,
    "product_name": product_word,
    "group_id": str,
    "product_id": str,
}
_TEXT_FIELDS: Final = tuple(
    field.id for field in TABLE if not field.is_decisive and field.subject != "area"
)
#: Fields with a value of a few; what it says beside a star and a project is looked at too.
_VALUE_FIELDS: Final = tuple(
    field for field in DECISIVE_FIELDS if field != "star_year_be"
)
#: Fields that go where another goes.
_FIELDS_BESIDE: Final = {"star": ("star", "star_year_be")}


def fold_repeated_rows(registry: Registry, choices: Choices) -> Registry:
    """The registry with one row for the rows of a product that agree; the others stand in `repeated`, each told.

    The first row stands. Where it is blank it takes what another of the rows states, with that cell. Rows agree where
    no field is stated differently, whether the value was understood or not. Call it when contradictions are settled.
    """
    if registry.products.empty:
        return registry
    units = _number_products_of_groups(registry, choices)
    is_alone = np.bincount(units, minlength=1)[units] == 1
    if is_alone.all():
        return registry
    rows = np.flatnonzero(~is_alone)
    statements = {
        field: _statements(registry, field, rows)
        for field in (*_TEXT_FIELDS, *_VALUE_FIELDS)
    }
    agrees = np.ones(len(rows), dtype=bool)
    for codes in statements.values():
        is_of_difference = np.isin(units[rows], units[rows][differ(units[rows], codes)])
        agrees &= ~is_of_difference
    agreeing_rows = rows[agrees]
    first_rows = _first_rows(units, agreeing_rows)
    for field, codes in statements.items():
        registry = _fill_blanks(
            registry, field, units, agreeing_rows, codes[agrees], first_rows
        )
    first_of_row = {row: first_rows[int(units[row])] for row in agreeing_rows.tolist()}
    later_rows = {row: first for row, first in first_of_row.items() if row != first}
    return _without_rows(registry, later_rows) if later_rows else registry


def _number_products_of_groups(registry: Registry, choices: Choices) -> np.ndarray:
    """Per row a number for its product in its group: rows of two groups are never one."""
    groups = number_groups(registry.products, choices)
    products = number_products(registry.products, groups)
    pairs = pd.DataFrame({"group": groups.to_numpy(), "product": products})
    numbers: np.ndarray = (
        pairs.groupby(["group", "product"], sort=False).ngroup().to_numpy()
    )
    return numbers


def _statements(registry: Registry, field: str, rows: np.ndarray) -> np.ndarray:
    """Per row a number for what it states of a field, -1 where it says nothing."""
    if field in _TEXT_FIELDS:
        key_of = _KEYS_OF_NAMES.get(field, fold)
        texts = registry.products[field].iloc[rows].astype(object)
        words = [None if pd.isna(text) else key_of(str(text)) for text in texts]
    else:
        words = _words_of_values(registry, field, rows)
        for position, row in enumerate(rows.tolist()):
            if words[position] is None:
                words[position] = _words_not_understood(registry, field, row)
    codes: np.ndarray = pd.factorize(np.array(words, dtype=object))[0]
    return codes


def _words_of_values(
    registry: Registry, field: str, rows: np.ndarray
) -> list[str | None]:
    """Per row its value of a field in words, None where it has none.

    A blank star says nothing, nor does a blank in the column of other projects. Of stars the round is compared too, of
    a project its name.
    """
    products = registry.products.iloc[rows]
    values = products[field].astype(object)
    if field == "star":
        is_stated = (
            products["star_said"].to_numpy(dtype=bool)
            & products["star_rated"].notna().to_numpy()
        )
        details = products["star_year_be"].astype(object)
    elif field == "other_project":
        is_in_project = values.eq("in_project").to_numpy(dtype=bool)
        is_stated = (
            products["project_said"].to_numpy(dtype=bool) & values.notna().to_numpy()
            | is_in_project
        )
        details = products["project_words"].where(is_in_project, None)
    else:
        is_stated = values.notna().to_numpy()
        details = pd.Series("", index=products.index)
    pairs = zip(is_stated.tolist(), values.tolist(), details.tolist(), strict=True)
    return [f"{value} {detail}" if stated else None for stated, value, detail in pairs]


def _words_not_understood(registry: Registry, field: str, row: int) -> str | None:
    """What a cell says whose value is unknown: a word that nobody understood, or one that other rows contradict."""
    place = registry.place(row, field)
    if place.cell is None:
        return None
    for cell in registry.disputed_cells.get((row, field), ()):
        if cell.place == place and cell.value is not None:
            return f"disputed {cell.value}"
    if place in registry.places_of_null_words:
        return None
    words = registry.not_understood.get(place)
    return None if words is None else f"unclear {words}"


def _first_rows(units: np.ndarray, rows: np.ndarray) -> dict[int, int]:
    """The first of the rows, by the number of its product."""
    first_rows: dict[int, int] = {}
    for row in rows.tolist():
        first_rows.setdefault(int(units[row]), row)
    return first_rows


def _fill_blanks(
    registry: Registry,
    field: str,
    units: np.ndarray,
    rows: np.ndarray,
    codes: np.ndarray,
    first_rows: dict[int, int],
) -> Registry:
    """The registry with what later rows state of a field on first rows that say nothing of it.

    codes: what each of the rows states, -1 for nothing.
    """
    stating_rows = _first_rows(units, rows[codes >= 0])
    sources: dict[int, int] = {}
    for unit, stating_row in stating_rows.items():
        first_row = first_rows[unit]
        if first_row != stating_row:
            sources[first_row] = stating_row
    if not sources:
        return registry
    for name in _FIELDS_BESIDE.get(field, (field,)):
        registry = take_values(registry, name, sources)
    return registry


def _without_rows(registry: Registry, later_rows: dict[int, int]) -> Registry:
    """The registry without rows that state a product again, which are kept aside.

    later_rows: position of a row -> position of the row that stands for it.
    """
    findings = tuple(_findings(registry, later_rows))
    stays = np.ones(len(registry.products), dtype=bool)
    stays[list(later_rows)] = False
    repeated: list[RepeatedRow] = []
    tables = registry.products["table"].tolist()
    for row, first_row in later_rows.items():
        repeated.append(RepeatedRow(tables[row], registry.sheet_row(row), first_row))
    whole = replace(
        registry, repeated=tuple(repeated), findings=(*registry.findings, *findings)
    )
    return keep_products(whole, stays)


def _findings(registry: Registry, later_rows: dict[int, int]) -> Iterator[Finding]:
    """A finding at every row that states a product again, which names the row that stands for it."""
    groups = registry.products["group_name"].tolist()
    products = registry.products["product_name"].tolist()
    for row, first_row in later_rows.items():
        place = registry.place(row, "product_name")
        yield make_finding(
            "registry.product-repeated",
            place,
            value=products[row],
            group=groups[row],
            other_place=registry.place(first_row, "product_name").beside(place),
        )
