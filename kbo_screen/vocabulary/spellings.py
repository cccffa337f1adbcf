"""The spellings of one office, beside those that come with the program: headers, and words of coded values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kbo_screen.vocabulary.fields import CODED_VALUES
from kbo_screen.vocabulary.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Codes that a spelling can stand for, by field; of stars the number, or "none" for not rated.
SPELLED_CODES: Final[dict[str, tuple[str, ...]]] = {
    **CODED_VALUES,
    "star": ("1", "2", "3", "4", "5", "none"),
}


@dataclass(frozen=True, slots=True)
class Spellings:
    """What an office calls fields and values, by folded words; every reader of headers and values looks here first.

    fields: header -> field. codes: field -> word -> code of SPELLED_CODES.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def field_of(self, header: str) -> str | None:
        """The field that the office calls so.

        >>> spellings = make_spellings({"star": ["คะแนนนิยม"]}, {})
        >>> spellings.field_of(" คะแนน นิยม "), spellings.field_of("ดาว")
        ('star', None)
        """
        return self.fields.get(fold(header)) if self.fields else None

    def code_of(self, field_name: str, text: str) -> str | None:
        """The code that the office means by a word in a column of that field.

        >>> spellings = make_spellings({}, {"star": {"3": ["สามดวง"]}})
        >>> spellings.code_of("star", "สามดวง"), spellings.code_of("quadrant", "สามดวง")
        ('3', None)
        """
        if field_name not in self.codes:
            return None
        return self.codes[field_name].get(fold(text))


NO_SPELLINGS: Final = Spellings()


def make_spellings(
    headers: Mapping[str, Sequence[str]],
    values: Mapping[str, Mapping[str, Sequence[str]]],
) -> Spellings:
    """The spellings of an office's config.

    headers: field -> headers. values: field -> code of SPELLED_CODES -> words.
    """
    fields: dict[str, str] = {}
    for field_name, field_headers in headers.items():
        for header in field_headers:
            fields[fold(header)] = field_name
    codes: dict[str, dict[str, str]] = {}
    for field_name, words_by_code in values.items():
        codes[field_name] = {}
        for code, words in words_by_code.items():
            codes[field_name].update((fold(word), code) for word in words)
    return Spellings(fields, codes)
