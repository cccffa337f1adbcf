"""Findings as people read them: the same finding on many cells is one line with ranges.

Knows how cells gather into ranges and which finding comes first. Refuses to drop any: caps are for whoever shows.
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
    alike = [
        list(same)
        for _, same in groupby(ordered, key=lambda finding: _order(finding)[:-1])
    ]
    return [_line(same, lang) for same in sorted(alike, key=_by_place)]


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


def _order(finding: Finding) -> tuple[int, str, str, str, str, str, str]:
    place = finding.place
    words = repr(sorted(finding.fields.items()))
    severity = SEVERITIES.index(finding.severity)
    return (
        severity,
        finding.code,
        place.file or "",
        place.sheet or "",
        finding.value or "",
        words,
        place.cell or "",
    )


def _by_place(
    same: list[Finding],
) -> tuple[int, str, str, str, int, tuple[int, str, int]]:
    """Kinds of finding in order, and of one kind the one that stands first."""
    place = same[0].place
    column, row = min(
        (_split(finding.place.cell or "") for finding in same),
        key=lambda cell: (cell[1], cell[0]),
    )
    severity = SEVERITIES.index(same[0].severity)
    return (
        severity,
        same[0].code,
        place.file or "",
        place.sheet or "",
        row,
        _column_first((column, row)),
    )


def _line(same: list[Finding], lang: str) -> FindingLine:
    first = same[0]
    cells = [finding.place.cell for finding in same if finding.place.cell]
    ranges = (
        cell_ranges(cells)
        if all(_CELL.match(cell) for cell in cells)
        else ", ".join(cells)
    )
    place = first.place._replace(cell=ranges or None)
    shown = replace(first, place=place)
    words = (
        _of_several(shown.message(lang), ranges, lang)
        if len(set(cells)) > 1
        else shown.message(lang)
    )
    return FindingLine(
        first.code,
        first.severity,
        place,
        len(same),
        first.value,
        words,
        shown.remedy(lang),
    )


def _of_several(message: str, ranges: str, lang: str) -> str:
    """A message about one cell, said of several."""
    return message.replace(
        f"{text('words.cell.one', lang)} {ranges}",
        f"{text('words.cell.many', lang)} {ranges}",
    )


def _split(cell: str) -> tuple[str, int]:
    match = _CELL.match(cell)
    return (match[1], int(match[2])) if match else (cell, 0)


def _column_first(cell: tuple[str, int]) -> tuple[int, str, int]:
    return len(cell[0]), cell[0], cell[1]
