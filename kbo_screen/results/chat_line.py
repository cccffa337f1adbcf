"""The result in a few lines to paste into a chat. Knows brevity. Refuses names of groups and persons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kbo_screen.findings.catalogue import text
from kbo_screen.letters.deadline import deadline_words
from kbo_screen.results.area_names import district_unit, per_district, province_title
from kbo_screen.results.rows import each_row
from kbo_screen.results.sentences import effect_of
from kbo_screen.screening.screening import STATUSES

if TYPE_CHECKING:
    import pandas as pd

    from kbo_screen.desk.run import Run


def chat_line(run: Run) -> str:
    """Which districts are met, met once confirmed, short, by how many; what was not checked; the deadline.

    Of more than one province only how many of each: hundreds of names are no short summary.
    """
    lines = _of_one(run) if len(run.registry.scope.provinces) == 1 else _of_many(run)
    lines += [
        text("chat.stamp", run.lang, effect=effect_of(run, gap))
        for gap in run.screening.not_evaluated
    ]
    lines.append(
        text("chat.deadline", run.lang, date=deadline_words(run.letter, run.lang))
    )
    return "\n".join(lines)


def _of_one(run: Run) -> list[str]:
    """One province: its districts by name."""
    lang, (province,) = run.lang, run.registry.scope.provinces
    unit, quota = district_unit([province], lang), run.letter.quota.groups_per_district
    lines = [
        text(
            "chat.head_of",
            lang,
            province=province_title(province, lang),
            per=per_district([province], lang),
            quota=quota,
        )
    ]
    districts = run.screening.districts
    for status in STATUSES:
        rows = list(each_row(districts[districts["status"] == status]))
        if rows:
            names = ", ".join(_district(row, lang) for row in rows)
            lines.append(
                text(f"chat.{status}", lang, count=len(rows), unit=unit, names=names)
            )
    return lines


def _of_many(run: Run) -> list[str]:
    """Several provinces: how many districts of each are met, met once confirmed, short."""
    lang, provinces = run.lang, run.registry.scope.provinces
    unit, quota = district_unit(provinces, lang), run.letter.quota.groups_per_district
    districts = run.screening.districts
    of_all = text(
        "chat.all",
        lang,
        count=len(districts),
        unit=unit,
        parts=_counted(districts, lang),
    )
    return [
        text(
            "chat.head_of_all",
            lang,
            count=len(provinces),
            per=per_district(provinces, lang),
            quota=quota,
        ),
        of_all,
        *(
            text("chat.province", lang, province=name, parts=_counted(part, lang))
            for name, part in districts.groupby("province", sort=False)
        ),
    ]


def _counted(districts: pd.DataFrame, lang: str) -> str:
    """How many districts there are of each status; of the met ones, in how many a proposed group waits."""
    counts = districts["status"].value_counts()
    is_waiting = districts["status"].eq("met") & districts["selected_to_check"].gt(0)
    parts = []
    for name in STATUSES:
        if name == "met" and is_waiting.any():
            parts.append(
                text(
                    "chat.met_waits_count",
                    lang,
                    count=counts[name],
                    waits=int(is_waiting.sum()),
                )
            )
        elif counts[name]:
            parts.append(text(f"chat.{name}_count", lang, count=counts[name]))
    return ", ".join(parts)


def _district(row: Any, lang: str) -> str:
    """A district by name, with what it lacks, what waits, and which of its proposed groups do where it is met."""
    if row.shortfall and row.to_confirm:
        return text(
            "chat.lacks_and_waits",
            lang,
            district=row.district,
            shortfall=row.shortfall,
            to_confirm=row.to_confirm,
        )
    if row.shortfall:
        return text("chat.lacks", lang, district=row.district, shortfall=row.shortfall)
    if row.to_confirm:
        return text(
            "chat.waits", lang, district=row.district, to_confirm=row.to_confirm
        )
    if row.selected_to_check:
        return text(
            "chat.met_waits",
            lang,
            district=row.district,
            selected_to_check=row.selected_to_check,
        )
    return str(row.district)
