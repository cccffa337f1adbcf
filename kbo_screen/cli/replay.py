"""`kbo-screen replay`: whether a result is what the program makes of its inputs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.call_reader import PASSWORDS_META
from kbo_screen.cli.option_groups import as_command
from kbo_screen.cli.streams import busy

WorkbookArgument = Annotated[
    Path, o.file_argument(metavar="WORKBOOK", help="replay.workbook")
]
InputsOption = Annotated[
    list[Path],
    o.option("--inputs", metavar="DIR", file_okay=False, help="replay.inputs"),
]


@as_command
def replay(
    ctx: typer.Context,
    *,
    workbook: WorkbookArgument,
    inputs: InputsOption = [],
    password_file: o.PasswordFileOption = None,
    lang: o.LangOption = "th",
    quiet: o.QuietOption = False,
) -> int:
    """Make a result again from the inputs of its receipt, and compare."""
    from kbo_screen.formats.terminal.screen_parts import print_indented
    from kbo_screen.results.replay_sentences import answer_lines, replay_lines
    from kbo_screen.tasks.replay_from_receipt import replay as replay_workbook

    with busy("help.reading", lang, quiet=quiet):
        result = replay_workbook(
            workbook,
            inputs or [workbook.absolute().parent],
            passwords=ctx.meta.get(PASSWORDS_META),
        )
    lines = replay_lines(
        result.verdict,
        result.versions,
        result.changed_inputs,
        result.cells,
        lang,
    )
    print_indented(lines)
    if result.changed_answers is not None:
        print_indented(answer_lines(result.changed_answers, lang))
    return int(result.verdict not in ("same", "same-but-version"))
