"""Reads `kbo-screen.toml`: what an office would otherwise type into every run.

Knows its keys and that paths are meant from its own folder. Refuses to know which command uses which key.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from kbo_screen.findings import Place, UsageError, make_finding
from kbo_screen.letters.model import Matching
from kbo_screen.letters.toml_shape import shape_findings
from kbo_screen.vocabulary.fields import FIELDS
from kbo_screen.vocabulary.spellings import SPELLED_CODES

if TYPE_CHECKING:
    from pathlib import Path


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Paths = Annotated[list[str], BeforeValidator(_as_list)]


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
    take: int | None = Field(default=None, ge=1)
    lang: Literal["th", "en"] | None = None
    font: str | None = None
    columns: dict[str, str] = Field(default={}, description="Field -> the header that holds it in every file.")
    headers: dict[str, Paths] = Field(default={}, description="Field -> more headers that people give to it.")
    values: dict[str, dict[str, Paths]] = Field(default={}, description="Field -> code -> more words for it.")
    matching: Matching | None = None

    @field_validator("columns", "headers")
    @classmethod
    def _fields_are_known(cls, value: dict[str, Any]) -> dict[str, Any]:
        _refuse_unknown(value, FIELDS)
        return value

    @field_validator("values")
    @classmethod
    def _codes_are_known(cls, value: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        _refuse_unknown(value, SPELLED_CODES)
        for name, codes in value.items():
            _refuse_unknown(codes, SPELLED_CODES[name])
        return value


@dataclass(frozen=True, slots=True)
class LoadedConfig:
    """A config with the name of its file and the SHA-256 of its text; paths in it are whole."""

    config: Config
    name: str
    sha256: str


def read_config(path: Path) -> LoadedConfig:
    """Read and check a config. Raises UsageError with every fault at once, each with its line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(make_finding("config.unreadable", Place(path.name), what=type(error).__name__)) from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(make_finding("config.not-toml", Place(path.name), what=str(error))) from None
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        raise UsageError(*shape_findings(error, data, text, path.name, model=Config, stage="config")) from None
    return LoadedConfig(_whole_paths(config, path.parent), path.name, hashlib.sha256(text.encode()).hexdigest())


def _whole_paths(config: Config, folder: Path) -> Config:
    """Paths as they are meant: from the folder of the config."""
    lists = ("registry", "projects", "stars", "standards", "answers")
    whole: dict[str, Any] = {name: [str(folder / path) for path in getattr(config, name)] for name in lists}
    if config.letter and config.letter.endswith(".toml"):
        whole["letter"] = str(folder / config.letter)
    return config.model_copy(update=whole)


def _refuse_unknown(names: dict[str, Any], known: Any) -> None:
    for name in names:
        if name not in known:
            msg = f"{name!r} is not known; write one of: {', '.join(known)}"
            raise ValueError(msg)
