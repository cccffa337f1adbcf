"""The cells of a district's list: what each holds, and what is wrong in it by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from kbo_screen.checking.codes import severities_in_a_list
from kbo_screen.findings import Finding, make_finding
from kbo_screen.findings.masking import HIDDEN_ID, MASK, mask_ids
from kbo_screen.findings.person_names import people_in
from kbo_screen.grid import NotedTextError
from kbo_screen.registry.form_stamp import LOOKED_UP
from kbo_screen.registry.submission import CellEntry, SubmittedRow
from kbo_screen.sources.cells.sheet_cells import text_at
from kbo_screen.sources.cells.sheet_places import address_place, cell_place
from kbo_screen.sources.table.cell_findings import (
    findings_of_dittos,
    unticked_finding,
    words_to_show,
)
from kbo_screen.vocabulary.fields import PERSONAL_FIELDS
from kbo_screen.vocabulary.grouping import lists_by_key
from kbo_screen.vocabulary.headers import is_surname
from kbo_screen.vocabulary.ids import is_phone
from kbo_screen.vocabulary.people import people_named, split_contact, without_leading
from kbo_screen.vocabulary.reading import cell_text, is_blank
from kbo_screen.vocabulary.thai_text import holds_any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.grid import SheetGrid
    from kbo_screen.letters.model import Letter, Meeting
    from kbo_screen.registry.submission import CellEntries
    from kbo_screen.sources.cells.cell_columns import (
        CellColumn,
        CellColumns,
        ReadColumn,
        ReadColumns,
    )
    from kbo_screen.sources.header.columns import LetterYears
    from kbo_screen.sources.table.table import Table

#: An id that was hidden, with the brackets around it.
_HIDDEN_ID: Final = re.compile(rf"[(\[]?{re.escape(HIDDEN_ID)}[)\]]?")
#: In the header of a column for groups: it is for their representatives, too.
_PERSON_IN_HEADER: Final = ("แทน", "ประธาน")
#: A district's own table needs one of these.
GROUP_FIELDS: Final = ("group_name", "group_id")
#: Problems of a personal cell that are told as of any cell; `check_people` is stricter.
_PROBLEMS_OF_PERSONS: Final = (
    "error-value",
    "long-text",
    "not-calculated",
    "mended-phone",
)


def cell_entry(
    table: Table,
    cells: CellColumn,
    column: ReadColumn,
    position: int,
) -> CellEntry:
    """What stands in a column at a row of the list."""
    reading = column.at(position)
    place = address_place(table.grid, cells.addresses[position])
    raw = cells.at(position)
    words = cell_text(raw)
    is_in_doubt = reading.problem is not None or isinstance(raw, NotedTextError)
    is_clear = reading.known or not is_in_doubt
    names_nothing = reading.problem == "names-nothing"
    if is_blank(words) or column.is_unticked or names_nothing:
        words = ""
    return CellEntry(words, reading.value, place, is_clear, reading.year_be)


def entry_of_text(
    grid: SheetGrid,
    row: int,
    column: int,
) -> CellEntry:
    """What stands in a cell whose text is its value."""
    text = text_at(grid, row, column)
    return CellEntry(text, text or None, cell_place(grid, row, column))


def with_people_behind(
    table: Table,
    rows: Sequence[SubmittedRow],
) -> list[SubmittedRow]:
    """Rows of a list whose column for the group is for its representative too.

    The two become cells of their own. The person is who stands behind the group's name
    with a title.
    """
    fields = table.columns.by_field
    if "representative" in fields or "group_name" not in fields:
        return list(rows)
    header = table.header_text("group_name")
    if not holds_any(header, _PERSON_IN_HEADER):
        return list(rows)
    return [_with_person_behind(row) for row in rows]


def _with_person_behind(row: SubmittedRow) -> SubmittedRow:
    group = row.cells["group_name"]
    person = next(people_in(group.text), None)
    if person is None or person.start == 0:
        return row
    name = without_leading(group.text[: person.start])
    words = group.text[person.start :].rstrip(" )")
    representative = CellEntry(words, words, group.place)
    group = group._replace(text=name, value=name)
    return _with_cells(
        row,
        group_name=group,
        representative=representative,
    )


def _with_cells(row: SubmittedRow, **cells: CellEntry) -> SubmittedRow:
    return replace(row, cells=row.cells | cells)


def with_surnames(table: Table, rows: Sequence[SubmittedRow]) -> list[SubmittedRow]:
    """Rows whose representative's last name stands in a column of its own, right of the first.

    The two become one name.
    """
    column = table.column_of("representative")
    if column is None:
        return list(rows)
    next_header = table.header.texts.get(column + 1, "")
    if not is_surname(next_header):
        return list(rows)
    full_rows = []
    for row in rows:
        surname = table.grid.columns[column + 1][row.row - 1]
        full_rows.append(_with_surname(row, cell_text(surname)))
    return full_rows


def _with_surname(row: SubmittedRow, surname: str) -> SubmittedRow:
    person = row.cells["representative"]
    if not person.text or not surname:
        return row
    name = f"{person.text} {surname}"
    person = person._replace(text=name, value=name)
    return _with_cells(row, representative=person)


def with_telephones(rows: Sequence[SubmittedRow]) -> list[SubmittedRow]:
    """Rows whose representative's cell holds the telephone number too.

    The cell becomes the name alone, and the number a cell. A number of its own column goes
    before one behind a name.
    """
    return [_with_telephone(row) for row in rows]


def _with_telephone(row: SubmittedRow) -> SubmittedRow:
    person = row.cells.get("representative")
    if person is None or person.value is None:
        return row
    words = _without_id(person.text)
    contact = split_contact(words)
    if contact.phone is None and words == person.text:
        return row
    person = person._replace(value=contact.name or None)
    row = _with_cells(row, representative=person)
    phone = row.cells.get("phone")
    if contact.phone is None or (phone and phone.text):
        return row
    phone = CellEntry(contact.phone, contact.phone, person.place)
    return _with_cells(row, phone=phone)


def _without_id(text: str) -> str:
    """A text without the personal ids in it, and without the brackets around one."""
    masked = mask_ids(text)
    return " ".join(_HIDDEN_ID.sub(" ", masked).split()) if masked != text else text


def share_people(rows: Sequence[SubmittedRow]) -> list[SubmittedRow]:
    """Rows under one merged group cell name one representative: what one of them says, all say."""
    rows_of_group = lists_by_key((row.group_place, row) for row in rows)
    people = {place: _people_of(group) for place, group in rows_of_group.items()}
    return [_with_cells(row, **people[row.group_place]) for row in rows]


def _people_of(rows: Sequence[SubmittedRow]) -> CellEntries:
    """Of every personal field the first cell that says something, else the first one."""
    people = {}
    for field in PERSONAL_FIELDS:
        cells = [row.cells[field] for row in rows if field in row.cells]
        filled_cells = [cell for cell in cells if cell.text]
        if cells:
            people[field] = (filled_cells or cells)[0]
    return people


def problems_of_list(
    table: Table,
    columns: ReadColumns,
    cells: CellColumns,
    years: LetterYears,
) -> Iterator[Finding]:
    """A finding per cell that is not understood; in a list that goes up it must be mended."""
    for field, column in columns.items():
        every_row = np.ones(len(column.codes), dtype=bool)
        yield from findings_of_dittos(table, field, cells[field], every_row)
        if column.is_unticked:
            yield unticked_finding(table, field)
        wanted_year = years.of_field(field)
        yield from _problems_of_column(table, field, column, cells[field], wanted_year)


def _problems_of_column(
    table: Table,
    field: str,
    column: ReadColumn,
    cells: CellColumn,
    wanted_year: int | None,
) -> Iterator[Finding]:
    for position, slug, raw in column.problems():
        if _is_told_otherwise(field, slug):
            continue
        code = f"cell.{slug}"
        yield make_finding(
            code,
            address_place(table.grid, cells.addresses[position]),
            value=words_to_show(field, raw),
            severity=severities_in_a_list(code)[0],
            header=table.header_text(field),
            year=column.at(position).year_be,
            wanted=wanted_year,
        )


def _is_told_otherwise(field: str, slug: str) -> bool:
    """A row that names no group is told as one; what is no telephone number more strictly."""
    if field in PERSONAL_FIELDS:
        return slug not in _PROBLEMS_OF_PERSONS
    return slug == "names-nothing"


def check_blank_cells(
    table: Table,
    rows: Sequence[SubmittedRow],
    letter: Letter,
) -> Iterator[Finding]:
    """A row without a group, and, where the letter calls to a meeting, a group without a representative.

    Once, where no column is for representatives.
    """
    meeting = letter.meeting
    has_column = "representative" in table.columns.by_field
    names_people = has_column or any("representative" in row.cells for row in rows)
    if meeting and not names_people:
        yield make_finding(
            "table.no-representative-column",
            table.header_row_place,
            wanted=meeting.representatives_per_group,
            clause=meeting.clause,
        )
    for row in rows:
        if _has_blank_group(row):
            place = row.place(*GROUP_FIELDS)
            yield make_finding("cell.required-blank", place, field="group_name")
        elif meeting and _has_blank_representative(row):
            yield _blank_representative(row, meeting)


def _blank_representative(row: SubmittedRow, meeting: Meeting) -> Finding:
    return make_finding(
        "cell.required-blank",
        row.cells["representative"].place,
        severity="warning",
        field="representative",
        clause=meeting.clause,
    )


def _has_blank_group(row: SubmittedRow) -> bool:
    names = [row.cells[field] for field in GROUP_FIELDS if field in row.cells]
    return all(name.is_clear and not name.text for name in names)


def _has_blank_representative(row: SubmittedRow) -> bool:
    person = row.cells.get("representative")
    return person is not None and person.is_clear and person.value is None


def check_people(
    table: Table,
    rows: Sequence[SubmittedRow],
    letter: Letter,
) -> Iterator[Finding]:
    """More than the letter's number of representatives, ids beside them, telephone numbers that cannot be one."""
    for row in rows:
        yield from _check_representative(row, letter)
        yield from _check_id(table, row)
        yield from _check_phone(table, row)


