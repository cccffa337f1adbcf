"""What was recognised in files, as it may be shown: people in it are hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.results.shown import shown_findings, shown_inspection
from kbo_screen.sources.inspect_files import inspect_files
from kbo_screen.tasks.build_run import open_letter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kbo_screen.findings import Finding
    from kbo_screen.registry.inspection import Inspection
    from kbo_screen.tasks.run_options import RunOptions


def look_at_files(
    paths: Sequence[Path],
    options: RunOptions,
) -> tuple[list[Inspection], tuple[Finding, ...]]:
    """What was recognised on every sheet, and what is to be said of the files.

    Raises InputError where no file holds a table or one cannot be read.
    """
    inspections, findings = inspect_files(
        paths,
        open_letter(options.letter).letter,
        province=options.province,
        columns=options.columns,
        reader=options.reader,
        today=options.today,
        spellings=options.spellings,
    )
    shown_inspections = [shown_inspection(inspection) for inspection in inspections]
    return shown_inspections, shown_findings(findings)
