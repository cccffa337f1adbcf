"""The shortlist as a table: one row per listed group, with the names of the JSON. It holds no personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings import Place
from kbo_screen.results.rank.rank_payload import columns_of_quota, group_payloads
from kbo_screen.results.rows import each_row
from kbo_screen.results.schemas import GroupShape
from kbo_screen.results.sheets.flat_table import FlatTable

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.results.schemas import SourceShape

#: Keys of a group in the JSON that hold more than a cell does; of its source a row has four cells.
_NESTED: Final = ("other_products", "source", "answers")
#: Keys that stand there under some quotas only.
_OF_QUOTA: Final = ("province_rank", "units")
_GROUP_COLUMNS: Final = tuple(
    key for key in GroupShape.__annotations__ if key not in (*_NESTED, *_OF_QUOTA)
)
_COLUMNS: Final = (
    "province", "district", "district_code", *_GROUP_COLUMNS, "file", "sheet", "row", "other_files",
)  # fmt: skip


def rank_table(run: Run) -> FlatTable:
    """One row per listed group, in the order of the list."""
    listed = run.screening.listed
    payloads = group_payloads(run, listed)
    columns = (*_COLUMNS, *columns_of_quota(run.letter))
    rows = []
    for row, group in zip(each_row(listed), payloads, strict=True):
        values = _flat_group(group) | {
            "province": row.province,
            "district": row.district,
            "district_code": row.district_code,
        }
        rows.append([values[name] for name in columns])
    return FlatTable(columns, rows)


def _flat_group(group: GroupShape) -> dict[str, Any]:
    """A group with its lists joined and its place spelled out."""
    source = group["source"]
    return {
        **group,
        "to_confirm": " ".join(group["to_confirm"]),
        "notes": " ".join(group["notes"]),
        "file": source["file"],
        "sheet": source["sheet"],
        "row": source["row"],
        "other_files": _list_places(source),
    }


def _list_places(source: SourceShape) -> str:
    """The fields that a side list brought, each with its place."""
    places = []
    for name, place in source["other_files"].items():
        places.append(f"{name}: {Place(**place).in_words}")
    return "; ".join(places)
