"""Personal ids and telephone numbers in a text, whatever stands between their digits.

Dates, prices, years and numbers of groups look like them and are told apart. Every step is linear in the length of the
text.

The digits of a text are cut into runs. Runs with no letter and few marks between them are a chain. An id is
13 digits, a telephone number 9 to 13: both are whole runs of one chain.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings.person_names import telephone_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ID_DIGITS: Final = 13
#: Digits of an id's parts as they are printed on the card: 1-2345-67890-12-3.
_CARD: Final = (1, 4, 5, 2, 1)
#: A run of this many digits without a mark is an id with something glued to it. A product's number may have 14.
_GLUED_DIGITS: Final = 15
#: What may stand between two runs of a chain: neither letter (Thai marks belong to letters) nor digit.
_MARK: Final = r"(?:[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|[_ーฯๆ])"
#: More marks than these part two numbers.
MOST_MARKS: Final = 16
_CHAIN: Final = re.compile(rf"[0-9]+(?:{_MARK}{{1,{MOST_MARKS}}}[0-9]+)*")
_RUN: Final = re.compile(r"[0-9]+")
#: The fewest digits of a chain that can hide anything: a telephone number whose 0 was eaten.
_FEWEST_DIGITS: Final = 8
#: The power of ten that a spreadsheet makes of an id or of two telephone numbers.
_POWER_OF_TEN: Final = re.compile(r"(?<![0-9.])[0-9]\.[0-9]{6,}[eE]\+?1[0-9](?![0-9])")
_POWER_BEHIND: Final = re.compile(r"[eE]\+?[0-9]{1,2}(?![0-9])")

_YEAR: Final = r"(?:2[4-6][0-9]{2}|19[5-9][0-9]|20[0-9]{2})"
_DAY: Final = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_TIME: Final = (
    r"(?:[T ,]{1,3}[0-2]?[0-9][:.][0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?)?"
)
#: Behind a price the text goes on with a word, a blank, a dash, or a comma and a blank.
_PRICE_END: Final = r"$|\s|[^\W0-9_]|[)–-]|[,.]-?(?:\s|$)"
_YEAR_OF_DATE: Final = rf"(?:{_YEAR}|[4-7][0-9])"
_UNTIL: Final = rf"(?: ?[-–] ?{_DAY}([/.]){_MONTH}\2{_YEAR_OF_DATE})?"
_CLOCK: Final = "[0-2]?[0-9][:.][0-5][0-9]"
#: A telephone number as it is dialled: a house's has 9 digits, a hand's 10; behind +66 the 0 may be left out.
_DIALLED: Final = re.compile(
    r"0[689][0-9]{8}|0[2-57][0-9]{7}|(?:00)?660?(?:[689][0-9]{8}|[2-57][0-9]{7})"
)
#: Numbers of an older kind, and numbers with a digit too few or too many.
_NEARLY_DIALLED: Final = re.compile(r"0[1-9][0-9]{7,9}")
#: A hand's number with the digit of a numbering glued to it.
_WITH_ONE_MORE: Final = re.compile(r"[1-9]0[689][0-9]{8}")
#: A number whose 0 was eaten: only behind a word for telephones.
_WITHOUT_ZERO: Final = re.compile(r"[689][0-9]{8}|[2-57][0-9]{7}")
#: Numbers without their 0, or with a digit in front, that are cut by dashes as only telephone numbers are.
_CUT: Final = re.compile(
    r"(?<![0-9-])(?:(?:[689][0-9]|[1-9]0[689][0-9])-[0-9]{3}-[0-9]{4}|[689][0-9]{2}-[0-9]{3}-[0-9]{3})(?![0-9]|-[0-9])"
)
_CUT_RUNS: Final = 3
#: A number as it is dialled within one place: only behind a word for telephones.
_LOCAL: Final = re.compile(r"[2-7][0-9]{5}")
_LONGEST_DIALLED: Final = 14
#: A word for telephones stands at most so many characters in front of its number.
_NEAR: Final = 24

#: Years of the trade: between these an id's part is hardly ever meant.
_IS_YEAR: Final = re.compile(r"25[4-8][0-9]|199[0-9]|20[0-3][0-9]")
#: A group's number begins with the code of its province, 10 to 96.
_GROUP_NUMBER: Final = re.compile(r"[1-9][0-9]{8}")
_DISTRICT_DIGITS: Final = 4
#: No district has 10,000 groups: its serials begin with 0.
_SERIAL: Final = re.compile(r"0[0-9]{4}")
#: A product's number is its group's and three digits more.
_GROUP_OR_PRODUCT_NUMBER: Final = re.compile(r"[1-9][0-9]{8}(?:[0-9]{3})?")
#: Prices and amounts in a list are round, and stand apart by marks of a list.
_AMOUNT: Final = re.compile(r"[1-9][0-9]{0,2}[05]")
_LIST_MARK: Final = re.compile(r"[,;/\n]| [-–—] ")


class Span(NamedTuple):
    """A piece of a text: its first character, and the one behind it."""

    start: int
    end: int


class DigitRun(NamedTuple):
    """Digits without a mark between them."""

    digits: str
    start: int
    end: int


#: Runs with no letter and few marks between them, or a part of such a chain.
Chain = list[DigitRun]


def id_spans(text: str) -> list[Span]:
    """Where personal ids stand. text: its digits are 0 to 9."""
    spans = _powers_of_ten(text)
    for chain in _chains(text):
        plain = list(_plain_ids(text, chain))
        for part in _without(chain, plain + _harmless(text, chain)):
            spans += _odd_ids(text, part)
        spans += plain
    return spans


def number_spans(text: str) -> tuple[list[Span], list[Span]]:
    """Where personal ids and where telephone numbers stand."""
    ids = _powers_of_ten(text)
    phones: list[Span] = []
    for chain in _chains(text):
        plain = list(_plain_ids(text, chain))
        harmless = _harmless(text, chain)
        dialled: list[Span] = []
        for part in _without(chain, plain + harmless):
            if not _is_one_id(text, part):
                dialled += _phones(text, part)
        for part in _without(chain, plain + harmless + dialled):
            ids += _odd_ids(text, part)
        ids += plain
        phones += dialled
    return ids, phones


def _powers_of_ten(text: str) -> list[Span]:
    return _spans_of(_POWER_OF_TEN.finditer(text))


def _harmless(text: str, chain: Chain) -> list[Span]:
    """What of a chain is a date, a price or a fraction."""
    matches = _harmless_numbers().finditer(text, chain[0].start, chain[-1].end)
    return _spans_of(matches)


def _spans_of(matches: Iterator[re.Match[str]]) -> list[Span]:
    return [Span(*match.span()) for match in matches]


@cache
def _harmless_numbers() -> re.Pattern[str]:
    """What is no person's number however long, made for the first text that holds so many digits.

    Dates with their time, prices, what Excel makes of a fraction, places on a map, hours, scores, the register of
    community enterprises (6-24-02-05/1-0012) and that of foods (24-1-01234-5-0001).
    """
    return re.compile(
        rf"(?<![0-9])(?<![0-9][/.-]){_DAY}([/.-]){_MONTH}\1{_YEAR_OF_DATE}{_UNTIL}(?![0-9]|[/.-][0-9]){_TIME}(?![0-9])"
        rf"|(?<![0-9])(?<![0-9][/.-]){_YEAR}-{_MONTH}-{_DAY}(?![0-9]|[/.-][0-9]){_TIME}(?![0-9])"
        rf"|(?<![^\w\s(฿-])(?<![0-9])[1-9][0-9]{{0,2}}(?:,[0-9]{{3}}){{1,3}}(?:\.[0-9]{{1,2}})?(?={_PRICE_END})"
        r"|(?<![0-9.,])[0-9]{1,3}\.[0-9]{14,17}(?![0-9.]|[eE]\+?[0-9])"
        r"|(?<![0-9.])(?:[5-9]|1[0-9]|2[01])\.[0-9]{3,8} ?, ?(?:9[7-9]|10[0-6])\.[0-9]{3,8}(?![0-9.])"
        rf"|(?<![0-9:.]){_CLOCK} ?[-–] ?{_CLOCK}(?![0-9:]|\.[0-9])"
        r"|(?<![0-9/-])[0-9]{1,3}/(?:5|10|20|50|100)(?![0-9/-])"
        r"|(?<![0-9-])[0-9]-[0-9]{2}-[0-9]{2}-[0-9]{2}/[0-9]-[0-9]{4}(?![0-9-])"
        r"|(?<![0-9-])[0-9]{2}-[0-9]-[0-9]{5}-[0-9]-[0-9]{4}(?![0-9-])"
    )


def _chains(text: str) -> Iterator[Chain]:
    """The chains of a text that are long enough to hide a number."""
    for chain in _CHAIN.finditer(text):
        start, end = chain.span()
        if end - start < _FEWEST_DIGITS:
            continue
        matches = _RUN.finditer(text, start, end)
        runs = [DigitRun(match[0], match.start(), match.end()) for match in matches]
        if sum(len(run.digits) for run in runs) >= _FEWEST_DIGITS:
            yield runs


def _without(
    chain: Chain,
    spans: Sequence[Span],
) -> Iterator[Chain]:
    """The parts of a chain that lie between the spans."""
    covered = sorted(spans)
    part: Chain = []
    position = 0
    for run in chain:
        while position < len(covered) and covered[position].end <= run.start:
            position += 1
        is_covered = position < len(covered) and covered[position].start < run.end
        if not is_covered:
            part.append(run)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _plain_ids(text: str, chain: Chain) -> Iterator[Span]:
    """Ids as they are printed on the card, in one run, or with other digits glued to them."""
    position = 0
    while position < len(chain):
        run = chain[position]
        parts = chain[position : position + len(_CARD)]
        if tuple(len(part.digits) for part in parts) == _CARD:
            yield _with_power(text, run.start, parts[-1].end)
            position += len(_CARD)
            continue
        if _holds_an_id(run.digits):
            yield _with_power(text, run.start, run.end)
        position += 1


def _holds_an_id(digits: str) -> bool:
    """A run of digits is an id, or an id with something glued to it."""
    if len(digits) != ID_DIGITS + 1:
        return len(digits) == ID_DIGITS or len(digits) >= _GLUED_DIGITS
    if digits[0] == "0":
        return True
    return has_check_digit(digits[:-1]) or has_check_digit(digits[1:])


def has_check_digit(digits: str) -> bool:
    """The last of 13 digits is the one that a Thai id has behind the others.

    >>> has_check_digit("1234567890121"), has_check_digit("1234567890123")
    (True, False)
    """
    weighed = 0
    for digit, weight in zip(digits, range(ID_DIGITS, 1, -1), strict=False):
        weighed += int(digit) * weight
    return (11 - weighed % 11) % 10 == int(digits[-1])


def _with_power(
    text: str,
    start: int,
    end: int,
) -> Span:
    power = _POWER_BEHIND.match(text, end)
    return Span(start, power.end() if power else end)


def _phones(
    text: str,
    chain: Chain,
) -> Iterator[Span]:
    """Telephone numbers of a chain, from its left."""
    position = 0
    is_behind_a_number = False
    while position < len(chain):
        first = chain[position]
        is_called = is_behind_a_number or _is_called(text, first.start)
        runs = chain[position : position + _LONGEST_DIALLED]
        length = _phone_length(text, runs, is_called=is_called)
        if length:
            last = runs[length - 1]
            yield _with_marks(text, first.start, last.end)
        is_behind_a_number = is_called and length > 0
        position += length or 1


def _with_marks(
    text: str,
    start: int,
    end: int,
) -> Span:
    """A telephone number with the + in front of it, and the bracket that is closed inside."""
    signs = "+(" if ")" in text[start:end] else "+"
    while start and text[start - 1] in signs:
        start -= 1
    return Span(start, end)


def _is_called(
    text: str,
    start: int,
) -> bool:
    """A word for telephones stands shortly in front, and no other digits between."""
    before = text[max(0, start - _NEAR) : start]
    behind_digits = _RUN.split(before)[-1]
    return telephone_words().search(behind_digits) is not None


def _phone_length(
    text: str,
    runs: Chain,
    *,
    is_called: bool,
) -> int:
    """How many of the runs, from the first on, are a telephone number; 0 for none."""
    if _is_fraction(text, runs):
        return 0
    first = runs[0]
    if _is_kind(_WITH_ONE_MORE, first.digits):
        return 1
    if is_called and _is_kind(_LOCAL, first.digits):
        return 1
    if _is_cut_by_dashes(text, runs):
        return _CUT_RUNS
    return _dialled_length(runs, is_called=is_called)


def _is_cut_by_dashes(text: str, runs: Chain) -> bool:
    """The runs are cut as only telephone numbers are, and are no round amounts."""
    if not _CUT.match(text, runs[0].start):
        return False
    return not all(_is_kind(_AMOUNT, run.digits) for run in runs[:_CUT_RUNS])


def _dialled_length(runs: Chain, *, is_called: bool) -> int:
    """The runs of the shortest number as it is dialled, else of the longest that nearly is one; 0 for none."""
    nearly = 0
    digits = ""
    for length, run in enumerate(runs, start=1):
        digits += run.digits
        if len(digits) > _LONGEST_DIALLED:
            break
        if _is_kind(_DIALLED, digits):
            return length
        if is_called and _is_kind(_WITHOUT_ZERO, digits):
            return length
        if _is_kind(_NEARLY_DIALLED, digits):
            nearly = length
    return nearly


def _is_fraction(text: str, runs: Chain) -> bool:
    """0.12345678: a 0, a point and no other point behind."""
    marks = _marks_between(text, runs[:3])
    return runs[0].digits == "0" and marks[:1] == ["."] and marks[1:] != ["."]


def _odd_ids(text: str, chain: Chain) -> Iterator[Span]:
    """Ids with marks in unusual places: whole runs of 13 digits together, that are nothing else."""
    position = len(chain) if _is_list_of_groups(text, chain) else 0
    while position < len(chain):
        length = _length_of_13(chain[position : position + ID_DIGITS])
        runs = chain[position : position + length]
        if length and not _is_list(text, runs):
            yield Span(runs[0].start, runs[-1].end)
        position += length or 1


def _is_one_id(text: str, chain: Chain) -> bool:
    """All runs together are an id: it may hold what looks like a telephone number."""
    begins_with_zero = chain[0].digits[0] == "0"
    if begins_with_zero or _length_of_13(chain) != len(chain):
        return False
    return not _is_list(text, chain)


def _length_of_13(runs: Chain) -> int:
    """How many of the runs, from the first on, have 13 digits together; 0 where none have."""
    count = 0
    for length, run in enumerate(runs, start=1):
        count += len(run.digits)
        if count >= ID_DIGITS:
            return length if count == ID_DIGITS else 0
    return 0


def _is_list(text: str, runs: Chain) -> bool:
    """The runs are a group's number and a year, or years and round amounts with marks of a list between them."""
    words = _with_whole_numbers(text, runs)
    if len(words) < 2:
        return False
    if len(words) == 2 and len(_of_kind(_GROUP_NUMBER, words)) == 1:
        return bool(_of_kind(_IS_YEAR, words))
    amounts_and_years = _of_kind(_AMOUNT, words) + _of_kind(_IS_YEAR, words)
    if set(words) != set(amounts_and_years):
        return False
    return all(map(_LIST_MARK.search, _marks_between(text, runs)))


