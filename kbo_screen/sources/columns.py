"""Gives each field of a registry its column: by its header, and where headers share a word, by the values below it.

Knows how two columns that claim one field are told apart: by their years, their words, their values. Refuses to read a
value into the registry.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.letters.choices import Choices
from kbo_screen.sources.tick_columns import TickMatrix, find_matrices
from kbo_screen.vocabulary.areas import bare_district, provinces
from kbo_screen.vocabulary.fields import (
    CODED_VALUES,
    DATED_FIELDS,
    FIELD_OF,
    FIELDS,
    LATEST_YEAR_FIELDS,
    LETTER_YEAR_FIELDS,
    NUMBER_FIELDS,
)
from kbo_screen.vocabulary.headers import (
    BY_HAND,
    EXACT,
    FIELDS_OF_PARTS,
    WEAK,
    WORDED,
    header_years,
    is_part_of_header,
    is_surname,
    names_group_and_product,
)
from kbo_screen.vocabulary.reading import cell_text, is_blank
from kbo_screen.vocabulary.title_years import years_in_title
from kbo_screen.vocabulary.values import read_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.grid import CellValue, SheetGrid
    from kbo_screen.letters.model import Letter
    from kbo_screen.sources.header import Header

#: Values of a column that are looked at to tell what it holds.
SAMPLE_SIZE: Final = 200
#: The part of its values that a column must have readable to take a field by a shared word.
READABLE_PART: Final = 0.8
#: The same for the type of producer: its words are few, and other columns of that name hold none of them.
TYPES_PART: Final = 0.5
#: How well any text fits a field whose values can be anything.
ANY_TEXT: Final = 0.5
#: A header that is only the word "year" may be of either.
YEAR_FIELDS: Final = ("star_year_be", "registered_year_be")


class LetterYears(NamedTuple):
    """The Buddhist years that a letter means: of stars the round, of other projects the fiscal year; None for none.

    choices: the sides that the letter takes, of which some say what a word about other projects means.
    """

    star: int | None = None
    project: int | None = None
    choices: Choices = Choices()

    def of_field(self, field_name: str) -> int | None:
        """The year of which a column of that field must be; None where the letter names none for it."""
        return {"star": self.star, "other_project": self.project}.get(field_name)


def letter_years(letter: Letter) -> LetterYears:
    """The years that a letter means."""
    means_any_year = letter.choices.project_year == "any-year"
    fiscal_year_be = None if means_any_year else letter.fiscal_year_be
    return LetterYears(letter.star_year_be, fiscal_year_be, letter.choices)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds which field, and what else claimed it. Columns count from 0.

    `by_field`: field -> its column. `rivals`: field -> other columns that claim it, less well.
    `years_be`: field -> the one Buddhist year that the header of its column names, all header rows together; a field
    whose header names no year, or several, is not in it.
    `other_years`: field -> columns of the field that are of another year and are not read. Of stars and other projects
    these are all years but the letter's; the field may then have no column at all. Of มชช. and the quadrant these are
    the years before the one in `by_field`.
    `untold`: field -> columns under one header of the field that nothing tells apart by year; none of them is read.
    `matrices`: field -> the tick columns that hold it; `by_field` names the first of them.
    `doubtful_matrices`: columns that look like tick columns and hold something else.
    `bare_year`: the column whose header is only the word "year", where it was taken for one of YEAR_FIELDS.
    """

    by_field: dict[str, int]
    rivals: dict[str, tuple[int, ...]] = field(default_factory=dict)
    years_be: dict[str, int] = field(default_factory=dict)
    other_years: dict[str, tuple[int, ...]] = field(default_factory=dict)
    bare_year: int | None = None
    untold: dict[str, tuple[int, ...]] = field(default_factory=dict)
    matrices: dict[str, TickMatrix] = field(default_factory=dict)
    doubtful_matrices: tuple[TickMatrix, ...] = ()


