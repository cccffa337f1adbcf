"""Which options of a call a person typed, and which a config, the environment or a default gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer


def is_typed(ctx: typer.Context, name: str) -> bool:
    """The words of this option stood on the command line."""
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"
