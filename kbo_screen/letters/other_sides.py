"""The letter under another side of one of its readings: what the side sets, set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from kbo_screen.letters.model import Letter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kbo_screen.letters.model import LetterReading, OtherSide

#: What takes a part of a letter out that it can lack.
OFF = "off"


class SideError(ValueError):
    """What a side sets cannot be set, or the letter under it does not hold; the path and a word of why."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


class ReadingSide(NamedTuple):
    """A side that a letter does not take, and the letter under it.

    name: the id of the reading, with the side's number from the second on ("withdrawn", "withdrawn/2").
    """

    name: str
    reading: LetterReading
    side: OtherSide
    letter: Letter


def other_letters(letter: Letter) -> Iterator[ReadingSide]:
    """The letter under every side that makes it another, each alone, in the order of the readings."""
    for reading, name, side in named_sides(letter):
        changed = under_side(letter, side)
        if changed != letter:
            yield ReadingSide(
                name,
                reading,
                side,
                changed,
            )


def named_sides(letter: Letter) -> Iterator[tuple[LetterReading, str, OtherSide]]:
    """Every side not taken, with its reading and its name."""
    for reading in letter.readings:
        for number, side in enumerate(reading.other_sides, start=1):
            name = reading.id if number == 1 else f"{reading.id}/{number}"
            yield reading, name, side


def under_side(letter: Letter, side: OtherSide) -> Letter:
    """The letter in which a side is taken. Raises SideError for what cannot be set."""
    return under_sets(letter, [side.set])


def under_sets(letter: Letter, sets: Sequence[Mapping[str, Any]]) -> Letter:
    """The letter in which the fields of several sides are set, one after another. Raises SideError.

    Of lists of condition ids what each adds and takes away is applied, so that sides of one tier go together.
    """
    # What no side touches stays as it is: it was checked before.
    touched_fields = {path.partition(".")[0] for side_set in sets for path in side_set}
    touched_parts = letter.model_dump(include=touched_fields)
    unchanged = _with_lists(touched_parts)
    parts = {**dict(letter), **_with_lists(touched_parts)}
    for side_set in sets:
        for path, value in side_set.items():
            _set(parts, unchanged, path, value)
    try:
        return Letter.model_validate(parts)
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(map(str, first["loc"]))
        raise SideError(path, str(first["type"])) from None


def _with_lists(value: Any) -> Any:
    """The same value, its tuples as lists, which can be changed."""
    if isinstance(value, dict):
        return {key: _with_lists(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_with_lists(part) for part in value]
    return value


def _set(
    parts: dict[str, Any],
    unchanged: dict[str, Any],
    path: str,
    value: Any,
) -> None:
    *steps, last = path.split(".")
    owner: Any = parts
    old_owner: Any = unchanged
    for step in steps:
        owner = _step_into(owner, step, path)
        old_owner = _step_into(old_owner, step, path)
    if isinstance(owner, list):
        _set_part(owner, last, path, value)
        return
    if not isinstance(owner, dict) or last not in owner:
        raise SideError(path, "unknown")
    if value == OFF and isinstance(owner[last], dict):
        owner[last] = None
        return
    if isinstance(owner[last], list):
        value = _changed_list(owner[last], old_owner[last], value)
    owner[last] = value


def _set_part(
    parts: list[Any],
    part_id: str,
    path: str,
    value: Any,
) -> None:
    """Add a whole part under a new id, or set one that is there."""
    are_parts = all(isinstance(part, dict) for part in parts)
    if not are_parts or not isinstance(value, dict):
        raise SideError(path, "unknown")
    other_parts = [part for part in parts if part.get("id") != part_id]
    parts[:] = [*other_parts, {"id": part_id, **value}]


def _step_into(owner: Any, step: str, path: str) -> Any:
    if isinstance(owner, list):
        for part in owner:
            if isinstance(part, dict) and part.get("id") == step:
                return part
    if not isinstance(owner, dict) or step not in owner:
        raise SideError(path, "unknown")
    return owner[step]


def _changed_list(
    current: Sequence[Any], unchanged: Sequence[Any], value: Any
) -> list[Any]:
    """What the side adds to the letter's list, and takes from it, done to the list as it is now."""
    if not isinstance(value, tuple | list):
        raise SideError("-", "list_type")
    removed = [item for item in unchanged if item not in value]
    added = [item for item in value if item not in unchanged]
    items = [item for item in current if item not in removed]
    items += [item for item in added if item not in items]
    return items
