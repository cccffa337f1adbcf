"""What a shell offers after TAB: letters, districts, groups, the parts of a letter that a variant may change.

Knows where the names come from. Refuses to fail: what cannot be read is not offered.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer  # noqa: TC002 - typer reads the annotations of a completion

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Names of groups that are offered at once.
MOST_GROUPS = 40


def complete_letters(incomplete: str) -> list[str]:
    """The letters that come with the program, and letter files of the working folder."""
    ids = [path.stem for path in _letter_folder().glob("*.toml")]
    files = [path.name for path in Path().glob("*.toml") if path.name != "kbo-screen.toml"]
    return [name for name in [*sorted(ids), *sorted(files)] if name.startswith(incomplete)]


def complete_districts(ctx: typer.Context, incomplete: str) -> list[str]:
    """The districts of the letter or province that was named."""
    names = _districts(ctx.params.get("letter"), ctx.params.get("province"))
    return [name for name in names if name.startswith(incomplete)]


def complete_groups(ctx: typer.Context, incomplete: str) -> list[str]:
    """The names of the groups in the registry that was named."""
    try:
        return [name for name in _groups(ctx.params) if name.startswith(incomplete)][:MOST_GROUPS]
    except Exception:  # noqa: BLE001 - a TAB must never print a failure into the command line
        return []


def complete_variants(ctx: typer.Context, incomplete: str) -> list[str]:
    """The paths of the letter that a variant may change, behind what is typed already."""
    from kbo_screen.letters import DEFAULT_LETTER
    from kbo_screen.letters.loading import load_letter
    from kbo_screen.screening.variants import variant_paths

    typed, _, last = incomplete.rpartition(" ")
    before = f"{typed} " if typed else ""
    try:
        paths = variant_paths(load_letter(ctx.params.get("letter") or DEFAULT_LETTER))
    except Exception:  # noqa: BLE001 - as above
        return []
    return [f"{before}{path}=" for path in paths if path.startswith(last)]


def _letter_folder() -> Path:
    import kbo_screen.letters

    return Path(str(kbo_screen.letters.__file__)).parent


def _districts(letter: str | None, province: str | None) -> list[str]:
    from kbo_screen.letters import DEFAULT_LETTER

    if province:
        from kbo_screen.vocabulary.places import districts_of, province_named, provinces

        found = province_named(province)
        known = [found] if found else list(provinces())
        return [district.district for one in known for district in districts_of(one.name)]
    return [str(district["name"]) for district in _letter(letter or DEFAULT_LETTER).get("districts", [])]


def _letter(letter: str) -> dict[str, Any]:
    """A letter's data as it stands in its file, not checked."""
    path = Path(letter) if letter.endswith(".toml") else _letter_folder() / f"{letter}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _groups(params: dict[str, Any]) -> Iterator[str]:
    from kbo_screen.letters import DEFAULT_LETTER
    from kbo_screen.letters.loading import load_letter
    from kbo_screen.sources.registry import read_registry

    paths = params.get("registry") or params.get("registries") or []
    letter = load_letter(params.get("letter") or DEFAULT_LETTER)
    registry = read_registry(paths, letter, province=params.get("province"))
    yield from sorted(set(registry.products["group_name"]))
