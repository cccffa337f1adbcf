"""Gives each field of a registry its column: by its header, and where headers share a word, by the values below it.

Knows how two columns that claim one field are told apart. Refuses to read a value into the registry.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from kbo_screen.vocabulary.fields import CODED_VALUES, FIELDS, NUMBER_FIELDS
from kbo_screen.vocabulary.headers import BY_HAND, EXACT, WEAK, WORDED
from kbo_screen.vocabulary.places import bare_district, provinces
from kbo_screen.vocabulary.reading import cell_text, is_blank
from kbo_screen.vocabulary.values import read_field

if TYPE_CHECKING:
    from collections.abc import Callable

    from kbo_screen.sources.header import Header
    from kbo_screen.sources.spreadsheet import CellValue, SheetGrid

#: Values of a column that are looked at to tell what it holds.
SAMPLE_SIZE: Final = 200
#: The part of its values that a column must have readable to take a field by a shared word.
READABLE_PART: Final = 0.8
#: How well any text fits a field whose values can be anything.
ANY_TEXT: Final = 0.5


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds which field, and what else claimed it.

    `by_field`: field -> column from 0. `rivals`: field -> the other columns that claim it, less well.
    `star_year_be`: the round that the star column's header names. `other_rounds`: columns of stars of another round.
    """

    by_field: dict[str, int]
    rivals: dict[str, tuple[int, ...]]
    star_year_be: int | None = None
    other_rounds: tuple[int, ...] = ()


def assign_columns(grid: SheetGrid, header: Header, star_year_be: int | None) -> Columns:
    """Give every field its column: the strongest header, among equals the one whose values parse.

    star_year_be: the round whose stars the letter asks for; a column of another round is not its star column.
    """
    taken: dict[int, str] = {}
    by_field: dict[str, int] = {}
    rivals: dict[str, tuple[int, ...]] = {}
    others = _other_rounds(header, star_year_be)
    for strength in (BY_HAND, EXACT, WORDED, WEAK):
        for field in FIELDS:
            claims = [c for c in _claims(header, field, strength) if c not in taken and c not in others]
            if strength == WEAK:
                claims = [c for c in claims if _fit(grid, header, c, field) >= _least_fit(field)]
            if not claims:
                continue
            best = by_field.get(field)
            if best is None:
                best = (
                    claims[0] if len(claims) == 1 else max(claims, key=_preference(grid, header, field, star_year_be))
                )
                by_field[field] = best
                taken[best] = field
            if strength != WEAK and (less := tuple(c for c in claims if c != best)):
                rivals[field] = rivals.get(field, ()) + less
    rivals = {field: tuple(c for c in columns if c not in taken) for field, columns in rivals.items()}
    star = by_field.get("star")
    year = next((m.year_be for m in header.matches[star] if m.field == "star"), None) if star is not None else None
    return Columns(by_field, {f: c for f, c in rivals.items() if c}, year, tuple(others))


def _preference(
    grid: SheetGrid, header: Header, field: str, star_year_be: int | None
) -> Callable[[int], tuple[bool, float, int]]:
    """What makes one column of several the field's: the letter's round, values that parse, the place furthest left."""
    return lambda c: (_round_fit(header, c, star_year_be), _fit(grid, header, c, field), -c)


def _claims(header: Header, field: str, strength: int) -> list[int]:
    return [
        column
        for column, matches in header.matches.items()
        if any(match.field == field and match.strength == strength for match in matches)
    ]


def _other_rounds(header: Header, star_year_be: int | None) -> list[int]:
    """Columns whose header speaks of stars of a round that the letter does not ask for."""
    return [
        column
        for column, matches in header.matches.items()
        if matches[0].field == "star"
        and matches[0].strength != BY_HAND
        and star_year_be
        and matches[0].year_be not in (None, star_year_be)
    ]


def _round_fit(header: Header, column: int, star_year_be: int | None) -> bool:
    match = header.matches[column][0]
    return match.field == "star" and star_year_be is not None and match.year_be == star_year_be


def _least_fit(field: str) -> float:
    return READABLE_PART if field in CODED_VALUES or field in NUMBER_FIELDS or field == "phone" else ANY_TEXT


def _fit(grid: SheetGrid, header: Header, column: int, field: str) -> float:
    """The part of a column's values that read as that field, 0 to 1; an empty column fits nothing."""
    below = grid.columns[column][header.last_row + 1 :]
    sample = list(islice((v for v in below if v is not None and not is_blank(cell_text(v))), SAMPLE_SIZE))
    if not sample:
        return 0.0
    return sum(_reads(field, value) for value in sample) / len(sample)


def _reads(field: str, value: CellValue) -> float:
    """How well one value reads as that field."""
    text = cell_text(value)
    if field == "province":
        return float(text in {p.name for p in provinces()})
    if field == "district":
        return ANY_TEXT + (1 - ANY_TEXT) * (bare_district(text) != text)
    if field in ("group_id", "product_id", "phone"):
        return float(sum(map(str.isdigit, text)) * 2 > len(text))
    if field in CODED_VALUES or field in NUMBER_FIELDS:
        reading = read_field(field, value)
        return float(reading.known)
    return 0.0 if text.replace(".", "").isdigit() else ANY_TEXT
