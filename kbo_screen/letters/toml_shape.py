"""What is wrong with the shape of a TOML file, key by key, with its line and the nearest key that is known.

Knows how pydantic says it. Refuses to know what the file is about: the stage of the findings says so.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.letters.toml_lines import KeyPath, line_of

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

#: The longest part of a wrong value that is shown.
SHOWN = 60


def shape_findings(
    error: ValidationError, data: dict[str, Any], text: str, name: str, *, model: type[BaseModel], stage: str
) -> list[Finding]:
    """One finding per fault: `STAGE.unknown-key`, `STAGE.missing-key` or `STAGE.bad-value`.

    data, text, name: the file as parsed, as written, and its name. model: what it should be.
    """
    return [_finding(dict(problem), data, text, name, model, stage) for problem in error.errors()]


def place_in(text: str, name: str, path: KeyPath) -> Place:
    """Where a key stands: the file, and its line with the key's path."""
    return Place(name, None, f"{line_of(text, path)}: {_dotted(path)}")


def _finding(
    problem: dict[str, Any], data: dict[str, Any], text: str, name: str, model: type[BaseModel], stage: str
) -> Finding:
    path, parent = _path_in(data, problem["loc"])
    place = place_in(text, name, path)
    if problem["type"] == "extra_forbidden":
        known = problem.get("ctx", {}).get("known") or _known_keys(path, model)
        nearest = get_close_matches(str(path[-1]), known, n=1, cutoff=0)
        return make_finding(
            f"{stage}.unknown-key", place, value=str(path[-1]), suggestion=nearest[0] if nearest else "-"
        )
    if problem["type"] == "missing":
        return make_finding(f"{stage}.missing-key", place, value=str(problem["loc"][-1]), parent=_dotted(parent))
    what = problem["msg"].removeprefix("Value error, ")
    return make_finding(f"{stage}.bad-value", place, value=str(problem.get("input"))[:SHOWN], what=what)


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
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".") or "-"
