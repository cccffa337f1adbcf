"""Loads a letter from its TOML file and refuses one that does not hold together, naming the line and the remedy.

Knows where letters are kept and how to say what is wrong with one. Refuses to know products.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kbo_screen.findings import Finding, Place, UsageError, make_finding
from kbo_screen.letters import DEFAULT_LETTER
from kbo_screen.letters.checks import check_letter
from kbo_screen.letters.model import Letter
from kbo_screen.letters.toml_lines import KeyPath, line_of


@dataclass(frozen=True, slots=True)
class LoadedLetter:
    """A letter with the name of its file and the SHA-256 of its text."""

    letter: Letter
    name: str
    sha256: str
    text: str


def letter_ids() -> list[str]:
    """The ids of the letters that come with the program."""
    folder = files("kbo_screen.letters")
    return sorted(path.name.removesuffix(".toml") for path in folder.iterdir() if path.name.endswith(".toml"))


def load_letter(letter: str | Path = DEFAULT_LETTER) -> Letter:
    """The letter of an id or a file, checked. Raises UsageError with every fault at once."""
    return load_letter_file(letter).letter


def load_letter_file(letter: str | Path = DEFAULT_LETTER) -> LoadedLetter:
    """As `load_letter`, with the file's name and hash. Its worked examples are run by `screening.examples`."""
    name, text = _read(str(letter))
    return parse_letter(text, name)


def parse_letter(text: str, name: str) -> LoadedLetter:
    """A letter from the text of its file. Raises UsageError with every fault at once."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(make_finding("letter.not-toml", Place(name), what=str(error))) from None
    try:
        checked = Letter.model_validate(data)
    except ValidationError as error:
        raise UsageError(*_shape_findings(error, data, text, name)) from None
    wrong = [
        make_finding(f"letter.{fault.slug}", _place(text, name, fault.path), **fault.fields)
        for fault in check_letter(checked)
    ]
    if wrong:
        raise UsageError(*wrong)
    return LoadedLetter(checked, name, hashlib.sha256(text.encode()).hexdigest(), text)


def _read(letter: str) -> tuple[str, str]:
    if letter in letter_ids():
        return f"{letter}.toml", (files("kbo_screen.letters") / f"{letter}.toml").read_text(encoding="utf-8")
    path = Path(letter)
    if path.suffix != ".toml":
        known = get_close_matches(letter, letter_ids(), n=3, cutoff=0) or letter_ids()
        raise UsageError(make_finding("letter.unknown-id", value=letter, suggestion=", ".join(known)))
    try:
        return path.name, path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(make_finding("letter.unreadable", Place(path.name), what=type(error).__name__)) from None


def _shape_findings(error: ValidationError, data: dict[str, Any], text: str, name: str) -> list[Finding]:
    return [_shape_finding(dict(problem), data, text, name) for problem in error.errors()]


def _shape_finding(problem: dict[str, Any], data: dict[str, Any], text: str, name: str) -> Finding:
    path, parent = _path_in(data, problem["loc"])
    place = _place(text, name, path)
    if problem["type"] == "extra_forbidden":
        known = problem.get("ctx", {}).get("known") or _known_keys(path)
        nearest = get_close_matches(str(path[-1]), known, n=1, cutoff=0)
        return make_finding("letter.unknown-key", place, value=str(path[-1]), suggestion=nearest[0] if nearest else "-")
    if problem["type"] == "missing":
        return make_finding("letter.missing-key", place, value=str(problem["loc"][-1]), parent=_dotted(parent))
    return make_finding(
        "letter.bad-value",
        place,
        value=str(problem.get("input"))[:60],
        what=problem["msg"].removeprefix("Value error, "),
    )


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


def _known_keys(path: KeyPath) -> list[str]:
    """Every key that some part of a letter knows: the nearest of them is what was meant."""
    schema = Letter.model_json_schema()
    parts = [schema, *schema["$defs"].values()] if len(path) > 1 else [schema]
    return sorted({key for part in parts for key in part.get("properties", {})})


def _place(text: str, name: str, path: KeyPath) -> Place:
    return Place(name, None, f"{line_of(text, path)}: {_dotted(path)}")


def _dotted(path: KeyPath) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".") or "-"
