"""Rows of one list against each other: one group twice, one person for several groups.

Knows a list's rows and which groups they mean. Refuses to know the letter, and to tell a person's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings import Finding, make_finding
from kbo_screen.vocabulary.names import group_key
from kbo_screen.vocabulary.people import people_named, person_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.findings import Severity
    from kbo_screen.letters.choices import Choices
    from kbo_screen.registry.submission import SubmittedRow


def check_rows(
    rows: Sequence[SubmittedRow], groups: Sequence[int | None], choices: Choices
) -> Iterator[Finding]:
    """Repeats within a list, each at the later row, naming the first; rows under one merged group cell are one choice.

    groups: per row the group of the registry that it means, None where none was found.
    """
    seen: dict[int | str, SubmittedRow] = {}
    people: dict[str, tuple[SubmittedRow, int | str]] = {}
    for row, group in zip(rows, groups, strict=True):
        name = row.value("group_name") or row.value("group_id")
        if name is None:
            continue
        identity = group if group is not None else group_key(name)
        first = seen.setdefault(identity, row)
        if first.group_place != row.group_place:
            yield _repeat(row, first, name)
        yield from _same_person(row, identity, people, choices)


def _repeat(row: SubmittedRow, first: SubmittedRow, name: str) -> Finding:
    """The same group again, or the same group under another spelling."""
    before = first.value("group_name") or first.value("group_id")
    same = group_key(name) == group_key(before) or None in (
        row.value("group_name"),
        first.value("group_name"),
    )
    code = "row.duplicate-group" if same else "row.two-spellings"
    return make_finding(
        code,
        row.group_place,
        value=name,
        other_value=before,
        other_cell=first.group_place.cell,
    )


def _same_person(
    row: SubmittedRow,
    identity: int | str,
    people: dict[str, tuple[SubmittedRow, int | str]],
    choices: Choices,
) -> Iterator[Finding]:
    """A representative who was named for another group above; the letter chooses whether that is refused."""
    severity: Severity = "error" if choices.one_person == "refused" else "warning"
    written = row.cells.get("representative")
    for person in (
        {person_key(one) for one in people_named(written.value)}
        if written and written.value
        else ()
    ):
        first, other = people.setdefault(person, (row, identity))
        if other != identity and written:
            cell = first.cells["representative"].place.cell
            yield make_finding(
                "row.one-person",
                written.place,
                severity=severity,
                value="***",
                other_cell=cell,
            )
