"""What stands on the page, as plain values: the province, every district, what is said of each.

Knows what a reader needs first. Refuses markup (`page.html.j2` has it) and personal data.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.letters.deadline import deadline_words
from kbo_screen.results.area_names import province_title
from kbo_screen.results.finding_lines import FindingLine, gather_findings
from kbo_screen.results.page.groups import (
    GroupList,
    Source,
    groups_by_district,
    source_by_district,
)
from kbo_screen.results.rows import each_row
from kbo_screen.results.sentences import not_evaluated_lines, status_words
from kbo_screen.vocabulary.dates import thai_date

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run

#: Which report the page is of: its title.
Kind = Literal["rank", "shortfall", "validate"]
#: Kinds of finding that the page shows; the counts beside them are whole.
FINDINGS_SHOWN: Final = 200
#: Districts up to which every list is open from the start; beyond, a list is drawn when it is opened.
OPEN_DISTRICTS: Final = 40


class Cell(NamedTuple):
    """One value of a district in the summary; `look` is a class of the page's style."""

    words: str
    look: str = ""


class Bar(NamedTuple):
    """A district against the quota; the three add up to it."""

    certain: int
    to_confirm: int
    shortfall: int


class Block(NamedTuple):
    """Lines of a section that have a heading in common, where they have one."""

    heading: str | None
    lines: list[str]


class CheckRow(NamedTuple):
    """One list that a district sent, checked."""

    file: str
    look: str
    words: str
    summary: str
    findings: list[FindingLine]
    more: list[str]


@dataclass(slots=True)
class District:
    """One district: its line of the summary, its list, and what else is known of it.

    marks: what it can be filtered by. source: as `source_by_district` returns.
    """

    anchor: str
    name: str
    marks: list[str]
    status: Cell
    summary: list[Cell]
    bar: Bar
    source: Source
    nobody: str | None
    tiers: list[str]
    groups: GroupList
    sections: list[tuple[str, list[Block]]] = field(default_factory=list)
    checks: list[CheckRow] = field(default_factory=list)


@dataclass(slots=True)
class Content:
    """The page.

    columns: label and clause of every deciding column. summary: the labels of a district's cells. totals: look, words
    and number of what is counted. filters: mark and words of what districts are filtered by. bars: look and words of
    the parts of a bar. notes: the words of each, numbered from 1.
    """

    lang: str
    title: str
    head: list[str]
    stamps: list[str]
    totals: list[tuple[str, str, int]]
    filters: list[tuple[str, str]]
    bars: list[tuple[str, str]]
    summary: list[str]
    columns: list[tuple[str, str]]
    notes: list[str]
    districts: list[District]
    findings: list[FindingLine]
    receipt: list[str]
    across: list[FindingLine] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        """More districts than are shown open: the whole country."""
        return len(self.districts) > OPEN_DISTRICTS


def content_of(run: Run, kind: Kind) -> Content:
    """The page of a run: province, districts, lists; sections and checks are put in by whoever knows of them."""
    letter, lang = run.letter, run.lang
    date, due = thai_date(letter.date, lang), deadline_words(letter, lang)
    names = ", ".join(file.name for file in run.registry.inputs[:6])
    counts = run.screening.districts["status"].value_counts()
    words = {
        status: text(f"words.status.{status}", lang)
        for status in ("met", "confirm", "short")
    }
    counted = [
        text(f"terminal.column.{name}", lang)
        for name in ("certain", "to_confirm", "shortfall")
    ]
    return Content(
        lang=lang,
        title=text(f"page.title.{kind}", lang, where=_where(run)),
        head=[
            text(
                "terminal.letter",
                lang,
                number=letter.number,
                date=date,
                province=letter.province,
            ),
            text(
                "terminal.registry",
                lang,
                files=names,
                products=f"{len(run.registry.products):,}",
            ),
            text(
                "terminal.quota",
                lang,
                quota=letter.quota.wording.to(lang),
                clause=letter.quota.clause,
                deadline=due,
            ),
        ],
        stamps=not_evaluated_lines(run),
        totals=[
            (status, words[status], int(counts.get(status, 0))) for status in words
        ],
        filters=list(words.items()),
        bars=list(zip(words, counted, strict=True)),
        summary=[text("page.status", lang), *counted],
        columns=_columns(run),
        notes=[text(f"words.note.{note}", lang) for note in notes_of(run)],
        districts=_districts(run),
        findings=gather_findings(run.findings, lang)[:FINDINGS_SHOWN],
        receipt=_receipt(run),
    )


