"""Which warnings a district has confirmed by a reason beside the row, and which it must be asked again.

A reason answers what was asked, with the values of then: the notes of a list that was sent back say what that was, else
the district's list before. Where neither says anything, it answers what its row holds. Errors cannot be confirmed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.checking.check_list import status_of
from kbo_screen.checking.check_result import Confirmation
from kbo_screen.checking.row_identities import (
    claims_by_place,
    identity_of_row,
    name_in_row,
)
from kbo_screen.findings import Finding, make_finding
from kbo_screen.registry.returned_list import WarningMark, mark_of, reason_digest
from kbo_screen.vocabulary.confirmations import confirmation_wording
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from kbo_screen.checking.check_result import CheckedFile
    from kbo_screen.findings import Place, Severity
    from kbo_screen.registry.submission import CellEntry, SubmittedRow


def with_confirmations(file: CheckedFile, before: CheckedFile | None) -> CheckedFile:
    """A list whose confirmed warnings stand apart; its status is that of the rest.

    before: the district's list before, with its own confirmations, of which a row without notes of ours is understood.
    """
    judged_rows = list(_judge_rows(file, before))
    confirmed: list[Confirmation] = []
    remarks: list[Finding] = []
    for judged in judged_rows:
        confirmed += judged.confirmed
        remarks += judged.remarks
    findings = (*_without(file.findings, confirmed), *remarks)
    status = file.status
    if status != "unreadable":
        status = status_of((*findings, *file.cross))
    return replace(
        file,
        status=status,
        findings=findings,
        confirmed=tuple(confirmed),
        open_marks=lists_by_key(_marks_of_cells(judged_rows)),
    )


class _JudgedRow(NamedTuple):
    """A row, its warnings that are open, those that are confirmed, and what is to be said of its reason."""

    row: SubmittedRow
    open: Sequence[Finding]
    confirmed: Sequence[Confirmation] = ()
    remarks: Sequence[Finding] = ()


def _judge_rows(
    file: CheckedFile,
    before: CheckedFile | None,
) -> Iterator[_JudgedRow]:
    marks_before = _marks_by_identity(before) if before else {}
    claims = claims_by_place(file)
    findings_of_row = _findings_by_row(file)
    for row in file.submission.rows:
        identity = identity_of_row(row, claims.get(row.group_place))
        marks = row.marks or marks_before.get(identity, frozenset())
        findings = findings_of_row.get(row.row, [])
        yield _judge_row(row, findings, marks)


def _judge_row(
    row: SubmittedRow,
    findings: Sequence[Finding],
    marks: frozenset[WarningMark],
) -> _JudgedRow:
    warnings = _of_severity("warning", findings)
    reason = row.reason
    wording = confirmation_wording(reason.text) if reason else None
    if reason is None or wording is None:
        return _JudgedRow(row, warnings)
    if wording == "no_reason":
        remarks = [_reason_wanted(reason)] if warnings else []
        return _JudgedRow(row, warnings, remarks=remarks)
    return _judge_by_reason(row, reason, findings, marks)


def _judge_by_reason(
    row: SubmittedRow,
    reason: CellEntry,
    findings: Sequence[Finding],
    marks: frozenset[WarningMark],
) -> _JudgedRow:
    """Which warnings a reason answers; what it does not answer, and errors, are remarked on."""
    confirmed: list[Confirmation] = []
    open_warnings: list[Finding] = []
    for warning in _of_severity("warning", findings):
        if _is_answered(warning, row, marks):
            confirmed.append(Confirmation(warning, reason, _mark(warning, row)))
        else:
            open_warnings.append(warning)
    remarks = []
    if open_warnings:
        remarks.append(make_finding("row.reason-for-other-value", reason.place))
    if not confirmed and _of_severity("error", findings):
        remarks.append(make_finding("row.error-not-confirmed", reason.place))
    return _JudgedRow(row, open_warnings, confirmed, remarks)


def _of_severity(severity: Severity, findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == severity]


def _reason_wanted(reason: CellEntry) -> Finding:
    return make_finding("row.reason-wanted", reason.place, value=reason.text)


def _without(
    findings: Sequence[Finding],
    confirmed: Sequence[Confirmation],
) -> Iterator[Finding]:
    confirmed_ids = {id(entry.finding) for entry in confirmed}
    return (finding for finding in findings if id(finding) not in confirmed_ids)


def _marks_of_cells(
    judged_rows: Sequence[_JudgedRow],
) -> Iterator[tuple[str, WarningMark]]:
    """The marks of open warnings, each with the cell whose note will bear it."""
    for judged in judged_rows:
        for finding in judged.open:
            yield _cell_of(finding, judged.row), _open_mark(finding, judged.row)


def _is_answered(
    finding: Finding,
    row: SubmittedRow,
    marks: frozenset[WarningMark],
) -> bool:
    """The reason beside the row answers a warning: it was given to it with these values, or to nothing else."""
    question = _open_mark(finding, row)
    for mark in marks:
        if mark.digest == question.digest:
            return mark.is_confirmed or mark.reason != question.reason
    is_older_than_question = any(mark.reason == question.reason for mark in marks)
    is_of_other_value = any(mark.subject == question.subject for mark in marks)
    return not (is_older_than_question or is_of_other_value)


def _findings_by_row(file: CheckedFile) -> dict[int, list[Finding]]:
    """The findings at the cells of each row, or at the row as a whole, by the row's number."""
    row_of_place = _rows_by_place(file.submission.rows)
    return lists_by_key(
        (row_of_place[finding.place], finding)
        for finding in file.all_findings
        if finding.place in row_of_place
    )


