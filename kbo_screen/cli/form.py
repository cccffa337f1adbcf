"""`kbo-screen form`: the form that each district fills in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.overwriting import overwriting
from kbo_screen.cli.running import run_of, run_options
from kbo_screen.cli.streams import busy, say, show_failure
from kbo_screen.letters import DEFAULT_LETTER

if TYPE_CHECKING:
    from kbo_screen.results.district_form import Form
    from kbo_screen.tasks.run_options import RunOptions

FolderOption = Annotated[
    Path,
    typer.Option(
        "--output", "-o", metavar="DIR", readable=False, help=o.help_text("form.folder")
    ),
]
PrefillOption = Annotated[
    bool, typer.Option("--prefill", help=o.help_text("form.prefill"))
]
BlankOption = Annotated[
    bool, typer.Option("--blank", is_eager=True, help=o.help_text("form.blank"))
]


def form(
    ctx: typer.Context,
    output: FolderOption,
    registries: o.RegistriesArgument = [],  # noqa: B006 - typer reads the default and never changes it
    config: o.ConfigOption = None,
    letter: o.LetterOption = DEFAULT_LETTER,
    province: o.ProvinceOption = None,
    district: o.DistrictOption = [],  # noqa: B006 - typer reads the default and never changes it
    column: o.ColumnOption = [],  # noqa: B006
    projects: o.ProjectsOption = [],  # noqa: B006
    stars: o.StarsOption = [],  # noqa: B006
    standards: o.StandardsOption = [],  # noqa: B006
    answers: o.AnswersOption = [],  # noqa: B006
    take: o.TakeOption = None,
    prefill: PrefillOption = False,
    blank: BlankOption = False,
    force: o.ForceOption = False,
    font: o.FontOption = "TH SarabunPSK",
    password_file: o.PasswordFileOption = None,
    lang: o.LangOption = "th",
    quiet: o.QuietOption = False,
    debug: o.DebugOption = False,
) -> None:
    """Write one form per district, its drop-downs filled from the shortlist."""
    asked = run_options(ctx)
    forms = (
        _blank_forms(asked)
        if blank
        else _filled_forms(registries, asked, prefill=prefill)
    )
    from kbo_screen.formats.form_workbook import write_forms

    with busy("help.writing", lang, quiet=quiet):
        folder, findings = write_forms(forms, output, font=font, **overwriting(ctx))
    show_failure(findings, lang)
    say("form.written.folder", lang, count=len(forms), folder=folder)


def _filled_forms(
    registries: list[Path], asked: RunOptions, *, prefill: bool
) -> list[Form]:
    from kbo_screen.results.district_form import forms_of
    from kbo_screen.results.shown import shown_run

    return forms_of(shown_run(run_of(registries, asked)), prefill=prefill)


def _blank_forms(asked: RunOptions) -> list[Form]:
    from kbo_screen.registry.scope import make_scope, pick_districts
    from kbo_screen.results.district_form import blank_forms
    from kbo_screen.tasks.build_run import open_letter

    letter = open_letter(asked.letter).letter
    scope = make_scope(letter, asked.province)
    return blank_forms(letter, pick_districts(scope, asked.districts), asked.lang)
