"""What typer finds wrong with a command line, as findings: in the language of the run, with what to write instead.

Knows typer's kinds of fault by name. Refuses to parse a command line.
"""

from __future__ import annotations

import re
from typing import Any, Final

import typer

from kbo_screen.findings import Finding, make_finding

#: What typer itself raises for wrong usage: the ancestors of BadParameter that are not Python's own.
USAGE_ERRORS: Final[tuple[type[Exception], ...]] = tuple(
    base
    for base in typer.BadParameter.__mro__
    if base.__module__ != "builtins" and hasattr(base, "exit_code")
)
_CHOICES: Final = re.compile(r"[<\[]([\w.-]+(?:\|[\w.-]+)+)[>\]]")
_IN_BRACKETS: Final = re.compile(r" \((.+)\)")


def usage_fault(error: Any) -> Finding:
    """The finding that a usage error is."""
    ctx = getattr(error, "ctx", None)
    command = ctx.command_path if ctx else "kbo-screen"
    kind = type(error).__name__
    if kind == "NoSuchOption":
        nearest = _nearest(error.option_name, _options(ctx))
        return make_finding(
            "usage.unknown-option",
            value=error.option_name,
            suggestion=nearest,
            command=command,
        )
    if kind == "MissingParameter":
        return make_finding(
            "usage.missing-word", value=_name(error.param), command=command
        )
    if isinstance(error, typer.BadParameter):
        return _bad_value(error, ctx, command)
    if kind == "BadOptionUsage":
        return make_finding(
            "usage.option-without-value", value=error.option_name, command=command
        )
    extra = _IN_BRACKETS.search(str(error.message))
    return make_finding(
        "usage.extra-word", value=extra[1] if extra else "-", command=command
    )


def unknown_command(name: str, known: list[str], command: str) -> Finding:
    """A command that is none, with the nearest of those that are."""
    return make_finding(
        "usage.unknown-command",
        value=name,
        suggestion=_nearest(name, known),
        command=command,
    )


def _bad_value(error: Any, ctx: Any, command: str) -> Finding:
    """A value that an option or argument does not take; with its choices where it has some."""
    name = _name(error.param)
    if known := _choices(error.param, ctx):
        return make_finding(
            "usage.no-choice", value=name, suggestion=", ".join(known), command=command
        )
    return make_finding("usage.bad-word", value=name, command=command)


def _choices(param: Any, ctx: Any) -> list[str]:
    """The values that an option or argument takes: typer says them in its type, or only in the help."""
    if own := getattr(getattr(param, "type", None), "choices", ()):
        return [str(choice) for choice in own]
    told = (
        _CHOICES.search(str(param.get_help_record(ctx)[0])) if param and ctx else None
    )
    return told[1].split("|") if told else []


def _name(param: Any) -> str:
    """An option as it is typed, an argument as the help names it."""
    if param is None:
        return "-"
    if param.param_type_name == "option":
        return str(max(param.opts, key=len))
    return str(param.metavar or param.name).strip("[]")


def _options(ctx: Any) -> list[str]:
    """The options of a command as they are typed."""
    return (
        [
            name
            for param in ctx.command.get_params(ctx)
            for name in param.opts
            if name.startswith("--")
        ]
        if ctx
        else []
    )


def _nearest(name: str, known: list[str]) -> str:
    """The known names that are most like it, at least one where there is any."""
    from difflib import get_close_matches

    return (
        ", ".join(get_close_matches(name, known, n=3))
        or ", ".join(get_close_matches(name, known, n=1, cutoff=0))
        or "-"
    )
