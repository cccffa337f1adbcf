"""Where two letters decide differently, part by part, each of which can be taken back alone; readings by their id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.letters.choices import Choices
from kbo_screen.letters.other_sides import other_letters
from kbo_screen.letters.parts import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.letters.model import Letter

#: What opens the name of a reading's part, and of a choice that belongs to none.
READING: Final = "reading:"
CHOICE: Final = "choices."
CONDITION: Final = "condition:"
#: Conditions and tiers that cannot be taken back one by one.
RULES: Final = "rules"
#: What of a part only tells people of it.
_WORDS: Final = frozenset({"wording", "brief", "clause", "quote", "name"})
_WHOLE_PARTS: Final = ("preference", "quota", "tie_breaks", "fiscal_year_be")


class LetterPart(NamedTuple):
    """A part in which the letters differ.

    name: "quota", "condition:star-in-range", "reading:star-year". fields: of the letter, each "choices.X" or
    "condition:ID" or a field; set back together.
    """

    name: str
    fields: frozenset[str]


def letter_parts(old: Letter, new: Letter) -> list[LetterPart]:
    """The parts in which two letters decide differently; words, dates and districts are none.

    A part that one of them calls the other side of a reading is called by it.
    """
    fields = list(_differing_fields(old, new))
    parts: list[LetterPart] = []
    if not fields:
        return parts
    for name, of_reading in _readings_taken(
        old,
        new,
        fields,
    ):
        parts.append(LetterPart(f"{READING}{name}", frozenset(of_reading)))
        fields = [field for field in fields if field not in of_reading]
    return parts + [LetterPart(field, frozenset({field})) for field in fields]


def without_part(
    old: Letter,
    new: Letter,
    part: LetterPart,
) -> Letter:
    """The new letter with one part as the old one has it."""
    for field in part.fields:
        new = _set_back(
            old,
            new,
            field,
        )
    return new


def _set_back(
    old: Letter,
    new: Letter,
    field: str,
) -> Letter:
    if field == RULES:
        rules: dict[str, Any] = {"conditions": old.conditions, "tiers": old.tiers}
        return new.model_copy(update=rules)
    if field.startswith(CHOICE):
        return _with_choice_of(
            old,
            new,
            field.removeprefix(CHOICE),
        )
    if field.startswith(CONDITION):
        return new.with_condition(old.condition(field.removeprefix(CONDITION)))
    return new.model_copy(update={field: getattr(old, field)})


def _with_choice_of(
    old: Letter,
    new: Letter,
    name: str,
) -> Letter:
    choice = {name: getattr(old.choices, name)}
    return new.model_copy(update={"choices": new.choices.model_copy(update=choice)})


def _differing_fields(old: Letter, new: Letter) -> Iterator[str]:
    if _condition_ids(old) != _condition_ids(new):
        yield RULES
    else:
        yield from _differing_rules(old, new)
    for name in _WHOLE_PARTS:
        if _decide_otherwise(getattr(old, name), getattr(new, name)):
            yield name
    for name in Choices.model_fields:
        if getattr(old.choices, name) != getattr(new.choices, name):
            yield f"{CHOICE}{name}"


def _condition_ids(letter: Letter) -> list[str]:
    return [condition.id for condition in letter.conditions]


def _differing_rules(old: Letter, new: Letter) -> Iterator[str]:
    """Of letters with the same conditions those that decide otherwise, and the tiers."""
    for condition in new.conditions:
        if _decide_otherwise(old.condition(condition.id), condition):
            yield f"{CONDITION}{condition.id}"
    if _decide_otherwise(old.tiers, new.tiers):
        yield "tiers"


def _decide_otherwise(old_part: object, new_part: object) -> bool:
    return _decides(old_part) != _decides(new_part)


def _decides(part: Any) -> object:
    """What of a part decides, its words and its clause left aside."""
    if isinstance(part, tuple):
        return [_decides(each) for each in part]
    return part.model_dump(exclude=set(_WORDS)) if isinstance(part, Part) else part


def _readings_taken(
    old: Letter,
    new: Letter,
    fields: Sequence[str],
) -> Iterator[tuple[str, set[str]]]:
    """The sides of readings by which the letters differ, each with the differing fields that it sets."""
    remaining = set(fields)
    for letter, other_letter in ((old, new), (new, old)):
        for side in other_letters(letter):
            set_fields = set(_differing_fields(letter, side.letter))
            still_differing = set(_differing_fields(side.letter, other_letter))
            is_taken = not set_fields & still_differing
            if set_fields and set_fields <= remaining and is_taken:
                yield side.reading.id, set_fields
                remaining -= set_fields
