"""A page per district to print: where it stands, what it sent, whom to ask, what would close the gap."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.rows import each_row
from kbo_screen.results.sheets.district_findings import OwnFindings
from kbo_screen.results.sheets.sheet import Line, Sheet
from kbo_screen.results.sheets.sheet_parts import (
    labelled_columns,
    plain_note,
    title_block,
)
from kbo_screen.results.shortfall.shortfall_sentences import (
    QUOTA_COLUMNS,
    asking_words,
    district_status,
    kept_out_lines,
    lever_lines,
    list_waits,
    missed_lines,
    more_on_sheet,
    no_rows_lines,
    preference_lines,
    quota_counts,
    sent_row,
    to_name_lines,
)
from kbo_screen.results.validation.validation_sentences import not_counted_note
from kbo_screen.results.wording.area_names import district_title, province_title
from kbo_screen.results.wording.head_lines import registry_line
from kbo_screen.results.wording.sentences import preference_heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.desk.run import Run
    from kbo_screen.results.shortfall.shortfall_result import Shortfall

    #: By the text that heads each section of a page, its lines.
    Sections = dict[str, list[str]]

_COLUMNS: Final = {"kind": 40, "words": 130}
#: Groups of one kind that a page names: more would leave it too small to read.
_MOST_OF_ONE: Final = 10


def district_pages(shortfall: Shortfall) -> dict[int, Sheet]:
    """A page to print by district: where it stands, what it sent, whom to ask, what would close the gap.

    A district of which there is nothing to say has none.
    """
    own_findings = OwnFindings(shortfall.run)
    pages = {}
    for district in each_row(shortfall.run.screening.districts):
        own_run = own_findings.run_of([district.Index])
        sections = _sections(replace(shortfall, run=own_run), district)
        if any(sections.values()):
            pages[district.Index] = _district_page(sections, shortfall.run, district)
    return pages


def _district_page(
    sections: Sections,
    run: Run,
    district: Any,
) -> Sheet:
    """sections: of what is the district's own. run: the whole one."""
    lang = run.lang
    status = district_status(district, lang)
    title, *block = _title_block_of_district(run, district)
    standing = Line(f"{status}: {_quota_words(district, lang)}")
    return Sheet(
        name=str(district.district),
        title_block=(title, standing, *block),
        columns=labelled_columns("workbook.column", _COLUMNS, lang),
        rows=_section_rows(sections, run),
        notes=[plain_note("shortfall.letter_decides", lang)]
        if sections.get("levers_short")
        else (),
        has_filter=False,
        fits_one_page=True,
    )


def _title_block_of_district(run: Run, district: Any) -> tuple[Line, ...]:
    title = text(
        "shortfall.title.each",
        run.lang,
        district=district_title(district.district, district.province, run.lang),
        province=province_title(district.province, run.lang),
    )
    registry = registry_line(run, *_own_files(run, district.Index))
    return title_block(run, title, registry)


def _own_files(run: Run, district_ix: int) -> tuple[list[str], int]:
    """The files of the registry in which a district stands, and the number of its products."""
    products = run.registry.products
    tables = products.loc[products["district_ix"] == district_ix, "table"]
    files = [run.registry.tables[position].file for position in tables.unique()]
    return list(dict.fromkeys(files)) or ["-"], len(tables)


def _quota_words(district: Any, lang: str) -> str:
    """The quota of a district and the counts that make it up."""
    counts = zip(QUOTA_COLUMNS, quota_counts(district), strict=True)
    words = [f"{text(f'workbook.column.{name}', lang)} {n}" for name, n in counts]
    return " | ".join(words)


def _sections(shortfall: Shortfall, district: Any) -> Sections:
    """What stands on a district's page, by the text that heads it."""
    ix = district.Index
    sent = _sent_lines(shortfall, ix)
    preference = preference_lines(shortfall, ix)
    if not shortfall.is_open(district):
        return {"sent_line": sent, "preference": preference}
    return {
        "sent_line": sent,
        "to_name": to_name_lines(shortfall, ix),
        "ask": [
            *no_rows_lines(district, shortfall.lang),
            *asking_words(shortfall, district),
        ],
        "preference": preference,
        "levers_short": lever_lines(shortfall, ix),
        "nearly": kept_out_lines(shortfall, ix, _MOST_OF_ONE),
        "boundary": _first_missed_lines(shortfall, ix),
    }


def _first_missed_lines(shortfall: Shortfall, district_ix: int) -> list[str]:
    """The groups that miss by one unit, as many as a page takes; the others stand on a sheet of the workbook."""
    lines = missed_lines(shortfall, district_ix)
    count_left_out = len(lines) - _MOST_OF_ONE
    if count_left_out <= 0:
        return lines
    last_line = more_on_sheet(count_left_out, "boundary", shortfall.lang)
    return [*lines[:_MOST_OF_ONE], last_line]


def _sent_lines(shortfall: Shortfall, district_ix: int) -> list[str]:
    """What a district sent, in one line, and what its mark is; none where no lists were given."""
    checked, run = shortfall.checked, shortfall.run
    if checked is None:
        return []
    district = checked.districts[district_ix]
    _, *values = sent_row(checked, district)
    names = ("status", "submitted", "accepted", "short_after", "on_time")
    parts = [
        f"{text(f'shortfall.sent.{name}', run.lang)} {value}"
        for name, value in zip(names, values, strict=True)
    ]
    lines = [" | ".join(parts)]
    if list_waits(checked, district):
        lines.append(not_counted_note(run))
    return lines


def _section_rows(sections: Sections, run: Run) -> Iterator[list[str]]:
    for name, lines in sections.items():
        heading = _heading(run, name)
        for line in lines:
            yield [heading, line]


def _heading(run: Run, section: str) -> str:
    if section == "preference":
        return preference_heading(run)
    return text(f"shortfall.{section}", run.lang)
