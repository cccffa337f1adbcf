"""From the blank form of an office to a filled copy of it per district."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings import Finding, Place, make_finding
from kbo_screen.findings.catalogue import text_in_each
from kbo_screen.formats.forms.kept_workbook import saved_again
from kbo_screen.sources.header.columns import letter_years
from kbo_screen.sources.header.table_search import TableSearch
from kbo_screen.sources.lost_in_saving import changed_facts
from kbo_screen.sources.office_forms import read_office_form
from kbo_screen.sources.table.columns_by_hand import by_hand_of

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.office_layout import OfficeForm
    from kbo_screen.registry.registry import Scope
    from kbo_screen.tasks.run_options import RunOptions


def open_office_form(
    path: Path,
    letter: Letter,
    scope: Scope,
    options: RunOptions,
) -> OfficeForm:
    """The blank form of an office. Raises InputError for one that cannot be filled."""
    search = TableSearch(
        scope,
        letter_years(letter, options.spellings),
        by_hand_of(options.columns, options.spellings),
        letters_fill=True,
    )
    return read_office_form(path, search, options.reader)


def losses_of(form: OfficeForm) -> list[Finding]:
    """What of a form its filled copies will not have, one finding a kind. Raises InputError where nobody can say.

    Results of formulas are none: whoever opens a copy calculates them anew.
    """
    saved = saved_again(form.content, form.file)
    sheets_by_kind: dict[str, dict[str, None]] = {}
    for fact in changed_facts(form.content, saved, form.file):
        if fact.kind != "result":
            sheets_by_kind.setdefault(fact.kind, {})[fact.sheet] = None
    return [
        _loss(form, kind, list(filter(None, sheets)))
        for kind, sheets in sheets_by_kind.items()
    ]


def _loss(
    form: OfficeForm,
    kind: str,
    sheets: list[str],
) -> Finding:
    return make_finding(
        "form.template-loses",
        Place(form.file, sheets[0] if sheets else None),
        what=text_in_each(f"form.kept.{kind}"),
        sheets=", ".join(sheets),
    )
