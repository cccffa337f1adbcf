"""Findings as people read them: the same finding on many cells is one line with ranges.

None is dropped: caps are for whoever shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from kbo_screen.findings import SEVERITIES, Finding, Place, Severity
from kbo_screen.findings.catalogue import text

if TYPE_CHECKING:
    from collections.abc import Iterable

#: A cell by row, and within one by column, as a sheet has them: its letters by how many there are.
RowFirst = tuple[int, int, str]

_CELL: Final = re.compile(r"^([A-Z]+)(\d+)$")


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One line: `count` findings of one code, the ranges of their cells, the words."""

    code: str
    severity: Severity
    place: Place
    count: int
    value: str | None
    message: str
    remedy: str


def gather_findings(findings: Iterable[Finding], lang: str) -> list[FindingLine]:
    """One line per kind of finding, file, sheet and words; the most serious first, then by place."""
    ordered = sorted(findings, key=_order)
    kinds = [list(same) for _, same in groupby(ordered, key=_kind)]
    return [_line(same, lang) for same in sorted(kinds, key=_by_place)]


def in_cell_order(lines: Iterable[FindingLine]) -> list[FindingLine]:
    """Lines as a person goes through the files: by sheet, then row by row; what has no cell stands first."""
    return sorted(lines, key=_place_of_line)


def _place_of_line(line: FindingLine) -> tuple[str, str, RowFirst]:
    place = line.place
    first_cell = re.split("[,–]", place.cell or "")[0]
    return place.file or "", place.sheet or "", _row_first(first_cell)


def cell_ranges(cells: Iterable[str]) -> str:
    """Cells of the same column below one another as a range.

    >>> cell_ranges(["D9", "D5", "D10", "D11", "F2"])
    'D5, D9–D11, F2'
    """
    ranges: list[list[str]] = []
    for column, row in sorted({_split(cell) for cell in cells}, key=_column_first):
        if ranges and _split(ranges[-1][-1]) == (column, row - 1):
            ranges[-1] = [ranges[-1][0], f"{column}{row}"]
        else:
            ranges.append([f"{column}{row}"])
    return ", ".join("–".join(ends) for ends in ranges)


def _order(finding: Finding) -> tuple[tuple[int, str, str, str, str, str], str]:
    return _kind(finding), finding.place.cell or ""


def _kind(finding: Finding) -> tuple[int, str, str, str, str, str]:
    """What findings on one line have in common."""
    return (
        SEVERITIES.index(finding.severity),
        finding.code,
        finding.place.file or "",
        finding.place.sheet or "",
        finding.value or "",
        repr(sorted(finding.fields.items())),
    )


def _by_place(same: list[Finding]) -> tuple[tuple[int, str, str, str], RowFirst]:
    """Kinds of finding in order, and of one kind the one that stands first."""
    first = min(_row_first(finding.place.cell or "") for finding in same)
    return _kind(same[0])[:4], first


def _line(same: list[Finding], lang: str) -> FindingLine:
    first = same[0]
    cells = [finding.place.cell for finding in same if finding.place.cell]
    ranges = _ranges(cells)
    place = first.place._replace(cell=ranges or None)
    finding = replace(first, place=place)
    message = finding.message(lang)
    if len(set(cells)) > 1:
        message = _of_several(message, ranges, lang)
    return FindingLine(
        code=first.code,
        severity=first.severity,
        place=place,
        count=len(same),
        value=first.value,
        message=message,
        remedy=finding.remedy(lang),
    )


def _ranges(cells: list[str]) -> str:
    """Cells in short; what is no address stays as it is."""
    are_addresses = all(_CELL.match(cell) for cell in cells)
    return cell_ranges(cells) if are_addresses else ", ".join(cells)


def _of_several(
    message: str,
    ranges: str,
    lang: str,
) -> str:
    """A message about one cell, said of several."""
    one_cell = f"{text('words.cell.one', lang)} {ranges}"
    many_cells = f"{text('words.cell.many', lang)} {ranges}"
    return message.replace(one_cell, many_cells)


def _split(cell: str) -> tuple[str, int]:
    match = _CELL.match(cell)
    return (match[1], int(match[2])) if match else (cell, 0)


def _column_first(cell: tuple[str, int]) -> tuple[int, str, int]:
    return len(cell[0]), cell[0], cell[1]


def _row_first(cell: str) -> RowFirst:
    column, row = _split(cell)
    return row, len(column), column
