"""Settles the province and district of every row by its cells.

It does not guess: a municipality is no district, a near name is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from kbo_screen.sources.cells.cell_columns import fault, text_without_fault
from kbo_screen.sources.cells.sheet_cells import passes_of_codes
from kbo_screen.vocabulary.areas import (
    Province,
    districts_of,
    every_district,
    may_name_any,
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
    from collections.abc import Callable, Sequence

    from kbo_screen.grid import CellValue
    from kbo_screen.registry.registry import Scope, ScopeDistrict
    from kbo_screen.sources.cells.cell_columns import CellColumn

#: In place of a district: the row is of another province, or its district could not be settled.
OUT_OF_SCOPE: Final = -1
UNSETTLED: Final = -2
#: So many names stand in a message.
MOST_SUGGESTED: Final = 3
#: Of the provinces that have a district of one name.
MOST_PROVINCES: Final = 5

_MUNICIPALITY: Final = re.compile(r"^(?:เทศบาล|ทต\s*\.|ทม\s*\.|ทน\s*\.|อบต)")


class RowArea(NamedTuple):
    """The district of a row: its position in the scope, OUT_OF_SCOPE or UNSETTLED.

    problem: the slug of the finding that says what is wrong, with `suggestion`, the nearest names. field: whose cell it
    is about.
    """

    district_ix: int
    problem: str | None = None
    suggestion: str | None = None
    field: str = "district"


class RowAreas(NamedTuple):
    """The areas of rows: per row the position of its area in `distinct`."""

    codes: np.ndarray
    distinct: list[RowArea]

    @property
    def district_ix(self) -> np.ndarray:
        """Per row the district's position in the scope, OUT_OF_SCOPE or UNSETTLED."""
        positions = [area.district_ix for area in self.distinct]
        return np.array(positions, dtype=np.int64).take(self.codes)

    def at(self, row: int) -> RowArea:
        """The area of one row."""
        return self.distinct[int(self.codes[row])]

    def where(self, test: Callable[[RowArea], bool]) -> np.ndarray:
        """Per row whether its area passes; each different one is tested once."""
        return passes_of_codes(self.distinct, self.codes, test)


def settle_districts(
    provinces_: CellColumn,
    districts: CellColumn,
    scope: Scope,
) -> RowAreas:
    """Settle every row; each different pair of texts is looked at once.

    provinces_, districts: the cells of the rows.
    """
    district_count = len(districts.distinct)
    pairs = provinces_.codes.astype(np.int64) * district_count + districts.codes
    codes, uniques = pd.factorize(pairs)
    areas = []
    for pair in uniques.tolist():
        province_code, district_code = divmod(pair, district_count)
        province = provinces_.distinct[province_code]
        district = districts.distinct[district_code]
        areas.append(_settle_cells(province, district, scope))
    return RowAreas(codes, areas)


def _settle_cells(
    province: CellValue,
    district: CellValue,
    scope: Scope,
) -> RowArea:
    """The area of a row; an error, or a formula never calculated, names none, and is told as what it is."""
    if not fault(district) and is_ditto(cell_text(district)):
        return RowArea(UNSETTLED, "doubtful-ditto")
    area = _settle(text_without_fault(province), text_without_fault(district), scope)
    if area.district_ix == UNSETTLED:
        problem = _problem_of_fault(district)
        return RowArea(UNSETTLED, problem) if problem else area
    if area.district_ix == OUT_OF_SCOPE or area.problem:
        return area
    problem = _problem_of_fault(province)
    if problem is None:
        return area
    return area._replace(
        problem=problem,
        field="province",
    )


def _problem_of_fault(value: CellValue) -> str | None:
    reading = fault(value)
    return reading.problem if reading else None


def _settle(
    province_text: str,
    district_text: str,
    scope: Scope,
) -> RowArea:
    has_province = not is_blank(province_text)
    province = (
        province_named(province_text)
        if has_province
        else _province_behind(district_text)
    )
    if province and province.name not in scope.provinces:
        return _outside(district_text, province, scope)
    if is_blank(district_text):
        return RowArea(UNSETTLED, "no-district")
    area = _settle_district(district_text, province, scope)
    if has_province and province is None and area.problem is None:
        return _with_unknown_province(area, province_text, scope)
    return area


def _outside(
    district_text: str,
    province: Province,
    scope: Scope,
) -> RowArea:
    """A row of a province out of the scope; where only the scope has such a district, one of them is a slip."""
    district = resolve_district(district_text, scope.districts)
    if district is None or resolve_district(district_text, districts_of(province.name)):
        return RowArea(OUT_OF_SCOPE)
    return RowArea(OUT_OF_SCOPE, "foreign-province", district.province, "province")


def _province_behind(district_text: str) -> Province | None:
    """The province that stands behind a district, where it has such a district: else one of the two is a slip."""
    province = take_apart(district_text).province
    if province and resolve_district(district_text, districts_of(province.name)):
        return province
    return None


def _with_unknown_province(
    area: RowArea,
    province_text: str,
    scope: Scope,
) -> RowArea:
    names = nearest(province_text, [province.name for province in provinces()])
    names = names or list(scope.provinces[:MOST_SUGGESTED])
    return RowArea(area.district_ix, "unknown-province", ", ".join(names), "province")


def _settle_district(
    text: str,
    province: Province | None,
    scope: Scope,
) -> RowArea:
    """The district of the scope that a text names, inside its province where that is known."""
    candidates = list(scope.districts)
    if province:
        candidates = scope.districts_of.get(province.name, [])
    district = resolve_district(text, candidates)
    if district is None:
        return _unsettled(text, candidates, scope)
    if is_doubtful(text):
        return RowArea(UNSETTLED, "unknown-district", district.district)
    position = scope.position_of[district.province, district.district]
    return RowArea(position)


def _unsettled(
    text: str,
    candidates: Sequence[ScopeDistrict],
    scope: Scope,
) -> RowArea:
    """Why a text names no district: a municipality, one of several provinces, one out of the scope, or none."""
    if _MUNICIPALITY.match(text):
        return _problem("municipality", nearest_districts(text, candidates))
    provinces_inside = _provinces_inside(text, candidates)
    if provinces_inside:
        return _problem("ambiguous-district", provinces_inside[:MOST_PROVINCES])
    provinces_outside = _provinces_outside(text, scope)
    if provinces_outside:
        return _problem("foreign-district", provinces_outside[:MOST_SUGGESTED])
    return _problem("unknown-district", nearest_districts(text, candidates))


def _provinces_inside(text: str, candidates: Sequence[ScopeDistrict]) -> list[str]:
    """The provinces of the candidates that have that name."""
    if not may_name_any(text, candidates):
        return []
    return [
        district.province
        for district in candidates
        if resolve_district(text, [district])
    ]


def _problem(slug: str, names: Sequence[str]) -> RowArea:
    return RowArea(UNSETTLED, slug, ", ".join(names))


def _provinces_outside(text: str, scope: Scope) -> list[str]:
    """The provinces out of the scope that have a district of that name; every province has a เมือง."""
    if fold(take_apart(text).name) == "เมือง":
        return []
    if not may_name_any(text, every_district()):
        return []
    names = [province.name for province in provinces()]
    return [
        name
        for name in names
        if name not in scope.provinces and resolve_district(text, districts_of(name))
    ]
