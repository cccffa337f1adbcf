"""The same inputs under changed letters: what every variant of the letter, and every other letter, does to a run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kbo_screen.gap.variant_results import compare_letters
from kbo_screen.gap.variants import (
    READING,
    in_scope_of,
    read_by,
    sides_of_reading,
    vary_letter,
)
from kbo_screen.tasks.build_run import nobody, read_inputs, with_config
from kbo_screen.tasks.receipts import with_options

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from pathlib import Path

    from kbo_screen.desk.run import Run
    from kbo_screen.gap.variant_results import VariantResult
    from kbo_screen.letters.loading import LoadedLetter
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.tasks.build_run import Say
    from kbo_screen.tasks.run_options import RunOptions


def with_variants(
    run: Run,
    variants: Sequence[str],
    letters: Sequence[LoadedLetter],
    readings: Sequence[str] = (),
) -> Run:
    """The run with its variants on the receipt: without them the same receipt would not give the same result."""
    files = [
        {"file": letter.name, "id": letter.letter.id, "sha256": letter.sha256}
        for letter in letters
    ]
    options = {
        "command": "whatif",
        "variant": list(variants),
        "variant_letter": files,
        "reading": list(readings),
    }
    return with_options(run, options)


def compare(
    run: Run,
    paths: Sequence[Path],
    options: RunOptions,
    variants: Sequence[str],
    letters: Sequence[LoadedLetter],
    say: Say = nobody,
    *,
    readings: Sequence[str] = (),
) -> list[VariantResult]:
    """What every variant, every other letter and every reading does to the run, as a run of its own would have it.

    The inputs are read again for a letter that has them read otherwise, such as for another round of stars.
    readings: ids of readings, of each of which every other side is taken.
    """
    changed = [(words, vary_letter(run.letter, words)) for words in variants]
    for reading_id in readings:
        sides = sides_of_reading(run.letter, reading_id)
        changed += [(f"{READING}={side.name}", side.letter) for side in sides]
    changed += [
        (loaded.name, with_config(loaded.letter, options.config)) for loaded in letters
    ]
    #: By what a letter says of the reading; None is the run's own registry.
    registries: dict[Hashable, Registry | None] = {read_by(run.letter): None}
    results = []
    for name, letter in changed:
        key = read_by(letter)
        if key not in registries:
            narrowed = in_scope_of(run.letter, letter)
            registries[key] = read_inputs(
                paths, narrowed, options, say, asked_under=run.letter
            )
        result = compare_letters(
            run.registry, run.screening, letter, name, read_again=registries[key]
        )
        results.append(replace(result, of_province=_other_province(run, letter)))
    return results


def _other_province(run: Run, letter: Letter) -> str | None:
    """The province of a letter that was written for other districts than the run's."""
    own_area = (run.letter.province, run.letter.districts)
    is_same = own_area == (letter.province, letter.districts)
    return None if is_same else letter.province
