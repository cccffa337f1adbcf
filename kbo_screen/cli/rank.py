"""`kbo-screen rank`: the shortlist of every district, on the screen and in a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kbo_screen.cli import options as o
from kbo_screen.cli.delivery import deliver
from kbo_screen.cli.option_groups import (
    DataOptions,
    FileOptions,
    LetterOptions,
    VoiceOptions,
    as_command,
)
from kbo_screen.cli.output_check import (
    check_output_file,
    check_output_folder,
)
from kbo_screen.cli.running import run_of, run_options, shows_screen
from kbo_screen.cli.streams import show_text
from kbo_screen.findings import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.desk.run import Run
    from kbo_screen.results.proof_formulas.read_values import Orders
    from kbo_screen.results.rank.rank_sheets import PlainSheets

SplitOption = Annotated[
    Literal["province", "district"] | None, o.option("--split", help="split")
]
LineOption = Annotated[bool, o.option("--line", help="line")]
ProofOption = Annotated[bool, o.option("--proof", help="proof")]
ReadingsOption = Annotated[bool, o.option("--readings", help="readings")]
AllRowsOption = Annotated[bool, o.option("--all-rows", help="all_rows")]


@as_command
def rank(
    ctx: typer.Context,
    *,
    registries: o.RegistriesArgument = [],
    letter: LetterOptions,
    district: o.DistrictOption = [],
    data: DataOptions,
    take: o.TakeOption = None,
    format: o.FormatOption = "table",
    output: o.OutputOption = None,
    split: SplitOption = None,
    proof: ProofOption = False,
    file: FileOptions,
    all_rows: AllRowsOption = False,
    readings: ReadingsOption = False,
    show_all: o.AllOption = False,
    with_contacts: o.ContactsOption = False,
    line: LineOption = False,
    fail_on: o.FailOnOption = "never",
    voice: VoiceOptions,
    verbose: o.VerboseOption = False,
) -> int:
    """Rank the groups of every district by the letter."""
    _check_output(ctx, output, split)
    if proof:
        _check_proof(output, split)
    options = run_options(ctx)
    is_shown = shows_screen(ctx)
    run = run_of(registries, options, is_shown=is_shown)  # read while rooms are loaded

    from kbo_screen.tasks.reports import SHOWS_READINGS, own_font, rank_report

    effects = None
    if readings or (output and output.suffix in SHOWS_READINGS):
        from kbo_screen.tasks.run_readings import begin_readings, with_effects_of

        effects = begin_readings(run, registries, options)

    from kbo_screen.formats.terminal.rank_terminal import show_rank
    from kbo_screen.results.next_steps import steps_after_rank
    from kbo_screen.results.shown import shown_run
    from kbo_screen.tasks.receipts import with_options

    look = {
        "font": own_font(file.font),
        "with_contacts": with_contacts,
        "all_rows": all_rows,
        "proof": proof,
        "readings": effects is not None,
    }
    run = with_options(run, look)
    orders = _orders_of(run) if proof else None
    run = shown_run(run, with_contacts=with_contacts)
    made = None
    if effects:
        made = _sheets_made_meanwhile(run, output, split)
        run = with_effects_of(run, effects.result())

    if line:
        from kbo_screen.results.chat.chat_line import chat_line
        from kbo_screen.results.chat.district_line import district_lines

        show_text(district_lines(run) if district else chat_line(run))
    show = partial(show_rank, run, show_all=show_all, verbose=verbose)
    report = rank_report(
        run,
        font=file.font,
        all_rows=all_rows,
        split=split,
        orders=orders,
        made=made,
    )
    return deliver(
        report,
        None if line else show,
        ctx,
        fail_on,
        next_steps=partial(steps_after_rank, run, output),
    )


def _sheets_made_meanwhile(
    run: Run,
    output: Path | None,
    split: str | None,
) -> PlainSheets | None:
    """The sheets of a workbook of the whole run that need no effects of readings."""
    if split or output is None or output.suffix != ".xlsx":
        return None
    from kbo_screen.results.rank.rank_sheets import plain_sheets

    return plain_sheets(run)


def _check_output(
    ctx: typer.Context,
    output: Path | None,
    split: str | None,
) -> None:
    """Look at the file, or the folder of several, before anything is read. Raises UsageError."""
    if split and output:
        check_output_folder(ctx, output)
    else:
        check_output_file(
            ctx,
            output,
            "payload",
            "rows",
            "page",
        )


def _check_proof(output: Path | None, split: str | None) -> None:
    """A proof stands in one workbook. Raises UsageError."""
    if split or output is None or output.suffix.lower() != ".xlsx":
        raise UsageError.of("usage.proof-without-workbook")


def _orders_of(run: Run) -> Orders:
    """What a proof takes from a run before people are hidden. Raises UsageError for one that cannot be proved."""
    from kbo_screen.results.proof_formulas.read_values import Orders, refuse_too_many

    refuse_too_many(run)
    return Orders(run)
