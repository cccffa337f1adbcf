"""A header of a table: its rows, and what the texts over each column name."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.vocabulary.headers import BY_HAND, WORDED, HeaderMatch, HeaderMatches
from kbo_screen.vocabulary.spellings import NO_SPELLINGS, Spellings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

#: The cells over a column, from the top.
HeaderPath = tuple[str, ...]


class Header(NamedTuple):
    """A header: its first and last row (from 0), and per column its text and the fields that it may name.

    `paths` are the cells over a column from the top, a merged cell spread over what it covers: ("ระดับดาว", "ปี 2565").
    `texts` joins them; `cells` is what stands in the last row alone. `spellings`: the office's words, under which the
    header was read and its columns are.
    """

    first_row: int
    last_row: int
    paths: dict[int, HeaderPath]
    texts: dict[int, str]
    cells: dict[int, str]
    matches: dict[int, HeaderMatches]
    spellings: Spellings = NO_SPELLINGS

    @property
    def rows(self) -> range:
        """Its rows on the sheet."""
        return range(self.first_row, self.last_row + 1)

    def matches_at(self, column: int) -> HeaderMatches:
        """What a column may name, the strongest first; nothing for a column without such a header."""
        return self.matches.get(column, ())

    def strength_at(self, column: int) -> int:
        """How strongly a column names a field, 0 where it names none."""
        matches = self.matches_at(column)
        return matches[0].strength if matches else 0

    def denies(self, column: int) -> bool:
        """The header of a column says that something is not so."""
        return any(match.denied for match in self.matches_at(column))

    def fields_at(self, column: int) -> set[str]:
        """The fields that a column may name."""
        return {match.field for match in self.matches_at(column)}

    @property
    def all_texts(self) -> set[str]:
        """What stands over its columns, all rows together and in the last row alone."""
        return {*self.texts.values(), *self.cells.values()}

    @property
    def all_matches(self) -> Iterator[HeaderMatch]:
        """What its columns may name, from the left."""
        return chain.from_iterable(self.matches.values())

    @property
    def fields(self) -> set[str]:
        """The fields that some column names by more than a shared word."""
        return {match.field for match in self.all_matches if match.strength >= WORDED}

    @property
    def fields_by_hand(self) -> set[str]:
        """The fields that the user mapped to a column."""
        return {match.field for match in self.all_matches if match.strength == BY_HAND}

    def may_name(self, fields: Collection[str]) -> bool:
        """Some column may be one of these fields, if only by a word that others share."""
        return any(match.field in fields for match in self.all_matches)

    def strength_of(self, fields: Collection[str]) -> int:
        """How strongly some column names one of these fields, 0 where none does.

        A shared word counts where it can be one of them only: "กลุ่ม", not "ชื่อ".
        """
        strongest = 0
        for column_matches in self.matches.values():
            matches = [match for match in column_matches if match.field in fields]
            if not matches:
                continue
            strength = matches[0].strength
            if len(matches) == 1 or strength >= WORDED:
                strongest = max(strongest, strength)
        return strongest

    @property
    def weight(self) -> tuple[int, int]:
        """How much the header says: its fields, then the columns that name one by a shared word only.

        A column holds one field: a title may name two, "รายชื่อกลุ่มที่ผ่าน มชช. ปี 2565".
        """
        strengths = list(map(self.strength_at, self.matches))
        shared_words = sum(strength < WORDED for strength in strengths)
        naming_columns = len(strengths) - shared_words
        return min(len(self.fields), naming_columns), shared_words

    @property
    def year_count(self) -> int:
        """How many columns have a year in their header."""
        return sum(map(_names_year, self.matches.values()))


def _names_year(matches: HeaderMatches) -> bool:
    return any(match.year_be for match in matches)
