"""What a person typed is never lost to `--force`: the old file is kept where something was typed into it.

- Every workbook of every command: untouched it is replaced, saved by another program too.
- A word in a column of answers, names, telephones or ticks, over a signature, beside the table or on another sheet:
  the file is kept under a dated name, and named.
- What cannot be read or is no result of ours is kept, texts and configs too.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.grid import Reader, reader_process
from kbo_screen.sources.old_results.old_output import kept_files, why_kept
from tests.tools.looks import cells_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SAMPLE = Path(__file__).parents[2] / "sample_data"
REGISTRY = str(SAMPLE / "registry.xlsx")
LISTS = str(SAMPLE / "submissions")
#: Every call that writes workbooks, and the one that is looked at.
CALLS = {
    "rank": (["rank", REGISTRY, "-o", "o.xlsx"], "o.xlsx"),
    "rank with contacts": (
        ["rank", REGISTRY, "-o", "o.xlsx", "--with-contacts", "--lang", "en"],
        "o.xlsx",
    ),
    "split": (["rank", REGISTRY, "-o", "o", "--split", "district"], "o/บางคล้า.xlsx"),
    "form": (["form", REGISTRY, "-o", "o"], "o/2402 บางคล้า.xlsx"),
    "form prefilled": (
        ["form", REGISTRY, "-o", "o", "--prefill"],
        "o/2402 บางคล้า.xlsx",
    ),
    "form blank": (
        ["form", "--blank", "-o", "o", "--lang", "en"],
        "o/2402 บางคล้า.xlsx",
    ),
    "shortfall": (
        ["shortfall", REGISTRY, "-o", "o.xlsx", "--each", "--with-contacts"],
        "o.xlsx",
    ),
    "validate": (["validate", LISTS, "--registry", REGISTRY, "-o", "o.xlsx"], "o.xlsx"),
    "collect": (
        ["validate", LISTS, "--registry", REGISTRY, "--collect", "o.xlsx"],
        "o.xlsx",
    ),
    "inspect": (["inspect", REGISTRY, "-o", "o.xlsx"], "o.xlsx"),
    "whatif": (["whatif", REGISTRY, "--variant", "quota=4", "-o", "o.xlsx"], "o.xlsx"),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What every call writes, each in a folder of its own."""
    folders = {}
    for name, (words, _) in CALLS.items():
        folder = tmp_path_factory.mktemp("call")
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            done = CliRunner().invoke(app, words)
        assert done.exit_code in (0, 1), done.output
        folders[name] = folder
    return folders


@pytest.mark.parametrize("name", CALLS)
def test_an_untouched_workbook_is_replaced(
    name: str,
    written: dict[str, Path],
    tmp_path: Path,
) -> None:
    """As it was written, and as another program saves it."""
    path = written[name] / CALLS[name][1]
    assert why_kept(path, path) is None
    saved = tmp_path / path.name
    openpyxl.load_workbook(path).save(saved)
    assert why_kept(saved, path) is None


def test_a_second_run_replaces_the_first_and_keeps_nothing(
    written: dict[str, Path], monkeypatch: Any
) -> None:
    """On the command line."""
    folder = written["form prefilled"]
    monkeypatch.chdir(folder)
    before = sorted(path.name for path in Path("o").iterdir())
    done = CliRunner().invoke(app, [*CALLS["form prefilled"][0], "--force"])
    assert (done.exit_code, sorted(path.name for path in Path("o").iterdir())) == (
        0,
        before,
    ), done.output


def cell_under(sheet: Worksheet, *labels: str) -> Any:
    """The cell below the header that is called so."""
    return next(
        sheet.cell(cell.row + 1, cell.column)
        for cell in cells_of(sheet)
        if cell.value in labels
    )


def below(sheet: Worksheet, words: str) -> Any:
    """The last cell of the first column that begins so."""
    return [row[0] for row in sheet.iter_rows() if str(row[0].value).startswith(words)][
        -1
    ]


