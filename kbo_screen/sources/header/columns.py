"""Gives each field of a registry its column: by its header, and where headers share a word, by the values below it.

Two columns that claim one field are told apart by their years, their words, their values.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.letters.choices import Choices
from kbo_screen.sources.cells.bounded_years import YEAR_FIELDS
from kbo_screen.sources.header.column_fit import fit_of_column, least_fit
from kbo_screen.sources.header.tick_columns import TickMatrix, find_matrices
from kbo_screen.vocabulary.fields import (
    DATED_FIELDS,
    FIELDS,
    LATEST_YEAR_FIELDS,
    LETTER_YEAR_FIELDS,
)
from kbo_screen.vocabulary.grouping import lists_by_key
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
from kbo_screen.vocabulary.spellings import NO_SPELLINGS, Spellings
from kbo_screen.vocabulary.title_years import years_in_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kbo_screen.grid import SheetGrid
    from kbo_screen.letters.model import Letter
    from kbo_screen.sources.header.header import Header

    #: Field -> its column.
    ColumnByField = Mapping[str, int]
    #: Field -> columns that claim it.
    ClaimsByField = dict[str, tuple[int, ...]]


class LetterYears(NamedTuple):
    """The Buddhist years that a letter means: of stars the round, of other projects the fiscal year; None for none.

    choices: the sides that the letter takes, of which some say what a word about other projects means. spellings: the
    words of the office, which count beside the program's. takes_latest_stars: columns of other rounds count too.
    """

    star: int | None = None
    project: int | None = None
    choices: Choices = Choices()
    spellings: Spellings = NO_SPELLINGS
    takes_latest_stars: bool = False

    def of_field(self, field_name: str) -> int | None:
        """The year of which a column of that field must be; None where the letter names none for it."""
        return {"star": self.star, "other_project": self.project}.get(field_name)


def letter_years(letter: Letter, spellings: Spellings = NO_SPELLINGS) -> LetterYears:
    """The years that a letter means, with the words of the office."""
    means_any_year = letter.choices.project_year == "any-year"
    fiscal_year_be = None if means_any_year else letter.fiscal_year_be
    return LetterYears(
        letter.star_year_be,
        fiscal_year_be,
        letter.choices,
        spellings,
        letter.takes_latest_stars,
    )


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds which field, and what else claimed it. Columns count from 0.

    `by_field`: field -> its column. `rivals`: field -> other columns that claim it, less well.
    `years_be`: field -> the one Buddhist year that the header of its column names, all header rows together; a field
    whose header names no year, or several, is not in it.
    `other_years`: field -> columns of the field that are of another year and are not read. Of stars and other projects
    these are all years but the letter's; the field may then have no column at all. Of มชช. and the quadrant these are
    the years before the one in `by_field`.
    `untold_stars`: columns under one header of stars that nothing tells apart by year; none of them is read.
    `matrices`: field -> the tick columns that hold it; `by_field` names the first of them.
    `doubtful_matrices`: columns that look like tick columns and hold something else.
    `bare_year`: the column whose header is only the word "year", where it was taken for one of YEAR_FIELDS.
    """

    by_field: dict[str, int]
    rivals: ClaimsByField = field(default_factory=dict)
    years_be: dict[str, int] = field(default_factory=dict)
    other_years: ClaimsByField = field(default_factory=dict)
    bare_year: int | None = None
    untold_stars: tuple[int, ...] = ()
    matrices: dict[str, TickMatrix] = field(default_factory=dict)
    doubtful_matrices: tuple[TickMatrix, ...] = ()


def assign_columns(
    grid: SheetGrid,
    header: Header,
    years: LetterYears,
) -> Columns:
    """Give every field its column: the strongest header of the right year, among equals the one whose values parse.

    Tick columns are one field together; a column of the field beside them that says the whole value goes before them.
    """
    matrices = []
    plain_matches = dict(header.matches)
    for matrix in find_matrices(grid, header):
        if BY_HAND in map(header.strength_at, matrix.options):
            continue
        matrices.append(matrix)
        for column in matrix.options:
            plain_matches.pop(column, None)
    plain_header = header._replace(matches=plain_matches)
    columns = _PlainColumns(grid, plain_header, years).assign()
    for matrix in matrices:
        columns = _with_matrix(columns, header, matrix, years)
    return columns


