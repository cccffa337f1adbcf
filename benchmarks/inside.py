"""Times work that has no command of its own, within one process: screening against reading, and what follows against it.

Prints one line per pair: name, seconds of the work, seconds of the reference (medians of three, in turn).
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import kbo_screen.screening.screen as screen_steps
from kbo_screen import load_letter, read_registry
from kbo_screen.gap.levers import pull_levers
from kbo_screen.gap.variant_results import compare_letters
from kbo_screen.gap.variants import vary_letter
from kbo_screen.screening.screen import screen
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from kbo_screen.tasks.run_readings import with_readings

if TYPE_CHECKING:
    from collections.abc import Callable


def main(path: str, province: str) -> None:
    """Read the registry of the country once, then time each pair; of the readings a province too."""
    letter = load_letter()
    registry = read_registry(path, letter, province="all")
    now = screen(registry, letter)
    variants = [
        f"quota={quota} star-in-range.max={stars} registered-in-window.min={year}"
        for quota in range(1, 6)
        for stars in (2, 3, 4, 5)
        for year in range(2555, 2560)
    ]

    def reference() -> object:
        return screen(registry, letter)

    def reading() -> object:
        return read_registry(path, letter, province="all")

    def trying() -> object:
        return [
            compare_letters(registry, now, vary_letter(letter, words), words)
            for words in variants
        ]

    show("screening", reference, reading)
    rules = statistics.median(_seconds_of_rules(reference) for _ in range(3))
    print("rules", f"{rules:.4f}", f"{_seconds(reading):.4f}", flush=True)
    show("levers", lambda: pull_levers(registry, now, letter), reference)
    show_sides("sides", path)
    show_sides("sides-province", province)
    show("variants", trying, reference, repeats=1)


#: The steps of a screening that are the letter's: conditions, then tiers and ranking. The rest numbers groups, compares
#: names, notes what is odd and lays the result out.
RULES = ("answer_conditions", "decide")


def _seconds_of_rules(screening: Callable[[], object]) -> float:
    """How long the letter's own steps take within one screening."""
    steps = {name: getattr(screen_steps, name) for name in RULES}
    spent = []

    def timed(step: Callable[..., object]) -> Callable[..., object]:
        def call(*words: object, **options: object) -> object:
            start = time.perf_counter()
            done = step(*words, **options)
            spent.append(time.perf_counter() - start)
            return done

        return call

    try:
        for name, step in steps.items():
            setattr(screen_steps, name, timed(step))
        screening()
    finally:
        for name, step in steps.items():
            setattr(screen_steps, name, step)
    return sum(spent)


def show_sides(name: str, path: str) -> None:
    """The other sides of all readings against one screening, in seconds of a processor: no other process takes part."""
    options = RunOptions(lang="en", province="all", quiet=True)
    paths = [Path(path)]
    run = build_run(paths, options)
    show(
        name,
        lambda: with_readings(run, paths, options),
        lambda: screen(run.registry, run.letter),
        repeats=7,
        clock=time.process_time,
    )


def _seconds(
    call: Callable[[], object],
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    start = clock()
    call()
    return clock() - start


def show(
    name: str,
    work: Callable[[], object],
    reference: Callable[[], object],
    repeats: int = 3,
    clock: Callable[[], float] = time.perf_counter,
) -> None:
    """Time a pair in turn and print its medians."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(repeats):
        for call, own in zip((work, reference), times, strict=True):
            own.append(_seconds(call, clock))
    print(name, *(f"{statistics.median(own):.4f}" for own in times), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
