"""Finds the header of a table on a sheet: below titles, in one row or up to three, with merged cells in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.grid import column_of_letters
from kbo_screen.sources.cells.sheet_cells import value_at, values_of_row
from kbo_screen.sources.header.header_rows import MOST_ROWS, HeaderRows, year_of_path
from kbo_screen.vocabulary.headers import BY_HAND, WORDED, HeaderMatch
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kbo_screen.grid import CellValue, SheetGrid
    from kbo_screen.sources.header.header import Header
    from kbo_screen.sources.header.table_search import MappedHeaders, TableSearch
    from kbo_screen.vocabulary.spellings import Spellings

#: Rows that hold something, from the top, in which a header is looked for on every sheet.
SEARCHED_ROWS: Final = 80
#: A header names at least so many fields.
FEWEST_FIELDS: Final = 2
#: The last column of a sheet is XFD.
LONGEST_LETTERS: Final = 3
#: Digits of the shortest number that is an id: the code of a district and a running number.
SHORTEST_ID: Final = 7


def find_header(
    grid: SheetGrid,
    search: TableSearch,
) -> Header | None:
    """The rows that name the most fields; the first of equals.

    Where no row names two, the first that looks like a header: only then can be said what it lacks. None for none.
    """
    rows = HeaderRows(grid, search.by_hand, search.years.spellings)
    header = _fullest_header(rows) or _first_alike(rows)
    if header is None:
        return None
    header = _with_rows_below(rows, header)
    header = _with_years_above(rows, header)
    return _with_letters(grid, header, search)


def find_lone_header(
    grid: SheetGrid,
    fields: Collection[str],
    spellings: Spellings,
) -> Header | None:
    """The row that names one of these fields, where no row names two; of rows below one another the last.

    A title may say no more than the header under it: "รายชื่อกลุ่ม" over "ชื่อกลุ่ม".
    """
    rows = HeaderRows(grid, {}, spellings)
    lone: Header | None = None
    for number, row in enumerate(rows.filled()):
        if number >= SEARCHED_ROWS:
            break
        for header in _candidates(rows, row):
            strength = header.strength_of(fields)
            if lone and strength < WORDED:
                return lone
            lone = header if strength else None
    return lone


def _fullest_header(rows: HeaderRows) -> Header | None:
    """The first candidate that says the most, where that is enough to be a header."""
    fullest: Header | None = None
    for number, row in enumerate(rows.filled()):
        if number >= SEARCHED_ROWS and _is_enough(fullest):
            break
        if not rows.may_name(row) or _holds_id(rows.grid, row):
            continue
        for header in _candidates(rows, row):
            if fullest is None or header.weight > fullest.weight:
                fullest = header
    return fullest if _is_enough(fullest) else None


def _holds_id(grid: SheetGrid, row: int) -> bool:
    """An id stands in the row, and one below it: its names are of groups and products, however like a header's.

    A lone number beside a header is a telephone.
    """
    return any(
        _is_id(value) and _is_id(value_at(grid, row + 1, column))
        for column, value in values_of_row(grid, row).items()
    )


def _is_id(value: CellValue) -> bool:
    text = cell_text(value)
    return len(text) >= SHORTEST_ID and text.isdecimal()


def _is_enough(header: Header | None) -> bool:
    if header is None or not header.fields:
        return False
    return sum(header.weight) >= FEWEST_FIELDS


def _first_alike(rows: HeaderRows) -> Header | None:
    """The first candidate that looks like a header."""
    for row in rows.filled():
        for header in _candidates(rows, row):
            if _looks_like_header(rows, header):
                return header
    return None


def _looks_like_header(rows: HeaderRows, header: Header) -> bool:
    """Several cells, all words, over a row that is not; or all that stands on the sheet."""
    grid = rows.grid
    row = header.last_row
    values = values_of_row(grid, row).values()
    if len(values) < FEWEST_FIELDS or not all(map(_is_word, values)):
        return False
    if row + 1 < grid.height:
        values_below = values_of_row(grid, row + 1).values()
        if not all(map(_is_word, values_below)):
            return True
    return len(values) == rows.cell_count


def _is_word(value: object) -> bool:
    return isinstance(value, str) and not any(map(str.isdigit, value))


def _candidates(rows: HeaderRows, row: int) -> Iterator[Header]:
    """The row alone, and together with the rows above it where that names more fields."""
    header = rows.read(row, row)
    yield header
    for first_row in (row - 1, row - 2):
        if first_row < 0 or not rows.is_parent(first_row, row):
            return
        taller = rows.read(first_row, row)
        if len(taller.fields) <= len(header.fields):
            return
        header = taller
        yield header


def _with_rows_below(rows: HeaderRows, header: Header) -> Header:
    """The header with the rows that tell columns under its cells apart: rounds, years, star and score."""
    end_row = min(header.first_row + MOST_ROWS, rows.grid.height)
    for row in range(header.last_row + 1, end_row):
        if not rows.is_under(header, row) and not rows.is_of_years(header, row):
            break
        header = rows.read(header.first_row, row)
    return header


def _with_years_above(rows: HeaderRows, header: Header) -> Header:
    """The header with the row above it where that says of which years its columns are."""
    row = header.first_row - 1
    if row < 0 or len(header.rows) >= MOST_ROWS:
        return header
    if not rows.is_parent(row, header.first_row):
        return header
    taller = rows.read(row, header.last_row)
    has_more_years = taller.year_count > header.year_count
    return taller if has_more_years and taller.fields >= header.fields else header


def _with_letters(
    grid: SheetGrid,
    header: Header,
    search: TableSearch,
) -> Header:
    """The header with the columns that the user named by their letters, where no header of that name stands there."""
    mapped_fields = header.fields_by_hand
    if search.letters_fill:
        mapped_fields |= header.fields
    texts = dict(header.texts)
    matches = dict(header.matches)
    for field, letters in _each_name(search.by_hand):
        column = _column_named(letters)
        if field in mapped_fields or column is None or column >= grid.width:
            continue
        texts.setdefault(column, letters.upper())
        year_be = year_of_path(header.paths.get(column, ()))
        matches[column] = (HeaderMatch(field, BY_HAND, year_be),)
    return header._replace(
        texts=texts,
        matches=matches,
    )


def _each_name(by_hand: MappedHeaders) -> Iterator[tuple[str, str]]:
    for field, names in by_hand.items():
        for name in names:
            yield field, name


def _column_named(letters: str) -> int | None:
    """The column of "F" or "AB", counted from 0; None for anything else.

    >>> _column_named("f"), _column_named("AB"), _column_named("ดาว")
    (5, 27, None)
    """
    letters = letters.strip().upper()
    is_latin_word = letters.isascii() and letters.isalpha()
    if not is_latin_word or len(letters) > LONGEST_LETTERS:
        return None
    return column_of_letters(letters)