def _with_matrix(
    columns: Columns,
    header: Header,
    matrix: TickMatrix,
    years: LetterYears,
) -> Columns:
    """The columns with a matrix: the field's where no better one is, else one of another year or a rival."""
    field_name = matrix.field
    first_column = min(matrix.options)
    letter_year = years.of_field(field_name)
    if letter_year and matrix.year_be not in (None, letter_year):
        other_years = _with_column(columns.other_years, field_name, first_column)
        return replace(columns, other_years=other_years)
    chosen = columns.by_field.get(field_name)
    if chosen is not None and not _goes_before(matrix, columns, header, chosen):
        rivals = _with_column(columns.rivals, field_name, first_column)
        return replace(columns, rivals=rivals)
    if matrix.is_doubtful:
        return replace(columns, doubtful_matrices=(*columns.doubtful_matrices, matrix))
    if chosen is not None:
        rivals = _with_column(columns.rivals, field_name, chosen)
        columns = replace(columns, rivals=rivals)
    return _with_chosen_matrix(columns, matrix)


def _with_chosen_matrix(
    columns: Columns,
    matrix: TickMatrix,
) -> Columns:
    field_name = matrix.field
    years_be = dict(columns.years_be)
    years_be.pop(field_name, None)
    if matrix.year_be:
        years_be[field_name] = matrix.year_be
    return replace(
        columns,
        by_field={**columns.by_field, field_name: min(matrix.options)},
        years_be=years_be,
        matrices={**columns.matrices, field_name: matrix},
    )


def _goes_before(
    matrix: TickMatrix,
    columns: Columns,
    header: Header,
    chosen: int,
) -> bool:
    """A matrix goes before the column that was chosen for its field by a shared word, or is of an earlier year."""
    if header.strength_at(chosen) == WEAK:
        return True
    chosen_year = columns.years_be.get(matrix.field, 0)
    return chosen_year < (matrix.year_be or 0)


def _with_column(
    columns: ClaimsByField,
    field_name: str,
    column: int,
) -> ClaimsByField:
    return {**columns, field_name: (*columns.get(field_name, ()), column)}


