"""Which district a list is of: its form, a title, a column, the sheet's name, the file's.

Knows the ways to name a district. Refuses to guess between two.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kbo_screen.findings import Finding, Severity, make_finding
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS
from kbo_screen.sources.districts import UNSETTLED, settle_districts
from kbo_screen.sources.table_rows import table_cells
from kbo_screen.sources.title_places import district_in_title
from kbo_screen.vocabulary.areas import resolve_district
from kbo_screen.vocabulary.reading import cell_text, is_blank
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    import numpy as np

    from kbo_screen.registry.registry import Scope
    from kbo_screen.registry.submission import CellEntry, SubmittedRow
    from kbo_screen.sources.table import Table

#: Marks and numbers around the words in the name of a sheet or a file.
_MARKS_AROUND: Final = re.compile(r"[\d\s._()\[\]\-–,+]+")
#: What the name of an edition of a list says beside its district.
_WORDS_AROUND: Final = re.compile(
    r"ฉบับ|แก้ไข|แล้ว|ครั้งที่|ล่าสุด|ปรับปรุง|สำเนา|ส่งจังหวัด|ส่ง|รายชื่อ|แบบ|กลุ่มเป้าหมาย|สำรอง|ใหม่|copy|final|lists?|groups?|names?|kbo|otop",
    re.IGNORECASE,
)


def district_in_name(name: str, scope: Scope) -> int | None:
    """The one district that the name of a sheet or of a file gives, as a position in the scope.

    Behind the word for a district its name, or เมือง for the capital district; else the one name that stands in it.
    """
    with_word = district_in_title(_MARKS_AROUND.sub(_keep_word, name), scope)
    if with_word and (ix := district_named(with_word, scope)) is not None:
        return ix
    key = fold(name)
    in_name = [
        ix
        for ix, district in enumerate(scope.districts)
        if fold(district.district) in key
    ]
    longest = [
        ix
        for ix in in_name
        if not any(_holds(scope, other, ix) for other in in_name if other != ix)
    ]
    if in_name:
        return longest[0] if len(longest) == 1 else None
    return district_named(
        _WORDS_AROUND.sub("", _MARKS_AROUND.sub(" ", name)).strip(), scope
    )


def _keep_word(marks: re.Match[str]) -> str:
    """Marks as a blank; the point of "อ." stays one."""
    return ". " if marks[0].startswith(".") else " "


def district_of_file(path: Path, scope: Scope) -> int | None:
    """The one district whose name stands in a file's name."""
    return district_in_name(path.stem, scope)


def _holds(scope: Scope, longer: int, shorter: int) -> bool:
    """The name of one district holds the other's: บางปะกง in no name, but โพธิ์ in บ้านโพธิ์."""
    a, b = scope.districts[longer].district, scope.districts[shorter].district
    return b in a and a != b


def district_of_code(code: str, scope: Scope) -> int | None:
    """The district of an official code, as a position in the scope."""
    return next(
        (ix for ix, district in enumerate(scope.districts) if district.code == code),
        None,
    )


def district_named(name: str, scope: Scope) -> int | None:
    """The district that a name means, as a position in the scope."""
    found = resolve_district(name, scope.districts) if name else None
    return scope.districts.index(found) if found else None


def district_of_titles(
    table: Table, head: dict[str, CellEntry], scope: Scope
) -> int | None:
    """The district that a line above the table names, or is the bare name of; the last such line.

    A labelled cell goes first.
    """
    if (said := head.get("district")) and (
        found := district_named(said.text, scope)
    ) is not None:
        return found
    for row in reversed(range(table.header.first_row)):
        for values in table.grid.columns:
            title = cell_text(values[row])
            name = district_in_title(title, scope) or title
            if (found := district_named(name, scope)) is not None:
                return found
    return None


def districts_of_rows(table: Table, rows: np.ndarray, scope: Scope) -> list[int | None]:
    """Per row the district that its own cell names, or in a table without such a column a title between the rows.

    A position in the scope, OUT_OF_SCOPE or UNSETTLED; None where nothing stands there.
    """
    has_column = "district" in table.columns.by_field
    cells = [table_cells(table, name, rows) for name in ("province", "district")]
    settled = settle_districts(cells[0], cells[1], scope).district_ix
    below = (table.header.last_row + 1) * EXCEL_MAX_COLUMNS
    says = [
        not is_blank(cell_text(cells[1].at(at)))
        and (has_column or cells[1].addresses[at] >= below)
        for at in range(len(rows))
    ]
    return [int(ix) if said else None for ix, said in zip(settled, says, strict=True)]


def several_districts(
    named: Sequence[int | None], known: Collection[int | None]
) -> bool:
    """The rows are of several districts, and neither sheet, file nor user (`known`) says that it is one of them."""
    districts = {ix for ix in named if ix is not None and ix >= 0}
    return len(districts) > 1 and districts.isdisjoint(known)


def rows_by_district(
    named: Sequence[int | None], district_ix: int | None, *, splits: bool
) -> dict[int | None, list[int]]:
    """Positions of rows by the district whose list they are; a row that names none goes with the row above it.

    splits: False where all are of `district_ix`, whatever they say.
    """
    parts: dict[int | None, list[int]] = {}
    for at, ix in enumerate(named):
        if splits and ix is not None and ix >= 0:
            district_ix = ix
        parts.setdefault(district_ix, []).append(at)
    return parts or {district_ix: []}


def check_districts(
    rows: Sequence[SubmittedRow],
    named: Sequence[int | None],
    district_ix: int | None,
    scope: Scope,
) -> Iterator[Finding]:
    """Rows whose own cell says another district than their list is of; one that is none is only a warning."""
    for row, ix in zip(rows, named, strict=True):
        if (
            district_ix is not None
            and ix not in (None, district_ix)
            and (cell := row.cells.get("district"))
        ):
            severity: Severity = "warning" if ix == UNSETTLED else "error"
            name = scope.districts[district_ix].district
            yield make_finding(
                "cell.district-differs",
                cell.place,
                value=cell.text,
                suggestion=name,
                severity=severity,
            )