def assign_columns(grid: SheetGrid, header: Header, years: LetterYears) -> Columns:
    """Give every field its column: the strongest header of the right year, among equals the one whose values parse.

    Tick columns are one field together; a column of the field beside them that says the whole value goes before them.
    """
    by_hand = {
        column
        for column, matches in header.matches.items()
        if matches[0].strength == BY_HAND
    }
    matrices = [
        matrix
        for matrix in find_matrices(grid, header)
        if by_hand.isdisjoint(matrix.options)
    ]
    ticked = {column for matrix in matrices for column in matrix.options}
    others = {
        column: matches
        for column, matches in header.matches.items()
        if column not in ticked
    }
    columns = _assign_plain_columns(grid, replace(header, matches=others), years)
    for matrix in matrices:
        columns = _with_matrix(columns, header, matrix, years)
    return columns


def _with_matrix(
    columns: Columns, header: Header, matrix: TickMatrix, years: LetterYears
) -> Columns:
    """The columns with a matrix: the field's where no better one is, else one of another year or a rival."""
    name = matrix.field
    first_column = min(matrix.options)
    letter_year = years.of_field(name)
    if letter_year and matrix.year_be not in (None, letter_year):
        return replace(
            columns, other_years=_with_column(columns.other_years, name, first_column)
        )
    chosen = columns.by_field.get(name)
    is_weak = (
        chosen is not None
        and chosen in header.matches
        and header.matches[chosen][0].strength == WEAK
    )
    has_better_year = bool(matrix.year_be) and columns.years_be.get(name, 0) < (
        matrix.year_be or 0
    )
    if chosen is not None and not is_weak and not has_better_year:
        return replace(columns, rivals=_with_column(columns.rivals, name, first_column))
    if matrix.is_doubtful:
        return replace(columns, doubtful_matrices=(*columns.doubtful_matrices, matrix))
    years_be = dict(columns.years_be)
    years_be.pop(name, None)
    if matrix.year_be:
        years_be[name] = matrix.year_be
    rivals = columns.rivals
    if chosen is not None:
        rivals = _with_column(rivals, name, chosen)
    by_field = columns.by_field | {name: first_column}
    return replace(
        columns,
        by_field=by_field,
        years_be=years_be,
        rivals=rivals,
        matrices=columns.matrices | {name: matrix},
    )


def _with_column(
    columns: dict[str, tuple[int, ...]], name: str, column: int
) -> dict[str, tuple[int, ...]]:
    return columns | {name: (*columns.get(name, ()), column)}


def _assign_plain_columns(
    grid: SheetGrid, header: Header, years: LetterYears
) -> Columns:
    """The columns of fields that are one column each."""
    other_years = _columns_of_other_years(header, years)
    untold = _columns_untold(header, years)
    not_read = {
        column
        for columns in (*other_years.values(), *untold.values())
        for column in columns
    }
    by_field: dict[str, int] = {}
    claimed: dict[str, list[int]] = {}
    for strength in (BY_HAND, EXACT, WORDED, WEAK):
        for name in FIELDS:
            taken = not_read.union(by_field.values())
            claims = [
                column
                for column in _claims(header, name, strength)
                if column not in taken
            ]
            if strength == WEAK:
                claims = [
                    column
                    for column in claims
                    if _may_take_weakly(grid, header, column, name, by_field)
                ]
            else:
                claimed.setdefault(name, []).extend(claims)
            if claims and name not in by_field:
                by_field[name] = _best_claim(grid, header, name, claims, years)
    _move_older_columns(header, by_field, claimed, other_years)
    return Columns(
        by_field,
        _rivals(by_field, claimed, other_years),
        _years_of_columns(header, by_field),
        {name: tuple(columns) for name, columns in other_years.items() if columns},
        _bare_year(header, by_field),
        {name: columns for name, columns in untold.items() if name not in by_field},
    )


def year_of_column(header: Header, column: int, field_name: str) -> int | None:
    """The year that a column's header names for a field; None for none."""
    years = [
        match.year_be
        for match in header.matches.get(column, ())
        if match.field == field_name
    ]
    return years[0] if years else None


def _columns_of_other_years(header: Header, years: LetterYears) -> dict[str, list[int]]:
    """Columns of stars or projects whose header names another year than the letter's; one mapped by hand is read."""
    other_years: dict[str, list[int]] = {}
    for name in LETTER_YEAR_FIELDS:
        letter_year = years.of_field(name)
        for column, matches in header.matches.items():
            is_claim = (
                any(match.field == name for match in matches)
                and matches[0].strength != BY_HAND
            )
            years_be = years_named(header, column)
            if is_claim and letter_year and years_be and letter_year not in years_be:
                other_years.setdefault(name, []).append(column)
    return other_years


