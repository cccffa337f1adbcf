"""Hands a result over: shows it, writes it where it is to go, says where, gives the exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.cli.overwriting import overwriting
from kbo_screen.cli.streams import busy, say, show_failure, show_text
from kbo_screen.findings import SEVERITIES, Place, UsageError
from kbo_screen.formats.terminal.console import message_screen, result_screen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import typer

    from kbo_screen.findings import Finding
    from kbo_screen.formats.terminal.console import Screen
    from kbo_screen.formats.writing import FolderWriters, OverwriteRules, Writer
    from kbo_screen.results.next_steps import Step, StepLine
    from kbo_screen.tasks.reports import Report

    #: Finds what to do next, once a result is shown or written.
    NextSteps = Callable[[], Iterable[Step]]


class Destination(NamedTuple):
    """Where a result goes: to the screen in a format, and into a file where one is named."""

    format: str
    output: Path | None
    over: OverwriteRules
    lang: str
    quiet: bool


class Target(NamedTuple):
    """A file, or a folder of files, with what writes each; `words` is the text that says that it is written."""

    path: Path
    writers: dict[Path, Writer]
    words: str = "help.written"

    @property
    def is_folder(self) -> bool:
        """The files stand in it."""
        return self.path not in self.writers


def destination(ctx: typer.Context) -> Destination:
    """Where the options of a call want its result."""
    options = ctx.params
    output = options.get("output")  # older typers keep it as text in the context
    return Destination(
        format=options.get("format", "table"),
        output=None if output is None else Path(output),
        over=overwriting(ctx),
        lang=options["lang"],
        quiet=bool(options.get("quiet")),
    )


def deliver(
    report: Report,
    show: Callable[..., None] | None,
    ctx: typer.Context,
    fail_on: str = "never",
    *,
    companions: Sequence[Target] = (),
    next_steps: NextSteps | None = None,
    show_briefly: Callable[[Screen], None] | None = None,
) -> int:
    """Print a result, or write it and whatever goes with it, all or nothing; returns the exit code.

    show: how it is shown on a terminal, with its next steps where it has any, unless it goes into a file; None where
    it has been shown. companions: what is written with it. next_steps: what they are now. show_briefly: what is shown
    on stderr before them once a file is written. Raises UsageError for a file that cannot be written.
    """
    to = destination(ctx)
    if show:
        _show(report, show, to, ctx, next_steps)
    targets = [_target_of(report, to.output, to)] if to.output else []
    write_targets([*targets, *companions], to)
    if show and to.output and not to.quiet:
        _show_once_written(ctx, next_steps, show_briefly)
    return exit_code(report.findings, fail_on)


def _show(
    report: Report,
    show: Callable[..., None],
    to: Destination,
    ctx: typer.Context,
    next_steps: NextSteps | None,
) -> None:
    if to.format != "table":
        show_text(report.text_as(to.format))
    elif to.output is None:
        if next_steps and not to.quiet:
            show(result_screen(), steps=_lines_of(next_steps(), ctx))
        else:
            show(result_screen())


def _show_once_written(
    ctx: typer.Context,
    next_steps: NextSteps | None,
    show_briefly: Callable[[Screen], None] | None,
) -> None:
    if show_briefly:
        show_briefly(message_screen())
    if next_steps:
        show_steps(next_steps(), ctx)


def show_steps(steps: Iterable[Step], ctx: typer.Context) -> None:
    """Show on stderr what to do next, below what was written."""
    from kbo_screen.formats.terminal.screen_parts import show_next_steps

    lines = _lines_of(steps, ctx)
    show_next_steps(lines, ctx.params["lang"], message_screen())


def _lines_of(steps: Iterable[Step], ctx: typer.Context) -> list[StepLine]:
    """The steps as lines to type. What makes them loads pandas, and `--help` does without."""
    from kbo_screen.cli.step_commands import step_lines

    return step_lines(steps, ctx)


def _target_of(
    report: Report,
    output: Path,
    to: Destination,
) -> Target:
    """The file that a result goes into, by its suffix, or the folder of several."""
    if report.parts is None:
        return file_target(output, report.writer_of(output))
    return _folder_target(report.folder_writers(), output, to, report.folder_words)


def file_target(path: Path, writer: Writer) -> Target:
    """One file."""
    return Target(path, {path: writer})


def write_folder(
    writers: FolderWriters,
    folder: Path,
    ctx: typer.Context,
    words: str,
) -> None:
    """Write the files of a folder, all or none, and say by these words that they are written. Raises UsageError."""
    to = destination(ctx)
    write_targets([_folder_target(writers, folder, to, words)], to)


def _folder_target(
    writers: FolderWriters,
    folder: Path,
    to: Destination,
    words: str,
) -> Target:
    """A folder of files by their names. Raises UsageError for one that must not be written into."""
    from kbo_screen.formats.writing import files_in_folder

    return Target(
        folder,
        files_in_folder(writers, folder, inputs=to.over["inputs"]),
        words,
    )


def write_targets(targets: Sequence[Target], to: Destination) -> None:
    """Write all files of all targets or none, and say where they stand. Raises UsageError."""
    writers = _writers_of(targets)
    if not writers:
        return
    from kbo_screen.formats.writing import write_files

    folder = next((target.path for target in targets if target.is_folder), None)
    with busy("help.writing", to.lang, quiet=to.quiet):
        standing, findings = write_files(
            writers,
            folder=folder,
            **to.over,
        )
    show_failure(findings, to.lang)
    for target in () if to.quiet else targets:
        path = standing.get(target.path, target.path)
        count = len(target.writers)
        say(
            target.words,
            to.lang,
            file=path,
            folder=path,
            count=count,
        )


def _writers_of(targets: Iterable[Target]) -> dict[Path, Writer]:
    """What writes each file. Raises UsageError where two results have one name."""
    writers: dict[Path, Writer] = {}
    for target in targets:
        for path, write in target.writers.items():
            if path in writers:  # of two spellings of one name `write_files` tells
                raise UsageError.of("output.named-twice", Place(path.name))
            writers[path] = write
    return writers


def exit_code(findings: Iterable[Finding], fail_on: str) -> int:
    """1 when a finding is as severe as `fail_on` or more, else 0."""
    if fail_on == "never":
        return 0
    serious = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return int(any(finding.severity in serious for finding in findings))
