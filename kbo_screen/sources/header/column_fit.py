"""How well the values of a column fit a field: what tells columns apart whose headers share a word."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from kbo_screen.vocabulary.areas import bare_district, provinces
from kbo_screen.vocabulary.fields import CODED_VALUES, FIELD_OF, NUMBER_FIELDS
from kbo_screen.vocabulary.headers import names_result, names_support
from kbo_screen.vocabulary.reading import cell_text, holds_words
from kbo_screen.vocabulary.values import (
    names_own_project,
    names_project,
    read_field,
    read_other_project,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kbo_screen.grid import CellValue, SheetGrid
    from kbo_screen.sources.header.header import Header
    from kbo_screen.vocabulary.spellings import Spellings

#: Values of a column that are looked at to tell what it holds.
SAMPLE_SIZE: Final = 200
#: The part of its values that a column must have readable to take a field by a shared word.
READABLE_PART: Final = 0.8
#: The same for the type of producer: its words are few, and other columns of that name hold none of them.
TYPES_PART: Final = 0.5
#: How well any text fits a field whose values can be anything.
ANY_TEXT: Final = 0.5


def least_fit(field_name: str) -> float:
    """How well a column must fit a field to take it by a shared word."""
    if field_name == "producer_type":
        return TYPES_PART
    if is_checked(field_name) or field_name == "phone":
        return READABLE_PART
    return ANY_TEXT


def fit_of_column(
    grid: SheetGrid,
    header: Header,
    column: int,
    field_name: str,
) -> float:
    """The part of a column's values that read as that field, 0 to 1; an empty column fits nothing."""
    values = _values_below(grid, header, column)
    header_text = header.texts[column]
    if field_name == "other_project" and names_result(header_text):
        is_named = names_own_project if names_support(header_text) else names_project
        return _fit_of_results(values, is_named)
    return fit_of_values(values, field_name, header.spellings)


def _fit_of_results(
    values: Iterable[CellValue],
    is_named: Callable[[str], bool],
) -> float:
    """The part of some results of a check that speak of projects; none of them where not one names a project."""
    texts = list(map(cell_text, values))
    if not any(map(is_named, texts)):
        return 0.0
    return sum(map(_speaks_of_projects, texts)) / len(texts)


def _speaks_of_projects(text: str) -> bool:
    return names_project(text) or read_other_project(text).value != "in_project"


def fit_of_values(
    values: Iterable[CellValue],
    field_name: str,
    spellings: Spellings,
) -> float:
    """The part of some values that read as a field, 0 to 1; none fit nothing. The first of them stand for all."""
    fits = [_fit(field_name, value, spellings) for value in islice(values, SAMPLE_SIZE)]
    return sum(fits) / len(fits) if fits else 0.0


def _values_below(
    grid: SheetGrid,
    header: Header,
    column: int,
) -> Iterator[CellValue]:
    """What stands in a column below its header, blanks left out; the first of it stands for all."""
    values = grid.columns[column][header.last_row + 1 :]
    return islice(filter(holds_words, values), SAMPLE_SIZE)


def _fit(
    field_name: str,
    value: CellValue,
    spellings: Spellings,
) -> float:
    """How well one value reads as that field."""
    text = cell_text(value)
    if field_name == "province":
        return float(_is_province(text))
    if field_name == "district":
        has_word = bare_district(text) != text
        return 1.0 if has_word else ANY_TEXT
    if FIELD_OF[field_name].kind in ("id", "phone"):
        digit_count = sum(map(str.isdigit, text))
        return float(digit_count * 2 > len(text))
    is_number = text.replace(".", "").isdigit()
    if field_name == "other_project":
        # A doubtful word about a project is a word about a project still.
        return float(not is_number)
    if is_checked(field_name):
        return float(read_field(field_name, value, spellings).known)
    return 0.0 if is_number else ANY_TEXT


def _is_province(text: str) -> bool:
    return any(province.name == text for province in provinces())


def is_checked(field_name: str) -> bool:
    """Not any text is a value of the field."""
    return field_name in CODED_VALUES or field_name in NUMBER_FIELDS
