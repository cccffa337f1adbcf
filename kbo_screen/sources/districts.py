"""Settles the province and district of every row: by its cells, else by the title above it or the sheet's name.

Knows how a place is named on a sheet. Refuses to guess: a municipality is no district, a near name is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS, NO_CELL
from kbo_screen.sources.cells import fault, rows_where
from kbo_screen.sources.row_kinds import DATA, NOTE, TITLE
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
    from kbo_screen.grid import CellValue, SheetGrid
    from kbo_screen.registry.registry import Scope
    from kbo_screen.sources.cells import CellColumn

#: In place of a district: the row is of another province, or its district could not be settled.
OUT_OF_SCOPE: Final = -1
UNSETTLED: Final = -2
#: So many names stand in a message.
MOST_SUGGESTED: Final = 3

#: Between the word for a district and its name stand blanks, a colon, or the dotted line of a form.
_DISTRICT_IN_TITLE: Final = re.compile(
    r"(?:อำเภอ|สพอ\s*\.?|(?<![ก-๎])อ\s*\.|(?<![ก-๎])เขต)[\s:.…_·-]*([ก-๎]+?)(?=จังหวัด|\s|[^ก-๎]|$)"
)
#: A row between others that speaks of a district.
_BANNER: Final = re.compile(
    r"^[\s\d.()*_-]*(?:อำเภอ|สพอ\s*\.?|อ\s*\.|เขต)\s*[:.…]*\s*(?!ละ|นี้|ที่|ใน|ทั้ง)[ก-๎]"
)
#: What stands around the name of a district that is a banner.
_AROUND_BANNER: Final = re.compile(r"^[\s\d.()*_-]+|\s*\([^)]*\)\s*$|[\s:*_-]+$")
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
    provinces_: CellColumn, districts: CellColumn, scope: Scope
) -> Settled:
    """Settle every row; each different pair of texts is looked at once.

    provinces_, districts: the cells of the rows.
    """
    pairs = (
        provinces_.codes.astype(np.int64) * len(districts.distinct) + districts.codes
    )
    codes, uniques = pd.factorize(pairs)
    places = []
    for pair in uniques:
        province, district = divmod(int(pair), len(districts.distinct))
        places.append(
            _settle_cells(
                provinces_.distinct[province], districts.distinct[district], scope
            )
        )
    return Settled(codes, places)


def _settle_cells(
    province: CellValue, district: CellValue, scope: Scope
) -> SettledPlace:
    """The place of a row; an error, or a formula never calculated, names none, and is told as what it is."""
    of_province, of_district = fault(province), fault(district)
    if not of_district and is_ditto(cell_text(district)):
        return SettledPlace(UNSETTLED, "doubtful-ditto")
    place = _settle(
        "" if of_province else cell_text(province),
        "" if of_district else cell_text(district),
        scope,
    )
    if of_district and of_district.problem and place.district_ix == UNSETTLED:
        return SettledPlace(UNSETTLED, of_district.problem)
    if (
        of_province
        and of_province.problem
        and place.problem is None
        and place.district_ix != OUT_OF_SCOPE
    ):
        return SettledPlace(place.district_ix, of_province.problem, field="province")
    return place


def _settle(province_text: str, district_text: str, scope: Scope) -> SettledPlace:
    province = None if is_blank(province_text) else province_named(province_text)
    if province is None and is_blank(province_text):
        province = _province_beside(district_text)
    if province and province.name not in scope.provinces:
        return SettledPlace(OUT_OF_SCOPE)
    if is_blank(district_text):
        return SettledPlace(UNSETTLED, "no-district")
    place = _district(district_text, province, scope)
    if province is None and not is_blank(province_text) and place.problem is None:
        names = nearest(province_text, [p.name for p in provinces()]) or list(
            scope.provinces[:MOST_SUGGESTED]
        )
        return SettledPlace(
            place.district_ix, "unknown-province", ", ".join(names), "province"
        )
    return place


def _province_beside(district_text: str) -> Province | None:
    """The province that stands behind a district, where it has such a district: else one of the two is a slip."""
    province = take_apart(district_text).province
    if province and resolve_district(district_text, districts_of(province.name)):
        return province
    return None


def _district(text: str, province: Province | None, scope: Scope) -> SettledPlace:
    """The district of the scope that a text names, inside its province where that is known."""
    candidates = [
        d for d in scope.districts if province is None or d.province == province.name
    ]
    district = resolve_district(text, candidates)
    if district and is_doubtful(text):
        return SettledPlace(UNSETTLED, "unknown-district", district.district)
    if district:
        return SettledPlace(scope.districts.index(district))
    if _MUNICIPALITY.match(text):
        return SettledPlace(
            UNSETTLED, "municipality", ", ".join(nearest_districts(text, candidates))
        )
    same_name = [d for d in candidates if resolve_district(text, [d])]
    if same_name:
        return SettledPlace(
            UNSETTLED,
            "ambiguous-district",
            ", ".join(d.province for d in same_name[:5]),
        )
    elsewhere = _provinces_elsewhere(text, scope)
    if elsewhere:
        return SettledPlace(
            UNSETTLED, "foreign-district", ", ".join(elsewhere[:MOST_SUGGESTED])
        )
    return SettledPlace(
        UNSETTLED, "unknown-district", ", ".join(nearest_districts(text, candidates))
    )


def _provinces_elsewhere(text: str, scope: Scope) -> list[str]:
    """The provinces out of the scope that have a district of that name; every province has a เมือง."""
    if fold(take_apart(text).name) == "เมือง":
        return []
    others = [p.name for p in provinces() if p.name not in scope.provinces]
    return [name for name in others if resolve_district(text, districts_of(name))]


def places_from_titles(
    grid: SheetGrid, kinds: np.ndarray, scope: Scope
) -> tuple[np.ndarray, np.ndarray] | None:
    """Per row the district that the nearest title above names, else the sheet's name, with the title's address.

    None where neither names one for any row. A banner between the rows that names none, "อำเภอราชสาสน์" for ราชสาส์น,
    ends the district above it.
    """
    texts = np.full(grid.height, None, dtype=object)
    addresses = np.full(grid.height, NO_CELL, dtype=np.int64)
    sheet = re.sub(r"^[\d\s._-]+|[\s._()-]*\d*$", "", grid.sheet or "")
    if sheet and _names_one(sheet, scope):
        texts[:] = sheet
    first_row_of_data = int(np.argmax(kinds == DATA))
    for row in np.flatnonzero(kinds == TITLE).tolist():
        for column, values in enumerate(grid.columns):
            title = cell_text(values[row])
            name = district_in_title(title, scope) or _bare_banner(title, scope)
            if not name and row > first_row_of_data and _BANNER.match(title):
                name = title
            if name:
                texts[row:] = name
                addresses[row:] = row * EXCEL_MAX_COLUMNS + column
    return (texts, addresses) if any(text is not None for text in texts) else None


def mark_banners(grid: SheetGrid, kinds: np.ndarray, scope: Scope) -> np.ndarray:
    """The kinds of the rows, a row below the header whose only cell is a district's name as a title.

    A bare name, "ราชสาส์น", is a title above the groups of that district where the table has no column for it.
    """
    filled = np.zeros((grid.width, grid.height), dtype=bool)
    for column, values in enumerate(grid.columns):
        filled[column] = rows_where(
            values, lambda value: not is_blank(cell_text(value))
        )
    is_lone = (filled.sum(axis=0) == 1) & np.isin(kinds, (NOTE, DATA))
    marked = kinds.copy()
    for row in np.flatnonzero(is_lone).tolist():
        column = int(np.argmax(filled[:, row]))
        text = cell_text(grid.columns[column][row])
        if district_in_title(text, scope) or _bare_banner(text, scope):
            marked[row] = TITLE
    return marked


def _bare_banner(text: str, scope: Scope) -> str | None:
    """The district that a text names by itself, with a number before it or a count behind: "3) ราชสาส์น (2 กลุ่ม)"."""
    name = _AROUND_BANNER.sub("", text).strip()
    return name if name and _names_one(name, scope) else None


def district_in_title(title: str, scope: Scope) -> str | None:
    """The district that a title names; of several the first that is in the scope, else none in it.

    A title may run words together: the longest name of the scope that it begins with counts.
    """
    for match in _DISTRICT_IN_TITLE.finditer(title):
        if _names_one(match[1], scope):
            return match[1]
        known = [d.district for d in scope.districts if match[1].startswith(d.district)]
        if known:
            return max(known, key=len)
    return None


def _names_one(text: str, scope: Scope) -> bool:
    return resolve_district(text, scope.districts) is not None