def notes_of(run: Run) -> list[str]:
    """The notes that some listed group has, in the order in which the page numbers them."""
    return list(
        dict.fromkeys(note for own in run.screening.listed["notes"] for note in own)
    )


def _where(run: Run) -> str:
    provinces = run.registry.scope.provinces
    if len(provinces) == 1:
        return province_title(provinces[0], run.lang)
    return text("page.where_all", run.lang, count=len(provinces))


def _columns(run: Run) -> list[tuple[str, str]]:
    """The deciding columns: every condition that was evaluated, then the preference."""
    lang = run.lang
    evaluated = [c for c in run.letter.conditions if c.id in run.screening.is_true]
    columns = [(text(f"words.field.{c.field}", lang), c.clause) for c in evaluated]
    if run.letter.preference:
        columns.append(
            (
                text(f"words.field.{run.letter.preference.field}", lang),
                run.letter.preference.clause,
            )
        )
    return [
        (label, text("page.clause", lang, clause=clause)) for label, clause in columns
    ]


def _districts(run: Run) -> list[District]:
    lang = run.lang
    show_province = len(run.registry.scope.provinces) > 1
    groups, sources, tiers = (
        groups_by_district(run, notes_of(run)),
        source_by_district(run),
        _not_needed(run),
    )
    found = []
    for row in each_row(run.screening.districts):
        status = Cell(
            status_words(
                str(row.status),
                int(row.selected_to_check),
                lang,
                int(row.lines_to_settle),
            ),
            str(row.status),
        )
        bar = Bar(
            int(row.required - row.to_confirm - row.shortfall),
            int(row.to_confirm),
            int(row.shortfall),
        )
        nobody = (
            None
            if groups[row.Index]
            else text(f"terminal.{'nobody' if row.products else 'no_rows'}", lang)
        )
        found.append(
            District(
                anchor=f"d{row.district_code}",
                name=f"{row.district} ({row.province})"
                if show_province
                else str(row.district),
                marks=[str(row.status)],
                status=status,
                summary=[status, *(Cell(str(count)) for count in bar)],
                bar=bar,
                source=sources[row.Index],
                nobody=nobody,
                tiers=tiers[row.Index],
                groups=groups[row.Index],
            )
        )
    return found


def _not_needed(run: Run) -> dict[int, list[str]]:
    """By district, a line for every tier that it does not need yet."""
    lines: dict[int, list[str]] = defaultdict(list)
    names = {tier.id: tier.name.to(run.lang) for tier in run.letter.tiers}
    for row in each_row(run.screening.tiers):
        if row.not_needed:
            words = text(
                "page.not_needed", run.lang, count=row.not_needed, tier=names[row.tier]
            )
            lines[row.district_ix].append(words)
    return lines


def _receipt(run: Run) -> list[str]:
    receipt, lang = run.receipt, run.lang
    lines = [
        f"{receipt.program} {receipt.version}",
        f"{text('workbook.receipt.letter', lang)}: {receipt.letter_id} SHA-256 {receipt.letter_sha256}",
        f"{text('workbook.receipt.time', lang)}: {thai_date(receipt.time.date(), lang)} {receipt.time:%H:%M}",
    ]
    lines += [
        f"{i.name}: {i.rows:,} / {i.size_bytes:,} B, SHA-256 {i.sha256}"
        for i in receipt.inputs
    ]
    options = ", ".join(f"{name}={value}" for name, value in receipt.options.items())
    return [*lines, f"{text('workbook.receipt.options', lang)}: {options}"]
