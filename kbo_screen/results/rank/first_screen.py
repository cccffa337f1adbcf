"""What the first screen of a shortlist counts, by district or by province."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.screening.screening import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from kbo_screen.desk.run import Run

#: Columns of the table of districts, and of that of provinces; `terminal.column.NAME` is the label of each.
DISTRICT_COLUMNS: Final = ("district", "status", "proposed", "waiting", "shortfall")
#: Of districts to which the letter sets no least.
COLUMNS_WITHOUT_LEAST: Final = ("district", "proposed", "waiting")
PROVINCE_COLUMNS: Final = (
    "province",
    *STATUSES,
    "proposed",
    "waiting",
    "groups_short",
)


def province_rows(run: Run) -> Iterator[list[str]]:
    """Per province its districts by status, its groups proposed, how many of them wait, how many are short; then all.

    A province of which the registry holds no row says so.
    """
    districts = run.screening.districts
    proposed = proposed_by_district(run)
    for province, rows in districts.groupby("province", sort=False):
        name = str(province)
        if not rows["products"].any():
            name = text("terminal.province_without_rows", run.lang, province=name)
        yield [name, *_counts(rows, proposed)]
    yield [text("shortfall.total", run.lang), *_counts(districts, proposed)]


def proposed_by_district(run: Run) -> pd.Series[int]:
    """How many groups are proposed of each district, same index as `Screening.districts`."""
    listed = run.screening.listed
    counts = listed.groupby("district_ix")["selected"].sum()
    return counts.reindex(run.screening.districts.index, fill_value=0)


def _counts(
    districts: pd.DataFrame,
    proposed: pd.Series[int],
) -> list[str]:
    by_status = [int((districts["status"] == status).sum()) for status in STATUSES]
    counts = [
        *by_status,
        int(proposed[districts.index].sum()),
        int(districts["selected_to_check"].sum()),
        int(districts["shortfall"].sum()),
    ]
    return [f"{count:,}" for count in counts]