#: A call, and where somebody types.
TYPED = {
    "an answer": ("rank", lambda book: cell_under(book["รอยืนยัน"], "คำตอบ")),
    "who answered": ("rank", lambda book: cell_under(book["รอยืนยัน"], "ผู้ตอบ")),
    "the date of an answer": ("rank", lambda book: cell_under(book["รอยืนยัน"], "วันที่")),
    "a telephone": ("rank", lambda book: cell_under(book["บางคล้า"], "โทรศัพท์")),
    "another telephone": ("rank with contacts", lambda book: cell_under(book["บางคล้า"], "Telephone", "Phone")),
    "a name over a signature": ("split", lambda book: below(book["บางคล้า"], "ลงชื่อ")),
    "a tick beside a table": ("rank", lambda book: book["บัญชีรายชื่อ"]["L9"]),
    "another sheet": ("rank", lambda book: book.create_sheet("จดไว้")["A1"]),
    "a group": ("form", lambda book: cell_under(book.worksheets[0], "ชื่อกลุ่ม")),
    "another group": ("form prefilled", lambda book: cell_under(book.worksheets[0], "ชื่อกลุ่ม")),
    "a representative": ("form prefilled", lambda book: cell_under(book.worksheets[0], "ตัวแทนกลุ่ม")),
    "a certificate": ("form", lambda book: cell_under(book.worksheets[0], "อำเภอรับรอง\nศักยภาพ")),
    "a note": ("form", lambda book: cell_under(book.worksheets[0], "หมายเหตุ")),
    "a product of a blank form": ("form blank", lambda book: cell_under(book.worksheets[0], "Product name")),
    "the officer": ("form", lambda book: book.worksheets[0]["C7"]),
    "an answer of whom to ask": ("shortfall", lambda book: cell_under(book.worksheets[1], "คำตอบ")),
    "a name of the province's list": ("collect", lambda book: cell_under(book.worksheets[0], "ตัวแทน", "ตัวแทนกลุ่ม")),
    "a remark beside a check": ("validate", lambda book: book.worksheets[1]["Z5"]),
}  # fmt: skip


@pytest.mark.parametrize("what", TYPED)
@pytest.mark.parametrize("value", ["ใช่", 1, True])
def test_a_workbook_that_was_typed_into_is_kept(
    what: str,
    value: object,
    written: dict[str, Path],
    tmp_path: Path,
) -> None:
    name, find = TYPED[what]
    path = written[name] / CALLS[name][1]
    book = openpyxl.load_workbook(path)
    find(book).value = value
    saved = tmp_path / path.name
    book.save(saved)
    assert why_kept(saved, path) == "typed"


