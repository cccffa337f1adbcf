"""What is wrong with the shape of a TOML file, key by key, with its line and the nearest key that is known.

Pydantic finds the faults. What the file is about says the stage of the findings.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import text_in_each
from kbo_screen.letters.text_files import NotAFileError, TooLargeError
from kbo_screen.letters.toml_lines import KeyPath, line_of
from kbo_screen.vocabulary.thai_text import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pydantic import BaseModel, ValidationError

    from kbo_screen.letters.text_files import TomlTable

#: The longest part of a wrong value that is shown.
SHOWN = 60
#: Faults of a file that are told one by one; who mends those sees the next.
MOST_TOLD: Final = 20
#: Which of our texts says what pydantic's kind of fault means; the kinds of our own models are texts themselves.
_FAULTS: Final = {
    r"int_.*": "shape.number",
    r"float_.*|decimal_.*": "shape.decimal",
    r"string_type": "shape.words",
    r"bool_.*": "shape.yes-or-no",
    r"(list|tuple|set)_type": "shape.list",
    r"(dict|model|model_attributes)_type|union_tag_not_found": "shape.table",
    r"date_.*": "shape.date",
    r"literal_error|enum|union_tag_invalid|one-of": "shape.one-of",
    r"greater_than.*": "shape.at-least",
    r"less_than.*": "shape.at-most",
    r"too_short|string_too_short": "shape.not-empty",
    r"string_too_long": "shape.too-long",
    r"too_long": "shape.at-most",
    r"string_pattern_mismatch": "shape.pattern",
    r"empty-range": "shape.empty-range",
    r"cut-offs": "shape.cut-offs",
    r"lone-alternative": "shape.lone-alternative",
    r"most-of-products": "shape.most-of-products",
}
_UNREAD: Final[dict[type[Exception], str]] = {
    FileNotFoundError: "shape.unread.missing",
    PermissionError: "shape.unread.forbidden",
    IsADirectoryError: "shape.unread.folder",
    NotAFileError: "shape.unread.not_a_file",
    TooLargeError: "shape.unread.too_large",
    UnicodeDecodeError: "shape.unread.encoding",
}
#: Where pydantic puts a limit.
_LIMITS: Final = ("ge", "gt", "le", "lt", "min_length", "max_length")
#: How Python's reader of TOML says where it stopped.
_AT: Final = re.compile(r"at line (\d+), column (\d+)")


class TomlFile(NamedTuple):
    """A TOML file as parsed, as written, and its name; model: what it should be, stage: of the findings about it."""

    data: TomlTable
    text: str
    name: str
    model: type[BaseModel]
    stage: str


def shape_faults(error: ValidationError, file: TomlFile) -> list[Callable[[], Finding]]:
    """Per fault what makes its finding: `STAGE.unknown-key`, `STAGE.missing-key` or `STAGE.bad-value`."""
    problems = error.errors(include_url=False)
    return [partial(_finding, dict(problem), file) for problem in problems]


def first_faults(
    faults: Sequence[Callable[[], Finding]],
    name: str,
    stage: str,
) -> list[Finding]:
    """The findings of the first faults of a file, and `STAGE.more-faults` with the number of those left over."""
    findings = [make() for make in faults[:MOST_TOLD]]
    count = len(faults) - len(findings)
    if count:
        findings.append(make_finding(f"{stage}.more-faults", Place(name), count=count))
    return findings


def place_in(
    text: str,
    name: str,
    path: KeyPath,
) -> Place:
    """Where a key stands: the file, and its line with the key's path."""
    line = line_of(text, path)
    return Place(name, None, f"{line}: {_dotted(path)}")


def _finding(problem: dict[str, Any], file: TomlFile) -> Finding:
    path, parent = _path_in(file.data, problem["loc"])
    if problem["type"] == "extra_forbidden":
        known_keys = _known_keys(path, file.model)
        return unknown_key(
            file.text,
            file.name,
            path,
            known_keys,
            stage=file.stage,
        )
    place = place_in(file.text, file.name, path)
    if problem["type"] in ("missing", "missing-one-of"):
        keys = problem.get("ctx", {}).get("keys", problem["loc"][-1])
        return make_finding(
            f"{file.stage}.missing-key",
            place,
            value=str(keys),
            parent=_dotted(parent),
        )
    return make_finding(
        f"{file.stage}.bad-value",
        place,
        value=_shown(problem.get("input"), path),
        what=_fault(problem),
    )


