"""`kbo-screen form`: the form that each district fills in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.delivery import show_steps, write_folder
from kbo_screen.cli.option_groups import (
    DataOptions,
    FileOptions,
    LetterOptions,
    VoiceOptions,
    as_command,
)
from kbo_screen.cli.output_check import check_files, check_output_folder
from kbo_screen.cli.running import run_of, run_options
from kbo_screen.cli.streams import show_failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.formats.writing import Writer
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Scope, ScopeDistrict
    from kbo_screen.results.forms.district_form import Form
    from kbo_screen.tasks.run_options import RunOptions

FolderOption = Annotated[
    Path, o.file_option("--output", "-o", metavar="DIR", help="form.folder")
]
PrefillOption = Annotated[bool, o.option("--prefill", help="form.prefill")]
BlankOption = Annotated[bool, o.option("--blank", is_eager=True, help="form.blank")]
TemplateOption = Annotated[
    Path | None, o.file_option("--template", metavar="FILE", help="form.template")
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
    template: TemplateOption = None,
    file: FileOptions,
    voice: VoiceOptions,
) -> None:
    """Write one form per district, its drop-downs filled from the shortlist."""
    check_output_folder(ctx, output)
    options = run_options(ctx)
    _check_forms(ctx, output, template.suffix.lower() if template else ".xlsx")
    run = None if blank else run_of(registries, options)
    if template:
        writers = _office_writers(template, run, options)
    else:
        from kbo_screen.formats.forms.form_workbook import form_writers

        forms = _forms(run, prefill=prefill) if run else _blank_forms(options)
        writers = form_writers(forms, font=file.font)
    write_folder(writers, output, ctx, "form.written.folder")
    if run is not None and not voice.quiet:
        from kbo_screen.results.next_steps import steps_after_forms

        show_steps(steps_after_forms(run, output), ctx)


def _check_forms(
    ctx: typer.Context,
    folder: Path,
    suffix: str,
) -> None:
    """Look at the forms that stand in a folder before the registry is read. Raises UsageError."""
    if not folder.is_dir():
        return
    from kbo_screen.formats.forms.form_workbook import form_names

    _letter, _scope, districts = _areas(run_options(ctx))
    check_files(ctx, [folder / name for name in form_names(districts, suffix)])


def _office_writers(
    template: Path,
    run: Run | None,
    options: RunOptions,
) -> dict[str, Writer]:
    """What fills the office's own form for each district; what a copy will lack is said first.

    run: None for forms that nobody is named in.
    """
    from kbo_screen.formats.forms.filled_form import office_form_writers, rows_added
    from kbo_screen.results.forms.office_form_rows import OfficeRows, office_rows
    from kbo_screen.tasks.fill_office_forms import losses_of, open_office_form

    if run is None:
        letter, scope, districts = _areas(options)
        office_form = open_office_form(template, letter, scope, options)
        rows = [OfficeRows(district) for district in districts]
    else:
        from kbo_screen.results.shown import shown_run

        scope = run.registry.scope
        office_form = open_office_form(template, run.letter, scope, options)
        rows = office_rows(shown_run(run))
    findings = [*losses_of(office_form), *rows_added(office_form, rows)]
    show_failure(findings, options.lang)
    return office_form_writers(office_form, rows)


def _forms(
    run: Run,
    *,
    prefill: bool,
) -> list[Form]:
    """The forms of a shortlist."""
    from kbo_screen.results.forms.district_form import forms_of
    from kbo_screen.results.shown import shown_run

    return forms_of(shown_run(run), prefill=prefill)


def _blank_forms(options: RunOptions) -> list[Form]:
    """Forms to be typed by hand."""
    from kbo_screen.results.forms.district_form import blank_forms

    letter, _, districts = _areas(options)
    return blank_forms(letter, districts, options.lang)


def _areas(options: RunOptions) -> tuple[Letter, Scope, Sequence[ScopeDistrict]]:
    """The letter, its area, and the districts that are asked for."""
    from kbo_screen.registry.scope import make_scope, pick_districts
    from kbo_screen.tasks.build_run import open_letter

    letter = open_letter(options.letter).letter
    scope = make_scope(letter, options.province)
    return letter, scope, pick_districts(scope, options.districts)
