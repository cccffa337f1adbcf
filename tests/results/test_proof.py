"""Formulas decide as the program does, and a spreadsheet that calculates them finds what does not.

1. Over invented registries and letters no row differs, in what is stored.
2. LibreOffice gives in every cell what is stored.
3. An error that is planted in the program's result, or in a value, is found.
4. A changed value brings about what the program makes of a registry with that value.
5. Every word of the language of letters has formulas.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import openpyxl
import pytest
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.findings import UsageError
from kbo_screen.findings.catalogue import finding_text, text
from kbo_screen.formats.workbook import workbook_writer
from kbo_screen.letters.choices import NOT_BUILT, Choices
from kbo_screen.letters.condition_kinds import (
    Condition,
    OneOf,
    StarBetween,
    YearBetween,
)
from kbo_screen.letters.model import Preference, Quota, Tier
from kbo_screen.results.proof_formulas import read_values
from kbo_screen.results.sheets.sheet import Formula
from kbo_screen.sources.old_results.old_output import why_kept
from tests.tools.proofs import (
    CASES,
    invented_run,
    run_of,
    sheets_of_proof,
    stored_values,
    write_proof,
)
from tests.tools.recalculated import needs_libreoffice, recalculated, sheets_of
from tests.tools.seeds import seeds

if TYPE_CHECKING:
    from pydantic import BaseModel

    from kbo_screen.desk.run import Run

SAMPLES = Path(__file__).parents[2] / "sample_data"
#: Workbooks that LibreOffice is given at a time.
AT_ONCE = 40
#: Lines over the tables of a proof, and the header.
LINES_ABOVE = 4


def differences(tables: dict[str, list[list[Any]]]) -> Any:
    """The one cell that says how many rows differ."""
    return next(iter(tables.values()))[0][1]


def tables_of(sheets: dict[str, list[list[Any]]]) -> dict[str, list[list[Any]]]:
    """The rows below the headers."""
    return {name: rows[LINES_ABOVE:] for name, rows in sheets.items()}


@dataclass(frozen=True)
class Office:
    """Workbooks before and after LibreOffice calculated them: some as they are, those of runs with stars changed."""

    runs: list[Run]
    stored: list[Path]
    calculated: list[Path]
    changed: list[Path]


#: Letters whose registries somebody changes in the workbook.
CHANGED = ("chachoengsao", "products_of_province")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("proof")
    names = (
        "several_ranges",
        "of_groups",
        "per_province",
        "alternatives",
        "most_of_district",
        "products",
    )
    stored = [
        write_proof(invented_run(name, 2, folder), folder / f"{name}.xlsx")
        for name in names
    ]
    others = [invented_run(name, 5, folder, groups=40) for name in CHANGED]
    changed = [
        write_changed(run, folder / f"changed{number}.xlsx")
        for number, run in enumerate(others)
    ]
    calculated = recalculated([*stored, *changed], folder / "office")
    return Office(
        others,
        stored,
        calculated[: len(stored)],
        calculated[len(stored) :],
    )


@pytest.mark.parametrize("seed", seeds(40, ordinary=2))
@pytest.mark.parametrize("name", CASES)
def test_no_row_differs(
    name: str,
    seed: int,
    tmp_path: Path,
) -> None:
    run = invented_run(name, seed, tmp_path)
    assert differences(stored_values(sheets_of_proof(run))) == 0


def test_every_row_is_compared(tmp_path: Path) -> None:
    run = invented_run("chachoengsao", 1, tmp_path)
    letter, products, groups, districts = stored_values(sheets_of_proof(run)).values()
    screening = run.screening
    assert len(products) == len(screening.products)
    assert len(groups) == len(screening.groups)
    assert len(districts) == len(screening.districts)
    assert letter[0][1] == 0


@needs_libreoffice
def test_libreoffice_gives_what_is_stored(office: Office) -> None:
    for stored, calculated in zip(office.stored, office.calculated, strict=True):
        assert same_cells(sheets_of(stored), sheets_of(calculated)) > 1_000


@pytest.mark.slow
@needs_libreoffice
def test_libreoffice_gives_what_is_stored_over_many_registries(tmp_path: Path) -> None:
    cases = product(CASES, range(100, 112))
    runs = [invented_run(name, seed, tmp_path) for name, seed in cases]
    assert len(runs) > 100
    assert cells_compared(runs, tmp_path) > 100_000


def cells_compared(runs: list[Run], folder: Path) -> int:
    """How many cells LibreOffice gives as they are stored; any other fails."""
    paths = [write_proof(run, folder / f"{n}.xlsx") for n, run in enumerate(runs)]
    count = 0
    calculated = []
    for first in range(0, len(paths), AT_ONCE):
        some_paths = paths[first : first + AT_ONCE]
        calculated += recalculated(some_paths, folder / f"office{first}")
    for path, result in zip(paths, calculated, strict=True):
        stored, given = sheets_of(path), sheets_of(result)
        assert differences(tables_of(stored)) == 0
        count += same_cells(stored, given)
    return count


def same_cells(stored: dict[str, Any], given: dict[str, Any]) -> int:
    """How many cells two workbooks have alike; any other fails."""
    count = 0
    for name, rows in stored.items():
        assert without_blank_ends(given[name]) == without_blank_ends(rows), name
        count += sum(map(len, rows))
    return count


def without_blank_ends(rows: list[list[Any]]) -> list[list[Any]]:
    """Rows without the blanks behind their last value."""
    cut = []
    for row in rows:
        values = list(row)
        while values and values[-1] is None:
            values.pop()
        cut.append(values)
    return cut


def test_a_planted_error_of_the_program_is_found(tmp_path: Path) -> None:
    run = invented_run("chachoengsao", 3, tmp_path, groups=30)
    groups = run.screening.groups.copy()
    listed = groups.index[groups["outcome"] == "listed"]
    first, second = listed[:2]
    ranks = groups["rank"].copy()
    ranks[first], ranks[second] = ranks[second], ranks[first]
    wrong = replace(run.screening, groups=groups.assign(rank=ranks))
    tables = stored_values(sheets_of_proof(replace(run, screening=wrong)))
    assert differences(tables) >= 2


def test_a_wrong_count_of_products_is_found(tmp_path: Path) -> None:
    """One product too few of a group, one district and one province that would be short."""
    run = invented_run("products_of_province", 3, tmp_path, groups=30)
    screening = run.screening
    groups = screening.groups.copy()
    most_units = groups["units"].max()
    first = groups.index[groups["units"] == most_units][0]
    groups.loc[first, "units"] = most_units - 1
    districts = screening.districts.assign(certain=screening.districts["certain"] + 1)
    provinces = screening.provinces
    assert provinces is not None
    wrong_parts = (
        {"groups": groups},
        {"districts": districts},
        {"provinces": provinces.assign(possible=provinces["possible"] + 1)},
    )
    counts = [
        differences(stored_values(sheets_of_proof(changed_result(run, parts))))
        for parts in wrong_parts
    ]
    assert counts == [1, len(districts), 1]


def changed_result(run: Run, parts: dict[str, Any]) -> Run:
    """The run with another result than its registry and letter have."""
    return replace(run, screening=replace(run.screening, **parts))


def test_a_wrong_rank_in_the_province_is_found(tmp_path: Path) -> None:
    run = invented_run("of_province", 3, tmp_path, groups=30)
    groups = run.screening.groups.copy()
    is_last = groups["province_rank"] == groups["province_rank"].max()
    groups.loc[is_last, "province_rank"] = 1
    tables = stored_values(sheets_of_proof(changed_result(run, {"groups": groups})))
    assert differences(tables) >= 1


@needs_libreoffice
@pytest.mark.parametrize("position", range(len(CHANGED)), ids=CHANGED)
def test_changed_values_bring_about_what_the_program_makes_of_them(
    office: Office, position: int
) -> None:
    """The workbook of one registry, some of its stars changed by hand, decides as the program does with these stars."""
    sheets = sheets_of_proof(run_with_stars(office.runs[position], step=4))
    expected = stored_values(sheets)
    given = tables_of(sheets_of(office.changed[position]))
    decided = decided_columns(sheets[2].columns)
    of_groups = by_group(given[sheets[2].name], decided)
    assert of_groups == by_group(expected[sheets[2].name], decided)
    assert differences(given) > 0


def write_changed(run: Run, path: Path) -> Path:
    """The workbook of a run in which somebody typed other stars."""
    letter, products, *others = sheets_of_proof(run)
    labels = [column.label for column in products.columns]
    star = labels.index(text("words.field.star", run.lang))
    place = labels.index(text("proof.column.row_place", run.lang))
    new_stars = star_cells(run_with_stars(run, step=4), star, place)
    rows = [list(row) for row in products.rows]
    for row in rows:
        row[star] = new_stars[row[place]]
    sheets = [letter, products._replace(rows=rows), *others]
    workbook_writer(sheets, font="TH SarabunPSK")(path)
    return path


def run_with_stars(run: Run, step: int) -> Run:
    """The run over the same registry, every so many products with two stars of the letter's round."""
    products = run.registry.products.copy()
    for position in products.index[::step]:
        products.loc[position, "star"] = 2
        products.loc[position, "star_rated"] = True
        products.loc[position, "star_year_be"] = 2565
    registry = replace(run.registry, products=products)
    return run_of(registry, run.letter, run.lang)


