"""The fields of a letter by their paths: parts that carry an id are named by it ("tiers.fallback.requires")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from kbo_screen.letters.model import Letter


def has_field(letter: Letter, path: str) -> bool:
    """The letter has the field of that path."""
    try:
        field_value(letter, path)
    except LookupError:
        return False
    return True


def field_value(letter: Letter, path: str) -> Any:
    """What stands in the field of a path. Raises LookupError where the letter has no such field."""
    value: Any = letter
    for step in path.split("."):
        value = _step_into(value, step)
    return value


def _step_into(part: Any, step: str) -> Any:
    if isinstance(part, tuple):
        for item in part:
            if getattr(item, "id", None) == step:
                return item
    if isinstance(part, BaseModel) and step in type(part).model_fields:
        return getattr(part, step)
    raise LookupError(step)
