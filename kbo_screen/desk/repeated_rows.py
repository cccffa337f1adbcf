"""Rows that state one product again: where they agree they are one product, and the first of them stands for all.

A row that says anything else of its product stays a row of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from kbo_screen.desk.contradictions import differ
from kbo_screen.findings import make_finding
from kbo_screen.registry.identity import number_values, pair_codes
from kbo_screen.registry.registry import RepeatedRow
from kbo_screen.registry.same_product import rows_of_several, take_values
from kbo_screen.registry.scope import keep_products
from kbo_screen.vocabulary.areas import subdistrict_key
from kbo_screen.vocabulary.fields import COMPARED_FIELDS, TABLE
from kbo_screen.vocabulary.names import group_key, product_word
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kbo_screen.findings import Finding, Place
    from kbo_screen.registry.identity import RowNumbers
    from kbo_screen.registry.registry import Registry

#: What makes two texts one, by the kind of field. Rows of one group are of one area.
_KEY_OF_KIND: Final[dict[str, Callable[[str], str]]] = {
    "id": str,
    "text": fold,
    "person": fold,
    "phone": fold,
}
#: The same by field: names and subdistricts are written in different ways.
_KEYS_OF_TEXTS: Final[dict[str, Callable[[str], str]]] = {
    field.id: _KEY_OF_KIND[field.kind] for field in TABLE if field.kind in _KEY_OF_KIND
} | {
    "group_name": group_key,
    "product_name": product_word,
    "subdistrict": subdistrict_key,
}
#: What rows state of a field, None where one says nothing.
WordsOfRows = list[str | None]
#: By field, per row a number for what it states, -1 where it says nothing.
CodesOfFields = dict[str, np.ndarray]
#: Fields that go where another goes.
_FIELDS_BESIDE: Final = {"star": ("star", "star_year_be")}


def fold_repeated_rows(registry: Registry, numbers: RowNumbers) -> Registry:
    """The registry with one row for the rows of a product that agree; the others stand in `repeated`, each told.

    The first row stands. Where it is blank it takes what another of the rows states, with that cell. Rows agree where
    no field is stated differently, whether the value was understood or not. Call it when contradictions are settled.
    numbers: which rows are one group or product.
    """
    # rows of two groups are never one
    units = pair_codes(numbers.groups.to_numpy(), numbers.products)
    rows = rows_of_several(units)
    if not len(rows):
        return registry
    statements = _statements_of_fields(registry, rows)
    agrees = _agrees(units[rows], statements)
    agreeing_rows = rows[agrees]
    first_rows = _first_rows(units, agreeing_rows)
    for field, codes in statements.items():
        stating_rows = _first_rows(units, agreeing_rows[codes[agrees] >= 0])
        registry = _fill_blanks(registry, field, first_rows, stating_rows)
    later_rows: dict[int, int] = {}
    for row in agreeing_rows.tolist():
        first_row = first_rows[int(units[row])]
        if row != first_row:
            later_rows[row] = first_row
    return _without_rows(registry, later_rows) if later_rows else registry


def _statements_of_fields(registry: Registry, rows: np.ndarray) -> CodesOfFields:
    return {
        field: number_values(
            np.array(_words_of_field(registry, field, rows), dtype=object)
        )
        for field in (*_KEYS_OF_TEXTS, *COMPARED_FIELDS)
    }


def _agrees(units: np.ndarray, statements: CodesOfFields) -> np.ndarray:
    """The rows of units of which no two rows state a field differently."""
    differing_units = [units[differ(units, codes)] for codes in statements.values()]
    return ~np.isin(units, np.concatenate(differing_units))


def _words_of_field(
    registry: Registry,
    field: str,
    rows: np.ndarray,
) -> WordsOfRows:
    """Per row what it states of a field, in words that are equal where rows agree; None where it says nothing."""
    if field in _KEYS_OF_TEXTS:
        return _keys_of_texts(
            registry.products[field].iloc[rows], _KEYS_OF_TEXTS[field]
        )
    words = _words_of_values(registry, field, rows)
    disputed_words = _disputed_words(registry, field, rows)
    for position, row in enumerate(rows.tolist()):
        if words[position] is None:
            place = registry.place(row, field)
            words[position] = disputed_words.get(place) or _words_not_understood(
                registry, place
            )
    return words


def _disputed_words(
    registry: Registry,
    field: str,
    rows: np.ndarray,
) -> dict[Place, str]:
    """What the cells say that contradict each other; rows that do share their cells, which are looked at once."""
    words: dict[Place, str] = {}
    looked_at: set[int] = set()
    for row in rows.tolist():
        cells = registry.cells_in_dispute(row, field)
        if id(cells) in looked_at:
            continue
        looked_at.add(id(cells))
        for cell in cells:
            if cell.value is not None:
                words.setdefault(cell.place, f"disputed {cell.value}")
    return words


def _keys_of_texts(texts: pd.Series, key_of: Callable[[str], str]) -> WordsOfRows:
    return [
        None if pd.isna(text) else key_of(str(text)) for text in texts.astype(object)
    ]


def _words_of_values(
    registry: Registry,
    field: str,
    rows: np.ndarray,
) -> WordsOfRows:
    """Per row its value of a field in words, None where it has none.

    A blank star says nothing, nor does a blank in the column of other projects. Of stars the round is compared too, of
    a project its name.
    """
    products = registry.products.iloc[rows]
    values = products[field].astype(object).tolist()
    is_stated = _is_stated(products, field).tolist()
    details = _details(products, field).tolist()
    words: WordsOfRows = []
    for stated, value, detail in zip(is_stated, values, details, strict=True):
        words.append(f"{value} {detail}" if stated else None)
    return words


def _is_stated(products: pd.DataFrame, field: str) -> np.ndarray:
    """Per row, whether it says something of a field."""
    is_stated: np.ndarray = products[field].notna().to_numpy()
    if field == "star":
        is_rating_known = products["star_rated"].notna().to_numpy()
        is_stated = is_rating_known & products["star_said"].to_numpy(dtype=bool)
    elif field == "other_project":
        says_so = products["project_said"].to_numpy(dtype=bool)
        is_stated = (is_stated & says_so) | _is_in_project(products)
    return is_stated


def _is_in_project(products: pd.DataFrame) -> np.ndarray:
    values = products["other_project"].astype(object)
    return values.eq("in_project").to_numpy(dtype=bool)


def _details(products: pd.DataFrame, field: str) -> pd.Series:
    """Per row what else is compared of a field: the round of its stars, the name of its project."""
    if field == "star":
        return products["star_year_be"].astype(object)
    if field == "other_project":
        return products["project_words"].where(_is_in_project(products), None)
    return pd.Series(
        "",
        index=products.index,
        dtype=object,
    )


def _words_not_understood(registry: Registry, place: Place) -> str | None:
    """The word of a cell that nobody understood."""
    if place.cell is None or place in registry.places_of_null_words:
        return None
    words = registry.not_understood.get(place)
    return None if words is None else f"unclear {words}"


def _first_rows(units: np.ndarray, rows: np.ndarray) -> dict[int, int]:
    """The first of the rows, by the number of its product."""
    last_to_first = reversed(rows.tolist())
    return {int(units[row]): row for row in last_to_first}


def _fill_blanks(
    registry: Registry,
    field: str,
    first_rows: dict[int, int],
    stating_rows: dict[int, int],
) -> Registry:
    """The registry with what later rows state of a field on first rows that say nothing of it.

    first_rows, stating_rows: by the number of a product its first row, and the first that states the field.
    """
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
    stays = np.ones(len(registry.products), dtype=bool)
    stays[list(later_rows)] = False
    tables = registry.products["table"].tolist()
    repeated = [
        RepeatedRow(tables[row], registry.sheet_row(row), first_row)
        for row, first_row in later_rows.items()
    ]
    findings = (*registry.findings, *_findings(registry, later_rows))
    told = replace(
        registry,
        repeated=tuple(repeated),
        findings=findings,
    )
    return keep_products(told, stays)


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
            other_place=registry.place(first_row, "product_name").in_words_beside(
                place
            ),
        )
