"""What is to be said of a list at its cells, when it is sent back to its district."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.registry.returned_list import (
    KEPT_SUFFIXES,
    MARK,
    NextGroups,
    ReasonColumn,
    ReturnedNote,
)
from kbo_screen.results.forms.district_form import labels_in_rank_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kbo_screen.checking.check_result import (
        CheckedFile,
        Confirmation,
        Validation,
    )
    from kbo_screen.findings import Finding
    from kbo_screen.registry.returned_list import NoteKind, WarningMark

#: The first cell of a place, or its row alone.
_CELL: Final = re.compile(r"^([A-Z]{0,3})(\d+)")
#: Where what concerns the whole list is said.
_FIRST_CELL: Final = "A1"
_TOLD: Final = ("error", "warning")
#: What no cell of a list can mend any more: that it came late.
LATE: Final = "cross.late"


class _CellWords(NamedTuple):
    """What the note of a cell says, a line each: errors, warnings, what is confirmed and what may be confirmed."""

    errors: dict[str, None]
    warnings: dict[str, None]
    confirmed: dict[str, None]

    @property
    def kind(self) -> NoteKind:
        if self.errors:
            return "mend"
        return "look" if self.warnings else "confirmed"

    @property
    def words(self) -> str:
        lines = [*self.errors, *self.warnings, *self.confirmed]
        return f"{MARK} " + "\n".join(lines)


#: By sheet and cell.
_WordsByCell = defaultdict[tuple[str | None, str], _CellWords]


def notes_of_lists(files: Sequence[CheckedFile], lang: str) -> list[ReturnedNote]:
    """A note per cell with findings of the lists of one file: what is wrong, what to write; errors before warnings.

    Warnings of a row end with the marks of what is asked, by which a reason is understood when the list comes again; so
    do those that are confirmed, at the cell of their reason.
    """
    by_cell: _WordsByCell = defaultdict(lambda: _CellWords({}, {}, {}))
    for file in files:
        _add_findings(by_cell, file, lang)
        _add_confirmations(by_cell, file, lang)
    return [
        ReturnedNote(sheet, cell, words.words, words.kind)
        for (sheet, cell), words in by_cell.items()
    ]


def _add_findings(
    by_cell: _WordsByCell,
    file: CheckedFile,
    lang: str,
) -> None:
    for finding in file.all_findings:
        if finding.severity in _TOLD and finding.code != LATE:
            sheet = finding.place.sheet or file.submission.sheet
            lines = by_cell[sheet, _cell_of(finding, file)]
            is_error = finding.severity == "error"
            of_kind = lines.errors if is_error else lines.warnings
            of_kind[_words(finding, lang)] = None


def _add_confirmations(
    by_cell: _WordsByCell,
    file: CheckedFile,
    lang: str,
) -> None:
    """How a warning that is told is confirmed, and what is confirmed."""
    sheet = file.submission.sheet
    for cell, marks in file.open_marks.items():
        if (sheet, cell) in by_cell:
            words = _how_to_confirm(file, marks, lang)
            by_cell[sheet, cell].warnings[words] = None
    for entry in file.confirmed:
        cell = entry.reason.place.cell or _FIRST_CELL
        words = _confirmed_words(entry, lang)
        by_cell[sheet, cell].confirmed[words] = None


def _how_to_confirm(
    file: CheckedFile,
    marks: Iterable[WarningMark],
    lang: str,
) -> str:
    hint = text(_hint(file), lang, column=text("form.column.confirmation", lang))
    return " ".join([hint, *(mark.words for mark in marks)])


def _confirmed_words(entry: Confirmation, lang: str) -> str:
    message = entry.finding.message(lang)
    words = text("validate.sent_back.confirmed", lang, message=message)
    return f"{words} {entry.note_mark.words}"


def _hint(file: CheckedFile) -> str:
    """How to confirm: in the column of the list or form, or in one that is to be added."""
    path = file.submission.path
    is_own_workbook = path is not None and path.suffix.lower() in KEPT_SUFFIXES
    if is_own_workbook and not (file.submission.stamp or has_reason_column(file)):
        return "validate.sent_back.add_column"
    return "validate.sent_back.reason"


def has_reason_column(file: CheckedFile) -> bool:
    """The list has a column in which the district confirms."""
    return any(row.reason is not None for row in file.submission.rows)


def reason_columns(files: Sequence[CheckedFile], lang: str) -> list[ReasonColumn]:
    """The columns for reasons that the lists of one file lack."""
    header = text("form.column.confirmation", lang)
    columns: dict[tuple[str | None, int], ReasonColumn] = {}
    for file in files:
        submission = file.submission
        if not submission.header_row or has_reason_column(file):
            continue
        table = (submission.sheet, submission.header_row)
        column = columns.get(table, ReasonColumn(*table, (), header))
        rows = [row.row for row in submission.rows]
        columns[table] = column._replace(rows=(*column.rows, *rows))
    return [column for column in columns.values() if column.rows]


def next_groups(file: CheckedFile, checked: Validation) -> NextGroups:
    """What the drop-downs of a form offer first."""
    refused = [
        finding.place.cell
        for finding in file.all_findings
        if finding.fields.get("alternatives") and finding.place.cell
    ]
    rows = file.submission.rows
    named = {row.cells["group_name"].text for row in rows if "group_name" in row.cells}
    labels = labels_in_rank_order(checked.run, file.submission.district_ix)
    not_named = [label for label in labels if label not in named]
    return NextGroups(tuple(not_named), frozenset(refused))


def line_on_top(notes: Sequence[ReturnedNote], lang: str) -> str:
    """How many cells are to be mended, and how many looked at."""
    counts = Counter(note.kind for note in notes)
    return text(
        "validate.sent_back.line",
        lang,
        errors=counts["mend"],
        warnings=counts["look"],
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
    rows = [row for row in file.submission.rows if row.row == number]
    cells = (row.place("group_name", "group_id").cell or "" for row in rows)
    return filter(_CELL.match, cells)