def unknown_key(
    text: str,
    name: str,
    path: KeyPath,
    known: Iterable[str],
    *,
    stage: str,
) -> Finding:
    """A key that means nothing, with the nearest of those that do, where one is near."""
    key = shorten(str(path[-1]), SHOWN)
    nearest = get_close_matches(key, list(known), n=1)
    place = place_in(text, name, path)
    return make_finding(
        f"{stage}.unknown-key",
        place,
        value=key,
        suggestion=nearest[0] if nearest else "-",
    )


def syntax_fault(error: Exception) -> dict[str, str]:
    """Where a text stops being TOML, in the words of each language."""
    place = _AT.search(str(error))
    if place:
        return text_in_each(
            "shape.toml.at",
            line=place[1],
            column=place[2],
        )
    if "end of document" in str(error):
        return text_in_each("shape.toml.end")
    return text_in_each("shape.toml.somewhere")


def reading_fault(error: Exception) -> dict[str, str]:
    """Why a file could not be read, in the words of each language."""
    for kind, text_id in _UNREAD.items():
        if isinstance(error, kind):
            return text_in_each(text_id)
    return text_in_each("shape.unread.other")


def _fault(problem: dict[str, Any]) -> dict[str, str]:
    """What is wrong with a value, in the words of each language: pydantic's own are English."""
    context = problem.get("ctx", {})
    limits = [context[key] for key in _LIMITS if key in context]
    fields = {
        **context,
        "limit": limits[0] if limits else "",
        "known": context.get("known") or _values_expected(context),
        "pattern": context.get("pattern", ""),
    }
    return text_in_each(_text_of_fault(problem["type"]), **fields)


def _text_of_fault(kind: str) -> str:
    """Which of our texts says what pydantic's kind of fault means."""
    for pattern, text_id in _FAULTS.items():
        if re.fullmatch(pattern, kind):
            return text_id
    return "shape.other"


def _values_expected(context: dict[str, Any]) -> str:
    """The values that pydantic would have, with commas and without its quotes."""
    expected = str(context.get("expected", ""))
    return expected.replace(" or ", ", ").replace("'", "")


def _shown(value: Any, path: KeyPath) -> str:
    """A wrong value as it is told: of a whole table its name, for its content stands in the file."""
    if isinstance(value, dict):
        return f"[{_dotted(path)}]"
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return str(value)[:SHOWN]


def _path_in(data: Any, loc: tuple[str | int, ...]) -> tuple[KeyPath, KeyPath]:
    """The path of a pydantic location in the file (its union tags left out), and the part of it that exists."""
    path: list[str | int] = []
    existing: list[str | int] = []
    part = data
    for step in loc:
        is_tag = isinstance(part, dict) and step not in part and step != loc[-1]
        if is_tag:  # of a union, not a key of the file
            continue
        path.append(step)
        if isinstance(part, dict | list):
            part = _step_into(part, step)
            if part is not None:
                existing.append(step)
    return tuple(path), tuple(existing)


def _step_into(part: Any, step: str | int) -> Any:
    if isinstance(part, list):
        return part[int(step)]
    return part.get(step)


def _known_keys(path: KeyPath, model: type[BaseModel]) -> list[str]:
    """Every key that some part of the model knows: the nearest of them is what was meant."""
    return _keys_of(model, with_parts=len(path) > 1)


@cache
def _keys_of(model: type[BaseModel], *, with_parts: bool) -> list[str]:
    schema = model.model_json_schema()
    parts = [schema]
    if with_parts:
        parts += schema.get("$defs", {}).values()
    keys: set[str] = set()
    for part in parts:
        keys.update(part.get("properties", {}))
    return sorted(keys)


def _dotted(path: KeyPath) -> str:
    words = ""
    for step in path:
        words += f"[{step}]" if isinstance(step, int) else f".{shorten(step, SHOWN)}"
    return words.lstrip(".") or "-"
