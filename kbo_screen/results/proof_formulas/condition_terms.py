"""The conditions of a letter as formulas over the values of a row: TRUE, FALSE, or the word for unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.letters.condition_kinds import OneOf, StarBetween
from kbo_screen.results.proof_formulas.terms import (
    NOTHING,
    at_most,
    differs,
    either,
    every,
    first_of,
    is_below,
    is_number,
    same,
    when,
)

if TYPE_CHECKING:
    from kbo_screen.letters.condition_kinds import AnyCondition, YearBetween
    from kbo_screen.results.proof_formulas.letter_cells import LetterCells
    from kbo_screen.results.proof_formulas.terms import Case, Part, Term


def condition_term(
    condition: AnyCondition,
    letter: LetterCells,
    value: Term,
    star_year: Term,
) -> Term:
    """Whether a condition holds. value: the cell of its field. star_year: that of the round of a star."""
    if isinstance(condition, OneOf):
        return _one_of(
            condition,
            letter,
            value,
        )
    if isinstance(condition, StarBetween):
        return _stars(
            condition,
            letter,
            value,
            star_year,
        )
    return _between(
        condition,
        letter,
        value,
    )


def after_answer(
    answer: Term,
    letter: LetterCells,
    term: Term,
) -> Term:
    """What a person said before what the cells say."""
    says_yes = same(answer, letter["word:yes"])
    says_no = same(answer, letter["word:no"])
    return first_of([(says_yes, True), (says_no, False)], term)


def _one_of(
    condition: OneOf,
    letter: LetterCells,
    value: Term,
) -> Term:
    """The word is one that the condition takes; any other than the field's words is unknown."""
    is_taken = either(same(value, word) for word in letter.accepted_by(condition))
    is_known = either(same(value, word) for word in letter.codes_of(condition.field))
    unknown = _of_blank(condition, letter, letter["word:unknown"])
    return first_of([(is_taken, True), (is_known, False)], unknown)


def _of_blank(
    condition: AnyCondition,
    letter: LetterCells,
    usual: Part,
) -> Part:
    """What the letter says of a product without a value; what is usual where it says nothing."""
    match condition.blank:
        case "holds":
            return True
        case "fails":
            return False
        case "unknown":
            return letter["word:unknown"]
        case _:
            return usual


def _between(
    condition: YearBetween,
    letter: LetterCells,
    value: Term,
) -> Term:
    """A number within the window; anything else is unknown."""
    lower, upper = letter[f"{condition.id}.min"], letter[f"{condition.id}.max"]
    is_within = every([at_most(lower, value), at_most(value, upper)])
    unknown = _of_blank(condition, letter, letter["word:unknown"])
    return when(
        is_number(value),
        is_within,
        unknown,
    )


def _stars(
    condition: StarBetween,
    letter: LetterCells,
    star: Term,
    star_year: Term,
) -> Term:
    """So many stars, of that round. FALSE as soon as one of the two is, TRUE where both are, else unknown.

    Where the latest stars count, of any round.
    """
    unknown = letter["word:unknown"]
    wanted_year = letter[f"{condition.id}.year"]
    is_of_other_round = every(
        [differs(star_year, NOTHING), differs(star_year, wanted_year)]
    )
    is_too_few = is_below(star, letter[f"{condition.id}.min"])
    is_too_many = is_below(letter[f"{condition.id}.max"], star)
    unrated = _of_blank(condition, letter, False)
    cases: list[Case] = [(same(star, letter["word:not_rated"]), unrated)]
    of_range: list[Case] = [(either([is_too_few, is_too_many]), False)]
    if not condition.takes_any_round:
        cases.append((is_of_other_round, unrated))
        of_range.append((same(star_year, NOTHING), unknown))
    cases.append((is_number(star), first_of(of_range, True)))
    return first_of(cases, unknown)