def star_cells(
    run: Run,
    column: int,
    place: int,
) -> dict[Any, Any]:
    """By the place of its row the star of each product, as a sheet holds it."""
    products = sheets_of_proof(run)[1]
    return {row[place]: row[column] for row in products.rows}


def decided_columns(columns: Any) -> list[int]:
    """The columns of what is decided of a group, by their positions."""
    names = (
        "tier",
        "certainty",
        "outcome",
        "rank",
        "units",
        "units_before",
        "selected",
    )
    wanted = {
        text(f"proof.column.{name}", lang) for name in names for lang in ("th", "en")
    }
    return [ix for ix, column in enumerate(columns) if column.label in wanted]


def by_group(rows: list[list[Any]], columns: list[int]) -> dict[Any, list[Any]]:
    """What is decided of each group, by its number."""
    return {row[2]: [row[ix] for ix in columns] for row in rows}


def test_formulas_name_the_cells_of_their_own_row(tmp_path: Path) -> None:
    """The first row of a table stands where the formulas expect it."""
    run = invented_run("chachoengsao", 1, tmp_path)
    path = write_proof(run, tmp_path / "proof.xlsx")
    for sheet in sheets_of_proof(run):
        labels = [column.label for column in sheet.columns]
        heads = sheets_of(path)[sheet.name][LINES_ABOVE - 1]
        assert list(map(without_blanks, heads)) == list(map(without_blanks, labels))