def _check_representative(row: SubmittedRow, letter: Letter) -> Iterator[Finding]:
    meeting = letter.meeting
    person = row.cells.get("representative")
    if meeting is None or person is None or not person.value:
        return
    wanted = meeting.representatives_per_group
    count = len(people_named(person.value))
    if count > wanted:
        yield make_finding(
            "cell.several-representatives",
            person.place,
            value=MASK,
            count=count,
            wanted=wanted,
            clause=meeting.clause,
        )


def _check_id(table: Table, row: SubmittedRow) -> Iterator[Finding]:
    """A personal id beside a representative's name: nobody asked for it, and it is taken nowhere."""
    person = row.cells.get("representative")
    if person is None or _without_id(person.text) == person.text:
        return
    is_column = "representative" in table.columns.by_field
    yield make_finding(
        "cell.id-beside-name",
        person.place,
        value=MASK,
        header=table.header_text("representative" if is_column else "group_name"),
    )


def _check_phone(table: Table, row: SubmittedRow) -> Iterator[Finding]:
    phone = row.cells.get("phone")
    if phone is None or not phone.is_clear or not phone.text:
        return
    if is_phone(phone.value or phone.text):
        return
    has_column = "phone" in table.columns.by_field
    yield make_finding(
        "cell.unreadable-phone",
        phone.place,
        value=MASK,
        severity="warning",
        header=table.header_text("phone" if has_column else "representative"),
    )


