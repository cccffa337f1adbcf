"""What is wrong with the shape of a TOML file, key by key, with its line and the nearest key that is known.

Knows how pydantic says it. Refuses to know what the file is about: the stage of the findings says so.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES
from kbo_screen.findings.catalogue import text as text_of
from kbo_screen.letters.toml_lines import KeyPath, line_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel, ValidationError

#: The longest part of a wrong value that is shown.
SHOWN = 60
#: Which of our texts says what pydantic's kind of fault means; the kinds of our own models are texts themselves.
_FAULTS: Final = {
    r"int_.*": "number",
    r"float_.*|decimal_.*": "decimal",
    r"string_type": "words",
    r"bool_.*": "yes-or-no",
    r"(list|tuple|set)_type": "list",
    r"(dict|model|model_attributes)_type|union_tag_not_found": "table",
    r"date_.*": "date",
    r"literal_error|enum|union_tag_invalid|one-of": "one-of",
    r"greater_than.*": "at-least",
    r"less_than.*": "at-most",
    r"too_short|string_too_short": "not-empty",
    r"string_too_long": "too-long",
    r"string_pattern_mismatch": "pattern",
    r"empty-range": "empty-range",
    r"cut-offs": "cut-offs",
}
_UNREAD: Final[dict[type[Exception], str]] = {
    FileNotFoundError: "missing",
    PermissionError: "forbidden",
    IsADirectoryError: "folder",
    UnicodeDecodeError: "encoding",
}
#: How Python's reader of TOML says where it stopped.
_AT: Final = re.compile(r"at line (\d+), column (\d+)")


def shape_findings(
    error: ValidationError,
    data: dict[str, Any],
    text: str,
    name: str,
    *,
    model: type[BaseModel],
    stage: str,
) -> list[Finding]:
    """One finding per fault: `STAGE.unknown-key`, `STAGE.missing-key` or `STAGE.bad-value`.

    data, text, name: the file as parsed, as written, and its name. model: what it should be.
    """
    return [
        _finding(dict(problem), data, text, name, model, stage)
        for problem in error.errors()
    ]


def place_in(text: str, name: str, path: KeyPath) -> Place:
    """Where a key stands: the file, and its line with the key's path."""
    return Place(name, None, f"{line_of(text, path)}: {_dotted(path)}")


def _finding(
    problem: dict[str, Any],
    data: dict[str, Any],
    text: str,
    name: str,
    model: type[BaseModel],
    stage: str,
) -> Finding:
    path, parent = _path_in(data, problem["loc"])
    if problem["type"] == "extra_forbidden":
        return unknown_key(text, name, path, _known_keys(path, model), stage=stage)
    place = place_in(text, name, path)
    if problem["type"] == "missing":
        return make_finding(
            f"{stage}.missing-key",
            place,
            value=str(problem["loc"][-1]),
            parent=_dotted(parent),
        )
    return make_finding(
        f"{stage}.bad-value",
        place,
        value=_shown(problem.get("input"), path),
        what=_fault(problem),
    )


def unknown_key(
    text: str, name: str, path: KeyPath, known: Iterable[str], *, stage: str
) -> Finding:
    """A key that means nothing, with the nearest of those that do."""
    nearest = get_close_matches(str(path[-1]), list(known), n=1, cutoff=0)
    place = place_in(text, name, path)
    return make_finding(
        f"{stage}.unknown-key",
        place,
        value=str(path[-1]),
        suggestion=nearest[0] if nearest else "-",
    )


def syntax_fault(error: Exception) -> dict[str, str]:
    """Where a text stops being TOML, in the words of each language."""
    at = _AT.search(str(error))
    if at:
        return _in_each("toml.at", line=at[1], column=at[2])
    return _in_each("toml.end" if "end of document" in str(error) else "toml.somewhere")


def reading_fault(error: Exception) -> dict[str, str]:
    """Why a file could not be read, in the words of each language."""
    return _in_each(
        f"unread.{next((slug for kind, slug in _UNREAD.items() if isinstance(error, kind)), 'other')}"
    )


def _fault(problem: dict[str, Any]) -> dict[str, str]:
    """What is wrong with a value, in the words of each language: pydantic's own are English."""
    told, ctx = problem["type"], problem.get("ctx", {})
    slug = next(
        (slug for pattern, slug in _FAULTS.items() if re.fullmatch(pattern, told)),
        "other",
    )
    limit = next(
        (
            ctx[key]
            for key in ("ge", "gt", "le", "lt", "min_length", "max_length")
            if key in ctx
        ),
        "",
    )
    known = ctx.get("known") or str(ctx.get("expected", "")).replace(
        " or ", ", "
    ).replace("'", "")
    fields = {"limit": limit, "known": known, "pattern": ctx.get("pattern", "")}
    return _in_each(slug, **{**ctx, **fields})


def _in_each(text_id: str, **fields: Any) -> dict[str, str]:
    return {lang: text_of(f"shape.{text_id}", lang, **fields) for lang in LANGUAGES}


def _shown(value: Any, path: KeyPath) -> str:
    """A wrong value as it is told: of a whole table its name, for its content stands in the file."""
    if isinstance(value, dict):
        return f"[{_dotted(path)}]"
    return (", ".join(map(str, value)) if isinstance(value, list) else str(value))[
        :SHOWN
    ]


def _path_in(data: Any, loc: tuple[str | int, ...]) -> tuple[KeyPath, KeyPath]:
    """The path of a pydantic location in the file (its union tags left out), and the part of it that exists."""
    path: list[str | int] = []
    found: list[str | int] = []
    here = data
    for step in loc:
        if isinstance(here, dict) and step not in here and step != loc[-1]:
            continue  # the tag of a union, not a key of the file
        path.append(step)
        if isinstance(here, dict | list):
            here = _step_into(here, step)
            if here is not None:
                found.append(step)
    return tuple(path), tuple(found)


def _step_into(here: Any, step: str | int) -> Any:
    if isinstance(here, list):
        return here[int(step)]
    return here.get(step)


def _known_keys(path: KeyPath, model: type[BaseModel]) -> list[str]:
    """Every key that some part of the model knows: the nearest of them is what was meant."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()] if len(path) > 1 else [schema]
    return sorted({key for part in parts for key in part.get("properties", {})})


def _dotted(path: KeyPath) -> str:
    return (
        "".join(
            f"[{step}]" if isinstance(step, int) else f".{step}" for step in path
        ).lstrip(".")
        or "-"
    )
