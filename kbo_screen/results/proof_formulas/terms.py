"""Formulas as terms: each with the text that a spreadsheet reads and what it gives now.

Only functions that Excel 2010 and LibreOffice share. What a term gives is worked out with its text, so that a protected
view shows the same as a spreadsheet that calculates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.results.sheets.sheet import Formula

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What can stand in a cell; None and "" are a blank.
Value = str | int | float | bool | None


class Term(NamedTuple):
    """A part of a formula. text: without the equals sign. value: what it gives now."""

    text: str
    value: Any


def as_formula(term: Term) -> Formula:
    """The term as the formula of a cell."""
    return Formula(f"={term.text}", "" if term.value is None else term.value)


def number(value: int) -> Term:
    """A whole number as it stands."""
    return Term(str(value), value)


def truth(value: bool) -> Term:
    """TRUE or FALSE as it stands."""
    return Term("TRUE" if value else "FALSE", value)


NOTHING: Final = Term('""', "")


def same(first: Term, second: Term) -> Term:
    """Two cells hold the same; a blank is like an empty text."""
    return Term(f"{first.text}={second.text}", _is_same(first.value, second.value))


def _is_same(first: Value, second: Value) -> bool:
    """As a spreadsheet compares: small and capital letters are one, a number is no yes or no."""
    values = ["" if value is None else value for value in (first, second)]
    if any(isinstance(value, bool) for value in values):
        return values[0] is values[1]
    if all(isinstance(value, str) for value in values):
        return str(values[0]).casefold() == str(values[1]).casefold()
    return bool(values[0] == values[1])


def differs(first: Term, second: Term) -> Term:
    """Two cells hold different things."""
    return Term(f"{first.text}<>{second.text}", not _is_same(first.value, second.value))


def at_most(first: Term, second: Term) -> Term:
    """A number is no greater than another; texts are never compared in what a formula comes to."""
    is_at_most = _are_numbers(first, second) and first.value <= second.value
    return Term(f"{first.text}<={second.text}", is_at_most)


def is_below(first: Term, second: Term) -> Term:
    """A number is less than another; as `at_most`."""
    is_less = _are_numbers(first, second) and first.value < second.value
    return Term(f"{first.text}<{second.text}", is_less)


def _are_numbers(*terms: Term) -> bool:
    return all(_is_number(term.value) for term in terms)


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
        is_one_enough=False,
    )


def either(terms: Iterable[Term]) -> Term:
    """One of them holds; FALSE for none."""
    return _joined_truth(
        "OR",
        list(terms),
        is_one_enough=True,
    )


def _joined_truth(
    function: str,
    terms: list[Term],
    *,
    is_one_enough: bool,
) -> Term:
    if not terms:
        return truth(not is_one_enough)
    if len(terms) == 1:
        return terms[0]
    values = [term.value for term in terms]
    value = any(values) if is_one_enough else all(values)
    return Term(f"{function}({_listed(terms)})", value)


def when(
    condition: Term,
    then_term: Term,
    else_term: Term,
) -> Term:
    """One or the other, by a condition."""
    chosen = then_term if condition.value else else_term
    parts = _listed([condition, then_term, else_term])
    return Term(f"IF({parts})", chosen.value)


def first_of(cases: Iterable[tuple[Term, Term]], last: Term) -> Term:
    """What stands beside the first condition that holds; the last where none does."""
    term = last
    for condition, result in reversed(list(cases)):
        term = when(
            condition,
            result,
            term,
        )
    return term


def choose(position: Term, terms: list[Term]) -> Term:
    """The term at a position counted from 1, which a formula asks for only where there is one."""
    value = None
    if _is_number(position.value) and 1 <= position.value <= len(terms):
        value = terms[position.value - 1].value
    return Term(f"CHOOSE({_listed([position, *terms])})", value)


def _listed(terms: Iterable[Term]) -> str:
    return ",".join(term.text for term in terms)


def plus(first: Term, second: Term) -> Term:
    """The sum of two numbers."""
    return Term(f"{first.text}+{second.text}", _number(first) + _number(second))


def minus(first: Term, second: Term) -> Term:
    """The difference of two numbers."""
    return Term(f"{first.text}-{second.text}", _number(first) - _number(second))


def _number(term: Term) -> int:
    return int(term.value) if _is_number(term.value) else 0


def times(first: Term, second: Term) -> Term:
    """The product of two numbers."""
    return Term(f"{first.text}*{second.text}", _number(first) * _number(second))


def numeric(term: Term) -> Term:
    """The number in a cell, 0 for a text or a blank."""
    return Term(f"N({term.text})", _number(term))


def least(first: Term, second: Term) -> Term:
    """The lesser of two numbers."""
    return Term(
        f"MIN({_listed([first, second])})", min(_number(first), _number(second))
    )


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


def packed(digits: list[tuple[Term, int]]) -> Term:
    """Numbers as the digits of one, which sorts as they do one by one. digits: each with one more than its greatest."""
    (term, _), *lesser_digits = digits
    text, value = term.text, _number(term)
    for digit, base in lesser_digits:
        text = f"({text})*{base}+{digit.text}"
        value = value * base + _number(digit)
    return Term(text, value)


def spelled(terms: Iterable[Term]) -> Term:
    """Texts one behind the other."""
    texts = list(terms)
    value = "".join(str(term.value or "") for term in texts)
    return Term("&".join(term.text for term in texts), value)


def quoted(text: str) -> Term:
    """A text as it stands."""
    doubled = text.replace('"', '""')
    return Term(f'"{doubled}"', text)
