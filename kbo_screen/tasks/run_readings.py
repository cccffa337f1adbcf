"""A run with what each reading of its letter decides in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kbo_screen.gap.decide_again import Decisions, facts_of
from kbo_screen.gap.readings import effect_of_side, no_effect, with_effects
from kbo_screen.gap.reads_alike import decides_alike, registry_under
from kbo_screen.letters.other_sides import other_letters
from kbo_screen.screening.group_facts import GroupFacts
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
        products = run.registry.products
        products = products.assign(group=run.screening.products["group"])
        facts = GroupFacts(products, run.registry)
        self._decisions = Decisions(facts, options.take)
        self._now = self._decisions.keep(run.screening, run.letter)

    def effect_of(self, side: ReadingSide) -> ReadingEffect:
        """What a side does."""
        run = self._run
        registry = registry_under(run.registry, run.letter, side.letter)
        if registry is run.registry and decides_alike(run.letter, side.letter):
            return no_effect(side, self._now.districts)
        decisions = self._decisions_over(registry, side.letter)
        return effect_of_side(side, self._now, decisions.under(side.letter))

    def _decisions_over(
        self,
        registry: Registry | None,
        changed: Letter,
    ) -> Decisions:
        """registry: as `registry_under` returns."""
        if registry is self._run.registry:
            return self._decisions
        if registry is not None:
            return self._decisions.over(registry)
        facts = facts_of(self._read_again(changed), changed)
        return Decisions(facts, self._options.take)

    def _read_again(self, changed: Letter) -> Registry:
        """The files as a changed letter reads them."""
        return read_inputs(
            self._paths,
            changed,
            self._options,
            nobody,
            asked_under=self._run.letter,
        )
