"""Two editions of a registry, each read under its own options, compared group by group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kbo_screen.editions.comparison import compare_editions
from kbo_screen.editions.edition import edition_of
from kbo_screen.gap.reads_alike import registry_under
from kbo_screen.gap.variants import in_scope_of, read_by
from kbo_screen.results.compared import shown_comparison
from kbo_screen.sources.submission_files import find_submissions
from kbo_screen.tasks.build_run import build_run, nobody, read_inputs

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.desk.run import Run
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.results.compared import Compared
    from kbo_screen.tasks.build_run import Say
    from kbo_screen.tasks.run_options import RunOptions


@dataclass(frozen=True, eq=False)
class SideInput:
    """One side: the files of its registry, and the options that it is read under."""

    paths: tuple[Path, ...]
    options: RunOptions


def side_of(path: Path, options: RunOptions) -> SideInput:
    """A registry of one file, or of all files of a folder."""
    return SideInput(tuple(find_submissions([path])), options)


def compare_sides(
    old: SideInput,
    new: SideInput,
    say: Say = nobody,
) -> Compared:
    """Read both sides and compare them. Raises UsageError and InputError as `build_run` does."""
    old_run = build_run(
        old.paths,
        old.options,
        say,
    )
    new_run = build_run(
        new.paths,
        new.options,
        say,
    )
    return compare_runs(
        old_run,
        new_run,
        old,
        new,
    )


def compare_runs(
    old_run: Run,
    new_run: Run,
    old: SideInput,
    new: SideInput,
) -> Compared:
    """Compare two runs; the new inputs are read again where the old letter has them read otherwise."""

    def read_as_old() -> Registry:
        letter = in_scope_of(new_run.letter, old_run.letter)
        registry = _registry_under(new_run, letter)
        if registry is not None:
            return registry
        return read_inputs(
            new.paths,
            letter,
            new.options,
            nobody,
            asked_under=new_run.letter,
        )

    editions = [
        edition_of(
            run.registry,
            run.screening,
            run.letter,
            side.options.take,
        )
        for run, side in ((old_run, old), (new_run, new))
    ]
    comparison = compare_editions(
        editions[0],
        editions[1],
        read_as_old,
    )
    return shown_comparison(
        old_run,
        new_run,
        comparison,
    )


def _registry_under(run: Run, letter: Letter) -> Registry | None:
    """The run's registry as it reads under another letter; None where its files have to be read again."""
    with_own_choices = letter.model_copy(update={"choices": run.letter.choices})
    if read_by(run.letter) != read_by(with_own_choices):
        return None
    return registry_under(run.registry, run.letter, letter)