def _marks_between(text: str, runs: Chain) -> list[str]:
    return [text[run.end : next_run.start] for run, next_run in pairwise(runs)]


def _is_list_of_groups(text: str, chain: Chain) -> bool:
    """A chain of two or more numbers of groups or products, perhaps with years, and of nothing else."""
    words = _with_whole_numbers(text, chain)
    numbers = _of_kind(_GROUP_OR_PRODUCT_NUMBER, words)
    years = _of_kind(_IS_YEAR, words)
    return len(numbers) > 1 and len(numbers) + len(years) == len(words)


def _with_whole_numbers(text: str, runs: Chain) -> list[str]:
    """The digits of the runs; a blank or a dash behind a district's four digits does not cut a group's number."""
    words: list[str] = []
    end = 0
    for run in runs:
        is_behind_district = bool(words) and len(words[-1]) == _DISTRICT_DIGITS
        is_serial = is_behind_district and _is_kind(_SERIAL, run.digits)
        if is_serial and text[end : run.start] in (" ", "-"):
            words[-1] += run.digits
        else:
            words.append(run.digits)
        end = run.end
    return words


def _of_kind(kind: re.Pattern[str], words: Sequence[str]) -> list[str]:
    return [word for word in words if _is_kind(kind, word)]


def _is_kind(kind: re.Pattern[str], word: str) -> bool:
    return kind.fullmatch(word) is not None
