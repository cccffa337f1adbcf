"""The commands of the program: where each stands, and what its help is called.

A command is loaded when it is called: the program's own help names them all and loads none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Final, NamedTuple

import typer
from typer.main import get_command

from kbo_screen.cli.help_page import PlainCommand


class CommandPlace(NamedTuple):
    """The module that holds a command, its function or group there, and the text that says what it does."""

    module: str
    name: str
    about: str
    hidden: bool = False


#: In the order of the help.
COMMANDS: Final[dict[str, CommandPlace]] = {
    "rank": CommandPlace("rank", "rank", "rank.about"),
    "explain": CommandPlace("explain", "explain", "explain.about"),
    "shortfall": CommandPlace("shortfall", "shortfall", "shortfall.about"),
    "form": CommandPlace("form", "form", "form.about"),
    "validate": CommandPlace("validate", "validate", "validate.about"),
    "meeting": CommandPlace("meeting", "meeting", "meeting.about"),
    "whatif": CommandPlace("whatif", "whatif", "whatif.about"),
    "inspect": CommandPlace("inspect", "inspect", "inspect.about"),
    "compare": CommandPlace("compare", "compare", "compare.about"),
    "replay": CommandPlace("replay", "replay", "replay.about"),
    "schema": CommandPlace("schema", "schema", "schema.about"),
    "guide": CommandPlace("guide", "guide", "guide.about", hidden=True),
    "letter": CommandPlace("letter", "letter_app", "letter.about"),
    "config": CommandPlace("config", "config_app", "config.about"),
}


class LoadedCommands(Mapping[str, Any]):
    """Every command by its name, as typer runs it; loaded when it is asked for."""

    def __init__(self) -> None:
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._loaded:
            self._loaded[name] = _load(name, COMMANDS[name])
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


def _load(name: str, place: CommandPlace) -> Any:
    """A command, or a group of them, as typer runs it."""
    from kbo_screen.cli.options import help_text

    module = import_module(f"kbo_screen.cli.{place.module}")
    function_or_group = getattr(module, place.name)
    about = help_text(place.about)
    parent = typer.Typer(add_completion=False, rich_markup_mode=None)
    if isinstance(function_or_group, typer.Typer):
        parent.add_typer(
            function_or_group,
            name=name,
            help=about,
        )
        group: Any = get_command(parent)
        return group.commands[name]
    parent.command(
        name,
        cls=PlainCommand,
        help=about,
        hidden=place.hidden,
    )(function_or_group)
    return get_command(parent)
