"""Why a group stands where it stands, told from a run and the cells of its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings.masking import mask_people
from kbo_screen.results.explanation.clause_rows import ExplainedGroup
from kbo_screen.results.explanation.explanation import (
    compare_groups,
    deciding_places,
    explain_group,
    find_group,
)
from kbo_screen.results.rows import plain
from kbo_screen.results.shown import shown_run
from kbo_screen.sources.cells.cell_words import words_in_cells
from kbo_screen.tasks.receipts import with_options
from kbo_screen.tasks.run_readings import with_readings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kbo_screen.desk.run import Run
    from kbo_screen.tasks.run_options import RunOptions


def explain_standing(
    run: Run,
    paths: Sequence[Path],
    options: RunOptions,
    group: str,
    *,
    against: str | None = None,
    district: str | None = None,
) -> ExplainedGroup:
    """Why a group, by its name or id, stands where it stands, with what is on its receipt.

    paths: of the registry, whose cells are quoted. against: another group, to learn why one stands above the other.
    district: of the groups, where several districts have one of that name. Raises UsageError where no group, or more
    than one, is called so.
    """
    run = with_readings(run, paths, options)
    explanation = explain_group(run, group, district=district)
    asked_words = {
        "group": _words_for_receipt(run, group, district),
        "against": against and _words_for_receipt(run, against, district),
        "district_of_group": district,
    }
    run = with_options(run, {"command": "explain", **asked_words})
    places = deciding_places(explanation, run)
    comparison = None
    if against:
        comparison = compare_groups(run, group, against, district=district)
    return ExplainedGroup(
        run=shown_run(run),
        explanation=explanation,
        cell_words=words_in_cells(paths, places, reader=options.reader),
        comparison=comparison,
    )


def _words_for_receipt(run: Run, words: str, district: str | None) -> str:
    """What names a group on a receipt: as asked, or its id where the words name a person, who is hidden there."""
    if mask_people(words) == words:
        return words
    group = find_group(run, words, district=district)
    return str(plain(run.screening.groups["group_id"].loc[group]) or words)
