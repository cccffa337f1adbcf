"""The cells of a district's list: what each holds, and what is wrong in it by itself.

Knows what a list that goes up may not leave open. Refuses to compare anything with the registry.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.checking.codes import severities_in_a_list
from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.masking import MASK
from kbo_screen.findings.person_names import people_in
from kbo_screen.registry.form_stamp import LOOKED_UP
from kbo_screen.registry.registry import NO_CELL, cell_name
from kbo_screen.registry.submission import CellEntry, SubmittedRow
from kbo_screen.sources.cell_findings import findings_of_dittos, unticked_finding
from kbo_screen.vocabulary.fields import PERSONAL_FIELDS
from kbo_screen.vocabulary.headers import is_surname
from kbo_screen.vocabulary.ids import is_phone
from kbo_screen.vocabulary.people import people_named, split_contact
from kbo_screen.vocabulary.reading import cell_text, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.grid import CellValue
    from kbo_screen.letters.model import Letter
    from kbo_screen.sources.cells import CellColumn, ReadColumn
    from kbo_screen.sources.columns import LetterYears
    from kbo_screen.sources.table import Table

#: In the header of a column for groups: it is for their representatives, too.
_PERSON_IN_HEADER: Final = ("แทน", "ประธาน")
#: A district's own table needs one of these.
NAMED_BY: Final = ("group_name", "group_id")


def written(table: Table, cells: CellColumn, read: ReadColumn, at: int) -> CellEntry:
    """What stands in a column at the n-th row of the list."""
    reading = read.readings[read.codes[at]]
    address = int(cells.addresses[at])
    place = Place(
        table.grid.file,
        table.grid.sheet,
        cell_name(address) if address != NO_CELL else None,
    )
    stored = cells.at(at)
    words = cell_text(stored)
    is_clear = reading.known or reading.problem is None
    says_nothing = (
        is_blank(words) or read.is_unticked or reading.problem == "names-nothing"
    )
    return CellEntry(
        "" if says_nothing else words, reading.value, place, is_clear, reading.year_be
    )


def with_telephones(rows: Sequence[SubmittedRow]) -> list[SubmittedRow]:
    """Rows whose representative's cell holds the telephone number too: the name alone, and the number as a cell.

    A number of its own column goes before one behind a name.
    """
    return [_with_telephone(row) for row in rows]


def _with_telephone(row: SubmittedRow) -> SubmittedRow:
    person = row.cells.get("representative")
    if person is None or person.value is None:
        return row
    contact = split_contact(person.text)
    if contact.phone is None:
        return row
    cells = row.cells | {"representative": person._replace(value=contact.name or None)}
    phone = row.cells.get("phone")
    if phone is None or not phone.text:
        cells["phone"] = CellEntry(contact.phone, contact.phone, person.place)
    return replace(row, cells=cells)


def with_people_behind(
    table: Table, rows: Sequence[SubmittedRow]
) -> list[SubmittedRow]:
    """Rows of a list whose column for the group is for its representative too: the two as cells of their own.

    The person is who stands behind the group's name with a title.
    """
    by_field = table.columns.by_field
    header = table.header_text("group_name") if "group_name" in by_field else ""
    if "representative" in by_field or not any(
        word in header for word in _PERSON_IN_HEADER
    ):
        return list(rows)
    return [_with_person_behind(row) for row in rows]


def _with_person_behind(row: SubmittedRow) -> SubmittedRow:
    group = row.cells["group_name"]
    person = next(people_in(group.text), None)
    if person is None or person.start == 0:
        return row
    name, words = (
        group.text[: person.start].rstrip(" /,:;|(-–\n"),
        group.text[person.start :].rstrip(" )"),
    )
    cells = {
        "group_name": group._replace(text=name, value=name),
        "representative": CellEntry(words, words, group.place),
    }
    return replace(row, cells=row.cells | cells)


def with_surnames(table: Table, rows: Sequence[SubmittedRow]) -> list[SubmittedRow]:
    """Rows whose representative's last name stands in a column of its own, right of the first: the two as one name."""
    column = table.columns.by_field.get("representative")
    if column is None or not is_surname(table.header.texts.get(column + 1, "")):
        return list(rows)
    surnames = table.grid.columns[column + 1]
    return [_with_surname(row, cell_text(surnames[row.row - 1])) for row in rows]


def _with_surname(row: SubmittedRow, surname: str) -> SubmittedRow:
    person = row.cells["representative"]
    if not person.text or not surname:
        return row
    name = f"{person.text} {surname}"
    return replace(
        row,
        cells=row.cells | {"representative": person._replace(text=name, value=name)},
    )


