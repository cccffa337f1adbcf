"""The result in a few lines to paste into a chat, without names of groups or people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kbo_screen.findings.catalogue import text
from kbo_screen.letters.deadline_words import deadline_words
from kbo_screen.results.rows import each_row
from kbo_screen.results.wording.area_names import (
    district_unit,
    per_district,
    province_title,
)
from kbo_screen.results.wording.province_quota import province_lines
from kbo_screen.results.wording.sentences import effect_of
from kbo_screen.screening.screening import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from kbo_screen.desk.run import Run


def chat_line(run: Run) -> str:
    """Which districts are met, met once confirmed, short; what was not checked; by when.

    Of more than one province only how many of each: hundreds of names are no summary.
    """
    lang = run.lang
    provinces = run.provinces
    lines = _of_one_province(run) if len(provinces) == 1 else _of_provinces(run)
    for gap in run.screening.not_evaluated:
        lines.append(
            text(
                "chat.stamp",
                lang,
                effect=effect_of(run, gap),
            )
        )
    lines.append(deadline_line(run))
    return "\n".join(lines)


def deadline_line(run: Run) -> str:
    """The day by which lists are to be sent; that it is past where the run is of a later day."""
    return text(
        "chat.deadline_past" if _is_past_due(run) else "chat.deadline",
        run.lang,
        date=deadline_words(run.letter, run.lang),
    )


def reminder_line(run: Run) -> str:
    """The same as a request to whoever has still to send something."""
    return text(
        "chat.list.remind_past" if _is_past_due(run) else "chat.list.remind",
        run.lang,
        date=deadline_words(run.letter, run.lang),
    )


def _is_past_due(run: Run) -> bool:
    return run.receipt.time.date() > run.letter.due_date


def _of_one_province(run: Run) -> list[str]:
    """One province: its districts by name."""
    lang, (province,) = run.lang, run.provinces
    head = _head_of_quota(run, province_title(province, lang)) or text(
        "chat.head_of",
        lang,
        province=province_title(province, lang),
        per=per_district(run),
        quota=run.letter.quota.least_per_district,
    )
    if not run.letter.quota.least_per_district:
        return [head, *province_lines(run)]
    districts = run.screening.districts
    of_statuses = [districts[districts["status"] == status] for status in STATUSES]
    unit = district_unit(run)
    return [
        head,
        *province_lines(run),
        *(_status_line(each, unit, lang) for each in of_statuses if len(each)),
    ]


def _head_of_quota(run: Run, where: str) -> str | None:
    """The quota of a letter that says more than a number of each district, in its own words."""
    quota = run.letter.quota
    if quota.per_province is None and quota.unit == "groups":
        return None
    return quota_of_province(run, where)


def quota_of_province(run: Run, where: str) -> str:
    """The quota in the letter's own words, and where it counts."""
    words = run.letter.quota.wording.to(run.lang)
    return text("chat.head_of_quota", run.lang, where=where, quota=words)


def _status_line(
    districts: pd.DataFrame,
    unit: str,
    lang: str,
) -> str:
    """How many districts there are of one status, and which."""
    status = districts["status"].iloc[0]
    names = ", ".join(_district(row, lang) for row in each_row(districts))
    return text(
        f"chat.{status}",
        lang,
        count=len(districts),
        unit=unit,
        names=names,
    )


def _of_provinces(run: Run) -> list[str]:
    """Several provinces: how many districts of each are met, met once confirmed, short."""
    lang, provinces = run.lang, run.provinces
    districts = run.screening.districts
    where = text("page.where_all", lang, count=len(provinces))
    head = _head_of_quota(run, where) or text(
        "chat.head_of_all",
        lang,
        count=len(provinces),
        per=per_district(run),
        quota=run.letter.quota.least_per_district,
    )
    whole_country = text(
        "chat.all",
        lang,
        count=len(districts),
        unit=district_unit(run),
        parts=_status_counts(districts, lang),
    )
    return [head, whole_country, *_province_lines(districts, lang)]


def _province_lines(districts: pd.DataFrame, lang: str) -> Iterator[str]:
    for name, rows in districts.groupby("province", sort=False):
        yield text(
            "chat.province", lang, province=name, parts=_status_counts(rows, lang)
        )


def _status_counts(districts: pd.DataFrame, lang: str) -> str:
    """How many districts are of each status; in how many met ones a proposed group waits."""
    counts = districts["status"].value_counts()
    is_waiting = districts["status"].eq("met") & districts["selected_to_check"].gt(0)
    waits = int(is_waiting.sum())
    parts = []
    for status in STATUSES:
        count = counts[status]
        if status == "met" and waits:
            parts.append(
                text(
                    "chat.met_waits_count",
                    lang,
                    count=count,
                    waits=waits,
                )
            )
        elif count:
            parts.append(text(f"chat.{status}_count", lang, count=count))
    return ", ".join(parts)


def _district(row: Any, lang: str) -> str:
    """A district by name, with what it lacks and what waits."""
    name, lacks, waits = row.district, row.shortfall, row.to_confirm
    if lacks and waits:
        line = "chat.lacks_and_waits"
        return text(
            line,
            lang,
            district=name,
            shortfall=lacks,
            to_confirm=waits,
        )
    if lacks:
        return text("chat.lacks", lang, district=name, shortfall=lacks)
    if waits:
        return text("chat.waits", lang, district=name, to_confirm=waits)
    if row.selected_to_check:
        count = row.selected_to_check
        return text("chat.met_waits", lang, district=name, selected_to_check=count)
    return str(name)
