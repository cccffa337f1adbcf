"""Where each district stands and what would close the gap: on the screen, as JSON, CSV and a workbook.

Knows how levers, questions and nearly-in groups read; says that the letter decides. Refuses telephone numbers
unless contacts are asked for.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from rich.table import Table

from kbo_screen.findings.catalogue import text
from kbo_screen.reports.rank_csv import BOM, as_text
from kbo_screen.reports.rows import each_row, plain
from kbo_screen.reports.sentences import blocking_sentence, not_evaluated_lines, question_line
from kbo_screen.reports.terminal import RULED, print_line, show_head, show_stamps, show_totals, summary_table
from kbo_screen.reports.workbook.pages import Book, Column
from kbo_screen.screening.questions import PREFERENCE
from kbo_screen.screening.shortfall import Ask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd
    from rich.console import Console

    from kbo_screen.screening.questions import Question
    from kbo_screen.screening.run import Run
    from kbo_screen.screening.shortfall import Lever
    from kbo_screen.screening.submissions.validation import CheckedDistrict, Validation

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
    #: As `boundary_cases` returns.
    boundary: pd.DataFrame
    #: Questions about the preference whose answer would change who is proposed.
    preference: list[Question]
    #: What the districts sent, where that was given.
    checked: Validation | None = None
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
        return self._nearly_by_district.get(district_ix, [])

    def boundary_of(self, district_ix: int) -> list[Any]:
        """The groups of a district that are in, or out, by one unit; those that are out first."""
        return sorted(self._boundary_by_district.get(district_ix, []), key=lambda row: bool(row.listed))

    def preference_of(self, district_ix: int) -> list[Question]:
        """The questions about the preference that would change who a district is proposed."""
        districts = self.run.registry.products["district_ix"].to_numpy()
        return [asked for asked in self.preference if districts[asked.product] == district_ix]

    @cached_property
    def _nearly_by_district(self) -> dict[int, list[Any]]:
        return self._by_district(self.nearly)

    @cached_property
    def _boundary_by_district(self) -> dict[int, list[Any]]:
        return self._by_district(self.boundary)

    def _by_district(self, frame: pd.DataFrame) -> dict[int, list[Any]]:
        districts = self.run.screening.groups["district_ix"].to_dict()
        found: dict[int, list[Any]] = {}
        for row in each_row(frame):
            found.setdefault(districts[row.group], []).append(row)
        return found


def show_shortfall(found: Shortfall, console: Console) -> None:
    """Show every district against the quota, then for each that is not met: whom to ask, levers, who is nearly in."""
    run, lang = found.run, found.run.lang
    show_head(run, console)
    show_stamps(run, console)
    console.print(summary_table(run))
    show_totals(run, console)
    show_sent(found, console)
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
            [lever_line(run, *pair) for pair in found.levers_of(row.Index)],
            lang,
        )
        _show_list(
            console,
            text("shortfall.nearly", lang),
            [nearly_line(run, near) for near in found.nearly_of(row.Index)],
            lang,
        )
        missed = [boundary_line(run, edge) for edge in found.boundary_of(row.Index) if not edge.listed]
        _show_list(console, text("shortfall.boundary", lang), missed, lang)
        console.print()
    asked = [
        f"{run.screening.groups['group_name'].loc[_group_of(run, q)]}: {preference_words(run, q)}"
        for q in found.preference
    ]
    _show_list(console, text("shortfall.preference", lang), asked, lang)
    print_line(console, text("shortfall.letter_decides", lang), style="dim")


def show_sent(found: Shortfall, console: Console) -> None:
    """Show what each district sent, where lists were given."""
    if found.checked is None:
        return
    lang = found.run.lang
    table = Table(box=RULED, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1))
    for name in _SENT:
        justify: Literal["left", "right"] = "left" if name in ("district", "status") else "right"
        table.add_column(text(f"shortfall.sent.{name}", lang), justify=justify, no_wrap=True)
    for district in found.checked.districts:
        sent = _sent(found.checked, district)
        words = [str(sent[name]) for name in ("submitted", "accepted", "short_after")]
        name = found.run.registry.scope.districts[district.district_ix].district
        on_time = text(f"validate.on_time.{str(district.on_time).lower()}", lang)
        table.add_row(name, _sent_words(found.checked, district, lang), *words, on_time)
    console.print(table)
    console.print()


#: Columns of what the districts sent.
_SENT: Final = ("district", "status", "submitted", "accepted", "short_after", "on_time")


def _sent(checked: Validation, district: CheckedDistrict) -> dict[str, Any]:
    """Groups named and accepted, and what is short after that."""
    file = None if district.file is None else checked.files[district.file]
    return {
        "submitted": 0 if file is None else len(file.submission.rows),
        "accepted": district.accepted,
        "on_time": district.on_time,
        "short_after": district.shortfall,
    }


def _sent_words(checked: Validation, district: CheckedDistrict, lang: str) -> str:
    if district.file is None:
        return text("validate.on_time.not_sent", lang)
    return text(f"validate.short.{checked.files[district.file].status}", lang)


def _group_of(run: Run, asked: Question) -> int:
    return int(run.screening.products["group"].to_numpy()[asked.product])


def preference_words(run: Run, asked: Question) -> str:
    """What to ask about the preference, with its clause and cell."""
    preference = run.letter.preference
    wording, clause = (preference.wording.to(run.lang), preference.clause) if preference else ("", "")
    return text("shortfall.preference_line", run.lang, wording=wording, clause=clause, cell=asked.place.cell or "-")


def boundary_line(run: Run, edge: Any) -> str:
    """A group that is in, or out, by one unit."""
    condition = run.letter.condition(edge.condition)
    place = run.registry.place(edge.product, condition.field)
    return text(
        f"shortfall.boundary_{'listed' if edge.listed else 'missed'}",
        run.lang,
        group=run.screening.groups["group_name"].loc[edge.group],
        what=text(f"words.field.{condition.field}", run.lang),
        value=plain(edge.value),
        clause=condition.clause,
        cell=" ".join(part for part in (place.sheet, place.cell) if part) or "-",
    )


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
    words = "; ".join(question_line(run, asked) for asked in ask.questions)
    phone = _phone(found, group["product"])
    contact = text("shortfall.phone", lang, phone=phone) if phone else ""
    return text("shortfall.ask_line", lang, group=group["group_name"], rank=group["rank"], questions=words) + contact


def _phone(found: Shortfall, product: Any) -> str | None:
    if not found.with_contacts:
        return None
    phone = plain(found.run.registry.products["phone"].iat[int(product)])
    return str(phone) if phone else None


def lever_line(run: Run, lever: Lever, row: Any) -> str:
    """What a changed condition would bring a district."""
    condition = run.letter.condition(lever.variant.condition)
    fields = {
        "count": int(row["entering"]),
        "wording": condition.wording.to(run.lang),
        "clause": condition.clause,
        "value": lever.variant.value,
        "status": text(f"words.status.{row['status']}", run.lang),
    }
    return text(f"shortfall.lever.{lever.variant.change}", run.lang, **fields)


def nearly_line(run: Run, near: Any) -> str:
    """A group that is one condition away, with the condition and its cell."""
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
        "boundary": [_edge(found.run, edge) for edge in found.boundary_of(row.Index)] if is_open else [],
        "ask_preference": [
            one
            for asked in found.preference_of(row.Index)
            for one in _asked(found, Ask(_group_of(found.run, asked), (asked,)))
        ],
        "submission": _sent(found.checked, found.checked.districts[row.Index]) if found.checked else None,
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
            "question": preference_words(found.run, asked)
            if asked.condition == PREFERENCE
            else question_line(found.run, asked),
            "file": asked.place.file,
            "sheet": asked.place.sheet,
            "cell": asked.place.cell,
            **({"phone": _phone(found, asked.product)} if found.with_contacts else {}),
        }


def _edge(run: Run, edge: Any) -> dict[str, Any]:
    return _near(run, edge) | {"value": plain(edge.value), "listed": bool(edge.listed)}


def _near(run: Run, near: Any) -> dict[str, Any]:
    condition = run.letter.condition(near.condition)
    group = run.screening.groups.loc[near.group]
    place = run.registry.place(near.product, condition.field)
    named = {"group_id": plain(group["group_id"]), "group_name": group["group_name"]}
    return named | {"condition": condition.id, "clause": condition.clause, **place._asdict()}


def shortfall_csv(found: Shortfall) -> str:
    """One row per district, as Excel opens it (utf-8-sig); what it sent, where lists were given."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    more = ("submitted", "accepted", "on_time", "short_after") if found.checked else ()
    writer.writerow([*_COUNTS, *more])
    for row in each_row(found.run.screening.districts):
        sent = _sent(found.checked, found.checked.districts[row.Index]) if found.checked else {}
        values = [plain(getattr(row, name)) for name in _COUNTS] + [sent[name] for name in more]
        writer.writerow([as_text(value) for value in values])
    return BOM + out.getvalue()


