"""What is to be said of a list at its cells, when it is sent back to its district."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.registry.returned_list import MARK, ReturnedNote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.checking.check_result import CheckedFile
    from kbo_screen.findings import Finding

#: The first cell of a place, or its row alone.
_CELL: Final = re.compile(r"^([A-Z]{0,3})(\d+)")
#: Where what concerns the whole list is said.
_FIRST_CELL: Final = "A1"
_TOLD: Final = ("error", "warning")


def notes_of_lists(files: Sequence[CheckedFile], lang: str) -> list[ReturnedNote]:
    """A note per cell with findings of the lists of one file: what is wrong, what to write; errors before warnings."""
    by_cell: dict[tuple[str | None, str], dict[str, Finding]] = defaultdict(dict)
    for file in files:
        for finding in file.all_findings:
            if finding.severity in _TOLD:
                sheet = finding.place.sheet or file.submission.sheet
                cell = _cell_of(finding, file)
                by_cell[sheet, cell][_words(finding, lang)] = finding
    notes = []
    for (sheet, cell), findings in by_cell.items():
        errors = [line for line, one in findings.items() if one.severity == "error"]
        lines = [*errors, *(line for line in findings if line not in errors)]
        words = f"{MARK} " + "\n".join(lines)
        notes.append(ReturnedNote(sheet, cell, words, is_error=bool(errors)))
    return notes


def line_on_top(notes: Sequence[ReturnedNote], lang: str) -> str:
    """How many cells are to be mended, and how many looked at."""
    errors = sum(note.is_error for note in notes)
    return text(
        "validate.sent_back.line",
        lang,
        errors=errors,
        warnings=len(notes) - errors,
    )


def _words(finding: Finding, lang: str) -> str:
    """What is wrong and what to do, and what to write where that is known."""
    label = text(f"words.severity.{finding.severity}", lang)
    return f"{label}: {finding.message(lang)} {finding.remedy(lang)}"


def _cell_of(finding: Finding, file: CheckedFile) -> str:
    """The cell that bears the note: of a row the one that names the group, of a whole list the first."""
    match = _CELL.match(finding.place.cell or "")
    if match is None or finding.place.file not in (None, file.submission.file):
        return _FIRST_CELL
    column, row = match.groups()
    if column:
        return f"{column}{row}"
    return next(_name_cells(file, int(row)), f"A{row}")


def _name_cells(file: CheckedFile, number: int) -> Iterator[str]:
    for row in file.submission.rows:
        if row.row == number:
            cell = row.place("group_name", "group_id").cell
            if cell and _CELL.match(cell):
                yield cell
