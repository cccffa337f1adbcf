"""What a remark says of a result that somebody takes back: "อุทธรณ์ผลดาว", "มชช. หมดอายุ"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from kbo_screen.vocabulary.thai_text import fold, holds_any
from kbo_screen.vocabulary.title_years import years_in_title
from kbo_screen.vocabulary.word_tables import any_of, word_table

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Fields of which a value is the result of an assessment.
RESULT_FIELDS: Final = ("star", "standard")
#: What stands between the clauses of a remark.
BETWEEN_CLAUSES: Final = re.compile(r"[,;\n]")


def without_taken_back(remark: str) -> str:
    """A remark without what takes the stars or the standard of its row back: the rest is of the group.

    >>> [without_taken_back(remark).strip() for remark in ("ยกเลิกผลดาว", "ยุบแล้ว มชช. ถูกยกเลิก", "ยกเลิก เดิม 3 ดาว")]
    ['', 'ยุบแล้ว', 'ยกเลิก เดิม 3 ดาว']
    """
    clauses = []
    for clause in map(spaced, BETWEEN_CLAUSES.split(remark)):
        for field in RESULT_FIELDS:
            clause = _taken_back_of(field).sub(" ", clause)
        clauses.append(clause)
    return ", ".join(clauses)


def takes_back(
    field: str,
    remark: str,
    round_year: int | None,
    *,
    is_only: bool,
) -> bool:
    """A remark takes a result of this field back: "อุทธรณ์ผลดาว", in a list of stars "อุทธรณ์"."""
    if field not in RESULT_FIELDS or holds_any(
        fold(remark), map(fold, word_table("note_values")["stays"])
    ):
        return False
    finder = _taken_back_of(field)
    found = any(map(finder.search, _clauses_of(remark)))
    if is_only and not found:
        found = _taken_back_alone().search(spaced(remark)) is not None
    return found and _has_lapsed(remark, round_year)


def _has_lapsed(remark: str, round_year: int | None) -> bool:
    """What lapsed did so before this year, where a remark says when: "หมดอายุ 2568" is to come."""
    pieces = re.split(
        any_of(word_table("note_values")["lapsed"]), remark, flags=re.IGNORECASE
    )
    when = pieces[-1]
    if len(pieces) == 1 or not re.search(r"\d", when):
        return True
    years_be = [year.year_be for year in years_in_title(when)]
    if round_year is None or not years_be:
        return False
    return max(years_be) < round_year


def _clauses_of(remark: str) -> Iterator[str]:
    """The clauses of a remark as `spaced`, without words that are denied."""
    for clause in BETWEEN_CLAUSES.split(remark):
        yield _denied().sub(" ", spaced(clause))


def spaced(text: str) -> str:
    """A text folded word by word: between its words stand blanks."""
    return " ".join(map(fold, text.replace("(", " ").split()))


@cache
def _taken_back_of(field: str) -> re.Pattern[str]:
    """A result of this field directly beside what takes it back."""
    result = any_word_of(f"of_{field}")
    number = r"\d++"
    between = rf"(?: ?(?:{number}|{any_word_of('between')}))*+ ?"
    leading = any_word_of("between", "leading_to_taken_back")
    before = rf"(?: ?{leading})* ?"
    before_lapsed = rf"(?: ?(?:{number}|{leading}))* ?"
    behind = rf"(?: ?{any_word_of('following_taken_back')})*(?=$|\d| ?ปี ?\d"
    is_back = rf"{any_word_of('taken_back')}{behind}| {any_word_of('reasons')})"
    is_lapsed = rf"{any_word_of('lapsed')}{behind}| )"
    return re.compile(
        rf"{any_word_of('taken_back')}{between}{result}"
        rf"|(?:{number} ?)?{result}(?:{before}{is_back}|{before_lapsed}{is_lapsed})"
    )


@cache
def _taken_back_alone() -> re.Pattern[str]:
    """A remark that is nothing but such a word."""
    leading = any_word_of("between", "leading_to_taken_back")
    word = any_word_of("taken_back", "lapsed")
    trailing = any_word_of("between", "following_taken_back")
    return re.compile(
        rf"\A(?:{leading} ?)*{word}(?: ?(?:\d+|{trailing}))*(?: ?(?:เมื่อ|วันที่).{{0,20}})?\Z"
    )


@cache
def _denied() -> re.Pattern[str]:
    """Such a word behind what denies it."""
    words = any_word_of("taken_back", "lapsed")
    return re.compile(
        rf"{any_word_of('denials')} ?(?:{any_word_of('denied')} ?)*{words}"
    )


def any_word_of(*names: str) -> str:
    """A pattern of any word of these lists, folded word by word."""
    return f"(?:{any_of(spaced(word) for name in names for word in word_table('note_values')[name])})"
