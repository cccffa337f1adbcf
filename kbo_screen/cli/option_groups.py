"""The options that commands share by several at once, each group one parameter of a command.

`as_command` spells the groups out for typer, in the order of the command's parameters.
"""

from __future__ import annotations

import inspect
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, get_type_hints

import typer

from kbo_screen.cli import options as o
from kbo_screen.letters import DEFAULT_LETTER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterOptions:
    """Which letter, for which area, and the config behind all options."""

    config: o.ConfigOption = None
    letter: o.LetterOption = DEFAULT_LETTER
    province: o.ProvinceOption = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataOptions:
    """What is read beside the registry, and the headers mapped by hand."""

    column: o.ColumnOption = field(default_factory=list)
    projects: o.ProjectsOption = field(default_factory=list)
    stars: o.StarsOption = field(default_factory=list)
    standards: o.StandardsOption = field(default_factory=list)
    answers: o.AnswersOption = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOptions:
    """How a file is written."""

    force: o.ForceOption = False
    font: o.FontOption = "TH SarabunPSK"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceOptions:
    """On which day a run stands, the passwords of what it opens, in which language it speaks and how much."""

    today: o.TodayOption = None
    password_file: o.PasswordFileOption = None
    lang: o.LangOption = "th"
    quiet: o.QuietOption = False


#: What every command takes, and none looks at: whoever tells of its faults does.
_DEBUG: Final = inspect.Parameter(
    "debug",
    inspect.Parameter.KEYWORD_ONLY,
    default=False,
    annotation=o.DebugOption,
)


def as_command(function: Callable[..., int | None]) -> Callable[..., None]:
    """The function as typer takes it: its groups spelled out, the number that it returns the exit code.

    Behind its own options stands `--debug`.
    """
    hints = get_type_hints(function, include_extras=True)
    groups: dict[str, Any] = {
        name: hint for name, hint in hints.items() if is_dataclass(hint)
    }
    parameters: list[inspect.Parameter] = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name in groups:
            parameters += _parameters_of(groups[parameter.name])
        else:
            parameters.append(_parameter(parameter.name, hints, parameter.default))
    parameters.append(_DEBUG)

    @wraps(function)
    def call(debug: bool, **values: Any) -> None:
        for name, group in groups.items():
            of_group = {part.name: values.pop(part.name) for part in fields(group)}
            values[name] = group(**of_group)
        if exit_code := function(**values):
            raise typer.Exit(exit_code)

    signature: Any = call
    signature.__signature__ = inspect.Signature(parameters)
    signature.__annotations__ = {part.name: part.annotation for part in parameters}
    return call


def _parameters_of(group: Any) -> Iterator[inspect.Parameter]:
    """The options of a group."""
    hints = get_type_hints(group, include_extras=True)
    for part in fields(group):
        yield _parameter(part.name, hints, _default_of(part))


def _default_of(part: Field[Any]) -> Any:
    return part.default if part.default_factory is MISSING else part.default_factory()


def _parameter(
    name: str,
    hints: dict[str, Any],
    default: Any,
) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(
        name,
        kind,
        default=default,
        annotation=hints[name],
    )
