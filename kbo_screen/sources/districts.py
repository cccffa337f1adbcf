"""Settles the province and district of every row by its cells.

It does not guess: a municipality is no district, a near name is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from kbo_screen.sources.cells import fault
from kbo_screen.vocabulary.areas import (
    Province,
    districts_of,
    nearest,
    nearest_districts,
    province_named,
    provinces,
    resolve_district,
    take_apart,
)
from kbo_screen.vocabulary.marks import is_ditto
from kbo_screen.vocabulary.reading import cell_text, is_blank
from kbo_screen.vocabulary.thai_text import fold
from kbo_screen.vocabulary.values import is_doubtful

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.grid import CellValue
    from kbo_screen.registry.registry import Scope, ScopeDistrict
    from kbo_screen.sources.cells import CellColumn

#: In place of a district: the row is of another province, or its district could not be settled.
OUT_OF_SCOPE: Final = -1
UNSETTLED: Final = -2
#: So many names stand in a message.
MOST_SUGGESTED: Final = 3
#: Of the provinces that have a district of one name.
MOST_PROVINCES: Final = 5

_MUNICIPALITY: Final = re.compile(r"^(?:เทศบาล|ทต\s*\.|ทม\s*\.|ทน\s*\.|อบต)")


@dataclass(frozen=True, slots=True)
class SettledPlace:
    """The district (position in the scope, or why there is none) and the slug of a finding with its nearest names.

    field: whose cell the finding is about.
    """

    district_ix: int
    problem: str | None = None
    suggestion: str | None = None
    field: str = "district"


@dataclass(frozen=True, slots=True)
class Settled:
    """Per row the position of its place in `places`."""

    codes: np.ndarray
    places: list[SettledPlace]

    @property
    def district_ix(self) -> np.ndarray:
        """Per row the district's position in the scope, OUT_OF_SCOPE or UNSETTLED."""
        by_place = np.array(
            [place.district_ix for place in self.places] or [UNSETTLED], dtype=np.int64
        )
        return by_place.take(self.codes)


def settle_districts(
    provinces_: CellColumn,
    districts: CellColumn,
    scope: Scope,
) -> Settled:
    """Settle every row; each different pair of texts is looked at once.

    provinces_, districts: the cells of the rows.
    """
    district_count = len(districts.distinct)
    pairs = provinces_.codes.astype(np.int64) * district_count + districts.codes
    codes, uniques = pd.factorize(pairs)
    places = []
    for pair in uniques.tolist():
        province_code, district_code = divmod(pair, district_count)
        province = provinces_.distinct[province_code]
        district = districts.distinct[district_code]
        places.append(_settle_cells(province, district, scope))
    return Settled(codes, places)


def _settle_cells(
    province: CellValue,
    district: CellValue,
    scope: Scope,
) -> SettledPlace:
    """The place of a row; an error, or a formula never calculated, names none, and is told as what it is."""
    if not fault(district) and is_ditto(cell_text(district)):
        return SettledPlace(UNSETTLED, "doubtful-ditto")
    place = _settle(_text_without_fault(province), _text_without_fault(district), scope)
    if place.district_ix == UNSETTLED:
        problem = _problem_of_fault(district)
        return SettledPlace(UNSETTLED, problem) if problem else place
    if place.district_ix == OUT_OF_SCOPE or place.problem:
        return place
    problem = _problem_of_fault(province)
    return (
        replace(
            place,
            problem=problem,
            field="province",
        )
        if problem
        else place
    )


def _text_without_fault(value: CellValue) -> str:
    return "" if fault(value) else cell_text(value)


def _problem_of_fault(value: CellValue) -> str | None:
    reading = fault(value)
    return reading.problem if reading else None


def _settle(
    province_text: str,
    district_text: str,
    scope: Scope,
) -> SettledPlace:
    has_province = not is_blank(province_text)
    province = (
        province_named(province_text)
        if has_province
        else _province_behind(district_text)
    )
    if province and province.name not in scope.provinces:
        return SettledPlace(OUT_OF_SCOPE)
    if is_blank(district_text):
        return SettledPlace(UNSETTLED, "no-district")
    place = _settle_district(district_text, province, scope)
    if has_province and province is None and place.problem is None:
        return _with_unknown_province(place, province_text, scope)
    return place


def _province_behind(district_text: str) -> Province | None:
    """The province that stands behind a district, where it has such a district: else one of the two is a slip."""
    province = take_apart(district_text).province
    if province and resolve_district(district_text, districts_of(province.name)):
        return province
    return None


def _with_unknown_province(
    place: SettledPlace,
    province_text: str,
    scope: Scope,
) -> SettledPlace:
    names = nearest(province_text, [province.name for province in provinces()])
    if not names:
        names = list(scope.provinces[:MOST_SUGGESTED])
    return SettledPlace(
        place.district_ix, "unknown-province", ", ".join(names), "province"
    )


def _settle_district(
    text: str,
    province: Province | None,
    scope: Scope,
) -> SettledPlace:
    """The district of the scope that a text names, inside its province where that is known."""
    candidates = list(scope.districts)
    if province:
        candidates = [
            district for district in candidates if district.province == province.name
        ]
    district = resolve_district(text, candidates)
    if district is None:
        return _unsettled(text, candidates, scope)
    if is_doubtful(text):
        return SettledPlace(UNSETTLED, "unknown-district", district.district)
    return SettledPlace(scope.districts.index(district))


def _unsettled(
    text: str,
    candidates: Sequence[ScopeDistrict],
    scope: Scope,
) -> SettledPlace:
    """Why a text names no district: a municipality, one of several provinces, one out of the scope, or none."""
    if _MUNICIPALITY.match(text):
        return _problem("municipality", nearest_districts(text, candidates))
    provinces_inside = [
        district.province
        for district in candidates
        if resolve_district(text, [district])
    ]
    if provinces_inside:
        return _problem("ambiguous-district", provinces_inside[:MOST_PROVINCES])
    provinces_outside = _provinces_outside(text, scope)
    if provinces_outside:
        return _problem("foreign-district", provinces_outside[:MOST_SUGGESTED])
    return _problem("unknown-district", nearest_districts(text, candidates))


def _problem(slug: str, names: Sequence[str]) -> SettledPlace:
    return SettledPlace(UNSETTLED, slug, ", ".join(names))


def _provinces_outside(text: str, scope: Scope) -> list[str]:
    """The provinces out of the scope that have a district of that name; every province has a เมือง."""
    if fold(take_apart(text).name) == "เมือง":
        return []
    names = [province.name for province in provinces()]
    return [
        name
        for name in names
        if name not in scope.provinces and resolve_district(text, districts_of(name))
    ]
