"""The head of a district's list: what stands beside its labels, and what is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES, text, text_in_each
from kbo_screen.findings.person_names import people_in
from kbo_screen.grid import CellError
from kbo_screen.letters.date_bounds import bounds_of
from kbo_screen.registry.submission import HEAD_FIELDS, CellEntry
from kbo_screen.sources.cells.merged_cells import merge_at
from kbo_screen.sources.cells.opening_words import opening_words
from kbo_screen.sources.cells.sheet_cells import rows_among, text_at, value_at
from kbo_screen.sources.cells.sheet_places import cell_place
from kbo_screen.sources.date_words import bounds_in_words, date_in_words
from kbo_screen.sources.submissions.submission_cells import entry_of_text
from kbo_screen.vocabulary.dates import (
    BUDDHIST_OFFSET,
    FIRST_BUDDHIST_YEAR,
    read_date,
)
from kbo_screen.vocabulary.fewer_reasons import fewer_reason, gives_reason
from kbo_screen.vocabulary.nil_returns import nil_words
from kbo_screen.vocabulary.reading import cell_text, holds_words
from kbo_screen.vocabulary.thai_text import fold, holds_any, to_ascii_digits
from kbo_screen.vocabulary.values import read_person
from kbo_screen.vocabulary.year_bounds import bounded_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kbo_screen.grid import CellValue, Position, SheetGrid
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.submission import CellEntries
    from kbo_screen.sources.table.table import Table
    from kbo_screen.vocabulary.year_bounds import DateBounds

#: What an officer's line says that the officer does.
_OFFICER_DOES: Final = ("เข้าร่วม", "รับผิดชอบ", "ประชุม")
#: Letters of a label; a longer text is no label.
_LONGEST_LABEL: Final = 70
_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")


def read_head(table: Table) -> CellEntries:
    """What stands beside the labels above a table, or below its rows.

    Reporter, date, the officer who attends: field of HEAD_FIELDS -> its value.
    """
    grid = table.grid
    head: CellEntries = {}
    for row, column in _labels_beside(table):
        words = text_at(grid, row, column)
        inline = _label_and_value(words)
        name = inline.label if inline else _label(words)
        if name in HEAD_FIELDS and _is_open(head, name):
            head[name] = _entry_of_label(grid, row, column, inline)
    return head


def _is_open(head: CellEntries, name: str) -> bool:
    """Nothing is known of a line yet; a form may ask for a reason more than once."""
    if name == "reason" and name in head:
        return not head[name].text
    return name not in head


def with_reason_in_column(
    head: CellEntries,
    table: Table,
    rows: Iterable[int],
) -> CellEntries:
    """The head with the reason that a column gives beside one of these rows, where it gives none itself."""
    if not _is_open(head, "reason"):
        return head
    reason = _reason_in_column(table, rows)
    return {**head, "reason": reason} if reason else head


def _reason_in_column(table: Table, rows: Iterable[int]) -> CellEntry | None:
    """The first words below a header that asks why there are fewer groups."""
    columns = [
        column
        for column, header in sorted(table.unused_headers.items())
        if _asks_for_reason(header)
    ]
    for row, column in product(rows, columns):
        if gives_reason(text_at(table.grid, row, column)):
            return entry_of_text(table.grid, row, column)
    return None


def blank_beside_labels(table: Table) -> dict[str, Position]:
    """The cells beside the labels of a form's head in which nothing stands but dots: name of the line -> its cell."""
    grid = table.grid
    blanks: dict[str, Position] = {}
    for row, column in _labels_beside(table):
        name = _label(text_at(grid, row, column))
        if not name or name in blanks:
            continue
        value_column = _column_of_value(grid, row, column)
        if not text_at(grid, row, value_column).strip(". …_"):
            blanks[name] = (row, value_column)
    return blanks


def _labels_beside(table: Table) -> list[Position]:
    """The cells in rows beside a table that hold a label, row by row; each different text is looked at once."""
    rows = np.fromiter(rows_beside(table), dtype=np.int64)
    cells: list[Position] = []
    for number, column in enumerate(table.grid.columns):
        is_label = rows_among(column, rows, _holds_label)
        cells.extend((row, number) for row in rows[is_label].tolist())
    return sorted(cells)


def _holds_label(value: CellValue) -> bool:
    words = cell_text(value)
    return bool(words and (_label_and_value(words) or _label(words)))


