"""The part of a run that one workbook shows: some of its districts, its numbers as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from kbo_screen.desk.run import InputReceipt, Run
    from kbo_screen.findings import Finding
    from kbo_screen.results.sheets.district_findings import OwnFindings

#: Inputs that hold rows of districts: of another's not even the name is told. Side lists are everybody's.
_OF_DISTRICTS = ("registry", "answers")


@dataclass(frozen=True, eq=False)
class View:
    """A run and the rows of its frames that belong to the districts shown.

    districts: as `Screening.districts`. listed: as `Screening.listed`. not_listed: rows of `Screening.products` that
    have no tier. products: as `Screening.products`. findings, inputs: what is told of the districts shown.
    is_whole: False where districts of the run are left out.
    """

    run: Run
    districts: pd.DataFrame
    listed: pd.DataFrame
    not_listed: pd.DataFrame
    products: pd.DataFrame
    findings: tuple[Finding, ...]
    inputs: tuple[InputReceipt, ...]
    is_whole: bool = True

    @property
    def lang(self) -> str:
        """The language of the run."""
        return self.run.lang


def view_of(run: Run) -> View:
    """All of a run."""
    screening = run.screening
    not_listed = screening.products[screening.products["outcome"] == "not_listed"]
    return View(
        run=run,
        districts=screening.districts,
        listed=screening.listed,
        not_listed=not_listed,
        products=screening.products,
        findings=run.findings,
        inputs=run.receipt.inputs,
    )


def part_of(
    whole: View,
    district_ixs: Sequence[int],
    findings: OwnFindings,
) -> View:
    """Some districts of a run (positions in its scope), and nothing of the others."""
    products = whole.run.registry.products
    is_shown = products["district_ix"].isin(district_ixs)
    is_listed_here = whole.listed["district_ix"].isin(district_ixs)
    files = findings.files_of(district_ixs)
    inputs = [
        file
        for file in whole.inputs
        if file.name in files or file.role not in _OF_DISTRICTS
    ]
    return View(
        run=findings.run_of(district_ixs),
        districts=whole.districts.loc[list(district_ixs)],
        listed=whole.listed[is_listed_here],
        not_listed=whole.not_listed[is_shown.loc[whole.not_listed.index]],
        products=whole.products[is_shown],
        findings=findings.of(district_ixs),
        inputs=tuple(inputs),
        is_whole=len(district_ixs) == len(whole.districts),
    )
