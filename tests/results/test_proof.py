"""Formulas decide as the program does, and a spreadsheet that calculates them finds what does not.

1. Over invented registries and letters no row differs, in what is stored.
2. LibreOffice gives in every cell what is stored.
3. An error that is planted in the program's result, or in a value, is found.
4. A changed value brings about what the program makes of a registry with that value.
5. What no formula knows is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from typer.testing import CliRunner

from kbo_screen import load_letter
from kbo_screen.cli.app import app
from kbo_screen.findings import UsageError
from kbo_screen.findings.catalogue import finding_text, text
from kbo_screen.formats.workbook import workbook_writer
from kbo_screen.letters.model import Preference, Quota, Tier
from kbo_screen.results.proof import read_values
from kbo_screen.results.sheet import Formula
from kbo_screen.sources.old_output import why_kept
from tests.tools.proofs import (
    CASES,
    changed_condition,
    invented_run,
    run_of,
    sheets_of_proof,
    stored_values,
    with_choices,
    write_proof,
)
from tests.tools.recalculated import needs_libreoffice, recalculated, sheets_of
from tests.tools.seeds import seeds

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run

SAMPLES = Path(__file__).parents[2] / "sample_data"
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
    """Workbooks before and after LibreOffice calculated them: some as they are, one with stars changed by hand."""

    run: Run
    stored: list[Path]
    calculated: list[Path]
    changed: Path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("proof")
    names = (
        "several_ranges",
        "of_groups",
        "per_province",
        "alternatives",
        "most_of_district",
    )
    stored = [
        write_proof(invented_run(name, 2, folder), folder / f"{name}.xlsx")
        for name in names
    ]
    other = invented_run("chachoengsao", 5, folder, groups=40)
    changed = write_changed(other, folder / "changed.xlsx")
    *calculated, changed = recalculated([*stored, changed], folder / "office")
    return Office(other, stored, calculated, changed)


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
    cases = product(CASES, range(100, 118))
    runs = [invented_run(name, seed, tmp_path) for name, seed in cases]
    assert len(runs) > 100
    assert cells_compared(runs, tmp_path) > 100_000


def cells_compared(runs: list[Run], folder: Path) -> int:
    """How many cells LibreOffice gives as they are stored; any other fails."""
    paths = [write_proof(run, folder / f"{n}.xlsx") for n, run in enumerate(runs)]
    count = 0
    calculated = recalculated(paths, folder / "office")
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


@needs_libreoffice
def test_changed_values_bring_about_what_the_program_makes_of_them(
    office: Office,
) -> None:
    """The workbook of one registry, some of its stars changed by hand, decides as the program does with these stars."""
    sheets = sheets_of_proof(run_with_stars(office.run, step=4))
    expected = stored_values(sheets)
    given = tables_of(sheets_of(office.changed))
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
    sheets = [letter, replace(products, rows=rows), *others]
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
    wanted = {"ลำดับ (0 = ไม่เข้า)", "สถานะ", "ผล", "อันดับ", "เสนอ"}
    wanted |= {"Tier (0: none)", "Certainty", "Outcome", "Rank", "Proposed"}
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


PARTS_OF_A_CONDITION = {
    "of": "best",
    "blank": "holds",
    "round": "latest",
}


@pytest.mark.parametrize("field", PARTS_OF_A_CONDITION)
def test_a_part_of_a_condition_without_formulas_is_refused(
    field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a condition says beyond what the formulas know."""
    changed = {field: PARTS_OF_A_CONDITION[field]}
    letter = changed_condition(load_letter(), "star-in-range", **changed)
    assert read_values.unproved_parts(letter) == []
    proved = read_values.PROVED_PARTS["conditions"] - {field}
    monkeypatch.setitem(read_values.PROVED_PARTS, "conditions", proved)
    assert read_values.unproved_parts(letter) == [f"conditions.{field}"]


@pytest.mark.parametrize("name", CASES)
def test_the_letters_of_the_tests_have_formulas(name: str) -> None:
    assert read_values.unproved_parts(CASES[name][0]) == []


def test_a_side_without_formulas_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = invented_run("chachoengsao", 1, tmp_path)
    monkeypatch.setitem(read_values.PROVED_SIDES, "insufficient", {"per-district"})
    letter = with_choices(insufficient="per-province")
    with pytest.raises(UsageError) as refusal:
        sheets_of_proof(replace(run, letter=letter))
    assert [finding.code for finding in refusal.value.findings] == [
        "output.proof-not-built"
    ]


PARTS = {"quota": Quota, "tiers": Tier, "preference": Preference}


@pytest.mark.parametrize("part", PARTS)
def test_a_new_part_of_the_language_of_letters_is_refused_until_it_has_formulas(
    part: str,
) -> None:
    """What the formulas know are fields of letters."""
    assert read_values.PROVED_PARTS[part] <= set(PARTS[part].model_fields)


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