class _PlainColumns:
    """Finds the columns of fields that are one column each.

    `by_field`: field -> its column, as far as they are found. `claims`: field -> every column that names it by more
    than a shared word. `other_years`, `untold_stars`: as of `Columns`.
    """

    def __init__(
        self,
        grid: SheetGrid,
        header: Header,
        years: LetterYears,
    ) -> None:
        self.grid = grid
        self.header = header
        self.years = years
        self.by_field: dict[str, int] = {}
        self.claims: dict[str, list[int]] = {}
        self.other_years = _columns_of_other_years(header, years)
        self.untold_stars = _untold_stars(header) if years.star else ()

    def assign(self) -> Columns:
        """Give columns to fields, the strongest headers of all fields first."""
        for strength in (BY_HAND, EXACT, WORDED):
            for field_name in FIELDS:
                claims = self._free_claims(field_name, strength)
                self.claims.setdefault(field_name, []).extend(claims)
                self._choose(field_name, claims)
        for field_name in FIELDS:
            if field_name not in self.by_field:
                self._choose(field_name, self._fitting_claims(field_name))
        self._move_older_columns()
        other_years = {
            name: tuple(columns) for name, columns in self.other_years.items()
        }
        return Columns(
            self.by_field,
            self._rivals(),
            self._years_of_columns(),
            other_years,
            self._bare_year(),
            () if "star" in self.by_field else self.untold_stars,
        )

    def _free_claims(self, field_name: str, strength: int) -> list[int]:
        """The columns that claim a field with that strength, are read, and hold no field."""
        used_columns = set(self.by_field.values())
        used_columns.update(*self.other_years.values(), self.untold_stars)
        claims = _claims(self.header, field_name, strength)
        return [column for column in claims if column not in used_columns]

    def _fitting_claims(self, field_name: str) -> list[int]:
        """The columns that claim a field by a shared word and hold its values."""
        claims = self._free_claims(field_name, WEAK)
        return [
            column for column in claims if self._may_take_weakly(column, field_name)
        ]

    def _choose(self, field_name: str, claims: Sequence[int]) -> None:
        if not claims or field_name in self.by_field:
            return
        if len(claims) == 1:
            self.by_field[field_name] = claims[0]
            return
        preferences = [self._preference(field_name, column) for column in claims]
        _, column = max(zip(preferences, claims, strict=True))
        self.by_field[field_name] = column

    def _preference(
        self,
        field_name: str,
        column: int,
    ) -> tuple[float, int, float, int]:
        """How much a column of several is to be preferred.

        First its year counts (the letter's, or the newest), then its words, its values, and the place furthest left.
        """
        year_rank = self._rank_of_year(field_name, column)
        strength = self.header.strength_at(column)
        fit = fit_of_column(self.grid, self.header, column, field_name)
        return year_rank, strength, fit, -column

    def _rank_of_year(self, field_name: str, column: int) -> float:
        """The letter's year first; of มชช. and the quadrant the newest.

        Of these a column without a year says what holds now: it goes before one of a year before the letter's round.
        """
        year_be = year_of_column(self.header, column, field_name)
        if field_name in LETTER_YEAR_FIELDS:
            return float((year_be or 0) == self.years.of_field(field_name))
        if field_name in LATEST_YEAR_FIELDS:
            # Without a year: between the letter's round and the year before it.
            return year_be or (self.years.star or 0) - 0.5
        return 0

    def _may_take_weakly(self, column: int, field_name: str) -> bool:
        """A word that fields share is the field's where the values say so.

        "ชื่อ" left of a column for last names is a person's, and elsewhere none. "ปี" may hold the rounds of stars where
        there are stars and their header names no round.
        """
        texts = self.header.texts
        is_first_name = is_surname(texts.get(column + 1, ""))
        if is_first_name != (field_name == "representative"):
            return False
        is_joint = names_group_and_product(texts.get(column, ""))
        if is_joint and not self._may_take_joint(field_name):
            return False
        if field_name == "star_year_be":
            star = self.by_field.get("star")
            if star is None or year_of_column(self.header, star, "star") is not None:
                return False
        fit = fit_of_column(self.grid, self.header, column, field_name)
        return fit >= least_fit(field_name)

    def _may_take_joint(self, field_name: str) -> bool:
        """A header of group and product is the group's beside a column of products, the category's beside both."""
        needed_fields = set(FIELDS_OF_PARTS)
        if field_name != "category":
            needed_fields.remove(FIELDS_OF_PARTS[0])
        return needed_fields.issubset(self.by_field)

    def _move_older_columns(self) -> None:
        """Of fields of which the newest column counts, those of years before go to `other_years`."""
        used_columns = set(self.by_field.values())
        for field_name in LATEST_YEAR_FIELDS:
            if field_name not in self.by_field:
                continue
            column = self.by_field[field_name]
            newest = year_of_column(self.header, column, field_name) or 0
            for claim in self.claims[field_name]:
                year_be = year_of_column(self.header, claim, field_name)
                if year_be and year_be < newest and claim not in used_columns:
                    self.other_years.setdefault(field_name, []).append(claim)

    def _rivals(self) -> ClaimsByField:
        """Per field the columns that claimed it, that no field took, and that are of no other year."""
        rivals = {}
        for field_name, claims in self.claims.items():
            passed_over = set(self.by_field.values())
            passed_over.update(self.other_years.get(field_name, ()))
            columns = [column for column in claims if column not in passed_over]
            if columns:
                rivals[field_name] = tuple(dict.fromkeys(columns))
        return rivals

    def _years_of_columns(self) -> dict[str, int]:
        years_be = {}
        for field_name, column in self.by_field.items():
            year_be = year_of_column(self.header, column, field_name)
            if year_be:
                years_be[field_name] = year_be
        return years_be

    def _bare_year(self) -> int | None:
        """The column that is only called "year" and was taken for a year of one kind, though it may be of the other."""
        for field_name in YEAR_FIELDS:
            column = self.by_field.get(field_name)
            if column is None or self.header.strength_at(column) != WEAK:
                continue
            if self.header.fields_at(column).issuperset(YEAR_FIELDS):
                return column
        return None


