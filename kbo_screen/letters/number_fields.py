"""Numbers of a letter stand once: its wordings hold fields, filled with what the file says elsewhere.

Thai wordings get Thai digits, as a letter writes them; English ones, and those in brief, which are ours, Arabic ones.
"""

from __future__ import annotations

import re
from collections import ChainMap
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.vocabulary.thai_text import to_thai_digits

if TYPE_CHECKING:
    from kbo_screen.letters.text_files import TomlTable

#: "{min}" of the condition itself, "{star-in-range.max}" of another, "{fiscal_year}" of the letter.
_FIELD: Final = re.compile(
    r"\{((?:[a-z0-9]+(?:-[a-z0-9]+)*\.)?(?:min|max|year)|count|most|per_province|fiscal_year)\}"
)
#: What a field of a condition is called in the letter file.
_KEYS: Final = {"min": "min", "max": "max", "year": "year_be"}

#: A wording of ours: computed values stand in it, and they are written in Arabic digits.
_OWN_WORDING: Final = "brief"

Numbers = dict[str, int]


def fill_numbers(data: TomlTable) -> TomlTable:
    """A letter as parsed, the fields of its wordings filled; a field that means nothing stays as it stands."""
    filled: TomlTable = _filled(data, ChainMap(_numbers_of_letter(data)))
    return filled


def _numbers_of_letter(data: TomlTable) -> Numbers:
    numbers: Numbers = {}
    quota = data.get("quota")
    if isinstance(quota, dict):
        numbers |= _whole_numbers(
            count=quota.get("groups_per_district"),
            most=quota.get("most_per_district"),
            per_province=quota.get("per_province"),
        )
    numbers |= _whole_numbers(fiscal_year=data.get("fiscal_year_be"))
    conditions = data.get("conditions")
    for condition in conditions if isinstance(conditions, list) else ():
        for name, number in _numbers_of_condition(condition).items():
            numbers[f"{condition.get('id')}.{name}"] = number
    return numbers


def _numbers_of_condition(condition: Any) -> Numbers:
    if not isinstance(condition, dict):
        return {}
    return _whole_numbers(**{name: condition.get(key) for name, key in _KEYS.items()})


def _whole_numbers(**values: Any) -> Numbers:
    return {name: value for name, value in values.items() if isinstance(value, int)}


def _filled(
    part: Any,
    numbers: ChainMap[str, int],
    lang: str = "",
    *,
    is_ours: bool = False,
) -> Any:
    """The part with every wording filled: what stands under "th" or "en". is_ours: in Arabic digits."""
    if isinstance(part, dict):
        if "test" in part:  # a condition, also one that a side of a reading adds
            numbers = numbers.new_child(_numbers_of_condition(part))
        return {
            key: _filled(
                value, numbers, str(key), is_ours=is_ours or key == _OWN_WORDING
            )
            for key, value in part.items()
        }
    if isinstance(part, list):
        return [_filled(item, numbers) for item in part]
    if isinstance(part, str) and lang in ("th", "en"):
        if is_ours:
            lang = "en"
        return _FIELD.sub(lambda match: _digits(match, numbers, lang), part)
    return part


def _digits(
    match: re.Match[str],
    numbers: ChainMap[str, int],
    lang: str,
) -> str:
    number = numbers.get(match[1])
    if number is None:
        return match[0]
    return to_thai_digits(str(number)) if lang == "th" else str(number)
