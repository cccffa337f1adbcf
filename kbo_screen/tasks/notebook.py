"""The functions of a notebook, from a registry's files to a shortlist and what follows from it.

Each returns a value with tables (pandas DataFrames) that carry what people see on screens and in files, under the
names of the JSON: product, star, cell. People are hidden in them as everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from kbo_screen.formats.writing import files_in_folder, write_file, write_files
from kbo_screen.letters import DEFAULT_LETTER
from kbo_screen.results.comparison.compare_payload import compare_payload, compare_table
from kbo_screen.results.explanation.explanation import compare_groups, explain_group
from kbo_screen.results.meeting.invitations import called_by_lists, called_by_shortlist
from kbo_screen.results.rank.rank_payload import rank_payload
from kbo_screen.results.rows import plain
from kbo_screen.results.shortfall.shortfall_payload import shortfall_payload
from kbo_screen.results.shortfall.shortfall_result import find_shortfall
from kbo_screen.results.shown import (
    shown_check,
    shown_outcome,
    shown_registry,
    shown_run,
)
from kbo_screen.results.validation.validation_payload import validation_payload
from kbo_screen.results.whatif.whatif_payload import whatif_payload
from kbo_screen.sources.config.config_file import read_config
from kbo_screen.sources.old_results.old_output import kept_files
from kbo_screen.sources.registries.registry_files import as_paths
from kbo_screen.tasks import compare_letters, reports
from kbo_screen.tasks.build_run import (
    complete,
    open_letter,
    read_alone,
    screen_registry,
    with_config,
)
from kbo_screen.tasks.call_meeting import (
    LetterLook,
    meeting_files,
    read_templates,
)
from kbo_screen.tasks.check_lists import (
    CheckOptions,
    check_sent,
    refuse_unknown_codes,
)
from kbo_screen.tasks.compare_editions import compare_runs
from kbo_screen.tasks.compared_sides import SideInput
from kbo_screen.tasks.receipts import with_options
from kbo_screen.tasks.run_options import RunOptions
from kbo_screen.tasks.run_readings import with_readings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from kbo_screen.checking.check_result import Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.gap.variant_results import VariantResult
    from kbo_screen.letters.loading import LoadedLetter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.registry.side_list import Role
    from kbo_screen.results.explanation.explanation import ExplainedProduct, Explanation
    from kbo_screen.results.meeting.invitations import MeetingCall
    from kbo_screen.results.meeting.notice_fields import LetterKind
    from kbo_screen.results.schemas import ComparePayload
    from kbo_screen.results.shortfall.shortfall_result import Shortfall

    OneOrMore = str | Path | Sequence[str | Path]
    #: The JSON of a command.
    Payload = Mapping[str, Any]
    #: A row of a table as the JSON has it, by the names of its values.
    Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Inputs:
    """A registry that was read, with its lists and answers, and how: enough to read it again under another letter."""

    paths: tuple[Path, ...]
    letter: LoadedLetter
    options: RunOptions
    #: The registry as its own files say it.
    own_registry: Registry
    #: As above, completed by lists and settled by answers.
    registry: Registry

    @property
    def products(self) -> pd.DataFrame:
        """One row per product, with the file, sheet and cell where its name stands."""
        registry = shown_registry(self.registry)
        places = [registry.place(ix, "product_name") for ix in registry.products.index]
        table = pd.DataFrame(places, index=registry.products.index)
        return registry.products.join(table[["file", "sheet", "cell"]])

    @property
    def files_read(self) -> tuple[Path, ...]:
        """Every file that was read; no result is written over one."""
        return (*self.paths, *self.options.list_paths, *self.options.answers)


@dataclass(frozen=True, eq=False)
class Shortlist:
    """A screened registry: what `kbo-screen rank` shows."""

    inputs: Inputs
    run: Run

    @property
    def files_read(self) -> tuple[Path, ...]:
        """Every file that was read."""
        return self.inputs.files_read

    @cached_property
    def payload(self) -> Payload:
        """The JSON of `rank`."""
        run = with_options(self.run, {"all_rows": True})
        return rank_payload(shown_run(run), all_rows=True)

    @property
    def districts(self) -> pd.DataFrame:
        """One row per district: required, certain, possible, to_confirm, shortfall, status."""
        return _frame(self.payload["districts"], without=("tiers", "groups"))

    @property
    def listed(self) -> pd.DataFrame:
        """One row per listed group in the order of the list; `cells` says where each value stands."""
        return _frame(_with_district(self.payload["districts"], "groups"))

    @property
    def not_listed(self) -> pd.DataFrame:
        """One row per product that is not listed, with the condition that keeps it out."""
        return _frame(self.payload["not_listed"]["rows"])

    @property
    def findings(self) -> pd.DataFrame:
        """One row per finding: its code, cell, message and remedy."""
        return _frame(self.payload["findings"])


@dataclass(frozen=True, eq=False)
class ShortfallTables:
    """What every district lacks and what would close the gap: what `kbo-screen shortfall` shows."""

    files_read: tuple[Path, ...]
    result: Shortfall

    @cached_property
    def payload(self) -> Payload:
        """The JSON of `shortfall`."""
        return shortfall_payload(self.result)

    @property
    def districts(self) -> pd.DataFrame:
        """One row per district: required, certain, possible, to_confirm, shortfall, status."""
        return _frame(self.payload["districts"], without=("levers", "ask"))

    @property
    def questions(self) -> pd.DataFrame:
        """One row per question whose answer would help a district, the first to ask first."""
        return _frame(_with_district(self.payload["districts"], "ask"))

    @property
    def levers(self) -> pd.DataFrame:
        """One row per district and change of the letter that the district would feel."""
        return _frame(_with_district(self.payload["districts"], "levers"))


@dataclass(frozen=True, eq=False)
class ValidationTables:
    """What districts sent, checked: what `kbo-screen validate` shows."""

    files_read: tuple[Path, ...]
    #: With nobody hidden: the meeting calls people by their names.
    checked: Validation

    @cached_property
    def validation(self) -> Validation:
        """The check as every report shows it."""
        return shown_check(self.checked)

    @cached_property
    def payload(self) -> Payload:
        """The JSON of `validate`."""
        return validation_payload(self.validation)

    @property
    def files(self) -> pd.DataFrame:
        """One row per list: its district, its status, the groups accepted from it."""
        return _frame(self.payload["files"], without=("findings",))

    @property
    def districts(self) -> pd.DataFrame:
        """One row per district: whether it sent a list, and what it lacks after it."""
        return _frame(self.payload["districts"])

    @property
    def findings(self) -> pd.DataFrame:
        """One row per finding, those across all lists last."""
        findings: list[Row] = []
        for file in self.payload["files"]:
            findings += file["findings"]
        return _frame([*findings, *self.payload["cross"]])


@dataclass(frozen=True, eq=False)
class VariantTables:
    """What changed letters would do: what `kbo-screen whatif` shows."""

    files_read: tuple[Path, ...]
    run: Run
    results: list[VariantResult]

    @cached_property
    def payload(self) -> Payload:
        """The JSON of `whatif`."""
        return whatif_payload(self.run, self.results)

    @property
    def districts(self) -> pd.DataFrame:
        """One row per variant and district: its counts under the variant, its status now and then."""
        rows = _with_variant(self.payload["variants"])
        return _frame(rows, without=("enters", "leaves"))

    @property
    def moves(self) -> pd.DataFrame:
        """One row per variant and group that enters or leaves, with what keeps it out otherwise."""
        rows = []
        for district in _with_variant(self.payload["variants"]):
            place = {
                name: district[name] for name in ("variant", "province", "district")
            }
            for move in ("enters", "leaves"):
                rows += [place | {"move": move} | group for group in district[move]]
        return _frame(rows)


@dataclass(frozen=True, eq=False)
class ExplanationTables:
    """Why a group stands where it stands: what `kbo-screen explain` shows."""

    run: Run
    explanation: Explanation
    #: The key of the order by which the group stands above or below another; None where none was named.
    deciding_key: str | None = None

    @property
    def conditions(self) -> pd.DataFrame:
        """One row per product and condition: the clause, the answer, the cell that says so."""
        rows: list[Row] = []
        for product in self.explanation.products:
            values = self.run.registry.products.loc[product.product]
            head = _product_row(product, values)
            for condition_id, answer in product.answers.items():
                value = self._value_row(product.product, condition_id, values)
                rows.append(head | {"answer": answer} | value)
        return _frame(rows)

    def _value_row(self, product: int, condition_id: str, values: Any) -> Row:
        condition = self.run.letter.condition(condition_id)
        place = self.run.registry.place(product, condition.field)
        return {
            "condition": condition_id,
            "clause": condition.clause,
            "value": plain(values[condition.field]),
            "file": place.file,
            "sheet": place.sheet,
            "cell": place.cell,
        }


@dataclass(frozen=True, eq=False)
class ComparisonTables:
    """What moved between two shortlists: what `kbo-screen compare` shows."""

    files_read: tuple[Path, ...]
    comparison: ComparePayload
    lang: str

    @property
    def payload(self) -> Payload:
        """The JSON of `compare`."""
        return self.comparison

    @property
    def districts(self) -> pd.DataFrame:
        """One row per district: how many groups were proposed, left, entered and are proposed now."""
        return _frame(self.payload["districts"], without=("groups",))

    @property
    def moves(self) -> pd.DataFrame:
        """One row per cause of a group that moved, as in the CSV of the command."""
        table = compare_table(self.comparison)
        return pd.DataFrame(table.rows, columns=list(table.columns)).convert_dtypes()


Result = (
    Shortlist | ShortfallTables | ValidationTables | VariantTables | ComparisonTables
)


def read(
    paths: OneOrMore,
    *,
    letter: str | Path = DEFAULT_LETTER,
    province: str | None = None,
    districts: Iterable[str] = (),
    columns: Mapping[str, str] | None = None,
    lists_follow: Iterable[Role] = (),
    config: str | Path | None = None,
    today: dt.date | None = None,
    lang: str = "th",
) -> Inputs:
    """Read a registry of one or several files as a letter has it read.

    letter: the id of one that comes with the program, or a file. columns: field -> header, mapped by hand.
    lists_follow: the lists ("projects", "stars", "standards") that `lists` will add, so that the registry may lack
    their columns. config: an office's `kbo-screen.toml`, of which the words count. Raises UsageError for what is
    named wrongly, InputError for a file that cannot be used.

    >>> inputs = read("sample_data/registry.xlsx")
    >>> inputs.products[["product_name", "star", "cell"]].values.tolist()[1]
    ['น้ำพริกเผา สูตร 1', 3, 'I6']
    """
    loaded_config = read_config(Path(config)) if config else None
    options = RunOptions(
        letter=str(letter),
        lang=lang,
        province=province,
        districts=tuple(districts),
        columns=dict(columns or {}),
        expected_lists=tuple(lists_follow),
        config=loaded_config,
        today=today,
        quiet=True,
    )
    loaded = open_letter(letter)
    loaded = loaded._replace(letter=with_config(loaded.letter, loaded_config))
    files = tuple(as_paths(paths))
    own_registry = read_alone(files, loaded.letter, options)
    registry = complete(own_registry, loaded.letter, options)
    return Inputs(files, loaded, options, own_registry, registry)


def lists(
    inputs: Inputs,
    *,
    projects: OneOrMore = (),
    stars: OneOrMore = (),
    standards: OneOrMore = (),
) -> Inputs:
    """The registry completed by side lists: of groups in other projects, of stars, of standards.

    >>> inputs = read("sample_data/registry.xlsx")
    >>> inputs = lists(inputs, stars="sample_data/stars.xlsx")
    >>> [file.role for file in inputs.registry.inputs]
    ['registry', 'stars']
    """
    by_role: dict[Role, list[Path]] = {
        "projects": as_paths(projects),
        "stars": as_paths(stars),
        "standards": as_paths(standards),
    }
    all_lists: list[tuple[Role, Path]] = []
    for role, paths in by_role.items():
        all_lists += [pair for pair in inputs.options.lists if pair[0] == role]
        all_lists += [(role, path) for path in paths]
    options = replace(
        inputs.options,
        lists=tuple(all_lists),
        expected_lists=(),
    )
    return _completed(inputs, options)


def answers(inputs: Inputs, *paths: str | Path) -> Inputs:
    """The registry settled by answers: filled "to confirm" sheets, or districts' forms that came back.

    >>> inputs = answers(read("sample_data/registry.xlsx"), "sample_data/answers.xlsx")
    >>> len(inputs.registry.answers) > 0
    True
    """
    all_answers = (*inputs.options.answers, *map(Path, paths))
    return _completed(inputs, replace(inputs.options, answers=all_answers))


def screen(inputs: Inputs, *, take: int | None = None) -> Shortlist:
    """Screen a registry under its letter: who is listed, in which order, and why.

    take: how many groups to propose per district; the letter's quota where none is given.

    >>> shortlist = screen(read("sample_data/registry.xlsx"))
    >>> shortlist.districts[["district", "certain", "shortfall", "status"]].values.tolist()[1]
    ['บางคล้า', 3, 0, 'met']
    >>> shortlist.listed[["rank", "product_name", "star", "cell"]].values.tolist()[0]
    [1, 'ข้าวหอมมะลิ สูตร 3', 1, 'I12']
    """
    inputs = replace(inputs, options=replace(inputs.options, take=take))
    run = screen_registry(inputs.registry, inputs.letter, inputs.options)
    return Shortlist(inputs, run)


def shortfall(
    shortlist: Shortlist,
    submissions: OneOrMore = (),
    *,
    received: str | None = None,
) -> ShortfallTables:
    """What every district lacks and what would close the gap, after what districts sent where that is given.

    submissions: files and folders of their lists. received: the date on which all came, or the table of dates.

    >>> result = shortfall(screen(read("sample_data/registry.xlsx")))
    >>> result.districts[["district", "shortfall", "status"]].values.tolist()[-2]
    ['ท่าตะเกียบ', 1, 'short']
    """
    paths = as_paths(submissions)
    run = with_options(shortlist.run, {"command": "shortfall"})
    options = shortlist.inputs.options
    validation = None
    if paths:
        checks = CheckOptions(received=received, expects_all=False)
        validation = check_sent(paths, run, options, checks)
    result = find_shortfall(run, validation)
    return ShortfallTables((*shortlist.files_read, *paths), result)


def validate(
    shortlist: Shortlist,
    submissions: OneOrMore,
    *,
    received: str | None = None,
    previous: OneOrMore = (),
    district: str | None = None,
    only: Sequence[str] = (),
    skip: Sequence[str] = (),
) -> ValidationTables:
    """Check what districts sent against a shortlist, cell by cell, and all districts together.

    previous: what they sent before, to compare with. district: the one that every file is of which names none.
    only, skip: codes of findings, or the stages of codes.

    >>> checked = validate(screen(read("sample_data/registry.xlsx")), "sample_data/submissions")
    >>> checked.files[["file", "status", "accepted"]].values.tolist()[1]
    ['2402 บางคล้า.xlsx', 'rejected', 2]
    """
    refuse_unknown_codes([*only, *skip])
    paths = as_paths(submissions)
    checks = CheckOptions(
        received=received,
        only=only,
        skip=skip,
        district=district,
        previous=as_paths(previous),
    )
    run = with_options(shortlist.run, {"command": "validate"})
    validation = check_sent(paths, run, shortlist.inputs.options, checks)
    files_read = (*shortlist.files_read, *paths)
    return ValidationTables(files_read, validation)


def whatif(
    shortlist: Shortlist,
    *variants: str,
    letters: Iterable[str | Path] = (),
    readings: Iterable[str] = (),
) -> VariantTables:
    """What changed letters would do: variants of this one, such as "quota=4", and other letter files.

    readings: ids of readings of the letter, each taken the other way.

    >>> changed = whatif(screen(read("sample_data/registry.xlsx")), "quota=2")
    >>> changed.districts[["district", "status_now", "status"]].values.tolist()[-2]
    ['ท่าตะเกียบ', 'short', 'confirm']
    """
    inputs = shortlist.inputs
    loaded = [open_letter(letter) for letter in letters]
    reading_ids = list(readings)
    run = compare_letters.with_variants(shortlist.run, variants, loaded, reading_ids)
    results = compare_letters.compare(
        run,
        inputs.paths,
        inputs.options,
        variants,
        loaded,
        readings=reading_ids,
    )
    shown_results = list(map(shown_outcome, results))
    return VariantTables(inputs.files_read, shown_run(run), shown_results)


def compare(old: Shortlist, new: Shortlist) -> ComparisonTables:
    """What moved between two shortlists, and by which cell, list, answer, letter or reading.

    >>> inputs = read("sample_data/registry.xlsx")
    >>> with_list = lists(inputs, projects="sample_data/projects.xlsx")
    >>> moved = compare(screen(inputs), screen(with_list)).moves
    >>> moved[moved["move"] == "left"][["district", "kind", "field", "value_new"]].values.tolist()[0]
    ['บางคล้า', 'list', 'other_project', 'Young OTOP']
    """
    sides = [SideInput(each.inputs.paths, each.inputs.options) for each in (old, new)]
    compared = compare_runs(old.run, new.run, sides[0], sides[1])
    return ComparisonTables(
        (*old.files_read, *new.files_read),
        compare_payload(compared),
        new.run.lang,
    )


def explain(
    shortlist: Shortlist,
    group: str,
    *,
    against: str | None = None,
    district: str | None = None,
) -> ExplanationTables:
    """Why a group, by its name or id, stands where it stands: every condition of each of its products.

    against: another group, to learn by which key one stands above the other. Raises UsageError where no group, or
    more than one, is called so.

    >>> shortlist = screen(read("sample_data/registry.xlsx"))
    >>> why = explain(shortlist, shortlist.listed["group_id"][0])
    >>> why.conditions[["condition", "clause", "answer", "cell"]].values.tolist()[0]
    ['community-group', '1(1)', 'true', 'D12']
    """
    run = shortlist.run
    explanation = explain_group(run, group, district=district)
    key = None
    if against:
        key = compare_groups(run, group, against, district=district).key
    return ExplanationTables(shown_run(run), explanation, key)


def meeting(
    result: Shortlist | ValidationTables,
    folder: str | Path,
    *,
    template: str | Path | None = None,
    province_template: str | Path | None = None,
    with_contacts: bool = True,
    font: str = reports.DEFAULT_FONT,
    force: bool = False,
) -> list[Path]:
    """Write the notices and rosters of the meeting into a folder, as the command of that name does.

    result: a check, of which the accepted lists are called, or a shortlist, of which the proposed groups are. The files
    hold names and telephones of people unless `with_contacts` is False. template, province_template: the office's own
    letters, with fields. Returns where the files stand. Raises UsageError for a template that cannot be used and for
    files that cannot be written.

    >>> import tempfile
    >>> shortlist = screen(read("sample_data/registry.xlsx", districts=["บางคล้า"]))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sorted(path.suffix for path in meeting(shortlist, f"{folder}/meeting"))
    ['.docx', '.docx', '.xlsx']
    """
    folder = Path(folder)
    office_letters: dict[LetterKind, Path | None] = {
        "notice": Path(template) if template else None,
        "province": Path(province_template) if province_template else None,
    }
    letters = [path for path in office_letters.values() if path]
    look = LetterLook(templates=read_templates(office_letters), font=font)
    files = meeting_files(
        _call_of(result, with_contacts=with_contacts),
        look,
        with_contacts=with_contacts,
    )
    inputs = (*result.files_read, *letters)
    written, _ = write_files(
        files_in_folder(files, folder, inputs=inputs),
        folder=folder,
        force=force,
        inputs=inputs,
        kept_files=kept_files,
    )
    return list(written.values())


def _call_of(
    result: Shortlist | ValidationTables,
    *,
    with_contacts: bool,
) -> MeetingCall:
    if isinstance(result, Shortlist):
        return called_by_shortlist(result.run, with_contacts=with_contacts)
    return called_by_lists(result.checked, with_contacts=with_contacts)


def write(
    result: Result,
    path: str | Path,
    *,
    font: str = reports.DEFAULT_FONT,
    force: bool = False,
) -> Path:
    """Write a result as the command of its name does, in the format of the suffix: xlsx, json, csv or html.

    force: another file of that name is replaced; one that people typed into is kept beside it. Returns where the file
    stands. Raises UsageError where it cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     shortlist = screen(read("sample_data/registry.xlsx"))
    ...     write(shortlist, f"{folder}/shortlist.csv").name
    'shortlist.csv'
    """
    path = Path(path)
    written_path, _ = write_file(
        _report_of(result, path, font).writer_of(path),
        path,
        force=force,
        inputs=result.files_read,
        kept_files=kept_files,
    )
    return written_path


def _report_of(
    result: Result,
    path: Path,
    font: str,
) -> reports.Report:
    """What a result can be written as, its font on its receipt. path: the file that is to be written."""
    look = {"font": reports.own_font(font)}
    if isinstance(result, Shortlist):
        run = with_options(_as_written(result, path), look)
        return reports.rank_report(shown_run(run), font=font)
    if isinstance(result, ShortfallTables):
        shortfall = result.result
        run = with_options(shortfall.run, look)
        return reports.shortfall_report(replace(shortfall, run=run), font=font)
    if isinstance(result, ValidationTables):
        checked = result.validation
        run = with_options(checked.run, look)
        return reports.validation_report(replace(checked, run=run), font=font)
    if isinstance(result, ComparisonTables):
        return reports.comparison_report(result.comparison, result.lang, font=font)
    run = with_options(result.run, look)
    return reports.whatif_report(run, result.results, font=font)


def _as_written(shortlist: Shortlist, path: Path) -> Run:
    """The run of a shortlist; for a file that says what the readings of the letter decide, with that."""
    if path.suffix not in reports.SHOWS_READINGS:
        return shortlist.run
    inputs = shortlist.inputs
    run = with_options(shortlist.run, {"readings": True})
    return with_readings(run, inputs.paths, inputs.options, together=True)


def _product_row(product: ExplainedProduct, values: Any) -> Row:
    return {
        "product_id": plain(values["product_id"]),
        "product_name": values["product_name"],
        "stands": product.stands,
        "tier": product.tier,
    }


def _completed(inputs: Inputs, options: RunOptions) -> Inputs:
    registry = complete(inputs.own_registry, inputs.letter.letter, options)
    return replace(
        inputs,
        options=options,
        registry=registry,
    )


def _with_district(districts: Iterable[Row], name: str) -> Iterable[Row]:
    """The parts of every district by that name, each with its district."""
    for district in districts:
        place = {key: district[key] for key in ("province", "district")}
        for part in district[name]:
            yield place | part


def _with_variant(variants: Iterable[Row]) -> Iterable[Row]:
    """The districts of every variant, each with its variant."""
    for variant in variants:
        for district in variant["districts"]:
            yield {"variant": variant["variant"]} | district


def _frame(
    rows: Iterable[Row],
    without: Sequence[str] = (),
) -> pd.DataFrame:
    """Rows as a table; a row's `source` is spelled out as file, sheet, row and cells, `cell` that of its product."""
    table = pd.DataFrame(list(map(_flat, rows)))
    return table.drop(columns=list(without), errors="ignore").convert_dtypes()


def _flat(row: Row) -> Row:
    if row.get("source") is None:
        return row
    columns = dict(row)
    source = columns.pop("source")
    columns.update(source, cell=source["cells"].get("product_name"))
    return columns
