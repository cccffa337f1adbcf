"""Which values of a JSON result of ours are another than in one that was made again: by their paths."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings import InputError, Place
from kbo_screen.sources.old_results.changed_cells import ChangedCell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The key of the receipt, which is not compared: it says what made the result.
_RECEIPT: Final = "receipt"
_SCHEMA: Final = "schema"


@dataclass(frozen=True, slots=True)
class JsonResult:
    """A JSON result of ours: the name of its file, and what stands in it."""

    file: str
    payload: dict[str, Any]

    @property
    def command(self) -> str:
        """The command that printed it, by its schema.

        >>> JsonResult("out.json", {"schema": "kbo-screen/rank/1"}).command
        'rank'
        """
        return str(self.payload[_SCHEMA]).split("/")[1]


def read_json_result(path: Path) -> JsonResult:
    """A JSON result of ours. Raises InputError for a file that is none."""
    try:
        payload = json.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise InputError.of("file.missing", Place(path.name)) from None
    except OSError:
        raise InputError.of("file.no-permission", Place(path.name)) from None
    except (ValueError, RecursionError):
        payload = None
    is_ours = isinstance(payload, dict) and "/" in str(payload.get(_SCHEMA))
    if not is_ours or not isinstance(payload.get(_RECEIPT), dict):
        raise InputError.of("file.no-receipt", Place(path.name))
    return JsonResult(path.name, payload)


def changed_values(result: JsonResult, expected: Any) -> Iterator[ChangedCell]:
    """The values in which a result differs from another payload, in order; a cell is the path of a key."""
    payload = _without_receipt(result.payload)
    place = Place(result.file, None, "")
    yield from _changed_in(payload, _without_receipt(expected), place, "")


def _without_receipt(payload: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in payload.items() if key != _RECEIPT}


def _changed_in(
    value: Any,
    expected: Any,
    place: Place,
    group: str,
) -> Iterator[ChangedCell]:
    """The differences below a path. group: the group that is told of there."""
    if value == expected:
        return
    if isinstance(value, dict) and isinstance(expected, dict):
        yield from _changed_in_keys(value, expected, place, group)
    elif isinstance(value, list) and isinstance(expected, list):
        yield from _changed_in_items(value, expected, place, group)
    else:
        yield ChangedCell(place, _words(value), _words(expected), group)


def _changed_in_keys(
    value: dict[str, Any],
    expected: dict[str, Any],
    place: Place,
    group: str,
) -> Iterator[ChangedCell]:
    group = str(expected.get("group_name") or group)
    for key in dict.fromkeys([*expected, *value]):
        inner_place = _within(place, f".{key}" if place.cell else key)
        yield from _changed_in(value.get(key), expected.get(key), inner_place, group)


def _changed_in_items(
    values: list[Any],
    expected: list[Any],
    place: Place,
    group: str,
) -> Iterator[ChangedCell]:
    pairs = zip_longest(values, expected)
    for position, (value, expected_value) in enumerate(pairs):
        inner_place = _within(place, f"[{position}]")
        yield from _changed_in(value, expected_value, inner_place, group)


def _within(place: Place, step: str) -> Place:
    return place._replace(cell=f"{place.cell}{step}")


def _words(value: Any) -> str:
    """A value as text; nothing for one that is absent."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
