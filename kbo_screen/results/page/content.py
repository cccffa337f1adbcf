"""What stands on the page, as plain values: the province, and every district.

It holds no personal data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from kbo_screen.findings.catalogue import text
from kbo_screen.results.chat.district_line import text_by_district
from kbo_screen.results.page.groups import GroupList, groups_by_district
from kbo_screen.results.page.list_source import ListSource, source_by_district
from kbo_screen.results.rank.first_screen import proposed_by_district
from kbo_screen.results.rows import each_row
from kbo_screen.results.shortfall.shortfall_sentences import district_status
from kbo_screen.results.wording.area_names import province_title
from kbo_screen.results.wording.finding_lines import FindingLine, gather_findings
from kbo_screen.results.wording.head_lines import letter_line, quota_line, registry_line
from kbo_screen.results.wording.province_quota import capped_words, province_lines
from kbo_screen.results.wording.reading_sentences import note_words, reading_lines
from kbo_screen.results.wording.sentences import (
    nobody_words,
    not_evaluated_lines,
)
from kbo_screen.screening.screening import STATUSES, counts_by_status
from kbo_screen.vocabulary.dates import thai_date
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from kbo_screen.desk.run import InputReceipt, Run
    from kbo_screen.letters.condition_kinds import Condition
    from kbo_screen.letters.model import Preference

#: Which report the page is of: its title.
Kind = Literal["rank", "shortfall", "validate"]
#: Kinds of finding that the page shows; the counts beside them are whole.
FINDINGS_SHOWN: Final = 200
#: Files of the registry that are named; the receipt names all.
FILES_SHOWN: Final = 6
#: Districts up to which every list is open from the start; beyond, a list is drawn when it is opened.
OPEN_DISTRICTS: Final = 40


class Day(NamedTuple):
    """The day of the run: in words, and as machines write it."""

    words: str
    iso: str


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
    """One list that a district sent, checked.

    since: what moved since the district's list before, then a line per change; empty where that is not known.
    """

    file: str
    look: str
    words: str
    summary: str
    since: list[str]
    findings: list[FindingLine]
    more: list[str]


@dataclass(slots=True)
class PageDistrict:
    """One district: its line of the summary, its list, and what else is known of it.

    marks: what it can be filtered by. source: as `source_by_district` returns. chat: its text for a chat, if any.
    """

    anchor: str
    name: str
    marks: list[str]
    status: Cell
    summary: list[Cell]
    bar: Bar
    source: ListSource
    nobody: str | None
    tiers: list[str]
    groups: GroupList
    chat: str
    sections: list[tuple[str, list[Block]]] = field(default_factory=list)
    checks: list[CheckRow] = field(default_factory=list)


@dataclass(slots=True)
class Content:
    """The page.

    columns: label and clause of every deciding column. summary: the labels of a district's cells. totals: look, words
    and number of what is counted. filters: mark and words of what districts are filtered by. tiers: the names of what
    groups are filtered by. bars: look and words of the parts of a bar. capped: up to which number they count. notes:
    the words of each, numbered from 1.
    """

    lang: str
    title: str
    day: Day
    head: list[str]
    stamps: list[str]
    totals: list[tuple[str, str, int]]
    filters: list[tuple[str, str]]
    tiers: list[str]
    bars: list[tuple[str, str]]
    capped: str
    summary: list[str]
    columns: list[tuple[str, str]]
    notes: list[str]
    districts: list[PageDistrict]
    findings: list[FindingLine]
    receipt: list[str]
    readings: list[str] = field(default_factory=list)
    across: list[FindingLine] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        """More districts than are shown open: the whole country."""
        return len(self.districts) > OPEN_DISTRICTS


def content_of(run: Run, kind: Kind) -> Content:
    """The page of a run: province, districts, lists.

    Sections and checks are put in by whoever knows of them.
    """
    lang = run.lang
    status_names = {name: text(f"words.status.{name}", lang) for name in STATUSES}
    files = [file.name for file in run.registry.inputs[:FILES_SHOWN]]
    labels = {
        "met": text("terminal.column.certain", lang),
        "confirm": text("terminal.column.to_confirm", lang),
        "short": text("terminal.column.shortfall", lang),
    }
    has_least = bool(run.letter.quota.least_per_district)
    return Content(
        lang=lang,
        title=_title(run, kind),
        day=day_of(run),
        head=[
            letter_line(run),
            registry_line(run, files, len(run.registry.products)),
            quota_line(run),
            *province_lines(run),
        ],
        stamps=not_evaluated_lines(run),
        totals=_totals(run, status_names),
        filters=list(status_names.items()) if has_least else [],
        tiers=[tier.name.to(lang) for tier in run.letter.tiers],
        bars=list(labels.items()) if has_least else [],
        capped=capped_words(run),
        summary=_summary_labels(run, labels),
        columns=_deciding_columns(run),
        notes=[note_words(note, run) for note in notes_of(run)],
        districts=_districts(run),
        findings=gather_findings(run.findings, lang)[:FINDINGS_SHOWN],
        receipt=receipt_lines(run),
        readings=reading_lines(run),
    )


def _summary_labels(run: Run, labels: dict[str, str]) -> list[str]:
    """The labels of a district's cells: its status and the parts of its least, or where the letter sets none, others.

    These are what is proposed, and what of it waits.
    """
    if run.letter.quota.least_per_district:
        return [text("page.status", run.lang), *labels.values()]
    return [text("terminal.column.proposed", run.lang), labels["confirm"]]


def _title(run: Run, kind: Kind) -> str:
    lang, provinces = run.lang, run.provinces
    if len(provinces) == 1:
        where = province_title(provinces[0], lang)
    else:
        where = text("page.where_all", lang, count=len(provinces))
    return text(f"page.title.{kind}", lang, where=where)


def day_of(run: Run) -> Day:
    """The day on which a page is made."""
    date = run.receipt.time.date()
    words = text("page.date", run.lang, date=thai_date(date, run.lang))
    return Day(words, date.isoformat())


def registry_names(run: Run) -> str:
    """The files of the registry, the first of many."""
    files = run.registry.inputs[:FILES_SHOWN]
    return ", ".join(file.name for file in files)


def _totals(
    run: Run,
    status_names: dict[str, str],
) -> list[tuple[str, str, int]]:
    """How many districts are of each status; nothing where the letter sets them no least."""
    if not run.letter.quota.least_per_district:
        return []
    counts = counts_by_status(run.screening.districts)
    return [(status, status_names[status], n) for status, n in counts.items()]


def _deciding_columns(run: Run) -> list[tuple[str, str]]:
    """The label and clause of every condition evaluated, then of the preference."""
    rules: list[Condition | Preference] = [*run.evaluated_conditions]
    if run.letter.preference:
        rules.append(run.letter.preference)
    columns = []
    for rule in rules:
        label = text(f"words.field.{rule.field}", run.lang)
        clause = text("page.clause", run.lang, clause=rule.clause)
        columns.append((label, clause))
    return columns


def notes_of(run: Run) -> list[str]:
    """The notes that some listed group has, in the order of their numbers."""
    notes = chain.from_iterable(run.screening.listed["notes"])
    return list(dict.fromkeys(notes))


def _districts(run: Run) -> list[PageDistrict]:
    groups = groups_by_district(run, notes_of(run))
    sources = source_by_district(run)
    tier_lines = _tier_lines(run)
    chats = text_by_district(run)
    proposed = proposed_by_district(run)
    return [
        _district(
            run,
            row,
            groups[row.Index],
            sources[row.Index],
            tier_lines.get(row.Index, []),
            chats[row.Index],
            int(proposed[row.Index]),
        )
        for row in each_row(run.screening.districts)
    ]


def _district(
    run: Run,
    row: Any,
    groups: GroupList,
    source: ListSource,
    tiers: list[str],
    chat: str,
    n_proposed: int,
) -> PageDistrict:
    """row: of `Screening.districts`."""
    bar = _bar(row)
    status = _status_cell(row, run.lang)
    cells = [Cell(str(n_proposed)), Cell(str(int(row.selected_to_check)))]
    if row.required:
        cells = [status, *(Cell(str(count)) for count in bar)]
    return PageDistrict(
        anchor=f"d{row.district_code}",
        name=_district_name(run, row),
        marks=[status.look] if row.required else [],
        status=status,
        summary=cells,
        bar=bar,
        source=source,
        nobody=None if groups else nobody_words(row, lang=run.lang),
        tiers=tiers,
        groups=groups,
        chat=chat,
    )


def _status_cell(row: Any, lang: str) -> Cell:
    """How a district stands against its least; where the letter sets none, only what waits to be placed."""
    if row.required:
        return Cell(district_status(row, lang), str(row.status))
    lines = int(row.lines_to_settle)
    waiting = text("page.lines_to_place", lang, count=lines) if lines else ""
    return Cell(waiting, "confirm")


def _bar(row: Any) -> Bar:
    return Bar(int(row.certain_of_quota), int(row.to_confirm), int(row.shortfall))


def _district_name(run: Run, row: Any) -> str:
    """A district, with its province where there are several."""
    show_province = len(run.provinces) > 1
    return f"{row.district} ({row.province})" if show_province else str(row.district)


def _tier_lines(run: Run) -> dict[int, list[str]]:
    """By district, a line for every tier that it does not need yet."""
    names = {tier.id: tier.name.to(run.lang) for tier in run.letter.tiers}
    tiers = run.screening.tiers
    closed = tiers[tiers["not_needed"] > 0]
    lines = [
        text("page.not_needed", run.lang, count=row.not_needed, tier=names[row.tier])
        for row in each_row(closed)
    ]
    return lists_by_key(zip(closed["district_ix"], lines, strict=True))


def receipt_lines(run: Run) -> list[str]:
    """What made a page: versions, hashes, options."""
    receipt, lang = run.receipt, run.lang
    letter = f"{receipt.letter_id} SHA-256 {receipt.letter_sha256}"
    time = f"{thai_date(receipt.time.date(), lang)} {receipt.time:%H:%M}"
    options = ", ".join(f"{name}={value}" for name, value in receipt.options.items())
    letter_text = text("workbook.receipt.no_text", lang)
    if receipt.letter_text_sha256:
        letter_text = f"SHA-256 {receipt.letter_text_sha256}"
    return [
        f"{receipt.program} {receipt.version}",
        f"{text('workbook.receipt.letter', lang)}: {letter}",
        f"{text('workbook.receipt.letter_text', lang)}: {letter_text}",
        f"{text('workbook.receipt.time', lang)}: {time}",
        *(_input_line(file) for file in receipt.inputs),
        f"{text('workbook.receipt.options', lang)}: {options}",
    ]


def _input_line(file: InputReceipt) -> str:
    size = f"{file.rows:,} / {file.size_bytes:,} B"
    return f"{file.name}: {size}, SHA-256 {file.sha256}"
