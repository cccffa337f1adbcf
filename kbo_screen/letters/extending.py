"""A letter file that extends another: what it says itself goes before what the other says.

Tables are joined key by key, parts with an id (conditions, tiers, readings, examples, clauses) by their id; any other
list is the file's own. The text of the other letter and its printed errors are not this one's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from kbo_screen.letters.text_files import TomlTable

EXTENDS: Final = "extends"
#: Parts and fields that are not taken over: "examples.three-stars", "quota.groups_per_district", "meeting".
LEFT_OUT: Final = "left_out"
#: What belongs to the paper of one letter alone.
_OF_ONE_PAPER: Final = ("text", "printed_errors")
#: A date with its printed words is whole, its note is about that print.
_WHOLE_WHERE_PRINTED: Final = ("deadline", "meeting")
#: Letters that extend letters: no office goes further back.
MOST_STEPS: Final = 20


class Extension(BaseModel):
    """What a letter file says of the letter that it extends; all else in it is of another shape."""

    extends: str = ""
    left_out: list[str] = Field(default_factory=list)


class ExtendsItselfError(ValueError):
    """A letter file that extends itself, by whatever way."""


def extended(
    data: TomlTable,
    read_letter: Callable[[str], TomlTable],
    steps: int = 0,
) -> TomlTable:
    """A letter as parsed, joined with the one that it extends. Raises ExtendsItselfError.

    data: of the shape of `Extension`. read_letter: gives the parsed file of an id or a name, of that shape too.
    """
    if EXTENDS not in data:
        return data
    if steps > MOST_STEPS:
        raise ExtendsItselfError
    base = extended(read_letter(data[EXTENDS]), read_letter, steps + 1)
    left_out = data.get(LEFT_OUT, [])
    own_parts = {
        key: value for key, value in data.items() if key not in (EXTENDS, LEFT_OUT)
    }
    inherited = {key: part for key, part in base.items() if key not in _OF_ONE_PAPER}
    joined: TomlTable = _joined(_without(inherited, left_out), own_parts)
    return joined


def _without(
    data: TomlTable,
    paths: list[str],
) -> TomlTable:
    """The letter without the parts that are named by list and id, or alone, and the fields by table and key."""
    ids_by_name: dict[str, set[str]] = {}
    for path in paths:
        name, _, part_id = path.partition(".")
        ids_by_name.setdefault(name, set()).add(part_id)
    parts = dict(data)
    for name, part_ids in ids_by_name.items():
        part = parts.get(name)
        if "" in part_ids:  # no id: the part as a whole
            parts.pop(name, None)
        elif isinstance(part, list):
            parts[name] = [item for item in part if _id_of(item) not in part_ids]
        elif isinstance(part, dict):
            parts[name] = {key: part[key] for key in part if key not in part_ids}
    return parts


def _joined(base: Any, own_part: Any, name: str = "") -> Any:
    """A part of the other letter, with what the letter says of it itself."""
    if isinstance(base, dict) and isinstance(own_part, dict):
        return _joined_by_key(base, own_part, name)
    if _has_ids(base) and _has_ids(own_part):
        return _joined_by_id(base, own_part)
    return own_part


def _joined_by_key(
    base: TomlTable,
    own_part: TomlTable,
    name: str,
) -> TomlTable:
    joined = dict(base)
    if name in _WHOLE_WHERE_PRINTED and "printed" in own_part:
        joined.pop("note", None)
    for key, value in own_part.items():
        joined[key] = _joined(joined[key], value, key) if key in joined else value
    return joined


def _has_ids(part: Any) -> bool:
    return isinstance(part, list) and bool(part) and all(map(_id_of, part))


def _id_of(item: Any) -> str | None:
    """The id of a part of a list; None for what has none. One that is no text is told by the check of its shape."""
    part_id = item.get("id") if isinstance(item, dict) else None
    return part_id if isinstance(part_id, str) else None


def _joined_by_id(base: list[TomlTable], own_parts: list[TomlTable]) -> list[Any]:
    own_by_id = {part["id"]: part for part in own_parts}
    base_ids = {part["id"] for part in base}
    joined = [_joined(part, own_by_id.get(part["id"], part)) for part in base]
    return joined + [part for part in own_parts if part["id"] not in base_ids]
