"""What typer finds wrong with a command line, as findings: in the language of the run, with what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import typer

from kbo_screen.findings import Finding, UsageError, make_finding
from kbo_screen.findings.catalogue import text_in_each

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What typer itself raises for wrong usage: the ancestors of BadParameter that are not Python's own.
USAGE_ERRORS: Final[tuple[type[Exception], ...]] = tuple(
    base
    for base in typer.BadParameter.__mro__
    if base.__module__ != "builtins" and hasattr(base, "exit_code")
)
#: Parameters that have a label in the catalogue.
_LABELLED: Final = frozenset(
    {"registry", "submissions", "output", "files", "group", "file"}
)
#: What stands for the value of an option that names a file or a folder.
_FILE_WORDS: Final = frozenset({"FILE", "DIR"})
_CHOICES: Final = re.compile(r"[<\[]([\w.-]+(?:\|[\w.-]+)+)[>\]]")


def usage_fault(error: Any) -> Finding:
    """The finding that a usage error is."""
    ctx = getattr(error, "ctx", None)
    command = ctx.command_path if ctx else "kbo-screen"
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return _unknown_option(error, ctx, command)
    if kind == "MissingParameter":
        return missing_word(str(error.param.name), _name(error.param), command)
    if isinstance(error, typer.BadParameter):
        return _bad_value(error, ctx, command)
    if kind == "BadOptionUsage":
        return make_finding(
            "usage.option-without-value",
            value=error.option_name,
            command=command,
        )
    _, _, extra = str(error.message).partition(" (")
    return make_finding(
        "usage.extra-word",
        value=extra.removesuffix(")") or "-",
        command=command,
    )


def missing_word(
    param: str,
    name: str,
    command: str,
) -> Finding:
    """That something was not given: what it is, and how it is typed. param: the parameter that takes it."""
    label = param if param in _LABELLED else "value"
    return make_finding(
        "usage.missing-word",
        value=name,
        what=text_in_each(f"usage_labels.{label}"),
        command=command,
    )


def refuse_second_file(given_params: Sequence[Any], command: str) -> None:
    """Raise UsageError for an option that names one file and was given twice; typer would take the last in silence.

    given_params: typer's parameters in the order of the words, one as often as it was given.
    """
    for position, param in enumerate(given_params):
        if takes_one_file(param) and param in given_params[:position]:
            raise UsageError.of(
                "usage.option-twice",
                value=_name(param),
                command=command,
            )


def takes_one_file(param: Any) -> bool:
    """An option that names a file or a folder, and no more than one."""
    words = str(param.metavar or "").split("|")
    is_option = param.param_type_name == "option"
    return is_option and not (param.multiple or _FILE_WORDS.isdisjoint(words))


def unknown_command(
    name: str,
    commands: list[str],
    command: str,
) -> Finding:
    """A command that is none, with the nearest of those that are."""
    return make_finding(
        "usage.unknown-command",
        value=name,
        suggestion=_nearest(name, commands),
        command=command,
    )


def _unknown_option(
    error: Any,
    ctx: Any,
    command: str,
) -> Finding:
    is_letter = not error.option_name.startswith("--")  # which any option is as near to
    options = [] if is_letter else _options(ctx)
    return make_finding(
        "usage.unknown-option",
        value=error.option_name,
        suggestion=_nearest(error.option_name, options),
        command=command,
    )


def _bad_value(
    error: Any,
    ctx: Any,
    command: str,
) -> Finding:
    """A value that an option or argument does not take; with its choices where it has some."""
    name = _name(error.param)
    choices = _choices(error.param, ctx)
    if not choices:
        return make_finding(
            "usage.bad-word",
            value=name,
            command=command,
        )
    return make_finding(
        "usage.no-choice",
        value=name,
        suggestion=", ".join(choices),
        command=command,
    )


def _choices(param: Any, ctx: Any) -> list[str]:
    """The values that an option or argument takes: typer says them in its type, or only in the help."""
    choices = getattr(getattr(param, "type", None), "choices", ())
    if choices:
        return [str(choice) for choice in choices]
    if not param or not ctx:
        return []
    in_help = _CHOICES.search(str(param.get_help_record(ctx)[0]))
    return in_help[1].split("|") if in_help else []


def _name(param: Any) -> str:
    """An option as it is typed, an argument as the help names it."""
    if param is None:
        return "-"
    if param.param_type_name == "option":
        return str(max(param.opts, key=len))
    return str(param.metavar or param.name).strip("[]")


def _options(ctx: Any) -> list[str]:
    """The options of a command as they are typed."""
    names: list[str] = []
    for param in ctx.command.get_params(ctx):
        names += [name for name in param.opts if name.startswith("--")]
    return names


def _nearest(name: str, names: list[str]) -> str:
    """The names that are most like it, at least one where there is any."""
    from difflib import get_close_matches

    like = get_close_matches(name, names)
    return ", ".join(like or get_close_matches(name, names, n=1, cutoff=0)) or "-"
