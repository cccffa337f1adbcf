"""Where each district stands and what would close the gap: on the screen, as JSON, CSV and a workbook.

Knows how levers, questions and nearly-in groups read; says that the letter decides. Refuses telephone numbers
unless contacts are asked for.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.reports.rank_csv import BOM, as_text
from kbo_screen.reports.rows import each_row, plain
from kbo_screen.reports.sentences import blocking_sentence, not_evaluated_lines, question
from kbo_screen.reports.terminal import print_line, show_head, show_stamps, show_totals, summary_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd
    from rich.console import Console

    from kbo_screen.screening.questions import Question
    from kbo_screen.screening.run import Run
    from kbo_screen.screening.shortfall import Ask, Lever

SCHEMA_ID: Final = "kbo-screen/shortfall/1"
#: Columns of numbers in the workbook.
_CENTRED: Final = ("required", "certain", "to_confirm", "shortfall", "rank", "count")
#: Groups shown of each list of a district; all are in the workbook and the JSON.
SHOWN: Final = 5
_COUNTS: Final = ("province", "district", "required", "certain", "possible", "to_confirm", "shortfall", "status")


@dataclass(frozen=True, eq=False)
class Shortfall:
    """All that a report of shortfalls reads: the run, its levers, whom to ask by district, who is nearly in."""

    run: Run
    levers: list[Lever]
    asks: dict[int, list[Ask]]
    nearly: pd.DataFrame
    with_contacts: bool = False

    def open_districts(self) -> Iterator[Any]:
        """The districts that are not met, in order."""
        return (row for row in each_row(self.run.screening.districts) if row.status != "met")

    def levers_of(self, district_ix: int) -> list[tuple[Lever, Any]]:
        """The levers that would bring a group into a district, the strongest first."""
        rows: list[tuple[Lever, Any]] = [(lever, lever.districts.loc[district_ix]) for lever in self.levers]
        helping = [(lever, row) for lever, row in rows if row["entering"] > 0]
        return sorted(helping, key=lambda pair: -int(pair[1]["entering"]))

    def nearly_of(self, district_ix: int) -> list[Any]:
        """The groups of a district that are one condition away."""
        districts = self.run.screening.groups["district_ix"]
        return [row for row in each_row(self.nearly) if districts.loc[row.group] == district_ix]


def show_shortfall(found: Shortfall, console: Console) -> None:
    """Show every district against the quota, then for each that is not met: whom to ask, levers, who is nearly in."""
    run, lang = found.run, found.run.lang
    show_head(run, console)
    show_stamps(run, console)
    console.print(summary_table(run))
    show_totals(run, console)
    for row in found.open_districts():
        status = text(f"words.status.{row.status}", lang)
        need = text("shortfall.needs", lang, count=row.required - min(row.certain, row.required))
        print_line(
            console, f"{text('terminal.district', lang, district=row.district)}  ({status}, {need})", style="bold"
        )
        if not row.possible:
            print_line(console, text(f"terminal.{'nobody' if row.products else 'no_rows'}", lang), indent=2)
        asks = found.asks.get(row.Index, [])
        _show_list(console, text("shortfall.ask", lang), [_ask_line(found, ask) for ask in asks], lang)
        _show_list(
            console,
            text("shortfall.levers", lang),
            [_lever_line(run, *pair) for pair in found.levers_of(row.Index)],
            lang,
        )
        _show_list(
            console,
            text("shortfall.nearly", lang),
            [_nearly_line(run, near) for near in found.nearly_of(row.Index)],
            lang,
        )
        console.print()
    print_line(console, text("shortfall.letter_decides", lang), style="dim")


def _show_list(console: Console, title: str, lines: list[str], lang: str) -> None:
    if not lines:
        return
    print_line(console, title, indent=2, style="bold")
    for line in lines[:SHOWN]:
        print_line(console, f"- {line}", indent=4)
    if len(lines) > SHOWN:
        print_line(console, text("shortfall.more", lang, count=len(lines) - SHOWN), indent=4, style="dim")


def _ask_line(found: Shortfall, ask: Ask) -> str:
    run, lang = found.run, found.run.lang
    group: Any = run.screening.groups.loc[ask.group]
    words = "; ".join(_question_words(run, asked) for asked in ask.questions)
    phone = _phone(found, group["product"])
    contact = text("shortfall.phone", lang, phone=phone) if phone else ""
    return text("shortfall.ask_line", lang, group=group["group_name"], rank=group["rank"], questions=words) + contact


def _question_words(run: Run, asked: Question) -> str:
    if asked.doubt:
        words = text("sentences.ask.same", run.lang, name=asked.doubt.name, likeness=f"{asked.doubt.likeness:.0f}")
    else:
        words = question(run, asked.condition)
    return f"{words} ({asked.place.cell})" if asked.place.cell else words


def _phone(found: Shortfall, product: Any) -> str | None:
    if not found.with_contacts:
        return None
    phone = plain(found.run.registry.products["phone"].iat[int(product)])
    return str(phone) if phone else None


def _lever_line(run: Run, lever: Lever, row: Any) -> str:
    condition = run.letter.condition(lever.variant.condition)
    fields = {
        "count": int(row["entering"]),
        "wording": condition.wording.to(run.lang),
        "clause": condition.clause,
        "value": lever.variant.value,
        "status": text(f"words.status.{row['status']}", run.lang),
    }
    return text(f"shortfall.lever.{lever.variant.change}", run.lang, **fields)


def _nearly_line(run: Run, near: Any) -> str:
    condition = run.letter.condition(near.condition)
    place = run.registry.place(near.product, condition.field)
    fields = {
        "group": run.screening.groups.loc[near.group]["group_name"],
        "wording": condition.wording.to(run.lang),
        "clause": condition.clause,
        "cell": " ".join(part for part in (place.sheet, place.cell) if part) or "-",
    }
    return text("shortfall.nearly_line", run.lang, **fields)


def shortfall_payload(found: Shortfall) -> dict[str, Any]:
    """The result as plain values, in the shape of `schemas.ShortfallPayload`."""
    run = found.run
    statuses = run.screening.districts["status"].value_counts()
    return {
        "schema": SCHEMA_ID,
        "receipt": run.receipt.model_dump(mode="json"),
        "districts": [_district(found, row) for row in each_row(run.screening.districts)],
        "totals": {
            **{name: int(statuses.get(name, 0)) for name in ("met", "confirm", "short")},
            **{name: int(run.screening.districts[name].sum()) for name in ("required", "to_confirm", "shortfall")},
        },
    }


def shortfall_json(found: Shortfall) -> str:
    """The whole result as JSON text."""
    return json.dumps(shortfall_payload(found), ensure_ascii=False)


def _district(found: Shortfall, row: Any) -> dict[str, Any]:
    is_open = row.status != "met"
    return {name: plain(getattr(row, name)) for name in _COUNTS} | {
        "levers": [_lever(lever, of) for lever, of in found.levers_of(row.Index)] if is_open else [],
        "ask": [asked for ask in found.asks.get(row.Index, []) for asked in _asked(found, ask)],
        "nearly_in": [_near(found.run, near) for near in found.nearly_of(row.Index)] if is_open else [],
    }


def _lever(lever: Lever, row: Any) -> dict[str, Any]:
    variant = lever.variant
    counts = {name: int(row[name]) for name in ("entering", "certain", "possible", "shortfall")}
    return {"condition": variant.condition, "variant": variant.path, **counts, "status": str(row["status"])}


def _asked(found: Shortfall, ask: Ask) -> Iterator[dict[str, Any]]:
    group = found.run.screening.groups.loc[ask.group]
    for asked in ask.questions:
        yield {
            "id": asked.id,
            "group_id": plain(group["group_id"]),
            "group_name": group["group_name"],
            "rank": plain(group["rank"]),
            "condition": asked.condition,
            "question": _question_words(found.run, asked),
            "file": asked.place.file,
            "sheet": asked.place.sheet,
            "cell": asked.place.cell,
            **({"phone": _phone(found, asked.product)} if found.with_contacts else {}),
        }


def _near(run: Run, near: Any) -> dict[str, Any]:
    condition = run.letter.condition(near.condition)
    group = run.screening.groups.loc[near.group]
    place = run.registry.place(near.product, condition.field)
    named = {"group_id": plain(group["group_id"]), "group_name": group["group_name"]}
    return named | {"condition": condition.id, "clause": condition.clause, **place._asdict()}


def shortfall_csv(found: Shortfall) -> str:
    """One row per district, as Excel opens it (utf-8-sig)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COUNTS)
    rows = each_row(found.run.screening.districts)
    writer.writerows([as_text(plain(getattr(row, name))) for name in _COUNTS] for row in rows)
    return BOM + out.getvalue()