def without_blanks(label: str) -> str:
    """A label as it was before it was broken into lines."""
    return "".join(label.split())


def test_nothing_looks_at_all_rows_for_each_row(tmp_path: Path) -> None:
    """Formulas of a row name single cells; blocks of rows stand once a district, or wait for a broken order."""
    run = invented_run("chachoengsao", 1, tmp_path)
    _, products, groups, _ = sheets_of_proof(run)
    for sheet in (products, groups):
        for row in sheet.rows:
            formulas = [cell.text for cell in row if isinstance(cell, Formula)]
            blocks = [formula for formula in formulas if ":" in formula]
            assert all(formula.startswith("=IF(ISNUMBER(") for formula in blocks)


def test_a_registry_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_values, "MOST_PRODUCTS", 3)
    run = invented_run("chachoengsao", 1, tmp_path)
    with pytest.raises(UsageError) as refusal:
        sheets_of_proof(run)
    assert [finding.code for finding in refusal.value.findings] == [
        "output.proof-too-large"
    ]


#: The choices that say how cells and rows are read, or what is told of districts' lists: the values stand in the
#: sheets as they were read.
CHOICES_OF_READING = frozenset(
    {
        "registration_unit", "type_unit", "project_year", "kbo_itself", "withdrawn", "naming_certifies",
        "exhaust_primary", "standard_valid_years", "lateness", "same_name", "one_person", "blank_project_cell",
        "old_standard",
    }
)  # fmt: skip
#: Of every kind of condition alike.
PARTS_OF_EVERY_KIND = frozenset({"kind", "no_source"})
#: What the check of a letter refuses, by class and field.
REFUSED: dict[tuple[type[BaseModel], str], set[str]] = {(YearBetween, "of"): {"best"}}
#: What decides, class by class.
LANGUAGE = (Quota, Tier, Preference, OneOf, YearBetween, StarBetween, Choices)


