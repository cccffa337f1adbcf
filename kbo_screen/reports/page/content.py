"""What stands on the page, as plain values: the province, every district, every group with its clauses and cells.

Knows what a reader needs beside each group. Refuses markup (`page.html.j2` has it) and personal data.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kbo_screen.findings.catalogue import text
from kbo_screen.reports.finding_lines import FindingLine, gather_findings
from kbo_screen.reports.rows import each_row, plain_column
from kbo_screen.reports.sentences import not_evaluated_lines
from kbo_screen.screening.registry import NO_CELL, cell_name
from kbo_screen.vocabulary.dates import thai_date

if TYPE_CHECKING:
    import pandas as pd

    from kbo_screen.findings import Finding
    from kbo_screen.screening.run import Run

#: Kinds of finding that the page shows; the counts beside them are whole.
FINDINGS_SHOWN: Final = 200
#: The classes of a deciding cell, as the page's style knows them.
TRUE, FALSE, OPEN, NONE = "t", "f", "u", "n"


class Fact(NamedTuple):
    """One deciding value of a group: whether it holds, the value, and its cell in the registry."""

    state: str
    value: str
    cell: str


class GroupRow(NamedTuple):
    """One group of a list."""

    rank: int
    selected: bool
    name: str
    group_id: str
    product: str
    facts: list[Fact]
    certainty: str
    notes: str


class CheckRow(NamedTuple):
    """One list that a district sent, checked."""

    file: str
    status: str
    words: str
    summary: str
    findings: list[FindingLine]
    more: list[str]


@dataclass(slots=True)
class District:
    """One district: its counts, its list, and what else is known of it."""

    anchor: str
    name: str
    status: str
    status_words: str
    required: int
    certain: int
    to_confirm: int
    shortfall: int
    nobody: str | None
    tiers: list[str]
    groups: list[GroupRow]
    sections: list[tuple[str, list[str]]] = field(default_factory=list)
    checks: list[CheckRow] = field(default_factory=list)


@dataclass(slots=True)
class Content:
    """The page. columns: label and clause of every deciding column; totals: status -> districts."""

    lang: str
    title: str
    head: list[str]
    stamps: list[str]
    totals: list[tuple[str, str, int]]
    columns: list[tuple[str, str]]
    districts: list[District]
    findings: list[FindingLine]
    receipt: list[str]
    across: list[FindingLine] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        """More districts than are shown open: the whole country."""
        return len(self.districts) > OPEN_DISTRICTS


#: Districts up to which every list is open from the start.
OPEN_DISTRICTS: Final = 40


def content_of(run: Run) -> Content:
    """The page of a run: province, districts, lists; sections and checks are put in by whoever knows of them."""
    letter, lang = run.letter, run.lang
    scope = run.registry.scope
    provinces = ", ".join(scope.provinces[:3]) + (" …" if len(scope.provinces) > 3 else "")
    date, due = thai_date(letter.date, lang), thai_date(letter.deadline.used, lang)
    names = ", ".join(file.name for file in run.registry.inputs[:6])
    counts = run.screening.districts["status"].value_counts()
    return Content(
        lang=lang,
        title=text("chat.head" if len(scope.provinces) == 1 else "chat.head_all", lang,
                   province=provinces, count=len(scope.provinces), quota=letter.quota.groups_per_district),
        head=[
            text("terminal.letter", lang, number=letter.number, date=date, province=letter.province),
            text("terminal.registry", lang, files=names, products=f"{len(run.registry.products):,}"),
            text("terminal.quota", lang, quota=letter.quota.wording.to(lang), clause=letter.quota.clause, deadline=due),
        ],
        stamps=not_evaluated_lines(run),
        totals=[(s, text(f"words.status.{s}", lang), int(counts.get(s, 0))) for s in ("met", "confirm", "short")],
        columns=_columns(run),
        districts=_districts(run),
        findings=lines_shown(run.findings, lang),
        receipt=_receipt(run),
    )  # fmt: skip


def lines_shown(findings: tuple[Finding, ...], lang: str) -> list[FindingLine]:
    """The most serious kinds of finding, as many as the page shows."""
    return gather_findings(findings, lang)[:FINDINGS_SHOWN]


def _columns(run: Run) -> list[tuple[str, str]]:
    """The deciding columns: every condition that was evaluated, then the preference."""
    lang = run.lang
    evaluated = [c for c in run.letter.conditions if c.id in run.screening.is_true]
    columns = [(text(f"words.field.{c.field}", lang), c.clause) for c in evaluated]
    if run.letter.preference:
        columns.append((text(f"words.field.{run.letter.preference.field}", lang), run.letter.preference.clause))
    return columns


def _districts(run: Run) -> list[District]:
    lang = run.lang
    show_province = len(run.registry.scope.provinces) > 1
    groups = _groups(run)
    tiers: dict[int, list[str]] = defaultdict(list)
    names = {tier.id: tier.name.to(lang) for tier in run.letter.tiers}
    for row in each_row(run.screening.tiers):
        if row.not_needed:
            tiers[row.district_ix].append(text("page.not_needed", lang, count=row.not_needed, tier=names[row.tier]))
    found = []
    for row in each_row(run.screening.districts):
        nobody = None if groups[row.Index] else text(f"terminal.{'nobody' if row.products else 'no_rows'}", lang)
        found.append(
            District(
                anchor=f"d{row.district_code}",
                name=f"{row.district} ({row.province})" if show_province else str(row.district),
                status=str(row.status),
                status_words=text(f"words.status.{row.status}", lang),
                required=int(row.required),
                certain=int(row.required - row.to_confirm - row.shortfall),
                to_confirm=int(row.to_confirm),
                shortfall=int(row.shortfall),
                nobody=nobody,
                tiers=tiers[row.Index],
                groups=groups[row.Index],
            )
        )
    return found


def _groups(run: Run) -> dict[int, list[GroupRow]]:
    """Every listed group by district, in rank order."""
    lang, listed = run.lang, run.screening.listed
    products = run.registry.products.loc[listed["product"]]
    facts = _facts(run, listed, products)
    notes = {n: text(f"words.note.{n}", lang) for n in {note for own in listed["notes"] for note in own}}
    certainty = {c: text(f"terminal.certainty.{c}", lang) for c in ("certain", "judgement", "check")}
    columns = zip(
        plain_column(listed["district_ix"]),
        plain_column(listed["rank"]),
        plain_column(listed["selected"]),
        plain_column(listed["group_name"]),
        plain_column(listed["group_id"]),
        plain_column(products["product_name"]),
        plain_column(listed["certainty"]),
        listed["notes"],
        facts,
        strict=True,
    )
    found: dict[int, list[GroupRow]] = defaultdict(list)
    for ix, rank, selected, name, group_id, product, sure, own_notes, own_facts in columns:
        words = "; ".join(notes[note] for note in own_notes)
        found[ix].append(
            GroupRow(rank, selected, name, group_id or "", product or "-", own_facts, certainty[sure], words)
        )
    return found


def _facts(run: Run, listed: pd.DataFrame, products: pd.DataFrame) -> list[list[Fact]]:
    """Per listed group, its deciding values in the order of the columns, whole columns at a time."""
    index = listed["product"].to_numpy()
    requires = {tier.id: set(tier.requires) for tier in run.letter.tiers}
    tiers = plain_column(listed["tier"])
    columns: list[list[Fact]] = []
    for condition in run.letter.conditions:
        if condition.id not in run.screening.is_true:
            continue
        true = run.screening.is_true[condition.id].to_numpy()[index]
        unknown = run.screening.is_unknown[condition.id].to_numpy()[index]
        states = np.where(unknown, OPEN, np.where(true, TRUE, FALSE)).tolist()
        values = _values(condition.field, products, run.lang)
        cells = _cells(run, condition.field, index)
        columns.append(
            [
                Fact(state, value, cell) if condition.id in requires[tier] else Fact(NONE, "", "")
                for state, value, cell, tier in zip(states, values, cells, tiers, strict=True)
            ]
        )
    preference = run.letter.preference
    if preference:
        prefers = np.where(listed["prefers"].to_numpy(dtype=bool), TRUE, NONE).tolist()
        words = _values(preference.field, listed if preference.field in listed else products, run.lang)
        cells = _cells(run, preference.field, index)
        columns.append([Fact(*fact) for fact in zip(prefers, words, cells, strict=True)])
    return [list(facts) for facts in zip(*columns, strict=True)]


def _values(name: str, frame: pd.DataFrame, lang: str) -> list[str]:
    """The values of a field in a word; a condition of yes or no needs none."""
    if name in ("producer_type", "other_project", "potential"):
        return [""] * len(frame)
    values = plain_column(frame[name])
    if name == "standard":
        words = {code: text(f"terminal.preferred.standard.{code}", lang) for code in ("passed", "developing", "none")}
        return [words.get(value, "") for value in values]
    return ["" if value is None else str(value) for value in values]


def _cells(run: Run, name: str, index: np.ndarray) -> list[str]:
    """The cell of a field of some products, with the file's name where a list brought it."""
    own = run.registry.addresses[name].to_numpy()[index].tolist()
    cells = ["" if address == NO_CELL else cell_name(address) for address in own]
    if name in run.registry.origins:
        for at, product in enumerate(index.tolist()):
            if run.registry.origins[name].to_numpy()[product] >= 0:
                place = run.registry.place(product, name)
                cells[at] = f"{place.file} {place.cell}"
    return cells


def _receipt(run: Run) -> list[str]:
    receipt, lang = run.receipt, run.lang
    lines = [
        f"{receipt.program} {receipt.version}",
        f"{text('workbook.receipt.letter', lang)}: {receipt.letter_id} SHA-256 {receipt.letter_sha256}",
        f"{text('workbook.receipt.time', lang)}: {thai_date(receipt.time.date(), lang)} {receipt.time:%H:%M}",
    ]
    lines += [f"{i.name}: {i.rows:,} / {i.size_bytes:,} B, SHA-256 {i.sha256}" for i in receipt.inputs]
    options = ", ".join(f"{name}={value}" for name, value in receipt.options.items())
    return [*lines, f"{text('workbook.receipt.options', lang)}: {options}"]
