"""What is given for one side of a comparison: a registry under the options of the call, or a result and its receipt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kbo_screen.findings import InputError, Place, make_finding
from kbo_screen.results.comparison.stated_list import (
    StatedGroup,
    StatedList,
    list_of_payload,
)
from kbo_screen.sources.old_results.changed_cells import read_result
from kbo_screen.sources.old_results.changed_values import read_json_result
from kbo_screen.sources.old_results.list_in_workbook import ListRow, rows_of_list
from kbo_screen.sources.old_results.old_output import cells_for_people
from kbo_screen.sources.submissions.submission_files import find_submissions
from kbo_screen.tasks.replay_from_receipt import has_receipt, receipt_of
from kbo_screen.tasks.replay_inputs import files_of, options_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kbo_screen.sources.workbooks import Reader
    from kbo_screen.tasks.replay_inputs import InputFiles
    from kbo_screen.tasks.run_options import RunOptions


@dataclass(frozen=True, eq=False)
class SideInput:
    """One side: the files of its registry, none where they were not found, and the options that it is read under.

    stated: what a result says, None for a registry.
    """

    paths: tuple[Path, ...]
    options: RunOptions
    stated: StatedList | None = None


def side_of(
    path: Path,
    options: RunOptions,
    folders: Sequence[Path] = (),
) -> SideInput:
    """A registry of one file or of a folder's files; a result is read under the options of its receipt.

    folders: where the inputs of a result are looked for, its own folder where none is given. Raises InputError for a
    result without a receipt.
    """
    stated = _stated_by(path, options.reader)
    if stated is None:
        return SideInput(tuple(find_submissions([path])), options)
    return _side_of_result(
        stated,
        options,
        folders or [path.absolute().parent],
    )


def _side_of_result(
    stated: StatedList,
    options: RunOptions,
    folders: Sequence[Path],
) -> SideInput:
    """Without files where one of them is not found, or is another now."""
    receipt = stated.receipt
    try:
        files = files_of(receipt, folders)
        own_options = options_of(receipt, files, folders)
        _refuse_changed(files)
    except InputError:
        if not stated.has_list:
            raise
        return SideInput((), options, stated)
    own_options = replace(
        own_options,
        lang=options.lang,
        quiet=options.quiet,
        reader=options.reader,
    )
    return SideInput(tuple(files.of_roles("registry")), own_options, stated)


def _refuse_changed(files: InputFiles) -> None:
    """Files of the names of inputs, that are other files now, are none of them. Raises InputError."""
    missing = [
        make_finding("file.input-not-found", Place(name)) for name in files.changed
    ]
    if missing:
        raise InputError(*missing)


def _stated_by(path: Path, reader: Reader) -> StatedList | None:
    """What a result says; None for a file that is no result. Raises InputError for a JSON that is none of `rank`."""
    if path.suffix.lower() == ".json":
        result = read_json_result(path)
        receipt = receipt_of(result)
        if result.command != "rank":
            return StatedList(path.name, receipt, (), has_list=False)
        try:
            return list_of_payload(result.payload, receipt, path.name)
        except (KeyError, TypeError):  # by whatever hand
            raise InputError.of("file.no-receipt", Place(path.name)) from None
    if not path.is_file() or not any(cells_for_people(path, reader)):
        return None
    book = read_result(path, reader)
    if not has_receipt(book):
        return None
    groups = tuple(map(_stated_group, rows_of_list(book)))
    receipt = receipt_of(book)
    has_list = receipt.options.get("command", "rank") == "rank"
    return StatedList(path.name, receipt, groups, has_list)


def _stated_group(row: ListRow) -> StatedGroup:
    return StatedGroup(
        district=row.district,
        group_name=row.group_name,
        rank=row.rank,
        selected=row.is_selected,
        certainty=row.certainty,
        values={},
    )
