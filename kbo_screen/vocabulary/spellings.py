"""The spellings of one office, beside those that come with the program: headers, and words of coded values.

Knows what was handed in for this run. Refuses to read a file: whoever starts a run says `use_spellings`, and every
reader of headers and values asks here first.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from kbo_screen.vocabulary.fields import CODED_VALUES
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Codes that a spelling can stand for, by field; of stars the number, or "none" for not rated.
SPELLED_CODES: Final[dict[str, tuple[str, ...]]] = {
    **CODED_VALUES,
    "star": ("1", "2", "3", "4", "5", "none"),
}

_fields: dict[str, str] = {}
_codes: dict[str, dict[str, str]] = {}


def use_spellings(
    headers: Mapping[str, Sequence[str]],
    values: Mapping[str, Mapping[str, Sequence[str]]],
) -> None:
    """From now on, until the next call, these spellings count too.

    headers: field -> headers. values: field -> code of SPELLED_CODES -> words. Empty ones take all back.
    """
    _fields.clear()
    _codes.clear()
    _fields.update(
        {
            fold(header): field
            for field, spelled in headers.items()
            for header in spelled
        }
    )
    for field, codes in values.items():
        _codes[field] = {
            fold(word): code for code, words in codes.items() for word in words
        }


@contextmanager
def without_spellings() -> Iterator[None]:
    """For a while only the program's own words count: a letter's examples are written in those."""
    fields, codes = dict(_fields), dict(_codes)
    _fields.clear()
    _codes.clear()
    try:
        yield
    finally:
        _fields.update(fields)
        _codes.update(codes)


def spells_headers() -> bool:
    """The office has headers of its own."""
    return bool(_fields)


def field_spelled(header: str) -> str | None:
    """The field that the office calls so.

    >>> use_spellings({"star": ["คะแนนนิยม"]}, {})
    >>> field_spelled(" คะแนน นิยม "), field_spelled("ดาว")
    ('star', None)
    >>> use_spellings({}, {})
    """
    return _fields.get(fold(header)) if _fields else None


def has_spellings(field: str) -> bool:
    """The office has words of its own for the codes of that field."""
    return field in _codes


def code_spelled(field: str, text: str) -> str | None:
    """The code that the office means by a word in a column of that field."""
    return _codes[field].get(fold(text)) if field in _codes else None
