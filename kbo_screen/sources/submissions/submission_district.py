"""Which district a list is of: its form, a title, a column, the sheet's name, the file's.

Two names of one kind say nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings import Finding, Severity, make_finding
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS
from kbo_screen.sources.cells.districts import UNSETTLED, settle_districts
from kbo_screen.sources.table.table_rows import table_cells
from kbo_screen.sources.table.title_places import district_in_title, district_of_title
from kbo_screen.vocabulary.areas import district_key, resolve_district
from kbo_screen.vocabulary.reading import cell_text, is_blank
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np

    from kbo_screen.grid import SheetGrid
    from kbo_screen.registry.registry import Scope
    from kbo_screen.registry.submission import (
        CellEntries,
        DistrictFrom,
        SubmittedRow,
    )
    from kbo_screen.sources.table.table import Table

    #: Per row the district that it names: its position in the scope, OUT_OF_SCOPE or UNSETTLED; None for none.
    RowDistricts = Sequence[int | None]

#: Marks and numbers around the words in the name of a sheet or a file.
_MARKS_AROUND: Final = re.compile(r"[\d\s._()\[\]\-–,+]+")
#: What the name of an edition of a list says beside its district.
_WORDS_AROUND: Final = re.compile(
    r"ฉบับ|แก้ไข|แล้ว|ครั้งที่|ล่าสุด|ปรับปรุง|สำเนา|ส่งจังหวัด|ส่ง|รายชื่อ|แบบ|กลุ่มเป้าหมาย|สำรอง|ใหม่|copy|final|lists?|groups?|names?|kbo|otop",
    re.IGNORECASE,
)


class ListOwner(NamedTuple):
    """The district of a list (position in the scope), and what says so; None where nothing does.

    splits: the rows may be of several districts, each named by a column or by titles.
    """

    district_ix: int | None
    source: DistrictFrom | None
    splits: bool

    def source_of_part(
        self,
        district_ix: int | None,
        table: Table,
    ) -> DistrictFrom | None:
        """What says that some rows are of a district."""
        if district_ix == self.district_ix:
            return self.source
        return "column" if "district" in table.columns.by_field else "title"


def owner_of_list(
    table: Table,
    head: CellEntries,
    row_districts: RowDistricts,
    scope: Scope,
    form_code: str | None,
    file_ix: int | None,
    option_ix: int | None,
) -> ListOwner:
    """The district of a list, by the first that names one.

    Asked are: its form, a title above it, its column, the sheet's name, the file's, the
    user. form_code: the official code in the form. The rows are of several districts
    where a column names some and nothing else says whose list it is, or where titles
    stand between the rows.
    """
    form_ix = district_of_code(form_code, scope)
    if form_ix is not None:
        return ListOwner(form_ix, "form", splits=False)
    sheet_ix = district_in_name(table.grid.sheet or "", scope)
    named_otherwise = (sheet_ix, file_ix, option_ix)
    candidates: dict[DistrictFrom, int | None] = {
        "title": district_of_titles(table, head, scope),
        "column": _district_of_column(row_districts, named_otherwise),
        "sheet": sheet_ix,
        "file": file_ix,
        "option": option_ix,
    }
    source, district_ix = _first_that_names(candidates)
    if "district" not in table.columns.by_field:
        source = "title" if source == "column" else source
        return ListOwner(district_ix, source, splits=True)
    is_of_several = _are_several(row_districts, named_otherwise)
    splits = source == "column" and is_of_several
    return ListOwner(district_ix, source, splits)


def owner_of_sheet(
    grid: SheetGrid,
    scope: Scope,
    file_ix: int | None,
    option_ix: int | None,
) -> tuple[int | None, DistrictFrom | None]:
    """The district of a sheet without a table, and what says so: its lines, its name, the file's name, the user."""
    candidates: dict[DistrictFrom, int | None] = {
        "title": _district_of_lines(grid, scope),
        "sheet": district_in_name(grid.sheet or "", scope),
        "file": file_ix,
        "option": option_ix,
    }
    source, district_ix = _first_that_names(candidates)
    return district_ix, source


def _district_of_lines(grid: SheetGrid, scope: Scope) -> int | None:
    """The first district that a cell of a sheet names."""
    for row in range(grid.height):
        for column in grid.columns:
            name = district_of_title(cell_text(column[row]), scope)
            if name:
                return district_named(name, scope)
    return None


def district_of_code(code: str | None, scope: Scope) -> int | None:
    """The district of an official code, as a position in the scope."""
    if code is None:
        return None
    for ix, district in enumerate(scope.districts):
        if district.code == code:
            return ix
    return None


def _district_of_column(
    row_districts: RowDistricts,
    named_otherwise: Collection[int | None],
) -> int | None:
    """Of the districts that rows name the one that is named otherwise too, else the first."""
    in_column = _districts_in_scope(row_districts)
    for ix in named_otherwise:
        if ix in in_column:
            return ix
    return in_column[0] if in_column else None


def _districts_in_scope(row_districts: RowDistricts) -> list[int]:
    return [ix for ix in row_districts if ix is not None and ix >= 0]


