"""A run with what each reading of its letter decides in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kbo_screen.gap.decide_again import Decisions
from kbo_screen.gap.readings import effect_of_side, no_effect, with_effects
from kbo_screen.gap.reads_alike import decides_alike, reads_alike
from kbo_screen.letters.other_sides import other_letters
from kbo_screen.registry.identity import number_groups
from kbo_screen.tasks.build_run import nobody, read_inputs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kbo_screen.desk.run import Run
    from kbo_screen.letters.model import Letter
    from kbo_screen.letters.other_sides import ReadingSide
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
    desk = _Desk(run, paths, options)
    effects = [
        desk.effect_of(side)
        for side in other_letters(run.letter)
        if "screening" in side.reading.affects
    ]
    return replace(run, screening=with_effects(run.screening, effects))


class _Desk:
    """A run, and the decisions over its registry as other letters read it."""

    def __init__(
        self,
        run: Run,
        paths: Sequence[Path],
        options: RunOptions,
    ) -> None:
        self._run = run
        self._paths = paths
        self._options = options
        groups = run.screening.products["group"]
        self._decisions = Decisions(run.registry, groups, options.take)
        self._decisions.keep_answers(run.screening, run.letter)
        self._now = self._decisions.under(run.letter)

    def effect_of(self, side: ReadingSide) -> ReadingEffect:
        """What a side does."""
        reads_as_now = reads_alike(self._run.registry, self._run.letter, side.letter)
        if reads_as_now and decides_alike(self._run.letter, side.letter):
            return no_effect(side, self._now.districts)
        decisions = self._decisions if reads_as_now else self._read_again(side.letter)
        return effect_of_side(side, self._now, decisions.under(side.letter))

    def _read_again(self, changed: Letter) -> Decisions:
        """The decisions over the files as a changed letter reads them."""
        registry = read_inputs(
            self._paths,
            changed,
            self._options,
            nobody,
            asked_under=self._run.letter,
        )
        groups = number_groups(registry.products, changed.choices)
        return Decisions(registry, groups, self._options.take)
