"""Which provinces a run is of, and that its registry holds none of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.rows import each_row
from kbo_screen.results.wording.area_names import district_title, province_title

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run

#: Provinces that are named; a country has more.
PROVINCES_NAMED: Final = 3


def first_provinces(run: Run) -> str:
    """The first provinces of the scope."""
    provinces = run.provinces[:PROVINCES_NAMED]
    titles = [province_title(province, run.lang) for province in provinces]
    return ", ".join(titles)


def nothing_of_area(run: Run) -> str:
    """That no row of the registry is of the area, and how many are of others; nothing where one is.

    Where districts were asked for by name, the rows of their neighbours are not amiss.
    """
    districts = run.screening.districts
    if districts["products"].any():
        return ""
    if run.receipt.options.get("district"):
        titles = [
            district_title(str(row.district), str(row.province), run.lang)
            for row in each_row(districts)
        ]
        return text("terminal.nothing_of_districts", run.lang, area=", ".join(titles))
    return text(
        "terminal.nothing_of_area",
        run.lang,
        area=first_provinces(run),
        count=f"{run.screening.accounting.out_of_scope:,}",
    )