def check_gaps(table: Table, rows: Sequence[SubmittedRow]) -> Iterator[Finding]:
    """Rows of a form below rows that were left empty, the first one among them."""
    before = table.header.last_row + 1
    for row in rows:
        if row.row > before + 1:
            yield make_finding(
                "form.gap",
                row.group_place,
                row=row.row,
                before=before,
            )
        before = row.row


def check_typed_over(table: Table, rows: Sequence[SubmittedRow]) -> Iterator[Finding]:
    """Cells of a form whose formula was typed over.

    None where a program took all formulas of the rows out.
    """
    formulas = table.grid.formulas or frozenset()
    if not _has_formulas_in_rows(table, formulas):
        return
    for field in LOOKED_UP:
        column = table.column_of(field)
        if column is None:
            continue
        for row in rows:
            entry = row.cells[field]
            if entry.text and (row.row - 1, column) not in formulas:
                yield _typed_over(table, field, entry)


def _has_formulas_in_rows(table: Table, formulas: frozenset[tuple[int, int]]) -> bool:
    """The count at the foot, in the first column, is a formula of forms without others too."""
    first_column = min(table.header.texts)
    return any(column != first_column for _, column in formulas)


def _typed_over(
    table: Table,
    field: str,
    entry: CellEntry,
) -> Finding:
    return make_finding(
        "form.typed-over",
        entry.place,
        value=entry.text,
        header=table.header_text(field),
    )
