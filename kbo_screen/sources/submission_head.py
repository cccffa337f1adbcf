"""The head of a district's list: what stands beside its labels, and what is wrong with it.

Knows the labels of the form. Refuses to know the rows of the list.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text
from kbo_screen.findings.person_names import people_in
from kbo_screen.grid import CellError
from kbo_screen.letters.date_bounds import bounds_of
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS, cell_name
from kbo_screen.registry.submission import HEAD_FIELDS, CellEntry
from kbo_screen.sources.submission_cells import says
from kbo_screen.vocabulary.dates import (
    BUDDHIST_OFFSET,
    FIRST_BUDDHIST_YEAR,
    read_date,
    thai_date,
)
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.thai_text import fold, to_ascii_digits
from kbo_screen.vocabulary.values import read_person
from kbo_screen.vocabulary.year_bounds import bounded_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.grid import SheetGrid
    from kbo_screen.letters.model import Letter
    from kbo_screen.sources.table import Table
    from kbo_screen.vocabulary.year_bounds import DateBounds

#: What an officer's line says that the officer does.
_OFFICER_DOES: Final = ("เข้าร่วม", "รับผิดชอบ", "ประชุม")
#: Letters of a label; a longer text is no label.
_LONGEST_LABEL: Final = 70
_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")


def read_head(table: Table) -> dict[str, CellEntry]:
    """What stands beside the labels above a table, or below its rows: reporter, date, the officer who attends."""
    grid = table.grid
    head: dict[str, CellEntry] = {}
    data = table.data_rows
    last_row = max(table.header.last_row, int(data[-1]) if len(data) else 0)
    beside_table = [
        *range(table.header.first_row),
        *range(table.header.last_row + 1, grid.height),
    ]
    for row in beside_table:
        if table.header.last_row < row <= last_row and row in data:
            continue
        for column in range(grid.width):
            inline = _label_and_value(cell_text(grid.columns[column][row]))
            name = inline.label if inline else _label(grid, row, column)
            if name in HEAD_FIELDS and name not in head:
                head[name] = _written_of(grid, row, column)
    return head


class _Inline(NamedTuple):
    """A line of the head whose label and value stand in one cell."""

    label: str
    value: str


def _label_and_value(words: str) -> _Inline | None:
    """The line whose label and value stand in one cell, apart by a colon, or by the title of the officer's name.

    >>> _label_and_value("เจ้าหน้าที่ผู้รับผิดชอบ นางสาวหนึ่ง ตัวอย่าง")
    _Inline(label='officer', value='นางสาวหนึ่ง ตัวอย่าง')
    """
    label, _, value = words.partition(":")
    name = _labels().get(fold(label)) or _officer_label(label)
    if name and value.strip():
        return _Inline(name, value.strip())
    person = next(people_in(words), None)
    if person and _officer_label(words[: person.start]):
        return _Inline("officer", words[person.start :].strip())
    return None


def _officer_label(words: str) -> str | None:
    """The officer's line as districts write it: an officer, and what the officer does."""
    key = fold(words)
    is_officer = key.startswith(fold("เจ้าหน้าที่")) and any(
        fold(word) in key for word in _OFFICER_DOES
    )
    return "officer" if is_officer and len(key) <= _LONGEST_LABEL else None


def _written_of(grid: SheetGrid, row: int, column: int) -> CellEntry:
    """The value of a label: behind it in its own cell, else in the cell beside it."""
    inline = _label_and_value(cell_text(grid.columns[column][row]))
    if inline:
        place = Place(
            grid.file, grid.sheet, cell_name(row * EXCEL_MAX_COLUMNS + column)
        )
        return CellEntry(inline.value, inline.value, place)
    return _beside(grid, row, column)


def _label(grid: SheetGrid, row: int, column: int) -> str | None:
    """The line of the form's head that a cell is the label of; "" for a label of something else, None for none."""
    words = cell_text(grid.columns[column][row])
    name = _labels().get(fold(words.rstrip(" :"))) or _officer_label(words)
    return "" if name is None and words.endswith(":") else name


@cache
def _labels() -> dict[str, str]:
    names = (*HEAD_FIELDS, "province")
    return {
        fold(text(f"form.head.{name}", lang)): name
        for name in names
        for lang in LANGUAGES
    }


