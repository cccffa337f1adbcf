"""What each task's result can be written as: one table of formats a task, for the command line and notebooks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kbo_screen.findings import Place, UsageError, make_finding
from kbo_screen.formats.csv_file import to_csv
from kbo_screen.formats.writing import text_writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from kbo_screen.checking.check_result import Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Finding
    from kbo_screen.gap.variant_results import VariantResult
    from kbo_screen.registry.inspection import Inspection
    from kbo_screen.results.sheet import Sheet
    from kbo_screen.results.shortfall_result import Shortfall

    #: Writes one file.
    Writer = Callable[[Path], object]

DEFAULT_FONT = "TH SarabunPSK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One result in every format that its task has.

    texts: by `--format` and by the suffix of a file. workbook: what writes an xlsx file that is to stand at a path.
    folder: what writes the files of a folder, by their names, where the result is to be split; `folder_words` is the
    text that says that they are written.
    """

    texts: Mapping[str, Callable[[], str]]
    workbook: Callable[[Path], Writer]
    findings: Sequence[Finding] = ()
    folder: Callable[[], dict[str, Writer]] | None = None
    folder_words: str = "help.written"

    def writer_of(self, path: Path) -> Writer:
        """What writes the file by its suffix. Raises UsageError for a suffix of no format."""
        name = path.suffix.removeprefix(".")
        if name == "xlsx":
            return self.workbook(path)
        if name in self.texts:
            return text_writer(self.texts[name]())
        raise UsageError(make_finding("output.unknown-format", Place(path.name)))


def rank_report(
    run: Run,
    *,
    font: str = DEFAULT_FONT,
    all_rows: bool = False,
    split: str | None = None,
) -> Report:
    """A shortlist. split: a workbook per "province" or "district"; all_rows: the JSON tells what is not listed too."""
    from kbo_screen.formats.page import render_page
    from kbo_screen.formats.workbook import workbook_writer
    from kbo_screen.results.page.page_contents import rank_content
    from kbo_screen.results.rank_payload import to_json
    from kbo_screen.results.rank_sheets import rank_sheets, split_rank_sheets
    from kbo_screen.results.rank_table import rank_table

    return Report(
        texts={
            "json": lambda: to_json(run, all_rows=all_rows),
            "csv": lambda: to_csv(rank_table(run)),
            "html": lambda: render_page(rank_content(run)),
        },
        workbook=lambda _: workbook_writer(rank_sheets(run), font=font),
        folder=(lambda: _writers(split_rank_sheets(run, split), font))
        if split
        else None,
        findings=run.findings,
    )


def _writers(workbooks: Mapping[str, Iterable[Sheet]], font: str) -> dict[str, Writer]:
    """What writes the workbooks of a folder, by the names of their files."""
    from kbo_screen.formats.workbook import workbook_writer

    return {
        f"{name}.xlsx": workbook_writer(sheets, font=font)
        for name, sheets in workbooks.items()
    }


def shortfall_report(
    shortfall: Shortfall,
    *,
    font: str = DEFAULT_FONT,
    each: bool = False,
) -> Report:
    """A shortfall; each: the workbook has a sheet for every district."""
    from kbo_screen.formats.page import render_page
    from kbo_screen.formats.workbook import workbook_writer
    from kbo_screen.results.page.page_contents import shortfall_content
    from kbo_screen.results.shortfall_payload import shortfall_json, shortfall_table
    from kbo_screen.results.shortfall_sheets import shortfall_sheets

    def write_workbook(_: Path) -> Writer:
        return workbook_writer(shortfall_sheets(shortfall, each=each), font=font)

    return Report(
        texts={
            "json": lambda: shortfall_json(shortfall),
            "csv": lambda: to_csv(shortfall_table(shortfall)),
            "html": lambda: render_page(shortfall_content(shortfall)),
        },
        workbook=write_workbook,
        findings=shortfall.run.findings,
    )


def validation_report(
    validation: Validation,
    *,
    font: str = DEFAULT_FONT,
    folder: Path | None = None,
) -> Report:
    """A check of what districts sent; folder: where a workbook for each of them is to stand."""
    from kbo_screen.formats.page import render_page
    from kbo_screen.formats.workbook import workbook_writer
    from kbo_screen.results.page.page_contents import check_content
    from kbo_screen.results.validation_payload import validation_json, validation_table
    from kbo_screen.results.validation_sheets import (
        validation_sheets,
        validation_sheets_by_file,
    )

    def write_workbook(path: Path) -> Writer:
        sheets = validation_sheets(validation, path.parent)
        return workbook_writer(sheets, font=font)

    def write_folder(folder: Path) -> dict[str, Writer]:
        return _writers(validation_sheets_by_file(validation, folder), font)

    return Report(
        texts={
            "json": lambda: validation_json(validation),
            "csv": lambda: to_csv(validation_table(validation)),
            "html": lambda: render_page(check_content(validation)),
        },
        workbook=write_workbook,
        folder=partial(write_folder, folder) if folder else None,
        folder_words="validate.written_folder",
        findings=validation.findings,
    )


def whatif_report(
    run: Run,
    results: Sequence[VariantResult],
    *,
    font: str = DEFAULT_FONT,
) -> Report:
    """What variants of the letter do."""
    from kbo_screen.formats.workbook import workbook_writer
    from kbo_screen.results.whatif_payload import whatif_json, whatif_table
    from kbo_screen.results.whatif_sheets import whatif_sheets

    return Report(
        texts={
            "json": lambda: whatif_json(run, results),
            "csv": lambda: to_csv(whatif_table(run, results)),
        },
        workbook=lambda _: workbook_writer(whatif_sheets(run, results), font=font),
    )


def inspection_report(
    inspections: Sequence[Inspection],
    findings: Sequence[Finding],
    lang: str,
    *,
    font: str = DEFAULT_FONT,
) -> Report:
    """What was recognised in files."""
    from kbo_screen.formats.workbook import workbook_writer
    from kbo_screen.results.inspect_payload import inspection_json
    from kbo_screen.results.inspect_sheets import inspection_sheets

    def write_workbook(_: Path) -> Writer:
        sheets = inspection_sheets(inspections, findings, lang)
        return workbook_writer(sheets, font=font)

    return Report(
        texts={"json": lambda: inspection_json(inspections, findings, lang)},
        workbook=write_workbook,
    )
