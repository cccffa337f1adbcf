"""Formulas as terms: each with the text that a spreadsheet reads and what it gives now.

Only functions that Excel 2010 and LibreOffice share. What a term gives is worked out with its text, so that a protected
view shows the same as a spreadsheet that calculates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.results.sheets.sheet import Formula

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

#: What can stand in a cell; None and "" are a blank.
Value = str | int | float | bool | None


class Term(NamedTuple):
    """A part of a formula. text: without the equals sign. value: what it gives now."""

    text: str
    value: Any


#: What formulas are made of: other terms, and texts, whole numbers, True and False as they stand.
Part = Term | str | int
#: A condition, and what a formula gives where it holds.
Case = tuple[Term, Part]
#: A number as a digit of another, with one more than its greatest.
Digit = tuple[Part, int]

NOTHING: Final = ""


def as_formula(term: Term) -> Formula:
    """The term as the formula of a cell."""
    return Formula(f"={term.text}", "" if term.value is None else term.value)


def as_term(part: Part) -> Term:
    """A part as a term; a text, a number, True or False as it stands."""
    if isinstance(part, Term):
        return part
    if isinstance(part, str):
        doubled = part.replace('"', '""')
        return Term(f'"{doubled}"', part)
    return Term(str(part).upper(), part)


def _value(part: Part) -> Any:
    return part.value if isinstance(part, Term) else part


def _joined(first: Part, sign: str, second: Part, value: Value) -> Term:
    return Term(f"{as_term(first).text}{sign}{as_term(second).text}", value)


def same(first: Part, second: Part) -> Term:
    """Two cells hold the same; a blank is like an empty text."""
    return _joined(first, "=", second, _is_same(_value(first), _value(second)))


def _is_same(first: Value, second: Value) -> bool:
    """As a spreadsheet compares: small and capital letters are one, a number is no yes or no."""
    values = ["" if value is None else value for value in (first, second)]
    if any(isinstance(value, bool) for value in values):
        return values[0] is values[1]
    if all(isinstance(value, str) for value in values):
        return str(values[0]).casefold() == str(values[1]).casefold()
    return bool(values[0] == values[1])


def differs(first: Part, second: Part) -> Term:
    """Two cells hold different things."""
    return _joined(first, "<>", second, not same(first, second).value)


def at_most(first: Part, second: Part) -> Term:
    """A number is no greater than another; texts are never compared in what a formula comes to."""
    is_at_most = _are_numbers(first, second) and _value(first) <= _value(second)
    return _joined(first, "<=", second, is_at_most)


def is_below(first: Part, second: Part) -> Term:
    """A number is less than another; as `at_most`."""
    is_less = _are_numbers(first, second) and _value(first) < _value(second)
    return _joined(first, "<", second, is_less)


def _are_numbers(*parts: Part) -> bool:
    return all(_is_number(_value(part)) for part in parts)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_number(term: Term) -> Term:
    """A cell holds a number."""
    return Term(f"ISNUMBER({term.text})", _is_number(term.value))


def is_text(term: Term) -> Term:
    """A cell holds a text, as a condition does that is neither TRUE nor FALSE."""
    return Term(f"ISTEXT({term.text})", isinstance(term.value, str))


def every(terms: Iterable[Term]) -> Term:
    """All of them hold; TRUE for none."""
    return _joined_truth(
        "AND",
        list(terms),
        all,
    )


def either(terms: Iterable[Term]) -> Term:
    """One of them holds; FALSE for none."""
    return _joined_truth(
        "OR",
        list(terms),
        any,
    )


def _joined_truth(
    function: str,
    terms: list[Term],
    holds: Callable[[Iterable[object]], bool],
) -> Term:
    if len(terms) == 1:
        return terms[0]
    value = holds(term.value for term in terms)
    return Term(f"{function}({_listed(terms)})", value) if terms else as_term(value)


def when(
    condition: Term,
    then_part: Part,
    else_part: Part,
) -> Term:
    """One or the other, by a condition."""
    chosen = then_part if condition.value else else_part
    parts = _listed([condition, then_part, else_part])
    return Term(f"IF({parts})", _value(chosen))


def one_if(condition: Term) -> Term:
    """1 where a condition holds, else 0."""
    return when(condition, 1, 0)


def first_of(cases: Iterable[Case], last: Part) -> Term:
    """What stands beside the first condition that holds; the last where none does."""
    term = as_term(last)
    for condition, result in reversed(list(cases)):
        term = when(
            condition,
            result,
            term,
        )
    return term


def place_among(cell: Term, words: Sequence[Term], first: int = 0) -> Term:
    """Where the word of a cell stands among some, the first one's number given; behind them where it is none."""
    cases = [(same(cell, word), place) for place, word in enumerate(words, first)]
    return first_of(cases, first + len(words))


def choose(position: Term, terms: Sequence[Part]) -> Term:
    """The term at a position counted from 1, which a formula asks for only where there is one."""
    values = dict(enumerate(map(_value, terms), start=1))
    return Term(f"CHOOSE({_listed([position, *terms])})", values.get(position.value))


def _listed(parts: Iterable[Part]) -> str:
    return ",".join(as_term(part).text for part in parts)


def plus(first: Part, second: Part) -> Term:
    """The sum of two numbers."""
    return _joined(first, "+", second, _number(first) + _number(second))


def minus(first: Part, second: Part) -> Term:
    """The difference of two numbers."""
    return _joined(first, "-", second, _number(first) - _number(second))


def _number(part: Part) -> int:
    value = _value(part)
    return int(value) if _is_number(value) else 0


def times(first: Part, second: Part) -> Term:
    """The product of two numbers."""
    return _joined(first, "*", second, _number(first) * _number(second))


def numeric(term: Term) -> Term:
    """The number in a cell, 0 for a text or a blank."""
    return Term(f"N({term.text})", _number(term))


def least(first: Term, second: Term) -> Term:
    """The lesser of two numbers."""
    value = min(_number(first), _number(second))
    return Term(f"MIN({_listed([first, second])})", value)


def greatest(terms: list[Term]) -> Term:
    """The greatest of numbers."""
    if len(terms) == 1:
        return terms[0]
    return Term(f"MAX({_listed(terms)})", max(map(_number, terms)))


def whole_part(term: Term, divisor: int) -> Term:
    """How often a divisor goes into a number."""
    return Term(f"INT({term.text}/{divisor})", _number(term) // divisor)


def remainder(term: Term, divisor: int) -> Term:
    """What is left of a number behind the multiples of a divisor."""
    return Term(f"MOD({term.text},{divisor})", _number(term) % divisor)


def packed(digits: Iterable[Digit]) -> Term:
    """Numbers as the digits of one, which sorts as they do one by one."""
    (part, _), *lesser_digits = digits
    text, value = as_term(part).text, _number(part)
    for digit, base in lesser_digits:
        text = f"({text})*{base}+{as_term(digit).text}"
        value = value * base + _number(digit)
    return Term(text, value)


def spelled(parts: Sequence[Part]) -> Term:
    """Texts one behind the other."""
    value = "".join(str(_value(part) or "") for part in parts)
    return Term("&".join(as_term(part).text for part in parts), value)