def years_named(header: Header, column: int) -> set[int]:
    """The years that a column's header names: of its lowest cell that names any.

    A fiscal year goes before the months that it is made of: "ปีงบประมาณ 2566 (ต.ค. 2565 - ก.ย. 2566)".
    """
    for text in reversed(header.paths.get(column, ())):
        years_be = header_years(text)
        if not years_be:
            continue
        fiscal_years = {year.year_be for year in years_in_title(text) if year.is_fiscal}
        return fiscal_years if len(fiscal_years) == 1 else years_be
    return set()


def _columns_untold(header: Header, years: LetterYears) -> dict[str, tuple[int, ...]]:
    """Columns side by side under one cell that names stars, told apart by words that name no year.

    "รอบแรก" and "รอบสอง" under "ระดับดาว" may each be the letter's round. "คะแนน" beside them is another thing.
    """
    if years.star is None:
        return {}
    by_parent: dict[tuple[str, ...], list[int]] = {}
    for column, matches in header.matches.items():
        path = header.paths.get(column, ())
        is_star = any(
            match.field == "star" and match.strength in (EXACT, WORDED)
            for match in matches
        )
        if (
            is_star
            and len(path) > 1
            and not is_part_of_header(path[-1])
            and not years_named(header, column)
        ):
            by_parent.setdefault(path[:-1], []).append(column)
    several = [
        column
        for columns in by_parent.values()
        if len(columns) > 1
        for column in columns
    ]
    return {"star": tuple(several)} if several else {}


def _claims(header: Header, field_name: str, strength: int) -> Iterator[int]:
    """The columns that claim a field with that strength.

    Of a field with years the whole header and its words are one strength: "ผลดาว ปี 2565" goes before "ระดับดาว".
    """
    strengths: tuple[int, ...] = (strength,)
    if (
        strength == EXACT
        and field_name in DATED_FIELDS
        and _names_years(header, field_name)
    ):
        strengths = (EXACT, WORDED)
    for column, matches in header.matches.items():
        for match in matches:
            if match.field == field_name and match.strength in strengths:
                yield column


def _names_years(header: Header, field_name: str) -> bool:
    """Some column of the field has a year in its header."""
    return any(year_of_column(header, column, field_name) for column in header.matches)


def _best_claim(
    grid: SheetGrid,
    header: Header,
    field_name: str,
    claims: list[int],
    years: LetterYears,
) -> int:
    """The column of several that is the field's.

    First its year counts (the letter's, or the newest), then its words, its values, and the place furthest left. Of
    มชช. and the quadrant a column without a year says what holds now: it goes before one of a year before the letter's.
    """
    if len(claims) == 1:
        return claims[0]
    letter_year = years.of_field(field_name)

    # Between the year of the letter's round and the year before it.
    year_before_letter = (years.star or 0) - 0.5

    def preference(column: int) -> tuple[float, int, float, int]:
        year_be = year_of_column(header, column, field_name) or 0
        year_rank: float = 0
        if field_name in LETTER_YEAR_FIELDS:
            year_rank = year_be == letter_year
        elif field_name in LATEST_YEAR_FIELDS:
            year_rank = year_be or year_before_letter
        strength = header.matches[column][0].strength
        return (
            year_rank,
            strength,
            fit_of_column(grid, header, column, field_name),
            -column,
        )

    return max(claims, key=preference)


def _may_take_weakly(
    grid: SheetGrid,
    header: Header,
    column: int,
    field_name: str,
    by_field: dict[str, int],
) -> bool:
    """A word that fields share is the field's where the values say so; "ปี" is no round beside a star with a year.

    "ชื่อ" left of a column for last names is a person's, and elsewhere none.
    """
    is_first_name = is_surname(header.texts.get(column + 1, ""))
    if is_first_name != (field_name == "representative"):
        return False
    if names_group_and_product(header.texts.get(column, "")) and not _may_take_joint(
        field_name, by_field
    ):
        return False
    if field_name == "star_year_be" and not _may_hold_rounds(header, by_field):
        return False
    return fit_of_column(grid, header, column, field_name) >= _leastfit_of_column(
        field_name
    )


