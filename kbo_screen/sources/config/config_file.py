"""Reads `kbo-screen.toml`: what an office would otherwise type into every run.

Paths in it are meant from its own folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from kbo_screen.findings import Place, UsageError
from kbo_screen.letters import MOST_TAKEN
from kbo_screen.letters.model import MatchCuts
from kbo_screen.letters.text_files import parse_toml, read_text_file
from kbo_screen.letters.toml_shape import (
    TomlFile,
    first_faults,
    reading_fault,
    shape_faults,
    syntax_fault,
    unknown_key,
)
from kbo_screen.vocabulary.digests import digest_of_text
from kbo_screen.vocabulary.fields import FIELDS
from kbo_screen.vocabulary.spellings import SPELLED_CODES, Spellings, make_spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kbo_screen.findings import Finding
    from kbo_screen.letters.toml_lines import KeyPath


#: Keys and words of a table of a config. A registry has some 20 fields, an office some dozen words for one.
MOST_WORDS: Final = 1_000


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Paths = Annotated[list[str], BeforeValidator(_as_list), Field(max_length=MOST_WORDS)]


class Config(BaseModel):
    """The keys of a config. A key that is not named leaves the option as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    letter: str | None = Field(default=None, description="A letter's id, or its file.")
    province: str | None = None
    registry: Paths = []
    projects: Paths = []
    stars: Paths = []
    standards: Paths = []
    answers: Paths = []
    take: int | None = Field(
        default=None,
        ge=1,
        le=MOST_TAKEN,
    )
    lang: Literal["th", "en"] | None = None
    font: str | None = None
    columns: dict[str, str] = Field(
        default={},
        max_length=MOST_WORDS,
        description="Field -> the header that holds it in every file.",
    )
    headers: dict[str, Paths] = Field(
        default={},
        max_length=MOST_WORDS,
        description="Field -> more headers that people give to it.",
    )
    values: dict[str, dict[str, Paths]] = Field(
        default={},
        max_length=MOST_WORDS,
        description="Field -> code -> more words for it.",
    )
    matching: MatchCuts | None = None


@dataclass(frozen=True, slots=True)
class LoadedConfig:
    """A config with the name of its file and the SHA-256 of its text; paths in it are whole."""

    config: Config
    name: str
    sha256: str

    @property
    def spellings(self) -> Spellings:
        """The office's own headers and words."""
        return make_spellings(self.config.headers, self.config.values)


def read_config(path: Path) -> LoadedConfig:
    """Read and check a config. Raises UsageError with every fault at once, each with its line."""
    return check_config(config_text_of(path), path)


def check_config(text: str, path: Path) -> LoadedConfig:
    """The config that a text is. path: where it stands, or is to stand. Raises UsageError as `read_config` does."""
    data = _parse(text, path.name)
    file = TomlFile(data, text, path.name, Config, "config")
    faults = list(_unknown_names(file))
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        faults = [*shape_faults(error, file), *faults]
        raise UsageError(*first_faults(faults, path.name, "config")) from None
    if faults:
        raise UsageError(*first_faults(faults, path.name, "config"))
    return LoadedConfig(
        _with_whole_paths(config, path.parent),
        path.name,
        digest_of_text(text),
    )


def config_text_of(path: Path) -> str:
    """The text of a config as it stands in its file. Raises UsageError for one that cannot be read."""
    try:
        return read_text_file(path, "utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError.of(
            "config.unreadable",
            Place(path.name),
            what=reading_fault(error),
        ) from None


def _parse(text: str, name: str) -> dict[str, Any]:
    try:
        return parse_toml(text)
    except (ValueError, RecursionError) as error:
        # a number of 5,000 digits, 1,000 brackets
        raise UsageError.of(
            "config.not-toml",
            Place(name),
            what=syntax_fault(error),
        ) from None


def _unknown_names(file: TomlFile) -> Iterator[Callable[[], Finding]]:
    """Per field or code that the program has no such name for what makes its finding."""
    for path, names in _names_by_table().items():
        # what follows is refused by the table's own length
        for key in islice(_table(file.data, path), MOST_WORDS):
            is_alias = path == ("columns",) and _is_field_in_thai(key)
            if key in names or is_alias:
                continue
            yield partial(
                unknown_key,
                file.text,
                file.name,
                (*path, key),
                names,
                stage=file.stage,
            )


def _names_by_table() -> dict[KeyPath, Iterable[str]]:
    """The tables of a config whose keys are fields or codes, and these."""
    names: dict[KeyPath, Iterable[str]] = {
        ("columns",): FIELDS,
        ("headers",): FIELDS,
        ("values",): SPELLED_CODES,
    }
    for field, codes in SPELLED_CODES.items():
        names["values", field] = codes
    return names


def _table(data: dict[Any, Any], path: KeyPath) -> dict[Any, Any]:
    """The table at a path, empty where there is none."""
    for step in path:
        inner = data.get(step)
        data = inner if isinstance(inner, dict) else {}
    return data


def _is_field_in_thai(key: str) -> bool:
    from kbo_screen.sources.table.columns_by_hand import field_called

    return field_called(key) is not None


def _with_whole_paths(config: Config, folder: Path) -> Config:
    """Paths as they are meant: from the folder of the config."""
    changes: dict[str, Any] = {}
    for key in ("registry", "projects", "stars", "standards", "answers"):
        paths = getattr(config, key)
        changes[key] = [str(folder / path) for path in paths]
    if config.letter and config.letter.endswith(".toml"):
        changes["letter"] = str(folder / config.letter)
    return config.model_copy(update=changes)
