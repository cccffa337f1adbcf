"""`kbo-screen schema`: the JSON Schema of what a command prints."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.option_groups import as_command

CommandArgument = Annotated[
    Literal[
        "rank",
        "explain",
        "shortfall",
        "whatif",
        "compare",
        "inspect",
        "validate",
        "letter-check",
    ],
    o.argument(metavar="COMMAND", help="schema.command"),
]


@as_command
def schema(command: CommandArgument = "rank") -> None:
    """Print the JSON Schema of what a command prints with `--format json`."""
    from kbo_screen.results.schemas import json_schema

    typer.echo(
        json.dumps(
            json_schema(command),
            ensure_ascii=False,
            indent=2,
        )
    )
