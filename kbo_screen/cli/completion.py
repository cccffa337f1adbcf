"""What a shell offers after TAB: letters, districts, groups, the parts of a letter that a variant may change.

Nothing fails here: what cannot be read is not offered.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer  # noqa: TC002 - typer reads the annotations of a completion

from kbo_screen.cli.call_reader import reader_of
from kbo_screen.cli.typed_options import is_typed
from kbo_screen.letters import DEFAULT_LETTER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    #: What a config, or a command line, says: by the name of an option, or the key of the config.
    OptionValues = dict[str, Any]

#: Names of groups that are offered at once.
MOST_GROUPS = 40
#: The name of the config in the working folder.
CONFIG_NAME: Final = "kbo-screen.toml"
#: How a shell says which one it is.
COMPLETE_VARIABLE: Final = "_KBO_SCREEN_COMPLETE"
#: What would end a word in a shell.
_APART: Final = re.compile(r"""([\s'"()&;<>|$`\\*?\[\]{}!#~])""")
#: The word that is completed was begun with a quote, which the shell itself closes.
_QUOTED: Final = re.compile(r"""(?:^|[\n ])["'][^"'\n]*$""")


def complete_letters(incomplete: str) -> list[str]:
    """The letters that come with the program, and letter files of the working folder."""
    ids = [path.stem for path in _letter_folder().glob("*.toml")]
    files = [path.name for path in Path().glob("*.toml") if _is_letter(path)]
    return _offered([*sorted(ids), *sorted(files)], incomplete)


def complete_districts(ctx: typer.Context, incomplete: str) -> list[str]:
    """The districts of the letter or province that was named."""
    values = _values(ctx)
    names = _districts(values.get("letter"), values.get("province"))
    return _offered(names, incomplete)


def complete_groups(ctx: typer.Context, incomplete: str) -> list[str]:
    """The names of the groups in the registry that was named, on the command line or in the config."""
    try:
        return _offered(_groups(ctx), incomplete)[:MOST_GROUPS]
    except Exception:  # noqa: BLE001 - a TAB must never print a failure into the command line
        return []


def complete_registry_or_group(ctx: typer.Context, incomplete: str) -> list[str]:
    """The groups of the config's registry, for the first word of `explain` may be one; else the shell offers files."""
    if not _configured(ctx.params).get("registry"):
        return []
    return complete_groups(ctx, incomplete)


def complete_variants(ctx: typer.Context, incomplete: str) -> list[str]:
    """The paths of the letter that a variant may change, behind what is typed already."""
    from kbo_screen.gap.variants import variant_paths
    from kbo_screen.letters.loading import load_letter

    typed, _, last = incomplete.rpartition(" ")
    first_words = f"{typed} " if typed else ""
    try:
        letter = load_letter(ctx.params.get("letter") or DEFAULT_LETTER)
    except Exception:  # noqa: BLE001 - as above
        return []
    paths = [path for path in variant_paths(letter) if path.startswith(last)]
    return _offered([f"{first_words}{path}=" for path in paths], incomplete)


class ShellWord(str):
    """A name that stays one word in the shell: compared as it is, written with its spaces kept together.

    typer offers no place for this but the way in which it formats a candidate.
    """

    __slots__ = ()

    def __format__(self, _spec: str) -> str:
        return _as_one_word(str(self))


def _offered(names: Iterable[str], incomplete: str) -> list[str]:
    return [ShellWord(name) for name in names if name.startswith(incomplete)]


def _as_one_word(name: str) -> str:
    """A name as the shell that asks takes it; zsh and fish see to it themselves."""
    shell = os.environ.get(COMPLETE_VARIABLE, "").partition("_")[2]
    if shell == "bash" and not _QUOTED.search(os.environ.get("COMP_WORDS", "")):
        return _APART.sub(r"\\\1", name)
    if shell in ("powershell", "pwsh") and _APART.search(name):
        return "'" + name.replace("'", "''") + "'"
    return name


def _letter_folder() -> Path:
    import kbo_screen.letters

    return Path(str(kbo_screen.letters.__file__)).parent


def _districts(letter: str | None, province: str | None) -> list[str]:
    """The districts of a province, of all where there is none of that name; without one the letter's."""
    if not province:
        letter = letter or DEFAULT_LETTER
        path = Path(letter)
        if path.suffix != ".toml":
            path = _letter_folder() / f"{letter}.toml"
        districts = _letter(path).get("districts", [])
        return [str(district["name"]) for district in districts]
    from kbo_screen.vocabulary.areas import districts_of, province_named, provinces

    match = province_named(province)
    names: list[str] = []
    for area in [match] if match else provinces():
        names += [district.district for district in districts_of(area.name)]
    return names


def _letter(path: Path) -> dict[str, Any]:
    """A letter's data as it stands in its file, not checked."""
    from kbo_screen.letters.text_files import parse_toml, read_text_file

    try:
        return parse_toml(read_text_file(path))
    except (OSError, ValueError, RecursionError):
        return {}


def _groups(ctx: typer.Context) -> Iterator[str]:
    from kbo_screen.letters.loading import load_letter
    from kbo_screen.sources.registries.registry_files import read_registry

    values = _values(ctx)
    letter = load_letter(values.get("letter") or DEFAULT_LETTER)
    registry = read_registry(
        _registries(ctx, values),
        letter,
        province=values.get("province"),
        reader=reader_of(ctx),
    )
    yield from sorted(set(registry.products["group_name"]))


def _registries(ctx: typer.Context, values: OptionValues) -> list[Path]:
    """The registries of the command line, else the config's.

    Behind an option without its value typer has not yet given the words to the arguments: the first one is it.
    """
    words = [values.get("registry"), *ctx.args[:1]]
    paths = [Path(word) for word in words if isinstance(word, str | Path)]
    registries = [path for path in paths if _may_be_file(path)]
    if registries:
        return registries[:1]
    return [Path(path) for path in _configured(ctx.params).get("registry", [])]


def _may_be_file(path: Path) -> bool:
    return path.is_file() or (bool(path.suffix) and path.suffix.isascii())


def _values(ctx: typer.Context) -> OptionValues:
    """What the config, and before it the command line, says of letter, province and registry."""
    values = _configured(ctx.params)
    for name in ("letter", "province", "registry"):
        if is_typed(ctx, name):
            values[name] = ctx.params[name]
    return values


def _configured(params: OptionValues) -> OptionValues:
    """What the config says, which no callback has read while a word is completed; nothing where there is none."""
    from kbo_screen.sources.config.config_file import read_config

    path = Path(params.get("config") or CONFIG_NAME)
    try:
        return read_config(path).config.model_dump(exclude_unset=True)
    except Exception:  # noqa: BLE001 - as above
        return {}


def _is_letter(path: Path) -> bool:
    """The file looks like a letter: it has conditions and tiers, which no config has."""
    data = _letter(path)
    parts = (data.get("conditions"), data.get("tiers"))
    return all(isinstance(part, list) for part in parts)