def _rows_by_place(rows: Sequence[SubmittedRow]) -> dict[Place, int]:
    """The number of the row of every cell; a merged cell is its first row's."""
    numbers: dict[Place, int] = {}
    for row in rows:
        number = row.row
        whole_row = row.group_place._replace(cell=str(number))
        numbers[whole_row] = number
        for cell in row.cells.values():
            numbers.setdefault(cell.place, number)
    return numbers


def _marks_by_identity(file: CheckedFile) -> dict[Hashable, frozenset[WarningMark]]:
    """What is asked and confirmed in every row of a list, as its notes would say it."""
    claims = claims_by_place(file)
    confirmed_marks = _confirmed_marks(file)
    marks: dict[Hashable, frozenset[WarningMark]] = {}
    for row in file.submission.rows:
        identity = identity_of_row(row, claims.get(row.group_place))
        marks_of_row: list[WarningMark] = []
        if row.reason:
            marks_of_row += confirmed_marks.get(row.reason.place, ())
        for cell in row.addresses:
            marks_of_row += file.open_marks.get(cell or "", ())
        marks[identity] = frozenset(marks_of_row)
    return marks


def _confirmed_marks(file: CheckedFile) -> Mapping[Place, list[WarningMark]]:
    """The marks of what a list confirms, by the cell of the reason."""
    return lists_by_key(
        (entry.reason.place, entry.note_mark) for entry in file.confirmed
    )


def _cell_of(finding: Finding, row: SubmittedRow) -> str:
    """The cell that bears the note of a finding: its own, of a whole row the one that names the group."""
    cell = finding.place.cell
    if cell not in row.addresses:
        cell = row.place("group_name", "group_id").cell
    return cell or ""


def _open_mark(finding: Finding, row: SubmittedRow) -> WarningMark:
    words = row.reason.text if row.reason else ""
    return WarningMark(_mark(finding, row), reason_digest(words), is_confirmed=False)


def _mark(finding: Finding, row: SubmittedRow) -> str:
    """What is asked, and the values: the group, what stands in the cell, what the registry says or the letter wants."""
    field = finding.fields.get("field", "")
    texts = [cell.text for cell in row.cells.values() if cell.place == finding.place]
    values = [name_in_row(row), *texts]
    values.append(finding.value or "")
    values.append(finding.suggestion or "")
    return mark_of([finding.code, field], values)