def rows_beside(table: Table) -> Iterator[int]:
    """The rows of the sheet above a table's header, and below it those that are no data."""
    yield from range(table.header.first_row)
    opening = opening_words(table.grid)
    for row in table.rows_below_header:
        is_data = row in table.data_row_set
        if not is_data or speaks_of_list(table, row, opening.of_row(row)):
            yield row


def speaks_of_list(
    table: Table,
    row: int,
    texts: Sequence[str],
) -> bool:
    """The first words of a row, behind its number, say or ask whether there is no group, or why there are fewer.

    texts: the first two of the row.
    """
    texts_behind_number = list(texts)
    if len(texts) > 1 and texts[0].strip("().").isdecimal():
        texts_behind_number.pop(0)
    first_words = next(iter(texts_behind_number), "")
    label, _, _ = first_words.partition(":")
    is_label = _line_labelled(label) in ("none", "reason")
    reason = fewer_reason(first_words)
    if not is_label and reason is None:
        return False
    group, person = (
        words_of_field(table, field, row) for field in ("group_name", "representative")
    )
    stands_beside_group = group not in ("", first_words) and bool(person or reason)
    return not stands_beside_group


def words_of_field(
    table: Table,
    field: str,
    row: int,
) -> str:
    """What stands in the column of a field; "" where the table has none."""
    column = table.column_of(field)
    return "" if column is None else text_at(table.grid, row, column)


def _asks_for_reason(words: str) -> bool:
    """A label beside which the reason for fewer groups stands."""
    return _line_labelled(words) == "reason" or fewer_reason(words) == ""


class _InlineValue(NamedTuple):
    """A line of the head whose label and value stand in one cell."""

    label: str
    value: str


def _label_and_value(words: str) -> _InlineValue | None:
    """The line whose label and value stand in one cell.

    They are apart by a colon, or by the title of the officer's name.

    >>> _label_and_value("เจ้าหน้าที่ผู้รับผิดชอบ นางสาวหนึ่ง ตัวอย่าง")
    _InlineValue(label='officer', value='นางสาวหนึ่ง ตัวอย่าง')
    """
    if reason := fewer_reason(words):
        return _InlineValue("reason", reason)
    label, _, value = words.partition(":")
    name = _line_labelled(label) or _officer_label(label)
    if name and value.strip():
        return _InlineValue(name, value.strip())
    person = next(people_in(words), None)
    if person and _officer_label(words[: person.start]):
        return _InlineValue("officer", words[person.start :].strip())
    return None


def _line_labelled(words: str) -> str | None:
    """The line of the head whose label these words are, by the labels of our forms."""
    return _labels().get(fold(words))


@cache
def _labels() -> dict[str, str]:
    """The folded labels of a form, in every language -> the name of their line."""
    labels = {}
    for name in (*HEAD_FIELDS, "province"):
        for lang in LANGUAGES:
            label = text(f"form.head.{name}", lang)
            labels[fold(label)] = name
    reasons = dict.fromkeys(map(fold, nil_words("reason_labels")), "reason")
    return labels | reasons


def _officer_label(words: str) -> str | None:
    """The officer's line as districts write it: an officer, and what the officer does."""
    key = fold(words)
    if len(key) > _LONGEST_LABEL or not key.startswith(fold("เจ้าหน้าที่")):
        return None
    return "officer" if holds_any(key, map(fold, _OFFICER_DOES)) else None


def _label(words: str) -> str | None:
    """The line of the head that the words of a cell are the label of.

    "" for a label of something else, None for none.
    """
    name = _line_labelled(words) or _officer_label(words)
    if name:
        return name
    if _asks_for_reason(words):
        return "reason"
    return "" if words.endswith(":") else None


def _entry_of_label(
    grid: SheetGrid,
    row: int,
    column: int,
    inline: _InlineValue | None,
) -> CellEntry:
    """The value of a label: behind it in its own cell, else in the cell beside it."""
    if inline:
        place = cell_place(grid, row, column)
        return CellEntry(inline.value, inline.value, place)
    value_column = _column_of_value(grid, row, column)
    place = cell_place(grid, row, value_column)
    value = value_at(grid, row, value_column)
    if isinstance(value, CellError):
        return CellEntry(str(value), None, place, is_clear=False)
    return CellEntry(cell_text(value), value, place)


