"""The result in a few lines to paste into a chat. Knows brevity. Refuses names of groups and persons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kbo_screen.findings.catalogue import text
from kbo_screen.reports.rows import each_row
from kbo_screen.reports.sentences import effect_of
from kbo_screen.screening.screening import STATUSES
from kbo_screen.vocabulary.dates import thai_date

if TYPE_CHECKING:
    from kbo_screen.screening.run import Run


def chat_line(run: Run) -> str:
    """Which districts are met, met once confirmed, short, by how many; what was not checked; the deadline."""
    lang, provinces = run.lang, run.registry.scope.provinces
    quota = run.letter.quota.groups_per_district
    one = len(provinces) == 1
    head = text("chat.head", lang, province=provinces[0], quota=quota) if one else ""
    lines = [head or text("chat.head_all", lang, count=len(provinces), quota=quota)]
    districts = run.screening.districts
    for status in STATUSES:
        rows = list(each_row(districts[districts["status"] == status]))
        if rows:
            names = ", ".join(_district(row, lang) for row in rows)
            lines.append(text(f"chat.{status}", lang, count=len(rows), names=names))
    lines += [text("chat.stamp", lang, effect=effect_of(run, gap)) for gap in run.screening.not_evaluated]
    lines.append(text("chat.deadline", lang, date=thai_date(run.letter.deadline.used, lang)))
    return "\n".join(lines)


def _district(row: Any, lang: str) -> str:
    kind = "lacks_and_waits" if row.shortfall and row.to_confirm else "lacks" if row.shortfall else "waits"
    if not row.shortfall and not row.to_confirm:
        return str(row.district)
    return text(f"chat.{kind}", lang, **_counts(row, kind))


def _counts(row: Any, kind: str) -> dict[str, Any]:
    names = {"lacks": ("shortfall",), "waits": ("to_confirm",), "lacks_and_waits": ("shortfall", "to_confirm")}[kind]
    return {"district": row.district} | {name: getattr(row, name) for name in names}
