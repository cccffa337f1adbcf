"""What the reading of one cell gives, and what every reader of values shares: text, blanks, the words of the trade.

The words stand in `values.toml`.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple

from kbo_screen.vocabulary.thai_text import fold, repair
from kbo_screen.vocabulary.word_tables import word_table


class Reading(NamedTuple):
    """What a value was read as.

    known: False where it stays unknown (`value` is None then). A known None is a fact: not rated, no id, no text.
    problem: slug of a `cell.` finding, None where there is nothing to say. A known value may have one: it is told.
    year_be: the year that stands beside the value in its cell: a star's round, a project's fiscal year.
    """

    value: str | int | None
    known: bool = True
    problem: str | None = None
    year_be: int | None = None


UNKNOWN: Final = Reading(None, known=False)
#: What people put around a mark or a word.
BRACKETS: Final = "()[]{}<>«» \t"
#: No word for an empty cell is longer.
LONGEST_NULL_WORD: Final = 30


def unknown(problem: str) -> Reading:
    """An unknown with the slug of its finding."""
    return UNKNOWN._replace(problem=problem)


def cell_text(value: object) -> str:
    """What stands in a cell, as repaired text; a whole number without its decimal point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return repair(str(value)).strip()


def without_politeness(text: str) -> str:
    """A text without the word of politeness that people type behind it.

    >>> without_politeness("ไม่มีค่ะ"), without_politeness("ครับ")
    ('ไม่มี', 'ครับ')
    """
    for ending in words("answer")["polite"]:
        if text.endswith(ending) and text != ending:
            return text.removesuffix(ending).rstrip()
    return text


def is_blank(text: str) -> bool:
    """Nothing stands there, or what says so: dashes, dots, "=", and the words of programs and people for an empty cell.

    The one test for every field; what a blank means is the field's to say. Brackets alone are a box to tick.

    >>> [is_blank(text) for text in ("", "-", "…", "(.....)", "___", "NaN", "(ว่าง)", "( )", "ไม่มี", "0")]
    [True, True, True, True, True, True, True, False, False, False]
    """
    inside = text.strip(BRACKETS)
    if not inside:
        return not text
    table = words("nothing")
    signs = table["dashes"] + table["marks"]
    return not inside.strip(signs) or is_null_word(text)


def holds_words(value: object) -> bool:
    """Something stands in a cell, and no mark that says nothing does."""
    return not is_blank(cell_text(value))


def is_dash(text: str) -> bool:
    """Nothing but dashes: what people type on purpose where there is none.

    >>> [is_dash(text) for text in ("-", "–", "- -", "...", "")]
    [True, True, True, False, False]
    """
    return bool(text) and not text.strip(words("nothing")["dashes"] + " ")


def is_null_word(text: str) -> bool:
    """What a program writes for an empty cell, or a word for it: "nan", "NULL", "ว่าง".

    Signs around the word count for nothing; only a question mark counts, for it asks.

    >>> [is_null_word(text) for text in ("nan", "None.", "<NA>", "- ว่าง -", "-", "none?", "นัน")]
    [True, True, True, True, False, False, False]
    """
    if len(text) > LONGEST_NULL_WORD:
        return False
    key = text.casefold()
    null_words = _null_words()
    if key in null_words or key.strip(BRACKETS) in null_words:
        return True
    return key.strip(_signs_around_words()) in null_words


@cache
def _signs_around_words() -> str:
    """The signs that say nothing before or behind a word."""
    table = words("nothing")
    signs: str = BRACKETS + table["dashes"] + table["marks"] + table["around"]
    return signs


@cache
def _null_words() -> frozenset[str]:
    return frozenset(words("nothing")["words"])


def names_no_number(text: str) -> bool:
    """Nothing stands there, or what says that there is no id or number: "ไม่มี", "0"."""
    return is_blank(text) or fold(text) in folded("id", "none")


@cache
def folded(field: str, name: str) -> frozenset[str]:
    """A list of `values.toml`, folded."""
    return frozenset(map(fold, words(field)[name]))


@cache
def words(field: str) -> Any:
    """The table, or list, of `values.toml` by that name."""
    return word_table("values")[field]
