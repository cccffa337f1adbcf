"""Rows of one list: a group twice, a person for several groups, a remark that withdraws. No person's name is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.findings import Finding, make_finding
from kbo_screen.registry.submission import CONFIRMATION
from kbo_screen.vocabulary.names import group_key
from kbo_screen.vocabulary.people import people_named, person_key
from kbo_screen.vocabulary.values import remark_withdraws

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.findings import Severity
    from kbo_screen.letters.choices import Choices
    from kbo_screen.registry.submission import SubmittedRow


class RowOfGroup(NamedTuple):
    """A row and what tells its group from others: the number of the group, else its name as names are compared."""

    row: SubmittedRow
    group: int | str


def check_rows(
    rows: Sequence[SubmittedRow],
    groups: Sequence[int | None],
    choices: Choices,
) -> Iterator[Finding]:
    """Repeats within a list, each at the later row, naming the first; rows under one merged group cell are one choice.

    groups: per row the group of the registry that it means, None where none was found.
    """
    first_of_group: dict[int | str, SubmittedRow] = {}
    first_of_person: dict[str, RowOfGroup] = {}
    for row, group in zip(rows, groups, strict=True):
        name = _typed_name(row)
        if name is None:
            continue
        identity = group_key(name) if group is None else group
        first = first_of_group.setdefault(identity, row)
        if first.group_place != row.group_place:
            yield _repeat(row, first)
        row_of_group = RowOfGroup(row, identity)
        yield from _same_person(row_of_group, first_of_person, choices)
        yield from _withdrawing_remarks(row, name)


def _withdrawing_remarks(row: SubmittedRow, name: str) -> Iterator[Finding]:
    """What is written beside a row says that its group does not come."""
    remarks = list(row.remarks.items())
    if row.reason:
        remarks.append((CONFIRMATION, row.reason))
    for header, remark in remarks:
        if remark_withdraws(remark.text, header):
            yield make_finding(
                "row.remark-withdraws",
                remark.place,
                value=remark.text,
                group=name,
            )


def _typed_name(row: SubmittedRow) -> str | None:
    """What the row calls its group: the name, else the id."""
    name: str | None = row.value("group_name") or row.value("group_id")
    return name


def _repeat(row: SubmittedRow, first: SubmittedRow) -> Finding:
    """The same group again, or the same group under another spelling."""
    name, first_name = str(_typed_name(row)), str(_typed_name(first))
    is_by_id = None in (row.value("group_name"), first.value("group_name"))
    is_same = is_by_id or group_key(name) == group_key(first_name)
    return make_finding(
        "row.duplicate-group" if is_same else "row.two-spellings",
        row.group_place,
        value=name,
        other_value=first_name,
        other_cell=first.group_place.cell,
    )


def _same_person(
    row_of_group: RowOfGroup,
    first_of_person: dict[str, RowOfGroup],
    choices: Choices,
) -> Iterator[Finding]:
    """A representative who was named for another group above; the letter chooses whether that is refused."""
    severity: Severity = "error" if choices.one_person == "refused" else "warning"
    cell = row_of_group.row.cells.get("representative")
    if cell is None or not cell.value:
        return
    for person in {person_key(name) for name in people_named(cell.value)}:
        first = first_of_person.setdefault(person, row_of_group)
        if first.group != row_of_group.group:
            yield make_finding(
                "row.one-person",
                cell.place,
                severity=severity,
                value="***",
                other_cell=first.row.cells["representative"].place.cell,
            )
