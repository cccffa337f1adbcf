"""The districts that titles name: above a table, between its rows, or in the sheet's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS, NO_CELL
from kbo_screen.sources.cells.sheet_cells import (
    rows_of,
    rows_where,
    text_at,
    texts_of_row,
)
from kbo_screen.sources.table.row_kinds import DATA, NOTE, TITLE
from kbo_screen.vocabulary.areas import resolve_district
from kbo_screen.vocabulary.name_trimmings import names_group_first
from kbo_screen.vocabulary.reading import cell_text, holds_words
from kbo_screen.vocabulary.word_tables import word_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.grid import Position, SheetGrid
    from kbo_screen.registry.registry import Scope

#: Between the word for a district and its name stand blanks, a colon, or the dotted line of a form.
_DISTRICT_IN_TITLE: Final = re.compile(
    r"(?:อำเภอ|สพอ|(?<![ก-๎])อ\s?\.|(?<![ก-๎])เขต)[\s:.…_·-]*+([ก-๎]+?)(?=จังหวัด|\s|[^ก-๎]|$)"
)
#: A row between others that speaks of a district.
_BANNER: Final = re.compile(
    r"^[\s\d.()*_-]*(?:อำเภอ|สพอ\s?\.?|อ\s?\.|เขต)[\s:.…]*+(?!ละ|นี้|ที่|ใน|ทั้ง)[ก-๎]"
)
#: What stands around the name of a district that is a banner.
_AROUND_BANNER: Final = re.compile(
    r"^[\s\d.()*_-]+|\s?\([^()]*\)\s?$|(?<![\s:*_-])[\s:*_-]+$"
)
#: Which edition a sheet is says its name in brackets: "บ้านโพธิ์ (แก้ไข)".
_EDITION_BEHIND: Final = re.compile(r"\s?\([^()]{1,40}\)\s?$")
#: What stands around the words of a sheet's name: numbers, signs.
_AROUND_SHEET_NAME: Final = re.compile(
    r"^[\d\s._-]+|(?<![\s._()-])[\s._()-]*+\d{0,12}$"
)


def places_from_titles(
    grid: SheetGrid,
    kinds: np.ndarray,
    scope: Scope,
) -> tuple[np.ndarray, np.ndarray] | None:
    """Per row the district that the nearest title above names, else the sheet's name, with the title's address.

    None where neither names one for any row. A banner between the rows that names none, "อำเภอราชสาสน์" for ราชสาส์น,
    ends the district above it. Whom a sheet is sent to, "เรียน พัฒนาการอำเภอเมือง", counts where nothing else does.
    """
    texts = np.full(grid.height, None, dtype=object)
    addresses = np.full(grid.height, NO_CELL, dtype=np.int64)
    texts[:] = _name_in_sheet_name(grid, scope)
    first_row_of_data = int(np.argmax(kinds == DATA))
    for row in rows_of(kinds == TITLE):
        is_between = row > first_row_of_data
        for column, name in _names_in_row(
            grid,
            row,
            scope,
            is_between=is_between,
        ):
            is_known = pd.notna(texts[row])
            if is_known and _addresses_someone(text_at(grid, row, column)):
                continue
            texts[row:] = name
            addresses[row:] = row * EXCEL_MAX_COLUMNS + column
    return (texts, addresses) if pd.notna(texts).any() else None


def title_of_other_district(
    grid: SheetGrid,
    kinds: np.ndarray,
    scope: Scope,
    title_places: tuple[np.ndarray, np.ndarray] | None,
) -> Position | None:
    """The cell of the title that gives a table its district, another one than the sheet's name; None for none."""
    sheet_name = _name_in_sheet_name(grid, scope)
    if sheet_name is None or title_places is None:
        return None
    texts, addresses = title_places
    first_row_of_data = int(np.argmax(kinds == DATA))
    address = int(addresses[first_row_of_data])
    district = resolve_district(texts[first_row_of_data], scope.districts)
    if address == NO_CELL or district == resolve_district(sheet_name, scope.districts):
        return None
    return divmod(address, EXCEL_MAX_COLUMNS)


def _addresses_someone(title: str) -> bool:
    """A title says whom the sheet is sent to."""
    return title.startswith(tuple(word_table("places")["addressing"]))


def _name_in_sheet_name(grid: SheetGrid, scope: Scope) -> str | None:
    name = _EDITION_BEHIND.sub("", grid.sheet or "")
    name = _AROUND_SHEET_NAME.sub("", name)
    return name if name and _names_district(name, scope) else None


def _names_in_row(
    grid: SheetGrid,
    row: int,
    scope: Scope,
    *,
    is_between: bool,
) -> Iterator[tuple[int, str]]:
    """The districts that the cells of a title name, with their columns.

    is_between: the row stands between rows of data, where a banner speaks of a district though it names none.
    """
    for column, title in texts_of_row(grid, row).items():
        name = district_of_title(title, scope)
        if name:
            yield column, name
        elif is_between and _BANNER.match(title):
            yield column, title


def mark_banners(
    grid: SheetGrid,
    kinds: np.ndarray,
    scope: Scope,
) -> np.ndarray:
    """The kinds of the rows, a row below the header whose only cell is a district's name as a title.

    A bare name, "ราชสาส์น", is a title above the groups of that district where the table has no column for it. A
    group's name with its district behind, "กลุ่มทอผ้าบ้านไร่ อ.บางคล้า", is none: of a list it is a line.
    """
    filled_columns = [rows_where(column, holds_words) for column in grid.columns]
    filled = np.array(filled_columns, dtype=bool)
    may_be_banner = np.isin(kinds, (NOTE, DATA))
    is_lone_cell = filled.sum(axis=0) == 1
    marked_kinds = kinds.copy()
    for row in rows_of(may_be_banner & is_lone_cell):
        column = int(np.argmax(filled[:, row]))
        text = cell_text(grid.columns[column][row])
        is_line = kinds[row] == DATA and names_group_first(text)
        if district_of_title(text, scope) and not is_line:
            marked_kinds[row] = TITLE
    return marked_kinds


def district_of_title(title: str, scope: Scope) -> str | None:
    """The district that a title names, or is by itself."""
    return district_in_title(title, scope) or _bare_banner(title, scope)


def district_in_title(title: str, scope: Scope) -> str | None:
    """The district that a title names behind the word for it; of several the first that is in the scope, else none.

    A title may run words together: the longest name of the scope that it begins with counts.
    """
    for match in _DISTRICT_IN_TITLE.finditer(title):
        name = match[1]
        if _names_district(name, scope):
            return name
        districts = scope.district_names
        prefixes = [district for district in districts if name.startswith(district)]
        if prefixes:
            return max(prefixes, key=len)
    return None


def _bare_banner(text: str, scope: Scope) -> str | None:
    """The district that a text names by itself, with a number before it or a count behind: "3) ราชสาส์น (2 กลุ่ม)"."""
    name = _AROUND_BANNER.sub("", text).strip()
    return name if name and _names_district(name, scope) else None


def _names_district(text: str, scope: Scope) -> bool:
    return resolve_district(text, scope.districts) is not None
