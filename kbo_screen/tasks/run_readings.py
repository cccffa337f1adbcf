"""A run with what each reading of its letter decides in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kbo_screen.gap.readings import effect_of_side, no_effect, with_effects
from kbo_screen.gap.reads_alike import decides_alike, reads_alike
from kbo_screen.letters.other_sides import other_letters
from kbo_screen.tasks.build_run import nobody, read_inputs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kbo_screen.desk.run import Run
    from kbo_screen.letters.model import Letter
    from kbo_screen.letters.other_sides import ReadingSide
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.screening import ReadingEffect
    from kbo_screen.tasks.run_options import RunOptions


def with_readings(
    run: Run,
    paths: Sequence[Path],
    options: RunOptions,
) -> Run:
    """The run whose screening tells what every other side that screening sees would do, each taken alone.

    The files are read again only for a side under which some of their cells may read otherwise.
    """
    sides = other_letters(run.letter)
    effects = [
        _effect(run, side, paths, options)
        for side in sides
        if "screening" in side.reading.affects
    ]
    return replace(run, screening=with_effects(run.screening, effects))


def _effect(
    run: Run,
    side: ReadingSide,
    paths: Sequence[Path],
    options: RunOptions,
) -> ReadingEffect:
    read_again = _read_again(run, side.letter, paths, options)
    if read_again is None and decides_alike(run.letter, side.letter):
        return no_effect(side, run.screening)
    return effect_of_side(
        run.registry,
        run.screening,
        run.letter,
        side,
        take=options.take,
        read_again=read_again,
    )


def _read_again(
    run: Run,
    changed: Letter,
    paths: Sequence[Path],
    options: RunOptions,
) -> Registry | None:
    """The registry under a changed letter; None where it reads as the run's own."""
    if reads_alike(run.registry, run.letter, changed):
        return None
    return read_inputs(
        paths,
        changed,
        options,
        nobody,
        asked_under=run.letter,
    )