def problems_of_list(
    table: Table,
    read: dict[str, ReadColumn],
    cells: dict[str, CellColumn],
    years: LetterYears,
) -> Iterator[Finding]:
    """A finding per cell that is not understood; in a list that goes up it must be mended."""
    for name, column in read.items():
        header = table.header_text(name)
        in_sight = np.ones(len(column.codes), dtype=bool)
        yield from findings_of_dittos(table, name, cells[name], in_sight)
        if column.is_unticked:
            yield unticked_finding(table, name)
        for at, slug, raw in column.problems():
            place = Place(
                table.grid.file,
                table.grid.sheet,
                cell_name(int(cells[name].addresses[at])),
            )
            if name in PERSONAL_FIELDS and slug not in (
                "error-value",
                "not-calculated",
                "mended-phone",
            ):
                continue  # what is no telephone number is told below, more strictly
            if slug == "names-nothing":
                continue  # a row that names no group is told as one
            severity = severities_in_a_list(f"cell.{slug}")[0]
            value = MASK if name in PERSONAL_FIELDS else cell_text(raw)
            year_be = column.at(at).year_be
            yield make_finding(
                f"cell.{slug}",
                place,
                value=value,
                severity=severity,
                header=header,
                year=year_be,
                wanted=years.of_field(name),
            )


def share_people(rows: Sequence[SubmittedRow]) -> list[SubmittedRow]:
    """Rows under one merged group cell name one representative: what one of them says, all say."""
    same: dict[Place, list[SubmittedRow]] = {}
    for row in rows:
        same.setdefault(row.group_place, []).append(row)
    shared = {place: _people_of(of_group) for place, of_group in same.items()}
    return [replace(row, cells=row.cells | shared[row.group_place]) for row in rows]


def _people_of(rows: Sequence[SubmittedRow]) -> dict[str, CellEntry]:
    """Of every personal field the first cell that says something, else the first one."""
    cells = {
        name: [row.cells[name] for row in rows if name in row.cells]
        for name in PERSONAL_FIELDS
    }
    return {
        name: next((one for one in own if one.text), own[0])
        for name, own in cells.items()
        if own
    }


def blank_cells(
    table: Table, rows: Sequence[SubmittedRow], letter: Letter
) -> Iterator[Finding]:
    """A row without a group, and a group without a representative; once, where no column is for them."""
    clause = letter.meeting.clause
    has_people = any("representative" in row.cells for row in rows)
    if "representative" not in table.columns.by_field and not has_people:
        place = Place(table.grid.file, table.grid.sheet, str(table.header.last_row + 1))
        wanted = letter.meeting.representatives_per_group
        yield make_finding(
            "table.no-representative-column", place, wanted=wanted, clause=clause
        )
    for row in rows:
        names = [row.cells[name] for name in NAMED_BY if name in row.cells]
        if all(name.is_clear and not name.text for name in names):
            yield make_finding(
                "cell.required-blank",
                row.place("group_name", "group_id"),
                field="group_name",
            )
        elif (
            (person := row.cells.get("representative"))
            and person.is_clear
            and person.value is None
        ):
            field = "representative"
            yield make_finding(
                "cell.required-blank",
                person.place,
                severity="warning",
                field=field,
                clause=clause,
            )


def check_people(
    table: Table, rows: Sequence[SubmittedRow], letter: Letter
) -> Iterator[Finding]:
    """More than the letter's number of representatives, and telephone numbers that cannot be one."""
    meeting = letter.meeting
    for row in rows:
        person = row.cells.get("representative")
        people = people_named(person.value) if person and person.value else []
        if person and len(people) > meeting.representatives_per_group:
            yield make_finding(
                "cell.several-representatives",
                person.place,
                value=MASK,
                count=len(people),
                wanted=meeting.representatives_per_group,
                clause=meeting.clause,
            )
        phone = row.cells.get("phone")
        field = "phone" if "phone" in table.columns.by_field else "representative"
        header = table.header_text(field) if phone else ""
        if (
            phone
            and phone.is_clear
            and phone.text
            and not is_phone(phone.value or phone.text)
        ):
            yield make_finding(
                "cell.unreadable-phone",
                phone.place,
                value=MASK,
                severity="warning",
                header=header,
            )


def check_gaps(table: Table, rows: Sequence[SubmittedRow]) -> Iterator[Finding]:
    """Rows of a form below rows that were left empty, the first one among them."""
    filled = [table.header.last_row + 1, *(row.row for row in rows)]
    for before, row in zip(filled, rows, strict=False):
        if row.row > before + 1:
            yield make_finding("form.gap", row.group_place, row=row.row, before=before)


def check_typed_over(table: Table, rows: Sequence[SubmittedRow]) -> Iterator[Finding]:
    """Cells of a form whose formula was typed over; not where a program took all formulas of the rows out.

    The count at the foot, in the first column, is a formula of forms without any in their rows too.
    """
    formulas = table.grid.formulas or frozenset()
    if all(column == min(table.header.texts) for _, column in formulas):
        return
    for name in (name for name in LOOKED_UP if name in table.columns.by_field):
        column = table.columns.by_field[name]
        for row in rows:
            written = row.cells[name]
            if written.text and (row.row - 1, column) not in formulas:
                yield make_finding(
                    "form.typed-over",
                    written.place,
                    value=written.text,
                    header=table.header_text(name),
                )


def says(value: CellValue) -> bool:
    """Something is written there, and no mark that says nothing is."""
    return value is not None and not is_blank(cell_text(value))
