"""`kbo-screen form`: the form that each district fills in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.delivery import destination, folder_target, write_targets
from kbo_screen.cli.option_groups import (
    DataOptions,
    FileOptions,
    LetterOptions,
    VoiceOptions,
    as_command,
)
from kbo_screen.cli.output_check import check_output_folder
from kbo_screen.cli.running import run_of, run_options

if TYPE_CHECKING:
    from kbo_screen.results.district_form import Form
    from kbo_screen.tasks.run_options import RunOptions

FolderOption = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="DIR",
        readable=False,
        help=o.help_text("form.folder"),
    ),
]
PrefillOption = Annotated[
    bool,
    typer.Option("--prefill", help=o.help_text("form.prefill")),
]
BlankOption = Annotated[
    bool,
    typer.Option(
        "--blank",
        is_eager=True,
        help=o.help_text("form.blank"),
    ),
]


@as_command
def form(
    ctx: typer.Context,
    *,
    output: FolderOption,
    registries: o.RegistriesArgument = [],
    letter: LetterOptions,
    district: o.DistrictOption = [],
    data: DataOptions,
    take: o.TakeOption = None,
    prefill: PrefillOption = False,
    blank: BlankOption = False,
    file: FileOptions,
    today: o.TodayOption = None,
    voice: VoiceOptions,
    debug: o.DebugOption = False,
) -> None:
    """Write one form per district, its drop-downs filled from the shortlist."""
    check_output_folder(ctx, output)
    from kbo_screen.formats.form_workbook import form_writers

    forms = _forms(
        registries,
        run_options(ctx),
        prefill=prefill,
        blank=blank,
    )
    to = destination(ctx)
    writers = form_writers(forms, font=file.font)
    folder = folder_target(writers, output, to, "form.written.folder")
    write_targets([folder], to)


def _forms(
    registries: list[Path],
    options: RunOptions,
    *,
    prefill: bool,
    blank: bool,
) -> list[Form]:
    """The forms of a shortlist; blank: to be typed by hand, without a registry."""
    if blank:
        return _blank_forms(options)
    run = run_of(registries, options)

    from kbo_screen.results.district_form import forms_of
    from kbo_screen.results.shown import shown_run

    return forms_of(shown_run(run), prefill=prefill)


def _blank_forms(options: RunOptions) -> list[Form]:
    from kbo_screen.registry.scope import make_scope, pick_districts
    from kbo_screen.results.district_form import blank_forms
    from kbo_screen.tasks.build_run import open_letter

    letter = open_letter(options.letter).letter
    scope = make_scope(letter, options.province)
    return blank_forms(letter, pick_districts(scope, options.districts), options.lang)