def _column_of_value(
    grid: SheetGrid,
    row: int,
    column: int,
) -> int:
    """The column right of a label, past what it is merged over and before the next label.

    A file without merges, or a careless hand, leaves cells empty between the two; where
    nothing stands there, the first cell is the one to fill in.
    """
    merge = merge_at(grid, row, column)
    last_column = merge[3] if merge else column
    first_column = last_column + 1
    for filled_column in range(first_column, grid.width):
        words = text_at(grid, row, filled_column)
        if words:
            is_next_label = _label(words) is not None
            return first_column if is_next_label else filled_column
    return first_column


def check_head(
    head: CellEntries,
    letter: Letter,
    today: dt.date | None,
    sheet: Place,
) -> Iterator[Finding]:
    """No officer named, or no line for one, and a date that cannot be, or is of the wrong era.

    today: the day of the run; the clock's where none is given.
    """
    yield from _check_officer(head.get("officer"), letter, sheet)
    date = head.get("date")
    if date and holds_words(date.text):
        yield from _check_date(date, letter, bounds_of("report", letter, today))


def _check_officer(
    officer: CellEntry | None,
    letter: Letter,
    sheet: Place,
) -> Iterator[Finding]:
    if letter.officer is None:
        return
    if officer and read_person(officer.text).value is not None:
        return
    yield make_finding(
        "cell.no-officer" if officer else "table.no-officer",
        officer.place if officer else sheet,
        clause=letter.officer.clause,
        what=letter.officer.wording.in_each(),
        label=text_in_each("form.head.officer"),
    )


def _check_date(
    date: CellEntry,
    letter: Letter,
    bounds: DateBounds,
) -> Iterator[Finding]:
    stored = date.value
    if isinstance(stored, dt.date) and stored.year >= FIRST_BUDDHIST_YEAR:
        year = stored.year - BUDDHIST_OFFSET
        right_date = dt.date(year, stored.month, stored.day)
        yield _wrong_era(date, stored.strftime("%Y-%m-%d"), right_date)
        return
    problem = read_date(stored).problem
    if problem == "year-out-of-range":
        yield _wrong_era(date, date.text, _likely_date(date.text, letter))
    elif problem:
        yield make_finding(
            "cell.impossible-date",
            date.place,
            value=date.text,
        )
    else:
        yield from _check_likely_day(date, bounds)


def _check_likely_day(date: CellEntry, bounds: DateBounds) -> Iterator[Finding]:
    """A date that exists, yet not between the bounds: mended where one mending is possible."""
    reading = bounded_date(date.value, bounds)
    if reading.mended_date:
        yield make_finding(
            "cell.mended-date",
            date.place,
            value=date.text,
            date=date_in_words(reading.mended_date),
        )
    elif reading.problem:
        first, last = bounds_in_words(bounds)
        yield make_finding(
            "cell.unlikely-date",
            date.place,
            value=date.text,
            first=first,
            last=last,
        )


def _wrong_era(
    date: CellEntry,
    words: str,
    right_date: dt.date | None,
) -> Finding:
    """A date of the wrong era, with the right one where there is one."""
    suggestion = None
    likely = dict.fromkeys(LANGUAGES, "")
    if right_date:
        dates = date_in_words(right_date)
        suggestion = dates["th"]
        for lang in LANGUAGES:
            likely[lang] = text("validate.likely_date", lang, date=dates[lang])
    return make_finding(
        "cell.wrong-era-date",
        date.place,
        value=words,
        suggestion=suggestion,
        likely=likely,
    )


def _likely_date(date_words: str, letter: Letter) -> dt.date | None:
    """The date with the one year that is likely meant.

    543 was taken off or put on once too often; else one digit slipped, which is plain only
    where it leads to the year of the letter's deadline.
    """
    words = to_ascii_digits(date_words)
    years = _YEAR.findall(words)
    if len(years) != 1:
        return None
    year = years[0]
    likely_years = [
        str(int(year) - BUDDHIST_OFFSET),
        str(int(year) + BUDDHIST_OFFSET),
    ]
    deadline_year = str(letter.deadline.used.year + BUDDHIST_OFFSET)
    if _is_one_slip(year, deadline_year):
        likely_years.append(deadline_year)
    for likely_year in likely_years:
        date = read_date(words.replace(year, likely_year)).date
        if date:
            return date
    return None


def _is_one_slip(year: str, right_year: str) -> bool:
    """Two numbers of four digits differ in one."""
    digits = zip(year, right_year, strict=True)
    return sum(digit != right_digit for digit, right_digit in digits) == 1
