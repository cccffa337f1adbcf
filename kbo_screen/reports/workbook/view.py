"""The part of a run that one workbook shows: some of its districts. Refuses to change a number of the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from kbo_screen.screening.run import Run


@dataclass(frozen=True, eq=False)
class View:
    """A run and the rows of its frames that belong to the districts shown.

    districts: as `Screening.districts`. listed: as `Screening.listed`. not_listed: rows of `Screening.products` that
    have no tier.
    """

    run: Run
    districts: pd.DataFrame
    listed: pd.DataFrame
    not_listed: pd.DataFrame

    @property
    def lang(self) -> str:
        """The language of the run."""
        return self.run.lang


def view_of(run: Run, district_ixs: list[int] | None = None) -> View:
    """All of a run, or some of its districts (positions in its scope)."""
    screening = run.screening
    districts, listed = screening.districts, screening.listed
    not_listed = screening.products[screening.products["outcome"] == "not_listed"]
    if district_ixs is None:
        return View(run, districts, listed, not_listed)
    of_products = run.registry.products["district_ix"]
    return View(
        run,
        districts.loc[district_ixs],
        listed[listed["district_ix"].isin(district_ixs)],
        not_listed[of_products.loc[not_listed.index].isin(district_ixs)],
    )