def _beside(grid: SheetGrid, row: int, column: int) -> CellEntry:
    """What stands right of a label, past what the label is merged over and before the next label.

    A file without merges, or a careless hand, leaves cells empty between the two; where nothing stands there, the
    first cell is the one to fill in.
    """
    ends = [
        right
        for top, left, bottom, right in grid.merges
        if top <= row <= bottom and left <= column <= right
    ]
    first = (ends[0] if ends else column) + 1
    filled = (at for at in range(first, grid.width) if cell_text(grid.columns[at][row]))
    at = next(filled, first)
    if at < grid.width and _label(grid, row, at) is not None:
        at = first
    value = grid.columns[at][row] if at < grid.width else None
    place = Place(grid.file, grid.sheet, cell_name(row * EXCEL_MAX_COLUMNS + at))
    if isinstance(value, CellError):
        return CellEntry(str(value), None, place, is_clear=False)
    return CellEntry(cell_text(value), value, place)


def check_head(
    head: dict[str, CellEntry], letter: Letter, today: dt.date | None, sheet: Place
) -> Iterator[Finding]:
    """No officer named, or no line for one, and a date that cannot be, or is of the wrong era.

    today: the day of the run; the clock's where none is given.
    """
    officer = head.get("officer")
    if letter.officer and (officer is None or read_person(officer.text).value is None):
        wording = {lang: letter.officer.wording.to(lang) for lang in LANGUAGES}
        code, place = (
            ("cell.no-officer", officer.place)
            if officer
            else ("table.no-officer", sheet)
        )
        label = {lang: text("form.head.officer", lang) for lang in LANGUAGES}
        yield make_finding(
            code, place, clause=letter.officer.clause, what=wording, label=label
        )
    date = head.get("date")
    if date and says(date.text):
        yield from _check_date(date, letter, bounds_of("report", letter, today))


def _check_date(
    date: CellEntry, letter: Letter, bounds: DateBounds
) -> Iterator[Finding]:
    stored = date.value
    if isinstance(stored, dt.date) and stored.year >= FIRST_BUDDHIST_YEAR:
        right = dt.date(stored.year - BUDDHIST_OFFSET, stored.month, stored.day)
        yield _wrong_era(date, stored.strftime("%Y-%m-%d"), right)
        return
    problem = read_date(stored).problem
    if problem == "year-out-of-range":
        yield _wrong_era(date, date.text, _likely_date(date.text, letter))
    elif problem:
        yield make_finding("cell.impossible-date", date.place, value=date.text)
    else:
        yield from _check_likely_day(date, bounds)


def _check_likely_day(date: CellEntry, bounds: DateBounds) -> Iterator[Finding]:
    """A date that exists, yet not between the bounds: mended where one mending is possible."""
    reading = bounded_date(date.value, bounds)
    if reading.is_mended and reading.date:
        day = {lang: thai_date(reading.date, lang) for lang in LANGUAGES}
        yield make_finding("cell.mended-date", date.place, value=date.text, date=day)
    elif reading.problem:
        first = {lang: thai_date(bounds.first, lang) for lang in LANGUAGES}
        last = {lang: thai_date(bounds.last, lang) for lang in LANGUAGES}
        yield make_finding(
            "cell.unlikely-date", date.place, value=date.text, first=first, last=last
        )


def _wrong_era(date: CellEntry, written: str, right: dt.date | None) -> Finding:
    """A date of the wrong era, with the one that is likely meant where there is one."""
    words = {lang: thai_date(right, lang) if right else "" for lang in LANGUAGES}
    likely = {
        lang: text("validate.likely_date", lang, date=words[lang]) if right else ""
        for lang in LANGUAGES
    }
    return make_finding(
        "cell.wrong-era-date",
        date.place,
        value=written,
        suggestion=words["th"] or None,
        likely=likely,
    )


def _likely_date(written: str, letter: Letter) -> dt.date | None:
    """The date with the one year that is likely meant: 543 taken off or put on once too often, else one digit slipped.

    A slip is plain only where it leads to the year of the letter's deadline.
    """
    words = to_ascii_digits(written)
    found = _YEAR.findall(words)
    if len(found) != 1:
        return None
    year, deadline = found[0], str(letter.deadline.used.year + BUDDHIST_OFFSET)
    shifted = [str(int(year) + by * BUDDHIST_OFFSET) for by in (-1, 1)]
    slipped = (
        [deadline]
        if sum(a != b for a, b in zip(year, deadline, strict=True)) == 1
        else []
    )
    dates = (read_date(words.replace(year, one)).date for one in [*shifted, *slipped])
    return next((one for one in dates if one), None)
