"""A run with what each reading of its letter decides in it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.cores.beside import WorkBeside, rows_of_run
from kbo_screen.gap.decide_again import Decisions
from kbo_screen.gap.reading_bounds import (
    MOST_SIDES,
    Bounds,
    Cost,
    combinations_of,
)
from kbo_screen.gap.reading_effects import effect_of_side, no_effect, with_effects
from kbo_screen.gap.reads_alike import decides_alike, read_by_parts, registry_under
from kbo_screen.letters.other_sides import SideError, other_letters, under_sets
from kbo_screen.screening.group_facts import GroupFacts, facts_of
from kbo_screen.sources.workbooks import Reader
from kbo_screen.tasks.build_run import read_inputs

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence
    from pathlib import Path

    from kbo_screen.desk.run import Run
    from kbo_screen.gap.decide_again import Standings
    from kbo_screen.letters.model import Letter
    from kbo_screen.letters.other_sides import ReadingSide
    from kbo_screen.screening.screening import ReadingBounds, ReadingEffect, WhySingly
    from kbo_screen.tasks.run_options import RunOptions


class Effects(NamedTuple):
    """What every other side does, taken alone, and the bounds over several of them, where these were asked for."""

    sides: list[ReadingEffect]
    bounds: ReadingBounds | None


def with_readings(
    run: Run,
    paths: Sequence[Path],
    options: RunOptions,
    *,
    together: bool = False,
) -> Run:
    """The run whose screening tells what every other side that screening sees would do, each taken alone.

    together: also what several of them would do at once. The files are read again only for a side under which some of
    their cells may read otherwise.
    """
    return with_effects_of(run, _effects_in(run, paths, options, together=together))


def begin_readings(
    run: Run,
    paths: Sequence[Path],
    options: RunOptions,
) -> WorkBeside[Effects]:
    """Find the effects of all readings, alone and together, while the caller goes on with the run."""
    own_reader = replace(options, reader=Reader(options.reader.passwords))
    return WorkBeside(
        partial(_effects_in, run, paths, own_reader, together=True),
        rows=rows_of_run(len(run.registry.products)),
    )


def with_effects_of(run: Run, effects: Effects) -> Run:
    """The run, or a run as it is shown, whose screening tells the effects of its readings."""
    screening = with_effects(run.screening, effects.sides, effects.bounds)
    return replace(run, screening=screening)


def _effects_in(
    run: Run,
    paths: Sequence[Path],
    options: RunOptions,
    *,
    together: bool,
) -> Effects:
    desk = _OtherReadings(run, paths, options)
    sides = [
        side
        for side in other_letters(run.letter)
        if "screening" in side.reading.affects
    ]
    effects = [desk.effect_of(side) for side in sides]
    bounds = None
    if together:
        pairs = zip(sides, effects, strict=True)
        changing = [side for side, effect in pairs if effect.changes_anything]
        bounds = desk.bounds_over(changing)
    return Effects(effects, bounds)


class _OtherReadings:
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
        facts = GroupFacts(run.registry, run.screening.products["group"])
        self._decisions = Decisions(facts, options.take)
        self._current = self._decisions.keep(run.screening, run.letter)
        #: By what cells are read by, where they read otherwise than in the run.
        self._decisions_again: dict[Hashable, Decisions] = {}

    def effect_of(self, side: ReadingSide) -> ReadingEffect:
        """What a side does."""
        run = self._run
        registry = registry_under(run.registry, run.letter, side.letter)
        if registry is run.registry and decides_alike(run.letter, side.letter):
            return no_effect(side, self._current)
        return effect_of_side(side, self._current, self._standings(side.letter))

    def bounds_over(self, sides: Sequence[ReadingSide]) -> ReadingBounds:
        """The bounds over all combinations of sides, or over each alone where these cannot be afforded."""
        single_letters = [side.letter for side in sides]
        if len(sides) > MOST_SIDES:
            return self._bounds(sides, single_letters, "many-sides")
        try:
            letters = list(self._letters_under_several(sides))
        except SideError:
            return self._bounds(sides, single_letters, "contrary")
        if not self._cost(letters).is_affordable:
            return self._bounds(sides, single_letters, "much-work")
        return self._bounds(sides, letters, None)

    def _letters_under_several(self, sides: Sequence[ReadingSide]) -> Iterator[Letter]:
        """The letter under every combination that takes some. Raises SideError where two do not go together."""
        for combination in combinations_of(sides):
            if combination:
                sets = [each.side.set for each in combination]
                yield under_sets(self._run.letter, sets)

    def _bounds(
        self,
        sides: Sequence[ReadingSide],
        letters: Sequence[Letter],
        singly: WhySingly | None,
    ) -> ReadingBounds:
        bounds = Bounds(self._current)
        for letter in letters:
            bounds.add(self._standings(letter))
        return bounds.result(sides, singly)

    def _cost(self, letters: Sequence[Letter]) -> Cost:
        """What deciding under some letters asks for."""
        run = self._run
        to_read = {
            read_by_parts(letter)
            for letter in letters
            if read_by_parts(letter) not in self._decisions_again
            and registry_under(run.registry, run.letter, letter) is None
        }
        n_products = len(run.registry.products)
        return Cost(
            products_decided=n_products * len(letters),
            products_read=n_products * len(to_read),
        )

    def _standings(self, letter: Letter) -> Standings:
        """Where everything stands under another letter."""
        return self._decisions_under(letter).under(letter)

    def _decisions_under(self, letter: Letter) -> Decisions:
        key = read_by_parts(letter)
        if key not in self._decisions_again:
            self._decisions_again[key] = self._make_decisions(letter)
        return self._decisions_again[key]

    def _make_decisions(self, letter: Letter) -> Decisions:
        """The decisions over the files as a letter reads them."""
        run = self._run
        registry = registry_under(run.registry, run.letter, letter)
        if registry is run.registry:
            return self._decisions
        if registry is not None:
            return self._decisions.over(registry)
        read_again = read_inputs(
            self._paths,
            letter,
            self._options,
            asked_under=run.letter,
        )
        return Decisions(facts_of(read_again, letter), self._options.take)