def write_shortfall(found: Shortfall, font: str, path: Path) -> None:
    """The result as a workbook: districts, whom to ask, levers, nearly in."""
    from kbo_screen.reports.workbook.pages import Book, Column

    book = Book(str(path), font)
    run, lang = found.run, found.run.lang

    def page(name: str, **widths: int) -> Any:
        columns = [Column(text(f"workbook.column.{c}", lang), width, c in _CENTRED) for c, width in widths.items()]
        sheet = book.page(text(f"shortfall.sheet.{name}", lang), columns)
        sheet.line(text(f"shortfall.title.{name}", lang), "title")
        for line in not_evaluated_lines(run):
            sheet.line(line, "stamp")
        sheet.header()
        return sheet

    districts = page("districts", district=28, required=16, certain=16, to_confirm=16, shortfall=16, status=30)
    districts.table(
        [row.district, row.required, row.required - row.to_confirm - row.shortfall, row.to_confirm, row.shortfall,
         text(f"words.status.{row.status}", lang)]
        for row in each_row(run.screening.districts)
    )  # fmt: skip
    asks = page("ask", district=20, rank=8, group=34, question=60, cell=24, phone=18, answer=20, question_id=24)
    rows: list[list[Any]] = [
        [row.district, asked["rank"], asked["group_name"], asked["question"], _where(asked),
         asked.get("phone"), None, asked["id"]]
        for row in found.open_districts()
        for ask in found.asks.get(row.Index, [])
        for asked in _asked(found, ask)
    ]  # fmt: skip
    asks.table(rows)
    levers = page("levers", district=24, change=90, count=14, status=30)
    levers.table(
        [row.district, _lever_line(run, lever, of), int(of["entering"]), text(f"words.status.{of['status']}", lang)]
        for row in found.open_districts()
        for lever, of in found.levers_of(row.Index)
    )
    levers.line(text("shortfall.letter_decides", lang), "plain")
    nearly = page("nearly", district=24, group=40, blocking=70, cell=24)
    nearly.table(
        [
            row.district,
            near["group_name"],
            blocking_sentence(run, near["condition"]),
            _where(near),
        ]
        for row in found.open_districts()
        for raw in found.nearly_of(row.Index)
        for near in [_near(run, raw)]
    )
    book.workbook.close()


def _where(told: dict[str, Any]) -> str:
    """Sheet and cell, as far as there are any."""
    return " ".join(part for part in (told["sheet"], told["cell"]) if part)
