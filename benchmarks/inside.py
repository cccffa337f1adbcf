"""Times work that has no command of its own, within one process: screening against reading, levers and variants against it.

Prints one line per pair: name, seconds of the work, seconds of the reference (medians of three, in turn).
"""

from __future__ import annotations

import statistics
import sys
import time
from typing import TYPE_CHECKING

from kbo_screen import load_letter, read_registry, screen
from kbo_screen.screening.shortfall import pull_levers
from kbo_screen.screening.variants import try_variant

if TYPE_CHECKING:
    from collections.abc import Callable


def main(path: str) -> None:
    """Read the registry once, then time each pair."""
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

    show("screening", reference, reading, repeats=1)
    show("levers", lambda: pull_levers(registry, now, letter), reference)
    show("variants", lambda: [try_variant(registry, now, letter, words) for words in variants], reference, repeats=1)


def show(name: str, work: Callable[[], object], reference: Callable[[], object], repeats: int = 3) -> None:
    """Time a pair in turn and print its medians."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(repeats):
        for call, own in zip((work, reference), times, strict=True):
            start = time.perf_counter()
            call()
            own.append(time.perf_counter() - start)
    print(name, *(f"{statistics.median(own):.4f}" for own in times), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
