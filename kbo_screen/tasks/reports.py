"""What each task's result can be written as: one table of formats a task, for the command line and notebooks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from kbo_screen.findings import Place, UsageError
from kbo_screen.formats.text_formats import (
    TEXT_FORMATS,
    WORKBOOK,
    formats_of,
    suffixes_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kbo_screen.checking.check_result import Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Finding
    from kbo_screen.formats.text_formats import Content
    from kbo_screen.formats.writing import FolderWriters, Writer
    from kbo_screen.gap.variant_results import VariantResult
    from kbo_screen.registry.inspection import Inspection
    from kbo_screen.results.explanation.clause_rows import ExplainedGroup
    from kbo_screen.results.proof_formulas.read_values import Orders
    from kbo_screen.results.rank.rank_sheets import PlainSheets
    from kbo_screen.results.schemas import ComparePayload
    from kbo_screen.results.sheets.sheet import Sheet
    from kbo_screen.results.shortfall.shortfall_result import Shortfall

    #: The sheets of several workbooks, by the names of these.
    SheetsByName = Mapping[str, Iterable[Sheet]]

DEFAULT_FONT = "TH SarabunPSK"
#: Files of `rank` that say what the readings of the letter decide.
SHOWS_READINGS = (".xlsx", ".html")


def own_font(font: str) -> str | None:
    """A font that was asked for, as a receipt names it; None for the default."""
    return None if font == DEFAULT_FONT else font


class Report(NamedTuple):
    """One result in every format that its task has.

    contents: what the formats of text take of it, each made when a format asks. sheets: those of an xlsx file that is
    to stand at a path. parts: where the result is to be split, the sheets of every workbook of a folder, by its name;
    `folder_words` is the text that says that they are written.
    """

    contents: Mapping[Content, Callable[[], Any]]
    sheets: Callable[[Path], Iterable[Sheet]]
    font: str
    findings: Sequence[Finding] = ()
    parts: Callable[[], SheetsByName] | None = None
    folder_words: str = "help.written"

    def text_as(self, name: str) -> str:
        """The result in a format of text. Raises KeyError for one that it does not have."""
        text_format = TEXT_FORMATS[name]
        make_content = self.contents[text_format.takes]
        return text_format.write(make_content())

    def writer_of(self, path: Path) -> Writer:
        """What writes the file by its suffix. Raises UsageError for a suffix of no format."""
        name = path.suffix.removeprefix(".")
        if name == WORKBOOK:
            return self.workbook(path)
        if name in formats_of(self.contents):
            from kbo_screen.formats.writing import text_writer

            return text_writer(self.text_as(name))
        raise unknown_suffix(path, self.contents)

    def workbook(self, path: Path) -> Writer:
        """What writes an xlsx file that is to stand at a path."""
        from kbo_screen.formats.workbook import workbook_writer

        return workbook_writer(self.sheets(path), font=self.font)

    def folder_writers(self) -> FolderWriters:
        """What writes the workbooks of a folder, by the names of their files."""
        from kbo_screen.formats.workbook import workbook_writer

        parts = self.parts() if self.parts else {}
        return {
            f"{name}.xlsx": workbook_writer(sheets, font=self.font)
            for name, sheets in parts.items()
        }


def unknown_suffix(path: Path, contents: Iterable[Content]) -> UsageError:
    """The error for a file of another suffix than those that a result with these contents has."""
    return UsageError.of(
        "output.unknown-format",
        Place(path.name),
        suffixes=suffixes_of(contents),
    )


def rank_report(
    run: Run,
    *,
    font: str,
    all_rows: bool = False,
    split: str | None = None,
    orders: Orders | None = None,
    made: PlainSheets | None = None,
) -> Report:
    """A shortlist. split: a workbook per "province" or "district"; all_rows: the JSON tells what is not listed too.

    made: sheets of the run that were made before, from `plain_sheets`. orders: of the ids and names of the run before
    anything was hidden; with them the workbook proves itself.
    """

    # each way loads its own rooms: most runs go one of them, or none
    def payload() -> object:
        from kbo_screen.results.rank.rank_payload import rank_payload

        return rank_payload(run, all_rows=all_rows, in_parts=True)

    def rows() -> object:
        from kbo_screen.results.rank.rank_table import rank_table

        return rank_table(run)

    def page() -> object:
        from kbo_screen.results.page.page_contents import rank_content

        return rank_content(run)

    def sheets(_: Path) -> Iterator[Sheet]:
        from kbo_screen.results.rank.rank_sheets import rank_sheets

        yield from rank_sheets(run, made)
        if orders:
            from kbo_screen.results.proof_formulas.proof_sheets import proof_sheets

            yield from proof_sheets(run, orders)

    def parts() -> SheetsByName:
        from kbo_screen.results.rank.rank_sheets import split_rank_sheets

        return split_rank_sheets(run, split or "")

    return Report(
        contents={"payload": payload, "rows": rows, "page": page},
        sheets=sheets,
        font=font,
        parts=parts if split else None,
        findings=run.findings,
    )


def shortfall_report(
    shortfall: Shortfall,
    *,
    font: str,
    each: bool = False,
) -> Report:
    """A shortfall; each: the workbook has a sheet for every district."""
    from kbo_screen.results.page.page_contents import shortfall_content
    from kbo_screen.results.shortfall.shortfall_payload import (
        shortfall_payload,
        shortfall_table,
    )
    from kbo_screen.results.shortfall.shortfall_sheets import shortfall_sheets

    return Report(
        contents={
            "payload": lambda: shortfall_payload(shortfall),
            "rows": lambda: shortfall_table(shortfall),
            "page": lambda: shortfall_content(shortfall),
        },
        sheets=lambda _: shortfall_sheets(shortfall, each=each),
        font=font,
        findings=shortfall.run.findings,
    )


def validation_report(
    validation: Validation,
    *,
    font: str,
    folder: Path | None = None,
) -> Report:
    """A check of what districts sent; folder: where a workbook for each of them is to stand."""
    from kbo_screen.results.page.page_contents import check_content
    from kbo_screen.results.validation.validation_payload import (
        validation_payload,
        validation_table,
    )
    from kbo_screen.results.validation.validation_sheets import (
        validation_sheets,
        validation_sheets_by_file,
    )

    parts = None
    if folder:
        parts = partial(validation_sheets_by_file, validation, folder)
    return Report(
        contents={
            "payload": lambda: validation_payload(validation),
            "rows": lambda: validation_table(validation),
            "page": lambda: check_content(validation),
        },
        sheets=lambda path: validation_sheets(validation, path.parent),
        font=font,
        parts=parts,
        folder_words="validate.written_folder",
        findings=validation.findings,
    )


def explanation_report(explained: ExplainedGroup, *, font: str) -> Report:
    """Why a group stands where it stands."""
    from kbo_screen.results.explanation.explanation_payload import (
        explanation_payload,
        explanation_table,
    )
    from kbo_screen.results.explanation.explanation_sheets import explanation_sheets
    from kbo_screen.results.page.explanation_page import explanation_page

    return Report(
        contents={
            "payload": lambda: explanation_payload(explained),
            "rows": lambda: explanation_table(explained),
            "page": lambda: explanation_page(explained),
        },
        sheets=lambda _: explanation_sheets(explained),
        font=font,
    )


def whatif_report(
    run: Run,
    results: Sequence[VariantResult],
    *,
    font: str,
) -> Report:
    """What variants of the letter do."""
    from kbo_screen.results.whatif.whatif_payload import whatif_payload, whatif_table
    from kbo_screen.results.whatif.whatif_sheets import whatif_sheets

    return Report(
        contents={
            "payload": lambda: whatif_payload(run, results),
            "rows": lambda: whatif_table(run, results),
        },
        sheets=lambda _: whatif_sheets(run, results),
        font=font,
    )


def comparison_report(payload: ComparePayload, lang: str, *, font: str) -> Report:
    """What moved between two editions."""
    from kbo_screen.results.comparison.compare_payload import compare_table
    from kbo_screen.results.comparison.compare_sheets import compare_sheets

    return Report(
        contents={"payload": lambda: payload, "rows": lambda: compare_table(payload)},
        sheets=lambda _: compare_sheets(payload, lang),
        font=font,
    )


def inspection_report(
    inspections: Sequence[Inspection],
    findings: Sequence[Finding],
    lang: str,
    *,
    font: str,
) -> Report:
    """What was recognised in files."""
    from kbo_screen.results.inspection.inspect_payload import inspection_payload
    from kbo_screen.results.inspection.inspect_sheets import inspection_sheets

    return Report(
        contents={"payload": lambda: inspection_payload(inspections, findings, lang)},
        sheets=lambda _: inspection_sheets(inspections, findings, lang),
        font=font,
    )