@pytest.mark.parametrize("part", LANGUAGE)
def test_every_word_of_the_language_is_said_by_a_letter_that_is_proved(
    part: type[BaseModel],
) -> None:
    """A field or a side that is new needs formulas, and a letter among the cases that says it."""
    for name, field in part.model_fields.items():
        if name in CHOICES_OF_READING:
            continue
        is_of_every_kind = name in PARTS_OF_EVERY_KIND
        said = words_said(Condition if is_of_every_kind else part, name)
        if get_origin(field.annotation) is Literal:
            sides = set(get_args(field.annotation))
            sides -= NOT_BUILT.get(name, frozenset()) | REFUSED.get((part, name), set())
            assert sides <= said, name
        else:
            assert said - {field.default}, name


def words_said(part: type[BaseModel], name: str) -> set[Any]:
    """What the letters of the cases say in a field of one of their parts."""
    said = set()
    for letter, _ in CASES.values():
        parts = [letter.quota, letter.preference, letter.choices]
        for each in (*parts, *letter.tiers, *letter.conditions):
            if isinstance(each, part):
                said.add(as_key(getattr(each, name)))
    return said


def as_key(value: Any) -> Any:
    """A value that a set can hold."""
    return value if isinstance(value, Hashable) else str(value)


def call(*words: str) -> Any:
    return CliRunner().invoke(app, words)


COMMAND = ["rank", str(SAMPLES / "registry.xlsx"), "--today", "2022-12-24", "-q"]


def test_the_command_adds_the_sheets_and_their_workbook_is_read_as_before(
    tmp_path: Path,
) -> None:
    plain, proof = tmp_path / "plain.xlsx", tmp_path / "proof.xlsx"
    assert call(*COMMAND, "-o", str(plain)).exit_code == 0
    assert call(*COMMAND, "-o", str(proof), "--proof").exit_code == 0
    names, proof_names = list(sheets_of(plain)), list(sheets_of(proof))
    new_names = [name for name in proof_names if name not in names]
    assert new_names == ["สูตร-หลักเกณฑ์", "สูตร-ผลิตภัณฑ์", "สูตร-กลุ่ม", "สูตร-อำเภอ"]
    assert len(proof_names) == len(names) + 4
    answered = [
        call(*COMMAND, "--answers", str(path), "--format", "csv")
        for path in (plain, proof)
    ]
    assert answered[0].output == answered[1].output
    assert why_kept(proof, plain) is None


def test_a_product_without_a_name_has_its_place_by_its_id(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(SAMPLES / "registry.xlsx")
    sheet: Any = workbook.active
    (header,) = [cell for cell in sheet[4] if str(cell.value).startswith("ชื่อผลิตภัณฑ์")]
    sheet.cell(5, header.column).value = None
    registry = tmp_path / "registry.xlsx"
    workbook.save(registry)
    made = call("rank", str(registry), "-o", str(tmp_path / "p.xlsx"), "--proof")
    assert made.exit_code == 0, made.output


def test_what_somebody_changed_in_a_proof_is_not_lost(tmp_path: Path) -> None:
    run = invented_run("chachoengsao", 5, tmp_path, groups=40)
    path = write_proof(run, tmp_path / "proof.xlsx")
    assert why_kept(path, path) is None
    book = openpyxl.load_workbook(path)
    sheet = book[book.sheetnames[1]]
    heads = [without_blanks(cell.value) for cell in sheet[LINES_ABOVE]]
    column = heads.index(without_blanks(text("words.field.star", run.lang)))
    sheet.cell(LINES_ABOVE + 1, column + 1).value = "someone's own"
    book.save(path)
    assert why_kept(path, path) == "typed"


@pytest.mark.parametrize(
    "options", [[], ["-o", "proof.json"], ["-o", "proof", "--split", "district"]]
)
def test_a_proof_without_one_workbook_is_refused(options: list[str]) -> None:
    result = call(*COMMAND, "--proof", *options)
    assert result.exit_code == 2
    message = finding_text("usage.proof-without-workbook", "remedy", "th", {})
    assert message in result.output