def _may_take_joint(field_name: str, by_field: dict[str, int]) -> bool:
    """A header of group and product is the group's beside a column of products, the category beside columns of both."""
    needed_fields = FIELDS_OF_PARTS if field_name == "category" else FIELDS_OF_PARTS[1:]
    return all(name in by_field for name in needed_fields)


def _may_hold_rounds(header: Header, by_field: dict[str, int]) -> bool:
    """A column "ปี" may hold the rounds of stars where there are stars and their header names no round."""
    star = by_field.get("star")
    return star is not None and year_of_column(header, star, "star") is None


def _move_older_columns(
    header: Header,
    by_field: dict[str, int],
    claimed: dict[str, list[int]],
    other_years: dict[str, list[int]],
) -> None:
    """Of fields of which the newest column counts, those of years before go to `other_years`."""
    for name in LATEST_YEAR_FIELDS:
        column = by_field.get(name)
        newest = year_of_column(header, column, name) if column is not None else None
        for other in claimed.get(name, ()):
            year_be = year_of_column(header, other, name)
            if (
                newest
                and year_be
                and year_be < newest
                and other not in by_field.values()
            ):
                other_years.setdefault(name, []).append(other)


def _rivals(
    by_field: dict[str, int],
    claimed: dict[str, list[int]],
    other_years: dict[str, list[int]],
) -> dict[str, tuple[int, ...]]:
    """Per field the columns that claimed it, that no field took, and that are of no other year."""
    rivals = {}
    taken = set(by_field.values())
    for name, columns in claimed.items():
        passed_over = taken.union(other_years.get(name, ()))
        others = tuple(
            dict.fromkeys(column for column in columns if column not in passed_over)
        )
        if others:
            rivals[name] = others
    return rivals


def _years_of_columns(header: Header, by_field: dict[str, int]) -> dict[str, int]:
    years_be = {}
    for name, column in by_field.items():
        year_be = year_of_column(header, column, name)
        if year_be is not None:
            years_be[name] = year_be
    return years_be


def _bare_year(header: Header, by_field: dict[str, int]) -> int | None:
    """The column that is only called "year" and was taken for a year of one kind, though it may be of the other."""
    for name in YEAR_FIELDS:
        column = by_field.get(name)
        if column is None:
            continue
        matches = header.matches[column]
        named = {match.field for match in matches}
        if matches[0].strength == WEAK and named.issuperset(YEAR_FIELDS):
            return column
    return None


def _leastfit_of_column(field_name: str) -> float:
    if field_name == "producer_type":
        return TYPES_PART
    is_checked = (
        field_name in CODED_VALUES
        or field_name in NUMBER_FIELDS
        or field_name == "phone"
    )
    return READABLE_PART if is_checked else ANY_TEXT


def fit_of_column(
    grid: SheetGrid, header: Header, column: int, field_name: str
) -> float:
    """The part of a column's values that read as that field, 0 to 1; an empty column fits nothing."""
    below = grid.columns[column][header.last_row + 1 :]
    written = (
        value for value in below if value is not None and not is_blank(cell_text(value))
    )
    sample = list(islice(written, SAMPLE_SIZE))
    if not sample:
        return 0.0
    return sum(_reads(field_name, value) for value in sample) / len(sample)


def _reads(field_name: str, value: CellValue) -> float:
    """How well one value reads as that field."""
    text = cell_text(value)
    if field_name == "province":
        return float(text in {province.name for province in provinces()})
    if field_name == "district":
        return ANY_TEXT + (1 - ANY_TEXT) * (bare_district(text) != text)
    if FIELD_OF[field_name].kind in ("id", "phone"):
        return float(sum(map(str.isdigit, text)) * 2 > len(text))
    if field_name == "other_project":
        # A doubtful word about a project is a word about a project still.
        return float(not text.replace(".", "").isdigit())
    if field_name in CODED_VALUES or field_name in NUMBER_FIELDS:
        return float(read_field(field_name, value).known)
    return 0.0 if text.replace(".", "").isdigit() else ANY_TEXT