def write_shortfall(found: Shortfall, font: str, path: Path, *, each: bool = False) -> None:
    """The result as a workbook: districts, whom to ask, levers, nearly in; each: then a page per district to print."""
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
        [row.district, lever_line(run, lever, of), int(of["entering"]), text(f"words.status.{of['status']}", lang)]
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
    edges = page("boundary", district=24, line=150)
    edges.table(
        [row.district, boundary_line(run, edge)]
        for row in found.open_districts()
        for edge in found.boundary_of(row.Index)
    )
    if found.checked:
        sent = page("sent", district=28, status=28, submitted=14, accepted=14, shortfall=20, on_time=18)
        sent.table(_sent_row(found, district) for district in found.checked.districts)
    if each:
        _add_each(found, book)
    book.workbook.close()


def _sent_row(found: Shortfall, district: CheckedDistrict) -> list[Any]:
    if found.checked is None:
        return []
    lang, sent = found.run.lang, _sent(found.checked, district)
    name = found.run.registry.scope.districts[district.district_ix].district
    counts = [sent[name] for name in ("submitted", "accepted", "short_after")]
    on_time = text(f"validate.on_time.{str(district.on_time).lower()}", lang)
    return [name, _sent_words(found.checked, district, lang), *counts, on_time]


def _add_each(found: Shortfall, book: Book) -> None:
    """A page per district to print: where it stands, whom to ask, what would close the gap."""
    run, lang = found.run, found.run.lang
    for row in each_row(run.screening.districts):
        columns = [
            Column(text(f"workbook.column.{name}", lang), width) for name, width in (("kind", 40), ("words", 130))
        ]
        page = book.page(str(row.district), columns)
        page.line(text("shortfall.title.each", lang, district=row.district, province=row.province), "title")
        certain = row.required - row.to_confirm - row.shortfall
        parts = [
            f"{text(f'workbook.column.{name}', lang)} {count}"
            for name, count in zip(_EACH, (row.required, certain, row.to_confirm, row.shortfall), strict=True)
        ]
        page.line(f"{text(f'words.status.{row.status}', lang)}: {' | '.join(parts)}")
        for line in not_evaluated_lines(run):
            page.line(line, "stamp")
        page.header()
        is_open = row.status != "met"
        sections = {
            "ask": [_ask_line(found, ask) for ask in found.asks.get(row.Index, [])],
            "preference": [preference_words(run, asked) for asked in found.preference_of(row.Index)],
            "levers": [lever_line(run, *pair) for pair in found.levers_of(row.Index)] if is_open else [],
            "nearly": [nearly_line(run, near) for near in found.nearly_of(row.Index)] if is_open else [],
            "boundary": [boundary_line(run, edge) for edge in found.boundary_of(row.Index) if not edge.listed],
        }
        rows = [[text(f"shortfall.{name}", lang), line] for name, lines in sections.items() for line in lines]
        page.table(rows or [["-", text(f"words.status.{row.status}", lang)]])


_EACH: Final = ("required", "certain", "to_confirm", "shortfall")


def _where(told: dict[str, Any]) -> str:
    """Sheet and cell, as far as there are any."""
    return " ".join(part for part in (told["sheet"], told["cell"]) if part)