def year_of_column(
    header: Header,
    column: int,
    field_name: str,
) -> int | None:
    """The year that a column's header names for a field; None for none."""
    for match in header.matches_at(column):
        if match.field == field_name:
            return match.year_be
    return None


def with_stars_of_other_round(columns: Columns, header: Header) -> Columns:
    """The columns with the stars of the latest of other rounds as the field's, for a table that has none but these."""
    by_year = {}
    for column in columns.other_years["star"]:
        year_be = max(years_named(header, column))
        by_year[year_be] = column
    latest_year = max(by_year)
    star_column = by_year[latest_year]
    other_columns = [
        column for column in columns.other_years["star"] if column != star_column
    ]
    other_years = dict(columns.other_years)
    other_years["star"] = tuple(other_columns)
    return replace(
        columns,
        by_field={**columns.by_field, "star": star_column},
        years_be={**columns.years_be, "star": latest_year},
        other_years=other_years,
    )


def _columns_of_other_years(
    header: Header,
    years: LetterYears,
) -> dict[str, list[int]]:
    """Columns of stars or projects whose header names another year than the letter's; one mapped by hand is read."""
    other_years: dict[str, list[int]] = {}
    for field_name in LETTER_YEAR_FIELDS:
        letter_year = years.of_field(field_name)
        if not letter_year:
            continue
        for column in header.matches:
            is_by_hand = header.strength_at(column) == BY_HAND
            if is_by_hand or field_name not in header.fields_at(column):
                continue
            years_be = years_named(header, column)
            if years_be and letter_year not in years_be:
                other_years.setdefault(field_name, []).append(column)
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


def _untold_stars(header: Header) -> tuple[int, ...]:
    """Columns side by side under one cell that names stars, told apart by words that name no year.

    "รอบแรก" and "รอบสอง" under "ระดับดาว" may each be the letter's round. "คะแนน" beside them is another thing.
    """
    groups = _untold_stars_by_parent(header).values()
    return tuple(chain.from_iterable(group for group in groups if len(group) > 1))


def _untold_stars_by_parent(header: Header) -> dict[tuple[str, ...], list[int]]:
    """By the cells above them, the columns of stars of no year."""
    return lists_by_key(
        (header.paths[column][:-1], column)
        for column in header.matches
        if _is_untold_star(header, column)
    )


def _is_untold_star(header: Header, column: int) -> bool:
    """A column of stars, under a cell that it may share, whose words name no year."""
    path = header.paths.get(column, ())
    if len(path) <= 1 or is_part_of_header(path[-1], header.spellings):
        return False
    strengths = [
        match.strength for match in header.matches[column] if match.field == "star"
    ]
    if EXACT not in strengths and WORDED not in strengths:
        return False
    return not years_named(header, column)


def _claims(
    header: Header,
    field_name: str,
    strength: int,
) -> Iterator[int]:
    """The columns that claim a field with that strength.

    Of a field with years the whole header and its words are one strength: "ผลดาว ปี 2565" goes before "ระดับดาว".
    """
    strengths = [strength]
    is_dated = field_name in DATED_FIELDS
    if strength == EXACT and is_dated and _names_years(header, field_name):
        strengths.append(WORDED)
    for column, matches in header.matches.items():
        for match in matches:
            if match.field == field_name and match.strength in strengths:
                yield column


def _names_years(header: Header, field_name: str) -> bool:
    """Some column of the field has a year in its header."""
    return any(year_of_column(header, column, field_name) for column in header.matches)
