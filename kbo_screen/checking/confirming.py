"""Which warnings a district has confirmed by a reason beside the row, and which it must be asked again.

A reason answers what was asked, with the values of then: the notes of a list that was sent back say what that was, else
the district's list before. Where neither says anything, it answers what its row holds. Errors cannot be confirmed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.checking.check_list import status_of
from kbo_screen.checking.check_result import Confirmed
from kbo_screen.checking.row_identities import claims_by_place, identity_of_row
from kbo_screen.findings import Finding, make_finding
from kbo_screen.registry.returned_list import Asked, mark_of, reason_digest
from kbo_screen.vocabulary.confirmations import confirmation_wording

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from kbo_screen.checking.check_result import CheckedFile
    from kbo_screen.findings import Place
    from kbo_screen.registry.submission import SubmittedRow


def with_confirmations(file: CheckedFile, before: CheckedFile | None) -> CheckedFile:
    """A list whose confirmed warnings stand apart; its status is that of the rest.

    before: the district's list before, with its own confirmations, of which a row without notes of ours is understood.
    """
    asked_before = _asked_by_identity(before) if before else {}
    claims = claims_by_place(file)
    findings_of_row = _findings_by_row(file)
    confirmed: list[Confirmed] = []
    asked: dict[str, list[Asked]] = defaultdict(list)
    told: list[Finding] = []
    for row in file.submission.rows:
        identity = identity_of_row(row, claims.get(row.group_place))
        asked_of_row = row.asked or asked_before.get(identity, frozenset())
        judged = _judge_row(row, findings_of_row[row.row], asked_of_row)
        confirmed += judged.confirmed
        told += judged.findings
        for finding in judged.open:
            cell = _cell_of(finding, row)
            asked[cell].append(_asked(finding, row))
    confirmed_ids = {id(entry.finding) for entry in confirmed}
    left = [finding for finding in file.findings if id(finding) not in confirmed_ids]
    findings = (*left, *told)
    status = file.status
    if status != "unreadable":
        status = status_of((*findings, *file.cross))
    return replace(
        file,
        status=status,
        findings=findings,
        confirmed=tuple(confirmed),
        asked={cell: tuple(marks) for cell, marks in asked.items()},
    )


class _JudgedRow(NamedTuple):
    """The warnings of a row that are confirmed and that are open, and what is to be said of its reason."""

    confirmed: Sequence[Confirmed]
    open: Sequence[Finding]
    findings: Sequence[Finding]


def _judge_row(
    row: SubmittedRow,
    findings: Sequence[Finding],
    asked: frozenset[Asked],
) -> _JudgedRow:
    warnings = [finding for finding in findings if finding.severity == "warning"]
    has_errors = any(finding.severity == "error" for finding in findings)
    reason = row.reason
    wording = confirmation_wording(reason.text) if reason else None
    if reason is None or wording is None:
        return _JudgedRow([], warnings, [])
    if wording == "no_reason":
        told = []
        if warnings:
            told.append(
                make_finding("row.reason-wanted", reason.place, value=reason.text)
            )
        return _JudgedRow([], warnings, told)
    answered = [finding for finding in warnings if _is_answered(finding, row, asked)]
    open_warnings = [finding for finding in warnings if finding not in answered]
    confirmed = [
        Confirmed(finding, reason, _mark(finding, row)) for finding in answered
    ]
    told = []
    if open_warnings:
        told.append(make_finding("row.reason-for-other-value", reason.place))
    if has_errors and not answered:
        told.append(make_finding("row.error-not-confirmed", reason.place))
    return _JudgedRow(confirmed, open_warnings, told)


def _is_answered(
    finding: Finding,
    row: SubmittedRow,
    asked: frozenset[Asked],
) -> bool:
    """The reason beside the row answers a warning: it was given to it with these values, or to nothing else."""
    reason = _reason_of(row)
    mark = _mark(finding, row)
    subjects = {each.subject for each in asked}
    reasons = {each.reason for each in asked}
    for each in asked:
        if each.mark == mark:
            return each.is_confirmed or each.reason != reason
    is_older_than_question = reason in reasons
    is_of_other_value = _asked(finding, row).subject in subjects
    return not (is_older_than_question or is_of_other_value)


def _findings_by_row(file: CheckedFile) -> Mapping[int, list[Finding]]:
    """The findings at the cells of each row, by the row's number."""
    row_of_place: dict[Place, int] = {}
    for row in file.submission.rows:
        for cell in row.cells.values():
            row_of_place.setdefault(cell.place, row.row)
    numbers = {str(row.row): row.row for row in file.submission.rows}
    of_row: dict[int, list[Finding]] = defaultdict(list)
    for finding in file.all_findings:
        number = row_of_place.get(finding.place, numbers.get(finding.place.cell or ""))
        if number is not None:
            of_row[number].append(finding)
    return of_row


def _asked_by_identity(file: CheckedFile) -> dict[Hashable, frozenset[Asked]]:
    """What is asked and confirmed in every row of a list, as its notes would say it."""
    claims = claims_by_place(file)
    asked: dict[Hashable, frozenset[Asked]] = {}
    for row in file.submission.rows:
        identity = identity_of_row(row, claims.get(row.group_place))
        asked[identity] = frozenset(_asked_of_row(row, file))
    return asked


def _asked_of_row(row: SubmittedRow, file: CheckedFile) -> Iterator[Asked]:
    cells = {cell.place.cell for cell in row.cells.values()}
    for cell, asked in file.asked.items():
        if cell in cells:
            yield from asked
    for entry in file.confirmed:
        if entry.reason == row.reason:
            yield entry.asked


def _cell_of(finding: Finding, row: SubmittedRow) -> str:
    """The cell that bears the note of a finding: its own, of a whole row the one that names the group."""
    cells = {cell.place.cell for cell in row.cells.values()}
    cell = finding.place.cell
    if cell not in cells:
        cell = row.place("group_name", "group_id").cell
    return cell or ""


def _asked(finding: Finding, row: SubmittedRow) -> Asked:
    return Asked(_mark(finding, row), _reason_of(row), is_confirmed=False)


def _reason_of(row: SubmittedRow) -> str:
    return reason_digest(row.reason.text if row.reason else "")


def _mark(finding: Finding, row: SubmittedRow) -> str:
    """What is asked, and the values: the group, what stands in the cell, what the registry says or the letter wants."""
    subject = [finding.code, str(finding.fields.get("field", ""))]
    texts = [cell.text for cell in row.cells.values() if cell.place == finding.place]
    group = row.value("group_name") or row.value("group_id") or ""
    values = [str(group), *texts, finding.value or "", finding.suggestion or ""]
    return mark_of(subject, values)