@pytest.mark.parametrize("files_per_process", [1, 100])
def test_many_are_looked_at_by_several_processes(
    files_per_process: int,
    written: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same is kept, wherever it is looked at."""
    monkeypatch.setattr(reader_process, "FILES_PER_PROCESS", files_per_process)
    monkeypatch.setattr(reader_process, "core_count", lambda: 2)
    forms = sorted((written["form prefilled"] / "o").iterdir())[:5]
    for form in forms:
        shutil.copy(form, tmp_path)
    (tmp_path / forms[1].name).write_bytes(FOREIGN["cut short"])
    book = openpyxl.load_workbook(forms[3])
    book.worksheets[0]["C7"] = "ผู้ช่วย"
    book.save(tmp_path / forms[3].name)
    new_by_old = {tmp_path / form.name: form for form in forms}
    with Reader() as reader:
        kept = kept_files(new_by_old, reader=reader)
    assert {path.name: why for path, why in kept.items()} == {
        forms[1].name: "foreign",
        forms[3].name: "typed",
    }


def test_a_name_taken_out_and_a_sheet_renamed_are_typed_too(
    written: dict[str, Path], tmp_path: Path
) -> None:
    path = written["collect"] / "o.xlsx"
    for change in (
        lambda book: setattr(
            cell_under(book.worksheets[0], "ตัวแทน", "ตัวแทนกลุ่ม"), "value", None
        ),
        lambda book: setattr(book.worksheets[0], "title", "ฉบับแก้"),
    ):
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(tmp_path / "o.xlsx")
        assert why_kept(tmp_path / "o.xlsx", path) == "typed"


def test_rows_that_were_sorted_are_no_typing(
    written: dict[str, Path], tmp_path: Path
) -> None:
    """The order of the rows is not what was typed."""
    book = openpyxl.load_workbook(written["rank with contacts"] / "o.xlsx")
    sheet = book["บางคล้า"]
    first = cell_under(sheet, "Telephone", "Phone").row
    for column in range(1, sheet.max_column + 1):
        one, other = sheet.cell(first, column), sheet.cell(first + 1, column)
        one.value, other.value = other.value, one.value
    book.save(tmp_path / "o.xlsx")
    assert why_kept(tmp_path / "o.xlsx", tmp_path) is None


def test_answers_are_kept_beside_the_new_file_and_named(
    written: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On the command line, twice on one day; what was kept still answers."""
    monkeypatch.chdir(tmp_path)
    words, _ = CALLS["rank"]
    for number in (1, 2):
        book = openpyxl.load_workbook(written["rank"] / "o.xlsx")
        cell_under(book["รอยืนยัน"], "คำตอบ").value = "ใช่"
        book.save("o.xlsx")
        done = CliRunner().invoke(app, [*words, "--force", "-q"])
        kept = sorted(path.name for path in tmp_path.iterdir() if path.name != "o.xlsx")
        assert (done.exit_code, len(kept)) == (0, number)
        new = next(
            name for name in kept if f"“{name}”" in done.output.replace("\n", "")
        )
        assert new.endswith(").xlsx")
    done = CliRunner().invoke(
        app, ["rank", REGISTRY, "--answers", new, "--format", "json"]
    )
    assert '"answers"' in done.stdout
    assert why_kept(Path("o.xlsx"), Path("o.xlsx")) is None, (
        "the new one is as it was written"
    )


FOREIGN = {
    "bytes": b"x",
    "nothing": b"",
    "another's workbook": (SAMPLE / "projects.xlsx").read_bytes(),
    "cut short": (SAMPLE / "registry.xlsx").read_bytes()[:5000],
}


@pytest.mark.parametrize("what", FOREIGN)
def test_what_is_no_workbook_of_ours_is_kept(what: str, tmp_path: Path) -> None:
    (tmp_path / "o.xlsx").write_bytes(FOREIGN[what])
    assert why_kept(tmp_path / "o.xlsx", tmp_path / "new.xlsx") == "foreign"


TEXTS = {
    "rank csv": (["rank", REGISTRY], "o.csv"),
    "rank json": (["rank", REGISTRY], "o.json"),
    "rank html": (["rank", REGISTRY], "o.html"),
    "shortfall csv": (["shortfall", REGISTRY], "o.csv"),
    "shortfall json": (["shortfall", REGISTRY], "o.json"),
    "inspect json": (["inspect", REGISTRY], "o.json"),
    "validate csv": (["validate", LISTS, "--registry", REGISTRY], "o.csv"),
    "validate html": (["validate", LISTS, "--registry", REGISTRY], "o.html"),
    "whatif csv": (["whatif", REGISTRY, "--variant", "quota=4"], "o.csv"),
}


@pytest.mark.parametrize("what", TEXTS)
def test_a_text_of_ours_is_replaced_and_any_other_kept(
    what: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A column that somebody added to a CSV is not ours."""
    monkeypatch.chdir(tmp_path)
    words, name = TEXTS[what]
    CliRunner().invoke(app, [*words, "-o", name])
    first = Path(name).read_bytes()
    CliRunner().invoke(app, [*words, "-o", name, "--force"])
    assert [path.name for path in tmp_path.iterdir()] == [name]
    head, _, rest = first.partition(b"\n")
    other = head.rstrip() + b",answer\n" + rest if name.endswith(".csv") else b"{}"
    Path(name).write_bytes(other)
    CliRunner().invoke(app, [*words, "-o", name, "--force"])
    assert sorted(path.read_bytes() == other for path in tmp_path.iterdir()) == [
        False,
        True,
    ]


def test_a_config_is_typed_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(REGISTRY, "r.xlsx")
    assert CliRunner().invoke(app, ["config", "init", "r.xlsx"]).exit_code == 0
    Path("kbo-screen.toml").write_text("take = 4\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["config", "init", "r.xlsx", "--force"])
    kept = [path for path in tmp_path.glob("*.toml") if path.name != "kbo-screen.toml"]
    assert (done.exit_code, [path.read_text(encoding="utf-8") for path in kept]) == (
        0,
        ["take = 4\n"],
    )
