"""Values that lists, answers or rows state: in words, beside a cell that says something else, written into products."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kbo_screen.findings.catalogue import LANGUAGES, text, text_in_each, value_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from kbo_screen.findings.catalogue import TextInEach
    from kbo_screen.registry.registry import DisputedCell


def differing_cell(cells: Sequence[DisputedCell], value: Any) -> DisputedCell | None:
    """The first of the cells that says something else."""
    return next((cell for cell in cells if cell.value != value), None)


def in_words(
    field: str,
    value: Any,
    words: str | None = None,
) -> TextInEach:
    """What a cell says, per language: its own words, else those of the value (None: unknown)."""
    return {lang: words or _value_in_words(field, value, lang) for lang in LANGUAGES}


def _value_in_words(
    field: str,
    value: Any,
    lang: str,
) -> str:
    if value is None:
        return text("words.truth.unknown", lang)
    if field == "star" and value == "none":
        value = "not_rated"
    return value_text(field, value, lang)


def star_value(row: Any) -> int | str | None:
    """The stars of a line or a product: None for unknown, "none" for not rated. row: has `star_rated` and `star`."""
    if pd.isna(row.star_rated):
        return None
    return int(row.star) if row.star_rated else "none"


def read_value(
    products: pd.DataFrame,
    product: int,
    field: str,
) -> int | str | None:
    """One value as `write_value` takes it: None for unknown; of stars "none" for not rated."""
    row: Any = products.loc[product]
    value = star_value(row) if field == "star" else row[field]
    if pd.isna(value):
        return None
    return value if isinstance(value, str) else int(value)


def write_value(
    products: pd.DataFrame,
    product: int | np.ndarray,
    field: str,
    value: Any,
    star_year_be: int | None,
) -> None:
    """Set one value, None for unknown; of stars "none" for not rated, and the round that the stars are of.

    product: its index, or a mask of many.
    """
    if field != "star":
        products.loc[product, field] = value
        return
    products.loc[product, "star_rated"] = pd.NA if value is None else value != "none"
    has_stars = value not in (None, "none")
    products.loc[product, "star"] = value if has_stars else pd.NA
    if star_year_be is not None:
        products.loc[product, "star_year_be"] = star_year_be


def effect_of_doubt(name: str) -> TextInEach:
    """What follows from a line that is perhaps about a product, in words: unknown, none, or answered yes or no."""
    return text_in_each(f"words.doubt.{name}")