def _first_that_names(
    candidates: Mapping[DistrictFrom, int | None],
) -> tuple[DistrictFrom | None, int | None]:
    for source, ix in candidates.items():
        if ix is not None:
            return source, ix
    return None, None


def _are_several(
    row_districts: RowDistricts,
    named_otherwise: Collection[int | None],
) -> bool:
    """The rows are of several districts, and nothing else says that it is one of them."""
    districts = set(_districts_in_scope(row_districts))
    return len(districts) > 1 and districts.isdisjoint(named_otherwise)


def district_of_file(path: Path, scope: Scope) -> int | None:
    """The one district whose name stands in a file's name."""
    return district_in_name(path.stem, scope)


def district_in_name(name: str, scope: Scope) -> int | None:
    """The one district that the name of a sheet or of a file gives, as a position in the scope.

    Behind the word for a district its name, or เมือง for the capital district; else the
    one name that stands in it.
    """
    behind_word = district_in_title(_MARKS_AROUND.sub(_blank_for_marks, name), scope)
    if behind_word:
        ix = district_named(behind_word, scope)
        if ix is not None:
            return ix
    names_inside = _names_inside(name, scope)
    if names_inside:
        return _longest(names_inside, scope)
    bare_name = _WORDS_AROUND.sub("", _MARKS_AROUND.sub(" ", name))
    return district_named(bare_name.strip(), scope)


def _blank_for_marks(marks: re.Match[str]) -> str:
    """Marks as a blank; the point of "อ." stays one."""
    return ". " if marks[0].startswith(".") else " "


def _names_inside(name: str, scope: Scope) -> list[str]:
    """The names of districts that stand in a name."""
    key = fold(name)
    names = scope.district_names
    return [district for district in names if district_key(district) in key]


def _longest(names: Sequence[str], scope: Scope) -> int | None:
    """The one name that no other of them holds: บ้านโพธิ์ holds โพธิ์; None for several."""
    longest, *others = [name for name in names if not _is_inside_another(name, names)]
    return None if others else scope.district_names.index(longest)


def _is_inside_another(name: str, names: Sequence[str]) -> bool:
    return any(name in longer and name != longer for longer in names)


def district_named(name: str, scope: Scope) -> int | None:
    """The district that a name means, as a position in the scope."""
    district = resolve_district(name, scope.districts) if name else None
    return scope.districts.index(district) if district else None


def district_of_titles(
    table: Table,
    head: CellEntries,
    scope: Scope,
) -> int | None:
    """The district that a line above the table names, or is the bare name of; the last such line.

    A labelled cell goes first.
    """
    label = head.get("district")
    labelled_ix = district_named(label.text, scope) if label else None
    if labelled_ix is not None:
        return labelled_ix
    for row in reversed(range(table.header.first_row)):
        for column in table.grid.columns:
            title = cell_text(column[row])
            name = district_in_title(title, scope) or title
            ix = district_named(name, scope)
            if ix is not None:
                return ix
    return None


def districts_of_rows(
    table: Table,
    rows: np.ndarray,
    scope: Scope,
) -> list[int | None]:
    """Per row the district that its own cell names, or in a table without such a column a title.

    A position in the scope, OUT_OF_SCOPE or UNSETTLED; None where nothing stands there.
    Of titles those between the rows count.
    """
    provinces = table_cells(table, "province", rows)
    districts = table_cells(table, "district", rows)
    areas = settle_districts(provinces, districts, scope)
    first_address = 0
    if "district" not in table.columns.by_field:
        first_address = (table.header.last_row + 1) * EXCEL_MAX_COLUMNS
    row_districts: list[int | None] = []
    for position, ix in enumerate(areas.district_ix.tolist()):
        is_near = districts.addresses[position] >= first_address
        words = cell_text(districts.at(position))
        row_districts.append(ix if is_near and not is_blank(words) else None)
    return row_districts


def rows_by_district(
    row_districts: RowDistricts,
    owner: ListOwner,
) -> dict[int | None, list[int]]:
    """Positions of rows by the district whose list they are.

    A row that names none goes with the row above it.
    """
    district_ix = owner.district_ix
    parts: dict[int | None, list[int]] = {}
    for position, ix in enumerate(row_districts):
        if owner.splits and ix is not None and ix >= 0:
            district_ix = ix
        parts.setdefault(district_ix, []).append(position)
    return parts or {district_ix: []}


def check_districts(
    rows: Sequence[SubmittedRow],
    row_districts: RowDistricts,
    district_ix: int | None,
    scope: Scope,
) -> Iterator[Finding]:
    """Rows whose own cell says another district than their list is of.

    One that is none is only a warning.
    """
    if district_ix is None:
        return
    name = scope.districts[district_ix].district
    for row, ix in zip(rows, row_districts, strict=True):
        cell = row.cells.get("district")
        if cell is None or ix in (None, district_ix):
            continue
        severity: Severity = "warning" if ix == UNSETTLED else "error"
        yield make_finding(
            "cell.district-differs",
            cell.place,
            value=cell.text,
            suggestion=name,
            severity=severity,
        )
